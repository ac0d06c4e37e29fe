"""The proof of sending: gathered from the store, drawn for a person, verified by anybody."""
