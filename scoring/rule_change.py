"""
What a new edition changes in the rules: rows, maxima, levels, the mark, interpretations. Pure.

What it changes in the words is told by `corpus.clause_change`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from scoring.number import decimal_string
from scoring.rule_set import Interpretation, Reading, Row, RuleSet

Sources = Mapping[str, tuple[str, ...]]
RuleSubject = Literal["rules", "level", "row", "group", "interpretation"]
RuleChangeKind = Literal[
    "header", "mark", "sum_exception",
    "level_added", "level_removed", "declared", "requires",
    "judged_as", "points", "unit", "options", "open_list", "lost", "presupposes", "row_readings",
    "maximum",
    "interpretation_added", "interpretation_removed", "effect", "default", "interpretation_clauses",
    "question", "why", "reading_added", "reading_removed", "reading_words", "reading_meaning",
]  # fmt: skip
_HEADER = ("title_zh", "title_en", "issuing_body_zh", "issuing_body_en", "date", "source")


@dataclass(frozen=True, slots=True)
class RuleChange:
    """
    One thing that differs.

    id: of the row or group in the new edition, of the level or interpretation; of the header its
    field. old_ids: the rows or groups it comes from. old and new: "" for nothing.
    """

    subject: RuleSubject
    kind: RuleChangeKind
    id: str
    old_ids: tuple[str, ...]
    old: str
    new: str


def row_worth(row: Row) -> str:
    """Return how a row is judged and what it can give: "gate", "item 0.5", "count 30 by 10"."""
    if row.kind == "gate":
        return "gate"
    unit = f" by {decimal_string(row.unit)}" if row.unit is not None else ""
    return f"{row.kind} {decimal_string(row.points)}{unit}"


def row_changes(old: RuleSet, new: RuleSet, sources: Sources) -> tuple[RuleChange, ...]:
    """
    Return what changed in the rows that correspond, in the new order.

    Rows that are new or gone are changes of their clauses. sources: by new id the old ids.
    """
    changes: list[RuleChange] = []
    for row in new.rows:
        before = [old.row(name) for name in sources.get(row.id, ()) if name in old]
        if len(before) == 1:
            changes += _changes_of_row(before[0], row)
        elif before:
            points = " + ".join(row_worth(entry) for entry in before)
            names = tuple(str(entry.id) for entry in before)
            changes.append(RuleChange("row", "points", row.id, names, points, row_worth(row)))
    return tuple(changes)


def _changes_of_row(old: Row, new: Row) -> Iterator[RuleChange]:
    pairs: tuple[tuple[RuleChangeKind, str, str], ...] = (
        ("judged_as", old.kind, new.kind),
        ("points", _number(old.points), _number(new.points)),
        ("unit", _number(old.unit), _number(new.unit)),
        ("options", _options(old), _options(new)),
        ("open_list", _flag(old.open_list), _flag(new.open_list)),
        ("lost", _flag(old.lost), _flag(new.lost)),
        ("presupposes", _listed(old.presupposes), _listed(new.presupposes)),
        ("row_readings", _listed(old.interpretations), _listed(new.interpretations)),
    )
    for kind, before, after in pairs:
        if before != after:
            yield RuleChange("row", kind, new.id, (old.id,), before, after)


def maximum_changes(old: RuleSet, new: RuleSet, sources: Sources) -> tuple[RuleChange, ...]:
    """Return the groups whose printed points changed, in the new order."""
    before = {group.id: group for group in old.groups}
    changes: list[RuleChange] = []
    for group in new.groups:
        names = tuple(name for name in sources.get(group.id, ()) if name in before)
        if not names:
            continue
        was = " + ".join(_number(before[name].printed) for name in names)
        if was != _number(group.printed):
            now = _number(group.printed)
            changes.append(RuleChange("group", "maximum", group.id, names, was, now))
    return tuple(changes)


def general_changes(old: RuleSet, new: RuleSet) -> tuple[RuleChange, ...]:
    """Return what changed in the header: words, date, mark, levels, named gaps in the sums."""
    changes = [
        RuleChange("rules", "header", field, (field,), before, after)
        for field in _HEADER
        if (before := getattr(old, field)) != (after := getattr(new, field))
    ]
    if old.mark != new.mark:
        changes.append(
            RuleChange("rules", "mark", "mark", ("mark",), _number(old.mark), _number(new.mark))
        )
    gaps = [
        "; ".join(f"{e.group}: {_number(e.missing)} ({e.row})" for e in rules.sum_exceptions)
        for rules in (old, new)
    ]
    if gaps[0] != gaps[1]:
        field = "sum_exceptions"
        changes.append(RuleChange("rules", "sum_exception", field, (field,), gaps[0], gaps[1]))
    return (*changes, *_level_changes(old, new))


def _level_changes(old: RuleSet, new: RuleSet) -> Iterator[RuleChange]:
    before = {level.id: level for level in old.levels}
    after = {level.id: level for level in new.levels}
    for name in (*before, *(name for name in after if name not in before)):
        if name not in after:
            declared = _number(before[name].declared)
            yield RuleChange("level", "level_removed", name, (name,), declared, "")
        elif name not in before:
            yield RuleChange("level", "level_added", name, (), "", _number(after[name].declared))
        else:
            pairs: tuple[tuple[RuleChangeKind, str, str], ...] = (
                ("declared", _number(before[name].declared), _number(after[name].declared)),
                ("requires", _listed(before[name].requires), _listed(after[name].requires)),
            )
            for kind, was, now in pairs:
                if was != now:
                    yield RuleChange("level", kind, name, (name,), was, now)


def interpretation_changes(
    old: RuleSet, new: RuleSet, sources: Sources, language: str
) -> tuple[RuleChange, ...]:
    """
    Return the interpretations that are new, gone or different, the old ones first.

    language: of what `old` and `new` say, "en" or Chinese; words that differ in the other
    language only are told in that one.
    """
    before = {entry.id: entry for entry in old.interpretations}
    after = {entry.id: entry for entry in new.interpretations}
    changes: list[RuleChange] = []
    for name in (*before, *(name for name in after if name not in before)):
        was, now = before.get(name), after.get(name)
        if was is not None and now is not None:
            changes += _changes_of_interpretation(was, now, sources, language)
        elif was is not None:
            told, _ = _in(language, _question(was), ("", ""))
            changes.append(_about(name, "interpretation_removed", told, ""))
        elif now is not None:
            told, _ = _in(language, _question(now), ("", ""))
            kind: RuleChangeKind = "interpretation_added"
            changes.append(RuleChange("interpretation", kind, name, (), "", told))
    return tuple(changes)


def _about(name: str, kind: RuleChangeKind, old: str, new: str) -> RuleChange:
    return RuleChange("interpretation", kind, name, (name,), old, new)


def _changes_of_interpretation(
    old: Interpretation, new: Interpretation, sources: Sources, language: str
) -> Iterator[RuleChange]:
    name = new.id
    if old.effect != new.effect:
        yield _about(name, "effect", old.effect, new.effect)
    if old.default != new.default:
        yield _about(name, "default", old.default, new.default)
    come_from = {source for clause in new.clauses for source in sources.get(clause, ())}
    is_fresh = any(not sources.get(clause) for clause in new.clauses)
    if is_fresh or come_from != set(old.clauses):
        yield _about(name, "interpretation_clauses", _listed(old.clauses), _listed(new.clauses))
    if _question(old) != _question(new):
        yield _about(name, "question", *_in(language, _question(old), _question(new)))
    if _why(old) != _why(new):
        yield _about(name, "why", *_in(language, _why(old), _why(new)))
    yield from _reading_changes(old, new, language)


def _reading_changes(
    old: Interpretation, new: Interpretation, language: str
) -> Iterator[RuleChange]:
    before = {reading.id: reading for reading in old.readings}
    after = {reading.id: reading for reading in new.readings}
    for name in (*before, *(name for name in after if name not in before)):
        was, now = before.get(name), after.get(name)
        words = _in(language, _text(was), _text(now))
        told = [f"{name}: {one}" if one else "" for one in words]
        if was is None or now is None:
            kind: RuleChangeKind = "reading_added" if was is None else "reading_removed"
            yield _about(new.id, kind, *told)
            continue
        if words[0] != words[1]:
            yield _about(new.id, "reading_words", *told)
        if _meaning(was) != _meaning(now):
            meanings = [f"{name}: {_meaning(one)}" for one in (was, now)]
            yield _about(new.id, "reading_meaning", *meanings)


def _in(language: str, old: tuple[str, str], new: tuple[str, str]) -> tuple[str, str]:
    """Return old and new words in a language; in the other one where only that differs."""
    own = 1 if language == "en" else 0
    place = own if old[own] != new[own] else 1 - own
    return (old[place], new[place]) if old[place] != new[place] else (old[own], new[own])


def _question(entry: Interpretation) -> tuple[str, str]:
    return (entry.question_zh, entry.question_en)


def _why(entry: Interpretation) -> tuple[str, str]:
    return (entry.why_zh, entry.why_en)


def _text(reading: Reading | None) -> tuple[str, str]:
    return ("", "") if reading is None else (reading.text_zh, reading.text_en)


def _meaning(reading: Reading) -> str:
    turns = [f"{row} -> {kind}" for row, kind in reading.turns.items()]
    parts = (*turns, *(f"{row} open" for row in reading.opens))
    return ", ".join((*parts, "needs judgement") if reading.needs_judgement else parts) or "-"


def _number(value: Decimal | None) -> str:
    return "" if value is None else decimal_string(value)


def _options(row: Row) -> str:
    return "; ".join(f"{one.key} {one.title_zh} ({one.title_en})" for one in row.options)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)


def _flag(value: bool) -> str:
    return "true" if value else ""
