"""`anping sheet`: fillable score sheets."""

from __future__ import annotations

from pathlib import Path

import click

from corpus import load_standard
from scoring import RULE_SET_IDS, RuleSet, load_rule_set
from scoring.sheet_workbook import RowText, write_workbook
from ui.cli.output import reported_errors


@click.group()
def sheet() -> None:
    """Score sheets."""


@sheet.command("new")
@click.option("--rule-set", "rule_set_id", type=click.Choice(RULE_SET_IDS), required=True)
@click.option("--level", type=click.Choice(["A", "B", "C"]), help="The level applied for.")
@click.option("--stage", type=click.Choice(["pre", "formal"]), default="pre", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--force", is_flag=True, help="Replace an existing file.")
def new(rule_set_id: str, level: str | None, stage: str, out: Path, *, force: bool) -> None:
    """Write a fillable XLSX sheet with drop-downs; `anping score` reads it back."""
    if out.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"'{out.name}' should end in .xlsx", param_hint="--out")
    if out.exists() and not force:
        raise click.BadParameter(f"'{out}' exists; use --force to replace it", param_hint="--out")
    with reported_errors():
        rule_set = load_rule_set(rule_set_id)
        if bool(rule_set.levels) != (level is not None):
            need = (
                "needs --level A, B or C" if rule_set.levels else "has no levels: leave out --level"
            )
            raise click.UsageError(f"{rule_set_id} {need}.")
        try:
            out.write_bytes(write_workbook(rule_set, level, stage, row_texts(rule_set)))
        except OSError as error:
            raise click.FileError(str(out), error.strerror or str(error)) from error
    click.echo(str(out))


def row_texts(rule_set: RuleSet) -> dict[str, RowText]:
    """Return what stands beside each row of a sheet: our titles and the clause's own words."""
    standard = load_standard(rule_set.id)
    clauses = ((row.id, standard.clause(row.id)) for row in rule_set.rows)
    return {
        row_id: RowText(
            clause.title_zh, clause.title_en, " ".join(p for p in (clause.text, clause.note) if p)
        )
        for row_id, clause in clauses
    }
