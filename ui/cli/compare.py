"""`anping compare`: two score sheets row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scoring import SheetError, assess
from scoring.assessment import Number
from scoring.body_rules import BodyRules
from scoring.compare import Comparison
from scoring.compare import compare as compare_assessments
from scoring.number import decimal_or_none
from scoring.sheet_file import load_sheet
from ui.cli.body_option import body_option
from ui.cli.output import EXIT_INVALID, EXIT_NOT_DONE, print_json, print_table


@click.command()
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
@body_option
def compare(first: Path, second: Path, *, as_json: bool, body: BodyRules | None) -> None:
    """Compare sheets FIRST and SECOND: two experts, or pre-evaluation and formal evaluation."""
    try:
        assessments = [assess(*load_sheet(path, body=body)) for path in (first, second)]
    except SheetError as error:
        click.echo(str(error), err=True)
        raise SystemExit(EXIT_INVALID) from error
    try:
        comparison = compare_assessments(*assessments)
    except ValueError as error:
        click.echo(str(error), err=True)
        raise SystemExit(EXIT_NOT_DONE) from error
    if as_json:
        print_json(comparison_json(comparison))
        return
    click.echo(f"{comparison.outcome[0]} → {comparison.outcome[1]}")
    print_table(
        ("", first.name, second.name),
        [(name, _show(pair[0]), _show(pair[1])) for name, pair in comparison.totals.items()],
    )
    click.echo()
    for row in comparison.rows:
        states = f"{row.state[0] or '—'} → {row.state[1] or '—'}"
        click.echo(f"{row.row}  {_show(row.points[0])} → {_show(row.points[1])}  ({states})")


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return the JSON object of a comparison; points are decimal strings, absent ones null."""
    return {
        "outcome": list(comparison.outcome),
        "target": list(comparison.target),
        "totals": {
            name: [decimal_or_none(value) for value in pair]
            for name, pair in comparison.totals.items()
        },
        "rows": [
            {
                "id": row.row,
                "state": list(row.state),
                "points": [decimal_or_none(v) for v in row.points],
            }
            for row in comparison.rows
        ],
        "readings": {name: list(pair) for name, pair in comparison.readings.items()},
    }


def _show(value: Number | None) -> str:
    return decimal_or_none(value) or "—"
