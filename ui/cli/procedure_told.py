"""How `anping procedure` tells people where a case stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from corpus.cases.procedure import CaseParty, LegalHold
from ui.cli.output import print_table
from ui.procedure.desk import PossibleStep, Standing
from ui.procedure.due import CaseDue
from ui.procedure.people import Seat
from ui.wording import t


def print_standing(
    standing: Standing,
    parties: Sequence[CaseParty],
    holds: Sequence[LegalHold],
    names: Mapping[str, str],
    language: str,
) -> None:
    """Print where a case stands, its people, its steps, what is possible and what falls due."""
    procedure = standing.procedure
    click.echo(
        t(
            "procedure_of",
            language,
            name=standing.case.name,
            case=standing.case.id,
            stage=t(f"stage_{standing.stage}", language),
            level=procedure.level,
            status=t(f"status_{procedure.status}", language),
        )
    )
    if standing.clock_back:
        click.echo(t("procedure_clock_back", language))
    _print_people(standing, parties, language)
    click.echo()
    if standing.steps:
        print_table(
            [t(f"procedure_{name}", language) for name in ("day", "step", "by")],
            [
                (one.day, t(f"step_{one.step}", language), names.get(one.by) or one.by or "—")
                for one in standing.steps
            ],
        )
    else:
        click.echo(t("procedure_no_steps", language))
    _section(
        "procedure_possible", [_possible(one, language) for one in standing.possible], language
    )
    _section("procedure_due", due_lines(standing.due, language), language)
    stands = [f"{one.number}. {one.reason}" for one in holds if one.lifted_at is None]
    _section("procedure_holds", stands, language)


def due_lines(due: CaseDue, language: str) -> list[str]:
    """Return what falls due, a line each; [] for nothing."""
    lines = [
        t(f"due_{name}", language, day=day)
        for name, day in (
            ("notice_until", due.notice_until),
            ("valid_until", due.valid_until),
            ("keep_until", due.keep_until),
        )
        if day
    ]
    for one in due.reviews:
        state = t(f"review_state_{one.state}", language)
        lines.append(t("due_review", language, day=one.day, state=state))
    return lines


def _print_people(standing: Standing, parties: Sequence[CaseParty], language: str) -> None:
    panel = standing.panel
    told = [f"{t(f'party_{one.party}', language)}: {one.organisation}" for one in parties]
    _section("procedure_parties", told, language)
    seats = [_seat(one, "member", language) for one in panel.members]
    seats += [_seat(one, "reviewer", language) for one in panel.reviewers]
    _section("procedure_people", seats, language)
    findings = panel.findings if panel.members else ()
    if panel.reviewers:
        findings = (*findings, *panel.reviewer_findings)
    for one in findings:
        click.echo(f"  ! {one.text_en if language == 'en' else one.text_zh} ({one.clause})")


def _seat(seat: Seat, part: str, language: str) -> str:
    expert = t("procedure_expert", language) if seat.member.is_expert else ""
    employer = seat.declaration.employer if seat.declaration else "—"
    return f"{t(f'part_{part}', language)}: {seat.known.name}{expert}, {employer}"


def _possible(step: PossibleStep, language: str) -> str:
    name = t(f"step_{step.step}", language)
    wanted = ", ".join(f"{one.key} ({t(f'step_word_{one.key}', language)})" for one in step.wanted)
    if not step.against:
        if not wanted:
            return t("procedure_ready_bare", language, step=name)
        return t("procedure_ready", language, step=name, words=wanted)
    lines = [t("procedure_stopped", language, step=name)]
    lines += [f"    {clause}  {en if language == 'en' else zh}" for clause, zh, en in step.against]
    return "\n".join(lines)


def _section(heading: str, lines: Sequence[str], language: str) -> None:
    if lines:
        click.echo(f"\n{t(heading, language)}")
        for line in lines:
            click.echo(f"  {line}")
