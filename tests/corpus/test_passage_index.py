"""The passages of cases by words and by meaning: what is embedded, marked, forgotten, found."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.encoder import HashEncoder
from corpus.passage_index import PassageIndex, Similarities, open_passage_index
from corpus.vectors import open_vectors
from corpus.words import IndexedPassage, WordIndex

CASE = "c-abc123"
PASSAGES = {
    "doc1": [
        IndexedPassage("p1", "doc1", "周界设置红外对射入侵报警", "1 周界"),
        IndexedPassage("p2", "doc1", "电梯轿厢内安装摄像机"),
    ],
    "doc2": [IndexedPassage("p3", "doc2", "消防水箱设水位报警")],
}
ENCODER = HashEncoder()


class OtherEncoder(HashEncoder):
    fingerprint = "hash-of-another-kind"


@pytest.fixture
def index(tmp_path: Path) -> PassageIndex:
    index = open_passage_index(tmp_path)
    for name, said in PASSAGES.items():
        index.words.add(CASE, name, "1", said)
    return index


def count(index: PassageIndex, case_id: str = CASE) -> int:
    return index.vectors.of(case_id, ENCODER.fingerprint, ENCODER.dimension).count()


def best(index: PassageIndex, found: Similarities, scores: np.ndarray) -> str:
    at = int(scores.argmax())
    return index.words.passages(found.words, [at])[at].id


def test_passages_are_embedded_once_and_forgotten_with_their_document(index: PassageIndex) -> None:
    told: list[tuple[int, int]] = []
    assert index.embed(CASE, ENCODER, lambda done, total: told.append((done, total))) == 3
    assert told == [(2, 3), (3, 3)]
    assert index.embed(CASE, ENCODER) == 0
    index.forget(CASE, "doc1")
    assert (count(index), list(index.words.documents(CASE))) == (1, ["doc2"])
    index.keep_only(CASE, ENCODER, ["doc1"])
    assert (count(index), index.words.documents(CASE)) == (0, {})


def test_a_document_that_comes_later_is_embedded_alone(index: PassageIndex) -> None:
    index.embed(CASE, ENCODER)
    index.words.add(CASE, "doc3", "1", [IndexedPassage("p4", "doc3", "门禁")])
    assert index.embed(CASE, ENCODER) == 1
    index.forget(CASE, "doc2")
    index.words.add(CASE, "doc4", "1", [IndexedPassage("p5", "doc4", "车库")])
    assert index.embed(CASE, ENCODER) == 1
    assert count(index) == 4


def test_passages_are_found_lexically_before_they_are_embedded(index: PassageIndex) -> None:
    found = index.search(CASE, ENCODER, "围墙报警")
    assert best(index, found, found.words.lexical.scores) == "p1"
    assert found.dense.max() == 0
    index.embed(CASE, ENCODER)
    found = index.search(CASE, ENCODER, "电梯轿厢内安装摄像机")
    assert best(index, found, found.dense) == "p2"


def test_where_the_engine_is_down_words_are_searched_and_it_is_told(
    index: PassageIndex, tmp_path: Path
) -> None:
    down = PassageIndex(index.words, open_vectors(tmp_path, "chroma+http://127.0.0.1:9"))
    found = down.search(CASE, ENCODER, "围墙报警")
    assert best(down, found, found.words.lexical.scores) == "p1"
    assert found.fault is not None
    assert found.fault.code == "corpus-vectors-down"


def test_vectors_that_an_engine_lost_are_made_again(index: PassageIndex, tmp_path: Path) -> None:
    index.embed(CASE, ENCODER)
    index.vectors.forget(CASE, "doc1")
    assert index.embed(CASE, ENCODER) == 2
    index.vectors.forget(CASE)
    assert index.embed(CASE, ENCODER) == 3
    assert count(index) == 3


def test_vectors_of_another_encoder_or_engine_are_made_anew(
    index: PassageIndex, tmp_path: Path
) -> None:
    index.embed(CASE, ENCODER)
    assert index.embed(CASE, OtherEncoder()) == 3
    assert count(index) == 0
    assert index.embed(CASE, ENCODER) == 3
    elsewhere = PassageIndex(index.words, open_vectors(tmp_path / "elsewhere"))
    assert elsewhere.embed(CASE, ENCODER) == 3


def test_words_made_anew_find_the_vectors_that_are_there(
    index: PassageIndex, tmp_path: Path
) -> None:
    index.embed(CASE, ENCODER)
    shutil.rmtree(tmp_path / "words")
    anew = PassageIndex(WordIndex(tmp_path), index.vectors)
    for name, said in PASSAGES.items():
        anew.words.add(CASE, name, "1", said)
    assert anew.embed(CASE, ENCODER) == 0


def test_cases_do_not_see_each_other(index: PassageIndex) -> None:
    index.words.add("c-two", "doc2", "1", PASSAGES["doc2"])
    index.embed(CASE, ENCODER)
    assert count(index, "c-two") == 0
    index.embed("c-two", ENCODER)
    index.forget(CASE)
    assert (count(index), count(index, "c-two")) == (0, 1)
    found = index.search("c-two", ENCODER, "水箱")
    assert best(index, found, found.dense) == "p3"


def test_embedding_stops_when_it_is_cancelled(index: PassageIndex) -> None:
    assert index.embed(CASE, ENCODER, cancelled=lambda: True) == 0
    assert count(index) == 0
    assert index.embed(CASE, ENCODER) == 3


def test_many_threads_may_open_a_case_at_once(tmp_path: Path) -> None:
    # In a process of its own: the store shares what one thread has opened before.
    code = (
        "import sys; from concurrent.futures import ThreadPoolExecutor; from pathlib import Path\n"
        "from threading import Barrier\n"
        "from corpus.encoder import HashEncoder\n"
        "from corpus.passage_index import open_passage_index\n"
        "from corpus.vectors import load_vector_engine\n"
        "from tests.corpus.test_passage_index import PASSAGES\n"
        "load_vector_engine()\n"
        "together = Barrier(8)\n"
        "def opened(_):\n"
        "    index = open_passage_index(Path(sys.argv[1]))\n"
        "    together.wait()\n"
        "    for name, said in PASSAGES.items(): index.words.add('c-1', name, '1', said)\n"
        "    index.embed('c-1', HashEncoder())\n"
        "    return len(index.search('c-1', HashEncoder(), '电梯').dense)\n"
        "with ThreadPoolExecutor(8) as threads: print(sum(threads.map(opened, range(8))))"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "24"
