"""
Questions of the kind "what if": rows that fail, totals per level, how much can be lost.

Every number comes from `scoring`: a question becomes a sheet on which all other rows are met.
Pure; who asks about a real case's sheet is served by the command line and the score tab.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.asking.compose import Draft, describe
from assistant.wording import say
from corpus.standard import Clause, Standard
from corpus.traditional import simplified
from scoring import Row, RuleSet, assess, load_rule_set, parse_sheet
from scoring.number import decimal_string
from scoring.tally import reaches_mark

_FAILS = re.compile(
    r"没做到|没有做到|做不到|没达到|达不到|不满足|没满足|不符合|没有?做|不合格|没通过|缺了|少了|丢了|没有?得分|得不到|"
    r"不做|不装|不设|不得分|没过|\bnot met\b|\bunmet\b|\bfails?\b|\bfailed\b|\bmissing\b|"
    r"\bmiss(ed)?\b|\bdo(es)? not meet\b|\bdon't meet\b|\bdoesn't meet\b|\bwithout\b|\blose\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"会怎|怎么样|怎样|如何|还能|能不能|能否|能过|可以过|通过|达标|影响|后果|会不会|算不算|行不行|够不够|够吗|"
    r"\bpass\b|what happens|what if|\bstill\b|\benough\b|\bqualif|\bsuffic",
    re.IGNORECASE,
)
_LOSS = re.compile(
    r"(最多|至多)(能|可以|可)?(丢|扣|失|少)(掉|去)?(多少|几)?分|(能|可以|可)(丢|扣|失)(掉|去)?(多少|几)分|"
    r"how many points (can|may|could) (we|i|you|one) (lose|miss|drop)",
    re.IGNORECASE,
)
_NUMBER = r"([0-9]{1,3}(?:\.[0-9]{1,2})?)"
_TOTALS = (
    re.compile(
        rf"(?<![A-Za-z])([ABC])\s*级?\s*(?:得了?|是|拿了?|有|为|考了?|只有|[:=])?\s*{_NUMBER}"
        r"(?![0-9.])\s*分?"
    ),
    re.compile(
        rf"{_NUMBER}\s*(?:points?)?\s*(?:at|for|in|on)\s+(?:level\s*)?([ABC])(?![A-Za-z])",
        re.IGNORECASE,
    ),
    re.compile(rf"level\s*([ABC])\s*(?:has|gets|with|is|at|:|=)?\s*{_NUMBER}", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True)
class Supposition:
    """
    What a question supposes. failing: rows not met; totals: points by level as stated;
    asks_loss: how much may be lost.
    """

    failing: tuple[str, ...] = ()
    totals: Mapping[str, Decimal] | None = None
    asks_loss: bool = False


def supposed(text: str, named: Sequence[Clause], levels: Sequence[str]) -> Supposition | None:
    """Return what the question supposes, or None when it supposes nothing."""
    asked = simplified(text)
    if _LOSS.search(asked) and levels and not named:
        return Supposition(asks_loss=True)
    rows = tuple(c.id for c in named if c.kind in ("gate", "item") and not c.lost)
    if rows and _FAILS.search(asked) and _RESULT.search(asked):
        return Supposition(failing=rows)
    totals = {} if named else stated_totals(asked)
    if totals and _RESULT.search(asked):
        return Supposition(totals=totals)
    return None


def stated_totals(text: str) -> dict[str, Decimal]:
    """
    Return the points that a text states by level.

    >>> {k: str(v) for k, v in stated_totals("A级85分，B级 82.5 分").items()}
    {'A': '85', 'B': '82.5'}
    """
    found: dict[str, Decimal] = {}
    for pattern in _TOTALS:
        for match in pattern.finditer(text):
            level, number = sorted(match.groups(), reverse=True)
            found.setdefault(level.upper(), Decimal(number))
    return found


def suppose(
    draft: Draft, supposition: Supposition, levels: Sequence[str], standard: Standard
) -> tuple[Clause, ...]:
    """Write the consequences and return the clauses that they rest on, most telling first."""
    rules = load_rule_set(standard.id)
    if supposition.asks_loss:
        return _losses(draft, levels, rules, standard)
    if supposition.totals is not None:
        return _of_totals(draft, supposition.totals, levels, rules, standard)
    return _of_rows(draft, supposition.failing, levels, rules, standard)


def _of_rows(
    draft: Draft,
    failing: Sequence[str],
    levels: Sequence[str],
    rules: RuleSet,
    standard: Standard,
) -> tuple[Clause, ...]:
    rows = [rules.row(name) for name in failing]
    target = min([row.level or "C" for row in rows] + list(levels))
    sheet = {row.id: {"met": row.id not in failing} for row in _judged(rules, target)}
    result = assess(
        rules, parse_sheet({"rule_set": rules.id, "target": target, "judgements": sheet}, rules)
    )
    language = draft.language
    clauses = [standard.clause(name) for name in failing]
    for clause in clauses:
        describe(draft, clause, standard)
    outcome = say(f"outcome_{result.outcome}", language)
    draft.lines.append(say("if_failing", language, level=target, outcome=outcome))
    for name, level in result.levels.items():
        points, most = decimal_string(level.points), decimal_string(level.awardable)
        draft.lines.append(f"- {say('level_points', language, level=name, points=points, of=most)}")
    draft.lines += [f"- {r.text_zh if language == 'zh' else r.text_en}" for r in result.reasons]
    rests = [standard.clause(name) for name in _grounds(target, gates=_has_gate(rules, failing))]
    _cite_all(draft, rests)
    return (*clauses, *rests)


def _has_gate(rules: RuleSet, names: Sequence[str]) -> bool:
    return any(rules.row(name).kind == "gate" for name in names)


def _judged(rules: RuleSet, target: str) -> list[Row]:
    return [
        row for level in rules.required_levels(target) for row in rules.rows_of(level.id)
        if not row.lost
    ]  # fmt: skip


def _grounds(target: str, *, gates: bool) -> tuple[str, ...]:
    own = {"A": "9.2.1", "B": "9.2.2", "C": "9.2.3"}[target]
    return ("6.2", "9.3", "9.1", own) if gates else ("9.1", own, "9.3")


def _cite_all(draft: Draft, clauses: Sequence[Clause]) -> None:
    marks = "".join(draft.cite(clause) for clause in clauses)
    names = ("、" if draft.language == "zh" else ", ").join(clause.id for clause in clauses)
    draft.lines.append(say("rests_on", draft.language, ids=names) + marks)


def _of_totals(
    draft: Draft,
    totals: Mapping[str, Decimal],
    levels: Sequence[str],
    rules: RuleSet,
    standard: Standard,
) -> tuple[Clause, ...]:
    language = draft.language
    target = min([*totals, *levels])
    for name in sorted(totals):
        if totals[name] > rules.level(name).declared:
            draft.note(say("impossible_total", language, level=name))
    missing = []
    readings = {entry.id: entry.default for entry in rules.interpretations}
    mark = rules.interpretation("pass_mark")
    for level in rules.required_levels(target):
        points = totals.get(level.id)
        if points is None:
            missing.append(level.id)
            continue
        reached = reaches_mark(rules, level, target, points, readings)
        key = "total_reaches" if reached else "total_misses"
        draft.lines.append("- " + say(key, language, level=level.id, points=decimal_string(points)))
        others = (
            reaches_mark(rules, level, target, points, {**readings, "pass_mark": reading.id})
            for reading in mark.readings
        )
        if any(other != reached for other in others):
            draft.note(mark.question_zh if language == "zh" else mark.question_en)
    if missing:
        names = ("、" if language == "zh" else ", ").join(missing)
        draft.lines.append(say("totals_missing", language, level=target, ids=names))
    draft.lines.append(say("gates_too", language))
    rests = [standard.clause(name) for name in _grounds(target, gates=False)]
    _cite_all(draft, rests)
    return tuple(rests)


def _losses(
    draft: Draft, levels: Sequence[str], rules: RuleSet, standard: Standard
) -> tuple[Clause, ...]:
    language = draft.language
    mark = rules.mark or Decimal(0)
    for name in levels:
        most = sum((r.points for r in rules.rows_of(name) if not r.lost), Decimal(0))
        draft.lines.append(
            say(
                "may_lose", language, level=name, most=decimal_string(most),
                mark=decimal_string(mark), loss=decimal_string(most - mark),
            )
        )  # fmt: skip
    rests = [standard.clause(name) for name in _grounds(min(levels), gates=False)]
    draft.lines.append(say("gates_too", language))
    _cite_all(draft, rests)
    return tuple(rests)
