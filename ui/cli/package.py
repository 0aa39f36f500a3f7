"""`anping case export`, `verify` and `import`: a case as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from corpus.cases.verification import RecordAudit
from corpus.record.chain import Head
from ui.cli.acting import own_services
from ui.cli.audit import HeadType
from ui.cli.output import EXIT_NOT_DONE, print_json, reported_errors
from ui.package.export import export_case
from ui.package.take_in import FaultyPackageError, import_case
from ui.package.told import fault_words
from ui.package.verify import PackageCheck, verify_package
from ui.settings import Settings
from ui.wording import t

_LANG = click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the lines.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("export")
@click.argument("case_id")
@click.argument("file", type=_FILE)
@click.option("--without-files", is_flag=True, help="Leave the documents' bytes out.")
@click.option("--force", is_flag=True, help="Replace FILE when it exists.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the report in it.")
@_JSON
@click.pass_obj
def export(
    settings: Settings,
    case_id: str,
    file: Path,
    *,
    without_files: bool,
    force: bool,
    lang: str | None,
    as_json: bool,
) -> None:
    """
    Write everything of CASE_ID into FILE.zip: sheets, record, rules, evidence, scores, report.

    Equal cases give equal bytes. People stand in it by their marks and names. The file holds the
    documents and what they say; keep it as safe as the home.
    """
    if file.exists() and not force:
        raise click.BadParameter(f"'{file}' exists; use --force to replace it", param_hint="FILE")
    store, language = own_services(settings).own_cases, lang or settings.language
    with reported_errors():
        made = export_case(store, case_id, file, with_files=not without_files, language=language)
    values = {"members": made.members, "bytes": made.size, "sha256": made.sha256, "head": made.head}
    if as_json:
        print_json({"path": str(file), **values})
        return
    click.echo(t("package_made", language, path=file, **values))


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--head", type=HeadType(), help="A head from a report that the record must contain.")
@_LANG
@_JSON
@click.pass_obj
def verify(
    settings: Settings, file: Path, head: Head | None, lang: str | None, *, as_json: bool
) -> None:
    """
    Verify FILE.zip without any home: hashes, record, rules, every sheet scored anew to the byte.

    Names every fault, and exits with 1 then.
    """
    language = lang or settings.language
    with reported_errors():
        check = verify_package(file, head)
    if as_json:
        print_json(_json(check))
    else:
        _print(check, language)
    if check.faults:
        raise SystemExit(EXIT_NOT_DONE)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_LANG
@click.pass_obj
def take_in(settings: Settings, file: Path, lang: str | None) -> None:
    """
    Verify FILE.zip and take its case into the home, under the same id and with its whole record.

    A case that is there already is never changed.
    """
    language = lang or settings.language
    services = own_services(settings)
    try:
        with reported_errors():
            check = import_case(services.own_cases, file)
    except FaultyPackageError as error:
        _print(error.check, language)
        raise SystemExit(EXIT_NOT_DONE) from error
    click.echo(t("package_taken", language, case=check.case_id, name=check.name))
    with reported_errors():
        found = RecordAudit(
            settings.home, url=settings.database_url, files_url=settings.files_url
        ).verify(check.case_id)
    key = "record_faults" if found.findings else "record_sound"
    values = {"chain": found.chain, "events": found.events, "head": found.head}
    click.echo(t(key, language, number=len(found.findings), **values))
    if found.findings:
        raise SystemExit(EXIT_NOT_DONE)


def _print(check: PackageCheck, language: str) -> None:
    values = {"case": check.case_id, "name": check.name, "events": check.events,
              "head": check.head, "scores": check.scores}  # fmt: skip
    if check.faults:
        click.echo(t("package_faults", language, number=len(check.faults), **values))
    else:
        click.echo(t("package_sound", language, **values))
    for fault in check.faults:
        click.echo(f"  {fault_words(fault, language)}")
    key = "package_with_files" if check.with_files else "package_without_files"
    click.echo(t(key, language, number=check.documents))


def _json(check: PackageCheck) -> dict[str, Any]:
    return {
        "case": check.case_id,
        "name": check.name,
        "head": str(check.head),
        "events": check.events,
        "documents": check.documents,
        "with_files": check.with_files,
        "scores": check.scores,
        "sound": not check.faults,
        "faults": [{"fault": one.code, "member": one.member, **one.told} for one in check.faults],
    }
