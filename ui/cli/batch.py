"""Reading batch files of questions: one JSON object a line; a bad line spoils only itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

MAX_LINE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One line: its number, its id if any, its fields, or what is wrong with it."""

    number: int
    id: str | None
    fields: dict[str, Any]
    error: str | None = None


def batch_lines(path: Path) -> Iterator[BatchLine]:
    """
    Yield the lines of a batch file, empty ones skipped.

    Raises:
        click.FileError: the file cannot be opened.
    """
    try:
        with path.open("rb") as stream:
            for number, raw in enumerate(stream, 1):
                if raw.strip():
                    yield _line(number, raw)
    except OSError as fault:
        raise click.FileError(str(path), fault.strerror or str(fault)) from fault


def _line(number: int, raw: bytes) -> BatchLine:
    if len(raw) > MAX_LINE_BYTES:
        return BatchLine(number, None, {}, f"line {number} is longer than {MAX_LINE_BYTES} bytes")
    try:
        fields = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return BatchLine(number, None, {}, f"line {number} is not UTF-8")
    except (ValueError, RecursionError) as fault:
        return BatchLine(number, None, {}, f"line {number} is not JSON: {fault}")
    if not isinstance(fields, dict):
        return BatchLine(number, None, {}, f"line {number} is not a JSON object")
    identifier = fields.get("id")
    name = None if identifier is None else str(identifier)
    text = fields.get("question", fields.get("query"))
    if not isinstance(text, str):
        return BatchLine(number, name, fields, f'line {number} has no text in "question"')
    return BatchLine(number, name, {**fields, "question": text})
