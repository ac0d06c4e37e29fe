"""The tray icon: what the practitioner sees of the service."""

__version__ = "0.1.0"
