"""
What a project has or lacks: the facts that rows take for granted. Pure values.

`scoring.load` makes these from `rules/facts.yaml`; `scoring.profile` holds a project's answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Literal

FactState = Literal["yes", "no", "unknown"]
FACT_STATES: tuple[FactState, ...] = ("yes", "no", "unknown")


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One thing that a project has or lacks.

    name, question: our wording; words: how people name it. any_of: facts one of which makes this
    one hold. in_part: rows that name the thing among others and apply without it. above_height_m:
    the building height in metres above which the fact holds. clauses, defects: what the documents
    say of it beyond rows.
    """

    id: str
    name_zh: str
    name_en: str
    question_zh: str
    question_en: str
    words: tuple[str, ...]
    any_of: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    above_height_m: Decimal | None = None
    remark_zh: str = ""
    remark_en: str = ""

    def name(self, language: str) -> str:
        """Return the name in a language, zh or en."""
        return self.name_zh if language == "zh" else self.name_en

    def question(self, language: str) -> str:
        """Return the question in a language, zh or en."""
        return self.question_zh if language == "zh" else self.question_en

    def remark(self, language: str) -> str:
        """Return the remark in a language, "" when there is none."""
        return self.remark_zh if language == "zh" else self.remark_en


def fact_named(name: str, facts: Mapping[str, Fact]) -> Fact | None:
    """
    Return the fact that a name means: its id, with or without "has_", or one of its words.

    Case, spaces, hyphens and underscores make no difference; None when no fact has the name.
    """
    wanted = _bare(name)
    for fact in facts.values():
        names = (fact.id, fact.name_zh, fact.name_en, *fact.words)
        if wanted and wanted in {_bare(entry) for entry in names}:
            return fact
    return None


def near_facts(name: str, facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return up to three fact ids that a mistyped name may mean; all ids when none is near."""
    by_bare: dict[str, str] = {}
    for fact in facts:
        for word in (fact.id, fact.name_zh, fact.name_en, *fact.words):
            by_bare.setdefault(_bare(word), fact.id)
    found = get_close_matches(_bare(name), by_bare, n=5, cutoff=0.5)
    near = tuple(dict.fromkeys(by_bare[word] for word in found))[:3]
    return near or tuple(sorted(set(by_bare.values())))


def _bare(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name.casefold()).removeprefix("has")
