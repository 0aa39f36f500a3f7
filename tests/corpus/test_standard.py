"""The standards' text: every unit stands verbatim in the source, at its place."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from corpus import STANDARD_IDS, UnknownClauseError, UnknownStandardError, load_standard
from corpus.errors import CorpusDataError
from corpus.load import editions, load_edition, read_yaml

LAYOUTS = Path(__file__).parent / "layouts"
SPACES = re.compile(r"\s+")


@pytest.mark.parametrize("standard_id", STANDARD_IDS)
def test_clauses_and_literals_in_order_make_up_the_source_exactly(standard_id: str) -> None:
    """
    The layout names, piece by piece, what the source holds: a slice of a clause's words or a
    literal between them. Joined (without white space) they must hash to the source's own hash,
    so no text can differ by a character, be left out, or stand elsewhere.
    """
    layout = json.loads((LAYOUTS / f"{standard_id}.json").read_text(encoding="utf-8"))
    standard = load_standard(standard_id)
    pieces = []
    used: dict[tuple[str, str], int] = {}
    for piece in layout["pieces"]:
        if "literal" in piece:
            pieces.append(piece["literal"])
            continue
        words = SPACES.sub("", getattr(standard.clause(piece["clause"]), piece["field"]))
        start, end = piece["slice"]
        pieces.append(words[start:end])
        key = (piece["clause"], piece["field"])
        used[key] = used.get(key, 0) + end - start
    joined = "".join(pieces)
    assert len(joined) == layout["characters"]
    assert hashlib.sha256(joined.encode()).hexdigest() == layout["sha256"]
    for clause in standard:
        for field in ("heading", "text", "note"):
            words = SPACES.sub("", getattr(clause, field))
            assert used.get((clause.id, field), 0) == len(words), f"{clause.id}.{field}"


@pytest.mark.parametrize("standard_id", STANDARD_IDS)
def test_the_literals_between_clauses_hold_no_words_of_rows(standard_id: str) -> None:
    layout = json.loads((LAYOUTS / f"{standard_id}.json").read_text(encoding="utf-8"))
    literals = [piece["literal"] for piece in layout["pieces"] if "literal" in piece]
    # Table heads, ids, points, markers and page furniture only.
    longest = max(literals, key=len)
    # The head of the table, title included, is the longest thing that is no clause.
    assert len(longest) <= 135, longest


def test_the_draft_is_complete() -> None:
    standard = load_standard("tcrea-2023")
    kinds = {kind: sum(clause.kind == kind for clause in standard) for kind in ("gate", "item")}
    lost = [clause.id for clause in standard if clause.lost]
    assert kinds["gate"] + kinds["item"] - len(lost) == 205
    assert lost == ["A5.3.1", "C3.1.1"]
    assert [gap.id for gap in standard.gaps] == ["A5.2.1", "B5.1.1", "B5.1.3"]
    assert sum(clause.kind == "norm_reference" for clause in standard) == 15
    for clause_id in ("4.5.1", "4.10", "7.4.a", "9.2.3", "9.5.5", "5.5.2", "A5.5.2"):
        assert clause_id in standard


def test_table_c1_is_complete() -> None:
    standard = load_standard("scs-c1")
    counts = [
        sum(c.kind == kind for c in standard) for kind in ("dimension", "indicator", "criterion")
    ]
    assert counts == [7, 32, 95]


CANONICAL = {
    "A2.4.4": "A2.4.3", "A3.3.3": "A3.3.2", "A3.4.2": "A1.4.2", "A3.4.3": "A1.4.3",
    "A3.4.4": "A1.4.4", "A3.4.5": "A1.4.5", "A5.5.2": "5.5.2", "B4.1.1": "A4.1.1",
    "B4.1.2": "A4.1.2", "B4.1.3": "A4.1.3", "B4.3.4": "A4.3.4", "B4.3.5": "A4.3.5",
    "B5.3.3": "B3.3.3", "B5.4.2": "B5.4.1", "B5.4.3": "B5.4.2", "B5.4.4": "B5.4.3",
    "B5.6.2": "A5.6.2", "C4.1.2": "A4.1.2", "C5.3.1": "B5.3.1", "C5.3.2": "B5.3.2",
    "C5.3.3": "B5.3.3",
}  # fmt: skip


def test_misplaced_rows_have_the_id_of_their_place_and_keep_the_printed_one() -> None:
    standard = load_standard("tcrea-2023")
    assert {c.id: c.printed_id for c in standard if c.is_misnumbered} == CANONICAL
    assert standard.clause("B2.1.2").parent == "B2.1"
    assert standard.clause("B2.2.3").parent == "B2.2"
    assert [c.id for c in standard.printing("A1.4.3")] == ["A1.4.3", "A3.4.3"]


@pytest.mark.parametrize("standard_id", STANDARD_IDS)
def test_titles_are_ours_short_and_in_both_languages(standard_id: str) -> None:
    for clause in load_standard(standard_id):
        assert 2 <= len(clause.title_zh) <= 22, clause.id
        assert 1 <= len(clause.title_en.split()) <= 12, clause.id
        assert clause.title_zh != clause.text
        assert clause.title_en != clause.text


def test_every_known_defect_is_attached() -> None:
    expected = {
        "tcrea-2023": [("R", 15), ("N", 22), ("D", 22), ("K", 27), ("S", 1)],
        "scs-c1": [("T", 44)],
    }
    for standard_id, series in expected.items():
        ids = {defect.id for defect in load_standard(standard_id).defects}
        assert ids == {f"{letter}{n}" for letter, count in series for n in range(1, count + 1)}
    assert "N3" in [d.id for d in load_standard("tcrea-2023").defects_of("A2.4.4")]


def test_rows_that_belong_together_are_found_from_each_of_them() -> None:
    standard = load_standard("tcrea-2023")
    assert standard.identical_to("B4.3.4") == ("A4.3.2", "C4.3.3")
    assert standard.identical_to("A3.4.5") == ("A3.5.2",)
    assert standard.identical_to("A1.2.1") == ()
    (relation,) = standard.relations_of("C1.2.1")
    assert relation.kind == "same_requirement"
    assert relation.clauses == ("A1.2.1", "B1.2.1", "C1.2.1")
    assert relation.note_zh
    assert relation.note_en
    assert standard.relations_of("A1.4.3") == ()
    kinds = [relation.kind for relation in standard.relations_of("A3.3.2")]
    assert kinds == ["identical", "same_requirement"]
    assert sum(entry.kind == "identical" for entry in standard.relations) == 16


def test_no_row_stands_in_two_groups_of_identical_rows() -> None:
    for standard_id in STANDARD_IDS:
        relations = load_standard(standard_id).relations
        named = [name for e in relations if e.kind == "identical" for name in e.clauses]
        assert len(named) == len(set(named))


def test_look_ups() -> None:
    standard = load_standard("tcrea-2023")
    assert [c.id for c in standard.ancestors("A3.4.2")] == ["A", "A3", "A3.4"]
    assert [c.id for c in standard.children("7.4")] == ["7.4.a", "7.4.b", "7.4.c"]
    assert standard.children("A1.1.1") == ()
    assert standard.gap("A5.2.1") is not None
    assert standard.gap("A1.1.1") is None
    assert standard.clause("SE11" if "SE11" in standard else "9.1").quote.startswith("各等级")
    with pytest.raises(UnknownClauseError, match=r"A1.2.9.*Nearest ids"):
        standard.clause("A1.2.9")


def test_unknown_standards_name_what_is_on_file() -> None:
    assert editions("nothing") == ()
    with pytest.raises(UnknownStandardError, match=r"tcrea-2023 V2.3"):
        load_standard("nothing")


def test_broken_files_say_where(tmp_path: Path) -> None:
    with pytest.raises(CorpusDataError, match=r"missing.yaml"):
        read_yaml(tmp_path / "missing.yaml")
    (tmp_path / "header.yaml").write_text("id: x\ngaps: []\n", encoding="utf-8")
    (tmp_path / "defects.yaml").write_text("[]", encoding="utf-8")
    with pytest.raises(CorpusDataError, match="wrong or missing key"):
        load_edition(tmp_path)


@pytest.mark.parametrize("standard_id", STANDARD_IDS)
def test_numbers_in_titles_come_from_the_clause(standard_id: str) -> None:
    number = re.compile(r"\d+(?:\.\d+)?")
    for clause in load_standard(standard_id):
        own = f"{clause.quote} {clause.id} {clause.printed_id or ''} {clause.printed_points or ''}"
        titles = f"{clause.title_zh} {clause.title_en}"
        assert set(number.findall(titles)) <= set(number.findall(own)), clause.id
