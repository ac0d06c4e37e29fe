"""The local web page: its static files and its views. It asks actions, never the store."""
