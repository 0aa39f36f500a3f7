"""
The words of cases' passages, kept in a file of the home or in a PostgreSQL, and searched there.

Everything here can be made again from the documents.
"""

from corpus.words.index import CaseWords, WordIndex
from corpus.words.passage import IndexedPassage

__all__ = ["CaseWords", "IndexedPassage", "WordIndex"]
