"""The words of a case's score sheet: what was saved, and what the case decides. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.cases.case import Case, Stage
from scoring import RuleSet

Words = dict[str, Any]


def sheet_words(case: Case, stage: Stage, content: Mapping[str, Any], rules: RuleSet) -> Words:
    """
    Return the words of a sheet as `scoring.parse_sheet` reads them: judgements and readings as
    saved ({} where nothing was), rules, level and stage as the case has them.

    rules: what the sheet was made for. Readings that the edition has by default are not told, so
    that those which a body's own rules fix are followed.
    """
    words = {**content, "rule_set": case.rule_set, "stage": stage}
    words["judgements"] = dict(content.get("judgements") or {})
    defaults = (rules.base or rules).default_readings
    readings = content.get("interpretations") or {}
    words["interpretations"] = {k: one for k, one in readings.items() if defaults.get(k) != one}
    if case.level:
        words["target"] = case.level
    else:
        words.pop("target", None)
    return words
