"""
Vectors of cases' passages, kept by an engine that is chosen by its address.

Only this room knows the engines: `store` says what they have to do, `open_vectors` opens one.
"""

from corpus.vectors.address import VectorAddress, parse_vector_address
from corpus.vectors.open import load_vector_engine, open_vectors
from corpus.vectors.store import CaseVectors, StoredPassage, VectorStore

__all__ = [
    "CaseVectors",
    "StoredPassage",
    "VectorAddress",
    "VectorStore",
    "load_vector_engine",
    "open_vectors",
    "parse_vector_address",
]
