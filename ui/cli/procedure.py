"""`anping procedure`: a case from application to certificate, and what falls due after it."""

from __future__ import annotations

import sys
from typing import Any

import click

from scoring.procedure import STEPS
from ui.cli.acting import own_services
from ui.cli.output import EXIT_INVALID, EXIT_NOT_DONE, print_json, print_table, reported_errors
from ui.cli.procedure_given import json_option, lang_option, pairs_of, stage_option
from ui.cli.procedure_people import declare, inspect, judge, panel, party
from ui.cli.procedure_records import hold, sample
from ui.cli.procedure_told import print_standing
from ui.procedure.desk import ProcedureDesk
from ui.procedure.told import alarm_json, due_json, hold_json, standing_json
from ui.settings import Settings
from ui.wording import t


@click.group()
def procedure() -> None:
    """
    The procedure of a case (chapters 4 to 9 of the draft).

    What can be known is looked up in the case; a refused step names every clause and what is
    missing.
    """


for _command in (party, panel, declare, inspect, judge, sample, hold):
    procedure.add_command(_command)


@procedure.command("show")
@click.argument("case_id")
@stage_option
@lang_option
@json_option
@click.pass_obj
def show(settings: Settings, case_id: str, stage: Any, lang: str | None, *, as_json: bool) -> None:
    """Show where CASE_ID stands, what is possible, and what stands against each step."""
    services = own_services(settings)
    with reported_errors():
        cases = services.own_cases
        desk = ProcedureDesk(services.cases)
        standing = desk.standing(case_id, stage, services.person or None)
        parties, holds = cases.parties(case_id), cases.holds(case_id)
        names = cases.names_by_mark(case_id)
    if as_json:
        told = standing_json(standing)
        told["parties"] = [{"party": p.party, "organisation": p.organisation} for p in parties]
        told["holds"] = [hold_json(one) for one in holds]
        print_json(told)
        return
    print_standing(standing, parties, holds, names, lang or settings.language)


@procedure.command("take")
@click.argument("case_id")
@click.argument("step", type=click.Choice(list(STEPS)), metavar="STEP")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The day of it (default: today).")
@click.option("--fact", "facts", multiple=True, metavar="KEY=TEXT", help="May be repeated.")
@click.option("--reason", help="Short for --fact reason=TEXT.")
@lang_option
@json_option
@click.pass_obj
def take(
    settings: Settings, case_id: str, step: str, day: Any, facts: tuple[str, ...],
    reason: str | None, lang: str | None, *, as_json: bool,
) -> None:  # fmt: skip
    """
    Take STEP in the stage that CASE_ID is in.

    `anping procedure show` lists what each step asks for; docs/procedure.md has them all.
    """
    from scoring.errors import ProcedureError

    given = pairs_of(facts)
    if reason is not None:
        given["reason"] = reason
    language = lang or settings.language
    services = own_services(settings)
    with reported_errors():
        try:
            standing = ProcedureDesk(services.cases).take(
                case_id, step, day.date() if day else None, given, services.person or None
            )
        except ProcedureError as error:
            if as_json:
                told = [{"clause": c, "zh": zh, "en": en} for c, zh, en in error.refusals]
                print_json({"taken": False, "step": step, "against": told})
            else:
                head = t("procedure_stopped", language, step=t(f"step_{step}", language))
                click.echo(f"[{error.code}] {head}", err=True)
                for clause, chinese, english in error.refusals:
                    click.echo(f"  {clause}  {english if language == 'en' else chinese}", err=True)
            sys.exit(EXIT_NOT_DONE)
    if as_json:
        print_json({"taken": True, **standing_json(standing)})
        return
    last = standing.steps[-1]
    status = t(f"status_{standing.procedure.status}", language)
    step_name = t(f"step_{step}", language)
    click.echo(t("procedure_taken", language, step=step_name, day=last.day, status=status))


@procedure.command("due")
@click.argument("case_id", required=False)
@lang_option
@json_option
@click.pass_obj
def due(settings: Settings, case_id: str | None, lang: str | None, *, as_json: bool) -> None:
    """Show what falls due in CASE_ID, or without it what calls for somebody in all cases."""
    language = lang or settings.language
    services = own_services(settings)
    desk, person = ProcedureDesk(services.cases), services.person or None
    with reported_errors():
        if case_id:
            from ui.cli.procedure_told import due_lines

            found = desk.due(case_id, person)
            if as_json:
                print_json(due_json(found))
                return
            lines = due_lines(found, language)
            click.echo("\n".join(lines) or t("procedure_nothing_due", language))
            return
        alarms = desk.alarms(person=person)
        names = {one.id: one.name for one in services.own_cases.cases()}
    if as_json:
        print_json([alarm_json(one) for one in alarms])
    elif not alarms:
        click.echo(t("procedure_nothing_due", language))
    else:
        for one in alarms:
            what = t(f"alarm_{one.kind}", language)
            click.echo(f"{one.day}  {one.case_id}  {names[one.case_id]}  {what} ({one.clause})")


@procedure.command("compare")
@click.argument("case_id")
@json_option
@click.pass_obj
def compare(settings: Settings, case_id: str, *, as_json: bool) -> None:
    """Compare the pre-evaluation of CASE_ID with its formal evaluation, row by row (4.7)."""
    from scoring.number import decimal_or_none
    from ui.cli.compare import comparison_json

    services = own_services(settings)
    with reported_errors():
        try:
            found = ProcedureDesk(services.cases).compare_stages(case_id, services.person or None)
        except ValueError as error:
            click.echo(str(error), err=True)
            sys.exit(EXIT_INVALID)
    if as_json:
        print_json(comparison_json(found))
        return

    def shown(value: Any) -> str:
        return decimal_or_none(value) or "—"

    click.echo(f"{found.outcome[0]} → {found.outcome[1]}")
    pairs = [(name, shown(one), shown(two)) for name, (one, two) in found.totals.items()]
    print_table(("", "pre", "formal"), pairs)
    for row in found.rows:
        states = f"{row.state[0] or '—'} → {row.state[1] or '—'}"
        click.echo(f"{row.row}  {shown(row.points[0])} → {shown(row.points[1])}  ({states})")
