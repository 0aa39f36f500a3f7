"""Known questions by clause, and how near a query is to them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.encoder import HashEncoder, Vectors
from corpus.index import StandardIndex
from corpus.load import STANDARD_IDS, load_standard
from corpus.norms.card import cards_standard
from corpus.norms.load import load_norm_cards
from corpus.parts import Parts
from corpus.question_bank import KnownQuestion, QuestionBank, load_questions
from corpus.standard import Standard

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


class RecordingEncoder(HashEncoder):
    """Keeps what it encoded."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.texts.update(texts)
        return super().encode_passages(texts)


def questions_on(standards: Sequence[Standard]) -> set[str]:
    ids = {clause.id for standard in standards for clause in standard}
    return {known.text for known in load_questions() if ids.intersection(known.clauses)}


CARDS = cards_standard(load_norm_cards())
DOCUMENTS = [load_standard(name) for name in STANDARD_IDS]


def test_every_card_and_fact_of_the_norms_has_questions_in_both_languages() -> None:
    for language in ("zh", "en"):
        asked = [known for known in load_questions() if known.language == language]
        named = {name for known in asked for name in known.clauses}
        assert {clause.id for clause in CARDS} <= named


def test_questions_on_norms_belong_to_the_index_of_the_cards_alone(tmp_path: Path) -> None:
    on_norms, on_documents = questions_on([CARDS]), questions_on(DOCUMENTS)
    assert on_norms
    assert on_documents
    assert not on_norms & on_documents
    cards, documents = RecordingEncoder(), RecordingEncoder()
    StandardIndex(cards, tmp_path, standards=[CARDS], name="norms")
    StandardIndex(documents, tmp_path)
    assert on_norms <= cards.texts
    assert not on_documents & cards.texts
    assert on_documents <= documents.texts
    assert not on_norms & documents.texts


def test_a_fact_of_a_norm_is_found_by_a_question_that_shares_no_word_with_it(
    tmp_path: Path,
) -> None:
    asked, fact = "磁力锁停了电会不会敞开", "GB 55029-2022 3.5.3(3)"
    ranks = []
    for parts in (Parts(), Parts(questions=False)):
        index = StandardIndex(
            HashEncoder(), tmp_path, standards=[CARDS], name=f"norms-{parts.questions}", parts=parts
        )
        best = np.argsort(-index.search(asked).dense)
        ranks.append([index.search(asked).keys[row][1] for row in best].index(fact))
    assert ranks[0] == 0
    assert ranks[1] > 0
