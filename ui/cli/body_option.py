"""The option `--body FILE`: a body's own rules laid over the edition that a command scores by."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from scoring.body_file import load_body_rules
from scoring.body_rules import BodyRules
from scoring.errors import BodyRulesError
from ui.cli.output import EXIT_INVALID


def body_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option; it receives `body`, the checked rules or None."""
    return click.option(
        "--body",
        type=click.Path(path_type=Path),
        metavar="FILE",
        callback=_load,
        help="Score by an evaluation body's own rules too (docs/formats.md).",
    )(command)


def _load(_context: click.Context, _option: click.Parameter, path: Path | None) -> BodyRules | None:
    if path is None:
        return None
    try:
        return load_body_rules(path)
    except BodyRulesError as error:
        for line in fault_lines(path, error, "en"):
            click.echo(line, err=True)
        raise SystemExit(EXIT_INVALID) from error


def fault_lines(path: Path, error: BodyRulesError, language: str) -> list[str]:
    """Return one line a fault: file, line, code, place, what is wrong and what is allowed."""
    return [
        f"{path}:{fault.line or 1}: [{fault.code}] {fault.where}: "
        f"{fault.text_en if language == 'en' else fault.text_zh}"
        for fault in error.faults
    ]
