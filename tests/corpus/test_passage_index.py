"""The index over a case's passages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.encoder import HashEncoder
from corpus.passage_index import IndexedPassage, PassageIndex, PassageWords, forget_vectors


class OtherEncoder(HashEncoder):
    fingerprint = "hash-of-another-kind"


PASSAGES = [
    IndexedPassage("p1", "doc1", "周界设置红外对射入侵报警", "1 周界"),
    IndexedPassage("p2", "doc1", "电梯轿厢内安装摄像机"),
    IndexedPassage("p3", "doc2", "消防水箱设水位报警"),
]


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
    words = PassageWords(PASSAGES)
    scores = index.search(words, "围墙报警")
    assert scores.keys[int(scores.lexical.scores.argmax())] == "p1"
    assert scores.dense.max() == 0
    index.embed(PASSAGES)
    scores = index.search(words, "电梯轿厢内安装摄像机")
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
        "from corpus.encoder import HashEncoder\nfrom corpus.passage_index import PassageIndex\n"
        "from tests.corpus.test_passage_index import PASSAGES\n"
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


def test_many_threads_may_open_a_case_at_once(tmp_path: Path) -> None:
    # In a process of its own: the store shares what one thread has opened before.
    code = (
        "import sys; from concurrent.futures import ThreadPoolExecutor; from pathlib import Path\n"
        "from threading import Barrier\n"
        "from corpus.encoder import HashEncoder\nfrom corpus.passage_index import PassageIndex\n"
        "import chromadb\n"
        "together = Barrier(8)\n"
        "def opened(_):\n"
        "    together.wait()\n"
        "    return PassageIndex(Path(sys.argv[1]), 'c-abc123', HashEncoder()).count()\n"
        "with ThreadPoolExecutor(8) as threads: print(sum(threads.map(opened, range(8))))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
