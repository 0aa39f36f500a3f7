"""
The evaluation panel: its fitness (4.8, 5.4.1, 5.5.1), the spread of its judgements, the consensus.

Pure. People's judgements are shown side by side and never averaged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.assessment import Number
from scoring.award import AwardState, award
from scoring.judgement import NOT_ASSESSED
from scoring.rule_set import RuleSet
from scoring.sheet import Sheet

Party = Literal["applicant", "organiser", "builder", "operator"]
_PARTY_ZH: Mapping[Party, str] = {
    "applicant": "申请单位", "organiser": "评价组织", "builder": "建设单位", "operator": "运营单位"
}  # fmt: skip
MEMBERS, EXPERTS = 3, 2


@dataclass(frozen=True, slots=True)
class Tie:
    """
    An interest that binds a person to a party of the evaluation (4.8).

    nature: what it is, in the words of whoever declared it; nature_en: "" where it is told in one
    language alone.
    """

    party: Party
    nature: str
    nature_en: str = ""

    def told(self, language: str) -> str:
        """Return the nature in a language."""
        return (self.nature_en or self.nature) if language == "en" else self.nature


@dataclass(frozen=True, slots=True)
class Member:
    """A person who judges or reviews; `id` tells people apart, names may be equal."""

    id: str
    name: str
    is_expert: bool
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What keeps a panel or a consensus from being fit, with the clause."""

    code: str
    clause: str
    text_zh: str
    text_en: str


def check_panel(
    members: Sequence[Member], reviewer: Member | None, readings: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Return everything that is wrong with a panel and its reviewer; () when both are fit."""
    return (*check_members(members, readings), *check_reviewer(members, reviewer))


def check_members(members: Sequence[Member], readings: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return everything that is wrong with the members of a panel (4.8, 5.4.1); () when fit."""
    experts = sum(member.is_expert for member in members)
    needed = MEMBERS if readings["panel_experts"] == "within" else MEMBERS + EXPERTS
    found: list[Finding] = []
    if len(members) < needed:
        found.append(
            Finding(
                "too_few_members", "5.4.1",
                f"工作组 {len(members)} 人，不少于 {needed} 人。",
                f"The panel has {len(members)} members; at least {needed} are needed.",
            )
        )  # fmt: skip
    if experts < EXPERTS:
        found.append(
            Finding(
                "too_few_experts", "5.4.1",
                f"专家 {experts} 名，不少于 {EXPERTS} 名。",
                f"The panel has {experts} experts; at least {EXPERTS} are needed.",
            )
        )  # fmt: skip
    for name, times in sorted(Counter(member.id for member in members).items()):
        if times > 1:
            found.append(
                Finding("member_twice", "5.4.1", f"{name} 重复列入。", f"{name} is listed twice.")
            )
    for member in members:
        found += _tie_findings(member)
    return tuple(found)


def check_reviewer(members: Sequence[Member], reviewer: Member | None) -> tuple[Finding, ...]:
    """Return everything that is wrong with the reviewer of a panel (4.8, 5.5.1); () when fit."""
    if reviewer is None:
        return (
            Finding(
                "no_reviewer", "5.5.1", "未指派复核专家。", "No expert is named for the review."
            ),
        )
    found = _tie_findings(reviewer)
    if not reviewer.is_expert:
        text = f"复核人 {reviewer.name} 不是专家。"
        found.append(
            Finding(
                "reviewer_no_expert", "5.5.1", text, f"The reviewer {reviewer.name} is no expert."
            )
        )
    if any(member.id == reviewer.id for member in members):
        text = f"复核人 {reviewer.name} 是工作组成员。"
        found.append(
            Finding(
                "reviewer_in_panel", "5.5.1", text,
                f"The reviewer {reviewer.name} is a member of the panel.",
            )
        )  # fmt: skip
    return tuple(found)


def _tie_findings(member: Member) -> list[Finding]:
    return [
        Finding(
            "tie", "4.8",
            f"{member.name} 与{_PARTY_ZH[tie.party]}有利益关系：{tie.nature}。",
            f"{member.name} has a tie to the {tie.party}: {tie.told('en')}.",
        )
        for tie in member.ties
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowSpread:
    """
    One row as the members judge it.

    by_member: state and points kept, by member id; least and most over those who judged it,
    None when nobody did; missing: members who did not. unanimous: all judged it, and alike.
    """

    row: str
    by_member: Mapping[str, tuple[AwardState, Number]]
    least: Number | None
    most: Number | None
    missing: tuple[str, ...]
    unanimous: bool


def spread(rule_set: RuleSet, sheets: Mapping[str, Sheet]) -> tuple[RowSpread, ...]:
    """Return how far the members' sheets (by member id) lie apart, row by row."""
    rows = []
    for row in rule_set.rows:
        awards = {
            name: award(row, sheet.judgements.get(row.id, NOT_ASSESSED), sheet.readings)
            for name, sheet in sheets.items()
        }
        if all(entry.state == "lost" for entry in awards.values()):
            continue
        judged = {name: entry for name, entry in awards.items() if not entry.is_open}
        points = [entry.kept for entry in judged.values()]
        views = {(entry.state, entry.kept) for entry in judged.values()}
        rows.append(
            RowSpread(
                row=row.id,
                by_member={name: (entry.state, entry.kept) for name, entry in judged.items()},
                least=min(points, default=None),
                most=max(points, default=None),
                missing=tuple(name for name in sheets if name not in judged),
                unanimous=len(views) == 1 and len(judged) == len(sheets),
            )
        )
    return tuple(rows)


def check_consensus(
    rule_set: RuleSet,
    consensus: Sheet,
    reasons: Mapping[str, str],
    sheets: Mapping[str, Sheet],
) -> tuple[Finding, ...]:
    """
    Return the rows of a consensus that lack a reason.

    A reason is needed where the members differ or did not all judge, and where the consensus
    departs from what they all say.
    """
    found = []
    for entry in spread(rule_set, sheets):
        judgement = consensus.judgements.get(entry.row, NOT_ASSESSED)
        agreed = award(rule_set.row(entry.row), judgement, consensus.readings)
        if agreed.is_open or reasons.get(entry.row, "").strip():
            continue
        if not entry.unanimous:
            found.append(
                Finding(
                    "no_reason", entry.row,
                    f"{entry.row} 成员意见不一，合议须写理由。",
                    f"Members differ on {entry.row}; the consensus needs a reason.",
                )
            )  # fmt: skip
        elif (agreed.state, agreed.kept) not in entry.by_member.values():
            found.append(
                Finding(
                    "departs", entry.row,
                    f"{entry.row} 合议与全体成员意见不同，须写理由。",
                    f"The consensus on {entry.row} departs from all members and needs a reason.",
                )
            )  # fmt: skip
    return tuple(found)
