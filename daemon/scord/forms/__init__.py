"""Papers that Scord draws itself: the feuille de soins of a degraded invoice."""
