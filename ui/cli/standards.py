"""`anping standards`: their editions, clauses, comments, what a new edition changes."""

from __future__ import annotations

from typing import Any

import click

from corpus import STANDARD_IDS, Clause, Standard, load_standard
from scoring import RuleSet, load_rule_set
from scoring.number import decimal_string
from ui.cli.comments import comment_table
from ui.cli.edition_diff import diff
from ui.cli.output import print_json, print_table, reported_errors
from ui.cli.rescore import rescore
from ui.editions.edition import Edition, installed
from ui.editions.told import edition_json
from ui.settings import Settings


@click.group()
def standards() -> None:
    """The standards on file."""


@standards.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_standards(*, as_json: bool) -> None:
    """List the editions of the standards with their dates, sizes and hashes."""
    with reported_errors():
        found = installed()
    if as_json:
        print_json([standard_json(edition) for edition in found])
        return
    print_table(
        ("id", "edition", "date", "follows", "clauses", "rows", "defects", "scoring hash", "title"),
        [
            (
                edition.standard.id, edition.standard.edition, edition.standard.date or "—",
                edition.standard.replaces or "—", str(len(edition.standard.clauses)),
                str(len(edition.rules.rows)), str(len(edition.standard.defects)),
                edition.rules.scoring_hash[:12], edition.standard.title_zh,
            )
            for edition in found
        ],
    )  # fmt: skip


@standards.command("show")
@click.argument("standard_id", type=click.Choice(STANDARD_IDS))
@click.argument("clause_id", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of titles and notes.")
@click.pass_obj
def show(
    settings: Settings, standard_id: str, clause_id: str | None, *, as_json: bool, lang: str | None
) -> None:
    """Show a standard as a tree, or one clause with its defects and how it is judged."""
    language = lang or settings.language
    with reported_errors():
        standard, rules = load_standard(standard_id), load_rule_set(standard_id)
        if clause_id is None:
            _show_tree(standard, rules, language, as_json=as_json)
            return
        clauses = [standard.clause(clause_id)] if clause_id in standard else []
        clauses += [entry for entry in standard.printing(clause_id) if entry not in clauses]
        if not clauses:
            standard.clause(clause_id)  # raises with the nearest ids
    if as_json:
        print_json([clause_json(clause, standard, rules) for clause in clauses])
        return
    for clause in clauses:
        _show_clause(clause, standard, language)


def standard_json(edition: Edition) -> dict[str, Any]:
    """Return what identifies a standard, and its size, as a JSON object."""
    standard = edition.standard
    return {
        "id": standard.id,
        "title_zh": standard.title_zh,
        "title_en": standard.title_en,
        **edition_json(edition),
    }


def clause_json(clause: Clause, standard: Standard, rules: RuleSet) -> dict[str, Any]:
    """Return everything known about a clause as a JSON object."""
    row = rules.row(clause.id) if clause.id in rules else None
    return {
        "standard": clause.standard,
        "id": clause.id,
        "printed_id": clause.printed_id,
        "kind": clause.kind,
        "level": clause.level,
        "place": [entry.id for entry in standard.ancestors(clause.id)],
        "lost": clause.lost,
        "heading": clause.heading,
        "text": clause.text,
        "note": clause.note,
        "title_zh": clause.title_zh,
        "title_en": clause.title_en,
        "printed_points": clause.printed_points,
        "judged_as": None if row is None else row.kind,
        "points": None if row is None else decimal_string(row.points),
        "defects": [
            {"id": defect.id, "text_zh": defect.text_zh, "text_en": defect.text_en}
            for defect in standard.defects_of(clause.id)
        ],
        "interpretations": [
            entry.id for entry in rules.interpretations if clause.id in entry.clauses
        ],
    }


def _show_tree(standard: Standard, rules: RuleSet, language: str, *, as_json: bool) -> None:
    if as_json:
        print_json([clause_json(clause, standard, rules) for clause in standard])
        return
    for clause in standard:
        depth = len(standard.ancestors(clause.id))
        points = f" [{clause.printed_points}]" if clause.printed_points else ""
        title = clause.title_zh if language == "zh" else clause.title_en
        click.echo(f"{'  ' * depth}{clause.id}{points} {title}")


def _show_clause(clause: Clause, standard: Standard, language: str) -> None:
    zh = language == "zh"
    click.echo(f"{clause.id}  {clause.title_zh if zh else clause.title_en}")
    if clause.is_misnumbered:
        click.echo(f"  {'印作' if zh else 'printed as'} {clause.printed_id}")
    place = " › ".join(
        f"{entry.id} {entry.heading}".strip() for entry in standard.ancestors(clause.id)
    )
    if place:
        click.echo(f"  {'位置' if zh else 'place'}: {place}")
    if clause.printed_points:
        click.echo(f"  {'分值' if zh else 'points'}: {clause.printed_points}")
    if clause.quote:
        click.echo(f"  “{clause.quote}”")
    for defect in standard.defects_of(clause.id):
        click.echo(f"  [{defect.id}] {defect.text_zh if zh else defect.text_en}")
    click.echo()


standards.add_command(comment_table)
standards.add_command(diff)
standards.add_command(rescore)
