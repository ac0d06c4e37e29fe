"""Files whose retention time is over: which may go, why the others stay, and their removal."""
