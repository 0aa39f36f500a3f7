"""Packing paragraphs to passages: nothing is lost, and sentences stay whole where they can."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Box, Cell
from corpus.reading.draft import MAXIMUM, Block, pack
from corpus.reading.line import Line, paragraphs
from corpus.reading.table import CellRow, row_cells
from corpus.reading.text import row_blocks

BOX: Box = (0.0, 0.0, 10.0, 10.0)
LONG = ("a" * 130, "长" * 90, "x" * 410)
WORDS = st.sampled_from(
    (
        *[
            "Gate ",
            "No. 5 ",
            "e.g. ",
            "on, ",
            "off; ",
            "end. ",
            "Who? ",
            "“it.” ",
            "摄像机",
            "，",
            "布置。",
            "！”",
            "\n",
            "\t",
            " ",
            "…",
            "🔥",
            ".",
            "。",
        ],
        *LONG,
    )
)
TEXTS = st.lists(WORDS, min_size=1, max_size=40).map("".join)
BLOCKS = st.lists(
    st.builds(
        lambda text, path, is_heading: Block(
            text, path, "第 1 段", None, is_heading, spans=((0, len(text), BOX),)
        ),
        TEXTS,
        st.sampled_from([(), ("一",), ("一", "二")]),
        st.booleans(),
    ),
    max_size=6,
)


def inked(text: str) -> str:
    return "".join(text.split())


@given(BLOCKS)
def test_no_character_but_white_space_is_lost(blocks: list[Block]) -> None:
    drafts = list(pack(blocks))
    assert inked("".join(draft.text for draft in drafts)) == inked("".join(b.text for b in blocks))
    assert all(len(draft.text) <= MAXIMUM for draft in drafts)
    for draft in drafts:
        assert all(0 <= start < end <= len(draft.text) for start, end, _ in draft.lines)


@given(st.lists(st.tuples(TEXTS, st.booleans()), max_size=8))
def test_no_cell_of_a_row_is_lost(cells: list[tuple[str, bool]]) -> None:
    row = CellRow(tuple(text.strip() for text, _ in cells))
    found = [Cell("", text) for text in row.cells if text]
    assert list(row_cells(row, ())) == found
    blocks = list(row_blocks(tuple(found), (), "表 1"))
    assert [cell for draft in pack(blocks) for cell in draft.cells] == found


def packed(text: str) -> list[str]:
    return [draft.text for draft in pack([Block(text, (), "第 1 段")])]


ENGLISH = (
    "Drag a camera onto a screen to switch pictures, or start a tour of up to 32. "
    "“The joystick turns the domes (see Fig. 3.)” "
    "Orr Ltd. No. 5 plays back at 1/8 to 16 times speed; Running and climbing are picked out. "
)


def test_english_paragraphs_are_cut_where_sentences_end() -> None:
    pieces = packed(ENGLISH * 6)
    assert len(pieces) > 2
    assert all(piece.endswith((".", ".)”", ";")) for piece in pieces)
    assert not any(piece.endswith(("Ltd.", "No.", "Fig.")) for piece in pieces)


@pytest.mark.parametrize("short", ["The door shuts. ", "门已关。"])
def test_a_sentence_end_is_taken_before_a_sentence_too_long(short: str) -> None:
    pieces = packed(short * 2 + "And then, word by word, " * 20)
    assert pieces[0] == (short * 2).strip()
    assert pieces[1].endswith(",")


def test_chinese_paragraphs_are_cut_where_sentences_end() -> None:
    pieces = packed("本小区周界设置红外对射探测器，报警时联动照明。" * 40)
    assert all(piece.endswith("。") for piece in pieces)
    assert len(pieces) == 3


def test_a_last_line_of_low_letters_goes_on_with_its_paragraph() -> None:
    lines = [
        Line(
            "2.3 At the desk. Drag a camera onto a screen and play it at 1/8 speed.",
            (77, 494, 525, 504.7),
        ),
        Line(
            "times speed. Running is picked out by the server and flash on the left",
            (57, 509.5, 527, 520.2),
        ),
        Line(
            "times speed. Running is picked out by the server and flash on the left",
            (57, 525, 527, 535.7),
        ),
        Line("screen.", (57.3, 543.4, 89.9, 549.1)),
    ]
    assert len(paragraphs(lines)) == 1


def test_a_caption_of_another_size_stays_apart() -> None:
    lines = [
        Line("The plan of the whole estate with all its gates and fences", (57, 500, 527, 516)),
        Line("as seen in summer", (57, 518, 120, 524)),
    ]
    assert len(paragraphs(lines)) == 2
