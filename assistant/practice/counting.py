"""Questions that reckon: rows of Table C-1 that count, what their lists name, sizes of samples. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assistant.practice.question import Choice, PracticeQuestion, Worded, by_chance, together
from assistant.practice.source import Source, adds_up, by_size, mixed, points_words
from assistant.practice.wording import listing, say
from scoring import assess, parse_sheet, sentence
from scoring.award import award
from scoring.rule_set import Option, Row
from scoring.sampling import SampleSize, sample_size

_JUDGED = {"count": "count", "deduction": "incidents", "checklist": "options"}
_ASKED = {"count": "ask_count", "deduction": "ask_incidents", "checklist": "ask_options"}
_POPULATIONS = (20, 30, 50, 60, 80, 90, 160, 200, 240, 300, 400, 450, 1000, 1200, 1500, 2000, 3000)
_PERCENTS = (5, 10, 20, 30, 50)


def counting_questions(source: Source) -> Iterator[PracticeQuestion]:
    """Yield questions on rows that count and on their lists; none for a rule set without any."""
    unsure = _turned(source)
    for row in source.rows:
        if row.unit is None or row.id in unsure:
            continue
        for number in _numbers(source, row):
            yield _earned(source, row, number)
    for row in source.rows:
        if len(row.options) >= 3:
            yield _not_listed(source, row)


def sample_questions(source: Source) -> Iterator[PracticeQuestion]:
    """Yield questions on sizes of samples (7.4) that every reading of the clause answers alike."""
    if source.id != "tcrea-2023":
        return
    for number in _POPULATIONS:
        size = sample_size(number, source.rules.default_readings)
        if all(sample_size(number, readings).size == size.size for readings in _readings(source)):
            yield _sample(source, size)


def _readings(source: Source) -> Iterator[dict[str, str]]:
    """Yield the default readings, and those with one of them read another way."""
    default = source.rules.default_readings
    yield default
    for entry in source.rules.interpretations:
        for reading in entry.readings:
            if not reading.needs_judgement:
                yield {**default, entry.id: reading.id}


def _turned(source: Source) -> set[str]:
    """Return the rows of which a reading changes what is counted: nothing sure can be asked."""
    readings = [one for entry in source.rules.interpretations for one in entry.readings]
    return {row for one in readings for row in (*one.turns, *one.opens)}


def _numbers(source: Source, row: Row) -> list[int]:
    """Return the numbers to ask for: one within the row's value, one beyond where that is sure."""
    assert row.unit is not None  # noqa: S101 - the caller looked
    full = int(row.points / row.unit)
    most = len(row.options) or full
    within = [number for number in range(2, most) if _is_sure(source, row, number)]
    beyond = [full + 2] if not row.options and _is_sure(source, row, full + 2) else []
    return [*by_chance(within, row.id, str)[:1], *beyond]


def _judgement(row: Row, number: int) -> dict[str, Any]:
    counted = [option.key for option in row.options[:number]] if row.options else number
    return {_JUDGED[row.kind]: counted}


def _is_sure(source: Source, row: Row, number: int) -> bool:
    content = {"rule_set": source.id, "judgements": {row.id: _judgement(row, number)}}
    judged = parse_sheet(content, source.rules).judgements[row.id]
    return len({award(row, judged, readings).kept for readings in _readings(source)}) == 1


def _earned(source: Source, row: Row, number: int) -> PracticeQuestion:
    assert row.unit is not None  # noqa: S101 - the caller looked
    content = {"rule_set": source.id, "judgements": {row.id: _judgement(row, number)}}
    sheet = parse_sheet(content, source.rules)
    kept = award(row, sheet.judgements[row.id], source.rules.default_readings).kept
    steps = [step for step in assess(source.rules, sheet).trace if step.subject == row.id]
    wrong = _other_amounts(row, number, kept)
    choices, answer = by_size(kept, wrong, _why(row, number))
    return PracticeQuestion(
        id=f"counting-{source.id}-{row.id}-{number}",
        kind="counting",
        rule_set=source.id,
        clause=row.id,
        level=row.level,
        prompt=say(_ASKED[row.kind], id=row.id, title=source.title(row.id), number=number),
        choices=choices,
        answer=answer,
        explanation=together(
            [
                say("unit", unit=points_words(row.unit), points=points_words(row.points)),
                *(Worded(sentence(step, "zh"), sentence(step, "en")) for step in steps),
            ]
        ),
        quote=source.clause(row.id).quote,
        shows_quote=True,
        is_ranked=True,
    )


