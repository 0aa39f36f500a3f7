"""`anping check`: every lint over the data files."""

from __future__ import annotations

import click

from ui.cli.output import EXIT_NOT_DONE
from ui.lint import findings


@click.command()
def check() -> None:
    """Run every lint over the data files and print each finding with file and line."""
    found = findings()
    for finding in found:
        click.echo(str(finding))
    click.echo(f"{len(found)} finding(s)", err=True)
    if found:
        raise SystemExit(EXIT_NOT_DONE)
