"""Nearness by meaning: kept with documents, ordering evidence, and setting rows aside."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from assistant.asking.case_search import index_case
from assistant.evidence.case_findings import case_findings
from assistant.evidence.indicator import IndicatorEvidence, case_evidence
from assistant.evidence.kept_evidence import KeptEvidence
from assistant.evidence.load_expectations import load_expectations
from assistant.evidence.load_prototypes import (
    load_prototypes,
    prototypes_digest,
    save_prototypes,
    tuning_file,
)
from assistant.evidence.nearness import keep_nearness, near_documents
from assistant.evidence.prototypes import Prototypes
from corpus.cases.store import CaseStore
from corpus.encoder import HashEncoder
from corpus.encoder_build import tuned_build
from scoring import RULE_SET_IDS

ROW = "A1.2.1"
TEXT = """# 设计说明

本小区周界设置红外对射入侵报警装置。
本小区围墙设置电子围栏入侵报警装置。
"""
ASPECTS = [
    (ROW, aspect.id)
    for expectation in [load_expectations("tcrea-2023").by_indicator[ROW]]
    for aspect in expectation.aspects
]


def _prototypes(towards: str, away: bool = False, idle: float = -9.0) -> Prototypes:
    """
    Prototypes to whose aspects a text is near, or the farther the nearer it is to it; idle: the
    logit of every text's showing and denying nothing, beside 1 for showing and 0 for denying.
    """
    (centre,) = HashEncoder().encode_passages([towards])
    centres = np.repeat([-centre if away else centre], len(ASPECTS), axis=0)
    return Prototypes(
        HashEncoder.fingerprint,
        np.zeros(HashEncoder.dimension, np.float32),
        np.eye(HashEncoder.dimension, dtype=np.float32),
        centres.astype(np.float32),
        {name: at for at, name in enumerate(ASPECTS)},
        np.zeros((HashEncoder.dimension, 3), np.float32),
        np.array([1, 0, idle], np.float32),
    )


@pytest.fixture
def case(tmp_path: Path) -> tuple[CaseStore, str]:
    store = CaseStore(tmp_path / "home")
    case_id = store.create_case("某小区", "tcrea-2023", "A")
    path = tmp_path / "设计说明.md"
    path.write_text(TEXT, encoding="utf-8")
    store.add_document(case_id, path)
    return store, case_id


def _row(case: tuple[CaseStore, str]) -> IndicatorEvidence:
    return next(entry for entry in case_evidence(*case) if entry.indicator == ROW)


def _keep(case: tuple[CaseStore, str], prototypes: Prototypes) -> None:
    keep_nearness(*case, HashEncoder, prototypes)


def test_what_is_nearer_comes_first(case: tuple[CaseStore, str]) -> None:
    _keep(case, _prototypes("本小区围墙设置电子围栏入侵报警装置。"))
    assert [one.quote[3:5] for one in _row(case).suggestions] == ["围墙", "周界"]


def test_the_order_turns_with_what_is_near(case: tuple[CaseStore, str]) -> None:
    _keep(case, _prototypes("本小区周界设置红外对射入侵报警装置。"))
    assert [one.quote[3:5] for one in _row(case).suggestions] == ["周界", "围墙"]


def test_a_row_that_nothing_comes_near_to_is_not_shown(case: tuple[CaseStore, str]) -> None:
    before = _row(case)
    assert before.status == "partial"
    _keep(case, _prototypes("周界设置入侵报警装置", away=True))
    after = _row(case)
    assert after.status == "none"
    assert not any(after.aspects.values())
    assert {one.quote for one in after.suggestions} == {one.quote for one in before.suggestions}


def test_an_accepted_passage_shows_a_row_however_far_it_is(case: tuple[CaseStore, str]) -> None:
    _keep(case, _prototypes("周界设置入侵报警装置", away=True))
    store, case_id = case
    passage = _row(case).suggestions[0].passage
    store.set_suggestion_decision(case_id, ROW, passage, "accepted")
    assert _row(case).status == "partial"


def test_vectors_of_another_encoder_are_left_alone(case: tuple[CaseStore, str]) -> None:
    keep_nearness(*case, HashEncoder, dataclasses.replace(_prototypes("周界"), encoder="other-1"))
    assert near_documents(*case) == frozenset()
    assert _row(case).status == "partial"


@pytest.mark.parametrize(
    ("towards", "idle", "status"),
    [
        ("入侵报警装置很多人问", -9.0, "partial"),
        ("入侵报警装置很多人问", 9.0, "none"),
        # However it sounds, it means what it comes so near to.
        ("本小区围墙设置电子围栏入侵报警装置。", 9.0, "partial"),
    ],
)
def test_what_seems_to_tell_of_nothing_built_shows_nothing(
    case: tuple[CaseStore, str], towards: str, idle: float, status: str
) -> None:
    _keep(case, _prototypes(towards, idle=idle))
    assert _row(case).status == status


def test_a_sentence_is_read_without_its_headings_too(tmp_path: Path) -> None:
    said = "本小区围墙设置电子围栏入侵报警装置。"
    store = CaseStore(tmp_path / "home")
    case = store, store.create_case("某小区", "tcrea-2023", "A")
    path = tmp_path / "设计说明.md"
    path.write_text(f"# 某某花园智能化系统深化设计说明第二册总则\n\n{said}\n", encoding="utf-8")
    store.add_document(case[1], path)
    asked = _prototypes(said)
    headed, bare = (
        asked.nearness(HashEncoder().encode_passages([text]))[0, 0]
        for text in (f"某某花园智能化系统深化设计说明第二册总则 {said}", said)
    )
    assert headed < 0.8
    assert bare > 0.99
    _keep(case, asked)
    found = case_findings(*case, load_expectations("tcrea-2023")).of(ROW)
    shown = [near for one in found if one.quote.text == said for near in one.near]
    assert max(near or 0 for near in shown) == pytest.approx(bare - 0.12, abs=1e-3)


MEANT = "院墙顶上拉了一圈绷紧的钢丝，谁翻就响。"


@pytest.mark.parametrize(
    ("said", "is_shown"),
    [
        (MEANT, True),
        # What is to come, and what is not there, comes as near.
        (f"二期拟在{MEANT}", False),
        ("院墙顶上没有装绷紧的钢丝。", False),
    ],
)
def test_what_comes_very_near_shows_what_words_missed(
    tmp_path: Path, said: str, *, is_shown: bool
) -> None:
    store = CaseStore(tmp_path / "home")
    case = store, store.create_case("某小区", "tcrea-2023", "A")
    path = tmp_path / "设计说明.md"
    path.write_text(f"# 设计说明\n\n{said}\n", encoding="utf-8")
    store.add_document(case[1], path)
    assert _row(case).suggestions == ()
    _keep(case, _prototypes(f"设计说明 {said}"))
    row = _row(case)
    assert [one.quote for one in row.suggestions] == ([said] if is_shown else [])
    assert row.status == ("supported" if is_shown else "none")


def test_what_shows_nothing_built_means_nothing(case: tuple[CaseStore, str]) -> None:
    before = {one.quote for one in _row(case).suggestions}
    _keep(case, _prototypes("设计说明", idle=9.0))
    assert {one.quote for one in _row(case).suggestions} == before


def test_cancelled_work_goes_on_where_it_was_broken_off(
    case: tuple[CaseStore, str], tmp_path: Path
) -> None:
    store, case_id = case
    path = tmp_path / "验收意见.md"
    path.write_text(TEXT + "验收合格。\n", encoding="utf-8")
    store.add_document(case_id, path)
    asked = iter([False, True])
    keep_nearness(*case, HashEncoder, _prototypes("周界"), cancelled=lambda: next(asked))
    assert len(near_documents(*case)) == 1
    keep_nearness(*case, HashEncoder, _prototypes("周界"))
    assert len(near_documents(*case)) == 2


def test_indexing_without_the_encoder_of_evidence_changes_no_evidence(
    case: tuple[CaseStore, str],
) -> None:
    before = case_evidence(*case)
    index_case(*case, HashEncoder())
    assert case_evidence(*case) == before


def test_indexing_asks_for_the_encoder_of_evidence(case: tuple[CaseStore, str]) -> None:
    asked: list[str] = []

    def near() -> HashEncoder:
        asked.append("near")
        return HashEncoder()

    index_case(*case, HashEncoder(), near=near)
    assert asked == ["near"]


def test_too_many_quotes_load_no_encoder(case: tuple[CaseStore, str]) -> None:
    def unwanted() -> HashEncoder:
        raise AssertionError

    keep_nearness(*case, unwanted, most=1)
    _keep(case, _prototypes("周界"))
    assert len(near_documents(*case)) == 1
    keep_nearness(*case, unwanted, most=100)


def test_prototypes_are_read_as_they_were_written(tmp_path: Path) -> None:
    assert load_prototypes("tcrea-2023", tmp_path) is None
    written = _prototypes("周界")
    save_prototypes("scs-c1", written, tmp_path)
    kept = load_prototypes("scs-c1", tmp_path)
    assert kept is not None
    assert (kept.encoder, kept.row_by_aspect) == (written.encoder, written.row_by_aspect)
    assert np.allclose(kept.centres, written.centres, atol=1e-3)
    assert len(prototypes_digest("scs-c1", tmp_path)) == 16


@pytest.mark.parametrize("rule_set", RULE_SET_IDS)
def test_shipped_prototypes_fit_the_shipped_tuning_and_the_expectations(rule_set: str) -> None:
    shipped = load_prototypes(rule_set)
    assert shipped is not None
    assert shipped.encoder == tuned_build(tuning_file())
    asked = {
        (indicator, aspect.id)
        for indicator, expectation in load_expectations(rule_set).by_indicator.items()
        for aspect in expectation.aspects
    }
    # An aspect without a prototype is judged by words alone; many such need another fit.
    assert len(asked & shipped.row_by_aspect.keys()) >= 0.9 * len(asked)


def test_a_page_that_is_open_sees_that_nearness_has_come(case: tuple[CaseStore, str]) -> None:
    store, case_id = case
    kept = KeptEvidence(store)
    before = kept.of(case_id)
    _keep(case, _prototypes("周界设置入侵报警装置", away=True))
    assert kept.of(case_id) == case_evidence(*case) != before
