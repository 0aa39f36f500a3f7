"""The public page that says what a certificate is worth (4.10, 8.2): without sign-in, read only."""
