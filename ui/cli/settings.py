"""`anping settings`: the effective settings and where they come from."""

from __future__ import annotations

import os
from dataclasses import fields

import click

from ui.cli.output import print_table
from ui.settings import PREFIX, Settings


@click.command()
@click.pass_obj
def settings(effective: Settings) -> None:
    """Show the effective settings with their origin."""
    rows = []
    for field in fields(effective):
        variable = PREFIX + field.name.upper()
        origin = variable if variable in os.environ else "default"
        rows.append((field.name, str(getattr(effective, field.name)), origin))
    print_table(("setting", "value", "origin"), rows)
