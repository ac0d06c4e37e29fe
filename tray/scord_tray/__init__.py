"""The tray icon: what the practitioner sees of the service."""
