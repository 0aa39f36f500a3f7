"""`anping cohort`: communities compared with each other by Table C-1."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from corpus import Standard, load_standard
from scoring import SheetError, load_rule_set
from scoring.cohort import Cohort, compare_cohort
from scoring.topsis import NORMALISATIONS
from ui.cli.acting import own_services
from ui.cli.output import EXIT_INVALID, print_json, print_table, reported_errors, write_file
from ui.cohort import (
    RULE_SET,
    apart,
    cohort_json,
    members_of_cases,
    members_of_files,
    shown,
)
from ui.reports.cohort_notes import cohort_notes
from ui.settings import Settings
from ui.wording import t


@click.command()
@click.argument("sheets", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--case", "case_ids", multiple=True, metavar="ID", help="A stored case, by its sheet."
)
@click.option("--stage", type=click.Choice(["pre", "formal"]), help="Of the cases' sheets.")
@click.option(
    "--normalisation",
    type=click.Choice(NORMALISATIONS),
    default="minmax",
    show_default=True,
    help="Of TOPSIS.",
)
@click.option("--leave-out-open", is_flag=True, help="Leave out indicators with open rows.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="Write a workbook.")
@click.option("--force", is_flag=True, help="Replace an existing workbook.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the output.")
@click.pass_obj
def cohort(settings: Settings, /, **given: Any) -> None:
    """
    Compare communities by Table C-1: SHEETS and cases, two or more together.

    Weights come from the cohort (CRITIC), closeness to the best of it from TOPSIS. The result is
    relative to the cohort and no level or verdict.
    """
    language = given["lang"] or settings.language
    rules, standard = load_rule_set(RULE_SET), load_standard(RULE_SET)
    with reported_errors():
        try:
            files = members_of_files(given["sheets"])
            store = own_services(settings).own_cases
            cases = members_of_cases(store, given["case_ids"], given["stage"])
        except SheetError as error:
            click.echo(f"[{error.code}] {error}", err=True)
            raise SystemExit(EXIT_INVALID) from error
        found = compare_cohort(
            rules,
            apart(files, cases),
            normalisation=given["normalisation"],
            leave_out_open=given["leave_out_open"],
        )
    if given["xlsx"] is not None:
        from ui.reports.cohort_workbook import cohort_workbook

        data = cohort_workbook(found, standard, language)
        write_file(given["xlsx"], ".xlsx", "--xlsx", data, force=given["force"])
    if given["as_json"]:
        print_json(cohort_json(found, rules))
    else:
        _print(found, standard, language)


def _print(found: Cohort, standard: Standard, language: str) -> None:
    def words(*keys: str) -> list[str]:
        return [t(f"cohort_{key}", language) for key in keys]

    click.echo(t("cohort_title", language))
    for note in cohort_notes(found, language):
        click.echo(f"- {note}")
    click.echo()
    results = found.results
    print_table(
        words("rank", "name", "closeness", "to_best", "to_worst"),
        [
            (str(results[name].rank), name, shown(results[name].closeness),
             shown(results[name].to_best), shown(results[name].to_worst))
            for name in found.order
        ],
    )  # fmt: skip
    click.echo()
    print_table(
        words("dimension", "weight", "indicator_title"),
        [
            (name, shown(weight), standard.title(name, language))
            for name, weight in found.dimensions.items()
        ],
    )
    click.echo()
    print_table(
        words("indicator", "weight", "spread", "conflict", "indicator_title"),
        [
            (name, shown(one.weight), shown(one.spread), shown(one.conflict),
             standard.title(name, language))
            for name, one in found.weights.items()
        ],
    )  # fmt: skip
