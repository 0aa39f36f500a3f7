"""Files of a body's own rules: every fault with its line, and what the example holds."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from scoring import assess, load_rule_set
from scoring.body_check import parse_body_rules
from scoring.body_file import load_body_rules
from scoring.errors import BodyRulesError
from scoring.overlay import with_body_rules
from scoring.sheet_file import load_sheet
from tests.scoring.test_body_cases import RULES

EXAMPLE = Path(__file__).parents[2] / "docs/examples/body-rules.yaml"
SHEET = Path(__file__).parents[2] / "docs/examples/level-c-exactly-80.yaml"
HEADER = """\
body: 示例机构
version: 1
date: 2024-03-01
rule_set: tcrea-2023
edition: V2.3
"""
LINES = len(HEADER.splitlines())
GROUP = "extras:\n  CX1:\n    name: 商业\n    reason: 理由\n"

# What follows the header, and every fault as code, place and line within it.
FAULTY = [
    ("indicator: {}", ["unknown_key indicator 1"]),
    ("step_shares: ['0', '1']\nstep_shares: ['0', '1']", ["duplicate_key step_shares 2"]),
    ("step_shares: ['0.5', '1']", ["steps step_shares 1"]),
    ("step_shares: ['0', '2']", ["wrong_points step_shares[1] 1"]),
    ("methods: [documents, visit]", ["unknown_choice methods[1] 1"]),
    ("methods: [test, test]", ["duplicate_method methods 1"]),
    ("methods: test", ["not_a_list methods 1"]),
    ("indicators: [C1.2.1]", ["not_a_mapping indicators 1"]),
    ("indicators:\n  C1.2.9: {methods: [site]}", ["unknown_row indicators.C1.2.9 2"]),
    ("indicators:\n  C3.1.1: {methods: [site]}", ["lost_row indicators.C3.1.1 2"]),
    ("indicators:\n  C1.1.1: {steps: ['0', '1']}", ["wrong_kind indicators.C1.1.1.steps 2"]),
    ("indicators:\n  C1.2.1:\n    steps: ['0', '2']", ["steps indicators.C1.2.1.steps 3"]),
    ("indicators:\n  C1.2.1:\n    steps: ['0', '2', '2', '4']", ["steps indicators.C1.2.1.steps 3"]),
    ("indicators:\n  C1.2.1:\n    steps:\n      - '0'\n      - '5'", ["wrong_points indicators.C1.2.1.steps[1] 5"]),
    ("indicators:\n  C1.2.1:\n    steps:\n      - '0'\n      - {points: '4'}", ["missing_key indicators.C1.2.1.steps[1].text 5"]),
    ("indicators:\n  C1.2.1:\n    sampling_unit: {en: camera}", ["missing_key indicators.C1.2.1.sampling_unit.zh 3"]),
    ("indicators:\n  C1.2.1:\n    collect: [a]", ["not_a_text indicators.C1.2.1.collect 3"]),
    ("interpretations:\n  pass_marks: {reading: ge, reason: 理由}", ["unknown_interpretation interpretations.pass_marks 2"]),
    ("interpretations:\n  pass_mark:\n    reading: gte\n    reason: 理由", ["unknown_reading interpretations.pass_mark.reading 3"]),
    ("interpretations:\n  pass_mark:\n    reading: ge", ["missing_reason interpretations.pass_mark.reason 2"]),
    ("interpretations:\n  lost_a531: {reading: judged, reason: 理由}", ["not_supplied interpretations.lost_a531.reading 2"]),
    ("interpretations:\n  gaps_b51: {reading: supplied_rows, reason: 理由}", ["not_supplied interpretations.gaps_b51.reading 2"]),
    ("interpretations:\n  commercial_parts: {reading: body_rules, reason: 理由}", ["not_supplied interpretations.commercial_parts.reading 2"]),
    ("interpretations:\n  mutual_recognition: {reading: taken_over, reason: 理由}", ["not_supplied interpretations.mutual_recognition.reading 2"]),
    ("interpretations:\n  lost_c311: {reading: not_judged, reason: 理由}\nsupplied:\n  C3.1.1: {text: 验收, reason: 理由}", ["contradicts interpretations.lost_c311.reading 2"]),
    ("interpretations:\n  partial_points: {reading: all_or_nothing, reason: 理由}\nstep_shares: ['0', '0.5', '1']", ["steps_without_partial_points step_shares 3"]),
    ("supplied:\n  C1.2.1: {text: 条文, reason: 理由}", ["not_lost supplied.C1.2.1 2"]),
    ("supplied:\n  B5.1.x: {text: 条文, reason: 理由}", ["not_lost supplied.B5.1.x 2"]),
    ("supplied:\n  B5.1.9: {text: 条文, reason: 理由}", ["not_lost supplied.B5.1.9 2"]),
    ("supplied:\n  C3.1.1:\n    text: 验收", ["missing_reason supplied.C3.1.1.reason 2"]),
    ("supplied:\n  C3.1.1: {text: 验收, reason: 理由, points: '1'}", ["gate_with_points supplied.C3.1.1.points 2"]),
    ("supplied:\n  A5.3.1:\n    text: 地图\n    reason: 理由\n    points: '0.5'", ["points_sum supplied.A5.3.1.points 5"]),
    ("supplied:\n  A5.3.1:\n    text: 地图\n    reason: 理由", ["wrong_points supplied.A5.3.1.points 2"]),
    ("extras:\n  DX1: {name: 商业}", ["extra_id extras.DX1 2"]),
    (GROUP + "    counts: beside\n    points: '5'\n    rows:\n      CX1.1: {points: '4', text: 甲}", ["points_sum extras.CX1.points 6"]),
    (GROUP + "    counts: inside\n    points: '4'\n    rows:\n      CX1.1: {points: '4', text: 甲}", ["unknown_choice extras.CX1.counts 5"]),
    (GROUP + "    counts: added\n    points: '4'\n    rows:\n      CX1.1: {points: '4', text: 甲}\n      C1.2.1: {points: '1', text: 乙}", ["extra_id extras.CX1.rows.C1.2.1 9"]),
    (GROUP + "    counts: added\n    points: '0'\n    rows:\n      CX1.1: {points: '0', text: 甲}", ["wrong_points extras.CX1.rows.CX1.1.points 8"]),
    (GROUP + "    counts: added\n    points: '4'\n    rows:\n      CX1.1: {points: '4', text: 甲}\n      CX1.1: {points: '4', text: 甲}", ["duplicate_key extras.CX1.rows.CX1.1 9"]),
    ("recognition:\n  rows:\n    C1.2.2: {item: '5', proof: 报告, reason: 相同}", ["missing_key recognition.standard 1"]),
    ("recognition:\n  standard: T/CREA 002\n  rows:\n    C1.2.2: {item: '5', reason: 相同}", ["missing_key recognition.rows.C1.2.2.proof 4"]),
    ("recognition:\n  standard: T/CREA 002\n  rows:\n    C9.2.2: {item: '5', proof: 报告, reason: 相同}", ["unknown_row recognition.rows.C9.2.2 4"]),
    ("indicators:\n  C1.2.1: {stepz: []}\nextras:\n  C1: {}", ["unknown_key indicators.C1.2.1.stepz 2", "extra_id extras.C1 4"]),
]  # fmt: skip


def faults_of(path: Path) -> list[str]:
    with pytest.raises(BodyRulesError) as caught:
        load_body_rules(path)
    return [f"{one.code} {one.where} {one.line}" for one in caught.value.faults]


@pytest.mark.parametrize(("more", "expected"), FAULTY, ids=[entry[1][0] for entry in FAULTY])
def test_every_fault_is_found_with_its_line(tmp_path: Path, more: str, expected: list[str]) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(HEADER + more, encoding="utf-8")
    named = [one.rsplit(" ", 1) for one in expected]
    assert faults_of(path) == [f"{place} {LINES + int(line)}" for place, line in named]


def test_the_header_says_whose_rules_they_are_and_for_what(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("rule_set: tcrea-2023\nedition: V2.3\ndate: 1.3.2024\n", encoding="utf-8")
    assert faults_of(path) == [
        "missing_key body None", "missing_key version None", "wrong_date date 3"
    ]  # fmt: skip
    path.write_text("rule_set: tcrea-2022\n", encoding="utf-8")
    assert faults_of(path) == ["wrong_rule_set rule_set 1"]
    path.write_text("rule_set: tcrea-2023\nedition: V9\n", encoding="utf-8")
    assert faults_of(path) == ["wrong_edition edition 2"]
    path.write_text("- a\n", encoding="utf-8")
    assert faults_of(path) == ["wrong_rule_set rule_set None"]


def test_files_that_cannot_be_read_are_faults_too(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "none.yaml") == ["file_unreadable file None"]
    assert faults_of(tmp_path / "rules.json") == ["file_kind file None"]
    bomb = tmp_path / "bomb.yaml"
    bomb.write_text("a: &a [1]\nb: *a\n", encoding="utf-8")
    assert faults_of(bomb) == ["file_aliases file 1"]


def test_words_that_are_no_mapping_are_a_fault() -> None:
    with pytest.raises(BodyRulesError, match="a mapping"):
        parse_body_rules([1], RULES)
    with pytest.raises(BodyRulesError, match="'scs-c1'"):
        parse_body_rules({"rule_set": "scs-c1"}, RULES)


def test_table_c1_takes_steps_methods_and_readings_but_no_clauses_of_the_draft(
    tmp_path: Path,
) -> None:
    header = HEADER.replace("tcrea-2023", "scs-c1").replace("V2.3", "undated")
    path = tmp_path / "rules.yaml"
    more = "indicators:\n  SE11.1: {steps: ['0', '15', '45'], methods: [interview]}\n"
    path.write_text(header + more, encoding="utf-8")
    rules = load_body_rules(path)
    table = with_body_rules(load_rule_set("scs-c1"), rules)
    assert table.row("SE11.1").steps == (Decimal(0), Decimal(15), Decimal(45))
    recognition = (
        "recognition:\n  standard: X\n  rows:\n    SE11.2: {item: a, proof: b, reason: c}\n"
    )
    path.write_text(header + recognition, encoding="utf-8")
    assert faults_of(path) == [
        f"not_for_this_document recognition {LINES + 1}",
        f"wrong_kind recognition.rows.SE11.2 {LINES + 4}",
    ]


def test_the_example_of_the_docs_holds_every_section_and_scores() -> None:
    rules = load_body_rules(EXAMPLE)
    for section in (
        rules.shares, rules.methods, rules.indicators, rules.supplied, rules.extras,
        rules.readings, rules.recognised,
    ):  # fmt: skip
        assert section
    assert {step.text.en for step in rules.indicator("C1.2.1").steps if step.text} == {
        "no lighting is linked", "less than half of the zones are linked",
        "half of the zones or more are linked", "all zones are linked",
    }  # fmt: skip
    rule_set, sheet = load_sheet(SHEET, body=rules)
    result = assess(rule_set, sheet)
    # 9.2 is read as 80 or above; what is open is the gate that the body supplies.
    assert [reason.clause for reason in result.reasons] == ["C3.1.1"]
    assert result.levels["C"].points == 80
    assert list(result.levels["C"].beside) == ["CX1"]
