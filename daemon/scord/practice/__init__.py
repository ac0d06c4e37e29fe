"""Practitioners and caisses."""
