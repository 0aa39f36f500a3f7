"""
Independence of those who judge and review (4.8, 5.5.1): what was declared, and what follows from
comparing it with the parties of the case. Pure.

4.8 says "no interest" and defines none. Besides what a person declares, three things are taken for
a tie: being employed by a party, having worked for one within `YEARS`, having been on the
applicant's side in the case. Public procurement draws the line at three years (Order 658, art. 9);
a body may draw it wider.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scoring.panel import Finding, Member, Party, Tie

YEARS = 3
"""How long an earlier role binds, in years after its end."""

_LIMITED = re.compile(r"有限责任公司")
_COMPANY_LIMITED = re.compile(r"(?:companylimited|coltd|limited|ltd)$")
_BRANCH = re.compile(r"^(.+?公司)(.*)分公司$")


@dataclass(frozen=True, slots=True)
class Role:
    """Work for an organisation; until is None while it goes on."""

    organisation: str
    what: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Declared:
    """What a person declared: who employs them, whether they are an expert, interests, past work."""

    employer: str
    is_expert: bool
    ties: tuple[Tie, ...] = ()
    earlier: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """
    Someone who is to judge or review.

    id: tells people apart. declared: None where they have declared nothing. parts: everything they
    ever were in the case; of it "applicant", "member" and "scorer" matter here.
    """

    id: str
    name: str
    declared: Declared | None = None
    parts: Collection[str] = ()


def organisation_key(name: str) -> str:
    """
    Return a name as it is compared: full width as half width, without spaces and punctuation,
    capitals as small letters, 有限责任公司 as 有限公司, "Company Limited" as "Co., Ltd.", a branch
    (…公司…分公司) as its company, which is one legal person with it.

    股份有限公司 stays another form, and nothing is shortened further: names that merely look alike
    are different organisations.

    >>> organisation_key("甲（北京）安防 有限责任公司") == organisation_key("甲(北京)安防有限公司")
    True
    >>> organisation_key("甲安防有限公司上海分公司") == organisation_key("甲安防有限公司")
    True
    >>> organisation_key("甲安防股份有限公司") == organisation_key("甲安防有限公司")
    False
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    bare = "".join(one for one in folded if unicodedata.category(one)[0] in "LN")
    bare = _LIMITED.sub("有限公司", bare)
    branch = _BRANCH.match(bare)
    return _COMPANY_LIMITED.sub("ltd", branch[1] if branch else bare)


def ties_of(
    person: Person,
    parties: Mapping[Party, Sequence[str]],
    on: date,
    *,
    years: int = YEARS,
) -> tuple[Tie, ...]:
    """
    Return everything that binds a person to the parties on a day; () for nothing.

    Args:
        person: who; without a declaration only their parts in the case say anything.
        parties: the organisations by party.
        on: the day.
        years: how long an earlier role binds after its end; the last day still does.
    """
    found: list[Tie] = []
    if "applicant" in person.parts:
        found.append(
            Tie("applicant", "曾以申请方身份参与本案", "was on the applicant's side in this case")
        )
    declared = person.declared
    if declared is None:
        return tuple(found)
    found = [*declared.ties, *found]
    for party, organisations in parties.items():
        keys = {organisation_key(name) for name in organisations}
        if organisation_key(declared.employer) in keys:
            employer = declared.employer
            found.append(Tie(party, f"受雇于{employer}", f"is employed by {employer}"))
        for role in declared.earlier:
            if organisation_key(role.organisation) in keys and _binds(role, on, years):
                found.append(_earlier_tie(party, role))
    return tuple(dict.fromkeys(found))


def member_of(
    person: Person, parties: Mapping[Party, Sequence[str]], on: date, *, years: int = YEARS
) -> Member:
    """Return a person as the rules on panels check them; who declared nothing counts as no expert."""
    is_expert = person.declared is not None and person.declared.is_expert
    return Member(person.id, person.name, is_expert, ties_of(person, parties, on, years=years))


def undeclared(people: Sequence[Person]) -> tuple[Finding, ...]:
    """Return a finding for everybody who has not declared their independence (4.8)."""
    return tuple(
        Finding(
            "not_declared", "4.8",
            f"{person.name} 未声明独立性。", f"{person.name} has not declared independence.",
        )
        for person in people
        if person.declared is None
    )  # fmt: skip


def reviewed_own(reviewer: Person | None) -> tuple[Finding, ...]:
    """Return a finding for a reviewer who judged in the case at any time: nobody reviews himself."""
    if reviewer is None or not {"member", "scorer"} & set(reviewer.parts):
        return ()
    text = f"复核人 {reviewer.name} 曾在本案评分或任工作组成员，不得复核自己的评分。"
    english = (
        f"The reviewer {reviewer.name} judged in this case or sat on its panel; nobody reviews"
        " their own scoring."
    )
    return (Finding("reviewer_scored", "5.5.1", text, english),)


def _binds(role: Role, on: date, years: int) -> bool:
    if role.until is None:
        return True
    try:
        end = role.until.replace(year=role.until.year + years)
    except ValueError:  # 29 February
        end = role.until.replace(year=role.until.year + years, day=28)
    return on <= end


def _earlier_tie(party: Party, role: Role) -> Tie:
    until = role.until.isoformat() if role.until else ""
    ended = f"至 {until}" if until else "至今"
    ended_en = f"until {until}" if until else "to this day"
    return Tie(
        party,
        f"曾任{role.organisation}{role.what}（{ended}）",
        f"worked for {role.organisation} ({role.what}, {ended_en})",
    )
