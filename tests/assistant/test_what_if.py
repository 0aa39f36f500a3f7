"""What-if questions: the consequences come from the scoring core, with their clauses."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.asking.conversation import Assistant
from assistant.asking.what_if import stated_totals
from scoring import load_rule_set

RULES = load_rule_set("tcrea-2023")


@pytest.mark.parametrize(
    ("text", "totals"),
    [
        ("A级85分，B级 82.5 分", {"A": "85", "B": "82.5"}),
        ("85 points at level B and 82 for level C", {"B": "85", "C": "82"}),
        ("level A has 90, level B: 81", {"A": "90", "B": "81"}),
        ("A1.4.3 几分", {}),
        ("GB 50116 与 C 级", {}),
        ("", {}),
    ],
)
def test_totals_are_read_from_the_text(text: str, totals: dict[str, str]) -> None:
    assert stated_totals(text) == {level: Decimal(points) for level, points in totals.items()}


def test_a_failing_gate_bars_the_application(assistant: Assistant) -> None:
    answer = assistant.ask("如果C1.1.3没做到会怎样？")
    assert (answer.intent, answer.clauses[0]) == ("what_if", "C1.1.3")
    assert "基本要求不满足，无申请资格" in answer.text
    assert {"6.2", "9.3"} <= {citation.clause for citation in answer.citations}


def test_a_missed_row_costs_its_points_only(assistant: Assistant) -> None:
    answer = assistant.ask("if A2.3.4 is not met do we still pass?")
    assert answer.language == "en"
    assert "would be: passed" in answer.text
    assert "level A: 98 points of 99 awardable" in answer.text  # 99 awardable, the row is worth 1
    assert RULES.row("A2.3.4").points == 1


def test_exactly_eighty_is_told_as_open_to_reading(assistant: Assistant) -> None:
    answer = assistant.ask("B级85分，C级80分能通过吗？")
    assert "C 级 80 分：未达到分数线" in answer.text
    assert any("以上" in note for note in answer.notes)


def test_missing_levels_are_asked_for(assistant: Assistant) -> None:
    assert "B、C" in assistant.ask("我们A级得90分，能过吗").text


def test_totals_that_cannot_occur_are_told(assistant: Assistant) -> None:
    answer = assistant.ask("C级120分能过吗")
    assert any("不可能" in note for note in answer.notes)


def test_what_may_be_lost_counts_the_lost_row(assistant: Assistant) -> None:
    assert "fewer than 19 points" in assistant.ask("How many points can we lose at level A?").text
    assert "少于 20 分" in assistant.ask("B级最多能丢多少分").text


@pytest.mark.parametrize("question", ["A2.3.4 是什么", "没有电梯的小区要满足哪些指标", "B级多少分"])
def test_plain_questions_suppose_nothing(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).intent != "what_if"
