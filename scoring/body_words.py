"""
Reading the words of a body's own rules piece by piece, collecting every fault. Pure.

Every piece that is faulty comes back as an empty value, so that the rest is still looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from scoring.body_rules import Wording
from scoring.errors import Fault
from scoring.judgement import parse_decimal
from scoring.rule_set import RuleSet

MAX_TEXT = 2000
MAX_ENTRIES = 500
NO_WORDS = Wording("", "")


class BodyWords:
    """Walks the words of a body's own rules for one edition and collects every fault."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.faults: list[Fault] = []

    def add(self, code: str, where: str, text_zh: str, text_en: str) -> None:
        """Collect a fault at a path of the file such as "indicators.C1.2.1.steps"."""
        self.faults.append(Fault(code, where, text_zh, text_en))

    def mapping(self, value: object, where: str, keys: tuple[str, ...]) -> Mapping[str, Any]:
        """Return a mapping with these keys only, {} for anything else; None is an empty one."""
        found = self.entries(value, where)
        for key in found:
            if key not in keys:
                self.unknown("unknown_key", f"{where}.{key}" if where else key, key, keys)
        return {key: found[key] for key in found if key in keys}

    def entries(self, value: object, where: str) -> Mapping[str, Any]:
        """Return a mapping keyed by ids, {} for anything else; None is an empty one."""
        if value is None:
            return {}
        if not isinstance(value, Mapping) or len(value) > MAX_ENTRIES:
            self.add(
                "not_a_mapping", where or "file",
                f"这里应是键与值的表，至多 {MAX_ENTRIES} 项，而不是 {_brief(value)}。",
                f"This is a mapping of keys to values with at most {MAX_ENTRIES} entries, not "
                f"{_brief(value)}.",
            )  # fmt: skip
            return {}
        return {str(key): entry for key, entry in value.items()}

    def unknown(self, code: str, where: str, name: str, known: Collection[str]) -> None:
        """Collect the fault of a name that is not known, with those near it."""
        near = get_close_matches(name, known, n=3, cutoff=0.5) or list(known)[:8]
        self.add(
            code, where,
            f"没有“{name}”；可用的有：{'、'.join(near) or '无'}。",
            f"There is no {name!r}; allowed, or near it: {', '.join(near) or 'nothing'}.",
        )  # fmt: skip

    def required(self, words: Mapping[str, Any], where: str, *keys: str) -> None:
        """Collect the fault of every key that is missing or empty."""
        for key in keys:
            if words.get(key) in (None, "", [], {}):
                self.missing(f"{where}.{key}" if where else key, key)

    def missing(self, where: str, key: str) -> None:
        """Collect the fault of something that has to be there."""
        self.add(
            "missing_reason" if key == "reason" else "missing_key", where,
            f"缺少 {key}，或为空。" if key != "reason" else "须写明理由（reason）。",
            f"{key} is missing or empty." if key != "reason" else "A reason is needed (reason).",
        )  # fmt: skip

    def text(self, value: object, where: str) -> str:
        """Return a text of bounded length; "" for None. A plain number is taken as written."""
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            value = str(value)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > MAX_TEXT:
            self.add(
                "not_a_text", where,
                f"这里应是至多 {MAX_TEXT} 字的文字，而不是 {_brief(value)}。",
                f"This is a text of at most {MAX_TEXT} characters, not {_brief(value)}.",
            )  # fmt: skip
            return ""
        return value.strip()

    def wording(self, value: object, where: str) -> Wording:
        """Return words given as a text or as {zh, en}; empty words for None."""
        if not isinstance(value, Mapping):
            text = self.text(value, where)
            return Wording(text, text)
        given = self.mapping(value, where, ("zh", "en"))
        self.required(given, where, "zh")
        chinese = self.text(given.get("zh"), f"{where}.zh")
        return Wording(chinese, self.text(given.get("en"), f"{where}.en") or chinese)

    def points(self, value: object, where: str, most: Decimal | None) -> Decimal | None:
        """Return exact points from 0 to `most` (None: no limit); None for anything else."""
        number = parse_decimal(value)
        if number is not None and number >= 0 and (most is None or number <= most):
            return number
        limit = "" if most is None else f"至 {most} "
        limit_en = "or more" if most is None else f"to {most}"
        self.add(
            "wrong_points", where,
            f"应为 0 {limit}的十进制数，而不是 {_brief(value)}。",
            f"This is a decimal number from 0 {limit_en}, not {_brief(value)}.",
        )  # fmt: skip
        return None

    def listed(self, value: object, where: str) -> list[Any]:
        """Return a list; [] for None and, as a fault, for anything else."""
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > MAX_ENTRIES:
            self.add(
                "not_a_list", where,
                f"这里应是清单，而不是 {_brief(value)}。",
                f"This is a list, not {_brief(value)}.",
            )  # fmt: skip
            return []
        return value

    def choice(self, value: object, where: str, allowed: Collection[str]) -> str:
        """Return one of the allowed words; "" for anything else."""
        if value in allowed:
            return str(value)
        self.unknown("unknown_choice", where, _brief(value), allowed)
        return ""


def _brief(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
