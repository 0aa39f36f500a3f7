"""`anping sheet`: fillable score sheets."""

from __future__ import annotations

from pathlib import Path

import click

from corpus import load_standard
from scoring import RULE_SET_IDS, RuleSet, load_rule_set
from scoring.body_rules import BodyRules
from scoring.overlay import with_body_rules
from scoring.sheet_workbook import RowText, write_workbook
from ui.cli.body_option import body_option
from ui.cli.output import reported_errors
from ui.row_words import row_text, row_title


@click.group()
def sheet() -> None:
    """Score sheets."""


@sheet.command("new")
@click.option("--rule-set", "rule_set_id", type=click.Choice(RULE_SET_IDS), required=True)
@click.option("--level", type=click.Choice(["A", "B", "C"]), help="The level applied for.")
@click.option("--stage", type=click.Choice(["pre", "formal"]), default="pre", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.option("--force", is_flag=True, help="Replace an existing file.")
@body_option
def new(
    rule_set_id: str,
    level: str | None,
    stage: str,
    out: Path,
    *,
    force: bool,
    body: BodyRules | None,
) -> None:
    """Write a fillable XLSX sheet with drop-downs; `anping score` reads it back."""
    if out.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"'{out.name}' should end in .xlsx", param_hint="--out")
    if out.exists() and not force:
        raise click.BadParameter(f"'{out}' exists; use --force to replace it", param_hint="--out")
    with reported_errors():
        rule_set = _rule_set(rule_set_id, body)
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


def _rule_set(rule_set_id: str, body: BodyRules | None) -> RuleSet:
    if body is None:
        return load_rule_set(rule_set_id)
    if body.rule_set != rule_set_id:
        raise click.UsageError(f"--body is for {body.rule_set}, not for {rule_set_id}.")
    return with_body_rules(load_rule_set(rule_set_id, body.edition), body)


def row_texts(rule_set: RuleSet) -> dict[str, RowText]:
    """
    Return what stands beside each row of a sheet: our titles and the clause's own words, or those
    of a body that supplies or adds the row.
    """
    standard = load_standard(rule_set.id, rule_set.edition)
    return {
        row.id: RowText(
            row_title(rule_set, standard, row.id, "zh"),
            row_title(rule_set, standard, row.id, "en"),
            row_text(rule_set, standard, row.id),
        )
        for row in rule_set.rows
    }
