"""
A score sheet: all judgements of one person or of the panel, checked against a rule set.

Pure. Reading the bytes of a file belongs to `scoring.sheet_file`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Literal

from scoring.award import lost_reading
from scoring.body_rules import is_extra_id
from scoring.errors import Fault, SheetError
from scoring.judgement import Judgement, JudgementRules, parse_decimal, parse_judgement
from scoring.overlay import fixed_readings
from scoring.rule_set import Row, RowKind, RuleSet

Stage = Literal["pre", "formal"]
KEYS = (
    "rule_set", "edition", "target", "stage", "interpretations", "weights", "judgements",
    "assessor", "date", "note",
)  # fmt: skip
MAX_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    A valid sheet.

    judgements: by canonical row id; rows that are absent are not assessed. readings: the chosen
    reading of every interpretation, defaults included. weights: by indicator, empty when none.
    ignored: judged rows that the target does not need.
    """

    rule_set: str
    target: str | None
    stage: Stage | None
    readings: Mapping[str, str]
    judgements: Mapping[str, Judgement]
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


class _Reader:
    """Walks the words of a sheet and collects every fault."""

    def __init__(self, words: Mapping[str, Any], rule_set: RuleSet) -> None:
        self.words = words
        self.rule_set = rule_set
        self.faults: list[Fault] = []

    def add(self, code: str, where: str, text_zh: str, text_en: str) -> None:
        self.faults.append(Fault(code, where, text_zh, text_en))


def parse_sheet(
    words: object, rule_set: RuleSet, interpretations: Mapping[str, str] | None = None
) -> Sheet:
    """
    Check the words of a sheet and return it; `interpretations` override the sheet's own.

    Raises:
        SheetError: with every fault at once; nothing of an invalid sheet is used.
    """
    if not isinstance(words, Mapping):
        raise SheetError(
            [
                Fault(
                    "sheet_shape",
                    "sheet",
                    f"评分表应是键与值的表，而不是 {type(words).__name__}。",
                    f"A sheet is a mapping of keys to values, not a {type(words).__name__}.",
                )
            ]
        )
    reader = _Reader(words, rule_set)
    _check_header(reader)
    target = _target(reader)
    readings = _readings(reader, interpretations or {})
    judgements, ignored = _judgements(reader, target, readings)
    weights = _weights(reader)
    if reader.faults:
        raise SheetError(reader.faults)
    return Sheet(
        rule_set=rule_set.id,
        target=target,
        stage=words.get("stage"),
        readings=readings,
        judgements=judgements,
        weights=weights,
        ignored=ignored,
    )


def rules_for(row: Row, rule_set: RuleSet, readings: Mapping[str, str]) -> JudgementRules:
    """Return how the row is judged under the readings: its kind, its list, its partial points."""
    kind: RowKind = row.kind
    # Under `listed_only` others may still be named; they are shown and count nothing.
    open_list = row.open_list
    for interpretation in rule_set.interpretations:
        if row.id not in interpretation.clauses:
            continue
        reading = interpretation.reading(readings[interpretation.id])
        kind = reading.turns.get(row.id, kind)
        open_list = open_list or row.id in reading.opens
    return JudgementRules(
        kind=kind,
        open_list=open_list,
        partial_points=readings.get("partial_points", "tenths"),
        not_applicable=readings.get("not_applicable", "refused"),
        steps=row.steps if kind == "item" else (),
        **_of_body(row, rule_set),
    )


def _of_body(row: Row, rule_set: RuleSet) -> dict[str, Any]:
    body = rule_set.body
    if body is None:
        return {}
    entry = body.recognised.get(row.id)
    return {
        "body": body.name,
        "recognised": f"{body.standard} {entry.item}".strip() if entry else "",
    }


def _check_header(reader: _Reader) -> None:
    rule_set, words = reader.rule_set, reader.words
    for key in words:
        if key not in KEYS:
            near = get_close_matches(str(key), KEYS, n=2, cutoff=0.5) or list(KEYS)
            reader.add(
                "unknown_key", str(key),
                f"评分表没有“{key}”这一项；相近的有：{'、'.join(near)}。",
                f"A sheet has no key {key!r}; near it: {', '.join(near)}.",
            )  # fmt: skip
    if words.get("rule_set") != rule_set.id:
        reader.add(
            "wrong_rule_set", "rule_set",
            f"rule_set 应为 {rule_set.id}，而不是 {words.get('rule_set')!r}。",
            f"rule_set is {rule_set.id!r} here, not {words.get('rule_set')!r}.",
        )  # fmt: skip
    if words.get("edition", rule_set.edition) != rule_set.edition:
        reader.add(
            "wrong_edition", "edition",
            f"该评分表按 {words['edition']!r} 版编制，当前规则为 {rule_set.edition} 版。",
            f"The sheet is for edition {words['edition']!r}; the rules are {rule_set.edition!r}.",
        )  # fmt: skip
    if words.get("stage") not in (None, "pre", "formal"):
        reader.add(
            "wrong_stage", "stage",
            f"stage 只能是 pre（预评价）或 formal（正式评价），而不是 {words['stage']!r}。",
            f"stage is pre or formal, not {words['stage']!r}.",
        )  # fmt: skip


