"""Evidence on a shipped dev dossier; what its figures are is pinned, not tested here."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.dossier import DOSSIERS, STATUSES
from evals.errors import DossierError
from evals.evidence import (
    DEV_DOSSIERS,
    TEST_DOSSIERS,
    EvidenceRun,
    digest_of,
    evaluate,
    find_dossiers,
)
from evals.evidence_report import evidence_report


@pytest.fixture(scope="module")
def red_star() -> EvidenceRun:
    return evaluate(find_dossiers(["red-star"]))


def test_every_row_is_judged_once(red_star: EvidenceRun) -> None:
    (judged,) = red_star.judgements
    (read,) = red_star.dossiers
    assert [row.gold.id for row in judged.rows] == list(read.dossier.indicators)
    assert {row.found.status for row in judged.rows} <= set(STATUSES)
    assert len(judged.lures) == len(read.dossier.distractors)
    assert {quote.format for quote in judged.quotes} == {"docx", "pdf", "scan", "xlsx", "txt"}


def test_every_shown_text_is_verbatim_and_the_first_are_no_mentions(red_star: EvidenceRun) -> None:
    (judged,) = red_star.judgements
    assert judged.verbatim
    assert all(judged.verbatim)
    for row in judged.rows:
        assert len(row.found.first) <= 3
        assert "mentions" not in {one.relation for one in row.found.first}


def test_what_it_took_is_told(red_star: EvidenceRun) -> None:
    cost = red_star.dossiers[0].cost
    assert cost.files == 6
    assert cost.statements == len(red_star.dossiers[0].said) > 0
    assert cost.again_s < cost.find_s


def test_the_report_of_a_real_dossier_is_whole(red_star: EvidenceRun) -> None:
    report = evidence_report(red_star)
    (row,) = report["rows"]
    assert (row["group"], row["split"], row["system"], row["n"]) == (
        "red-star",
        "dev",
        "evidence",
        50,
    )
    wrong = {entry["indicator"] for entry in report["wrong"]}
    statuses_right = sum(row["confusion"][status][status] for status in STATUSES)
    assert len(wrong) >= row["n"] - statuses_right
    assert report["dossiers"]["red-star"]["digest"] == digest_of(DOSSIERS / "red-star")


def test_the_shipped_dossiers_are_dev_or_test() -> None:
    shipped = {folder.name for folder in find_dossiers([])}
    assert shipped == {*DEV_DOSSIERS, *TEST_DOSSIERS}


def test_a_dossier_is_found_by_name_and_by_folder_once() -> None:
    twice = find_dossiers(["red-star", str(DOSSIERS / "red-star")])
    assert [folder.name for folder in twice] == ["red-star"]


def test_an_unknown_dossier_is_named_with_the_shipped_ones(tmp_path: Path) -> None:
    shipped = ", ".join(sorted((*DEV_DOSSIERS, *TEST_DOSSIERS)))
    for name in ("red-stat", str(tmp_path)):
        with pytest.raises(DossierError, match=shipped):
            find_dossiers([name])


def test_the_digest_changes_with_the_gold(tmp_path: Path) -> None:
    (tmp_path / "files.lock").write_text("x")
    (tmp_path / "gold.yaml").write_text("a")
    first = digest_of(tmp_path)
    (tmp_path / "gold.yaml").write_text("b")
    assert digest_of(tmp_path) != first
