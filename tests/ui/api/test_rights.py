"""What the office and the panel keep is asked of the store for whoever asks: by accounts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.api.test_resources import refused
from ui.api.client import ApiClient

Sign = Callable[[str], ApiClient]


@pytest.fixture
def clients(sign: Sign) -> dict[str, ApiClient]:
    """Everybody's client; `sign` makes the accounts with the first."""
    return {login: sign(login) for login in ("li", "zhou", "chen", "sun", "wang")}


@pytest.fixture
def case(clients: dict[str, ApiClient]) -> str:
    made = str(clients["chen"].make_case("望江苑", level="C")["id"])
    clients["zhou"].add_person(made, "member", login="wang")
    return made


def test_whoever_may_not_see_a_case_finds_nothing(clients: dict[str, ApiClient], case: str) -> None:
    sun = clients["sun"]
    for noun in ("people", "parties", "declarations", "samples", "holds", "decisions", "findings",
                 "rules", "package", "notes", "suspects", "certificate", "certificate/file"):  # fmt: skip
        with refused("corpus-unknown-case", 404):
            sun.get(f"/cases/{case}/{noun}")
    for change in (
        lambda: sun.add_person(case, "member", login="wang"),
        lambda: sun.add_party(case, "builder", "甲公司"),
        lambda: sun.declare(case, "甲大学"),
        lambda: sun.draw_sample(case, "摄像机", ["1"]),
        lambda: sun.set_hold(case, "诉讼"),
        lambda: sun.write_finding(case, "C1.2.1", ["site"]),
        lambda: sun.set_rules(case, '"0"', body=None),
        lambda: sun.write_note(case, "C1.2.1", "缺图"),
        lambda: sun.confirm(case, "C1.2.1", "own"),
    ):
        with refused("corpus-unknown-case", 404):
            change()


def test_each_act_is_whose_right_it_is(clients: dict[str, ApiClient], case: str) -> None:
    clerk, applicant, member = clients["zhou"], clients["chen"], clients["wang"]
    for change in (
        lambda: applicant.add_person(case, "member", login="wang"),
        lambda: member.add_party(case, "builder", "甲公司"),
        lambda: applicant.draw_sample(case, "摄像机", ["1"]),
        lambda: applicant.set_hold(case, "诉讼"),
        lambda: clerk.write_finding(case, "C1.2.1", ["site"]),
        lambda: member.set_rules(case, member.rules(case)[1], body=None),
        lambda: applicant.declare(case, "甲公司"),
        lambda: clerk.write_note(case, "C1.2.1", "缺图"),
        lambda: clerk.confirm(case, "C1.2.1"),
        lambda: applicant.confirm(case, "C1.2.1"),
    ):
        with refused("corpus-not-allowed", 403):
            change()
    member.write_note(case, "C1.2.1", "缺图")
    assert member.declare(case, "甲大学")["number"] == 1
    assert applicant.add_party(case, "applicant", "江畔置业")["party"] == "applicant"
    assert member.draw_sample(case, "摄像机", ["1"])["number"] == 1
    assert clients["li"].set_hold(case, "诉讼")["number"] == 1


def test_nobody_declares_for_somebody_else(clients: dict[str, ApiClient], case: str) -> None:
    with refused("corpus-not-allowed", 403):
        clients["zhou"].declare(case, "甲大学", person="wang")


def test_only_accounts_with_the_role_get_the_part(clients: dict[str, ApiClient], case: str) -> None:
    with refused("corpus-record-words", 422):
        clients["zhou"].add_person(case, "member", login="sun")
    with refused("accounts-unknown", 404):
        clients["zhou"].add_person(case, "member", login="nobody")


def test_findings_stay_covered_until_ones_own_sheet_is_in(
    clients: dict[str, ApiClient], case: str
) -> None:
    clients["wang"].write_finding(case, "C1.2.1", ["site"], "围墙完好")
    assert len(list(clients["wang"].all(f"/cases/{case}/findings"))) == 1
    assert list(clients["chen"].all(f"/cases/{case}/findings")) == []
