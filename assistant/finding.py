"""
What one document shows, aspect by aspect. Pure; found once a document and kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from assistant.aspect_match import AspectMatch, match, words_of
from assistant.expectation import Expectations
from assistant.statement import Statement
from assistant.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement that bears on an aspect of an indicator."""

    indicator: str
    statement: str
    match: AspectMatch


def findings_of(
    said: Sequence[Statement],
    expectations: Expectations,
    vocabulary: Vocabulary,
    reserving: Set[str],
) -> tuple[Finding, ...]:
    """
    Return what the statements of a document show, in reading order; () for none.

    reserving: the indicators that ask for something to be reserved, where 预留 is provision.
    """
    found = []
    for statement in said:
        words = words_of(statement, vocabulary)
        near = words.own | words.above | words.beside
        for expectation in expectations.by_indicator.values():
            for aspect in expectation.aspects:
                # Most aspects share nothing with most statements.
                if not all(near.intersection(need) for need in aspect.needs):
                    continue
                reserves = expectation.indicator in reserving
                matched = match(aspect, statement, words, reserves=reserves)
                if matched:
                    found.append(Finding(expectation.indicator, statement.id, matched))
    return tuple(found)


def finding_json(finding: Finding) -> list[Any]:
    """Return a finding as a JSON array, to be kept with its document."""
    bears = finding.match
    return [finding.indicator, finding.statement, bears.aspect, bears.strength, bears.stance,
            bears.shortfall, bears.covers, bears.denied]  # fmt: skip


def finding_from_json(kept: Sequence[Any]) -> Finding:
    """Return a finding that was kept."""
    indicator, statement, *match = kept
    return Finding(indicator, statement, AspectMatch(*match))


def by_indicator(found: Sequence[Finding]) -> Mapping[str, list[Finding]]:
    """Return the findings of each indicator, in order."""
    groups: dict[str, list[Finding]] = {}
    for finding in found:
        groups.setdefault(finding.indicator, []).append(finding)
    return groups
