"""
What a body's own rules change for a sheet: the sheet is assessed with and without them. Pure.

The assessments themselves are made by `scoring.assess`; this module only sets them side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

from scoring.assessment import Assessment, BodyDifference, BodyUse, Cause, Number, Step
from scoring.award import ZERO, Readings
from scoring.body_note import body_names
from scoring.body_rules import BodyRules
from scoring.number import exact_string
from scoring.overlay import fixed_readings
from scoring.rule_set import RuleSet
from scoring.sheet import Sheet

SUPPLIED, EXTRA, RECOGNISED = "4.6", "4.2", "9.4"


def fixed_and_default(base: RuleSet, rules: BodyRules) -> dict[str, tuple[str, str]]:
    """Return by interpretation the reading that the body has fixed, and the draft's default."""
    defaults = base.default_readings
    return {name: (fixed, defaults[name]) for name, fixed in fixed_readings(base, rules).items()}


def without_body_rules(
    base: RuleSet, fixed: Mapping[str, tuple[str, str]], sheet: Sheet, readings: Readings
) -> tuple[Sheet, dict[str, str]]:
    """
    Return the sheet and its readings as they are without the body's rules.

    Rows that the rules add are gone, recognised ones nobody has judged, and what the body has
    fixed (see `fixed_and_default`) is read by the draft's default again.
    """
    kept = {
        row_id: judgement
        for row_id, judgement in sheet.judgements.items()
        if row_id in base and not judgement.recognised
    }
    plain = {**readings, **{name: default for name, (_, default) in fixed.items()}}
    return replace(sheet, judgements=kept, readings=plain), plain


def with_body_use(
    rule_set: RuleSet,
    use: BodyUse,
    found: Assessment,
    plain: Assessment,
    put_back: Mapping[str, Assessment],
) -> Assessment:
    """
    Return the assessment with the rules that it was made by and what they changed.

    Args:
        rule_set: the effective one.
        use: the rules laid over it; its differences are found here.
        found: the sheet under it.
        plain: the sheet without the body's rules.
        put_back: by interpretation the sheet with that one reading put back to the default.
    """
    differences = (
        *_outcomes(found, plain),
        *_totals(found, plain),
        *_rows(use.rules, found, plain),
        *_readings(rule_set, found, put_back),
    )
    decides = {one.subject for one in differences if one.kind == "reading"}
    lines = (*_reading_steps(rule_set, use, decides), *_total_steps(use.rules, found, plain))
    use = replace(use, differences=differences)
    return replace(found, body=use, trace=(*found.trace, *lines))


def _outcomes(found: Assessment, plain: Assessment) -> Iterator[BodyDifference]:
    if found.outcome != plain.outcome:
        yield BodyDifference("outcome", "outcome", "", SUPPLIED, plain.outcome, found.outcome)


def _totals(found: Assessment, plain: Assessment) -> Iterator[BodyDifference]:
    """Return the levels, or the indicators of Table C-1, that come to something else."""
    kind: Literal["level", "indicator"] = "level" if found.levels else "indicator"
    now, before = _figures(found), _figures(plain)
    for name, value in now.items():
        if value != before[name]:
            points = _shown(before[name]), _shown(value)
            yield BodyDifference(kind, name, "", SUPPLIED, *points)


def _figures(assessment: Assessment) -> Mapping[str, Number | None]:
    if assessment.levels:
        return {name: level.points for name, level in assessment.levels.items()}
    return assessment.indicators


def _shown(value: Number | None) -> str | None:
    return None if value is None else exact_string(value)


def _rows(rules: BodyRules, found: Assessment, plain: Assessment) -> Iterator[BodyDifference]:
    for row_id, entry in found.awards.items():
        before = plain.awards.get(row_id)
        if before is not None and (before.state, before.kept) == (entry.state, entry.kept):
            continue
        without = None if before is None else _standing(before.state, before.kept)
        standing = _standing(entry.state, entry.kept)
        yield BodyDifference(
            "row", row_id, *_cause(rules, row_id, is_recognised=entry.rule == "recognised"),
            without, standing,
        )  # fmt: skip


def _standing(state: str, kept: Number) -> str:
    """Return how a row stands in one text: its state, and its points where it has any."""
    return state if kept == ZERO else f"{state} {exact_string(kept)}"


def _cause(rules: BodyRules, row_id: str, *, is_recognised: bool) -> tuple[Cause, str]:
    if is_recognised:
        return "recognised", RECOGNISED
    if row_id in rules.supplied:
        return "supplied", SUPPLIED
    if rules.extra_row(row_id):
        return "extra", EXTRA
    return "reading", SUPPLIED


def _readings(
    rule_set: RuleSet, found: Assessment, put_back: Mapping[str, Assessment]
) -> Iterator[BodyDifference]:
    for name, other in put_back.items():
        if (other.outcome, _figures(other)) != (found.outcome, _figures(found)):
            clause = rule_set.interpretation(name).clauses[0]
            yield BodyDifference(
                "reading", name, "reading", clause, _said(other, found), _said(found, other)
            )


def _said(one: Assessment, other: Assessment) -> str:
    """Return the outcome where it differs, else the points that do."""
    if one.outcome != other.outcome:
        return one.outcome
    others = _figures(other)
    differing = {name: value for name, value in _figures(one).items() if value != others[name]}
    return ", ".join(f"{name} {_shown(value) or '-'}" for name, value in differing.items())


# --- derivation ---


def _reading_steps(rule_set: RuleSet, use: BodyUse, decides: set[str]) -> Iterator[Step]:
    for name, (fixed, default) in use.readings.items():
        entry = rule_set.interpretation(name)
        if fixed == default or name not in use.rules.readings:
            continue
        chosen, other = entry.reading(fixed), entry.reading(default)
        inputs = {
            **body_names(use.rules), "reading_zh": chosen.text_zh, "reading_en": chosen.text_en,
            "default_zh": other.text_zh, "default_en": other.text_en,
            "reason_zh": use.rules.readings[name].reason.zh,
            "reason_en": use.rules.readings[name].reason.en,
        }  # fmt: skip
        rule = "body_reading_decides" if name in decides else "body_reading"
        yield Step(name, rule, entry.clauses[0], inputs, ZERO, ZERO, ZERO, None)


def _total_steps(rules: BodyRules, found: Assessment, plain: Assessment) -> Iterator[Step]:
    before = _figures(plain)
    for name, value in _figures(found).items():
        if value != before[name]:
            inputs = {**body_names(rules), "without": _shown(before[name]) or "-"}
            kept = ZERO if value is None else value
            yield Step(name, "body_total", SUPPLIED, inputs, kept, kept, kept, None)
