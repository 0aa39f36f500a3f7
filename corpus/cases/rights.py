"""
Who may do what. Pure; docs/accounts.md says it for people.

A role alone gives nothing in a case: applicants, assessors, experts and reviewers act in the cases
in which they have a part, and nobody has two, so that nobody reviews what they judged. The body's office acts in all; whoever keeps the accounts sees all cases
and judges in none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from corpus.accounts.account import Role
from corpus.cases.case import SheetState, Stage
from corpus.cases.procedure import Part
from corpus.record.event import Act, Words, person_mark

When = Literal["always", "before", "own"]
"""
`before`: as long as the application is not handed in or was returned (5.2, 5.3). `own`: about what
is one's own, such as a sheet.
"""


class Grant(NamedTuple):
    """A right: a role, the part that it needs in the case ("" for none), and when it holds."""

    role: Role
    part: Part = ""
    when: When = "always"


@dataclass(frozen=True, slots=True)
class Standing:
    """
    Who somebody is to a case.

    mark: what the record calls them. is_begun: the application is handed in. handed_over: the stages
    whose report the applicant has (5.5.1). is_sample: the case is the sample of the workbench, with
    which whoever opened it may do anything but have it evaluated.
    """

    mark: str
    roles: frozenset[Role]
    part: Part = ""
    is_begun: bool = False
    handed_over: frozenset[Stage] = frozenset()
    is_sample: bool = False


_CLERK, _ADMIN = (Grant("clerk"),), (Grant("admin"),)
_APPLICANT = (Grant("applicant", "applicant"),)
_APPLYING = (Grant("applicant", "applicant", "before"),)
_PANEL = (Grant("assessor", "member"), Grant("expert", "member"))
_REVIEWER = (Grant("reviewer", "reviewer"), Grant("expert", "reviewer"))
# Applicants check themselves (5.2.1) in a sheet of their own; the case's own is the panel's.
_JUDGES = (Grant("applicant", "applicant", "own"), *_PANEL)
_MACHINE: tuple[Grant, ...] = ()

GRANTS: Mapping[Act, tuple[Grant, ...]] = {
    "case.created": (Grant("applicant"), *_CLERK),
    "case.renamed": (*_APPLYING, *_CLERK),
    "case.stage-set": (*_APPLYING, *_CLERK),
    "case.profile-set": (*_APPLYING, *_CLERK),
    "case.edition-set": _CLERK,
    "case.removed": (*_APPLYING, *_CLERK),
    "body-rules.set": _CLERK,
    "body-rules.removed": _CLERK,
    "person.joined": _CLERK,
    "person.named": _CLERK,
    "document.added": (*_APPLICANT, *_PANEL, *_CLERK),
    "document.read": _MACHINE,  # follows from adding it
    "document.removed": (*_APPLYING, *_CLERK),
    "suggestion.decided": (*_APPLYING, *_PANEL),
    "suggestion.forgotten": (*_APPLYING, *_PANEL),
    "note.written": (*_APPLYING, *_PANEL),
    "sheet.saved": _JUDGES,
    "sheet.undone": _JUDGES,
    "sheet.submitted": _JUDGES,
    "sheet.withdrawn": _JUDGES,
    "sheet.removed": _JUDGES,
    "judgement.confirmed": _JUDGES,
    "rules.noted": _MACHINE,  # follows from making a package, for which one has to see every sheet
    "case.imported": _CLERK,
    "person.assigned": _CLERK,
    "party.added": (*_APPLYING, *_CLERK),
    "party.removed": (*_APPLYING, *_CLERK),
    "independence.declared": (*_PANEL, *_REVIEWER),
    "inspection.written": _PANEL,
    "sample.drawn": (*_PANEL, *_CLERK),
    "step.taken": _MACHINE,  # by step, see STEP_GRANTS
    "hold.set": (*_CLERK, *_ADMIN),
    "hold.lifted": (*_CLERK, *_ADMIN),
    "file.deleted": _MACHINE,
    "record.carried": _MACHINE,
}
"""What each act needs: any one of its grants; () for whoever works on the machine alone."""

STEP_GRANTS: Mapping[str, tuple[Grant, ...]] = {
    "apply": (*_APPLICANT, *_CLERK),
    "return": _CLERK,
    "accept": _CLERK,
    "form_panel": _CLERK,
    "report": _PANEL,
    "review": _REVIEWER,
    "rework": (*_REVIEWER, *_CLERK),
    "publish_notice": _CLERK,
    "object": (*_APPLICANT, *_CLERK),
    "settle": _CLERK,
    "certify": _CLERK,
    "yearly_review": _CLERK,
    "downgrade": _CLERK,
    "withdraw": _CLERK,
    "expire": _CLERK,
}
"""What each step of the procedure needs; a test compares them with `scoring.procedure`."""

_PERSONAL = ("sheet", "judgement", "declaration", "inspection")
"""Kinds of which nobody but their owner writes; "" owns the case's own."""
_SEES_ALL: frozenset[Role] = frozenset({"clerk", "admin"})