def _why(row: Row, number: int) -> dict[Decimal, Worded]:
    """Return the amounts that one may take for the right one, the most tempting last."""
    unit = row.unit or Decimal(0)
    amounts: dict[Decimal, Worded] = {}
    for other in (number + 1, number - 1):
        near = unit * other if row.kind != "deduction" else row.points - unit * other
        if 0 <= near <= row.points:
            amounts[near] = say("one_more_or_less", number=other)
    amounts[row.points] = say("whole_row")
    if row.kind == "deduction":
        amounts[unit * number] = say("taken_off")
    elif unit * number > row.points:
        amounts[unit * number] = say("uncapped", points=points_words(row.points))
    return amounts


def _other_amounts(row: Row, number: int, kept: Decimal) -> list[Decimal]:
    unit = row.unit or Decimal(0)
    tempting = [value for value in reversed(_why(row, number)) if value != kept]
    more = [kept + unit * steps for steps in (2, 3, 4)]
    fewer = [kept - unit * steps for steps in (2, 3, 4) if kept > unit * steps]
    return list(dict.fromkeys(value for value in (*tempting, *fewer, *more) if value != kept))[:3]


def _not_listed(source: Source, row: Row) -> PracticeQuestion:
    seed = f"{source.seed} list {row.id}"
    own = {option.title_en.casefold() for option in row.options}
    foreign = [
        (other, option)
        for other in source.rows
        for option in other.options
        # The two lists of departments are one and the same.
        if own.isdisjoint(entry.title_en.casefold() for entry in other.options)
    ]
    whose, right = by_chance(foreign, seed, lambda pair: f"{pair[0].id} {pair[1].key}")[0]
    wrong = by_chance(row.options, seed, lambda option: option.key)[:3]
    choices, answer = mixed(
        Choice(_name(right), say("listed_elsewhere", id=whose.id), whose.id),
        [Choice(_name(one), say("listed", number=row.options.index(one) + 1)) for one in wrong],
        seed,
    )
    return PracticeQuestion(
        id=f"counting-{source.id}-{row.id}-list",
        kind="counting",
        rule_set=source.id,
        clause=row.id,
        level=row.level,
        prompt=say("ask_not_listed", id=row.id, title=source.title(row.id)),
        choices=choices,
        answer=answer,
        explanation=together(
            [
                say("list_of", id=row.id, names=listing([_name(one) for one in row.options])),
                say("open_list") if row.open_list else Worded(),
                Worded() if adds_up(row) else source.defect("arithmetic", of=row.id),
            ]
        ),
        quote=source.clause(row.id).quote,
    )


def _name(option: Option) -> Worded:
    return Worded(option.title_zh, option.title_en)


def _sample(source: Source, size: SampleSize) -> PracticeQuestion:
    shares = {int(size.share * 100): size.clause}
    brackets = {30: "7.4.a", 20: "7.4.b", 10: "7.4.c"}
    wrong = [percent for percent in _PERCENTS if percent not in shares]
    # The shares of the other brackets first: they are what one mixes up.
    wrong = sorted(wrong, key=lambda percent: percent not in brackets)[:3]
    ranked = sorted([size.size, *(_share(size.population, percent) for percent in wrong)])
    whys = {_share(size.population, percent): _share_words(percent, brackets) for percent in wrong}
    return PracticeQuestion(
        id=f"quantity-{source.id}-7.4-{size.population}",
        kind="quantity",
        rule_set=source.id,
        clause=size.clause,
        level=None,
        prompt=say("ask_sample", number=size.population),
        choices=tuple(
            Choice(say("items", number=value), whys.get(value, Worded())) for value in ranked
        ),
        answer=ranked.index(size.size),
        explanation=Worded(size.sentence("zh"), size.sentence("en")),
        quote=source.clause(size.clause).quote,
        is_ranked=True,
        also=("7.4",),
    )


def _share(population: int, percent: int) -> int:
    exact = Fraction(percent, 100) * population
    return -(-exact.numerator // exact.denominator)


def _share_words(percent: int, brackets: dict[int, str]) -> Worded:
    if percent in brackets:
        return say("share_of", percent=percent, id=brackets[percent])
    return say("share_of_none", percent=percent)
