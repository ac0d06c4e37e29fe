"""The local HTTP API: what tray, page, command line and billing software ask of the service."""
