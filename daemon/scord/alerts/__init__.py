"""What a person must know, derived from facts that rooms write."""
