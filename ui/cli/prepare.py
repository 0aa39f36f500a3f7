"""`anping prepare`: build what questions need, ahead of time."""

from __future__ import annotations

import click

from ui.cli.output import reported_errors
from ui.services import Services
from ui.settings import Settings


@click.command()
@click.pass_obj
def prepare(settings: Settings) -> None:
    """Build the encoders and the indexes of clauses and norms; does nothing when they are there."""

    def progress(done: int, total: int) -> None:
        click.echo(f"Indexing the standards: {done}/{total}", err=True)

    services = Services(
        settings, notify=lambda message: click.echo(message, err=True), on_progress=progress
    )
    with reported_errors():
        clauses = len(services.index.clauses) + len(services.norm_index.clauses)
        services.prepare_evidence()
    click.echo(f"Ready: {clauses} clauses, encoder {services.encoder.fingerprint}.", err=True)
