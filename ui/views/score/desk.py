"""
How sheets are opened, changed, submitted and taken back. No HTML, no widgets.

What one judges is kept in the case at once. Two people who work on the case's own sheet do not
lose each other's rows: a change is made to what is stored, and refused only when the same row was
judged otherwise meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

from corpus.cases.case import SavedSheet, Stage
from corpus.cases.store import CaseStore
from corpus.errors import SheetChangedError, SheetCoveredError
from corpus.record.event import sheet_subject
from scoring import RuleSet, SheetError, parse_sheet
from scoring.errors import Fault
from ui.case_rules import effective_rules
from ui.case_sheet import Words, sheet_words
from ui.reports.case_result import has_panel
from ui.views.score.sheet import OpenSheet, Whose, open_sheet

_TRIES = 5


class JudgedMeanwhileError(Exception):
    """Somebody else changed what this change is about; `sheet` is what is stored now."""

    def __init__(self, sheet: OpenSheet, subject: str) -> None:
        super().__init__(f"{subject} was changed meanwhile")
        self.sheet = sheet
        self.subject = subject


class SheetDesk:
    """Opens, changes, submits and takes back sheets; whoever asks may do so (see `opened`)."""

    def __init__(self, cases: CaseStore) -> None:
        self._cases = cases

    def usual(self, case_id: str, person: str) -> tuple[str, Stage]:
        """
        Return whose sheet, and of which stage, a person works on: their own once begun, or where
        they may judge in no other.
        """
        cases = self._cases.acting(person)
        case = cases.case(case_id)
        own = [s.stage for s in cases.sheets(case_id) if person and s.person == person]
        if case.stage in own or self._offered(case_id, person, case.stage) == ("own",):
            return person, case.stage
        return "", case.stage

    def opened(self, case_id: str, viewer: str, owner: str, stage: Stage) -> OpenSheet:
        """
        Open a sheet for a person; an empty one where none was saved.

        Raises:
            UnknownCaseError: no such case.
            SheetCoveredError: the person may not see it, or not yet.
            SheetError: what is stored is not valid by the rules of the case.
        """
        if owner not in ("", viewer):
            raise SheetCoveredError(case_id, stage)
        cases = self._cases.acting(viewer)
        with cases.one_state():
            found = cases.sheet_for(case_id, viewer, person=owner, stage=stage)
            case, kept_rules = cases.case(case_id), cases.rules(case_id)
            may_write = cases.allows(case_id, "sheet.saved", sheet_subject(owner, stage))
            offered = self._offered(case_id, viewer, stage)
            is_panel = has_panel(cases.case_people(case_id))
        sheet = open_sheet(case, effective_rules(kept_rules), (viewer, owner, stage), found)
        return replace(sheet, may_write=may_write, offered=offered, is_panel=is_panel)

    def _offered(self, case_id: str, viewer: str, stage: Stage) -> tuple[Whose, ...]:
        """Return which sheets a person may turn to: the case's where they may see it, their own."""
        cases = self._cases.acting(viewer)
        found: list[Whose] = []
        with suppress(SheetCoveredError):
            cases.load_sheet(case_id, stage=stage)
            found.append("case")
        if cases.allows(case_id, "sheet.saved", sheet_subject(viewer, stage)):
            found.append("own")
        return tuple(found)

    def begin(self, case_id: str, person: str, stage: Stage, viewer: str = "") -> None:
        """
        Begin a sheet, so that it is there after a reload and its first change can be undone.

        viewer: who begins it; "" for its owner.
        """
        cases = self._cases.acting(viewer or person)
        if cases.load_sheet(case_id, person=person, stage=stage) is None:
            rules = effective_rules(cases.rules(case_id))
            empty = sheet_words(cases.case(case_id), stage, {}, rules)
            with suppress(SheetChangedError):  # somebody else began it just now
                cases.save_sheet(case_id, empty, person=person, stage=stage, expected_version=0)

    def judge(self, sheet: OpenSheet, row_id: str, words: Mapping[str, Any] | None) -> OpenSheet:
        """
        Judge one row and save; None takes the judgement back.

        Raises:
            SheetError: the judgement does not fit; nothing is saved.
            JudgedMeanwhileError: somebody else judged the row otherwise since it was seen.
            SheetSubmittedError: the sheet is submitted.
        """
        wanted = dict(words) if words is not None else None
        seen = sheet.judgements.get(row_id)

        def change(stored: OpenSheet) -> Words:
            there = stored.judgements.get(row_id)
            if there not in (seen, wanted):
                raise JudgedMeanwhileError(stored, row_id)
            kept = {key: value for key, value in stored.judgements.items() if key != row_id}
            return {**stored.words, "judgements": kept | ({row_id: wanted} if wanted else {})}

        return self._changed(sheet, change)

    def read_as(self, sheet: OpenSheet, name: str, reading: str) -> OpenSheet:
        """
        Choose a reading of an interpretation for the sheet.

        Raises:
            SheetError: there is no such reading, or judgements do not fit it; nothing is saved.
            SheetSubmittedError: the sheet is submitted.
        """
        case = sheet.case

        def change(stored: OpenSheet) -> Words:
            readings = {**stored.words["interpretations"], name: reading}
            words = {**stored.words, "interpretations": readings}
            return sheet_words(case, sheet.stage, words, stored.rules)

        return self._changed(sheet, change)

    def meet_open_gates(self, sheet: OpenSheet) -> OpenSheet:
        """
        Judge every open gate as met.

        Raises:
            SheetSubmittedError: the sheet is submitted.
        """

        def change(stored: OpenSheet) -> Words:
            is_open = set(stored.open_rows)
            gates = [row.id for row in stored.rows if row.kind == "gate" and row.id in is_open]
            met = {row_id: _with_reason({"met": True}, stored, row_id) for row_id in gates}
            return {**stored.words, "judgements": {**stored.judgements, **met}}

        return self._changed(sheet, change)

    def take_over(self, sheet: OpenSheet, words: object) -> OpenSheet:
        """
        Replace judgements and readings by those of a file; what was there can be undone.

        Raises:
            SheetError: the file's sheet is invalid or for other rules; nothing is saved.
            JudgedMeanwhileError: the sheet was changed since it was seen.
            SheetSubmittedError: the sheet is submitted.
        """
        case, rules = sheet.case, sheet.rules
        given: Words = _plain(words) if isinstance(words, Mapping) else {}
        if given.get("rule_set") != rules.id:
            raise SheetError([_other_rules(given.get("rule_set"), rules)])
        parse_sheet({**given, "target": case.level} if case.level else given, rules)
        canonical = {**given, "judgements": _canonical(given, rules)}
        taken = sheet_words(case, sheet.stage, canonical, rules)

        def change(stored: OpenSheet) -> Words:
            if stored.words != sheet.words:
                raise JudgedMeanwhileError(stored, "")
            return taken

        return self._changed(sheet, change)

    def undone(self, sheet: OpenSheet) -> OpenSheet | None:
        """
        Take the last change back; None when there is none.

        Raises:
            JudgedMeanwhileError: the sheet was changed since it was seen.
            SheetSubmittedError: the sheet is submitted.
        """
        if not sheet.version:
            return None
        try:
            found = self._cases.acting(sheet.viewer).undo_sheet(
                sheet.case.id,
                person=sheet.owner,
                stage=sheet.stage,
                expected_version=sheet.version,
            )
        except SheetChangedError as fault:
            raise JudgedMeanwhileError(self._stored(sheet), "") from fault
        return None if found is None else _again(sheet, found)

    def submit(self, sheet: OpenSheet) -> OpenSheet:
        """
        Submit a sheet as it was seen.

        Raises:
            UnknownSheetError: nothing was saved yet.
            JudgedMeanwhileError: the sheet was changed since it was seen.
        """
        key = {"person": sheet.owner, "stage": sheet.stage}
        try:
            found = self._cases.acting(sheet.viewer).submit_sheet(
                sheet.case.id,
                expected_version=sheet.version,
                **key,  # type: ignore[arg-type]
            )
        except SheetChangedError as fault:
            raise JudgedMeanwhileError(self._stored(sheet), "") from fault
        return _again(sheet, found)

    def withdraw(self, sheet: OpenSheet) -> OpenSheet:
        """Take a submission back so that the sheet can be changed."""
        self._cases.acting(sheet.viewer).withdraw_submission(
            sheet.case.id, person=sheet.owner, stage=sheet.stage
        )
        return self._stored(sheet)

    def discard(self, sheet: OpenSheet) -> None:
        """
        Remove a person's own sheet; the case's own is never removed this way.

        Raises:
            SheetSubmittedError: the sheet is submitted.
        """
        if sheet.owner:
            self._cases.acting(sheet.viewer).remove_sheet(
                sheet.case.id, person=sheet.owner, stage=sheet.stage
            )

    def _changed(self, sheet: OpenSheet, change: Callable[[OpenSheet], Words]) -> OpenSheet:
        if not sheet.version:
            self.begin(sheet.case.id, sheet.owner, sheet.stage, sheet.viewer)
        for _ in range(_TRIES):
            stored = self._stored(sheet)
            words = change(stored)
            if words == stored.words:
                return stored
            # Checked before it is saved: what is stored is always valid.
            fresh = SavedSheet(words, stored.version + 1, None, stored.earlier + 1)
            changed = _again(stored, fresh)
            with suppress(SheetChangedError):
                self._cases.acting(sheet.viewer).save_sheet(
                    sheet.case.id,
                    words,
                    person=sheet.owner,
                    stage=sheet.stage,
                    expected_version=stored.version,
                )
                return changed
        raise JudgedMeanwhileError(self._stored(sheet), "")

    def _stored(self, sheet: OpenSheet) -> OpenSheet:
        return self.opened(sheet.case.id, *whose(sheet))


