"""How the units of editions correspond, on editions of a few units."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from corpus import Clause, ClauseId, Standard, load_standard
from corpus.clause_change import clause_changes
from corpus.errors import NotSuccessiveError
from corpus.load import load_edition, load_succession
from corpus.succession import succession
from tests.editions import Draft, record


def standard(edition: str, follows: str, **units: tuple[str, ...] | None) -> Standard:
    """Return an edition whose units replace what is given; None says nothing."""
    clauses = tuple(
        Clause(
            ClauseId(name), "x", "clause", name, name, text=name,
            replaces=None if named is None else tuple(map(ClauseId, named)),
        )
        for name, named in units.items()
    )  # fmt: skip
    shipped = load_standard("scs-c1")
    return replace(
        shipped,
        id="x",
        edition=edition,
        replaces=follows,
        clauses=clauses,
        defects=(),
        relations=(),
    )


def test_a_unit_comes_from_its_own_id_unless_the_data_say_otherwise() -> None:
    old = standard("1", "", a=None, b=None, c=None)
    new = standard("2", "1", a=None, b=("c",), c=(), d=None)
    found = succession((old, new))
    assert found.sources == {"a": ("a",), "b": ("c",), "c": (), "d": ()}
    assert found.successors == {"a": ("a",), "b": (), "c": ("b",)}


def test_an_id_that_another_unit_claims_is_not_kept() -> None:
    old = standard("1", "", a=None)
    assert succession((old, standard("2", "1", a=None, b=("a",)))).sources == {"a": (), "b": ("a",)}


def test_chains_are_followed_over_editions() -> None:
    first = standard("1", "", a=None, b=None)
    second = standard("2", "1", b=("a",), c=("b",))
    third = standard("3", "2", c=("b", "c"), d=None)
    found = succession((first, second, third))
    assert found.sources == {"c": ("a", "b"), "d": ()}
    assert [change.kind for change in clause_changes(found)] == ["merged", "added"]
    with pytest.raises(ValueError, match="two editions"):
        succession((first,))


def test_units_that_are_gone_are_told_where_they_stood() -> None:
    old = standard("1", "", a=None, b=None, c=None, d=None)
    new = standard("2", "1", a=None, c=None)
    changes = clause_changes(succession((old, new)))
    assert [(change.kind, change.id) for change in changes] == [("removed", "b"), ("removed", "d")]
    assert succession((old, new)).gone_before() == {"c": ("b",), "": ("d",)}


def test_a_unit_below_another_heading_has_moved() -> None:
    def below(parent: str, entry: Clause) -> Clause:
        return replace(entry, parent=ClauseId(parent))

    old, new = standard("1", "", a=None, b=None, x=None), standard("2", "1", a=None, b=None, x=None)
    old = replace(old, clauses=(*old.clauses[:2], below("a", old.clauses[2])))
    new = replace(new, clauses=(*new.clauses[:2], below("b", new.clauses[2])))
    (change,) = clause_changes(succession((old, new)))
    assert (change.kind, change.id, change.old, change.new) == ("moved", "x", "a", "b")


def test_a_row_that_is_printed_with_its_own_number_at_last_is_told(tmp_path: Path) -> None:
    draft = Draft(tmp_path / "V2.4", "tcrea-2023", "V2.3")
    draft.headers({"edition": "V2.4"}, replaces="V2.3")
    draft.edit(
        "text/a2.yaml", lambda records: record(records, "A2.4.4").update(printed_id="A2.4.4")
    )
    new = load_edition(draft.folder / "text")
    (change,) = clause_changes(load_succession(load_standard("tcrea-2023"), new))
    assert (change.kind, change.old, change.new) == ("printed", "A2.4.3", "A2.4.4")


def test_editions_that_replace_each_other_are_refused() -> None:
    with pytest.raises(NotSuccessiveError):
        load_succession(standard("1", ""), standard("2", "2"))
    with pytest.raises(NotSuccessiveError):
        load_succession(standard("1", ""), standard("2", ""))
