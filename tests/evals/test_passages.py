"""SQuAD-format files: read strictly, joined by id, measured with ties against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.encoder import HashEncoder
from evals.errors import QuestionsError
from evals.passages import figures_of, measure, pair, read_paragraphs


def _file(path: Path, *paragraphs: tuple[str, list[dict[str, Any]]]) -> Path:
    entries = [{"context": text, "qas": qas} for text, qas in paragraphs]
    path.write_text(json.dumps({"data": [{"paragraphs": entries}]}), encoding="utf-8")
    return path


def _asked(name: str, text: str = "red fox?", **more: Any) -> dict[str, Any]:
    return {"id": name, "question": text, **more}


def test_questions_are_joined_to_paragraphs_of_another_file_by_id(tmp_path: Path) -> None:
    one = read_paragraphs(_file(tmp_path / "a", ("x", [_asked("1")]), ("y", [_asked("2", "b")])))
    other = read_paragraphs(_file(tmp_path / "b", ("Y", [_asked("2")]), ("X", [_asked("1")])))
    assert pair(one, other, tmp_path / "b") == [("red fox?", 1), ("b", 0)]


def test_impossible_questions_are_left_out_and_their_paragraph_stays(tmp_path: Path) -> None:
    entries = [_asked("1", is_impossible=True)]
    read = read_paragraphs(_file(tmp_path / "a", ("x", entries), ("y", [_asked("2")])))
    assert (read.texts, list(read.questions)) == (("x", "y"), ["2"])


def test_questions_without_a_paragraph_are_told(tmp_path: Path) -> None:
    one = read_paragraphs(_file(tmp_path / "a", ("x", [_asked("1"), _asked("2")])))
    other = read_paragraphs(_file(tmp_path / "b", ("x", [_asked("1")])))
    with pytest.raises(QuestionsError, match="1 of the questions are not in it, '2' first"):
        pair(one, other, tmp_path / "b")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"\xff\xfe{}", "byte 0 is not UTF-8"),
        (b"[]", "the file has no list 'data'"),
        (b'{"data": [1]}', "data[0] is no object"),
        (b'{"data": [{}]}', "data[0] has no list 'paragraphs'"),
        (b'{"data": [{"paragraphs": [{"qas": []}]}]}', "has no text 'context'"),
        (b'{"data": []}', "holds no question"),
        (b'{"data": [{"paragraphs": [{"context": "x", "qas": [{"id": 1}]}]}]}', "no text 'id'"),
    ],
)
def test_a_file_of_another_form_says_where(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(QuestionsError) as caught:
        read_paragraphs(path)
    assert words in str(caught.value)


def test_missing_files_and_repeated_ids_are_told(tmp_path: Path) -> None:
    with pytest.raises(QuestionsError, match="No such file"):
        read_paragraphs(tmp_path / "none.json")
    with pytest.raises(QuestionsError, match="'1' stands twice"):
        read_paragraphs(_file(tmp_path / "a", ("x", [_asked("1"), _asked("1")])))


def test_a_tie_counts_against_a_ranking() -> None:
    right = np.array([0, 1])
    tied = figures_of("tied", np.array([[1.0, 1.0], [0.0, 1.0]]), right)
    # First question: rank 2 of 2; second: rank 1. MRR = (1/2 + 1) / 2.
    assert (tied.r1.value, tied.r10.value, tied.mrr.value) == (0.5, 1.0, 0.75)


def test_every_ranking_finds_a_paragraph_that_holds_the_question() -> None:
    texts = ["A red fox runs.", "Blue whales swim."]
    found = measure([("red fox", 0), ("blue whales", 1)], texts, HashEncoder())
    assert {entry.ranking: entry.r1.value for entry in found} == dict.fromkeys(
        ["dense, whole", "dense, windows", "BM25", "fused"], 1.0
    )
