"""Invoices and FSE lots as the LPS sees them."""
