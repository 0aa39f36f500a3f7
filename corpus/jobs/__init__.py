"""What is done in the background: who asked for it, how far it is, what became of it."""
