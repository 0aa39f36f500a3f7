"""What a project is, and which rows apply to it."""
