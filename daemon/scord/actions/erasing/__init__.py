"""Erases one patient (art. 17 RGPD): who it is, what is theirs, what stands against it, the act."""
