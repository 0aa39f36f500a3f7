"""`anping check`: every lint over the data files."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.output import EXIT_NOT_DONE
from ui.lint import edition_findings, findings


@click.command()
@click.argument(
    "edition", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False)
)
def check(edition: Path | None) -> None:
    """
    Run every lint over the data files and print each finding with file and line.

    EDITION: a folder with `text/` and `rules/` of an edition that is not installed; then only it.
    """
    found = findings() if edition is None else edition_findings(edition)
    for finding in found:
        click.echo(str(finding))
    click.echo(f"{len(found)} finding(s)", err=True)
    if found:
        raise SystemExit(EXIT_NOT_DONE)
