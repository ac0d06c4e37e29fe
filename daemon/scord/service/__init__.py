"""The wrapper in which Windows runs the engine: start, stop and health, nothing else.

systemd needs none: `scord run` is its service, and scord.notify speaks to it.
"""
