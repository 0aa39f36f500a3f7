"""
Questions on evidence: what must be shown for a row, and which passage shows it. Pure.

A wrong passage is one in which the rules that look for evidence find nothing for the row asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from assistant.evidence.expectation import Aspect, Concepts, Expectation
from assistant.evidence.vocabulary import Vocabulary
from assistant.practice.letters import likeness, share_in
from assistant.practice.question import Choice, PracticeQuestion, Worded, by_chance, together
from assistant.practice.source import Source, mixed
from assistant.practice.wording import listing, say
from corpus.notation import has_chinese
from scoring.rule_set import Row

Foreign = tuple[str, Aspect]
"""An aspect of another row, with that row's id."""
# A foreign aspect must not be among the row's own words: so many of its pairs of letters at most.
_MOST_SHARED = 0.34
# An aspect that the row's title nearly says gives itself away.
_SAID = 0.7
_WRONG = 3
# The likest passages of other rows are looked at, so that a wrong one is plausible.
_LIKEST = 8


class EvidenceQuestions:
    """Makes the questions of one source; concepts: the words that its expectations name."""

    def __init__(self, source: Source, concepts: Concepts) -> None:
        self._source = source
        self._concepts = concepts

    def questions(self) -> Iterator[PracticeQuestion]:
        """Yield questions for every row of which something must be shown."""
        for row in self._source.rows:
            expectation = self._source.expectations.of(row.id)
            if expectation is None or not expectation.aspects:
                continue
            foreign = self._foreign(row, expectation)
            if len(foreign) >= _WRONG:
                yield from self._which_aspect(expectation, foreign)
            if len(expectation.aspects) >= _WRONG and foreign:
                yield self._which_not(expectation, foreign)
            yield from self._which_passage(row, expectation)

    def shows_any(self, text: str, expectation: Expectation) -> bool:
        """Whether a passage speaks of an aspect of a row, by the words that find evidence."""
        return any(self.shows(text, aspect) for aspect in expectation.aspects)

    def shows(self, text: str, aspect: Aspect) -> bool:
        """Whether a passage speaks of all that an aspect needs."""
        met = self._vocabulary.met(text)
        return all(not met.isdisjoint(need) for need in aspect.needs)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._source.expectations, self._concepts)

    @cached_property
    def _all(self) -> tuple[Foreign, ...]:
        known = {row.id for row in self._source.rows}
        return tuple(
            (name, aspect)
            for name, expectation in self._source.expectations.by_indicator.items()
            if name in known
            for aspect in expectation.aspects
        )

    @cached_property
    def _examples(self) -> Mapping[tuple[str, str], Worded]:
        return {(name, aspect.id): self._example(aspect) for name, aspect in self._all}

    def _of_others(self, row: Row) -> tuple[list[Foreign], list[Foreign]]:
        """Return the aspects of other headings of the row's level: of its chapter, and the rest."""
        source = self._source
        near = {row.id, *(one.id for one in (*source.same_words(row.id), *source.like(row.id)))}
        chapter = source.rules.first_level_group(row)
        of_chapter: list[Foreign] = []
        beyond: list[Foreign] = []
        for name, aspect in self._all:
            other = source.rules.row(name)
            if name in near or other.level != row.level or other.group == row.group:
                continue
            is_near = source.rules.first_level_group(other) == chapter
            (of_chapter if is_near else beyond).append((name, aspect))
        return of_chapter, beyond

    def _foreign(self, row: Row, expectation: Expectation) -> list[Foreign]:
        """Return aspects that the row does not ask for, those of its own chapter first."""
        clause = self._source.clause(row.id)
        said = [clause.text, clause.title_zh, *(aspect.zh for aspect in expectation.aspects)]
        seed = f"{self._source.seed} aspects {row.id}"
        found: list[Foreign] = []
        for part in self._of_others(row):
            if len(found) <= _WRONG:
                apart = [one for one in part if share_in(one[1].zh, *said) <= _MOST_SHARED]
                found += by_chance(apart, seed, _named)
        return found

    def _which_aspect(
        self, expectation: Expectation, foreign: Sequence[Foreign]
    ) -> Iterator[PracticeQuestion]:
        own = expectation.indicator
        title = self._source.clause(own).title_zh
        hidden = [one for one in expectation.aspects if share_in(one.zh, title) < _SAID]
        for right in by_chance(hidden, f"{self._source.seed} aspect {own}", lambda a: a.id)[:1]:
            yield self._question(
                expectation, "ask_aspect", "asks",
                Choice(_titled(right), say("is_aspect", id=own), own),
                [Choice(_titled(a), say("aspect_of", id=name), name) for name, a in _apart(foreign)],
            )  # fmt: skip

    def _which_not(self, expectation: Expectation, foreign: Sequence[Foreign]) -> PracticeQuestion:
        own = expectation.indicator
        name, right = foreign[-1]
        shown = by_chance(expectation.aspects, f"{self._source.seed} not {own}", lambda a: a.id)
        return self._question(
            expectation, "ask_not_aspect", "not",
            Choice(_titled(right), say("aspect_of", id=name), name),
            [Choice(_titled(a), say("is_aspect", id=own), own) for a in shown[:_WRONG]],
        )  # fmt: skip

    def _which_passage(self, row: Row, expectation: Expectation) -> Iterator[PracticeQuestion]:
        """Yield one question: the first aspect, by chance, of which examples are on file."""
        key = "ask_passage" if len(expectation.aspects) > 1 else "ask_whole_passage"
        for aspect in by_chance(expectation.aspects, row.id, lambda one: one.id):
            right = self._examples[row.id, aspect.id]
            wrong = self._wrong_passages(row, expectation, right) if right else []
            if len(wrong) == _WRONG:
                yield self._question(
                    expectation, key, f"shows-{aspect.id}",
                    Choice(right, say("shows_it", aspect=_titled(aspect)), row.id), wrong, aspect,
                )  # fmt: skip
                return

    def _example(self, aspect: Aspect) -> Worded:
        """Return how a designer writes it in either language; empty where one of them is missing."""
        showing = [text for text in aspect.phrases if self.shows(text, aspect)]
        chinese = [text for text in showing if has_chinese(text)]
        english = [text for text in showing if not has_chinese(text)]
        return Worded(chinese[0], english[0]) if chinese and english else Worded()

    def _wrong_passages(self, row: Row, expectation: Expectation, right: Worded) -> list[Choice]:
        """Return passages of other rows that show nothing of this one, the likest of its chapter."""
        source = self._source
        found: list[Choice] = []
        for part in self._of_others(row):
            given = [(one, self._examples[one[0], one[1].id]) for one in part]
            examples = [(one, example) for one, example in given if example]
            examples.sort(key=lambda pair: (-likeness(pair[1].zh, right.zh), _named(pair[0])))
            likest, rest = examples[:_LIKEST], examples[_LIKEST:]
            seed = f"{source.seed} wrong {row.id}"
            for (name, aspect), example in (*by_chance(likest, seed, lambda p: p[1].zh), *rest):
                if len(found) == _WRONG:
                    return found
                if any(name == one.clause for one in found):
                    continue
                if not any(self.shows_any(text, expectation) for text in (example.zh, example.en)):
                    why = say("shows_other", id=name, aspect=_titled(aspect))
                    found.append(Choice(example, why, name))
        return found

    def _question(
        self,
        expectation: Expectation,
        key: str,
        detail: str,
        right: Choice,
        wrong: Sequence[Choice],
        aspect: Aspect | None = None,
    ) -> PracticeQuestion:
        source, own = self._source, expectation.indicator
        choices, answer = mixed(right, wrong, f"{source.seed} {key} {own}")
        about = {"aspect": _titled(aspect)} if aspect else {}
        return PracticeQuestion(
            id=f"evidence-{source.id}-{own}-{detail}",
            kind="evidence",
            rule_set=source.id,
            clause=own,
            level=source.rules.row(own).level,
            prompt=say(key, id=own, title=source.title(own), **about),
            choices=choices,
            answer=answer,
            explanation=_what_is_shown(expectation),
            quote=source.clause(own).quote,
            shows_quote=key.endswith("passage"),
        )


def _apart(foreign: Sequence[Foreign]) -> list[Foreign]:
    """Return three aspects of three rows, as far as there are so many."""
    by_row = {name: (name, aspect) for name, aspect in reversed(foreign)}
    ordered = [one for one in foreign if by_row[one[0]] is one]
    return (ordered + [one for one in foreign if one not in ordered])[:_WRONG]


def _named(foreign: Foreign) -> str:
    return f"{foreign[0]} {foreign[1].id}"


def _titled(aspect: Aspect) -> Worded:
    return Worded(aspect.zh, aspect.en)


def _what_is_shown(expectation: Expectation) -> Worded:
    places = Worded(expectation.usual_places("zh"), expectation.usual_places("en"))
    return together(
        [
            say(
                "aspects_of",
                id=expectation.indicator,
                names=listing([_titled(aspect) for aspect in expectation.aspects]),
            ),
            say("usually_in", places=places) if places else Worded(),
            Worded(expectation.note_zh, expectation.note_en),
        ]
    )
