"""Each role on each act, as a table written by hand and compared with what the rules say."""

from __future__ import annotations

from typing import get_args

import pytest

from corpus.accounts.account import ROLES, Role
from corpus.cases.case import SheetState, Stage
from corpus.cases.procedure import Part
from corpus.cases.rights import (
    GRANTS,
    STEP_GRANTS,
    Standing,
    first_part,
    grants_of,
    may,
    may_see,
    sees_sheet,
)
from corpus.record.event import ACTS, Act, Subject, Words, person_mark
from scoring.procedure import STEPS

ME, OTHER = person_mark("u-me"), person_mark("u-other")

WHO: dict[str, Standing] = {
    "applying": Standing(ME, frozenset({"applicant"}), "applicant"),
    "applied": Standing(ME, frozenset({"applicant"}), "applicant", is_begun=True),
    "applicant elsewhere": Standing(ME, frozenset({"applicant"})),
    "assessor": Standing(ME, frozenset({"assessor"}), "member"),
    "expert": Standing(ME, frozenset({"expert"}), "member", is_begun=True),
    "expert elsewhere": Standing(ME, frozenset({"expert"})),
    "reviewer": Standing(ME, frozenset({"reviewer"}), "reviewer", is_begun=True),
    "expert reviews": Standing(ME, frozenset({"expert"}), "reviewer", is_begun=True),
    "clerk": Standing(ME, frozenset({"clerk"}), is_begun=True),
    "admin": Standing(ME, frozenset({"admin"}), is_begun=True),
}
PANEL = {"assessor", "expert"}
REVIEW = {"reviewer", "expert reviews"}
APPLICANTS = {"applying", "applied"}

# By act, who may do it about the case itself, or about what is their own.
ALLOWED: dict[Act, set[str]] = {
    "case.created": {*APPLICANTS, "applicant elsewhere", "clerk"},
    "case.renamed": {"applying", "clerk"},
    "case.stage-set": {"applying", "clerk"},
    "case.profile-set": {"applying", "clerk"},
    "case.edition-set": {"clerk"},
    "case.removed": {"applying", "clerk"},
    "body-rules.set": {"clerk"},
    "body-rules.removed": {"clerk"},
    "person.joined": {"clerk"},
    "person.named": {"clerk"},
    "person.assigned": {"clerk"},
    "document.added": {*APPLICANTS, *PANEL, "clerk"},
    "document.read": set(),
    "document.removed": {"applying", "clerk"},
    "suggestion.decided": {"applying", *PANEL},
    "suggestion.forgotten": {"applying", *PANEL},
    "note.written": {"applying", *PANEL},
    "sheet.saved": {*APPLICANTS, *PANEL},
    "sheet.undone": {*APPLICANTS, *PANEL},
    "sheet.submitted": {*APPLICANTS, *PANEL},
    "sheet.withdrawn": {*APPLICANTS, *PANEL},
    "sheet.removed": {*APPLICANTS, *PANEL},
    "judgement.confirmed": {*APPLICANTS, *PANEL},
    "party.added": {"applying", "clerk"},
    "party.removed": {"applying", "clerk"},
    "independence.declared": {*PANEL, *REVIEW},
    "inspection.written": PANEL,
    "sample.drawn": {*PANEL, "clerk"},
    "case.imported": {"clerk"},
    "hold.set": {"clerk", "admin"},
    "hold.lifted": {"clerk", "admin"},
}
STEP_ALLOWED: dict[str, set[str]] = {
    "apply": {*APPLICANTS, "clerk"},
    "return": {"clerk"},
    "accept": {"clerk"},
    "form_panel": {"clerk"},
    "report": PANEL,
    "review": REVIEW,
    "rework": {*REVIEW, "clerk"},
    "publish_notice": {"clerk"},
    "object": {*APPLICANTS, "clerk"},
    "settle": {"clerk"},
    "certify": {"clerk"},
    "yearly_review": {"clerk"},
    "downgrade": {"clerk"},
    "withdraw": {"clerk"},
    "expire": {"clerk"},
}
# Done by the program, by whoever works on the machine, or judged by the accounts themselves.
ELSEWHERE = {"record.carried", "file.deleted", "step.taken", "rules.noted"}
PERSONAL: dict[str, Subject] = {
    "sheet": Subject("sheet", ("u-me", "pre")),
    "judgement": Subject("judgement", ("u-me", "pre", "C1.1.1")),
    "declaration": Subject("declaration", ("u-me", "1")),
    "inspection": Subject("inspection", ("u-me", "pre", "C1.1.1")),
}
KIND_OF: dict[str, str] = {
    "independence.declared": "declaration",
    "inspection.written": "inspection",
    "judgement.confirmed": "judgement",
}


def _own(what: Act) -> Words:
    kind = KIND_OF.get(what, what.partition(".")[0])
    return PERSONAL[kind].words if kind in PERSONAL else {"kind": kind}


def _others(what: Act) -> Words:
    return {**_own(what), "person": OTHER}


def test_every_act_has_somebody_whose_right_it_is() -> None:
    acts = {what for what in ACTS if not what.startswith("account.")}
    assert acts - ELSEWHERE == set(ALLOWED)
    assert acts - {"step.taken"} <= set(GRANTS) | {"step.taken"}
    assert {grant.role for what in ACTS for grant in grants_of(what)} <= set(ROLES)


