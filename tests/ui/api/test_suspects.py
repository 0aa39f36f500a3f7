"""Suspect judgements by the API: who sees which, why, and confirming one."""

from __future__ import annotations

from collections.abc import Callable

from scoring import load_rule_set
from tests.scoring.sheets import all_met
from tests.ui.api.test_resources import case, refused
from tests.ui.test_suspects_page import STEPS
from ui.api.client import ApiClient
from ui.case_rules import change_rules
from ui.services import Services

__all__ = ["case"]


def judge(api: ApiClient, case: str, owner: str = "case") -> None:
    rules = load_rule_set("tcrea-2023")
    words = {"rule_set": rules.id, "target": "C", "stage": "pre", "judgements": all_met(rules, "C")}
    api.save_sheet(case, words, 0, owner)


def judged_by_a_member(
    sign: Callable[[str], ApiClient],
) -> tuple[ApiClient, ApiClient, ApiClient, str]:
    """An applicant, a clerk, a member whose own sheet is judged but not submitted, and their case."""
    chen, zhou, wang = sign("chen"), sign("zhou"), sign("wang")
    made = str(chen.make_case("望江苑", level="C")["id"])
    zhou.add_person(made, "member", login="wang")
    judge(wang, made, "own")
    return chen, zhou, wang, made


def lay_down(services: Services, case: str) -> None:
    """Have the body lay down steps for two rows, past who may see which sheet."""
    change_rules(services.cases, case, body=("乙.yaml", STEPS.encode()))


def test_a_judgement_is_suspect_until_it_is_confirmed(
    api: ApiClient, case: str, services: Services
) -> None:
    judge(api, case)
    assert list(api.all(f"/cases/{case}/suspects")) == []
    assert api.confirm(case, "C1.2.1") == {
        "owner": "case", "stage": "pre", "indicator": "C1.2.1", "was_suspect": False,
    }  # fmt: skip
    lay_down(services, case)
    first, second = api.all(f"/cases/{case}/suspects", limit=1, language="en")
    assert (first["owner"], first["person"], first["indicator"]) == ("case", "", "C1.2.1")
    assert (first["causes"], first["may_confirm"]) == (["rule"], True)
    changed = {one["what"]: one["after"] for one in first["changes"]}
    assert changed["row:steps"] == "0 / 2 / 4"
    assert api.rules(case)[0]["suspect"] == 2
    before = len(services.cases.events(case))
    confirmed = api.confirm(case, "C1.2.1", key="k")
    assert confirmed["was_suspect"]
    assert api.confirm(case, "C1.2.1", key="k") == confirmed
    assert not api.confirm(case, "C1.2.1")["was_suspect"]
    assert [one.what for one in services.cases.events(case)[before:]] == ["judgement.confirmed"]
    assert list(api.all(f"/cases/{case}/suspects", language="en")) == [second]


def test_only_what_was_judged_is_confirmed(api: ApiClient, case: str) -> None:
    judge(api, case)
    for row, stage in (("C9.9.9", "pre"), ("C1.2.1", "formal")):
        with refused("corpus-unknown-sheet", 404):
            api.confirm(case, row, stage=stage)
    for owner, stage in (("p-1", "pre"), ("case", "x")):
        with refused("api-invalid", 422):
            api.confirm(case, "C1.2.1", owner, stage)
    with refused("corpus-unknown-case", 404):
        api.confirm("c-none", "C1.2.1")


def test_everybody_sees_those_of_the_sheets_that_they_may_open(
    sign: Callable[[str], ApiClient], services: Services
) -> None:
    chen, zhou, wang, made = judged_by_a_member(sign)
    lay_down(services, made)
    rows = [(one["owner"], one["may_confirm"]) for one in wang.all(f"/cases/{made}/suspects")]
    assert rows == [("own", True)] * 2
    for other in (chen, zhou):
        assert list(other.all(f"/cases/{made}/suspects")) == []
    with refused("corpus-unknown-sheet", 404):
        chen.confirm(made, "C1.2.1", "own")
    wang.send("POST", f"/cases/{made}/sheets/own/pre/submission")
    seen = list(zhou.all(f"/cases/{made}/suspects"))
    assert {one["may_confirm"] for one in seen} == {False}
    assert {one["owner"] for one in seen} == {one["person"] for one in seen}
    assert {one["name"] for one in seen} == {"wang"}
    assert wang.confirm(made, "C1.2.1", "own")["was_suspect"]
    assert [one["indicator"] for one in zhou.all(f"/cases/{made}/suspects")] == ["C2.2.1"]


def test_to_confirm_is_offered_to_those_alone_whose_right_it_is(
    sign: Callable[[str], ApiClient], services: Services
) -> None:
    _, zhou, wang, made = judged_by_a_member(sign)
    wang.send("POST", f"/cases/{made}/sheets/own/pre/submission")
    judge(wang, made)
    lay_down(services, made)
    offered = {
        api: {one["may_confirm"] for one in api.all(f"/cases/{made}/suspects") if not one["person"]}
        for api in (wang, zhou)
    }
    assert offered == {wang: {True}, zhou: {False}}
    with refused("corpus-not-allowed", 403):
        zhou.confirm(made, "C1.2.1")
    assert wang.confirm(made, "C1.2.1")["was_suspect"]


def test_whoever_keeps_the_rules_may_change_them_while_sheets_are_blind(
    sign: Callable[[str], ApiClient],
) -> None:
    _, zhou, wang, made = judged_by_a_member(sign)
    body = {"file": "乙.yaml", "text": STEPS}
    with refused("corpus-not-allowed", 403):
        wang.set_rules(made, wang.rules(made)[1], body=body)
    assert zhou.set_rules(made, zhou.rules(made)[1], body=body)["body"] is not None
    half = {"C1.2.1": {"points": "1", "reason": "部分"}}
    stored = wang.sheet(made, "own")
    zhou.set_rules(made, zhou.rules(made)[1], body=None)
    wang.save_sheet(made, {**stored["sheet"], "judgements": half}, int(stored["version"]), "own")
    with refused("case-rules", 409):
        zhou.set_rules(made, zhou.rules(made)[1], body=body)
    assert zhou.rules(made)[0]["body"] is None