def _target(reader: _Reader) -> str | None:
    levels = [level.id for level in reader.rule_set.levels]
    target = reader.words.get("target")
    if not levels:
        if target is not None:
            reader.add(
                "no_levels", "target",
                f"{reader.rule_set.id} 没有等级，请删去 target。",
                f"{reader.rule_set.id} has no levels; leave target out.",
            )  # fmt: skip
        return None
    if target not in levels:
        reader.add(
            "wrong_target", "target",
            f"target 应为 {'、'.join(levels)} 之一，而不是 {target!r}。",
            f"target is one of {', '.join(levels)}, not {target!r}.",
        )  # fmt: skip
        return None
    return str(target)


def _readings(reader: _Reader, overrides: Mapping[str, str]) -> dict[str, str]:
    rule_set = reader.rule_set
    chosen = rule_set.default_readings
    given = reader.words.get("interpretations") or {}
    if not isinstance(given, Mapping):
        reader.add(
            "interpretations_shape", "interpretations",
            "interpretations 应写成 {pass_mark: ge} 的形式。",
            "interpretations is written like {pass_mark: ge}.",
        )  # fmt: skip
        given = {}
    for name, reading in {**given, **overrides}.items():
        where = f"interpretations.{name}"
        if name not in chosen:
            near = get_close_matches(str(name), chosen, n=3, cutoff=0.5) or sorted(chosen)
            reader.add(
                "unknown_interpretation", where,
                f"没有“{name}”这一解释项；相近的有：{'、'.join(near)}。",
                f"There is no interpretation {name!r}; near it: {', '.join(near)}.",
            )  # fmt: skip
            continue
        known = [entry.id for entry in rule_set.interpretation(name).readings]
        if reading not in known:
            reader.add(
                "unknown_reading", where,
                f"{name} 没有“{reading}”这种读法；可选：{'、'.join(known)}。",
                f"{name} has no reading {reading!r}; allowed: {', '.join(known)}.",
            )  # fmt: skip
            continue
        if _is_fixed(reader, name, chosen[name], str(reading)):
            continue
        chosen[name] = reading
    return chosen


def _is_fixed(reader: _Reader, name: str, fixed: str, reading: str) -> bool:
    """Whether the body's own rules fix another reading; a sheet cannot depart from them."""
    body, base = reader.rule_set.body, reader.rule_set.base
    if body is None or base is None or reading == fixed:
        return False
    if name not in fixed_readings(base, body):
        return False
    reader.add(
        "fixed_reading", f"interpretations.{name}",
        f"{body.name.zh}的细则已定 {name} 为 {fixed}，评分表不能改为 {reading}；请删去此项，"
        "或不用该细则计分。",
        f"The rules of {body.name.en} fix {name} as {fixed}; a sheet cannot set {reading}. Leave "
        "it out, or score without these rules.",
    )  # fmt: skip
    return True


def _judgements(
    reader: _Reader, target: str | None, readings: Mapping[str, str]
) -> tuple[dict[str, Judgement], tuple[str, ...]]:
    given = reader.words.get("judgements")
    if given is None:
        given = {}
    if not isinstance(given, Mapping) or len(given) > MAX_ROWS:
        reader.add(
            "judgements_shape", "judgements",
            f"judgements 应是以行编号为键的表，至多 {MAX_ROWS} 行。",
            f"judgements is a mapping keyed by row id with at most {MAX_ROWS} rows.",
        )  # fmt: skip
        return {}, ()
    needed = _needed_levels(reader.rule_set, target)
    judgements: dict[str, Judgement] = {}
    ignored: list[str] = []
    for key, words in given.items():
        row = _row_meant(reader, str(key), given, needed)
        if row is None:
            continue
        if row.level not in needed:
            ignored.append(row.id)
        if _is_unawardable(reader, row, readings):
            continue
        judgement, faults = parse_judgement(row, words, rules_for(row, reader.rule_set, readings))
        reader.faults.extend(faults)
        judgements[row.id] = judgement
    return judgements, tuple(sorted(ignored))


def _needed_levels(rule_set: RuleSet, target: str | None) -> tuple[str | None, ...]:
    if target is None:
        return (*(level.id for level in rule_set.levels), None)
    return tuple(level.id for level in rule_set.required_levels(target))


