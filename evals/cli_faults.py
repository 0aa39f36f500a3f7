"""How the commands of `anping eval` show what went wrong: one message, exit code 1."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from evals.errors import EvalError
from ui.cli.output import EXIT_NOT_DONE, reported_errors


@contextmanager
def reported() -> Iterator[None]:
    """Show errors of evaluations and of the packages below with their codes, and end with 1."""
    try:
        with reported_errors():
            yield
    except EvalError as error:
        click.echo(f"[{error.code}] {error}", err=True)
        raise SystemExit(EXIT_NOT_DONE) from error
