"""
The two standards as data, reading of documents, and the search index over both.

    >>> from corpus import load_standard
    >>> load_standard("tcrea-2023").clause("A2.3.4").printed_points
    '1'

Refuses to score, to judge and to talk: that is for `scoring` and `assistant`.
"""

from corpus.errors import CorpusDataError, CorpusError, UnknownClauseError, UnknownStandardError
from corpus.load import STANDARD_IDS, editions, load_standard
from corpus.standard import Clause, ClauseId, Defect, Gap, Relation, Standard

__all__ = [
    "STANDARD_IDS",
    "Clause",
    "ClauseId",
    "CorpusDataError",
    "CorpusError",
    "Defect",
    "Gap",
    "Relation",
    "Standard",
    "UnknownClauseError",
    "UnknownStandardError",
    "editions",
    "load_standard",
]
