"""
What one document shows, aspect by aspect. Pure; found once a document and kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from assistant.aspect_match import AspectMatch, Words, match, words_of
from assistant.expectation import Aspect, Expectations
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
    asked = _Asked(expectations)
    found = []
    for statement in said:
        words = words_of(statement, vocabulary)
        for indicator, aspect in asked.about(words):
            matched = match(aspect, statement, words, reserves=indicator in reserving)
            if matched:
                found.append(Finding(indicator, statement.id, matched))
    return tuple(found)


class _Asked:
    """The aspects of all rows by their needs: most share nothing with most statements."""

    def __init__(self, expectations: Expectations) -> None:
        self._aspects = [
            (expectation.indicator, aspect)
            for expectation in expectations.by_indicator.values()
            for aspect in expectation.aspects
        ]
        self._counts = Counter(need for _, aspect in self._aspects for need in aspect.needs)
        self._by_key: dict[str, list[int]] = {}
        for number, (_, aspect) in enumerate(self._aspects):
            rarest = min(aspect.needs, key=self._counts.__getitem__)
            for key in rarest:
                self._by_key.setdefault(key, []).append(number)

    def about(self, words: Words) -> Iterator[tuple[str, Aspect]]:
        """Yield the rows and aspects all of whose needs are met in or around a statement."""
        near = words.own | words.above | words.beside
        for number in sorted({n for key in near for n in self._by_key.get(key, ())}):
            indicator, aspect = self._aspects[number]
            if all(not near.isdisjoint(need) for need in aspect.needs):
                yield indicator, aspect


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
