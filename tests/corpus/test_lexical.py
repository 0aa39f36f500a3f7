"""BM25 with synonyms."""

from __future__ import annotations

from corpus import STANDARD_IDS, load_standard
from corpus.lexical import LexicalIndex, Synonyms, query_terms, stem, terms
from corpus.lexicon import load_everyday_words, load_outside_questions, load_synonyms
from corpus.traditional import simplified

DOCUMENTS = [
    ("camera", [("电梯轿厢设置视频监控", 1.0)]),
    ("charge", [("非机动车充电区域的火灾探测", 1.0)]),
    ("english", [("The emergency exercises are organized twice a year", 1.0)]),
]


def best(index: LexicalIndex[str], query: str) -> str | None:
    scores = index.search(query).scores
    return None if scores.max() == 0 else index.keys[int(scores.argmax())]


def test_terms_are_bigrams_and_stems() -> None:
    assert terms("视频监控 Cameras!") == ["视频", "频监", "监控", "camera"]
    assert terms("，。!") == []
    assert stem("exercises") == stem("exercise")


def test_words_of_asking_are_left_out_unless_nothing_else_is_there() -> None:
    assert "什么" not in query_terms("电梯有什么要求")
    assert query_terms("什么") == ["什么"]


def test_words_and_synonyms_find_their_document() -> None:
    index = LexicalIndex(
        DOCUMENTS, Synonyms([["视频监控", "摄像头", "camera"], ["非机动车", "电瓶车"]])
    )
    assert best(index, "电梯") == "camera"
    assert best(index, "哪里要装摄像头") == "camera"
    assert best(index, "cameras? a camera") == "camera"
    assert best(index, "电瓶车") == "charge"
    assert best(index, "exercise per year") == "english"
    assert best(index, "天气") is None


def test_coverage_is_the_matched_share_of_the_question() -> None:
    index = LexicalIndex(DOCUMENTS)
    assert index.search("电梯轿厢").coverage.max() == 1.0
    assert index.search("天气预报").coverage.max() == 0.0
    assert 0 < index.search("电梯的天气").coverage.max() < 1


def test_an_empty_index_answers_with_nothing() -> None:
    scores = LexicalIndex[str]([]).search("电梯")
    assert len(scores.scores) == 0
    assert len(scores.coverage) == 0


def test_the_shipped_synonyms_load_and_expand() -> None:
    expanded = [term for words in load_synonyms().expand("围墙上的探头") for term in words]
    assert "周界" in expanded
    assert "视频" in expanded


def test_traditional_characters_find_simplified_documents() -> None:
    assert simplified("電梯裡要裝監控嗎") == "电梯里要装监控吗"
    index = LexicalIndex(DOCUMENTS)
    assert best(index, "電梯") == "camera"


def test_everyday_words_name_clauses_that_exist_once_and_in_both_languages() -> None:
    known = {clause.id for name in STANDARD_IDS for clause in load_standard(name)}
    words = load_everyday_words()
    assert set(words) <= known
    assert all(entry.zh and entry.en for entry in words.values())
    asked = [entry.zh for entry in words.values()] + list(load_outside_questions())
    assert len(load_outside_questions()) == len(set(load_outside_questions()))
    assert not set(load_outside_questions()) & set(asked[: len(words)])
