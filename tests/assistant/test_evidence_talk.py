"""What must be shown for an indicator, told from the expectations."""

from __future__ import annotations

import pytest

from assistant.asking.conversation import Assistant
from assistant.evidence.load_expectations import load_expectations


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("A1.2.1 要准备什么证明材料", "A1.2.1"),
        ("What evidence shows that lifts have cameras?", "C1.3.5"),
        ("怎么证明录像保存了90天", "A2.3.4"),
    ],
)
def test_every_aspect_of_the_row_is_told(assistant: Assistant, question: str, row: str) -> None:
    answer = assistant.ask(question)
    assert (answer.intent, answer.clauses[0]) == ("evidence", row)
    expectation = load_expectations("tcrea-2023").of(row)
    assert expectation is not None
    for aspect in expectation.aspects:
        assert aspect.title(answer.language) in answer.text
    assert expectation.usual_places(answer.language) in answer.text


def test_what_has_no_clause_has_no_evidence_either(assistant: Assistant) -> None:
    assert not assistant.ask("怎么证明我爱她").answerable
