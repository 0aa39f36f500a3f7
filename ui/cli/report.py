"""`anping report`: files to take away from a case."""

from __future__ import annotations

from pathlib import Path

import click

from scoring import SheetError
from ui.cli.output import EXIT_INVALID, EXIT_NOT_DONE, reported_errors
from ui.services import Services
from ui.settings import Settings

_ENDINGS = {"self-check": ".docx", "gaps": ".xlsx"}


@click.command()
@click.argument("case_id")
@click.option("--kind", type=click.Choice(list(_ENDINGS)), required=True, help="Which file.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Where to."
)
@click.option("--stage", type=click.Choice(["pre", "formal"]), help="Whose sheet: of this stage.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the file.")
@click.pass_obj
def report(
    settings: Settings,
    /,
    case_id: str,
    *,
    kind: str,
    out: Path,
    stage: str | None,
    force: bool,
    lang: str | None,
) -> None:
    """
    Write a file about CASE_ID's own sheet: `self-check` is a report (DOCX) with verdict, points,
    evidence and derivation; `gaps` a list (XLSX) of what is missing, row by row.
    """
    from ui.local_form import today
    from ui.reports.case_result import Whose, case_result
    from ui.reports.gap_workbook import gap_workbook
    from ui.reports.self_check_report import self_check_report

    if out.suffix.lower() != _ENDINGS[kind]:
        raise click.BadParameter(f"'{out.name}' should end in {_ENDINGS[kind]}", param_hint="--out")
    if out.exists() and not force:
        click.echo(f"'{out}' exists; give another name or --force.", err=True)
        raise SystemExit(EXIT_NOT_DONE)
    language = lang or settings.language
    with reported_errors():
        cases = Services(settings).cases
        whose = Whose(0, "formal" if stage == "formal" else "pre") if stage else None
        try:
            result = case_result(cases, case_id, whose)
        except SheetError as error:
            click.echo(str(error), err=True)
            raise SystemExit(EXIT_INVALID) from error
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
