"""The YAML cases of a body's own rules, each named after what it shows."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import SheetError, assess, assessment_json, load_rule_set, parse_sheet
from scoring.body_check import parse_body_rules
from scoring.overlay import with_body_rules
from scoring.rule_set import RuleSet
from tests.scoring.sheets import sheet_words
from tests.scoring.test_cases import _cases, _seen

RULES = load_rule_set("tcrea-2023")
HEADER = {
    "body": {"zh": "示例机构", "en": "Example body"}, "version": "1", "date": "2024-03-01",
    "rule_set": "tcrea-2023", "edition": "V2.3",
}  # fmt: skip


def laid_over(more: dict[str, Any]) -> RuleSet:
    return with_body_rules(RULES, parse_body_rules({**HEADER, **more}, RULES))


def words_of(rules: RuleSet, case: dict[str, Any]) -> dict[str, Any]:
    """Return the case's sheet: the draft's rows met, the supplied ones too, then its changes."""
    assert rules.body is not None
    supplied = {name: {"met": True} for name in rules.body.supplied}
    change = {**supplied, **case.get("change", {})}
    return sheet_words(RULES, case["target"], change, interpretations=case.get("readings", {}))


@pytest.mark.parametrize("case", _cases("body.yaml"))
def test_a_body_s_own_rules_count_as_the_case_says(case: dict[str, Any]) -> None:
    rules = laid_over(case["rules"])
    if "faults" in case:
        with pytest.raises(SheetError) as caught:
            parse_sheet(words_of(rules, case), rules)
        found = {one.where.split(":")[0].split(".", 1)[1]: one for one in caught.value.faults}
        assert {name: fault.code for name, fault in found.items()} == case["faults"]
        return
    public = assessment_json(assess(rules, parse_sheet(words_of(rules, case), rules)))
    for key, expected in case["expect"].items():
        assert _of_body(public, key, expected) == expected, key


def _of_body(public: dict[str, Any], key: str, expected: Any) -> Any:
    if key == "differences":
        found = public["body"]["differences"]
        return {one["subject"]: [one["without"], one["with"]] for one in found}
    if key == "scoring_hash":
        return public["body"]["scoring_hash"]
    if key == "beside":
        groups = public["levels"]["C"]["beside"]
        return {name: [group["points"], group["declared"]] for name, group in groups.items()}
    if key == "awardable":
        return {name: public["levels"][name]["awardable"] for name in expected}
    return _seen(public, key, expected)
