"""What a report of evidence shows, and what it keeps to itself."""

from __future__ import annotations

import json

from evals.evidence import EvidenceRun
from evals.evidence_report import (
    POOLED,
    evidence_markdown,
    evidence_report,
    evidence_tables,
    summarise_evidence,
    wrong_lines,
)
from tests.evals.evidence_samples import FENCE, LIFT, LURE, RIGHT, WRONG, judgement, run

SECRET = (FENCE, LIFT, LURE, "C1.1.2")


def test_every_wrong_row_of_a_dev_dossier_is_listed() -> None:
    report = evidence_report(run(WRONG))
    assert [entry["indicator"] for entry in report["wrong"]] == [
        "C1.1.2",
        "C1.2.1",
        "C1.3.5",
        "C1.5.1",
    ]
    second = report["wrong"][1]
    assert (second["expected"], second["found"], second["why"]) == (
        "contradicted",
        "supported",
        "absent",
    )
    assert report["lured"][0]["indicators"] == ["C1.5.1", "C1.1.2"]
    text = evidence_markdown(run(WRONG))
    assert "- **sample C1.3.5** partial, found contradicted; no quote" in text
    assert "  - missing by the gold: 录像" in text
    assert f"- sample C1.5.1, C1.1.2: {LURE} (planned)" in text


def test_of_a_test_dossier_only_figures_are_shown() -> None:
    closed = run(WRONG, ["harbour-garden"])
    assert wrong_lines(closed) == []
    for text in (
        json.dumps(evidence_report(closed), ensure_ascii=False),
        evidence_markdown(closed),
        evidence_tables(closed),
    ):
        assert "harbour-garden" in text
        for secret in SECRET:
            assert secret not in text


def test_dev_dossiers_are_pooled_and_test_ones_are_not() -> None:
    rows = summarise_evidence(run(RIGHT, ["one", "two", "harbour-garden"]).judgements)
    assert [(row.group, row.split, row.n) for row in rows] == [
        ("one", "dev", 4),
        ("two", "dev", 4),
        ("harbour-garden", "test", 4),
        (POOLED, "dev", 8),
    ]
    assert [row.group for row in summarise_evidence(run().judgements)] == ["sample"]
    assert summarise_evidence(()) == ()


def test_baselines_stand_beside_the_product_without_quotes_by_kind() -> None:
    judged = (judgement(), judgement(WRONG, system="BM25"))
    both = EvidenceRun(run().dossiers, judged, {"BM25": 1.5}, "hash-1")
    _, baseline = evidence_report(both)["rows"]
    assert baseline["system"] == "BM25"
    assert baseline["figures"]["quotes in docx"] is None
    assert baseline["figures"]["accuracy"]["value"] == 0.25
    text = evidence_markdown(both)
    assert "| sample (dev): BM25 |" in text
    assert "BM25 calls a row supported from a score of 1.5000 on." in text


def test_a_run_without_faults_says_none() -> None:
    assert evidence_markdown(run()).count("None.") == 2
    assert wrong_lines(run()) == []
