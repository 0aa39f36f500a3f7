"""The cases of a home: what is kept of an evaluation project, and who did what to it."""
