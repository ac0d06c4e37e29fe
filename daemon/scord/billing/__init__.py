"""Invoices, FSE lots and ARLs as the billing software (LPS) sees them, and what each needs."""
