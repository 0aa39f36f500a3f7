"""What every engine of vectors does, asked of each."""

from __future__ import annotations

import secrets
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.encoder import HashEncoder, Vectors
from corpus.vectors import CaseVectors, StoredPassage, VectorStore

ENCODER = HashEncoder()
TEXTS = {
    "p1": ("doc1", "周界设置红外对射入侵报警"),
    "p2": ("doc1", "电梯轿厢内安装摄像机"),
    "p3": ("doc2", "消防水箱设水位报警"),
}
PASSAGES = [StoredPassage(name, document) for name, (document, _) in TEXTS.items()]


def vectors_of(*names: str) -> Vectors:
    return ENCODER.encode_passages([TEXTS[name][1] for name in names])


@pytest.fixture
def case_id() -> str:
    return f"c-{secrets.token_hex(6)}"


def opened(engine: VectorStore, case_id: str, encoder: str = "one") -> CaseVectors:
    return engine.of(case_id, encoder, ENCODER.dimension)


@pytest.fixture
def filled(engine: VectorStore, case_id: str) -> CaseVectors:
    kept = opened(engine, case_id)
    kept.add(PASSAGES, vectors_of(*TEXTS))
    return kept


def test_a_case_without_vectors_has_none(engine: VectorStore, case_id: str) -> None:
    kept = opened(engine, case_id)
    assert kept.count() == 0
    assert kept.missing(["p2", "p1"]) == ["p2", "p1"]
    assert kept.nearest(vectors_of("p1")[0], 5) == []
    assert kept.vectors(["p1"]) == {}
    kept.keep_only([])
    engine.forget(case_id)
    engine.forget(case_id, "doc1")
    engine.check()


def test_what_is_added_again_stands_once(filled: CaseVectors) -> None:
    filled.add(PASSAGES[:2], vectors_of("p2", "p1"))
    assert filled.count() == 3
    assert filled.missing(["p3", "p9", "p1"]) == ["p9"]
    assert np.allclose(filled.vectors(["p1"])["p1"], vectors_of("p2")[0])


def test_the_nearest_come_first(filled: CaseVectors) -> None:
    asked = vectors_of("p2")[0]
    by_nearness = sorted(TEXTS, key=lambda name: -float(vectors_of(name)[0] @ asked))
    assert filled.nearest(asked, 10) == by_nearness
    assert filled.nearest(asked, 1) == ["p2"]


def test_vectors_come_back_as_they_were(filled: CaseVectors) -> None:
    found = filled.vectors(["p3", "p9", "p1"])
    assert sorted(found) == ["p1", "p3"]
    for name, vector in found.items():
        assert vector.dtype == np.float32
        assert np.allclose(vector, vectors_of(name)[0], atol=1e-6)
    assert filled.vectors([]) == {}


def test_a_document_is_forgotten_with_its_vectors(
    engine: VectorStore, filled: CaseVectors, case_id: str
) -> None:
    engine.forget(case_id, "doc1")
    assert filled.missing(["p1", "p2", "p3"]) == ["p1", "p2"]
    engine.forget(case_id, "no such document")
    assert filled.count() == 1


def test_all_other_documents_are_removed(filled: CaseVectors) -> None:
    filled.keep_only({"doc1", "doc9"})
    assert filled.missing(["p1", "p2", "p3"]) == ["p3"]
    filled.keep_only(())
    assert filled.count() == 0


def test_a_case_is_forgotten_and_no_other(engine: VectorStore, case_id: str) -> None:
    beside = f"{case_id}2"
    for one in (case_id, beside):
        opened(engine, one).add(PASSAGES, vectors_of(*TEXTS))
    assert opened(engine, beside).nearest(vectors_of("p1")[0], 9) != []
    engine.forget(case_id)
    assert opened(engine, case_id).count() == 0
    assert opened(engine, case_id).nearest(vectors_of("p1")[0], 9) == []
    assert opened(engine, beside).count() == 3


def test_vectors_of_another_encoder_go_with_the_first_of_this(
    engine: VectorStore, filled: CaseVectors, case_id: str
) -> None:
    beside = opened(engine, f"{case_id}2")
    beside.add(PASSAGES, vectors_of(*TEXTS))
    other = opened(engine, case_id, "another")
    assert other.count() == 0
    assert filled.count() == 3
    other.add(PASSAGES[:1], vectors_of("p1"))
    assert (other.count(), filled.count(), beside.count()) == (1, 0, 3)


def test_two_processes_keep_vectors_at_once(
    engine_url: str, engine: VectorStore, tmp_path: Path, case_id: str
) -> None:
    kept = opened(engine, case_id)
    if engine_url.startswith("milvus://"):
        pytest.skip(
            "a file of Milvus Lite serves one process; another test says what a second gets"
        )
    code = (
        "import sys; from pathlib import Path\n"
        "from corpus.vectors import StoredPassage, open_vectors\n"
        "from tests.corpus.vectors.test_contract import ENCODER\n"
        "home, url, case, first = sys.argv[1:]\n"
        "kept = open_vectors(Path(home), url).of(case, 'one', ENCODER.dimension)\n"
        "for n in range(int(first), int(first) + 40):\n"
        "    kept.add([StoredPassage(f'p{n}', 'doc')], ENCODER.encode_passages([f'text {n}']))"
    )
    kept.add([StoredPassage("p0", "doc")], ENCODER.encode_passages(["text 0"]))
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "home"), engine_url, case_id, first],
            stderr=subprocess.PIPE,
        )
        for first in ("1", "41")
    ]
    for worker in workers:
        _, said = worker.communicate(timeout=120)
        assert worker.returncode == 0, said.decode()
    assert kept.missing([f"p{n}" for n in range(81)]) == []
    assert kept.count() == 81
