"""`anping body`: an evaluation body's own rules (4.6), checked and shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from corpus import load_standard
from scoring import RuleSet, load_rule_set
from scoring.body_file import load_body_rules
from scoring.body_rules import BodyRules, Wording
from scoring.errors import BodyRulesError
from scoring.number import exact_string
from scoring.overlay import with_body_rules
from scoring.rule_set import Row
from ui.body_told import judged_rows, overview_lines, row_lines
from ui.cli.body_option import fault_lines
from ui.cli.output import EXIT_INVALID, EXIT_NOT_DONE, print_json
from ui.settings import Settings
from ui.wording import t


@click.group()
def body() -> None:
    """An evaluation body's own rules (4.6): docs/formats.md has the format."""


@body.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the faults.")
@click.pass_obj
def check(settings: Settings, file: Path, lang: str | None) -> None:
    """
    Check FILE and print every fault with its line.

    Exit code 0 for sound rules, 2 for faulty ones.
    """
    language = lang or settings.language
    rules = _load(file, language)
    click.echo(t("body_sound", language))
    effective = with_body_rules(load_rule_set(rules.rule_set, rules.edition), rules)
    for line in list(overview_lines(effective, rules, language))[:4]:
        click.echo(line, err=True)


@body.command("show")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("row_id", metavar="[ROW]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the words.")
@click.pass_obj
def show(
    settings: Settings, file: Path, row_id: str | None, *, as_json: bool, lang: str | None
) -> None:
    """Show what FILE lays down, or everything that it lays down for one ROW."""
    language = lang or settings.language
    rules = _load(file, language)
    rule_set = with_body_rules(load_rule_set(rules.rule_set, rules.edition), rules)
    rows = [row for row in judged_rows(rule_set) if row_id in (None, row.id)]
    if not rows:
        click.echo(
            f"{row_id!r} is no row that these rules judge; `anping body show` lists them.", err=True
        )
        raise SystemExit(EXIT_NOT_DONE)
    if as_json:
        print_json(_json(rule_set, rules, rows))
        return
    if row_id is None:
        lines = overview_lines(rule_set, rules, language)
    else:
        standard = load_standard(rule_set.id, rule_set.edition)
        lines = row_lines(rule_set, standard, rules, rows[0], language)
    for line in lines:
        click.echo(line)


def _load(file: Path, language: str) -> BodyRules:
    try:
        return load_body_rules(file)
    except BodyRulesError as error:
        for line in fault_lines(file, error, language):
            click.echo(line)
        click.echo(t("body_faults", language, number=len(error.faults)), err=True)
        raise SystemExit(EXIT_INVALID) from error


def _json(rule_set: RuleSet, rules: BodyRules, rows: list[Row]) -> dict[str, Any]:
    return {
        "name": _wording(rules.name),
        "version": rules.version,
        "date": rules.date,
        "rule_set": rules.rule_set,
        "edition": rules.edition,
        "edition_scoring_hash": rule_set.scoring_hash,
        "content_hash": rules.content_hash,
        "scoring_hash": rules.scoring_hash,
        "readings": {
            name: {"reading": chosen.reading, "reason": _wording(chosen.reason)}
            for name, chosen in rules.readings.items()
        },
        "extras": {
            group_id: {
                "level": group.level,
                "counts": group.counts,
                "points": exact_string(group.points),
                "name": _wording(group.name),
                "reason": _wording(group.reason),
                "rows": list(group.rows),
            }
            for group_id, group in rules.extras.items()
        },
        "recognised_standard": rules.standard or None,
        "rows": [_row_json(rules, row) for row in rows],
    }


def _row_json(rules: BodyRules, row: Row) -> dict[str, Any]:
    entry = rules.indicator(row.id)
    texts = {step.points: step.text for step in entry.steps}
    supplied, extra = rules.supplied.get(row.id), rules.extra_row(row.id)
    recognised = rules.recognised.get(row.id)
    return {
        "id": row.id,
        "level": row.level,
        "group": row.group,
        "kind": row.kind,
        "points": exact_string(row.points),
        "steps": [
            {"points": exact_string(points), "text": _wording(texts.get(points))}
            for points in row.steps
        ],
        "methods": list(rules.methods_of(row.id)),
        "collect": _wording(entry.collect),
        "sampling_unit": _wording(entry.sampling_unit),
        "text": _wording(rules.text_of(row.id)),
        "supplied_reason": _wording(supplied.reason if supplied else None),
        "norm": extra.norm or None if extra else None,
        "recognised": None
        if recognised is None
        else {
            "item": recognised.item,
            "proof": _wording(recognised.proof),
            "reason": _wording(recognised.reason),
        },
    }


def _wording(words: Wording | None) -> dict[str, str] | None:
    return None if words is None else {"zh": words.zh, "en": words.en}
