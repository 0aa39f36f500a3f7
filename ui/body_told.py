"""A body's own rules, and what they changed for a sheet, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corpus import Standard
from scoring import RuleSet
from scoring.assessment import BodyDifference, BodyUse
from scoring.body_rules import BodyRules, PointStep
from scoring.number import exact_string
from scoring.rule_set import Row
from ui.row_words import row_text, row_title
from ui.wording import t

_SHOWN_DIGITS = 8


def body_line(rules: BodyRules, language: str) -> str:
    """Return whose rules they are, of which version, with the start of their hash."""
    return t(
        "body_line", language, name=rules.name.told(language), version=rules.version,
        date=rules.date, digest=rules.content_hash[:_SHOWN_DIGITS],
    )  # fmt: skip


def difference_rows(
    use: BodyUse, outcomes: Mapping[str, str], language: str
) -> list[tuple[str, str, str]]:
    """
    Return what the rules changed: subject, without them, with them. [] for nothing.

    outcomes: how outcomes are called, by their codes.
    """
    return [
        (
            _subject(one, language),
            _standing(one.without, outcomes, language),
            _standing(one.with_rules, outcomes, language),
        )
        for one in use.differences
    ]


def _subject(one: BodyDifference, language: str) -> str:
    if one.kind == "outcome":
        return t("body_outcome", language)
    if one.kind == "level":
        return t("body_level", language, id=one.subject)
    if not one.by:
        return one.subject
    by = t(f"body_by_{one.by}", language)
    return t("body_subject", language, subject=one.subject, by=by)


def _standing(words: str | None, outcomes: Mapping[str, str], language: str) -> str:
    """Return an outcome, points, or a row's state with its points as people read them."""
    if words is None:
        return t("body_no_row", language)
    if words in outcomes:
        return outcomes[words]
    state, _, points = words.partition(" ")
    if state not in _STATES:
        return words
    name = t(_STATES[state], language)
    return f"{name} {points}" if points else name


_STATES = {
    "met": "award_met", "not_met": "award_not_met", "partial": "lack_points_short",
    "not_applicable": "award_not_applicable", "not_assessed": "award_not_assessed",
    "lost": "award_lost", "counted": "column_points",
}  # fmt: skip


def judged_rows(rule_set: RuleSet) -> tuple[Row, ...]:
    """Return the rows that are judged: those the document lost only where a text is supplied."""
    supplied = rule_set.body.supplied if rule_set.body else {}
    return tuple(row for row in rule_set.rows if not row.lost or row.id in supplied)


def overview_lines(rule_set: RuleSet, rules: BodyRules, language: str) -> Iterator[str]:
    """Yield what the rules hold, section by section; rule_set: the effective one."""
    yield body_line(rules, language)
    yield f"{t('body_for', language)}: {rule_set.id} {rule_set.version}"
    scoring = rules.scoring_hash or t("body_none_scoring", language)
    yield f"{t('body_hash', language)}: {rules.content_hash} / {scoring}"
    rows = judged_rows(rule_set)
    yield t(
        "body_coverage", language, rows=len(rows),
        steps=sum(bool(row.steps) for row in rows),
        methods=sum(bool(rules.methods_of(row.id)) for row in rows),
        units=sum(rules.indicator(row.id).sampling_unit is not None for row in rows),
    )  # fmt: skip
    if rules.readings:
        yield f"{t('body_readings', language)}:"
    for name in rules.readings:
        yield f"  {reading_line(rule_set, rules, name, language)}"
    if rules.supplied:
        yield f"{t('body_supplied', language)}:"
    for row_id, supplied in rules.supplied.items():
        yield f"  {row_id} {_worth(rule_set.row(row_id), language)}  {supplied.text.told(language)}"
    if rules.extras:
        yield f"{t('body_extras', language)}:"
    for group_id, group in rules.extras.items():
        counts = t(f"body_counts_{group.counts}", language)
        points = t("body_points", language, points=exact_string(group.points))
        yield f"  {group_id} {group.name.told(language)}: {points}, {counts}"
        for row_id, extra in group.rows.items():
            yield f"    {row_id} {exact_string(extra.points)}  {extra.text.told(language)}"
    if rules.recognised:
        yield f"{t('body_recognised', language, standard=rules.standard)}:"
    for row_id, entry in rules.recognised.items():
        yield f"  {row_id} ← {entry.item}  {entry.proof.told(language)}"


def reading_line(rule_set: RuleSet, rules: BodyRules, name: str, language: str) -> str:
    """Return a reading that the rules fix, with its reason."""
    chosen = rules.readings[name]
    reading = rule_set.interpretation(name).reading(chosen.reading)
    text = reading.text_en if language == "en" else reading.text_zh
    return t(
        "body_reading", language, id=name, reading=chosen.reading, text=text,
        reason=chosen.reason.told(language),
    )  # fmt: skip


def row_lines(
    rule_set: RuleSet, standard: Standard, rules: BodyRules, row: Row, language: str
) -> Iterator[str]:
    """Yield everything that the rules lay down for one row."""
    yield f"{row.id} {_worth(row, language)}  {row_title(rule_set, standard, row.id, language)}"
    text = row_text(rule_set, standard, row.id)
    if language != "en" or rules.text_of(row.id) is None:
        yield f"  {text}"
    entry = rules.indicator(row.id)
    if row.kind == "item":
        yield f"  {_steps_line(rule_set, entry.steps, row, language)}"
    methods = [t(f"method_{name}", language) for name in rules.methods_of(row.id)]
    if methods:
        joined = ("、" if language != "en" else ", ").join(methods)
        yield f"  {t('body_methods', language, methods=joined)}"
    if entry.collect is not None:
        yield f"  {t('body_collect', language, text=entry.collect.told(language))}"
    if entry.sampling_unit is not None:
        yield f"  {t('body_unit', language, text=entry.sampling_unit.told(language))}"
    yield from _origin_lines(rules, row.id, language)
    for name in rules.readings:
        if row.id in rule_set.interpretation(name).clauses:
            yield f"  {reading_line(rule_set, rules, name, language)}"


def _origin_lines(rules: BodyRules, row_id: str, language: str) -> Iterator[str]:
    if row_id in rules.supplied:
        yield f"  {t('body_reason', language, text=rules.supplied[row_id].reason.told(language))}"
    extra = rules.extra_row(row_id)
    if extra is not None and extra.norm:
        yield f"  {t('body_norm', language, norm=extra.norm)}"
    if row_id in rules.recognised:
        entry = rules.recognised[row_id]
        told = t(
            "body_recognises", language, item=f"{rules.standard} {entry.item}",
            proof=entry.proof.told(language), reason=entry.reason.told(language),
        )  # fmt: skip
        yield f"  {told}"


def _steps_line(rule_set: RuleSet, named: tuple[PointStep, ...], row: Row, language: str) -> str:
    if not row.steps:
        reading = rule_set.default_readings.get("partial_points", "")
        return t("body_steps_any", language, reading=reading)
    texts = {step.points: step.text.told(language) for step in named if step.text}
    told = [
        f"{exact_string(points)} ({texts[points]})" if points in texts else exact_string(points)
        for points in row.steps
    ]
    return t("body_steps", language, steps=" / ".join(told))


def _worth(row: Row, language: str) -> str:
    if row.kind == "gate":
        return t("body_gate", language)
    return t("body_points", language, points=exact_string(row.points))
