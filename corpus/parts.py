"""The parts that make up search, each of which an evaluation can switch off. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parts:
    """
    Which parts of search take part; all of them, unless an evaluation asks what one is worth.

    Of the texts: own_titles (our short wording in the document's language), other_titles (in the
    other language), headings (the words of the units above), everyday (our wordings of what
    people say), questions (known ones), synonyms.
    Of the ranking: words (BM25's coverage), meaning (vectors), structure (levels, gates, headings,
    lost rows), names (clause ids and norm numbers first).
    """

    own_titles: bool = True
    other_titles: bool = True
    headings: bool = True
    everyday: bool = True
    questions: bool = True
    synonyms: bool = True
    words: bool = True
    meaning: bool = True
    structure: bool = True
    names: bool = True


ALL_PARTS = Parts()
