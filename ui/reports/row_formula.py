"""
The formula of one row of a score table: what its judgement earns, as `scoring.award` says it.

Pure. A judgement that the rules refuse gives #N/A, never a number; sums of points are rounded to
the two places that points can have, so that the binary fractions of spreadsheets never move a
total over the mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring import Row, RuleSet
from scoring.award import Award
from scoring.judgement import MAX_COUNT, MAX_OTHERS, JudgementRules
from scoring.number import decimal_string
from scoring.sheet import rules_for
from ui.reports.live_table import cell, quoted
from ui.wording import t

VALUE, JUDGEMENT, NUMBER, AWARDED, LEFT_OUT, OPEN, FAILED, REASON, APPROVED = range(3, 12)
"""The columns of a row behind id, title and kind."""
PLACES = 2
"""To how many places sums are rounded where a body's own steps need no more."""


def places_of(rules: RuleSet) -> int:
    """Return to how many places sums of points have to be rounded to be exact."""
    steps = (step for row in rules.rows for step in (row.points, *row.steps))
    exponents = (step.as_tuple().exponent for step in steps)
    return max(PLACES, *(-one for one in exponents if isinstance(one, int)))


@dataclass(frozen=True, slots=True)
class RowFormulas:
    """
    A row as formulas. choices: the words its judgement may be; left_out: None where the readings
    leave no row out.
    """

    choices: tuple[str, ...]
    awarded: str
    left_out: str | None


@dataclass(frozen=True, slots=True)
class JudgementWords:
    """The words of judgements in one language."""

    met: str
    not_met: str
    partial: str
    counted: str
    not_applicable: str
    recognised: str
    open: str

    @classmethod
    def of(cls, language: str) -> JudgementWords:
        """Return the words of a language."""
        return cls(
            t("award_met", language), t("award_not_met", language), t("table_partial", language),
            t("table_counted", language), t("award_not_applicable", language),
            t("table_recognised", language), t("award_not_assessed", language),
        )  # fmt: skip

    def said(self, award: Award) -> str:
        """Return the word for how a row stands; the row is none that the draft lost."""
        if award.rule == "recognised":
            return self.recognised
        return {
            "met": self.met, "not_met": self.not_met, "partial": self.partial,
            "counted": self.counted, "not_applicable": self.not_applicable,
            "not_assessed": self.open,
        }[award.state]  # fmt: skip


def row_formulas(
    row: Row, rule_set: RuleSet, readings: Mapping[str, str], words: JudgementWords, line: int
) -> RowFormulas:
    """Return the formulas of a row that stands in a line (from 0) of a score table."""
    rules = rules_for(row, rule_set, readings)
    judgement, value = cell(line, JUDGEMENT), cell(line, VALUE)
    given = _given(row, rules, readings, words, line)
    not_applicable = readings.get("not_applicable", "refused")
    reasoned = f"AND(LEN(TRIM({cell(line, REASON)}))>0,LEN(TRIM({cell(line, APPROVED)}))>0)"
    choices = [*given]
    branches = [*given.items()]
    left_out = None
    if not_applicable != "refused":
        earns = value if not_applicable == "met" and row.kind != "gate" else "0"
        choices.append(words.not_applicable)
        branches.append((words.not_applicable, f"IF({reasoned},{earns},NA())"))
    if not_applicable == "exclude" and row.kind != "gate":
        left_out = f"IF({judgement}={quoted(words.not_applicable)},{value},0)"
    formula = "NA()"
    for word, earns in reversed(branches):
        formula = f"IF({judgement}={quoted(word)},{earns},{formula})"
    formula = f"IF({is_open(line, words)},0,{formula})"
    return RowFormulas((*choices, words.open), formula, left_out)


def is_open(line: int, words: JudgementWords) -> str:
    """Return the condition that nobody has judged the row in a line."""
    judgement = cell(line, JUDGEMENT)
    return f'OR({judgement}="",{judgement}={quoted(words.open)})'


def _given(
    row: Row, rules: JudgementRules, readings: Mapping[str, str], words: JudgementWords, line: int
) -> dict[str, str]:
    """Return what each word earns that fits the row's kind, "not applicable" left out."""
    value, number = cell(line, VALUE), cell(line, NUMBER)
    recognised = {}
    if rules.recognised:
        earns = "0" if rules.kind == "gate" else value
        proven = f"IF(LEN(TRIM({cell(line, REASON)}))>0,{earns},NA())"
        recognised = {words.recognised: proven}
    if rules.kind == "gate":
        return {words.met: "0", words.not_met: "0", **recognised}
    if rules.kind == "item":
        return {
            words.met: value,
            words.not_met: "0",
            words.partial: _partial(rules, value, number, cell(line, REASON)),
            **recognised,
        }
    unit = decimal_string(row.unit if row.unit is not None else row.points)
    most, earns = MAX_COUNT, f"MIN({number}*{unit},{value})"
    if rules.kind == "count":
        if readings.get("c1_cap") == "whole_units" and row.unit is not None:
            earns = f"MIN({number}*{unit},{decimal_string(row.points - row.points % row.unit)})"
        if "no_events" in row.interpretations and readings["no_events"] == "full_when_none":
            earns = f"IF({number}=0,{value},{earns})"
    elif rules.kind == "deduction":
        earns = f"{value}-{number}*{unit}"
        if readings.get("c1_floor") != "indicator":
            earns = f"MAX({earns},0)"
    else:
        counts_others = rules.open_list and not (
            row.open_list and readings.get("c1_open_list") == "listed_only"
        )
        most = len(row.options) + (MAX_OTHERS if counts_others else 0)
    whole = f"AND({number}>=0,{number}<={most},INT({number})={number})"
    counted = f"IF(ISNUMBER({number}),IF({whole},{earns},NA()),NA())"
    return {words.counted: counted, **recognised}


def _partial(rules: JudgementRules, value: str, number: str, reason: str) -> str:
    reading = rules.partial_points
    places = 2 if reading == "hundredths" else 1
    earns = f"IF({number}={value},{value},0)" if reading == "all_or_nothing" else number
    step = f"ROUND({number},{places})={number}"
    if rules.steps:
        step = f"OR({','.join(f'{number}={decimal_string(one)}' for one in rules.steps)})"
    is_whole = f"OR({number}=0,{number}={value},LEN(TRIM({reason}))>0)"
    fits = f"AND({number}>=0,{number}<={value},{step},{is_whole})"
    return f"IF(ISNUMBER({number}),IF({fits},{earns},NA()),NA())"