def _row_meant(
    reader: _Reader, key: str, given: Mapping[str, Any], needed: tuple[str | None, ...]
) -> Row | None:
    """
    Return the row a key names: its canonical id, or a printed id that only one row prints.

    A canonical id of a level that the target does not need, which a needed row prints too
    (A4.1.1 stands in the table of level B), could mean either and is refused.
    """
    rule_set = reader.rule_set
    printing = [row for row in rule_set.rows if row.printed_id == key]
    if key in rule_set:
        row = rule_set.row(key)
        meant = [entry for entry in printing if entry.level in needed and entry.id not in given]
        if row.level in needed or not meant:
            return row
        _ambiguous_row(reader, key, [row, *meant])
        return None
    if len(printing) == 1 and printing[0].id not in given:
        return printing[0]
    if printing:
        _ambiguous_row(reader, key, printing)
    else:
        _unknown_row(reader, key)
    return None


def _ambiguous_row(reader: _Reader, key: str, rows: list[Row]) -> None:
    ids = [row.id for row in rows]
    reader.add(
        "ambiguous_printed_id", f"judgements.{key}",
        f"“{key}”在草案中指代不明，可能是 {'、'.join(ids)}；请写所在位置的编号。",
        f"{key!r} is ambiguous in the draft: it may mean {', '.join(ids)}. Write the id of the "
        "place where the row stands.",
    )  # fmt: skip


def _unknown_row(reader: _Reader, row_id: str) -> None:
    near = get_close_matches(row_id, [row.id for row in reader.rule_set.rows], n=3, cutoff=0.5)
    if is_extra_id(row_id) and reader.rule_set.body is None:
        reader.add(
            "unknown_row", f"judgements.{row_id}",
            f"“{row_id}”是评价机构细则的增项（4.2），须同时给出细则（--body）。",
            f"{row_id!r} is an extra indicator of a body's own rules (4.2); give them too (--body).",
        )  # fmt: skip
        return
    reader.add(
        "unknown_row", f"judgements.{row_id}",
        f"没有编号为“{row_id}”的评价行" + (f"；相近的有：{'、'.join(near)}。" if near else "。"),
        f"There is no row {row_id!r}" + (f"; near it: {', '.join(near)}." if near else "."),
    )  # fmt: skip


def _is_unawardable(reader: _Reader, row: Row, readings: Mapping[str, str]) -> bool:
    if not row.lost or lost_reading(row, readings) == "judged":
        return False
    name = row.interpretations[0]
    reader.add(
        "lost_row", f"judgements.{row.id}",
        f"草案缺失 {row.id} 的条文，默认不能评价；若评价机构补足了条文，请设 "
        f"interpretations.{name}: judged。",
        f"The draft lost the text of {row.id}, so it cannot be judged by default. If the body "
        f"supplied a text, set interpretations.{name}: judged.",
    )  # fmt: skip
    return True


def _weights(reader: _Reader) -> dict[str, Decimal]:
    given = reader.words.get("weights")
    if given is None:
        return {}
    indicators = [g.id for g in reader.rule_set.groups if g.printed == 100 and g.parent is not None]
    if reader.rule_set.levels or not isinstance(given, Mapping):
        reader.add(
            "weights_shape", "weights",
            "weights 只用于表 C-1，写成 {SE11: \"0.04\"} 的形式。",
            "weights belong to Table C-1 only and are written like {SE11: \"0.04\"}.",
        )  # fmt: skip
        return {}
    weights: dict[str, Decimal] = {}
    for indicator, words in given.items():
        weight = parse_decimal(words)
        if indicator not in indicators:
            near = get_close_matches(str(indicator), indicators, n=3, cutoff=0.5)
            reader.add(
                "unknown_indicator", f"weights.{indicator}",
                f"没有指标“{indicator}”；相近的有：{'、'.join(near) or '无'}。",
                f"There is no indicator {indicator!r}; near it: {', '.join(near) or 'none'}.",
            )  # fmt: skip
        elif weight is None or not 0 <= weight <= 1:
            reader.add(
                "wrong_weight", f"weights.{indicator}",
                f"权重应为 0 到 1 的数，而不是 {words!r}。",
                f"A weight is a number from 0 to 1, not {words!r}.",
            )  # fmt: skip
        else:
            weights[str(indicator)] = weight
    if weights and sum(weights.values()) > 1:
        reader.add(
            "weights_sum", "weights",
            f"权重之和为 {sum(weights.values())}，不得大于 1。",
            f"The weights add up to {sum(weights.values())}; they must not exceed 1.",
        )  # fmt: skip
    return weights
