"""`anping case rules`: what a case is judged by, shown and set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from corpus.cases.store import CaseStore
from scoring.errors import BodyRulesError
from ui.body_told import body_line
from ui.case_rules import change_rules, effective_rules, rules_json
from ui.cli.acting import own_services
from ui.cli.body_option import fault_lines
from ui.cli.output import EXIT_INVALID, EXIT_NOT_DONE, print_json, reported_errors
from ui.settings import Settings
from ui.wording import t


@click.command("rules")
@click.argument("case_id")
@click.option(
    "--body",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Keep a body's own rules with the case (docs/formats.md).",
)
@click.option("--no-body", is_flag=True, help="Judge by the document alone from now on.")
@click.option("--edition", help="Judge by this edition of the rules.")
@click.option("--text", type=int, metavar="N", help="Print the body's rules of version N verbatim.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the lines.")
@click.pass_obj
def rules(
    settings: Settings,
    case_id: str,
    *,
    body: Path | None,
    no_body: bool,
    edition: str | None,
    text: int | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """
    Show by which edition and which body's own rules CASE_ID is judged, or set them.

    Judgements of rows that then count otherwise are suspect until they are confirmed (`anping audit
    suspect`). Rules that a stored sheet does not fit are refused, with the rows.
    """
    if body and no_body:
        raise click.UsageError("--body and --no-body exclude each other.")
    language = lang or settings.language
    store = own_services(settings).own_cases
    with reported_errors():
        if text is not None:
            _print_text(store, case_id, text)
            return
        if body or no_body or edition:
            _change(store, case_id, body, edition, language, without_body=no_body)
        told = rules_json(store, case_id)
    if as_json:
        print_json(told)
        return
    _print(store, case_id, told, language)


def _change(
    store: CaseStore,
    case_id: str,
    body: Path | None,
    edition: str | None,
    language: str,
    *,
    without_body: bool,
) -> None:
    try:
        given = (body.name, body.read_bytes()) if body else None
        change_rules(store, case_id, edition=edition, body=given, without_body=without_body)
    except OSError as error:
        raise click.FileError(str(body), error.strerror or str(error)) from error
    except BodyRulesError as error:
        for line in fault_lines(body or Path(case_id), error, language):
            click.echo(line, err=True)
        raise SystemExit(EXIT_INVALID) from error


def _print(store: CaseStore, case_id: str, told: dict[str, Any], language: str) -> None:
    found = effective_rules(store.rules(case_id))
    key = "case_edition" if told["is_set"] else "case_edition_newest"
    click.echo(t(key, language, rule_set=found.id, edition=found.version))
    if found.body is None:
        click.echo(t("case_body_none", language))
    else:
        click.echo(body_line(found.body, language))
    for one in told["body_versions"]:
        click.echo(
            t(
                "case_body_version" if one["sha256"] else "case_body_version_none", language,
                number=one["number"], file=one["file"], since=one["since"],
                digest=(one["sha256"] or "")[:12],
            )
        )  # fmt: skip
    if told["suspect"]:
        click.echo(t("case_rules_suspect", language, number=told["suspect"], case=case_id))


def _print_text(store: CaseStore, case_id: str, number: int) -> None:
    versions = {one.number: one for one in store.body_files(case_id)}
    found = versions.get(number)
    if found is None or found.text is None:
        known = ", ".join(str(n) for n, one in versions.items() if one.text is not None) or "none"
        click.echo(f"Case {case_id} has no rules of version {number}; it has: {known}.", err=True)
        raise SystemExit(EXIT_NOT_DONE)
    click.echo(found.text, nl=False)
