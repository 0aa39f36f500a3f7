"""`anping report`: files to take away from a case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scoring import SheetError
from scoring.body_rules import BodyRules
from ui.cli.acting import own_services
from ui.cli.body_option import body_option
from ui.cli.output import EXIT_INVALID, EXIT_NOT_DONE, reported_errors, write_file
from ui.reports.case_result import CaseResult
from ui.settings import Settings
from ui.wording import t

_ENDINGS = {"self-check": ".docx", "gaps": ".xlsx"}
_FILES = ("out", "xlsx", "oscal", "docx", "pdf", "copy_template")


def _file() -> Any:
    return click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("case_id")
@click.option("--kind", type=click.Choice(list(_ENDINGS)), help="Which file --out is.")
@click.option("--out", type=_file(), help="Where the file of --kind goes.")
@click.option("--xlsx", type=_file(), help="Write the score table with live formulas.")
@click.option("--docx", type=_file(), help="Write the evaluation report.")
@click.option("--pdf", type=_file(), help="Write the evaluation report as PDF (LibreOffice).")
@click.option("--template", type=_file(), help="Your template of the evaluation report.")
@click.option("--details", type=_file(), help="Names, panel and texts for it (YAML, JSON).")
@click.option("--copy-template", type=_file(), help="Write our template, to change it.")
@click.option("--oscal", type=_file(), help="Write OSCAL assessment results (JSON).")
@click.option("--stage", type=click.Choice(["pre", "formal"]), help="Whose sheet: of this stage.")
@click.option("--force", is_flag=True, help="Replace existing files.")
@body_option
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the files.")
@click.pass_obj
def report(settings: Settings, /, case_id: str, **given: Any) -> None:
    """
    Write files about CASE_ID's own sheet.

    `--docx` and `--pdf` are the evaluation report (9.5), by a template that can be replaced;
    `--xlsx` is the score table, whose sums are formulas; `--oscal` is for other programs. `--kind
    self-check` is a report (DOCX) with verdict, points, evidence and derivation, `--kind gaps` a
    list (XLSX) of what is missing, row by row.
    """
    if bool(given["kind"]) != bool(given["out"]):
        raise click.UsageError("--kind and --out go together.")
    if not any(given[name] for name in _FILES):
        raise click.UsageError("Say what to write: --docx, --pdf, --xlsx, --oscal, or --kind.")
    language = given["lang"] or settings.language
    with reported_errors():
        result = _result(settings, case_id, given["stage"], given["body"])
        if result.is_override:
            click.echo(t("body_override", language), err=True)
        if given["out"]:
            _write_kind(result, given, language)
        if given["docx"] or given["pdf"]:
            _write_evaluation(settings, result, given, language)
        for name, ending, data in _others(result, given, language):
            option = f"--{name.replace('_', '-')}"
            write_file(given[name], ending, option, data, force=given["force"])


def _others(
    result: CaseResult, given: dict[str, Any], language: str
) -> list[tuple[str, str, bytes]]:
    """Return the other files that are wanted: option, ending, bytes."""
    from ui.local_form import today

    made = []
    if given["xlsx"]:
        from ui.reports.score_table import score_table

        made.append(("xlsx", ".xlsx", score_table(result, today(), language)))
    if given["oscal"]:
        from ui.reports.oscal import oscal_json

        made.append(("oscal", ".json", oscal_json(result, language).encode()))
    if given["copy_template"]:
        from ui.reports.template_source import template_path

        made.append(("copy_template", ".docx", template_path(language).read_bytes()))
    return made


def _write_evaluation(
    settings: Settings, result: CaseResult, given: dict[str, Any], language: str
) -> None:
    from ui.local_form import today
    from ui.reports.case_details import with_case_details
    from ui.reports.details import ReportDetails, load_details
    from ui.reports.evaluation_report import evaluation_report
    from ui.reports.panel_record import submitted_sheets

    details = load_details(given["details"]) if given["details"] else ReportDetails()
    cases = own_services(settings).own_cases
    stage, readings = result.whose.stage, result.sheet.readings
    details = with_case_details(
        details, cases, result.case.id, stage, readings, day=today(), language=language
    )
    sheets = submitted_sheets(cases, result.case, stage, result.rules)
    document = evaluation_report(
        result, details, sheets, day=today(), language=language, template=given["template"]
    )
    if given["docx"]:
        write_file(given["docx"], ".docx", "--docx", document, force=given["force"])
    if given["pdf"]:
        from ui.reports.pdf import pdf_of

        write_file(given["pdf"], ".pdf", "--pdf", pdf_of(document), force=given["force"])


def _result(
    settings: Settings, case_id: str, stage: str | None, body: BodyRules | None
) -> CaseResult:
    from ui.reports.case_result import Whose, case_result

    whose = Whose(0, "formal" if stage == "formal" else "pre") if stage else None
    try:
        return case_result(own_services(settings).own_cases, case_id, whose, body=body)
    except SheetError as error:
        click.echo(str(error), err=True)
        raise SystemExit(EXIT_INVALID) from error


def _write_kind(result: CaseResult, given: dict[str, Any], language: str) -> None:
    from ui.local_form import today
    from ui.reports.gap_workbook import gap_workbook
    from ui.reports.self_check_report import self_check_report

    kind, out = given["kind"], given["out"]
    if out.suffix.lower() != _ENDINGS[kind]:
        raise click.BadParameter(f"'{out.name}' should end in {_ENDINGS[kind]}", param_hint="--out")
    if out.exists() and not given["force"]:
        click.echo(f"'{out}' exists; give another name or --force.", err=True)
        raise SystemExit(EXIT_NOT_DONE)
    made = (
        gap_workbook(result, language)
        if kind == "gaps"
        else self_check_report(result, today(), language)
    )
    try:
        made.save(str(out))
    except OSError as error:
        raise click.FileError(str(out), error.strerror or str(error)) from error
    click.echo(str(out))
