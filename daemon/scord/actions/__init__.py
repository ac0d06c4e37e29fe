"""What a person or the LPS may ask for, one function each."""
