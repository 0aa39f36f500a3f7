"""
The clauses that a language model is given, and what may be said with them. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.asking.compose import worth
from assistant.asking.question import Language
from assistant.citations import Citation
from assistant.wording import say
from corpus.standard import Standard


@dataclass(frozen=True, slots=True)
class GivenClause:
    """
    One numbered clause.

    text: the stored words. title: ours, in the language of the answer; wordings: further words
    of ours for the same clause. facts: what the data says of it (level, points), in the language
    of the answer. names: its ids, canonical and printed; never shown to the model.
    """

    number: int
    names: tuple[str, ...]
    text: str
    title: str
    facts: tuple[str, ...] = ()
    wordings: tuple[str, ...] = ()

    @property
    def sayings(self) -> tuple[str, ...]:
        """Everything that supports a sentence: the stored words, the facts, the titles."""
        return (self.text, *self.facts, self.title, *self.wordings)


def given_clauses(answer: Answer, standards: Mapping[str, Standard]) -> tuple[GivenClause, ...]:
    """Return the clauses that an answer cites, under its numbers; () when it cites none."""
    return tuple(_given(citation, standards, answer.language) for citation in answer.citations)


def _given(
    citation: Citation, standards: Mapping[str, Standard], language: Language
) -> GivenClause:
    names = tuple(dict.fromkeys(name for name in (citation.clause, citation.printed_id) if name))
    standard = standards.get(citation.standard)
    if standard is None or citation.clause not in standard:
        return GivenClause(citation.number, names, citation.quote, citation.title)
    clause = standard.clause(citation.clause)
    facts = [say("level", language, level=clause.level)] if clause.level else []
    value = worth(clause, language)
    other = clause.title_en if language == "zh" else clause.title_zh
    return GivenClause(
        number=citation.number,
        names=names,
        text=clause.quote or citation.quote,
        title=citation.title,
        facts=(*facts, *([value] if value else [])),
        wordings=(other,),
    )
