"""
Comparing levels on a topic: the rows that ask the same thing side by side, as a table.

Which rows belong together is data (`Standard.relations`); which are about the topic is what was
found, widened by the counterparts of the best row. Pure composition.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Table
from assistant.asking.compose import Draft, describe, worth
from assistant.wording import say
from corpus.standard import Clause, Standard

_MOST_AT_A_LEVEL = 4
# So many of the rows found are taken to be about the question, whatever their place.
_SURE = 3
# So many more are, where they stand under the same heading as a counterpart of the best row.
_NEAR = 12


def compare_levels(
    draft: Draft, found: Sequence[Clause], levels: Sequence[str], standard: Standard
) -> tuple[Clause, ...]:
    """
    Write the rows of each level side by side, with a table, and return them, best first.

    Nothing found gives an empty table and no rows.
    """
    draft.lines.append(say("compared", draft.language))
    judged = [clause for clause in found if clause.kind in ("gate", "item")]
    counterparts = _counterparts(judged[0], standard) if judged else ()
    shown = [row for level in levels for row in _of_level(level, counterparts, judged)]
    groups = _grouped(shown, standard)
    for level in levels:
        if not any(row.level == level for row in shown):
            draft.lines.append(f"- {say('nothing_at_level', draft.language, level=level)}")
    for group in groups:
        for row in group:
            describe(draft, row, standard)
        _note_difference(draft, group, standard)
    draft.table = _table(draft, groups, levels)
    return tuple(row for group in groups for row in group)


def _counterparts(best: Clause, standard: Standard) -> tuple[Clause, ...]:
    related = [name for entry in standard.relations_of(best.id) for name in entry.clauses]
    return tuple(standard.clause(name) for name in dict.fromkeys((best.id, *related)))


def _of_level(level: str, counterparts: Sequence[Clause], judged: Sequence[Clause]) -> list[Clause]:
    headings = {row.parent for row in counterparts}
    near = [row for row in judged[:_NEAR] if row.parent in headings]
    first = [row for row in (*counterparts, *judged[:_SURE], *near) if row.level == level]
    fallback = [row for row in judged if row.level == level][:2]
    return list(dict.fromkeys(first or fallback))[:_MOST_AT_A_LEVEL]


def _grouped(rows: Sequence[Clause], standard: Standard) -> list[list[Clause]]:
    """Return the rows in groups that ask the same, in the order of their first rows."""
    groups: list[list[Clause]] = []
    for row in rows:
        related = {name for entry in standard.relations_of(row.id) for name in entry.clauses}
        home = next((g for g in groups if any(other.id in related for other in g)), None)
        if home is None:
            groups.append([row])
        else:
            home.append(row)
    return groups


def _note_difference(draft: Draft, group: Sequence[Clause], standard: Standard) -> None:
    if len(group) < 2:
        return
    for entry in standard.relations_of(group[0].id):
        note = entry.note_zh if draft.language == "zh" else entry.note_en
        if note:
            draft.note(say("differ", draft.language, difference=note))


def _table(draft: Draft, groups: Sequence[Sequence[Clause]], levels: Sequence[str]) -> Table:
    columns = tuple(say("level", draft.language, level=level) for level in levels)
    return Table(
        columns,
        tuple(
            tuple(
                "\n".join(_cell(draft, row) for row in g if row.level == level) for level in levels
            )
            for g in groups
        ),
    )


def _cell(draft: Draft, row: Clause) -> str:
    value = say("gate_short", draft.language) if row.kind == "gate" else worth(row, draft.language)
    return f"{row.id} {draft.title(row)} · {value}"
