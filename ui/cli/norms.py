"""`anping norms`: the norms that the documents cite, and the user's own copies."""

from __future__ import annotations

import click

from ui.cli.norm_library import LIBRARY_COMMANDS


@click.group()
def norms() -> None:
    """Norms: your own copies, split to clauses."""


for _command in LIBRARY_COMMANDS:
    norms.add_command(_command)
