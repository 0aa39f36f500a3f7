"""`anping certificate`: the certificate of a case, shown, written, and verified."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from ui.cli.acting import own_services
from ui.cli.output import EXIT_NOT_DONE, print_json, reported_errors, write_file
from ui.errors import CertificateError
from ui.local_form import today
from ui.reports.certificate_fields import verification_address
from ui.services import Services
from ui.settings import Settings
from ui.verification.page import verdict_words
from ui.verification.register import CertificateRegister, Issued
from ui.verification.told import certificate_json
from ui.wording import t

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_LANG = click.option("--lang", type=click.Choice(["zh", "en"]), help="Language.")


def _file() -> Any:
    return click.Path(path_type=Path, dir_okay=False)


@click.group()
def certificate() -> None:
    """The certificate of a case (8.2), and whether one is what it says."""


@certificate.command("show")
@click.argument("case_id")
@_LANG
@_JSON
@click.pass_obj
def show(settings: Settings, case_id: str, lang: str | None, *, as_json: bool) -> None:
    """Show the certificate of CASE_ID and what it is worth today."""
    with reported_errors():
        found = _of_case(own_services(settings), case_id)
    if as_json:
        print_json(certificate_json(found, settings.public_url))
        return
    _print(found, settings.public_url, lang or settings.language)


@certificate.command("write")
@click.argument("case_id")
@click.option("--docx", type=_file(), help="Write the certificate.")
@click.option("--pdf", type=_file(), help="Write it as PDF (LibreOffice).")
@click.option("--template", type=_file(), help="Your template of the certificate.")
@click.option("--copy-template", type=_file(), help="Write our template, to change it.")
@click.option("--force", is_flag=True, help="Replace existing files.")
@_LANG
@click.pass_obj
def write(settings: Settings, /, case_id: str, lang: str | None, **given: Any) -> None:
    """Write the certificate of CASE_ID as DOCX or PDF; docs/reports.md lists its fields."""
    if not any(given[name] for name in ("docx", "pdf", "copy_template")):
        raise click.UsageError("Say what to write: --docx, --pdf or --copy-template.")
    language = lang or settings.language
    with reported_errors():
        files = _files(settings, case_id, given, language)
    for name, ending, data in files:
        option = f"--{name.replace('_', '-')}"
        write_file(given[name], ending, option, data, force=given["force"])


@certificate.command("check")
@click.argument("number")
@click.argument("code")
@_LANG
@_JSON
@click.pass_obj
def check(settings: Settings, number: str, code: str, lang: str | None, *, as_json: bool) -> None:
    """Say what the certificate NUMBER with its check CODE is worth, as the public page does."""
    language = lang or settings.language
    with reported_errors():
        register = CertificateRegister(Services(settings).cases)
        found = register.find(number, code, date.fromisoformat(today()))
    if found is None:
        click.echo(f"{t('ve_unknown', language)}. {t('ve_unknown_why', language)}", err=True)
        raise SystemExit(EXIT_NOT_DONE)
    if as_json:
        print_json(certificate_json(found, settings.public_url))
        return
    _print(found, settings.public_url, language)


def _of_case(services: Services, case_id: str) -> Issued:
    found = CertificateRegister(services.own_cases).of_case(case_id, date.fromisoformat(today()))
    if found is None:
        raise CertificateError(case_id)
    return found


def _files(
    settings: Settings, case_id: str, given: dict[str, Any], language: str
) -> list[tuple[str, str, bytes]]:
    """Return what is wanted: option, ending, bytes."""
    from scoring import load_rule_set
    from ui.reports.certificate import certificate_document
    from ui.reports.certificate_template import certificate_template_path
    from ui.reports.pdf import pdf_of

    made = []
    if given["copy_template"]:
        ours = certificate_template_path(language).read_bytes()
        made.append(("copy_template", ".docx", ours))
    if given["docx"] or given["pdf"]:
        found = _of_case(own_services(settings), case_id)
        document = certificate_document(
            found.certificate, found.standing, load_rule_set(found.certificate.rule_set),
            public_url=settings.public_url, language=language, template=given["template"],
        )  # fmt: skip
        if given["docx"]:
            made.append(("docx", ".docx", document))
        if given["pdf"]:
            made.append(("pdf", ".pdf", pdf_of(document)))
    return made


def _print(found: Issued, public_url: str, language: str) -> None:
    one = found.certificate
    click.echo(verdict_words(found.standing, language))
    years = t("ce_years_words", language, start=one.valid_from, end=one.valid_until)
    rows = (
        ("ce_number", one.number), ("ve_project", one.project), ("ce_applicant", one.applicant),
        ("ve_awarded", one.level), ("ce_body", one.body), ("ce_years", years),
        ("ce_issued", one.issued_on.isoformat()), ("ce_rules", f"{one.edition} {one.rules_hash}"),
        ("ce_record", one.head), ("ve_head_now", found.head_now), ("ce_code", one.code),
    )  # fmt: skip
    for key, words in rows:
        if words:
            click.echo(f"{t(key, language)}: {words}")
    if address := verification_address(one, public_url):
        click.echo(address)
