"""Answers from imported norms: verbatim, with clause and page, and silent on other matters."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.asking.conversation import Assistant
from assistant.asking.retrieval import Retriever
from assistant.norms.text import NormTexts
from corpus.encoder import Encoder, HashEncoder
from corpus.index import StandardIndex
from corpus.norms.library import NormLibrary
from tests.corpus import sample_norms as sample
from ui.settings import default_cache


@pytest.fixture
def library(tmp_path: Path) -> NormLibrary:
    library = NormLibrary(tmp_path / "home", tmp_path / "cache")
    library.import_norm(sample.write_pdf(tmp_path / "n.pdf"), sample.NUMBER, title=sample.TITLE)
    library.import_norm(sample.write_txt(tmp_path / "law.txt", sample.LAW), "国务院令第9999号")
    return library


@pytest.fixture
def texts(library: NormLibrary) -> NormTexts:
    return NormTexts(library, lambda norm: library.index(norm.number, HashEncoder()))


@pytest.mark.parametrize(
    "question",
    ["GB 59999 第3.2.1条", "gb59999-2031 3.2.1", "ＧＢ５９９９９－２０３１　３．２．１", "《示范报警系统技术标准》3.2.1怎么说的",
     "What does GB 59999 clause 3.2.1 say?", "GB/T 59999 3.2.1"],
)  # fmt: skip
def test_a_named_clause_is_quoted_verbatim_in_any_notation(texts: NormTexts, question: str) -> None:
    answer = texts.answer(question, "zh")
    assert answer is not None
    assert answer.answerable
    (citation,) = answer.citations
    assert (citation.standard, citation.clause, citation.page) == (
        f"norm:{sample.NUMBER}",
        "3.2.1",
        5,
    )
    assert citation.quote == "3.2.1 探测器应布置在顶棚中央。"
    assert citation.check == "verbatim"
    assert "[1]" in answer.text
    assert "第 5 页" in answer.text
    assert "遮挡" not in answer.text


def test_a_clause_with_items_is_quoted_whole(texts: NormTexts) -> None:
    answer = texts.answer("GB 59999 3.1.1", "zh")
    assert answer is not None
    assert "2）值班室应设电话。" in answer.citations[0].quote
    assert answer.clauses == ("3.1.1",)


def test_an_item_or_a_paragraph_of_a_law_can_be_named(texts: NormTexts) -> None:
    item = texts.answer("GB 59999 3.1.1 第2款", "zh")
    law = texts.answer("国令9999 第3条第2款", "zh")
    by_title = texts.answer("示范图像管理条例第四条", "zh")
    assert item is not None
    assert item.clauses == ("3.1.1(2)",)
    assert law is not None
    assert law.citations[0].quote == "发现安装的，应当立即报告。"
    assert by_title is not None
    assert "30日" in by_title.text


def test_the_explanation_is_given_only_when_asked_for(texts: NormTexts) -> None:
    plain = texts.answer("GB 59999 3.2.1", "zh")
    asked = texts.answer("GB 59999 3.2.1 的条文说明", "zh")
    assert plain is not None
    assert "条文说明" in plain.notes[0]
    assert asked is not None
    assert [citation.clause for citation in asked.citations] == ["3.2.1", "条文说明 3.2.1"]


def test_a_clause_that_does_not_exist_is_not_invented(texts: NormTexts) -> None:
    answer = texts.answer("GB 59999 第8.8.8条", "zh")
    assert answer is not None
    assert not answer.answerable
    assert answer.citations == ()
    assert "8.8.8" in answer.text


def test_another_edition_is_said_to_be_another(texts: NormTexts) -> None:
    answer = texts.answer("GB 59999-2001 3.2.1", "en")
    assert answer is not None
    assert "GB 59999-2001" in answer.notes[0]
    assert sample.NUMBER in answer.notes[0]


@pytest.mark.parametrize(
    "question",
    ["GB 59999", "GB 59999 现行有效吗", "草案哪些条款引用了 GB 59999", "Is GB 59999 still in force?", "GB 50116 4.1.1",
     "录像保存多久", "", "3.2.1"],
)  # fmt: skip
def test_what_the_text_cannot_tell_is_left_to_others(texts: NormTexts, question: str) -> None:
    assert texts.answer(question, "zh") is None


def test_a_question_in_a_named_norm_finds_its_clause_by_words_alone(texts: NormTexts) -> None:
    answer = texts.answer("GB 59999 探测器布置在哪里", "zh")
    assert answer is not None
    assert answer.clauses[0] == "3.2.1"
    assert any("语义索引" in note for note in answer.notes)


def test_a_question_that_the_named_norm_does_not_answer_is_told_so(texts: NormTexts) -> None:
    answer = texts.answer("GB 59999 红烧肉怎么做", "zh")
    assert answer is not None
    assert not answer.answerable
    assert answer.citations == ()


def test_a_chapter_is_listed(tmp_path: Path) -> None:
    library = NormLibrary(tmp_path / "home", tmp_path / "cache")
    lines = ["3 设计", "3.1 布置", *(f"3.1.{n} 第 {n} 条应设。" for n in range(1, 30))]
    library.import_norm(sample.write_txt(tmp_path / "n.txt", lines), "GB 59998")
    texts = NormTexts(library, lambda norm: library.index(norm.number, HashEncoder()))
    answer = texts.answer("GB 59998 第3章", "zh")
    assert answer is not None
    assert "- 3.1 布置" in answer.text


@pytest.mark.parametrize(
    "question", ["规范规定探测器应布置在顶棚哪里", "条例对客房内部是怎么规定的"]
)
def test_a_question_on_norms_in_general_finds_the_clearly_matching_one(
    texts: NormTexts, question: str
) -> None:
    answer = texts.best(question, "zh", generic_only=True)
    assert answer is not None
    assert answer.citations[0].check == "verbatim"


@pytest.mark.parametrize(
    "question", ["规范怎么做红烧肉", "国标里停车费多少钱", "规范", "探测器布置在顶棚"]
)
def test_nothing_is_said_where_nothing_clearly_matches(texts: NormTexts, question: str) -> None:
    assert texts.best(question, "zh", generic_only=True) is None


def test_without_imported_norms_nothing_is_said(tmp_path: Path) -> None:
    library = NormLibrary(tmp_path / "home", tmp_path / "cache")
    texts = NormTexts(library, lambda norm: library.index(norm.number, HashEncoder()))
    assert texts.answer("GB 59999 3.2.1", "zh") is None
    assert texts.best("规范规定探测器布置", "zh") is None


@pytest.mark.encoder
def test_the_assistant_puts_imported_norms_first_and_leaves_the_documents_theirs(
    real_encoder: Encoder, library: NormLibrary
) -> None:
    for norm in library.norms():
        library.index(norm.number, real_encoder, may_encode=True)
    texts = NormTexts(library, lambda norm: library.index(norm.number, real_encoder))
    index = StandardIndex(real_encoder, default_cache())
    assistant = Assistant(Retriever(index), texts)
    assert assistant.ask("GB 59999 第4.5条").clauses == ()
    assert assistant.ask("GB 59999 3.1.2A").citations[0].clause == "3.1.2A"
    assert (
        assistant.ask("规范里示范柴油机能不能放在住宅里").citations[0].standard
        == f"norm:{sample.NUMBER}"
    )
    for question in (
        "重点位置的录像要保存多久？",
        "A1.4.3",
        "电梯轿厢要装摄像机吗",
        "GB 50116 在哪里引用",
        "怎么做红烧肉",
    ):
        assert assistant.ask(question) == Assistant(Retriever(index)).ask(question)
