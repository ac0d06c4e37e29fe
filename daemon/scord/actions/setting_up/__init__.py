"""The settings as a person sees, changes and tries them on the page; one function each."""
