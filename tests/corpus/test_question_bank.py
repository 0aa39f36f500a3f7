"""Known questions by clause, and how near a query is to them."""

from __future__ import annotations

import numpy as np

from corpus.question_bank import KnownQuestion, QuestionBank, load_questions

ROWS = {"A": 0, "B": 1, "C": 2}
QUESTIONS = (
    KnownQuestion("甲", "zh", ("A", "B")),
    KnownQuestion("乙", "zh", ("A",)),
    KnownQuestion("third", "en", ("B", "elsewhere")),
)
VECTORS = np.eye(3, dtype=np.float32)


def test_the_nearest_question_of_each_clause_counts() -> None:
    bank = QuestionBank(QUESTIONS, VECTORS, ROWS)
    found = bank.nearest(np.array([0.2, 0.9, 0.4], dtype=np.float32))
    expected = [[0.9, 0.2, -1.0], [-1.0, 0.4, -1.0]]
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_no_questions_are_near_nothing() -> None:
    bank = QuestionBank((), np.zeros((0, 3), np.float32), ROWS)
    assert (bank.nearest(np.ones(3, np.float32)) == -1).all()


def test_the_shipped_questions_are_in_both_languages() -> None:
    languages = {question.language for question in load_questions()}
    assert languages == {"zh", "en"}
    assert all(question.clauses for question in load_questions())
