"""Evidence that is kept between looks is that of a first look, and only what changed is made anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence import kept_evidence
from assistant.evidence.indicator import case_evidence
from assistant.evidence.kept_evidence import KeptEvidence
from corpus.cases.store import CaseStore
from corpus.errors import UnknownCaseError

TEXT = "# 说明\n\n电梯轿厢内安装半球摄像机，采集的图像能清晰显示人员的乘梯情况。\n\n重点位置的录像保存 90 天。\n"


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    return CaseStore(tmp_path / "home")


@pytest.fixture
def case_id(store: CaseStore, tmp_path: Path) -> str:
    case_id = store.create_case("甲", "tcrea-2023", "B")
    (tmp_path / "说明.md").write_text(TEXT, encoding="utf-8")
    store.add_document(case_id, tmp_path / "说明.md")
    return case_id


def test_a_second_look_gives_the_same(store: CaseStore, case_id: str) -> None:
    kept = KeptEvidence(store)
    first = kept.of(case_id)
    assert first == case_evidence(store, case_id)
    assert kept.of(case_id) is first


def test_a_decision_changes_its_own_indicator_only(
    store: CaseStore, case_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptEvidence(store)
    first = {entry.indicator: entry for entry in kept.of(case_id)}
    passage = first["C1.3.5"].suggestions[0].passage
    monkeypatch.setattr(kept_evidence, "case_findings", None)  # documents are not asked again
    for decision in ("rejected", "accepted", None):
        store.set_suggestion_decision(case_id, "C1.3.5", passage, decision)
        again = kept.of(case_id)
        assert again == case_evidence(store, case_id)
        changed = [one.indicator for one in again if one is not first[one.indicator]]
        assert changed == ["C1.3.5"]


def test_a_new_document_is_looked_through(store: CaseStore, case_id: str, tmp_path: Path) -> None:
    kept = KeptEvidence(store)
    first = kept.of(case_id)
    (tmp_path / "补充.md").write_text("# 补充\n\n单元门口安装可视对讲。\n", encoding="utf-8")
    store.add_document(case_id, tmp_path / "补充.md")
    assert kept.of(case_id) == case_evidence(store, case_id) != first
    for document in store.documents(case_id):
        store.remove_document(case_id, document.sha256)
    assert {entry.status for entry in kept.of(case_id)} == {"none"}


def test_cases_stay_apart_and_those_of_long_ago_are_let_go(store: CaseStore, case_id: str) -> None:
    kept = KeptEvidence(store, most=1)
    first = kept.of(case_id)
    other = store.create_case("乙", "scs-c1", None)
    assert kept.of(other) == case_evidence(store, other)
    assert kept.of(case_id) == first
    store.delete_case(case_id)
    with pytest.raises(UnknownCaseError):
        kept.of(case_id)
