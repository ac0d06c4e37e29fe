"""Kept files encrypted on the disk: the key, whether it is in force, and the files of before."""
