"""
What a body lays down row by row, checked: steps, ways of collecting, recognised items. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise

from scoring.body_rules import METHODS, IndicatorRules, Method, PointStep, RecognisedRow
from scoring.body_words import BodyWords
from scoring.rule_set import Row

ZERO = Decimal(0)


def read_indicators(
    words: BodyWords, given: object, rows: Mapping[str, Row]
) -> dict[str, IndicatorRules]:
    """Return what is laid down row by row; `rows` are those that can be judged."""
    found: dict[str, IndicatorRules] = {}
    for row_id, value in words.entries(given, "indicators").items():
        where = f"indicators.{row_id}"
        row = rows.get(row_id)
        if row is None:
            _no_such_row(words, where, row_id, rows)
            continue
        content = words.mapping(value, where, ("steps", "methods", "collect", "sampling_unit"))
        found[row_id] = IndicatorRules(
            steps=_steps(words, row, content.get("steps"), f"{where}.steps"),
            methods=read_methods(words, content.get("methods"), f"{where}.methods"),
            collect=words.wording(content["collect"], f"{where}.collect")
            if "collect" in content else None,
            sampling_unit=words.wording(content["sampling_unit"], f"{where}.sampling_unit")
            if "sampling_unit" in content else None,
        )  # fmt: skip
    return found


def _no_such_row(words: BodyWords, where: str, row_id: str, rows: Mapping[str, Row]) -> None:
    if row_id not in words.rule_set:
        words.unknown("unknown_row", where, row_id, rows)
        return
    words.add(
        "lost_row", where,
        f"草案缺失 {row_id} 的条文；须先在 supplied 中补足。",
        f"The document lost the text of {row_id}; supply it under supplied first.",
    )  # fmt: skip


def _steps(words: BodyWords, row: Row, given: object, where: str) -> tuple[PointStep, ...]:
    if given is None:
        return ()
    if row.kind != "item":
        words.add(
            "wrong_kind", where,
            f"{row.id} 不是打分项，不能分档。",
            f"{row.id} is not a scored row and takes no steps.",
        )  # fmt: skip
        return ()
    before = len(words.faults)
    steps = [
        _step(words, entry, f"{where}[{at}]", row.points)
        for at, entry in enumerate(words.listed(given, where))
    ]
    points = [step.points for step in steps]
    in_order = all(one < two for one, two in pairwise(points))
    whole = len(points) > 1 and points[0] == ZERO and points[-1] == row.points
    if len(words.faults) == before and not (in_order and whole):
        words.add(
            "steps", where,
            f"{row.id} 的分档应自 0 起递增到 {row.points}，互不相同，而不是 {_joined(points)}。",
            f"The steps of {row.id} rise from 0 to {row.points}, each once; these are "
            f"{_joined(points)}.",
        )  # fmt: skip
    return tuple(steps)


def _step(words: BodyWords, given: object, where: str, most: Decimal) -> PointStep:
    if not isinstance(given, Mapping):
        return PointStep(words.points(given, where, most) or ZERO)
    content = words.mapping(given, where, ("points", "text"))
    words.required(content, where, "text")
    points = words.points(content.get("points"), f"{where}.points", most) or ZERO
    return PointStep(points, words.wording(content.get("text"), f"{where}.text"))


def _joined(points: Iterable[Decimal]) -> str:
    return ", ".join(str(one) for one in points)


def read_shares(words: BodyWords, given: object) -> tuple[Decimal, ...]:
    """Return the shares of a row's points that are its steps: rising from 0 to 1."""
    if given is None:
        return ()
    where = "step_shares"
    shares = [
        words.points(entry, f"{where}[{at}]", Decimal(1))
        for at, entry in enumerate(words.listed(given, where))
    ]
    known = [share for share in shares if share is not None]
    rises = all(one < two for one, two in pairwise(known))
    if len(known) == len(shares) and not (
        rises and len(known) > 1 and (known[0], known[-1]) == (ZERO, Decimal(1))
    ):
        words.add(
            "steps", where,
            f"step_shares 应自 0 起递增到 1，互不相同，而不是 {_joined(known)}。",
            f"step_shares rise from 0 to 1, each once; these are {_joined(known)}.",
        )  # fmt: skip
    return tuple(known)


def read_methods(words: BodyWords, given: object, where: str) -> tuple[Method, ...]:
    """Return ways of collecting information (7.3), each once."""
    methods = [
        words.choice(entry, f"{where}[{at}]", METHODS)
        for at, entry in enumerate(words.listed(given, where))
    ]
    for name in sorted({name for name in methods if name and methods.count(name) > 1}):
        words.add(
            "duplicate_method", where, f"{name} 写了不止一次。", f"{name} is given more than once."
        )
    return tuple(name for name in METHODS if name in methods)


def read_recognition(
    words: BodyWords, given: object, rows: Mapping[str, Row]
) -> tuple[str, dict[str, RecognisedRow]]:
    """Return the other standard, and the rows that its items stand for, each with its proof."""
    content = words.mapping(given, "recognition", ("standard", "rows"))
    if given is not None:
        words.required(content, "recognition", "standard", "rows")
    found: dict[str, RecognisedRow] = {}
    for row_id, value in words.entries(content.get("rows"), "recognition.rows").items():
        where = f"recognition.rows.{row_id}"
        row = rows.get(row_id)
        if row is None:
            _no_such_row(words, where, row_id, rows)
            continue
        if row.kind not in ("gate", "item"):
            words.add(
                "wrong_kind", where,
                f"{row_id} 按次或按项计分，不能整行互认。",
                f"{row_id} is counted and cannot be recognised as a whole.",
            )  # fmt: skip
        entry = words.mapping(value, where, ("item", "proof", "reason"))
        words.required(entry, where, "item", "proof", "reason")
        found[row_id] = RecognisedRow(
            words.text(entry.get("item"), f"{where}.item"),
            words.wording(entry.get("proof"), f"{where}.proof"),
            words.wording(entry.get("reason"), f"{where}.reason"),
        )
    return words.text(content.get("standard"), "recognition.standard"), found
