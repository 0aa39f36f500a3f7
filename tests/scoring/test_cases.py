"""The YAML cases of tests/cases/scoring, each named after the rule that it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from scoring import assess, assessment_json, load_rule_set, parse_sheet
from tests.scoring.sheets import sheet_words

CASES = Path(__file__).parents[1] / "cases" / "scoring"


def _cases(name: str) -> list[Any]:
    entries = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return [pytest.param(entry, id=entry["name"]) for entry in entries]


def _result(rule_set: str, case: dict[str, Any]) -> dict[str, Any]:
    rules = load_rule_set(rule_set)
    more = {"interpretations": case.get("readings", {})}
    if "weights" in case:
        more["weights"] = case["weights"]
    words = sheet_words(rules, case.get("target"), case.get("change", {}), **more)
    if case.get("blank"):
        words["judgements"] = {}
    return assessment_json(assess(rules, parse_sheet(words, rules)))


def _seen(result: dict[str, Any], key: str, expected: Any) -> Any:
    levels = result["levels"]
    if key == "points":
        return {name: level["points"] for name, level in levels.items()}
    if key == "awardable":
        return {name: level["awardable"] for name, level in levels.items()}
    if key == "levels":
        return {name: level["outcome"] for name, level in levels.items()}
    if key == "groups":
        return {n: {g: levels[n]["groups"][g] for g in groups} for n, groups in expected.items()}
    if key == "gates":
        return {row: levels[row[0]]["gates"][row] for row in expected}
    if key == "reason_codes":
        return list(dict.fromkeys(reason["code"] for reason in result["reasons"]))
    if key == "reason_clauses":
        return [reason["clause"] for reason in result["reasons"]]
    if key == "decisive":
        return result["interpretations"]["decisive"]
    if key in ("indicators", "bounds", "reach"):
        return {name: result[key][name] for name in expected}
    if key == "overall":
        return result["overall"] and result["overall"]["value"]
    if key == "trace":
        steps = {
            step["subject"]: [step["raw"], step["cap"], step["kept"]] for step in result["trace"]
        }
        return {row: steps[row] for row in expected}
    return result[key]


@pytest.mark.parametrize("case", _cases("tcrea.yaml"))
def test_the_draft_is_assessed_as_its_case_says(case: dict[str, Any]) -> None:
    result = _result("tcrea-2023", case)
    for key, expected in case["expect"].items():
        assert _seen(result, key, expected) == expected, key


@pytest.mark.parametrize("case", _cases("scs.yaml"))
def test_table_c1_is_assessed_as_its_case_says(case: dict[str, Any]) -> None:
    result = _result("scs-c1", case)
    for key, expected in case["expect"].items():
        assert _seen(result, key, expected) == expected, key


@pytest.mark.parametrize("rule_set", ["tcrea-2023", "scs-c1"])
def test_every_tried_reading_of_points_and_outcomes_has_a_case(rule_set: str) -> None:
    cases = [c.values[0] for c in _cases("tcrea.yaml" if rule_set == "tcrea-2023" else "scs.yaml")]
    shown = {
        (name, reading) for case in cases for name, reading in case.get("readings", {}).items()
    }
    for entry in load_rule_set(rule_set).interpretations:
        if entry.effect in ("outcome", "points"):
            others = {reading.id for reading in entry.readings} - {entry.default}
            missing = {other for other in others if (entry.id, other) not in shown}
            # Table C-1 shares partial_points and not_applicable with the draft's cases.
            if rule_set == "scs-c1" and entry.id == "partial_points":
                continue
            assert not missing, f"{entry.id}: no case for {missing}"
