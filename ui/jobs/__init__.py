"""Work in the background: reading uploads, making vectors."""
