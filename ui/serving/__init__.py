"""The workbench as a server: who may come in, the pages for signing in, and how it is run."""
