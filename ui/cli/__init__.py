"""The command line: one module a command; see `ui.cli.main`."""
