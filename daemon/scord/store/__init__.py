"""The one room that knows which database it is: tables, states, journal, files on disk."""
