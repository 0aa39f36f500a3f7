"""Ids, norm numbers and normalisation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import STANDARD_IDS, load_standard
from corpus.notation import (
    clause_ids,
    has_chinese,
    norm_numbers,
    normalise,
    normalised,
    unknown_ids,
)

KNOWN = {c.id for name in STANDARD_IDS for c in load_standard(name)} | {
    c.printed_id for name in STANDARD_IDS for c in load_standard(name) if c.printed_id
}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("A1.4.3", ("A1.4.3",)), ("ａ１.４.３是什么", ("A1.4.3",)), ("第9.1条", ("9.1",)),
        ("4.5 1)", ("4.5.1",)), ("7.4a", ("7.4.a",)), ("7.4 a) 怎么抽", ("7.4.a",)),
        ("SE43", ("SE43",)), ("se 43.1", ("SE43.1",)), ("5.5.2", ("5.5.2",)),
        ("A1.2多少分", ("A1.2",)), ("得了2.5 分", ()), ("B级", ()), ("第九章", ("9",)),
        ("9.1 和 9.2", ("9.1", "9.2")), ("第4.10条规定", ("4.10",)), ("80.1分", ()), ("V2.3", ()),
        ("GB 50116-2013 4.10.3", ()), ("附录A", ("A",)), ("chapter 5", ("5",)), ("", ()),
        ("表C-1有哪些指标", ()), ("Table C-1", ()), ("C1有什么", ("C1",)),
    ],
)  # fmt: skip
def test_clause_ids_in_all_notations(text: str, ids: tuple[str, ...]) -> None:
    assert clause_ids(text, KNOWN) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("A9.9.9", ("A9.9.9",)), ("SE99 和 SE43", ("SE99",)), ("第9.9条", ("9.9",)), ("3.5", ()),
        ("A1.4.3", ()), ("9.9 米", ()), ("B6", ()), ("", ()),
    ],
)  # fmt: skip
def test_what_is_written_like_an_id_but_is_none(text: str, ids: tuple[str, ...]) -> None:
    assert unknown_ids(text, KNOWN) == ids


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("GB50116", ["GB 50116"]), ("按GBT35136、ＧＢ50116-2013", ["GB/T 35136", "GB 50116-2013"]),
        ("GB/T 31000—2015", ["GB/T 31000-2015"]), ("GA/T 1781", ["GA/T 1781"]),
        ("T/CREA 002-2020", ["T/CREA 002-2020"]), ("没有", []),
    ],
)  # fmt: skip
def test_norm_numbers_in_all_notations(text: str, norms: list[str]) -> None:
    assert [str(norm) for norm in norm_numbers(text)] == norms


@given(st.text(max_size=60))
def test_offsets_of_normalised_text_stay_inside_the_original(text: str) -> None:
    normal = normalise(text)
    assert len(normal.offsets) == len(normal.text) + 1
    assert list(normal.offsets) == sorted(normal.offsets)
    assert normal.offsets[-1] == len(text)
    assert normalise(normal.text).text == normal.text or not normal.text.isascii()


@given(st.text(max_size=60))
def test_the_text_alone_is_normalised_the_same(text: str) -> None:
    assert normalised(text) == normalise(text).text


def test_languages_are_told_by_characters() -> None:
    assert has_chinese("B级")
    assert not has_chinese("level B")