@pytest.mark.parametrize("what", sorted(ALLOWED))
def test_who_may_do_what_in_a_case(what: Act) -> None:
    found = {name for name, standing in WHO.items() if may(standing, what, _own(what))}
    assert found == ALLOWED[what]


def test_every_step_of_the_procedure_has_its_right() -> None:
    assert set(STEP_GRANTS) == set(STEPS) == set(STEP_ALLOWED)


@pytest.mark.parametrize("step", sorted(STEP_ALLOWED))
def test_who_may_take_which_step(step: str) -> None:
    after = {"step": step}
    found = {name for name, one in WHO.items() if may(one, "step.taken", {"kind": "step"}, after)}
    assert found == STEP_ALLOWED[step]


def test_a_step_that_the_procedure_does_not_know_is_nobody_s_right() -> None:
    for standing in WHO.values():
        assert not may(standing, "step.taken", {"kind": "step"}, {"step": "skip"})


@pytest.mark.parametrize(
    "what", [what for what in ALLOWED if _own(what).get("person") or what.startswith("sheet")]
)
def test_what_is_somebody_else_s_is_nobody_s_to_write(what: Act) -> None:
    for name, standing in WHO.items():
        assert not may(standing, what, _others(what)), name
    sample = Standing(ME, frozenset(ROLES), "applicant", is_sample=True)
    assert not may(sample, what, _others(what))


@pytest.mark.parametrize("what", ["sheet.saved", "sheet.submitted", "judgement.confirmed"])
def test_the_case_s_own_sheet_is_the_panel_s(what: Act) -> None:
    subject = {**_own(what), "person": ""}
    found = {name for name, standing in WHO.items() if may(standing, what, subject)}
    assert found == PANEL


@pytest.mark.parametrize("role", ROLES)
def test_a_role_without_a_part_gives_nothing_but_to_the_office(role: Role) -> None:
    standing = Standing(ME, frozenset({role}))
    assert may_see(standing) == (role in ("clerk", "admin"))
    judging: tuple[Act, ...] = ("sheet.saved", "suggestion.decided", "note.written")
    for what in judging:
        assert not may(standing, what, _own(what))


def test_an_account_that_lost_its_roles_sees_nothing() -> None:
    for part in get_args(Part):
        assert not may_see(Standing(ME, frozenset(), part))


def test_nobody_reviews_what_they_judged_and_nobody_judges_what_they_review() -> None:
    everything = frozenset(ROLES)
    member, reviewer = Standing(ME, everything, "member"), Standing(ME, everything, "reviewer")
    review = {"step": "review"}
    assert not may(member, "step.taken", {"kind": "step"}, review)
    assert may(reviewer, "step.taken", {"kind": "step"}, review)
    for what in ("sheet.saved", "inspection.written"):
        assert not may(reviewer, what, {**_own(what), "person": ""})


def test_the_sample_is_for_whoever_opened_it() -> None:
    for role in ROLES:
        standing = Standing(
            ME, frozenset({role}), first_part(frozenset({role}), is_sample=True), is_sample=True
        )
        assert may(standing, "sheet.saved", {"kind": "sheet", "person": ""})
        assert may(standing, "case.removed", {"kind": "case"})
        assert not may(
            Standing(ME, frozenset({"assessor"}), is_sample=True),
            "case.removed",
            {"kind": "case"},
        )


def _sheet(person: str, *, submitted: bool, stage: Stage = "pre") -> SheetState:
    return SheetState(person, "", stage, 1, None, "2026-01-01" if submitted else None, 0)


@pytest.mark.parametrize(
    ("who", "own", "other_open", "other_submitted", "of_case"),
    [
        ("applying", True, False, False, False),
        ("applied", True, False, False, False),
        ("assessor", True, False, False, False),
        ("reviewer", True, False, True, True),
        ("clerk", True, False, True, True),
        ("admin", True, False, True, True),
    ],
)
def test_who_reads_which_sheet_before_their_own_is_submitted(
    who: str, own: bool, other_open: bool, other_submitted: bool, of_case: bool
) -> None:
    def sees(sheet: SheetState) -> bool:
        return sees_sheet(WHO[who], sheet, has_submitted=False)

    assert sees(_sheet("u-me", submitted=False)) is own
    assert sees(_sheet("u-other", submitted=False)) is other_open
    assert sees(_sheet("u-other", submitted=True)) is other_submitted
    assert sees(_sheet("", submitted=False)) is of_case


def test_members_read_each_other_s_sheets_once_both_are_submitted() -> None:
    member = WHO["expert"]
    assert sees_sheet(member, _sheet("u-other", submitted=True), has_submitted=True)
    assert sees_sheet(member, _sheet("", submitted=False), has_submitted=True)
    assert not sees_sheet(member, _sheet("u-other", submitted=False), has_submitted=True)


def test_applicants_read_the_panel_s_sheet_of_a_stage_once_they_have_its_report() -> None:
    has_report = Standing(
        ME, frozenset({"applicant"}), "applicant", is_begun=True, handed_over=frozenset({"pre"})
    )
    assert sees_sheet(has_report, _sheet("", submitted=False), has_submitted=False)
    formal = _sheet("", submitted=False, stage="formal")
    assert not sees_sheet(has_report, formal, has_submitted=False)
    assert not sees_sheet(has_report, _sheet("u-other", submitted=True), has_submitted=True)
