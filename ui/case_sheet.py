"""The words of a case's score sheet: what was saved, and what the case decides. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.cases.case import Case, Stage
from scoring import RuleSet, load_rule_set

Words = dict[str, Any]


def sheet_words(
    case: Case, stage: Stage, content: Mapping[str, Any], rules: RuleSet | None = None
) -> Words:
    """
    Return the words of a sheet as `scoring.parse_sheet` reads them: judgements and readings as
    saved ({} where nothing was), rules, level and stage as the case has them.

    rules: the edition that the sheet was made for; None for the newest.
    """
    words = {**content, "rule_set": case.rule_set, "stage": stage}
    words["judgements"] = dict(content.get("judgements") or {})
    defaults = (rules or load_rule_set(case.rule_set)).default_readings
    readings = content.get("interpretations") or {}
    words["interpretations"] = {k: one for k, one in readings.items() if defaults.get(k) != one}
    if case.level:
        words["target"] = case.level
    else:
        words.pop("target", None)
    return words
