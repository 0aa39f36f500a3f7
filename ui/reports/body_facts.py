"""What a result stands on besides the edition, as entries of a cover."""

from __future__ import annotations

from ui.reports.case_result import CaseResult
from ui.wording import t


def body_facts(result: CaseResult, language: str) -> list[tuple[str, str]]:
    """Return the entries of the cover that name the rules; [] without any."""
    rules = result.rules.body
    if rules is None:
        return []
    return [
        (
            t("body_rules", language),
            f"{rules.name.told(language)} {rules.version} ({rules.date})",
        ),
        (t("body_hash", language), rules.content_hash),
        *([(t("body_note", language), t("body_given", language))] if result.is_override else []),
    ]


def suspect_facts(result: CaseResult, language: str) -> list[tuple[str, str]]:
    """Return the entry of the cover that says how many judgements are not confirmed; [] for none."""
    if not result.suspect:
        return []
    told = t("suspects_unconfirmed", language, number=result.suspect)
    return [(t("suspects_fact", language), told)]
