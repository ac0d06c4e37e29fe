"""One module for each place of the page: what its template is filled with, from actions only."""
