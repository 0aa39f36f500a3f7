"""Editions of the standards: found, compared, and stored sheets scored under two of them."""
