"""The words around the standards, as data: synonyms, everyday wordings, questions out of reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus.lexical import Synonyms
from corpus.load import DATA, read_yaml

LEXICON = DATA / "lexicon"


@dataclass(frozen=True, slots=True)
class EverydayWords:
    """How people ask for a clause, in our words; "" where nothing is noted."""

    zh: str = ""
    en: str = ""


@cache
def load_synonyms() -> Synonyms:
    """Return the synonym table that ships with the project."""
    return Synonyms(read_yaml(LEXICON / "synonyms.yaml"))


@cache
def load_everyday_words() -> Mapping[str, EverydayWords]:
    """Return the everyday wordings by clause id; ids are unique over the shipped standards."""
    entries = read_yaml(LEXICON / "everyday.yaml")
    return {
        clause: EverydayWords(entry["zh"], entry["en"])
        for entry in entries
        for clause in entry["clauses"]
    }


@cache
def load_outside_questions() -> tuple[str, ...]:
    """Return questions that no clause answers, each standing for many of its kind."""
    return tuple(read_yaml(LEXICON / "outside-questions.yaml"))
