"""A judgement as the fields of the form, and the fields as the words of a judgement. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from scoring import Row
from scoring.rule_set import RowKind

Choice = Literal[
    "met", "not_met", "points", "count", "incidents", "options", "recognised", "not_applicable",
    "not_assessed",
]  # fmt: skip
NUMBERS: Mapping[RowKind, Choice] = {"item": "points", "count": "count", "deduction": "incidents"}
"""The kinds of rows that are judged by a number, and what it is called."""
TEXTS = ("reason", "approved_by", "others", "recognised")
FIELDS = ("number", "options", *TEXTS)
"""The inputs of the form by name."""


def choices(
    kind: RowKind, *, may_be_excused: bool, may_be_recognised: bool = False
) -> tuple[Choice, ...]:
    """Return the ways in which a row of a kind can be judged, in the order they are shown."""
    ways: tuple[Choice, ...] = {
        "gate": ("met", "not_met"),
        "item": ("met", "not_met", "points"),
        "count": ("count",),
        "deduction": ("incidents",),
        "checklist": ("options",),
    }[kind]  # type: ignore[assignment]
    excused: tuple[Choice, ...] = ("not_applicable",) if may_be_excused else ()
    recognised: tuple[Choice, ...] = ("recognised",) if may_be_recognised else ()
    return (*ways, *recognised, *excused, "not_assessed")


def choice_of(words: Mapping[str, Any] | None) -> Choice:
    """Return which way of judging the words of a judgement are."""
    if not words:
        return "not_assessed"
    if "met" in words:
        return "met" if words["met"] else "not_met"
    named: tuple[Choice, ...] = (
        "points", "count", "incidents", "options", "recognised", "not_applicable",
    )  # fmt: skip
    return next((name for name in named if name in words), "not_assessed")


def fields_of(words: Mapping[str, Any] | None) -> dict[str, str]:
    """Return what the form shows for a judgement: every field, "" where it is empty."""
    given = words or {}
    number = next((given[key] for key in NUMBERS.values() if key in given), "")
    return {
        "number": str(number),
        "options": ",".join(str(key) for key in given.get("options", ())),
        "others": "\n".join(given.get("others", ())),
        "reason": str(given.get("not_applicable") or given.get("reason") or ""),
        "approved_by": str(given.get("approved_by") or ""),
        "recognised": str(given.get("recognised") or ""),
    }


def words_of(choice: Choice, fields: Mapping[str, str]) -> dict[str, Any] | None:
    """
    Return the words of a judgement from the form; None for a row that is not assessed.

    A reason given before the row is judged is kept with it. Whether the words fit the row is the
    sheet's to check.
    """
    reason = fields.get("reason", "").strip()
    beside = {"reason": reason} if reason else {}
    if choice == "not_assessed":
        return {"not_assessed": True, **beside} if beside else None
    if choice in ("met", "not_met"):
        return {"met": choice == "met", **beside}
    if choice == "not_applicable":
        return {"not_applicable": reason, "approved_by": fields.get("approved_by", "").strip()}
    if choice == "recognised":
        return {"recognised": fields.get("recognised", "").strip(), **beside}
    if choice == "options":
        keys = [key for key in fields.get("options", "").split(",") if key]
        others = [name.strip() for name in fields.get("others", "").splitlines() if name.strip()]
        named = {"others": others} if others else {}
        return {"options": sorted(keys, key=_by_number), **named, **beside}
    return {choice: fields.get("number", "").strip(), **beside}


def left_choice(
    row: Row, kind: RowKind, before: Mapping[str, Any] | None, fields: Mapping[str, str]
) -> Choice:
    """
    Return how a row is judged when its form is left without a choice: a number or an option that
    was typed in is meant, else the judgement stays what it was.
    """
    shown = fields_of(before)
    number = fields.get("number", shown["number"]).strip()
    if kind in NUMBERS and number and number != shown["number"]:
        return NUMBERS[kind]
    if row.options and kind == "checklist":
        now = (fields.get("options", ""), fields.get("others", "").strip())
        if now != (shown["options"], shown["others"].strip()):
            return "options"
    return choice_of(before)


def _by_number(key: str) -> tuple[int, str]:
    return (int(key) if key.isdigit() else 0, key)
