"""
What a follow-up is about: the clause, the rows of another level, the level itself.

A question that names no subject of its own takes it over from the conversation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.asking.question import (
    Question,
    Turn,
    asks_same,
    is_follow_up,
    level_beside,
    names_nothing_else,
    pointed_at,
)
from assistant.asking.retrieval import Retriever
from corpus.standard import Clause
from corpus.traditional import simplified


class SubjectFinder:
    """Completes questions that lean on what was said before."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever

    def resolved(self, question: Question, history: Sequence[Turn]) -> Question:
        """Return the question with what it leaves out: the level or clause that it is about."""
        if question.intent == "points" and question.levels:
            groups = [f"{level}{number}" for level in question.levels for number in question.groups]
            appendices = [f"附录{level}" for level in question.levels]
            return replace(question, search_text=" ".join(groups or appendices))
        text = simplified(question.text)
        points_back = (
            question.is_bare
            or (question.levels and asks_same(text))
            or (history and names_nothing_else(text))
            or level_beside(text, "B") is not None
        )
        alone = not history and not question.is_bare
        if alone or not (points_back and is_follow_up(text)):
            return question
        subjects = self._subjects(question.text, history)
        if not subjects:
            return question if history else replace(question, intent="unclear")
        subject = subjects[0]
        beside = level_beside(text, subject.level) if subject.level else None
        if beside:
            question = replace(question, levels=(beside,))
        if question.levels and subject.level not in (None, *question.levels):
            return self._at_levels(question, subject)
        return replace(
            question,
            search_text=" ".join(clause.id for clause in subjects),
            intent="points" if question.asks_points else "clause",
        )

    def _at_levels(self, question: Question, subject: Clause) -> Question:
        """Ask for the counterparts of a row at other levels; without any, for what is like it."""
        standard = self._retriever.index.standards[subject.standard]
        related = [name for entry in standard.relations_of(subject.id) for name in entry.clauses]
        at_levels = [name for name in related if standard.clause(name).level in question.levels]
        if at_levels:
            return replace(question, search_text=" ".join(at_levels), intent="clause")
        words = f"{subject.title_zh} {subject.text}"
        return replace(question, search_text=words, at_levels_only=True)

    def _subjects(self, text: str, history: Sequence[Turn]) -> tuple[Clause, ...]:
        """
        Return the clauses that a follow-up is about: of those asked for last, else of those
        answered last, the ones that it points at.
        """
        for role in ("user", "assistant"):
            last = next((turn.content for turn in reversed(history) if turn.role == role), "")
            named = self._retriever.named(last)
            if named:
                return tuple(named[index] for index in pointed_at(text, len(named)))
        return ()
