"""FSE lots as B2 files of 128-column records; docs/b2.md tells the columns and the rules."""
