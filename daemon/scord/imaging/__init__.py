"""A Scan becomes conforming PDFs."""
