"""A scanner's file becomes a Scan."""
