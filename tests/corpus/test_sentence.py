"""Where English sentences end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentence import sentence_ends


def parts(text: str) -> list[str]:
    cuts = [0, *sentence_ends(text), len(text)]
    return [text[start:end].strip() for start, end in pairwise(cuts)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The gate has two lanes.", "It shuts at 23:00!", "Who opens it?", "A guard."],
        ["Cameras are kept on;", "16 of them turn."],
        ["He said “it works.”", "Nobody saw (see the log.)", "“None,” they wrote."],
        ["The roof leaked in 2023.", "In 2024.", "The lift stood still."],
        ["Is it linked?", "No.", "The alarm stays local."],
        ["It was built by Orr & Co. Ltd.", "The pumps came later."],
        ["Pumps, fans, etc.", "They run by night."],
        ["Smoke is seen in Tower B.", "The panel rings."],
    ],
)
def test_sentences_end_before_a_capital_or_a_digit(sentences: list[str]) -> None:
    assert parts(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "Camera No. 5 and Nos. 7 to 9, see Fig. 2 and cl. 4.3, Rev. C2",
        "Keys, e.g. K-9, i.e. Those of the gates, approx. 30 of them",
        "Dr. Ni and Prof. Luo of St. Mary, J. R. Wong vs. Tan",
        "Orr & Co. Ltd. Yunzhou, Hengyao Inc. Beiyan, pumps etc. Hengyao",
        "Made on 3 Sept. 2024 with max. 30 and min. 12 lamps",
        "The pump gives 3.5 l/s at 0.25 MPa",
        "5.1. Doors open outwards",
        "1. Doors open outwards",
        "(a) A. Doors open outwards",
        "The U.S. Standard of 1998",
        "Doors. open outwards; and shut",
        "摄像机. 3 台；2 台。",
    ],
)
def test_stops_inside_a_sentence_end_none(text: str) -> None:
    assert list(sentence_ends(text)) == []


@given(st.text(alphabet="Ab .;!?”)5。摄\n", max_size=60))
def test_ends_ascend_and_stand_before_white_space(text: str) -> None:
    ends = list(sentence_ends(text))
    assert ends == sorted(set(ends))
    assert all(text[end].isspace() for end in ends)
