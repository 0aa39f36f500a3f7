"""How rare words are: the standards are the measure for words of a case's documents."""

from __future__ import annotations

from functools import cache

from corpus.index import ClauseKey, clause_key
from corpus.lexical import LexicalIndex
from corpus.load import STANDARD_IDS, load_standard


@cache
def words_of_the_standards() -> LexicalIndex[ClauseKey]:
    """
    Return the index whose `rarity` is the measure: a case with one page could not tell, since
    every word of it would seem common.
    """
    clauses = [clause for name in STANDARD_IDS for clause in load_standard(name)]
    return LexicalIndex(
        [(clause_key(c), [(c.text, 1.0), (c.title_zh, 1.0), (c.title_en, 1.0)]) for c in clauses]
    )
