"""
Practice: questions drawn from the data, with an explanation and a quote after each answer.

    >>> from assistant.practice import practice_questions
    >>> practice_questions()[0].id
    'points-tcrea-2023-A1.2.1'

Every question, right or wrong choice and explanation comes from the clauses, the scoring rules,
the expectations of evidence and the figures authored from the clauses; nothing is invented. Rows
that the draft lost are not asked about.
"""

from assistant.practice.boxes import (
    Attempt,
    Next,
    Progress,
    next_question,
    progress,
    progress_by_kind,
)
from assistant.practice.pool import Wanted, chosen, practice_questions
from assistant.practice.question import KINDS, Choice, Kind, PracticeQuestion, Worded
from assistant.practice.record import PracticeRecord

__all__ = [
    "KINDS",
    "Attempt",
    "Choice",
    "Kind",
    "Next",
    "PracticeQuestion",
    "PracticeRecord",
    "Progress",
    "Wanted",
    "Worded",
    "chosen",
    "next_question",
    "practice_questions",
    "progress",
    "progress_by_kind",
]
