"""Sums of groups, the row worth most, counted rows: every figure from the rules."""

from __future__ import annotations

import pytest

from assistant.asking.conversation import Assistant
from scoring import load_rule_set


@pytest.mark.parametrize(
    ("question", "said", "clauses"),
    [
        ("C3.2加C3.3加起来多少分", "15 + C3.3 5 = 20", ("C3.2", "C3.3")),
        ("B级哪一条单项分最高", "6 分", ("B1.4.1",)),
        ("开了两次安全工作会，SE11那行拿多少", "2 次 × 10 分 = 20 分", ("SE11.2",)),
        ("SE21 出了三次事故剩多少分", "3 次 × 10 分 = 20 分", ("SE21.2",)),
        ("Which single row of Table C-1 is worth the most?", "100 points", ("SE66.1",)),
    ],
)
def test_points_are_reckoned(
    assistant: Assistant, question: str, said: str, clauses: tuple[str, ...]
) -> None:
    answer = assistant.ask(question)
    assert said in answer.text
    assert answer.clauses[: len(clauses)] == clauses
    assert answer.is_computed


def test_the_greatest_row_is_the_rule_sets(assistant: Assistant) -> None:
    rows = load_rule_set("tcrea-2023").rows_of("B")
    most = max(row.points for row in rows)
    named = {row.id for row in rows if row.points == most}
    assert named <= set(assistant.ask("B级哪一条单项分最高").clauses)


@pytest.mark.parametrize("question", ["A4.1 几分", "SE11 是什么", "小区一共有几个出入口"])
def test_plain_questions_are_not_reckoned(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).is_computed
