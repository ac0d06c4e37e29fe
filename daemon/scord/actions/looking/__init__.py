"""What there is to see, in the shapes that the local API answers with: reading only."""
