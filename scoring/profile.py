"""
What a project is: the level and stage it applies for and what it has or lacks.

Pure. Files belong to `scoring.profile_file`, what follows from a profile to
`scoring.applicability`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from scoring.errors import Fault, ProfileError
from scoring.fact import Fact, FactState, fact_named, near_facts
from scoring.sheet import Stage

KEYS = ("name", "rule_set", "level", "stage", "building_height_m", "facts", "other")
STAGES: tuple[Stage, ...] = ("pre", "formal")
MAX_HEIGHT_M = Decimal(1000)
MAX_OTHER = 100
# Words of YAML's own (yes, no) arrive as true and false.
_STATES: Mapping[object, FactState] = {
    True: "yes", False: "no", None: "unknown", "yes": "yes", "no": "no", "unknown": "unknown",
    "true": "yes", "false": "no", "有": "yes", "无": "no", "没有": "no", "不清楚": "unknown",
    "未知": "unknown",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """
    A project.

    level: A, B or C; None for a rule set without levels. facts: what has been said, by fact id;
    a fact that is absent is unknown. other: things that no row names. building_height_m: of the
    tallest residential building, in metres.
    """

    rule_set: str
    level: str | None
    stage: Stage | None = None
    facts: Mapping[str, FactState] = field(default_factory=dict)
    building_height_m: Decimal | None = None
    other: tuple[str, ...] = ()
    name: str = ""

    def state(self, fact: Fact, catalogue: Mapping[str, Fact]) -> FactState:
        """
        Return whether the project has this, as said or as it follows; never assumed.

        A fact of others (`any_of`) holds when one of them does and fails when all do; a height
        decides only a fact that names one.
        """
        said = self.facts.get(fact.id, "unknown")
        if said != "unknown":
            return said
        if fact.any_of:
            parts = {self.state(catalogue[part], catalogue) for part in fact.any_of}
            return "yes" if "yes" in parts else "no" if parts == {"no"} else "unknown"
        whole = [other for other in catalogue.values() if fact.id in other.any_of]
        if any(self.facts.get(other.id) == "no" for other in whole):
            return "no"
        if fact.above_height_m is not None and self.building_height_m is not None:
            return "yes" if self.building_height_m > fact.above_height_m else "no"
        return "unknown"


def parse_profile(
    words: object, facts: Mapping[str, Fact], levels: Mapping[str, tuple[str, ...]]
) -> Profile:
    """
    Check the words of a profile and return it.

    `facts`: the catalogue; `levels`: the levels of every rule set, () where it has none. The
    keys are those of docs/formats.md; facts may be named by id or by a word of theirs.

    Raises:
        ProfileError: with every fault at once.
    """
    if not isinstance(words, Mapping):
        raise ProfileError([_shape("profile", "键与值的表", "a mapping of keys to values", words)])
    reader = _Reader(words, facts, levels)
    reader.unknown_keys()
    rule_set = str(reader.choice("rule_set", tuple(levels), "tcrea-2023") or "tcrea-2023")
    profile = Profile(
        rule_set=rule_set,
        level=reader.level(rule_set),
        stage=reader.choice("stage", STAGES, None),  # type: ignore[arg-type]
        facts=reader.states(),
        building_height_m=reader.height(),
        other=reader.other(),
        name=reader.name(),
    )
    reader.contradictions(profile)
    if reader.faults:
        raise ProfileError(reader.faults)
    return profile


class _Reader:
    """Walks the words of a profile and collects every fault."""

    def __init__(
        self,
        words: Mapping[Any, Any],
        facts: Mapping[str, Fact],
        levels: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.words = words
        self.catalogue = facts
        self.levels = levels
        self.faults: list[Fault] = []

    def _add(self, code: str, where: str, text_zh: str, text_en: str) -> None:
        self.faults.append(Fault(code, where, text_zh, text_en))

    def unknown_keys(self) -> None:
        for key in self.words:
            if key not in KEYS:
                near = get_close_matches(str(key), KEYS, n=2, cutoff=0.5) or KEYS
                self._add(
                    "unknown_key", str(key),
                    f"没有名为“{key}”的键；可用：{'、'.join(near)}。",
                    f"There is no key {str(key)!r}; use {', '.join(near)}.",
                )  # fmt: skip

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None) -> str | None:
        value = self.words.get(key)
        if value is None:
            return default
        if value not in allowed:
            self._add(
                f"wrong_{key}", key,
                f"{key} 应为 {'、'.join(allowed)} 之一，而不是 {value!r}。",
                f"{key} is one of {', '.join(allowed)}, not {value!r}.",
            )  # fmt: skip
            return default
        return str(value)

    def level(self, rule_set: str) -> str | None:
        allowed = self.levels.get(rule_set, ())
        if allowed:
            if self.words.get("level") is None:
                self._add(
                    "missing_level", "level",
                    f"{rule_set} 需要 level：{'、'.join(allowed)} 之一。",
                    f"{rule_set} needs a level: one of {', '.join(allowed)}.",
                )  # fmt: skip
                return None
            return self.choice("level", allowed, None)
        if self.words.get("level") is not None:
            self._add(
                "level_not_known", "level",
                f"{rule_set} 没有等级，请去掉 level。",
                f"{rule_set} has no levels; leave level out.",
            )  # fmt: skip
        return None

    def states(self) -> dict[str, FactState]:
        entries = self.words.get("facts")
        if entries is None:
            return {}
        if not isinstance(entries, Mapping):
            self.faults.append(_shape("facts", "事项与状态的表", "a mapping of facts", entries))
            return {}
        states: dict[str, FactState] = {}
        for name, value in entries.items():
            fact = fact_named(str(name), self.catalogue)
            state = _state(value)
            where = f"facts.{name}"
            if fact is None:
                self._unknown_fact(str(name), where)
            elif state is None:
                self._add(
                    "wrong_state", where,
                    f"“{name}”应为 yes（有）、no（无）或 unknown（不清楚），而不是 {value!r}。",
                    f"{str(name)!r} is yes, no or unknown, not {value!r}.",
                )  # fmt: skip
            elif states.setdefault(fact.id, state) != state:
                self._add(
                    "contradiction", where,
                    f"{fact.id} 既写有又写无。",
                    f"{fact.id} is given twice, differently.",
                )  # fmt: skip
        return states

    def _unknown_fact(self, name: str, where: str) -> None:
        near = near_facts(name, self.catalogue.values())
        self._add(
            "unknown_fact", where,
            f"没有名为“{name}”的事项；可用：{'、'.join(near)}。规则没有提到的设施请写在 other。",
            f"There is no fact {name!r}; use {', '.join(near)}. What no row names goes into other.",
        )  # fmt: skip

    def height(self) -> Decimal | None:
        value = self.words.get("building_height_m")
        if value is None:
            return None
        try:
            height = Decimal(str(value)) if not isinstance(value, bool) else Decimal(-1)
        except InvalidOperation:
            height = Decimal(-1)
        if not height.is_finite() or not 0 < height <= MAX_HEIGHT_M:
            self._add(
                "wrong_height", "building_height_m",
                f"建筑高度应为 0 到 {MAX_HEIGHT_M} 之间的米数，而不是 {value!r}。",
                f"The building height is a number of metres up to {MAX_HEIGHT_M}, not {value!r}.",
            )  # fmt: skip
            return None
        return height

    def other(self) -> tuple[str, ...]:
        value = self.words.get("other")
        if value is None:
            return ()
        entries = value if isinstance(value, (list, tuple)) else [value]
        if len(entries) > MAX_OTHER or not all(isinstance(e, str) and e.strip() for e in entries):
            self.faults.append(
                _shape("other", f"不多于 {MAX_OTHER} 项的名称列表", "a list of names", value)
            )
            return ()
        return tuple(entry.strip() for entry in entries)

    def name(self) -> str:
        value = self.words.get("name")
        if value is not None and not isinstance(value, (str, int)):
            self.faults.append(_shape("name", "一段文字", "a text", value))
            return ""
        return "" if value is None else str(value)

    def contradictions(self, profile: Profile) -> None:
        for fact in self.catalogue.values():
            said = profile.facts.get(fact.id)
            parts = [profile.facts.get(part, "unknown") for part in fact.any_of]
            follows = "yes" if "yes" in parts else "no" if set(parts) == {"no"} else said
            if fact.above_height_m is not None and profile.building_height_m is not None:
                follows = "yes" if profile.building_height_m > fact.above_height_m else "no"
            if said in ("yes", "no") and follows not in (None, said):
                self._add(
                    "contradiction", f"facts.{fact.id}",
                    f"{fact.id} 写作 {said}，但其他内容表明为 {follows}。",
                    f"{fact.id} is given as {said}, but the rest of the profile says {follows}.",
                )  # fmt: skip


def _state(value: object) -> FactState | None:
    key = value.strip().casefold() if isinstance(value, str) else value
    # 1 and 0 equal True and False as keys but are not meant by them.
    is_word = key is None or isinstance(key, (str, bool))
    return _STATES.get(key) if is_word else None


def _shape(where: str, needed_zh: str, needed_en: str, value: object) -> Fault:
    kind = type(value).__name__
    return Fault(
        "wrong_shape",
        where,
        f"{where} 应是{needed_zh}，而不是 {kind}。",
        f"{where} should be {needed_en}, not {kind}.",
    )
