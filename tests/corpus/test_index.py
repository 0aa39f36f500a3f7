"""The indexes over clauses and over a case's passages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.encoder import HashEncoder
from corpus.index import (
    IndexedPassage,
    PassageIndex,
    StandardIndex,
    forget_vectors,
    stored_vectors,
)


class OtherEncoder(HashEncoder):
    fingerprint = "hash-of-another-kind"


PASSAGES = [
    IndexedPassage("p1", "doc1", "周界设置红外对射入侵报警", "1 周界"),
    IndexedPassage("p2", "doc1", "电梯轿厢内安装摄像机"),
    IndexedPassage("p3", "doc2", "消防水箱设水位报警"),
]


def test_the_standards_are_indexed_once_and_read_back(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    first = StandardIndex(HashEncoder(), tmp_path, lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] >= 2 * len(first.clauses)
    again: list[object] = []
    second = StandardIndex(HashEncoder(), tmp_path, lambda done, _: again.append(done))
    assert again == []
    one, two = first.search("周界入侵报警"), second.search("周界入侵报警")
    assert np.array_equal(one.dense, two.dense)
    assert one.keys == two.keys
    assert one.margin == two.margin


def test_a_question_out_of_reach_is_nearer_to_its_like_than_to_a_clause(tmp_path: Path) -> None:
    index = StandardIndex(HashEncoder(), tmp_path)
    assert index.search("今天天气怎么样，明天会下雨吗").margin < 0
    assert index.search("电梯轿厢设置视频图像采集装置").margin > 0


@pytest.mark.parametrize("damage", [b"", b"no array", b"\x93NUMPY\x01"])
def test_a_torn_file_is_made_again(tmp_path: Path, damage: bytes) -> None:
    texts = ["甲", "乙"]
    before = stored_vectors(texts, HashEncoder(), tmp_path)
    (path,) = tmp_path.glob("*.npy")
    path.write_bytes(damage)
    assert np.array_equal(stored_vectors(texts, HashEncoder(), tmp_path), before)


def test_stale_vectors_are_removed(tmp_path: Path) -> None:
    stored_vectors(["甲"], HashEncoder(), tmp_path)
    stored_vectors(["乙"], HashEncoder(), tmp_path)
    assert len(list(tmp_path.glob("*.npy"))) == 1
    assert not list(tmp_path.glob("*.draft"))


def test_passages_are_embedded_once_and_forgotten_with_their_document(tmp_path: Path) -> None:
    index = PassageIndex(tmp_path, "c-abc123", HashEncoder())
    assert index.embed(PASSAGES) == 3
    assert index.embed(PASSAGES) == 0
    reopened = PassageIndex(tmp_path, "c-abc123", HashEncoder())
    assert reopened.count() == 3
    forget_vectors(tmp_path, "c-abc123", "doc1")
    assert reopened.count() == 1
    reopened.keep_only({"doc1"})
    assert reopened.count() == 0


def test_the_vectors_of_a_case_are_forgotten_and_no_others(tmp_path: Path) -> None:
    forget_vectors(tmp_path, "c-abc123")
    assert not list(tmp_path.iterdir())
    for case_id in ("c-abc123", "c-abc124"):
        PassageIndex(tmp_path, case_id, HashEncoder()).embed(PASSAGES)
    forget_vectors(tmp_path, "c-abc123")
    kept = {
        case_id: PassageIndex(tmp_path, case_id, HashEncoder()).count()
        for case_id in ("c-abc123", "c-abc124")
    }
    assert kept == {"c-abc123": 0, "c-abc124": 3}


def test_passages_are_found_lexically_before_they_are_embedded(tmp_path: Path) -> None:
    index = PassageIndex(tmp_path, "c-abc123", HashEncoder())
    (scores,) = index.search_many(PASSAGES, ["围墙报警"])
    assert scores.keys[int(scores.lexical.scores.argmax())] == "p1"
    assert scores.dense.max() == 0
    index.embed(PASSAGES)
    (scores,) = index.search_many(PASSAGES, ["电梯轿厢内安装摄像机"])
    assert scores.keys[int(scores.dense.argmax())] == "p2"


def test_cases_do_not_see_each_other(tmp_path: Path) -> None:
    PassageIndex(tmp_path, "c-one", HashEncoder()).embed(PASSAGES)
    assert PassageIndex(tmp_path, "c-two", HashEncoder()).count() == 0


def test_embedding_stops_when_it_is_cancelled(tmp_path: Path) -> None:
    index = PassageIndex(tmp_path, "c-abc123", HashEncoder())
    assert index.embed(PASSAGES, cancelled=lambda: True) == 0
    assert index.count() == 0


@pytest.mark.parametrize("keep", [0, 7, 4096, 60_000])
def test_a_torn_store_is_made_again(tmp_path: Path, keep: int) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from corpus.encoder import HashEncoder\nfrom corpus.index import PassageIndex\n"
        "from tests.corpus.test_index import PASSAGES\n"
        "index = PassageIndex(Path(sys.argv[1]), 'c-abc123', HashEncoder())\n"
        "index.embed(PASSAGES); print(index.count())"
    )

    def in_a_process_of_its_own() -> str:
        command = [sys.executable, "-c", code, str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert in_a_process_of_its_own() == "3"
    database = tmp_path / "vectors" / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[:keep] or b"no database")
    assert in_a_process_of_its_own() == "3"


def test_vectors_of_another_encoder_are_removed(tmp_path: Path) -> None:
    PassageIndex(tmp_path, "c-abc123", HashEncoder()).embed(PASSAGES)
    assert PassageIndex(tmp_path, "c-abc123", OtherEncoder()).count() == 0
    assert PassageIndex(tmp_path, "c-abc123", HashEncoder()).count() == 0
