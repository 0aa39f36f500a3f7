"""Sentences against the clauses that they cite."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given as given_text
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.asking.question import language_of
from assistant.citations import Citation, verify
from assistant.model.given_clause import GivenClause, given_clauses
from assistant.model.reply import ModelSentence
from assistant.model.sentence_check import check_sentence, quotations
from corpus import load_standard
from corpus.encoder import Encoder

STANDARDS = {name: load_standard(name) for name in ("tcrea-2023", "scs-c1")}


def given(text: str, *ids: str) -> tuple[GivenClause, ...]:
    language = language_of(text)
    standard = STANDARDS["tcrea-2023"]
    citations = tuple(
        Citation(n, standard.id, name, standard.clause(name).printed_id, None,
                 standard.clause(name).text, "verbatim",
                 standard.clause(name).title_zh if language == "zh" else standard.clause(name).title_en)
        for n, name in enumerate(ids, 1)
    )  # fmt: skip
    answer = Answer("", language, "lookup", True, citations, ids, ())
    return given_clauses(answer, STANDARDS)


def faults(text: str, *ids: str, cites: Sequence[int] = (1,)) -> tuple[str, ...]:
    clauses = given(text, *(ids or ("A2.3.4",)))
    return check_sentence(ModelSentence(text, tuple(cites)), clauses, language_of(text)).faults


TWO_CLAUSES = given("录像", "A2.3.4", "5.4.1")
TRUE = [
    ("A2.3.4", "重点位置的录像至少要保存 90 天，其他位置至少 30 天。"),
    ("A2.3.4", "重点位置的录像至少保存三个月。"),
    ("A2.3.4", "录像保存这一项在 A 级，值 1 分。"),
    ("A2.3.4", "条款写明“重点位置的视频图像信息保存期限不少于 90d”。"),
    ("A2.3.4", "条款写明“视频图像信息保存期限不少于30Ｄ……保存期限不少于 90d。”"),
    ("A2.3.4", "A2.3.4 要求录像保存不少于 30 天。"),
    ("A2.3.4", "Recordings of key locations must be kept for at least 90 days."),
    ("5.4.1", "评审组不少于 3 人，其中至少 2 名专家。"),
    ("5.4.1", "The panel must have at least three people, two of them experts."),
    ("5.4.1", "三人以上，专家至少两名。"),
    ("A3.4.1", "充电区要有清晰的视频监控，还要能探测火灾并灭火。"),
    ("9.1", "总分应大于 80 分。"),
]


@pytest.mark.parametrize(("clause", "text"), TRUE)
def test_what_the_clause_says_is_supported(clause: str, text: str) -> None:
    assert faults(text, clause) == ()


FALSE = [
    ("A2.3.4", "重点位置的录像至少保存 60 天。", "number_not_found"),
    ("A2.3.4", "重点位置的录像至少保存九十个月。", "number_not_found"),
    ("A2.3.4", "Key locations must be guarded by at least 90 guards.", "number_not_found"),
    ("A2.3.4", "条款写明“重点位置的视频图像信息永久保存”。", "quote_not_found"),
    ("A2.3.4", "条款写明“永久", "quote_not_found"),
    ("A2.3.4", "A9.9.9 要求录像保存不少于 30 天。", "unknown_clause"),
    ("A2.3.4", "依据 GB 55029，录像至少保存 30 天。", "unknown_clause"),
    ("A2.3.4", "重点位置的视频图像不需要保存。", "negation_differs"),
    ("A2.3.4", "Recordings of key locations need not be kept.", "negation_differs"),
    ("A2.3.4", "重点位置的视频图像保存不超过 90 天。", "bound_differs"),
    ("A2.3.4", "Recordings of key locations are kept for at most 90 days.", "bound_differs"),
    ("A2.3.4", "录像应由公安机关统一保管。", "not_supported"),
    ("A2.3.4", "I can help with other things.", "not_supported"),
    ("A2.3.4", "重点位置的视频图像见 https://evil.example/?q=1 。", "markup"),
    ("A2.3.4", "视频图像信息保存 <script>alert(1)</script>", "markup"),
    ("5.4.1", "一名专家就够了。", "number_not_found"),
    ("5.4.1", "The panel is paid by the applicant.", "not_supported"),
    ("5.4.1", "三名保安，两条警犬。", "not_supported"),
    ("C1.3.5", "电梯轿厢不必设置视频图像采集装置。", "negation_differs"),
]


@pytest.mark.parametrize(("clause", "text", "fault"), FALSE)
def test_what_it_does_not_say_is_marked(clause: str, text: str, fault: str) -> None:
    assert fault in faults(text, clause)


def test_a_sentence_needs_a_citation_that_exists() -> None:
    text = "重点位置的录像至少保存 90 天。"
    assert faults(text, cites=()) == ("no_citation",)
    assert "unknown_citation" in faults(text, cites=(1, 7))
    assert faults(text, cites=(7,)) == ("unknown_citation",)


def test_a_clause_may_be_cited_by_its_id() -> None:
    clauses = given("录像", "5.4.1", "A2.3.4")
    text = "重点位置的录像至少保存 90 天（A2.3.4）。"
    checked = check_sentence(ModelSentence(text, ()), clauses, "zh")
    assert (checked.citations, checked.faults) == ((2,), ())
    assert faults("A9.9.9 要求保存 90 天。", cites=()) == ("no_citation", "unknown_clause")


@given_text(st.text(max_size=80), st.lists(st.integers(-1, 3), max_size=3))
def test_any_sentence_is_checked_without_fault_of_ours(text: str, cites: list[int]) -> None:
    checked = check_sentence(ModelSentence(text, tuple(cites)), TWO_CLAUSES, "zh")
    assert set(checked.citations) <= {1, 2}
    assert checked.is_supported == (checked.why == ())


@pytest.mark.parametrize(
    "text", ["9" * 5000, "一" * 5000, "百分之" + "9" * 5000, "(" * 5000, "“" * 5000, "A1." * 2000]
)
def test_endless_numbers_and_marks_are_only_wrong(text: str) -> None:
    begun = time.monotonic()
    assert not check_sentence(ModelSentence(text, (1,)), TWO_CLAUSES, "zh").is_supported
    assert time.monotonic() - begun < 2


def test_a_number_must_stand_in_the_clause_that_is_cited_and_not_in_another() -> None:
    text = "重点位置的录像至少保存 90 天。"
    assert faults(text, "A2.3.4", "5.4.1", cites=(1,)) == ()
    assert "number_not_found" in faults(text, "A2.3.4", "5.4.1", cites=(2,))


def test_a_sentence_in_the_other_language_is_marked() -> None:
    clauses = given("录像", "A2.3.4")
    english = ModelSentence("Recordings of key locations are kept at least 90 days.", (1,))
    assert "other_language" in check_sentence(english, clauses, "zh").faults
    chinese = ModelSentence("重点位置的录像至少保存 90 天。", (1,))
    assert "other_language" in check_sentence(chinese, clauses, "en").faults


def test_quotes_lead_to_their_place_in_the_stored_text() -> None:
    text = "写明“不少于 90d”。"
    clauses = given(text, "5.4.1", "A2.3.4")
    (quote,) = check_sentence(ModelSentence(text, (1, 2)), clauses, "zh").quotes
    assert (quote.check, quote.citation) == ("verbatim", 2)
    assert quote.span is not None
    assert clauses[1].text[slice(*quote.span)] == "不少于 90d"
    assert verify(quote.quote, clauses[1].text).span == quote.span


def test_every_kind_of_quotation_mark_is_read() -> None:
    assert quotations('“甲”、"乙"、「丙」、『丁』、“戊') == ("甲", "乙", "丙", "丁", "戊")
    assert quotations("没有 “” 引文") == ()


@pytest.mark.encoder
def test_a_free_wording_is_recognised_by_its_meaning(real_encoder: Encoder) -> None:
    def nearness(sentence: str, texts: Sequence[str]) -> list[float]:
        vectors = real_encoder.encode_passages([sentence, *texts])
        return [float(cosine) for cosine in vectors[1:] @ vectors[0]]

    text = "住宅楼内电梯轿厢设置视频图像采集装置，采集的图像能清晰显示人员的乘梯情况"
    for sentence, title, is_true in (
        ("电梯轿厢里要装摄像机，能看清乘梯的人。", "电梯轿厢视频采集", True),
        (
            "Lift cars need cameras that show passengers clearly.",
            "Video capture in lift cars",
            True,
        ),
        ("电梯每年要由消防部门检查。", "电梯轿厢视频采集", False),
        ("Lifts must be inspected by the fire brigade.", "Video capture in lift cars", False),
    ):
        language = language_of(sentence)
        clause = GivenClause(1, ("X1",), text, title)
        said = ModelSentence(sentence, (1,))
        assert not check_sentence(said, [clause], language).is_supported, sentence
        assert check_sentence(said, [clause], language, nearness).is_supported == is_true, sentence
