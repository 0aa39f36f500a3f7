"""What a new edition changes, in words and in what counts, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.clause_change import ClauseChange, clause_changes, defect_changes
from corpus.load import load_succession
from corpus.succession import Succession
from scoring.rule_change import (
    RuleChange,
    general_changes,
    interpretation_changes,
    maximum_changes,
    row_changes,
    row_worth,
)
from ui.editions.edition import Edition

_REWORDING = ("heading", "text", "note")


@dataclass(frozen=True, slots=True)
class Line:
    """
    One difference.

    subject: rules, level, clause, row, group, interpretation or defect. id: in the later edition;
    in the earlier one of what is gone. old and new: what stood and what stands there, verbatim or
    in the language asked for; "" for nothing.
    """

    subject: str
    kind: str
    id: str
    old_ids: tuple[str, ...]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Two editions with every difference between them, in a fixed order."""

    old: Edition
    new: Edition
    succession: Succession
    lines: tuple[Line, ...]

    @property
    def reworded(self) -> frozenset[str]:
        """The units that say something else than what they come from, as people read them."""
        return frozenset(line.id for line in self.lines if line.kind in _REWORDING)


def difference(old: Edition, new: Edition, language: str) -> Difference:
    """
    Compare two editions: the rules, then unit by unit with its row and its maximum, then the
    interpretations and the known defects.

    Raises:
        NotSuccessiveError: nothing on file says that the second follows the first.
    """
    found = load_succession(old.standard, new.standard)
    sources = found.sources
    rules = (old.rules, new.rules)
    counted: dict[str, list[RuleChange]] = {}
    for change in (*row_changes(*rules, sources), *maximum_changes(*rules, sources)):
        counted.setdefault(change.id, []).append(change)
    lines = [_line(change) for change in general_changes(*rules)]
    lines += _unit_lines(found, old, new, counted)
    lines += [_line(entry) for entry in interpretation_changes(*rules, sources, language)]
    lines += [_clause_line(entry, "defect") for entry in defect_changes(found, language)]
    return Difference(old, new, found, tuple(lines))


def _unit_lines(
    found: Succession, old: Edition, new: Edition, counted: dict[str, list[RuleChange]]
) -> Iterator[Line]:
    gone = found.gone_before()
    units: dict[str, list[ClauseChange]] = {}
    removed: dict[str, ClauseChange] = {}
    for change in clause_changes(found):
        if change.kind == "removed":
            removed[change.id] = change
        else:
            units.setdefault(change.id, []).append(change)
    for name in (*(clause.id for clause in new.standard), ""):
        told = [*(removed[one] for one in gone.get(name, ())), *units.get(name, ())]
        yield from (_with_worth(_clause_line(change, "clause"), old, new) for change in told)
        yield from map(_line, counted.get(name, ()))


def _with_worth(line: Line, old: Edition, new: Edition) -> Line:
    """Say of a row that is new or gone what it counts, before its words."""
    if line.kind == "added" and line.id in new.rules:
        told = f"{row_worth(new.rules.row(line.id))} · {line.new}"
        return Line(line.subject, line.kind, line.id, line.old_ids, line.old, told)
    if line.kind == "removed" and line.id in old.rules:
        told = f"{row_worth(old.rules.row(line.id))} · {line.old}"
        return Line(line.subject, line.kind, line.id, line.old_ids, told, line.new)
    return line


def _line(change: RuleChange) -> Line:
    return Line(change.subject, change.kind, change.id, change.old_ids, change.old, change.new)


def _clause_line(change: ClauseChange, subject: str) -> Line:
    return Line(subject, change.kind, change.id, change.old_ids, change.old, change.new)
