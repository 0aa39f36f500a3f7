"""The sheets that members of a panel have submitted, as the case store has them."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.cases.case import Case, Stage
from corpus.cases.store import CaseStore
from scoring import RuleSet, Sheet, SheetError, parse_sheet
from ui.case_sheet import sheet_words


@dataclass(frozen=True, slots=True)
class SubmittedSheet:
    """A member's sheet. name: "" where the person gave none. submitted: UTC, ISO 8601."""

    person: str
    name: str
    submitted: str
    sheet: Sheet


def submitted_sheets(
    cases: CaseStore, case: Case, stage: Stage, rules: RuleSet
) -> tuple[SubmittedSheet, ...]:
    """
    Return the submitted sheets of a stage in the order of joining, without the case's own and those
    of applicants, who check themselves and judge nothing.

    rules: what they are judged by. A sheet that does not fit them is left out: nothing of an
    invalid sheet is used.

    Raises:
        UnknownCaseError: no such case.
    """
    applicants = {one.person for one in cases.case_people(case.id) if one.part == "applicant"}
    found = []
    for state in cases.sheets(case.id):
        if state.person in {"", *applicants} or state.stage != stage or state.submitted is None:
            continue
        saved = cases.load_sheet(case.id, person=state.person, stage=stage)
        words = sheet_words(case, stage, saved.content if saved else {}, rules)
        try:
            sheet = parse_sheet(words, rules)
        except SheetError:
            continue
        found.append(SubmittedSheet(state.person, state.name or "", state.submitted, sheet))
    return tuple(found)
