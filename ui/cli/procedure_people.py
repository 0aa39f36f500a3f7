"""`anping procedure party`, `panel`, `declare`, `inspect`: who takes part, and what they found."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import click

from corpus.cases.procedure import (
    INSPECTION_METHODS,
    PARTIES,
    PARTS,
    Declaration,
    DeclaredTie,
    EarlierRole,
)
from ui.cli.acting import own_services
from ui.cli.output import EXIT_INVALID, EXIT_NOT_DONE, print_json, reported_errors
from ui.cli.procedure_given import json_option, lang_option, stage_of, stage_option
from ui.local_form import today
from ui.procedure.people import person_named
from ui.settings import Settings
from ui.wording import t
from ui.words.procedure import STATEMENT_VERSION

_PARTY = click.Choice(PARTIES)


@click.group()
def party() -> None:
    """The organisations around a case, with which nobody who judges may be tied (4.8)."""


@party.command("add")
@click.argument("case_id")
@click.argument("kind", type=_PARTY)
@click.argument("organisation")
@click.pass_obj
def add_party(settings: Settings, case_id: str, kind: Any, organisation: str) -> None:
    """Name ORGANISATION as a party; a party may be several organisations."""
    with reported_errors():
        own_services(settings).own_cases.add_party(case_id, kind, organisation)
    click.echo(f"{kind}  {organisation.strip()}")


@party.command("remove")
@click.argument("case_id")
@click.argument("kind", type=_PARTY)
@click.argument("organisation")
@click.pass_obj
def remove_party(settings: Settings, case_id: str, kind: Any, organisation: str) -> None:
    """Take ORGANISATION from the parties."""
    with reported_errors():
        own_services(settings).own_cases.remove_party(case_id, kind, organisation)


@party.command("list")
@click.argument("case_id")
@lang_option
@json_option
@click.pass_obj
def list_parties(settings: Settings, case_id: str, lang: str | None, *, as_json: bool) -> None:
    """List the parties of CASE_ID."""
    with reported_errors():
        found = own_services(settings).own_cases.parties(case_id)
    if as_json:
        print_json([{"party": one.party, "organisation": one.organisation} for one in found])
        return
    for one in found:
        click.echo(f"{t(f'party_{one.party}', lang or settings.language)}  {one.organisation}")


@click.group()
def panel() -> None:
    """Who judges and who reviews (5.4.1, 5.5.1)."""


@panel.command("add")
@click.argument("case_id")
@click.argument("name")
@click.option("--part", type=click.Choice(PARTS[1:]), default="member", show_default=True)
@click.option("--person", help="The account's id; without it NAME is somebody of the case, or new.")
@click.pass_obj
def add_person(settings: Settings, case_id: str, name: str, part: Any, person: str | None) -> None:
    """Give NAME a part in CASE_ID; who is not in the case yet joins it. Prints the person's id."""
    cases = own_services(settings).own_cases
    with reported_errors():
        known = {one.name: one.person for one in cases.case_people(case_id) if one.name}
        who = person or known.get(name.strip()) or secrets.token_hex(8)
        if who not in {one.person for one in cases.case_people(case_id)}:
            cases.join_case(case_id, who, name)
        cases.assign_part(case_id, who, part)
    click.echo(who)


@panel.command("remove")
@click.argument("case_id")
@click.argument("name")
@click.pass_obj
def remove_person(settings: Settings, case_id: str, name: str) -> None:
    """Take the part of NAME (or id) in CASE_ID away; the record keeps that they had it."""
    cases = own_services(settings).own_cases
    with reported_errors():
        cases.assign_part(case_id, person_named(cases, case_id, name), "")


