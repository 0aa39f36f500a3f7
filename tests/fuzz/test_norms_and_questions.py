"""Whatever lines a norm has and whatever is asked: units or none, an answer, and no fault."""

from __future__ import annotations

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from assistant.asking.profile_talk import asks_what_applies, said_of_project
from assistant.asking.question import Turn, parse_history, understand
from assistant.errors import HistoryError
from corpus.document import Passage
from corpus.errors import NormNumberError
from corpus.norms.library import parsed
from corpus.norms.split import split_norm
from scoring.load import load_facts
from tests.fuzz.effort import looking
from tests.fuzz.harm import JSON, NASTY

HEADS = st.sampled_from(
    ["1 总则", "1.0.1 为了", "2.3.4", "第一条 本条例", "第九千九百九十九条", "附录 A", "A.0.1", "条文说明",
     "目次", "99999999999999.1", "1.1.1.1.1.1.1.1", "3.2.1-3.2.9", "表 3.2.1", "注：", "1）", "（一）"]
)  # fmt: skip
LINES = st.lists(HEADS | NASTY | st.text(max_size=60), max_size=30)
ASKED = st.lists(
    HEADS | NASTY | st.text(max_size=40) | st.sampled_from(
        ["B级", "C1.1.3", "如果", "不满足", "GB 50116-2013", "抽样", "300 户", "what if", "level", "和", "多少分"]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip

FACTS = load_facts()


def passage(number: int, text: str) -> Passage:
    return Passage(str(number), "0" * 64, 1 + number // 5, (), "第 1 页", text)


@given(lines=LINES, number=NASTY, title=NASTY)
@looking()
def test_any_lines_split_to_units_or_none(lines: list[str], number: str, title: str) -> None:
    found = split_norm([passage(n, line) for n, line in enumerate(lines)], number, title)
    assert len({unit.id for unit in found.units}) == len(found.units)


@given(text=ASKED, before=st.lists(ASKED, max_size=3))
@looking(5)
def test_any_question_is_understood_somehow(text: str, before: list[str]) -> None:
    turns = [Turn("user" if n % 2 == 0 else "assistant", said) for n, said in enumerate(before)]
    found = understand(text, turns)
    assert found.language in ("zh", "en")
    said_of_project(text, FACTS)
    asks_what_applies(text, FACTS)


@given(given_history=JSON)
@looking(5)
def test_any_history_is_read_or_told(given_history: object) -> None:
    with contextlib.suppress(HistoryError):
        parse_history(given_history)


@given(text=NASTY | st.text(max_size=40) | HEADS)
@looking(5)
def test_any_number_of_a_norm_is_read_or_told(text: str) -> None:
    with contextlib.suppress(NormNumberError):
        parsed(text)
