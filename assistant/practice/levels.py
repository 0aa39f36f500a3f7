"""Questions on gates and levels: which rows must be met, and which level asks for what. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.practice.letters import likeness
from assistant.practice.question import Choice, PracticeQuestion, Worded, by_chance, together
from assistant.practice.source import Source, mixed, points_words, related_words
from assistant.practice.wording import listing, say
from corpus.standard import Relation
from scoring.rule_set import Row

# Rows of two levels that share so many pairs of letters differ by a word or two, such as the name
# of a platform: whose they are is no fair question.
_TOO_ALIKE = 0.75
_NAMES_A_ROW = re.compile(r"[ABC][0-9]")


def gate_questions(source: Source) -> Iterator[PracticeQuestion]:
    """Yield questions on gates; none for a rule set without any."""
    gates = [row for row in source.rows if row.kind == "gate"]
    if not gates:
        return
    for row in (*gates, *_items_to_ask(source, gates)):
        yield _is_it_a_gate(source, row)
    for row in gates:
        question = _which_is_the_gate(source, row)
        if question:
            yield question


def level_questions(source: Source) -> Iterator[PracticeQuestion]:
    """Yield questions on levels; none for a rule set without any."""
    if not source.rules.levels:
        return
    asked: set[str] = set()
    for row in source.rows:
        words = source.clause(row.id).text
        if words in asked or _is_taken_over(source, row) or _is_too_alike(source, row):
            continue
        asked.add(words)
        yield _whose_level(source, row)
    for relation in source.standard.relations:
        if relation.kind == "same_requirement":
            yield from _compared(source, relation)


def _items_to_ask(source: Source, gates: Sequence[Row]) -> list[Row]:
    """Return scored rows that are taken for gates: those like one, then one of each heading."""
    like = [other for row in gates for other in source.like(row.id) if other.kind == "item"]
    items = [row for row in source.rows if row.kind == "item"]
    # Whatever the seed: which questions there are does not depend on it.
    one_each = {row.group: row for row in by_chance(items, "gate", lambda row: row.id)}
    return list(dict.fromkeys((*like, *one_each.values())))


def _is_it_a_gate(source: Source, row: Row) -> PracticeQuestion:
    is_gate = row.kind == "gate"
    same, like = source.same_words(row.id), source.like(row.id)
    points = points_words(row.points)
    fact = say("gate_row", id=row.id) if is_gate else say("item_row", id=row.id, points=points)
    return PracticeQuestion(
        id=f"gate-{source.id}-{row.id}",
        kind="gate",
        rule_set=source.id,
        clause=row.id,
        level=row.level,
        prompt=say("ask_gate", level=row.level, id=row.id, title=source.title(row.id)),
        choices=(Choice(say("is_gate")), Choice(say("is_item"))),
        answer=0 if is_gate else 1,
        explanation=together(
            [
                fact,
                say("gate_means" if is_gate else "item_means"),
                *(related_words(other, same=other in same) for other in (*same, *like)),
                source.misnumbered(row.id),
            ]
        ),
        quote=source.clause(row.id).quote,
        shows_quote=True,
        is_ranked=True,
        also=("6.2", "9.3", *(other.id for other in (*same, *like))),
    )


def _which_is_the_gate(source: Source, gate: Row) -> PracticeQuestion | None:
    group = source.rules.first_level_group(gate)
    gate_words = {source.clause(row.id).text for row in source.rows if row.kind == "gate"}
    others = [
        row
        for row in source.rules.rows_of(gate.level)
        if row.kind == "item"
        and not row.lost
        and source.rules.first_level_group(row) == group
        and source.clause(row.id).text not in gate_words
    ]
    if len(others) < 3:
        return None
    seed = f"{source.seed} which gate {gate.id}"
    wrong = source.chance(others, seed)[:3]
    choices, answer = mixed(
        Choice(source.words(gate.id), say("gate_row", id=gate.id), gate.id),
        [
            Choice(
                source.words(row.id),
                say("item_row", id=row.id, points=points_words(row.points)),
                row.id,
            )
            for row in wrong
        ],
        seed,
    )
    return PracticeQuestion(
        id=f"gate-{source.id}-{gate.id}-which",
        kind="gate",
        rule_set=source.id,
        clause=gate.id,
        level=gate.level,
        prompt=say("ask_which_gate", level=gate.level, topic=source.title(group)),
        choices=choices,
        answer=answer,
        explanation=together([say("gate_row", id=gate.id), say("gate_means")]),
        quote=source.clause(gate.id).quote,
        also=("6.2", "9.3"),
    )


def _is_taken_over(source: Source, row: Row) -> bool:
    """Whether the row names others, or another level names it: A5.1.1 asks for all of B5.1."""
    rows = (row, *source.like(row.id))
    return any(_NAMES_A_ROW.search(source.clause(one.id).text) for one in rows)


def _is_too_alike(source: Source, row: Row) -> bool:
    """Whether a row of another level says nearly the same, in either language."""
    same = {row.id, *source.standard.identical_to(row.id)}
    own, title = source.clause(row.id), source.clause(row.id).title_en
    return any(
        likeness(own.text, source.clause(other.id).text) > _TOO_ALIKE
        or likeness(title, source.clause(other.id).title_en) > _TOO_ALIKE
        for other in source.rows
        if other.id not in same and other.level != row.level
    )


def _whose_level(source: Source, row: Row) -> PracticeQuestion:
    rows = sorted([row, *source.same_words(row.id)], key=lambda one: (one.level, one.id))
    levels = sorted({str(one.level) for one in rows})
    names = [level.id for level in source.rules.levels]
    answer = names.index(levels[0]) if len(levels) == 1 else len(names)
    like = {str(other.level): other for other in reversed(source.like(row.id))}
    choices = [
        Choice(say("only_level", level=name), _at_level(source, name, rows, like)) for name in names
    ]
    choices.append(Choice(say("several_levels")))
    return PracticeQuestion(
        id=f"level-{source.id}-{row.id}",
        kind="level",
        rule_set=source.id,
        clause=row.id,
        # Whoever practises one level learns what its rows are not, too: but the level must not
        # be given away by the choice of what to practise.
        level=None,
        prompt=say("ask_level", title=source.title(row.id)),
        choices=tuple(choices),
        answer=answer,
        explanation=together([_stands(source, rows), _difference(source, row)]),
        quote=source.clause(row.id).quote,
        shows_quote=True,
        is_ranked=True,
        also=tuple(other.id for other in (*rows, *like.values()) if other is not row),
    )


def _at_level(source: Source, level: str, rows: Sequence[Row], like: dict[str, Row]) -> Worded:
    levels = {one.level for one in rows}
    if level in levels:
        other = next(one for one in rows if one.level != level) if len(levels) > 1 else None
        return say("also_at", id=other.id) if other else Worded()
    if level in like:
        return say("at_level", level=level, id=like[level].id, title=source.title(like[level].id))
    return Worded()


def _stands(source: Source, rows: Sequence[Row]) -> Worded:
    if len(rows) == 1:
        (row,) = rows
        return say("row_level", level=row.level, id=row.id, title=source.title(row.id))
    return say("row_levels", names=listing([_with_level(row) for row in rows]))


def _with_level(row: Row) -> Worded:
    return say("with_level", id=row.id, level=row.level)


def _difference(source: Source, row: Row) -> Worded:
    for relation in source.standard.relations_of(row.id):
        if relation.note_zh:
            return _note(relation)
    return Worded()


def _note(relation: Relation) -> Worded:
    return say("levels_differ", note=Worded(relation.note_zh, relation.note_en))


def _compared(source: Source, relation: Relation) -> Iterator[PracticeQuestion]:
    """Yield a question for each level of a relation: which of its rows is of that level."""
    rows = [source.rules.row(name) for name in relation.clauses]
    for level in sorted({str(row.level) for row in rows}):
        right = next(row for row in rows if row.level == level)
        wrong = _of_other_levels(source, right, [row for row in rows if row.level != level])
        words = source.clause(right.id).text
        if len(wrong) == 3 and all(
            likeness(source.clause(one.id).text, words) <= _TOO_ALIKE for one in wrong
        ):
            yield _which_is_of_level(source, relation, right, wrong)


def _of_other_levels(source: Source, right: Row, related: Sequence[Row]) -> list[Row]:
    """Return three rows of other levels: the related ones, then others of the same heading."""
    heading = source.clause(right.group).heading
    beside = [
        row
        for row in source.rows
        if row.level != right.level and source.clause(row.group).heading == heading
    ]
    own_words = {source.clause(row.id).text for row in source.rules.rows_of(right.level)}
    found: dict[str, Row] = {}
    titles: set[str] = {source.clause(right.id).title_en}
    for row in (*related, *source.chance(beside, "compare", right.id)):
        clause = source.clause(row.id)
        if clause.text not in own_words and clause.title_en not in titles:
            found.setdefault(clause.text, row)
            titles.add(clause.title_en)
    return list(found.values())[:3]


def _which_is_of_level(
    source: Source, relation: Relation, right: Row, wrong: Sequence[Row]
) -> PracticeQuestion:
    choices, answer = mixed(
        _row_choice(source, right),
        [_row_choice(source, row) for row in wrong],
        f"{source.seed} compare {right.id}",
    )
    return PracticeQuestion(
        id=f"level-{source.id}-{right.id}-among-{relation.clauses[0]}",
        kind="level",
        rule_set=source.id,
        clause=right.id,
        level=None,
        prompt=say("ask_compare", level=right.level, topic=_topic(source, right)),
        choices=choices,
        answer=answer,
        explanation=together(
            [
                say("row_level", level=right.level, id=right.id, title=source.title(right.id)),
                _note(relation),
            ]
        ),
        quote=source.clause(right.id).quote,
        also=tuple(name for name in relation.clauses if str(name) != str(right.id)),
    )


def _row_choice(source: Source, row: Row) -> Choice:
    return Choice(source.words(row.id), _with_level(row), row.id)


def _topic(source: Source, row: Row) -> Worded:
    clause = source.clause(row.group)
    return Worded(clause.heading, clause.title_en)
