"""How many must be sampled, in words and digits, with the bracket's clause."""

from __future__ import annotations

import pytest

from assistant.asking.conversation import Assistant
from assistant.asking.sampling_talk import population_asked


@pytest.mark.parametrize(
    ("question", "size", "clause"),
    [
        ("小区有三百个一样的摄像头，要抽查几个", "60", "7.4.b"),
        ("We have two thousand smoke heads. How many of them are sampled?", "200", "7.4.c"),
        ("99 个门禁抽样多少", "30", "7.4.a"),
    ],
)
def test_the_size_is_reckoned(assistant: Assistant, question: str, size: str, clause: str) -> None:
    answer = assistant.ask(question)
    assert answer.clauses[0] == clause
    assert size in answer.text
    assert answer.citations[0].check == "verbatim"


def test_the_borders_are_told_as_open(assistant: Assistant) -> None:
    assert any("20、30" in note for note in assistant.ask("正好100个要抽查多少").notes)


@pytest.mark.parametrize("question", ["抽样比例是多少", "第7.4条抽样怎么规定", "300 台摄像机"])
def test_other_questions_name_no_population(question: str) -> None:
    assert population_asked(question) is None
