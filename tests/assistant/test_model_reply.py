"""Replies of models, as asked for and otherwise."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ModelProtocolError
from assistant.model.reply import ModelSentence, printable, read_reply

TWO = (ModelSentence("甲是 90 天。", (1,)), ModelSentence("乙不是。", (1, 2)))
LINES = '{"text": "甲是 90 天。", "cites": [1]}\n{"text": "乙不是。", "cites": [1, 2]}'
WHOLE = {"sentences": [{"text": "甲是 90 天。", "citations": ["1"]}, {"text": "乙不是。", "cites": ["[1]", 2]}]}  # fmt: skip


@pytest.mark.parametrize(
    "reply",
    [
        LINES, LINES + "\n", f"```json\n{LINES}\n```", f"<think>{{甲}}。</think>\n{LINES}", json.dumps(WHOLE),
        json.dumps(WHOLE, indent=1), json.dumps(WHOLE["sentences"]), "甲是 90 天。[1] 乙不是[1][2]。",
        "- 甲是 90 天[1]。\n- 乙不是。【1，2】", "1. 甲是 90 天。[1]\n2. 乙不是。 [1, 2]",
    ],
)  # fmt: skip
def test_sentences_and_citations_are_read_from_every_usual_form(reply: str) -> None:
    assert read_reply(reply) == TWO


@pytest.mark.parametrize("reply", [LINES, json.dumps(WHOLE), "甲是 90 天。[1] 乙不是[1][2]。 The 3.5 m. End", "```\n" + LINES])  # fmt: skip
def test_what_is_told_early_is_never_taken_back(reply: str) -> None:
    complete = read_reply(reply)
    for length in range(len(reply)):
        early = read_reply(reply[:length], is_complete=False)
        assert early == complete[: len(early)]


def test_lines_are_told_as_soon_as_they_are_whole() -> None:
    assert read_reply(LINES[: LINES.index("\n") + 5], is_complete=False) == TWO[:1]


@pytest.mark.parametrize("reply", ['{"text": "half', '{"text": "a"}{"', '{"answer": 3}', '{"text": ["a"]}', LINES + '\n{"te', "[{}]", "{" * 10_000])  # fmt: skip
def test_broken_json_is_told(reply: str) -> None:
    with pytest.raises(ModelProtocolError):
        read_reply(reply)


@pytest.mark.parametrize("reply", ["", "  \n", "<think>for ever", "```\n```"])
def test_nothing_said_is_nothing(reply: str) -> None:
    assert read_reply(reply) == ()


def test_a_stop_inside_a_quotation_ends_no_sentence() -> None:
    assert [s.text for s in read_reply("条款写“甲。乙。”[1] 完。")] == ["条款写“甲。乙。”", "完。"]


def test_what_steers_a_terminal_is_dropped() -> None:
    assert printable("a\x1b[2J\u202eb\u200b\x00 \n c") == "a[2Jb c"


@given(st.text(max_size=200))
def test_any_reply_is_read_or_refused(reply: str) -> None:
    try:
        sentences = read_reply(reply)
    except ModelProtocolError:
        return
    assert all(sentence.text or sentence.cites for sentence in sentences)
