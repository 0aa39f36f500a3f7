"""`anping standards rescore`: stored sheets scored under two editions."""

from __future__ import annotations

from pathlib import Path

import click

from scoring.assessment import Bounds, Number
from scoring.number import exact_string
from scoring.rescore import Rescore
from ui.cli.acting import own_services
from ui.cli.output import print_json, print_table, reported_errors
from ui.cli.score import OUTCOME_EN, OUTCOME_ZH
from ui.editions.difference import Difference, difference
from ui.editions.edition import find_edition
from ui.editions.rescore import Rescored, blind_sheets, rescore_cases, rescore_file
from ui.editions.told import rescore_json, why_words
from ui.settings import Settings
from ui.wording import t


@click.command()
@click.argument("old")
@click.argument("new")
@click.argument("sheets", nargs=-1, type=click.Path(path_type=Path))
@click.option("--case", "case_ids", multiple=True, metavar="ID", help="Only these cases.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the lines.")
@click.pass_obj
def rescore(
    settings: Settings,
    old: str,
    new: str,
    sheets: tuple[Path, ...],
    *,
    case_ids: tuple[str, ...],
    as_json: bool,
    lang: str | None,
) -> None:
    """
    Score sheets of edition OLD under NEW as well, and show what changes and why, row by row.

    SHEETS are files; without files and --case the own sheets of all stored cases are taken.
    Nothing stored is changed. Judgements that mean something else in NEW are open there.
    """
    language = lang or settings.language
    with reported_errors():
        between = difference(find_edition(old), find_edition(new), language)
        store, found, blind = own_services(settings).own_cases, list[Rescored](), 0
        found += [rescore_file(path, between) for path in sheets]
        if case_ids or not sheets:
            found += rescore_cases(store, case_ids, between, language)
            blind = blind_sheets(store, case_ids, between.new.standard.id)
    if as_json:
        print_json([_json(entry) for entry in found])
        return
    for entry in found:
        _print(entry, between, language)
    if not found:
        click.echo(t("rescore_no_cases", language))
    if blind:
        click.echo(t("rescore_blind", language, number=blind))
    click.echo(t("rescore_untouched", language), err=True)


def _json(entry: Rescored) -> dict[str, object]:
    told = {"name": entry.name, "case": entry.id or None, "stage": entry.stage}
    if entry.found is None:
        return {**told, "skipped": entry.why}
    return {**told, "skipped": None, **rescore_json(entry.found)}


def _print(entry: Rescored, between: Difference, language: str) -> None:
    stage = t(f"rescore_{entry.stage}", language) if entry.stage else ""
    name = f"{entry.name} {entry.id}".strip()
    click.echo(t("rescore_heading", language, name=name, stage=stage) if stage else name)
    if entry.found is None:
        click.echo(t("rescore_skipped", language, why=entry.why) + "\n")
        return
    found = entry.found
    outcomes = OUTCOME_EN if language == "en" else OUTCOME_ZH
    pair = {"old": outcomes[found.old.outcome], "new": outcomes[found.new.outcome]}
    click.echo(t("rescore_outcome", language, **pair))
    marks = [one.rules.mark for one in (between.old, between.new)]
    if marks[0] != marks[1]:
        click.echo(t("rescore_mark", language, old=_show(marks[0]), new=_show(marks[1])))
    for reading, (was, now) in found.readings.items():
        click.echo(t("rescore_reading", language, name=reading, old=was, new=now))
    _print_numbers(found, between, language)
    for key, names in (
        ("rescore_reading_unknown", found.carried.readings),
        ("rescore_weights", found.carried.weights),
    ):
        if names:
            click.echo(t(key, language, names=", ".join(names)))
    click.echo()


def _print_numbers(found: Rescore, between: Difference, language: str) -> None:
    editions = [between.old.standard.edition, between.new.standard.edition]
    heading = [t(f"rescore_{name}", language) for name in ("total", "by_rows", "reach", "why")]
    print_table(
        (heading[0], *editions, heading[1], heading[2]),
        [
            (total.id, *map(_show, total.points), " → ".join(map(_show, total.by_rows)),
             _reach(total.bounds[1]))
            for total in found.totals
        ],
    )  # fmt: skip
    if any(total.points != total.by_rows for total in found.totals if all(total.points)):
        click.echo(t("rescore_scaled", language))
    if not found.rows:
        click.echo(t("rescore_none", language))
        return
    print_table(
        (t("edition_column_id", language), *editions, heading[3]),
        [
            (row.id, *map(_show, row.points),
             "; ".join(why_words(why, language) for why in row.why))
            for row in found.rows
        ],
    )  # fmt: skip


def _reach(bounds: Bounds | None) -> str:
    return "—" if bounds is None else f"{exact_string(bounds.least)}–{exact_string(bounds.most)}"


def _show(value: Number | None) -> str:
    return "—" if value is None else exact_string(value)
