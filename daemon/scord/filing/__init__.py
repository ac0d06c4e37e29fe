"""Which invoice a document belongs to."""
