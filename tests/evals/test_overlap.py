"""Questions that the product knows already."""

from __future__ import annotations

from corpus.question_bank import load_questions
from evals.overlap import known_word_for_word
from tests.evals.samples import question, suite


def test_known_questions_are_counted_whatever_their_punctuation() -> None:
    known = load_questions()[0].text
    asked = suite(
        question("q1", question=f" {known}？"),
        question("q2", question=known, split="test"),
        question("q3", question="没有人这样问过的一句话"),
    )
    assert known_word_for_word(asked) == {"dev": 1, "test": 1}
