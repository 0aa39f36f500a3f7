"""A language model, where one is configured: it words what was found, and is checked."""
