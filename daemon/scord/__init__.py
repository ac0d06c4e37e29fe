"""The resident service: a scanner's file becomes a piece the caisse has acknowledged."""

__version__ = "0.1.0"
