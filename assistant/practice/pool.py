"""All questions of practice, made from the data of both rule sets, and the choice among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from threading import Lock

from assistant.evidence.load_expectations import load_concepts, load_expectations
from assistant.practice.counting import counting_questions, sample_questions
from assistant.practice.evidence import EvidenceQuestions
from assistant.practice.levels import gate_questions, level_questions
from assistant.practice.load_figures import figure_questions
from assistant.practice.points import points_questions
from assistant.practice.question import Kind, PracticeQuestion
from assistant.practice.source import Source
from corpus.load import load_standard
from scoring import RULE_SET_IDS, load_rule_set

# Two threads would else make the same questions twice.
_MAKING = Lock()


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    What a person wants to practise; everything where nothing is said.

    rule_set: an id or "". level: "A", "B", "C" or ""; what belongs to no level is asked at any.
    kinds: () for all. about: a clause or a question's id, or "".
    """

    rule_set: str = ""
    level: str = ""
    kinds: tuple[Kind, ...] = field(default=())
    about: str = ""

    def takes(self, question: PracticeQuestion) -> bool:
        """Whether a question is among what is wanted."""
        return (
            self.rule_set in ("", question.rule_set)
            and (not self.level or question.level in (None, self.level))
            and (not self.kinds or question.kind in self.kinds)
            and self.about in ("", question.clause, question.id)
        )


def practice_questions(seed: str = "") -> tuple[PracticeQuestion, ...]:
    """
    Return every question, in the order of the rule sets and kinds; about 1,300.

    seed: another one gives other wrong choices. The ids do not depend on it. The first call takes
    about a second; who asks while the questions are made waits for them.

    Raises:
        PracticeDataError: an authored record is wrong.
    """
    with _MAKING:
        return _made(seed)


@cache
def _made(seed: str) -> tuple[PracticeQuestion, ...]:
    found: list[PracticeQuestion] = []
    for name in RULE_SET_IDS:
        source = Source(load_standard(name), load_rule_set(name), load_expectations(name), seed)
        found += _questions(source)
    return tuple(found)


def chosen(questions: Sequence[PracticeQuestion], wanted: Wanted) -> tuple[PracticeQuestion, ...]:
    """Return the questions that are wanted, in the same order; () when none is."""
    return tuple(question for question in questions if wanted.takes(question))


def _questions(source: Source) -> Iterator[PracticeQuestion]:
    yield from points_questions(source)
    yield from counting_questions(source)
    yield from gate_questions(source)
    yield from level_questions(source)
    yield from sample_questions(source)
    yield from figure_questions(source)
    yield from EvidenceQuestions(source, load_concepts()).questions()
