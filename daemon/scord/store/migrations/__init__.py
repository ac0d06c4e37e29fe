"""Numbered changes of the schema, applied in order, each in its own transaction."""
