"""The sheets that the procedure itself stands on: the self-check, and the panel's sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpus.cases.case import Case, Stage
from corpus.cases.store import CaseStore
from corpus.record.event import digest
from scoring import Assessment, RuleSet, Sheet, SheetError, assess, parse_sheet
from ui.case_sheet import sheet_words


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """
    A sheet with what it comes to.

    version: 0 where none was saved; content: its hash. sheet, assessment: None where none was
    saved or what is stored is not valid by the rules.
    """

    version: int
    content: str
    sheet: Sheet | None
    assessment: Assessment | None

    @property
    def open_rows(self) -> tuple[str, ...]:
        """
        The rows that nobody has judged; ("*",) where there is no sheet.

        None once a basic requirement is not met, since the rest is then not judged (6.2).
        """
        if self.assessment is None:
            return ("*",)
        if self.failed_gates:
            return ()
        awards = self.assessment.awards.values()
        return tuple(str(one.row.id) for one in awards if one.is_open)

    @property
    def failed_gates(self) -> tuple[str, ...]:
        """The basic requirements that are judged as not met (6.2, 9.3)."""
        if self.assessment is None:
            return ()
        return tuple(one.clause for one in self.assessment.reasons if one.code == "gate_failed")

    @property
    def outcome(self) -> str:
        """What the sheet comes to; "invalid" where there is none."""
        return "invalid" if self.assessment is None else self.assessment.outcome

    @property
    def words(self) -> dict[str, Any]:
        """Which sheet it was, as words to be kept with a step."""
        scored_by = self.assessment.scoring_hash if self.assessment else ""
        return {"version": self.version, "content": self.content, "rules": scored_by}


def self_check(cases: CaseStore, case: Case, stage: Stage, rules: RuleSet) -> OwnSheet:
    """
    Return the self-check of a stage (5.2.1): the sheet of an applicant of the case, or, where no
    applicant has one, the case's own.
    """
    applicants = [one.person for one in cases.case_people(case.id) if one.part == "applicant"]
    for person in applicants:
        found = own_sheet(cases, case, stage, rules, person)
        if found.version:
            return found
    return own_sheet(cases, case, stage, rules)


def own_sheet(
    cases: CaseStore, case: Case, stage: Stage, rules: RuleSet, person: str = ""
) -> OwnSheet:
    """Return a sheet of a stage by some rules; by default the case's own, which is the panel's."""
    saved = cases.load_sheet(case.id, person=person, stage=stage)
    if saved is None:
        return OwnSheet(0, "", None, None)
    content = digest(saved.content)
    try:
        sheet = parse_sheet(sheet_words(case, stage, saved.content, rules), rules)
    except SheetError:
        return OwnSheet(saved.version, content, None, None)
    return OwnSheet(saved.version, content, sheet, assess(rules, sheet))
