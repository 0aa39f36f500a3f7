"""
Questions that reckon with points: sums of groups, the row worth most, a counted row of Table C-1.

Every figure comes from the rule sets and, for counts, from `scoring`. Pure composition.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.asking.compose import Draft, describe
from assistant.wording import say
from corpus.numeral import written_numbers
from corpus.standard import Clause, Standard
from corpus.traditional import simplified
from scoring import Row, RuleSet, assess, load_rule_set, parse_sheet, sentence
from scoring.number import decimal_string

_SUM = re.compile(
    r"加起来|加在一起|一共|总共|合计|相加|之和|[ABC][0-9.]+\s*[加和+]\s*[ABC][0-9.]+.{0,6}(分|多少)|"
    r"\btogether\b|\bsum\b|\bin total\b|add up",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"(哪|什么).{0,6}(分(值)?(数)?最(高|多|大)|值最多|最值钱)|最高(分)?的是?哪|worth the most|most points|"
    r"highest[- ]scor|biggest row|largest points",
    re.IGNORECASE,
)
_EARNS = re.compile(
    r"(拿|得|扣|剩|算|值|加)(到|掉|下)?(多少|几)?分?|多少分|几分|how many points|what is left|earn|score|lose",
    re.IGNORECASE,
)
_COUNTED = ("count", "deduction")


def reckoned(
    draft: Draft,
    text: str,
    named: Sequence[Clause],
    levels: Sequence[str],
    standards: Mapping[str, Standard],
) -> tuple[Clause, ...]:
    """
    Write the answer to a question that reckons with points and return the clauses it rests on;
    () when it asks for nothing of the kind.
    """
    asked = simplified(text)
    groups = [clause for clause in named if _printed(clause) is not None and _is_heading(clause)]
    if len(groups) > 1 and _SUM.search(asked):
        return _summed(draft, groups)
    if _MOST.search(asked):
        return _greatest(draft, levels, standards, by_table="c-1" in asked.lower())
    rows = [row for clause in named for row in _counted_rows(clause)]
    number = next((n.value for n in written_numbers(_ID.sub(" ", asked))), None)
    if rows and number is not None and _EARNS.search(asked) and number == int(number):
        return _counted(draft, rows[0], int(number), standards)
    return ()


_ID = re.compile(r"(?<![A-Za-z])(?:SE ?[0-9]{2}|[ABC][0-9])(?:\.[0-9]+)*")


def _is_heading(clause: Clause) -> bool:
    return clause.kind in ("group", "subgroup", "indicator")


def _printed(clause: Clause) -> Decimal | None:
    printed = clause.printed_points or ""
    return Decimal(printed) if printed.replace(".", "", 1).isdigit() else None


def _summed(draft: Draft, groups: Sequence[Clause]) -> tuple[Clause, ...]:
    points = [_printed(clause) or Decimal(0) for clause in groups]
    terms = " + ".join(
        f"{clause.id} {decimal_string(value)}" for clause, value in zip(groups, points, strict=True)
    )
    total = decimal_string(sum(points, Decimal(0)))
    marks = "".join(draft.cite(clause) for clause in groups)
    draft.lines.append(say("sum_of", draft.language, terms=terms, total=total) + marks)
    return tuple(groups)


def _greatest(
    draft: Draft, levels: Sequence[str], standards: Mapping[str, Standard], *, by_table: bool
) -> tuple[Clause, ...]:
    name = "scs-c1" if by_table else "tcrea-2023"
    rules, standard = load_rule_set(name), standards[name]
    asked: Sequence[str | None] = list(levels) or ([None] if by_table else ["A", "B", "C"])
    found: list[Clause] = []
    for level in asked:
        rows = [row for row in rules.rows_of(level) if not row.lost]
        most = max(row.points for row in rows)
        best = [standard.clause(row.id) for row in rows if row.points == most]
        scope = say("level", draft.language, level=level) if level else standard.short_zh
        if level is None and draft.language == "en":
            scope = standard.short_en
        draft.lines.append(
            say("most_points", draft.language, scope=scope, points=decimal_string(most))
        )
        for clause in best:
            describe(draft, clause, standard)
        found += best
    return tuple(found)


def _counted_rows(clause: Clause) -> list[Row]:
    if clause.standard != "scs-c1":
        return []
    rules = load_rule_set(clause.standard)
    return [
        row
        for row in rules.rows
        if row.kind in _COUNTED and str(clause.id) in (str(row.id), row.group)
    ]


def _counted(
    draft: Draft, row: Row, number: int, standards: Mapping[str, Standard]
) -> tuple[Clause, ...]:
    standard = standards["scs-c1"]
    rules = load_rule_set("scs-c1")
    key = "incidents" if row.kind == "deduction" else "count"
    sheet = parse_sheet({"rule_set": "scs-c1", "judgements": {row.id: {key: number}}}, rules)
    clause = standard.clause(row.id)
    describe(draft, clause, standard)
    draft.lines += [
        f"- {sentence(step, draft.language)}"
        for step in assess(rules, sheet).trace
        if step.subject == row.id
    ]
    _note_readings(draft, row, rules)
    return (clause,)


def _note_readings(draft: Draft, row: Row, rules: RuleSet) -> None:
    for name in row.interpretations:
        entry = rules.interpretation(name)
        draft.note(entry.question_zh if draft.language == "zh" else entry.question_en)