@click.command()
@click.argument("case_id")
@click.argument("name")
@click.option("--employer", required=True, help="Who employs the person.")
@click.option("--expert", "is_expert", is_flag=True, help="The person is an expert (5.4.1).")
@click.option("--tie", "ties", type=(_PARTY, str), multiple=True, metavar="PARTY NATURE")
@click.option(
    "--earlier",
    type=(str, str, str),
    multiple=True,
    metavar="ORGANISATION ROLE UNTIL",
    help='UNTIL is a day, or "-" for work that goes on.',
)
@click.option("--day", help="The day of the declaration (default: today).")
@lang_option
@click.pass_obj
def declare(settings: Settings, /, case_id: str, name: str, **given: Any) -> None:
    """
    Keep a declaration of independence (4.8) of NAME; a newer one takes the place of the last.

    It is the statement of the catalogue, in the language of the command, with what is listed.
    """
    cases = own_services(settings).own_cases
    language = given["lang"] or settings.language
    with reported_errors():
        declaration = Declaration(
            person=person_named(cases, case_id, name),
            employer=given["employer"],
            is_expert=given["is_expert"],
            statement=t("independence_statement", language),
            statement_version=f"{STATEMENT_VERSION}-{language}",
            made=given["day"] or today(),
            ties=tuple(DeclaredTie(who, nature) for who, nature in given["ties"]),
            earlier=tuple(
                EarlierRole(who, what, "" if until == "-" else until)
                for who, what, until in given["earlier"]
            ),
        )
        number = cases.declare_independence(case_id, declaration)
    click.echo(f"{name}  {number}")


@click.command()
@click.argument("case_id")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--person", help="Whose sheet, by name or id; default: the case's own.")
@click.option("--submit", is_flag=True, help="Submit it: it does not change from then on.")
@stage_option
@click.pass_obj
def judge(settings: Settings, /, case_id: str, file: Path, **given: Any) -> None:
    """Take the judgements of a sheet FILE into a sheet of CASE_ID; what was there can be undone."""
    from scoring import SheetError
    from ui.views.score.desk import JudgedMeanwhileError, SheetDesk

    services = own_services(settings)
    cases, desk = services.own_cases, SheetDesk(services.cases)
    with reported_errors():
        whose = person_named(cases, case_id, given["person"]) if given["person"] else ""
        stage = stage_of(cases, case_id, given["stage"])
        try:
            sheet = desk.opened(case_id, services.person or whose, whose, stage)
            sheet = desk.take_over(sheet, _words_of(file))
            if given["submit"]:
                desk.submit(sheet)
        except SheetError as error:
            click.echo(str(error), err=True)
            raise SystemExit(EXIT_INVALID) from error
        except JudgedMeanwhileError as error:
            click.echo(str(error), err=True)
            raise SystemExit(EXIT_NOT_DONE) from error
    click.echo(f"{given['person'] or case_id}  {sheet.version}")


def _words_of(file: Path) -> object:
    from scoring import SheetError
    from scoring.sheet_file import read_sheet_words

    content = read_sheet_words(file)
    if content.faults:
        raise SheetError(content.faults)
    return content.words


@click.command()
@click.argument("case_id")
@click.argument("indicator")
@click.option("--method", "methods", type=click.Choice(INSPECTION_METHODS), multiple=True)
@click.option("--finding", default="", help="What was found, at most 2000 characters.")
@click.option("--person", help="Whose finding, by name or id; default: the case's own.")
@stage_option
@click.pass_obj
def inspect(settings: Settings, /, case_id: str, indicator: str, **given: Any) -> None:
    """
    Keep by which methods INDICATOR was looked at, and what was found (7.3, 7.5).

    Without methods the finding is taken back.
    """
    from scoring import load_rule_set

    services = own_services(settings)
    cases = services.own_cases
    with reported_errors():
        rows = {str(row.id) for row in load_rule_set(cases.case(case_id).rule_set).rows}
        if indicator not in rows:
            raise click.UsageError(f"'{indicator[:20]}' is no row of the case's document.")
        whose = (
            person_named(cases, case_id, given["person"]) if given["person"] else services.person
        )
        cases.set_inspection(
            case_id,
            indicator,
            given["methods"],
            given["finding"],
            person=whose,
            stage=stage_of(cases, case_id, given["stage"]),
        )
    click.echo(indicator)
