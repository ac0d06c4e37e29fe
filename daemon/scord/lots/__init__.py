"""SCOR lots: which dossiers may leave, and how they are put together."""
