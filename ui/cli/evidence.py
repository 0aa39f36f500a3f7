"""`anping evidence`: what a case's documents show for every indicator."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from assistant.evidence.coverage import coverage_of
from assistant.evidence.indicator import IndicatorEvidence, case_evidence, evidence_json
from corpus import load_standard
from ui.cli.acting import own_services
from ui.cli.output import EXIT_NOT_DONE, print_json, print_table, reported_errors
from ui.services import Services
from ui.settings import Settings
from ui.wording import t


@click.command()
@click.argument("case_id")
@click.option("--level", type=click.Choice(["A", "B", "C"]), help="Rows of this level only.")
@click.option("--summary", is_flag=True, help="Counts by level and group instead of passages.")
@click.option("--xlsx", type=click.Path(path_type=Path), help="Write the matrix as a workbook.")
@click.option("--force", is_flag=True, help="Replace the workbook when it exists.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of titles and words.")
@click.pass_obj
def evidence(
    settings: Settings,
    /,
    case_id: str,
    *,
    level: str | None,
    summary: bool,
    xlsx: Path | None,
    force: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """
    List, for every indicator, what CASE_ID's documents show: supported, partial, contradicted or
    none, with the verbatim passages. It suggests; people judge.
    """
    language = lang or settings.language
    services = own_services(settings)
    with reported_errors():
        services.look_nearer(case_id)
        found = case_evidence(services.own_cases, case_id, level)
        if xlsx is not None:
            _write(services, case_id, found, xlsx, language, force=force)
    if as_json:
        print_json([evidence_json(entry) for entry in found])
    elif summary:
        _print_summary(found, language)
    else:
        _print(found, language, services.own_cases.case(case_id).rule_set)


def _write(
    services: Services,
    case_id: str,
    found: Sequence[IndicatorEvidence],
    path: Path,
    language: str,
    *,
    force: bool,
) -> None:
    from ui.reports.evidence_workbook import write_matrix

    if path.exists() and not force:
        click.echo(f"'{path}' exists; give another name or --force.", err=True)
        raise SystemExit(EXIT_NOT_DONE)
    cases = services.own_cases
    write_matrix(path, cases.case(case_id), found, cases.notes(case_id), language)
    click.echo(str(path), err=True)


def _print(found: Sequence[IndicatorEvidence], language: str, rule_set: str) -> None:
    standard = load_standard(rule_set)
    for entry in found:
        clause = standard.clause(entry.indicator)
        title = clause.title_zh if language == "zh" else clause.title_en
        click.echo(f"{entry.indicator}  {t(entry.status, language)}  {title}")
        for one in entry.suggestions[:3]:
            said = f"{t(one.relation, language)} · {one.file} {one.locator}"
            click.echo(f"    {said}: “{one.quote}”")


def _print_summary(found: Sequence[IndicatorEvidence], language: str) -> None:
    rows = [
        (entry.name, str(entry.total), *(str(entry.counts[status]) for status in entry.counts))
        for entry in coverage_of(found)
    ]
    statuses = ("supported", "partial", "contradicted", "none")
    print_table(
        (t("group", language), t("rows", language), *(t(status, language) for status in statuses)),
        rows,
    )
