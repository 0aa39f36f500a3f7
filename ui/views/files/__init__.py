"""The documents of a case and their reading."""
