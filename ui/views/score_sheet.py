"""The sheet on the page as plain values: a session's judgements, and what they give. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scoring import Assessment, Row, RuleSet, Sheet, assess, load_rule_set, parse_sheet

Words = dict[str, Any]
_HISTORY = 100


@dataclass(slots=True)
class SheetOnPage:
    """
    The sheet being filled: judgements as they would stand in a file, with undo.

    case_id and version: the case it is saved to, and the version last seen there (0: none).
    """

    rule_set: str = "tcrea-2023"
    target: str | None = "B"
    judgements: Words = field(default_factory=dict)
    interpretations: dict[str, str] = field(default_factory=dict)
    case_id: str | None = None
    version: int = 0
    past: list[Words] = field(default_factory=list)

    @property
    def rules(self) -> RuleSet:
        """The rule set."""
        return load_rule_set(self.rule_set)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows to judge: the target's, the level applied for first; lost rows left out."""
        rules = self.rules
        if self.target is None:
            return rules.rows
        levels = rules.required_levels(self.target)
        return tuple(r for level in levels for r in rules.rows_of(level.id) if not r.lost)

    @property
    def words(self) -> Words:
        """The sheet as a file would hold it."""
        words: Words = {"rule_set": self.rule_set, "judgements": self.judgements}
        if self.target:
            words["target"] = self.target
        if self.interpretations:
            words["interpretations"] = self.interpretations
        return words

    def judge(self, row_id: str, words: Mapping[str, Any] | None) -> None:
        """
        Judge one row; None takes the judgement back.

        Raises:
            SheetError: the judgement does not fit; the sheet stays as it was.
        """
        changed = {key: value for key, value in self.judgements.items() if key != row_id}
        if words is not None:
            changed[row_id] = dict(words)
        parse_sheet({**self.words, "judgements": changed}, self.rules)
        self._replace(changed)

    def meet_open_gates(self) -> None:
        """Judge every open gate as met."""
        opened = [
            row.id for row in self.rows if row.kind == "gate" and row.id not in self.judgements
        ]
        self._replace({**self.judgements, **{row_id: {"met": True} for row_id in opened}})

    def undo(self) -> bool:
        """Take the last change back; False when there is none."""
        if not self.past:
            return False
        self.judgements = self.past.pop()
        return True

    def load_words(self, words: Mapping[str, Any]) -> None:
        """
        Take over a sheet from a file or a case.

        Raises:
            SheetError: the sheet is invalid; the page keeps what it had.
        """
        rule_set = str(words.get("rule_set"))
        parse_sheet(words, load_rule_set(rule_set))
        self.rule_set = rule_set
        self.target = words.get("target")
        self.interpretations = dict(words.get("interpretations") or {})
        self._replace(dict(words.get("judgements") or {}))

    def _replace(self, judgements: Words) -> None:
        self.past = [*self.past[-_HISTORY:], self.judgements]
        self.judgements = judgements

    def checked(self) -> Sheet:
        """Return the sheet checked against its rules."""
        return parse_sheet(self.words, self.rules)

    def assessed(self) -> Assessment:
        """Return the assessment of the sheet as it stands."""
        return assess(self.rules, self.checked())


def judgement_words(
    row: Row, choice: str | None, value: str, options: list[str], others: str, reason: str
) -> Words | None:
    """Return the words of a judgement from the page's fields; None for "not assessed"."""
    words: Words
    if choice in (None, "", "clear"):
        return None
    if choice in ("met", "not_met"):
        words = {"met": choice == "met"}
    elif row.kind == "checklist":
        names = [name.strip() for name in others.splitlines() if name.strip()]
        words = {"options": sorted(options, key=int), **({"others": names} if names else {})}
    elif row.kind == "count":
        words = {"count": value.strip()}
    elif row.kind == "deduction":
        words = {"incidents": value.strip()}
    else:
        words = {"points": value.strip()}
    if reason.strip():
        words["reason"] = reason.strip()
    return words


def choice_of(row: Row, words: Mapping[str, Any] | None) -> str:
    """Return which choice of the page a judgement is."""
    if not words:
        return "clear"
    if "met" in words:
        return "met" if words["met"] else "not_met"
    return "partial_points" if row.kind == "item" else "counted"
