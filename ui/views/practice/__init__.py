"""Practice questions."""
