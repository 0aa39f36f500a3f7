"""
What a case comes to by one of its sheets: assessment, plan, evidence. The page, the reports and
the command line show the same values. No HTML, no widgets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assistant.evidence.indicator import IndicatorEvidence, case_evidence
from corpus import Standard, load_standard
from corpus.cases.case import Case, CaseDocument, CasePerson, CaseRules, SavedSheet, Stage
from corpus.cases.store import CaseStore
from corpus.errors import SheetCoveredError
from scoring import Assessment, Reason, Row, RuleSet, Sheet, assess, load_rule_set, parse_sheet
from scoring.assessment import Reach
from scoring.body_file import read_body_rules
from scoring.body_rules import BodyRules
from scoring.errors import BodyRulesError, Fault
from scoring.overlay import with_body_rules
from scoring.plan import Plan, plan
from ui.case_rules import effective_rules
from ui.case_sheet import sheet_words
from ui.row_words import row_title
from ui.suspect import number_of

_NAMED = re.compile(r"(?:(\d{1,3})\.)?(pre|formal)")


@dataclass(frozen=True, slots=True)
class Whose:
    """
    Which sheet of a case: number 0 is the case's own (the self-check), 1 that of whoever joined
    the case first, and so on. A link can name it without naming anybody.

    is_panel: whether the case has a panel, whose agreed sheet the case's own then is.
    """

    number: int = 0
    stage: Stage = "pre"
    is_panel: bool = field(default=False, compare=False)

    @property
    def key(self) -> str:
        """The word for it in an address, such as "formal" or "2.pre"."""
        return f"{self.number}.{self.stage}" if self.number else self.stage


def whose_of(key: str, case: Case) -> Whose:
    """Return what a word of an address names; the self-check of the case's stage by default."""
    found = _NAMED.fullmatch(key)
    if found is None:
        return Whose(0, case.stage)
    return Whose(int(found[1] or 0), "formal" if found[2] == "formal" else "pre")


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """A sheet that a person may open: name is "" for the self-check or a person without one."""

    whose: Whose
    name: str
    is_own: bool
    submitted: str | None


