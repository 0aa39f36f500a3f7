"""
The tables of the word index. Raise `EDITION` with every change of them or of `lexical.terms`.

The passages of a case stand at places, one after the other as their documents came. Postings are
kept by case, term and shelf, which is 4,096 places: a question reads for each of its terms one run
of few rows, and a document that comes or goes changes the rows of its own shelf and terms, however
large the case is. A posting is 32 bits: the place in the shelf, and how often the term stands there.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

EDITION = "2"
SCHEMA = "anping_words"
"""In a PostgreSQL, apart from the record; dropping it costs time, and nothing else."""
PLACES = 1 << 24
"""The number of a passage is that of its document times this, and its place."""

metadata = MetaData(schema=SCHEMA)

edition = Table("edition", metadata, Column("edition", Text, primary_key=True))

cases = Table(
    "cases",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
)

documents = Table(
    "documents",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("case_number", ForeignKey(cases.c.number), nullable=False),
    Column("document", Text, nullable=False),
    # What the rows were made from.
    Column("key", Text, nullable=False),
    # With which encoder and engine all its vectors were made; "" for not yet.
    Column("vectors", Text, nullable=False),
    # Where its passages stand in the case: the first place, and how many follow.
    Column("first", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    # Of each passage in tenths of a term, as 32 bits each.
    Column("lengths", LargeBinary, nullable=False),
    UniqueConstraint("case_number", "document"),
)

passages = Table(
    "passages",
    metadata,
    # The document's number and the place in it, as `PLACES` puts them together.
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("id", Text, nullable=False),
    Column("page", Integer),
    Column("locator", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Index("passages_by_id", "id"),
)

postings = Table(
    "postings",
    metadata,
    Column("case_number", Integer, primary_key=True),
    Column("term", Text, primary_key=True),
    Column("shelf", Integer, primary_key=True),
    Column("postings", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
