"""Questions on points: what a row or a heading is worth. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from assistant.practice.question import Choice, PracticeQuestion, Worded, by_chance, together
from assistant.practice.source import Source, adds_up, by_size, points_words, related_words
from assistant.practice.wording import say
from scoring.rule_set import Group, Row

# Wrong choices are taken from this many values around the right one, so that they are plausible
# and the right one is not always in the middle.
_NEAR = 6


def points_questions(source: Source) -> Iterator[PracticeQuestion]:
    """Yield a question for every scored row and every heading with points."""
    for row in source.rows:
        if row.kind != "gate":
            yield _row_question(source, row)
    for group in source.rules.groups:
        # Every indicator of Table C-1 has 100.
        if group.printed is not None and source.id != "scs-c1":
            yield _group_question(source, group, group.printed)


def _row_question(source: Source, row: Row) -> PracticeQuestion:
    same, like = source.same_words(row.id), source.like(row.id)
    known = {row.unit: say("is_unit")} if row.unit else {}
    for other in (*like, *same):
        if other.kind != "gate":
            known[other.points] = related_words(other, same=other in same)
    values = [other.points for other in source.rules.rows_of(row.level) if other.kind != "gate"]
    choices, answer = _choices(row.points, known, values, f"{source.seed} points {row.id}")
    key = "ask_points_table" if row.level is None else "ask_points"
    return PracticeQuestion(
        id=f"points-{source.id}-{row.id}",
        kind="points",
        rule_set=source.id,
        clause=row.id,
        level=row.level,
        prompt=say(key, level=row.level, id=row.id, title=source.title(row.id)),
        choices=choices,
        answer=answer,
        is_ranked=True,
        explanation=together(
            [
                say("row_points", id=row.id, points=points_words(row.points)),
                _of_group(source, row),
                _unit(row),
                *(related_words(other, same=True) for other in same),
                *(related_words(other, same=False) for other in like),
                source.misnumbered(row.id),
                Worded() if adds_up(row) else source.defect("arithmetic", of=row.id),
            ]
        ),
        quote=source.clause(row.id).quote,
        # The notes of Table C-1 tell the points of each item, which gives the value away.
        shows_quote=row.unit is None,
        also=tuple(other.id for other in (*same, *like)),
    )


def _of_group(source: Source, row: Row) -> Worded:
    printed = source.rules.group(row.group).printed
    if printed is None or row.level is None:
        return Worded()
    return say("of_group", group=row.group, points=points_words(printed))


def _unit(row: Row) -> Worded:
    if row.unit is None:
        return Worded()
    return say("unit", unit=points_words(row.unit), points=points_words(row.points))


def _group_question(source: Source, group: Group, printed: Decimal) -> PracticeQuestion:
    rows = [row for row in source.rows if row.kind != "gate" and _stands_in(source, row, group)]
    # What the rows add up to is no wrong choice where the draft lost one of them.
    added = sum((row.points for row in rows), Decimal(0))
    peers = [
        other
        for other in source.rules.groups
        if other.printed is not None and (other.parent is None) == (group.parent is None)
    ]
    known = {
        peer.printed: say("other_group", id=peer.id, points=points_words(peer.printed))
        for peer in peers
        if peer.printed is not None and peer.id[1:] == group.id[1:] and peer is not group
    }
    values = [peer.printed for peer in peers if peer.printed is not None]
    values = [value for value in values if value in (printed, *known) or value != added]
    choices, answer = _choices(printed, known, values, f"{source.seed} points {group.id}")
    return PracticeQuestion(
        id=f"points-{source.id}-{group.id}",
        kind="points",
        rule_set=source.id,
        clause=group.id,
        level=group.id[0],
        prompt=say("ask_group", id=group.id, title=source.title(group.id)),
        choices=choices,
        answer=answer,
        is_ranked=True,
        explanation=together(
            [
                say("group_points", id=group.id, points=points_words(printed)),
                say("group_rows", number=len(rows), points=points_words(added)),
                source.defect("arithmetic", of=group.id),
            ]
        ),
        quote=source.clause(group.id).quote,
    )


def _stands_in(source: Source, row: Row, group: Group) -> bool:
    return group.id in (row.group, source.rules.first_level_group(row))


def _choices(
    right: Decimal, known: Mapping[Decimal, Worded], values: Sequence[Decimal], seed: str
) -> tuple[tuple[Choice, ...], int]:
    """Return four amounts by size: the right one, those that the data knows, others near it."""
    telling = by_chance([value for value in known if value != right], seed, str)[:2]
    around = sorted({*values, *telling} - {right}, key=lambda value: (abs(value - right), value))
    others = by_chance([value for value in around if value not in telling][:_NEAR], seed, str)
    return by_size(right, [*telling, *others][:3], known)