@dataclass(frozen=True, slots=True)
class CaseResult:
    """
    A case by one sheet.

    saved: None when nothing was judged yet; the assessment is then that of an empty sheet. way:
    the shortest way to the mark; None where the rule set has no mark. found: the evidence of
    every indicator that the case needs. notes: what people noted on indicators. record: the head of
    the case's record, to be printed. rules_kept: what the case keeps of its rules; they are judged by here where they are
    the ones in `rules`. suspect: how many judgements of the sheet are suspect and not confirmed.
    """

    case: Case
    whose: Whose
    name: str
    rules: RuleSet
    standard: Standard
    documents: tuple[CaseDocument, ...]
    saved: SavedSheet | None
    sheet: Sheet
    assessment: Assessment
    way: Plan | None
    found: tuple[IndicatorEvidence, ...]
    notes: Mapping[str, str]
    record: str = ""
    rules_kept: CaseRules | None = None
    suspect: int = 0

    @property
    def evidence(self) -> dict[str, IndicatorEvidence]:
        """The evidence by indicator."""
        return {entry.indicator: entry for entry in self.found}

    @property
    def is_override(self) -> bool:
        """Whether it goes by a body's rules that were given for it, not those that the case keeps."""
        kept = self.rules_kept.body if self.rules_kept else None
        text = kept.text if kept else None
        own = read_body_rules(text) if text is not None else None
        return self.rules_kept is not None and self.rules.body != own

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are judged, the level applied for first; lost ones nobody judges left out."""
        awards = self.assessment.awards
        return tuple(entry.row for entry in awards.values() if entry.state != "lost")

    @property
    def weights(self) -> dict[str, Decimal]:
        """The weights that the user gave; {} for none."""
        return dict(self.sheet.weights)

    @property
    def deciding_reasons(self) -> tuple[Reason, ...]:
        """The reasons for the outcome without the open rows, failed gates first."""
        rest = [one for one in self.assessment.reasons if one.code != "not_assessed"]
        return tuple(sorted(rest, key=lambda one: one.code != "gate_failed"))

    @property
    def open_rows(self) -> tuple[Row, ...]:
        """The rows that nobody has judged."""
        return tuple(row for row in self.rows if self.assessment.awards[row.id].is_open)

    @property
    def reach(self) -> Reach | None:
        """Whether the application can still pass, all levels taken together; None without levels."""
        reaches = {level.bounds.reach for level in self.assessment.levels.values()}
        if not reaches:
            return None
        if "out_of_reach" in reaches:
            return "out_of_reach"
        return "certain" if reaches == {"certain"} else "open"

    def title(self, clause: str, language: str) -> str:
        """Return the title of a row, group or dimension; "" for an id that is none."""
        return row_title(self.rules, self.standard, clause, language)


def case_result(
    cases: CaseStore,
    case_id: str,
    whose: Whose | None = None,
    viewer: str = "",
    found: Sequence[IndicatorEvidence] | None = None,
    body: BodyRules | None = None,
) -> CaseResult:
    """
    Return what a case comes to; by default by the self-check of its stage.

    Args:
        cases: the store.
        case_id: the case.
        whose: which sheet.
        viewer: who asks, a person's token; "" for somebody who has the store itself.
        found: the evidence where it was looked for already; None looks for it.
        body: a body's own rules to score by in place of what the case keeps.

    Raises:
        UnknownCaseError: no such case.
        SheetCoveredError: the viewer may not see the sheet, or there is none of that number.
        SheetError: what is stored is not valid by the rules of the case.
    """
    case = cases.case(case_id)
    is_panel = has_panel(cases.case_people(case_id))
    whose = replace(whose or Whose(0, case.stage), is_panel=is_panel)
    person, name = _person(cases, case_id, whose)
    saved = cases.sheet_for(case_id, viewer, person=person, stage=whose.stage)
    kept = cases.rules(case_id)
    rules = effective_rules(kept) if body is None else _overridden(case, body)
    content = saved.content if saved else {}
    words = sheet_words(case, whose.stage, content, rules)
    sheet = parse_sheet(words, rules)
    return CaseResult(
        case=case,
        whose=whose,
        name=name,
        rules=rules,
        standard=load_standard(case.rule_set, rules.edition),
        documents=cases.documents(case_id),
        saved=saved,
        sheet=sheet,
        assessment=assess(rules, sheet),
        way=plan(rules, sheet) if sheet.target else None,
        found=tuple(case_evidence(cases, case_id) if found is None else found),
        notes=cases.notes(case_id),
        record=str(cases.head(case_id)),
        rules_kept=kept,
        suspect=number_of(cases, case_id, person, whose.stage),
    )


def _overridden(case: Case, body: BodyRules) -> RuleSet:
    if body.rule_set != case.rule_set:
        text = f"The rules of {body.name.en} are for {body.rule_set}, the case is {case.rule_set}."
        told = f"{body.name.zh}的细则针对 {body.rule_set}，案卷是 {case.rule_set}。"
        raise BodyRulesError([Fault("wrong_rule_set", "rule_set", told, text)])
    return with_body_rules(load_rule_set(case.rule_set, body.edition), body)


def has_panel(people: Iterable[CasePerson]) -> bool:
    """Tell whether anybody is a member of a panel."""
    return any(one.part == "member" for one in people)


def _person(cases: CaseStore, case_id: str, whose: Whose) -> tuple[str, str]:
    if not whose.number:
        return "", ""
    people = cases.case_people(case_id)
    if whose.number > len(people):
        raise SheetCoveredError(case_id, whose.stage)
    one = people[whose.number - 1]
    return one.person, one.name


def sheet_choices(cases: CaseStore, case_id: str, viewer: str) -> tuple[SheetChoice, ...]:
    """Return the sheets that a person may open, the self-check first; () before any is saved."""
    people = cases.case_people(case_id)
    numbers = {one.person: at for at, one in enumerate(people, 1)}
    is_panel = has_panel(people)
    return tuple(
        SheetChoice(
            Whose(numbers.get(state.person, 0), state.stage, is_panel),
            state.name or "",
            bool(viewer) and state.person == viewer,
            state.submitted,
        )
        for state in cases.sheets_for(case_id, viewer)
        if not state.person or state.person in numbers
    )
