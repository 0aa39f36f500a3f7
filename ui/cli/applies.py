"""`anping applies`: which rows a project has to meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from assistant.asking.profile_json import profile_json
from assistant.asking.profile_report import ProfileReport
from corpus import load_standard
from scoring import RULE_SET_IDS, load_rule_set
from scoring.applicability import applicable
from scoring.errors import ProfileError
from scoring.fact import fact_named
from scoring.load import load_facts
from scoring.number import decimal_string
from scoring.profile import STAGES, Profile
from scoring.profile_file import load_profile, profile_of_words
from ui.cli.output import EXIT_INVALID, print_json, print_table, reported_errors, write_file
from ui.settings import Settings

_TALK: Mapping[str, tuple[str, str]] = {
    "rows": ("全部行", "All rows"),
    "lacking": ("缺少前提的行", "Rows that presuppose what is lacking"),
    "open": ("待回答（未回答的不作假定）", "To be answered (nothing is assumed)"),
    "documents": ("申报资料（4.5）", "Documents (4.5)"),
    "notes": ("说明", "Notes"),
    "cost": ("不适用的代价", "What rows that do not apply cost"),
}


@click.command()
@click.option("--level", help="The level applied for: A, B or C.")
@click.option("--stage", type=click.Choice(STAGES), help="Pre-evaluation or formal evaluation.")
@click.option("--rule-set", "rule_set", type=click.Choice(RULE_SET_IDS), help="The document.")
@click.option("--with", "has", multiple=True, metavar="FACT", help="What the project has.")
@click.option("--without", "lacks", multiple=True, metavar="FACT", help="What it lacks.")
@click.option("--height", metavar="M", help="Height of the tallest residential building.")
@click.option("--profile", type=click.Path(path_type=Path), help="A profile file (YAML, JSON).")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="Write a workbook.")
@click.option("--force", is_flag=True, help="Replace an existing workbook.")
@click.option("--short", is_flag=True, help="Leave out the rows that simply apply.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the list.")
@click.pass_obj
def applies(settings: Settings, /, **given: Any) -> None:
    """Show which gates and scored rows apply to a project, and what is still open."""
    with reported_errors():
        try:
            profile = _profile(given)
        except ProfileError as error:
            click.echo(f"[{error.code}] {error}", err=True)
            raise SystemExit(EXIT_INVALID) from error
        report = profile_report(profile, given["lang"] or settings.language)
    if given["xlsx"]:
        from ui.reports.applies_workbook import applies_workbook

        write_file(given["xlsx"], ".xlsx", "--xlsx", applies_workbook(report), force=given["force"])
    if given["as_json"]:
        print_json(profile_json(report))
    else:
        _print(report, short=given["short"])


def profile_report(profile: Profile, language: str) -> ProfileReport:
    """Return what a profile amounts to, in the language of the reader."""
    rules, facts = load_rule_set(profile.rule_set), load_facts()
    found = applicable(rules, profile, facts)
    return ProfileReport(found, rules, load_standard(profile.rule_set), facts, language)


def _profile(given: Mapping[str, Any]) -> Profile:
    words: dict[str, Any] = {
        key: given[key] for key in ("level", "stage", "rule_set") if given[key] is not None
    }
    if given["height"] is not None:
        words["building_height_m"] = given["height"]
    facts = _facts(given["has"], given["lacks"])
    if facts:
        words["facts"] = facts
    if given["profile"] is not None:
        return load_profile(given["profile"], words)
    return profile_of_words(words)


def _facts(has: Sequence[str], lacks: Sequence[str]) -> dict[str, str]:
    """Return the facts of the options by id; unknown names stay, to be reported with near ones."""
    catalogue, states = load_facts(), dict[str, str]()
    for names, state in ((has, "yes"), (lacks, "no")):
        for name in (part.strip() for entry in names for part in entry.split(",") if part.strip()):
            fact = fact_named(name, catalogue)
            key = fact.id if fact else name
            if states.setdefault(key, state) != state:
                raise click.UsageError(f"{key} is given with --with and with --without.")
    return states


def _print(report: ProfileReport, *, short: bool) -> None:
    zh = report.language == "zh"
    rules = report.rules
    click.echo(f"{rules.title_zh if zh else rules.title_en}  [{rules.version}]")
    for line in report.sums():
        click.echo(line)
    if short:
        _print_rows(report, "lacking", "lacks", "lost")
    else:
        _print_rows(report, "rows", "applies", "lacks", "unclear", "lost")
    _print_questions(report)
    _heading(report, "cost")
    click.echo(report.no_rule().text)
    for line in report.costs():
        click.echo(f"- {line}")
    if report.documents():
        _heading(report, "documents")
    for clause in report.documents():
        click.echo(f"- {clause.id} {report.title(clause.id)}: “{clause.text}”")
    if report.notes():
        _heading(report, "notes")
    for note in report.notes():
        bracket = f" ({', '.join(note.clauses)})" if note.clauses else ""
        click.echo(f"- {note.text}{bracket}")


def _heading(report: ProfileReport, key: str) -> None:
    click.echo(f"\n{_TALK[key][0 if report.language == 'zh' else 1]}")


def _print_rows(report: ProfileReport, heading: str, *statuses: Any) -> None:
    fits = report.found.with_status(*statuses)
    if not fits:
        return
    _heading(report, heading)
    headings = ("编号", "分值", "状态", "内容") if report.language == "zh" else (
        "Row", "Points", "Status", "Title",
    )  # fmt: skip
    rows = [
        (str(fit.row.id), report.worth(fit), report.status(fit), report.title(fit.row.id))
        for fit in fits
    ]
    print_table(headings, rows)


def _print_questions(report: ProfileReport) -> None:
    questions = report.questions()
    if not questions:
        return
    _heading(report, "open")
    rows = []
    for fact, fits in questions:
        points = decimal_string(sum((fit.row.points for fit in fits), fits[0].row.points * 0))
        name = fact.id.removeprefix("has_").replace("_", "-")
        rows.append(
            (fact.question(report.language), points, name, " ".join(f.row.id for f in fits))
        )
    zh = report.language == "zh"
    print_table(
        ("问题", "分值", "选项名", "涉及的行") if zh else ("Question", "Points", "Name", "Rows"),
        rows,
    )
