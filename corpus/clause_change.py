"""
What a new edition changes in the text of a standard, unit by unit and field by field. Pure.

What a row counts is told by `scoring.rule_change`; both together make `anping standards diff`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.standard import Clause, Defect
from corpus.succession import Succession

ClauseChangeKind = Literal[
    "added", "removed", "renumbered", "merged", "split", "moved", "unit_kind", "level", "printed",
    "heading", "text", "note", "lost_text", "title_zh", "title_en", "stage",
    "defect_added", "defect_removed", "defect_changed",
]  # fmt: skip
_FIELDS: tuple[tuple[ClauseChangeKind, str], ...] = (
    ("unit_kind", "kind"), ("level", "level"), ("stage", "stage"), ("lost_text", "lost"),
    ("heading", "heading"), ("text", "text"), ("note", "note"),
    ("title_zh", "title_zh"), ("title_en", "title_en"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """
    One thing that differs.

    id: in the new edition; in the old one where the unit is gone. old_ids: where it comes from.
    old and new: what stood and what stands there, "" for nothing.
    """

    kind: ClauseChangeKind
    id: str
    old_ids: tuple[str, ...]
    old: str
    new: str


def clause_changes(found: Succession) -> tuple[ClauseChange, ...]:
    """
    Return every change of the units: in the new order, units that are gone where they stood.
    """
    gone = found.gone_before()
    changes: list[ClauseChange] = []
    for clause in found.new:
        changes += (_removed(found, name) for name in gone.get(clause.id, ()))
        changes += _changes_of(found, clause)
    return (*changes, *(_removed(found, name) for name in gone[""]))


def _removed(found: Succession, name: str) -> ClauseChange:
    return ClauseChange("removed", name, (name,), found.old.clause(name).quote, "")


def defect_changes(found: Succession, language: str) -> tuple[ClauseChange, ...]:
    """
    Return the known defects that the new edition settled, brought, or that are told otherwise.

    language: of what `old` and `new` say, "en" or Chinese.
    """
    old = {defect.id: defect for defect in found.old.defects}
    new = {defect.id: defect for defect in found.new.defects}
    changes: list[ClauseChange] = []
    for name in (*old, *(name for name in new if name not in old)):
        before, after = old.get(name), new.get(name)
        kind: ClauseChangeKind = "defect_changed"
        if before is None or after is None:
            kind = "defect_added" if before is None else "defect_removed"
        if _words(before) != _words(after):
            first = 0 if language == "en" else 1
            told = [" ".join(words[first::2]) for words in (_words(before), _words(after))]
            changes.append(ClauseChange(kind, name, (name,) if before else (), *told))
    return tuple(changes)


def _words(defect: Defect | None) -> tuple[str, ...]:
    """Return what a defect says, English and Chinese in turn; () for none."""
    if defect is None:
        return ()
    return (
        defect.text_en, defect.text_zh, defect.advice_en, defect.advice_zh,
        defect.reason_en, defect.reason_zh,
    )  # fmt: skip


def _changes_of(found: Succession, clause: Clause) -> Iterator[ClauseChange]:
    sources = found.sources[clause.id]
    if not sources:
        yield ClauseChange("added", clause.id, (), "", clause.quote)
        return
    parts = [found.old.clause(name) for name in sources]
    quotes = " | ".join(part.quote for part in parts)
    if len(parts) > 1:
        yield ClauseChange("merged", clause.id, sources, quotes, clause.quote)
    elif len(found.successors[sources[0]]) > 1:
        yield ClauseChange("split", clause.id, sources, quotes, clause.quote)
    else:
        yield from _changes_of_one(found, parts[0], clause)


def _changes_of_one(found: Succession, old: Clause, new: Clause) -> Iterator[ClauseChange]:
    if old.id != new.id:
        yield ClauseChange("renumbered", new.id, (old.id,), old.id, new.id)
    parents = (old.parent or "", new.parent or "")
    if new.parent not in (found.successors[old.parent] if old.parent else (None,)):
        yield ClauseChange("moved", new.id, (old.id,), *parents)
    # A number that is printed as the place says changes with the place; only others are told.
    if (old.is_misnumbered or new.is_misnumbered) and old.printed_id != new.printed_id:
        yield ClauseChange("printed", new.id, (old.id,), old.printed_id or "", new.printed_id or "")
    for kind, field in _FIELDS:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield ClauseChange(kind, new.id, (old.id,), _shown(before), _shown(after))


def _shown(value: str | bool | None) -> str:
    return str(value).lower() if isinstance(value, bool) else value or ""