def _again(sheet: OpenSheet, found: SavedSheet) -> OpenSheet:
    """Return a sheet as it is saved now."""
    fresh = open_sheet(sheet.case, sheet.rules, whose(sheet), found)
    return replace(fresh, may_write=sheet.may_write, offered=sheet.offered, is_panel=sheet.is_panel)


def whose(sheet: OpenSheet) -> tuple[str, str, Stage]:
    """Return viewer, owner and stage of a sheet."""
    return sheet.viewer, sheet.owner, sheet.stage


def _plain(words: Any) -> Any:
    """Return the values of a file as JSON can hold them: numbers with digits keep these as text."""
    if isinstance(words, Mapping):
        return {str(key): _plain(one) for key, one in words.items()}
    if isinstance(words, list):
        return [_plain(one) for one in words]
    return str(words) if isinstance(words, Decimal) else words


def _with_reason(words: Words, sheet: OpenSheet, row_id: str) -> Words:
    reason = (sheet.judgements.get(row_id) or {}).get("reason")
    return {**words, "reason": reason} if reason else words


def _canonical(given: Mapping[str, Any], rules: RuleSet) -> Words:
    """Return judgements keyed by canonical ids; the sheet was found valid before."""
    printed = {row.printed_id: str(row.id) for row in rules.rows if row.printed_id}
    judgements = given.get("judgements") or {}
    return {key if key in rules else printed.get(key, key): one for key, one in judgements.items()}


def _other_rules(found: object, rules: RuleSet) -> Fault:
    return Fault(
        "wrong_rule_set",
        "rule_set",
        f"该文件按 {found} 编制，本案卷按 {rules.id} 评价。",
        f"The file is for {found}; this case is evaluated by {rules.id}.",
    )
