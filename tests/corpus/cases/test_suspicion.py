"""Judgements whose rule, evidence or panel changed are suspect until they are confirmed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from corpus.cases.case import CaseRules
from corpus.cases.store import CaseStore
from corpus.cases.suspicion import Ground, JudgedOn, judged_on, suspects
from corpus.cases.verification import RecordAudit
from corpus.errors import UnknownCaseError, UnknownSheetError
from corpus.record.event import Event, person_mark
from corpus.record.tables import passages
from tests.corpus.cases.acts import document, read_two

ROW, OTHER = "B1.1.1", "B1.1.2"


class Rules:
    """Rules whose rows can be given another text."""

    def __init__(self) -> None:
        self.texts = {ROW: "1", OTHER: "1"}

    def __call__(self, kept: CaseRules, rows: Collection[str]) -> dict[str, Any]:
        known = {row: self.texts[row] for row in rows if row in self.texts}
        return {"rule_set": kept.rule_set, "version": "1", "hash": "0", "rows": known}


@pytest.fixture
def rules() -> Rules:
    return Rules()


@pytest.fixture
def store(tmp_path: Path, rules: Rules) -> CaseStore:
    return CaseStore(tmp_path / "home", read=read_two, rules=rules)


@pytest.fixture
def case_id(store: CaseStore) -> str:
    """A case whose own sheet judges both rows, one on an accepted passage."""
    case_id = store.create_case("甲", "tcrea-2023", "B")
    first = store.add_document(case_id, document(store)).passages[0]
    store.set_suggestion_decision(case_id, ROW, first.id, "accepted")
    store.save_sheet(case_id, {"judgements": {ROW: {"met": True}, OTHER: {"met": True}}})
    return case_id


def causes(store: CaseStore, case_id: str) -> dict[str, tuple[str, ...]]:
    return {one.indicator: one.causes for one in store.suspects(case_id)}


def test_nothing_is_suspect_while_nothing_changes(store: CaseStore, case_id: str) -> None:
    assert store.suspects(case_id) == ()
    store.set_note(case_id, ROW, "x")
    store.submit_sheet(case_id)
    assert store.suspects(case_id) == ()
    with pytest.raises(UnknownCaseError):
        store.suspects("c-none")


def test_a_changed_rule_touches_its_row_only_until_that_is_confirmed(
    store: CaseStore, case_id: str, rules: Rules
) -> None:
    rules.texts[ROW] = "2"
    assert causes(store, case_id) == {ROW: ("rule",)}
    store.confirm_judgement(case_id, ROW)
    assert store.suspects(case_id) == ()
    assert store.events(case_id)[-1].what == "judgement.confirmed"
    del rules.texts[OTHER]
    assert causes(store, case_id) == {OTHER: ("rule",)}
    assert RecordAudit(store.home).verify(case_id).findings == ()


def test_a_judgement_made_anew_stands_on_what_is_there_now(
    store: CaseStore, case_id: str, rules: Rules
) -> None:
    rules.texts[ROW] = "2"
    store.save_sheet(case_id, {"judgements": {ROW: {"met": False}, OTHER: {"met": True}}})
    assert store.suspects(case_id) == ()
    rules.texts[ROW] = "3"
    store.undo_sheet(case_id)
    assert store.suspects(case_id) == ()


def test_evidence_that_is_gone_rejected_or_reads_otherwise_makes_suspect(
    store: CaseStore, case_id: str
) -> None:
    first, second = store.passages(case_id)
    store.set_suggestion_decision(case_id, ROW, second.id, "accepted")
    assert store.suspects(case_id) == ()
    store.set_suggestion_decision(case_id, ROW, first.id, "rejected")
    assert causes(store, case_id) == {ROW: ("evidence",)}
    store.set_suggestion_decision(case_id, ROW, first.id, "accepted")
    assert store.suspects(case_id) == ()
    with store._writing() as connection:
        connection.execute(update(passages).where(passages.c.id == first.id).values(text="无"))
    assert causes(store, case_id) == {ROW: ("evidence",)}
    store.confirm_judgement(case_id, ROW)
    assert store.suspects(case_id) == ()
    store.remove_document(case_id, first.document)
    assert causes(store, case_id) == {ROW: ("evidence",)}


def test_another_panel_touches_the_own_sheet_of_its_stage(store: CaseStore, case_id: str) -> None:
    store.save_sheet(case_id, {}, person="me", stage="formal")
    assert store.suspects(case_id) == ()
    store.save_sheet(case_id, {"judgements": {ROW: {}}}, person="me")
    assert causes(store, case_id) == {ROW: ("panel",), OTHER: ("panel",)}
    store.confirm_judgement(case_id, OTHER)
    store.save_sheet(case_id, {}, person="you")
    marks = {one.person for one in store.suspects(case_id)}
    assert marks == {""}
    store.remove_sheet(case_id, person="you")
    assert causes(store, case_id) == {ROW: ("panel",)}


def test_a_judgement_that_was_taken_back_is_not_suspect(
    store: CaseStore, case_id: str, rules: Rules
) -> None:
    rules.texts |= {ROW: "2", OTHER: "2"}
    store.save_sheet(case_id, {"judgements": {OTHER: {"met": True}}})
    assert causes(store, case_id) == {OTHER: ("rule",)}
    store.remove_sheet(case_id)
    assert store.suspects(case_id) == ()


def test_only_what_is_judged_can_be_confirmed(store: CaseStore, case_id: str) -> None:
    for row, person in (("B9.9.9", ""), (ROW, "me")):
        with pytest.raises(UnknownSheetError):
            store.confirm_judgement(case_id, row, person=person)


def test_a_personal_judgement_is_named_by_the_mark_of_its_person(
    store: CaseStore, case_id: str, rules: Rules
) -> None:
    store.save_sheet(case_id, {"judgements": {ROW: {}}}, person="me", stage="formal")
    rules.texts[ROW] = "2"
    found = [(one.person, one.stage) for one in store.suspects(case_id)]
    assert found == [("", "pre"), (person_mark("me"), "formal")]


def test_what_a_judgement_without_a_noted_ground_stands_on_is_not_guessed() -> None:
    subject = {"kind": "sheet", "person": "", "stage": "pre"}
    after = {"version": 1, "said": {"judgements": {ROW: {}}}}
    saved = Event("c", "2026-01-01", "", "sheet.saved", subject, None, after, number=2)
    judged = judged_on([saved])
    assert judged == {("", "pre", ROW): JudgedOn(2, "2026-01-01", None, frozenset(), None)}
    assert suspects(judged, Ground()) == ()
    carried = Event("c", "2026-01-01", "", "record.carried", subject, None, after, number=2)
    assert judged_on([carried]) == {}
    large = {"version": 1, "said": {"sha256": "0" * 64, "characters": 2_000_000}}
    assert judged_on([Event("c", "", "", "sheet.saved", subject, None, large)]) == {}
