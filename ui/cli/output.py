"""How commands print: JSON in one stable form, tables for people, errors with their exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import click

from assistant.errors import AssistantError
from corpus.errors import CorpusError
from scoring.errors import ScoringError
from ui.errors import CaseRulesError, DeskError, JobsError, ReportError

_OURS = (
    AssistantError, CaseRulesError, CorpusError, DeskError, JobsError, ReportError, ScoringError,
)  # fmt: skip
EXIT_NOT_DONE = 1
EXIT_INVALID = 2


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print a value as JSON; Chinese stays Chinese."""
    click.echo(json_text(value, indent=indent), nl=False)


def json_text(value: Any, *, indent: int | None = 2) -> str:
    """Return what is printed of a value as JSON, with the end of its last line."""
    return json.dumps(value, ensure_ascii=False, indent=indent) + "\n"


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their headings, columns as wide as their widest cell; nothing if empty."""
    widths = [
        max(display_width(cell) for cell in column) for column in zip(headings, *rows, strict=True)
    ]
    for row in (headings, *rows):
        cells = (
            cell + " " * (width - display_width(cell))
            for cell, width in zip(row, widths, strict=True)
        )
        click.echo("  ".join(cells).rstrip())


def display_width(text: str) -> int:
    """Return the number of terminal columns: Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def write_file(path: Path, ending: str, option: str, data: bytes, *, force: bool) -> None:
    """
    Write a file that an option names, and say where on standard error.

    Raises:
        BadParameter: the name has another ending, or the file exists and may not be replaced.
        FileError: it cannot be written.
    """
    if path.suffix.lower() != ending:
        raise click.BadParameter(f"'{path.name}' should end in {ending}", param_hint=option)
    if path.exists() and not force:
        raise click.BadParameter(f"'{path}' exists; use --force to replace it", param_hint=option)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise click.FileError(str(path), error.strerror or str(error)) from error
    click.echo(str(path), err=True)


@contextmanager
def reported_errors() -> Iterator[None]:
    """Turn our own errors into one message on standard error and exit code 1."""
    try:
        yield
    except _OURS as error:
        click.echo(f"[{error.code}] {error}", err=True)
        raise SystemExit(EXIT_NOT_DONE) from error
