"""The systems under test, and the parts that can be switched off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.asking.conversation import Assistant
from assistant.asking.question import Turn
from assistant.asking.retrieval import Retriever
from corpus.clause_texts import clause_passages
from corpus.encoder import HashEncoder, Vectors
from corpus.index import StandardIndex
from corpus.load import load_standard
from corpus.parts import ALL_PARTS, Parts
from evals.system import (
    VERBATIM,
    RememberingEncoder,
    ablated_systems,
    assistant_system,
    index_without,
    ranking_systems,
    retrieval_system,
    search_text,
)
from tests.evals.samples import question


class CountingEncoder(HashEncoder):
    def __init__(self) -> None:
        self.encoded = 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        return super().encode_passages(texts)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> StandardIndex:
    return StandardIndex(HashEncoder(), tmp_path_factory.mktemp("cache"))


def test_the_assistant_is_judged_by_what_its_answer_ranks_and_cites(index: StandardIndex) -> None:
    system = assistant_system(Assistant(Retriever(index)), index)
    found = system(question("q1", question="A1.2.1"))
    assert found.ranked[0] == ("A1.2.1",)
    assert found.abstained is False
    assert [citation.holds for citation in found.citations] == [True] * len(found.citations)
    assert found.citations


def test_rankings_search_with_what_a_follow_up_takes_over(index: StandardIndex) -> None:
    history = (Turn("user", "A级的视频保存多久？"), Turn("assistant", "90 天"))
    assert "视频" in search_text(question("q1", question="那B级呢？", history=history))


def test_every_naive_ranking_gives_ten_different_clauses(index: StandardIndex) -> None:
    systems = ranking_systems(index, index)
    for system in (*systems.values(), retrieval_system(Retriever(index))):
        ranked = system(question("q1", question="周界入侵报警")).ranked
        assert len(set(ranked)) == 10


def test_a_text_is_encoded_once() -> None:
    counting = CountingEncoder()
    remembering = RememberingEncoder(counting)
    first = remembering.encode_passages(["甲", "乙", "甲"])
    again = remembering.encode_passages(["乙", "丙"])
    assert counting.encoded == 3
    assert np.array_equal(first[1], again[0])
    assert remembering.encode_passages([]).shape == (0, counting.dimension)


def test_each_part_is_off_in_one_system(index: StandardIndex, tmp_path: Path) -> None:
    systems = ablated_systems(index, tmp_path, RememberingEncoder(HashEncoder()))
    assert len(systems) == len(Parts.__slots__)
    asked = question("q1", question="A1.2.1")
    assert systems["without synonyms"](asked).ranked[0] == ("A1.2.1",)
    assert systems["without names"](asked) != systems["without synonyms"](asked)


def test_an_index_is_used_again_when_no_text_changes(index: StandardIndex, tmp_path: Path) -> None:
    same = index_without(index, Parts(words=False), tmp_path, HashEncoder(), name="words")
    assert same is index
    other = index_without(index, Parts(everyday=False), tmp_path, HashEncoder(), name="everyday")
    assert other is not index


def test_indexes_of_different_parts_do_not_throw_away_each_others_vectors(
    index: StandardIndex, tmp_path: Path
) -> None:
    encoder = CountingEncoder()
    StandardIndex(encoder, tmp_path)
    index_without(index, VERBATIM, tmp_path, encoder, name="verbatim")
    before = encoder.encoded
    StandardIndex(encoder, tmp_path)
    index_without(index, VERBATIM, tmp_path, encoder, name="verbatim")
    assert encoder.encoded == before


def test_without_titles_the_documents_words_alone_stand_for_a_clause() -> None:
    standard = load_standard("tcrea-2023")
    row = standard.clause("A1.2.1")
    assert clause_passages(row, standard, VERBATIM) == (row.text, "")
    chinese, english = clause_passages(row, standard, Parts(other_titles=False))
    assert (chinese, english) == (clause_passages(row, standard)[0], "")
    own_off = clause_passages(row, standard, Parts(own_titles=False))
    assert own_off == (row.text, clause_passages(row, standard)[1])


def test_without_words_and_meaning_every_clause_ranks_alike(index: StandardIndex) -> None:
    parts = Parts(words=False, meaning=False, structure=False, names=False)
    found = Retriever(index, parts).retrieve("周界入侵报警")
    assert len({entry.similarity for entry in found.ranked}) == 1


def test_structure_and_names_can_be_switched_off(index: StandardIndex) -> None:
    with_all = Retriever(index, ALL_PARTS).retrieve("A级 A1.2.1")
    without = Retriever(index, Parts(names=False, structure=False)).retrieve("A级 A1.2.1")
    assert (len(with_all.named), len(without.named)) == (1, 0)
    assert {entry.why for entry in without.ranked} == {"words and meaning"}
