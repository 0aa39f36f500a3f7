"""Norm cards: loading, names, ids, status, and what they find wrong with the draft."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus import load_standard
from corpus.errors import NormCardError, UnknownNormError
from corpus.norms.card import NORM_CARDS, NormCard, NormFact, cards_standard, status_of
from corpus.norms.catalogue import NormCatalogue
from corpus.norms.load import NORMS, load_cards, load_norm_cards, source_words
from corpus.norms.status import FINDING_KINDS, norm_findings

CATALOGUE = NormCatalogue(load_norm_cards())


def card(number: str) -> NormCard:
    return CATALOGUE.cards[number]


def test_every_entry_of_chapter_2_has_a_card_that_says_so() -> None:
    listed = {
        name for entry in load_norm_cards() if entry.listed_in_chapter_2 for name in entry.cited_in
    }
    chapter = {f"2.{number}" for number in range(1, 16)}
    assert chapter <= listed
    assert len(load_norm_cards()) >= 42


def test_the_code_that_never_existed_has_no_true_number() -> None:
    assert card("GB 50045-2014").true_number is None
    assert card("GB 50045-2014").cited_in == ("2.4", "A3.1.1", "B3.1.1")
    assert status_of(card("GB 50045-2014"), "zh") == "不存在"
    assert status_of(card("GB 50016-2006"), "en") == "superseded"
    assert status_of(card("GB/T 37845-2019"), "en") == "in force (unconfirmed)"
    assert status_of(card("GB/T 50504-2009"), "zh") == "未证实"


def test_every_unconfirmed_fact_says_so_in_both_languages() -> None:
    facts = [fact for entry in load_norm_cards() for fact in entry.facts if fact.confidence == "GK"]
    assert len(facts) >= 8
    for fact in facts:
        assert re.search("未见|未证实", fact.text_zh), fact
        assert re.search("unconfirmed|not seen", fact.text_en), fact


def test_facts_become_clauses_below_their_card_with_unique_ids() -> None:
    standard = cards_standard(load_norm_cards())
    assert standard.id == NORM_CARDS
    assert len({clause.id for clause in standard}) == len(standard.clauses)
    fact = standard.clause("GB 55029-2022 3.5.2(5)")
    assert fact.kind == "norm_fact"
    assert fact.parent == "GB 55029-2022"
    assert "30 天" in fact.text
    assert "30 days" in fact.title_en
    assert (
        standard.clause("GB 55029-2022 3.1.6").text
        == "紧急情况下，人员不用凭证即可离开（出入口控制、门禁）。"
    )


@pytest.mark.parametrize(
    ("clause", "wanted", "is_at"),
    [
        ("4.8.1–4.8.6", "4.8.3", True), ("4.8.1–4.8.6", "4.8.7", False), ("4.8.1–4.8.6", "4.8", True),
        ("3.5.1(4)–(7)", "3.5.1(5)", True), ("3.5.1(4)–(7)", "3.5.1(8)", False), ("3.5.2(5)", "3.5.2", True),
        ("3.1.6, 3.5.3(2)", "3.5.3(2)", True), ("3.1.6, 3.5.3(2)", "3.5.3", True), ("Art. 32", "32", True),
        ("3.5.1(8),(9)", "3.5.1(9)", True), ("3.5.1(8),(9)", "3.5.1(7)", False), ("structure", "4", False), ("10.1.10", "10.1.1", False), ("ch. 8, ch. 9", "9", True),
    ],
)  # fmt: skip
def test_a_fact_is_found_at_its_clause_its_range_and_above(
    clause: str, wanted: str, is_at: bool
) -> None:
    assert NormFact(clause, "甲", "a", "C1", "x").is_at(wanted) is is_at


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("GB50045", ["GB 50045-2014"]), ("gb 50045-95", ["GB 50045-95"]), ("ＧＢ／Ｔ 35273—2020", ["GB/T 35273-2020"]),
        ("GBT35136", ["GB/T 35136-2017"]), ("50348 过期了吗", ["GB 50348-2018"]), ("GB 22239", ["GB/T 22239-2019"]),
        ("GB 50016", ["GB 50016-2006", "GB 50016-2014 (2018年版)"]), ("《安全防范工程通用规范》", ["GB 55029-2022"]),
        ("高层民用建筑设计防火规范", ["GB 50045-2014"]), ("等保要求审计吗", ["GB/T 22239-2019"]), ("T/CREA 002", ["T/CREA 002-2020"]),
        ("general code for security engineering", ["GB 55029-2022"]), ("国务院令第 799 号", ["国务院令第799号"]),
        ("防护栏等保护措施", []), ("重点位置的录像", []), ("", []),
    ],
)  # fmt: skip
def test_norms_are_known_by_number_title_and_other_names(text: str, numbers: list[str]) -> None:
    found = [entry.number for norm in CATALOGUE.named(text).norms for entry in norm.cards]
    assert found == numbers


def test_a_name_is_taken_out_and_clause_numbers_are_read() -> None:
    naming = CATALOGUE.named("GB 55029-2022 第3.5.2（5）条规定什么")
    assert naming.clauses == ("3.5.2(5)",)
    assert "GB" not in naming.rest
    (other,) = CATALOGUE.named("GB 50016-2018").norms
    assert other.other_year
    assert CATALOGUE.named("GB 99999").norms[0].cards == ()


def test_an_unknown_norm_is_refused_with_the_nearest() -> None:
    assert CATALOGUE.card("gb/t35273").number == "GB/T 35273-2020"
    with pytest.raises(UnknownNormError) as fault:
        CATALOGUE.card("GB 55028-2022")
    assert "GB 55029-2022" in fault.value.nearest


def test_every_fault_of_every_card_is_reported_at_once(tmp_path: Path) -> None:
    text = (NORMS / "gb-55029-2022.yaml").read_text(encoding="utf-8")
    (tmp_path / "a.yaml").write_text(
        text.replace("type: mandatory_code", "type: x").replace("    source:", "    sauce:", 1),
        encoding="utf-8",
    )
    (tmp_path / "b.yaml").write_text("- 1\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(NormCardError) as fault:
        load_cards(tmp_path)
    faults = "\n".join(fault.value.faults)
    for words in ("type 'x'", "'sauce'", "key 'source' is missing", "b.yaml", "c.yaml"):
        assert words in faults
    assert load_cards(tmp_path / "none") == ()


def test_the_references_that_are_wrong_superseded_missing_and_unused_are_told() -> None:
    found = norm_findings(load_norm_cards(), load_standard("tcrea-2023"))
    numbers = {kind: {f.number for f in found if f.kind == kind} for kind in FINDING_KINDS}
    assert numbers["wrong"] == {"GB 50045-2014", "GB 50180-2018", "T/CREA 002-2020"}
    assert numbers["superseded"] == {"GB 50016-2006"}
    assert {"GB 55036-2022", "GB 55037-2022", "GA/T 1781-2021"} <= numbers["missing"]
    assert numbers["unused"] == {
        "GB 55029-2022", "GB 50180-2018", "GB/T 38273-2019", "GB/T 22239-2019", "GB/T 37845-2019",
        "GB/T 50504-2009",
    }  # fmt: skip
    assert numbers["unconfirmed"] == {"GB/T 38273-2019", "GB/T 50504-2009", "T/CREA 002-2020"}
    assert "GB/T 35273-2020" not in numbers["undated"]
    assert all(f.confidence == "GK" for f in found if f.kind == "unconfirmed")


def test_a_finding_tells_what_is_printed_where() -> None:
    found = norm_findings((card("GB/T 21741-2021"),), load_standard("tcrea-2023"))
    (undated,) = [finding for finding in found if finding.kind == "undated"]
    assert undated.clauses == ("4.4", "C1.1.1")
    assert undated.printed == ("GB/T21741", "GB/T 21741")
    assert norm_findings((), load_standard("tcrea-2023")) == ()


def test_short_names_of_sources_are_explained() -> None:
    assert {"NB", "JB", "IDX", "DJ"} <= source_words().keys()