def may(standing: Standing, what: Act, subject: Words, after: Words | None = None) -> bool:
    """
    Tell whether somebody may do something.

    subject: what it is about; after: what it is then; both in the words of events.
    """
    owner = subject.get("person", "")
    if owner and owner != standing.mark and subject.get("kind") in _PERSONAL:
        return False
    if standing.is_sample and what == "step.taken":
        return False  # a sample is never evaluated
    if standing.is_sample and standing.part:
        return True
    is_own = owner == standing.mark
    grants = grants_of(what, str((after or {}).get("step", "")))
    return any(_holds(grant, standing, is_own=is_own) for grant in grants)


def grants_of(what: Act, step: str = "") -> tuple[Grant, ...]:
    """Return what an act needs. step: the step of the procedure, for the act of taking one."""
    return STEP_GRANTS.get(step, ()) if what == "step.taken" else GRANTS.get(what, ())


def may_see(standing: Standing) -> bool:
    """Tell whether somebody may open a case at all."""
    return bool(standing.part and standing.roles) or sees_all(standing.roles)


def sees_sheet(standing: Standing, sheet: SheetState, *, has_submitted: bool) -> bool:
    """
    Tell whether somebody may read a sheet of a case that they may see.

    Members of the panel judge without knowing what the others judged: they read other sheets, and
    the panel's, once they have submitted their own (`has_submitted`, of the same stage). Whoever
    reviews and the office read what is submitted. Applicants read the panel's sheet once they have
    the report.
    """
    if person_mark(sheet.person) == standing.mark or (standing.is_sample and standing.part):
        return True
    is_open = not sheet.person or sheet.submitted is not None
    if standing.part == "reviewer" or sees_all(standing.roles):
        return is_open
    if standing.part == "member":
        return is_open and has_submitted
    return not sheet.person and sheet.stage in standing.handed_over


def sees_all(roles: frozenset[Role]) -> bool:
    """Tell whether somebody with these roles may open every case."""
    return bool(roles & _SEES_ALL)


ROLES_FOR: Mapping[Part, frozenset[Role]] = {
    "applicant": frozenset({"applicant"}),
    "member": frozenset({"assessor", "expert"}),
    "reviewer": frozenset({"reviewer", "expert"}),
    "clerk": frozenset({"clerk"}),
}
"""Of which roles a part needs one; none for no part."""


def first_part(roles: frozenset[Role], *, is_sample: bool = False) -> Part:
    """Return the part that somebody has in a case which they make: "" for the body's office."""
    return "applicant" if is_sample or "applicant" in roles else ""


def _holds(grant: Grant, standing: Standing, *, is_own: bool) -> bool:
    if grant.role not in standing.roles or grant.part not in ("", standing.part):
        return False
    match grant.when:
        case "before":
            return not standing.is_begun
        case "own":
            return is_own
        case _:
            return True
