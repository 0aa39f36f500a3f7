"""
The HTTP API beside the workbench: the same functions and rights, for programs (docs/api.md).

A module a noun of the address. What is answered is what the command line prints as JSON.
"""
