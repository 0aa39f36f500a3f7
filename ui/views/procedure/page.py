"""The page as a whole: the way at the left, what comes next and its parts at the right."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any, Protocol

from corpus.cases.store import CaseStore
from corpus.errors import NotAllowedError
from corpus.record.event import Act, Subject, person_mark
from scoring.compare import Comparison
from ui.procedure.desk import Standing
from ui.verification.register import Issued
from ui.views.page.place import place_link
from ui.views.procedure.ending import certificate_html, due_html
from ui.views.procedure.parts import Sight, part_html
from ui.views.procedure.people import people_html
from ui.views.procedure.way import next_html, way_html
from ui.views.procedure.work import samples_html, stages_html, work_html
from ui.wording import t

_CERTIFIED = ("certified", "downgraded", "withdrawn", "expired")


@dataclass(frozen=True, slots=True)
class More:
    """
    What the page shows besides.

    public_url: where certificates are verified. logins: accounts that can join, as (login, words);
    None where people are known by their names alone. inspected: how many findings there are, seen
    or not. submitted: marks of those whose sheet of the stage is handed in.
    """

    public_url: str
    logins: tuple[tuple[str, str], ...] | None
    inspected: int
    submitted: frozenset[str]


class SaidWords(Protocol):
    """What an act led to."""

    @property
    def words(self) -> str: ...  # noqa: D102
    @property
    def is_fault(self) -> bool: ...  # noqa: D102
    @property
    def given(self) -> Any: ...  # noqa: D102
    @property
    def refused(self) -> Any: ...  # noqa: D102


def procedure_html(
    standing: Standing,
    cases: CaseStore,
    person: str,
    sight: Sight,
    *,
    issued: Issued | None,
    comparison: Comparison | None,
    more: More,
    said: SaidWords,
) -> str:
    """
    Return the page of a case.

    cases: as the person may see and change them. issued: its certificate, None before there is one.
    comparison: of both stages, None where one has no sheet. more: what else is shown. said: what the last act led to.
    """
    people = cases.case_people(standing.case.id)
    numbered = {one.person: one.name or f"#{at}" for at, one in enumerate(people, 1)}
    names = {person_mark(token): name for token, name in numbered.items()}
    may = offered(standing, cases, person, sight)
    case_id, stage = standing.case.id, sight.stage
    inspections = cases.inspections_for(case_id, person, stage)
    is_covered = len(inspections) < more.inspected
    closed = standing.procedure.status in _CERTIFIED
    parts = "".join(
        part_html(sight, name, body, is_open=is_open)
        for name, body, is_open in (
            ("people", people_html(
                standing.panel, cases.parties(case_id), people, cases.declared(case_id), more.submitted,
                sight, may=may, logins=more.logins), standing.procedure.status == "accepted"),
            ("work", work_html(
                inspections, numbered, sight, may="inspect" in may,
                is_covered=is_covered),
                standing.procedure.status == "panel_formed"),
            ("samples", samples_html(cases.samples(case_id, stage), sight, may="draw" in may), False),
            ("stages", stages_html(comparison, sight), False),
            ("certificate", certificate_html(issued, more.public_url, sight), closed),
            ("due", due_html(standing.due, cases.holds(case_id), names, sight, may="hold" in may), closed),
        )
    )  # fmt: skip
    steps = next_html(
        standing, cases.documents(case_id), sight,
        closed_to=closed_steps(standing, cases, sight), given=said.given, refused=said.refused,
    )  # fmt: skip
    return (
        f'<div class="ap-procedure">{_head(standing, sight)}{_said(said)}'
        f'<div class="ap-pp-columns"><section aria-label="{sight.say("pp_way")}">'
        f"<h3>{sight.say('pp_way')}</h3>{way_html(standing, names, sight)}</section>"
        f"<section><h3>{sight.say('pp_next')}</h3>{steps}{parts}</section></div></div>"
    )


def offered(standing: Standing, cases: CaseStore, person: str, sight: Sight) -> frozenset[str]:
    """
    Return what is offered besides the steps, as rights allow it; the store asks again at the act.

    `party`, `person`, `declare` for everybody's declarations or `declare:MARK` for one, `inspect`,
    `draw`, `hold`.
    """
    asked: dict[str, tuple[Act, Subject]] = {"hold": ("hold.set", Subject("hold", ("0",)))}
    if sight.is_current:
        asked |= {
            "party": ("party.added", Subject("party", ("applicant", ""))),
            "person": ("person.assigned", Subject("part", (person,))),
        }
        for one in cases.case_people(standing.case.id):
            subject = Subject("declaration", (one.person, "0"))
            asked[f"declare:{person_mark(one.person)}"] = ("independence.declared", subject)
    if sight.is_current and standing.procedure.status in ("accepted", "panel_formed"):
        inspection = Subject("inspection", (person, sight.stage, ""))
        asked |= {
            "inspect": ("inspection.written", inspection),
            "draw": ("sample.drawn", Subject("sample", ("0",))),
        }
    return frozenset(
        name
        for name, (what, subject) in asked.items()
        if cases.allows(standing.case.id, what, subject)
    )


def closed_steps(standing: Standing, cases: CaseStore, sight: Sight) -> dict[str, str]:
    """Return the possible steps that are not this person's to take, with whose they are."""
    found = {}
    subject = Subject("step", (sight.stage, str(len(standing.steps) + 1)))
    for possible in standing.possible:
        try:
            cases.require(standing.case.id, "step.taken", subject, possible.step)
        except NotAllowedError as fault:
            roles = [t(f"role_{role}", sight.language) for role in fault.roles]
            found[possible.step] = "、".join(roles) if sight.language == "zh" else ", ".join(roles)
    return found


def _head(standing: Standing, sight: Sight) -> str:
    language = sight.language
    where = sight.say(
        "pp_where", stage=t(f"stage_{sight.stage}", language), level=standing.procedure.level,
        status=t(f"status_{standing.procedure.status}", language),
    )  # fmt: skip
    other = "formal" if sight.stage == "pre" else "pre"
    words = t("pp_other_stage", language, stage=t(f"stage_{other}", language))
    link = place_link(sight.place.to("procedure", other), words)
    warnings = ""
    if not sight.is_current:
        warnings += f'<p class="ap-note">{sight.say("pp_not_current", stage=t(f"stage_{sight.stage}", language))}</p>'
    if standing.clock_back:
        warnings += f'<p class="ap-fault" role="alert">{sight.say("pp_clock_back")}</p>'
    return (
        f"<h2>{sight.say('view_procedure')}</h2><p class='ap-pp-where'>{where} {link}</p>{warnings}"
    )


def _said(said: SaidWords) -> str:
    if not said.words:
        return ""
    look, role = ("ap-fault", "alert") if said.is_fault else ("ap-pp-said", "status")
    return f'<p class="{look}" role="{role}">{escape(said.words)}</p>'
