"""The panel: fitness, spread, consensus."""

from __future__ import annotations

from typing import Any

from scoring import Sheet, load_rule_set, parse_sheet
from scoring.panel import Member, Tie, check_consensus, check_panel, spread
from tests.scoring.sheets import sheet_words

RULES = load_rule_set("tcrea-2023")
READINGS = RULES.default_readings
FIT = [Member("1", "甲", True), Member("2", "乙", True), Member("3", "丙", False)]
REVIEWER = Member("9", "壬", True)


def codes(members: list[Member], reviewer: Member | None = REVIEWER, **readings: str) -> list[str]:
    return [finding.code for finding in check_panel(members, reviewer, {**READINGS, **readings})]


def test_three_members_with_two_experts_and_a_reviewer_outside_are_fit() -> None:
    assert codes(FIT) == []


def test_every_fault_of_a_panel_is_named_with_its_clause() -> None:
    tied = Member("2", "乙", False, (Tie("builder", "雇员"), Tie("applicant", "股东")))
    found = check_panel([FIT[0], tied], None, READINGS)
    assert [(f.code, f.clause) for f in found] == [
        ("too_few_members", "5.4.1"), ("too_few_experts", "5.4.1"), ("tie", "4.8"), ("tie", "4.8"),
        ("no_reviewer", "5.5.1"),
    ]  # fmt: skip
    assert "建设单位" in found[2].text_zh


def test_two_experts_besides_three_members_make_five() -> None:
    assert codes(FIT, panel_experts="additional") == ["too_few_members"]


def test_nobody_sits_twice_and_the_reviewer_is_an_expert_outside() -> None:
    assert codes([*FIT, FIT[0]]) == ["member_twice"]
    assert codes(FIT, FIT[0]) == ["reviewer_in_panel"]
    assert codes(FIT, Member("9", "壬", False, (Tie("operator", "顾问"),))) == [
        "tie",
        "reviewer_no_expert",
    ]


def _sheet(change: dict[str, Any]) -> Sheet:
    return parse_sheet(sheet_words(RULES, "C", change), RULES)


def test_the_spread_shows_every_view_and_averages_nothing() -> None:
    sheets = {
        "1": _sheet({}),
        "2": _sheet({"C1.2.1": {"points": "1", "reason": "x"}}),
        "3": _sheet({"C1.2.1": None}),
    }
    rows = {entry.row: entry for entry in spread(RULES, sheets)}
    row = rows["C1.2.1"]
    assert (row.least, row.most, row.missing, row.unanimous) == (1, 4, ("3",), False)
    assert rows["C1.2.2"].unanimous
    assert rows["A1.1.1"].least is None
    assert "A5.3.1" not in rows


def test_a_consensus_needs_reasons_where_members_differ_or_it_departs() -> None:
    sheets = {"1": _sheet({}), "2": _sheet({"C1.2.1": {"met": False}})}
    consensus = _sheet({"C1.2.2": {"met": False}})
    found = check_consensus(RULES, consensus, {}, sheets)
    assert [(f.code, f.clause) for f in found] == [("no_reason", "C1.2.1"), ("departs", "C1.2.2")]
    assert check_consensus(RULES, consensus, {"C1.2.1": "现场复核", "C1.2.2": "复测"}, sheets) == ()
