"""
The tables of the case store. `corpus.record.migrations` makes them; a test compares the two.

Nothing here is of one database only: what is JSON is kept as text, times as ISO 8601 in UTC.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    Table,
    Text,
)

VERSION = 14
"""The version of these tables; the number of the newest migration."""

metadata = MetaData()


def _case_id() -> Column[str]:
    cases_id = ForeignKey("cases.id", ondelete="CASCADE")
    return Column("case_id", Text, cases_id, primary_key=True)


cases = Table(
    "cases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("rule_set", Text, nullable=False),
    Column("level", Text),
    Column("created", Text, nullable=False),
    Column("stage", Text, nullable=False, server_default="pre"),
    Column("profile", Text, nullable=False, server_default="{}"),
    Column("is_sample", Integer, nullable=False, server_default="0"),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("edition", Text),
)

# What bodies lay down beside the edition, verbatim; the last row of a case counts. A row without
# text says that from then on the document alone counts.
body_rules = Table(
    "body_rules",
    metadata,
    _case_id(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("file", Text, nullable=False),
    Column("text", Text),
    Column("since", Text, nullable=False),
)

# One row a content, shared by all cases that hold it.
documents = Table(
    "documents",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("pages", Integer),
    Column("reason", Text),
    Column("page_faults", Text, nullable=False),
    Column("notes", Text, nullable=False),
    Column("reader", Integer, nullable=False),
)

case_documents = Table(
    "case_documents",
    metadata,
    _case_id(),
    Column("sha256", Text, ForeignKey("documents.sha256"), primary_key=True),
    Column("file", Text, nullable=False),
    Column("added", Text, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
)

# Documents that no case holds any more and whose bytes are still to be deleted.
leaving_files = Table("leaving_files", metadata, Column("sha256", Text, primary_key=True))

passages = Table(
    "passages",
    metadata,
    Column("document", Text, ForeignKey("documents.sha256", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("page", Integer),
    Column("heading_path", Text, nullable=False),
    Column("locator", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("box", Text),
    Column("cells", Text, nullable=False),
    Column("is_ocr", Integer, nullable=False, server_default="0"),
    Column("lines", Text, nullable=False, server_default="[]"),
    sqlite_with_rowid=False,
)

case_people = Table(
    "case_people",
    metadata,
    _case_id(),
    Column("person", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("joined", Text, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    Column("part", Text, nullable=False, server_default=""),
)

# person: "" for the case's own sheet.
sheets = Table(
    "sheets",
    metadata,
    _case_id(),
    Column("person", Text, primary_key=True),
    Column("stage", Text, CheckConstraint("stage IN ('pre', 'formal')"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("saved", Text),
    Column("submitted", Text),
    Column("withdrawn", Integer, nullable=False, server_default="0"),
)

# What a sheet said before; the newest row is what undo brings back.
sheet_versions = Table(
    "sheet_versions",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
    ForeignKeyConstraint(
        ["case_id", "person", "stage"],
        ["sheets.case_id", "sheets.person", "sheets.stage"],
        ondelete="CASCADE",
    ),
)

suggestion_decisions = Table(
    "suggestion_decisions",
    metadata,
    _case_id(),
    Column("indicator", Text, primary_key=True),
    Column("passage_id", Text, primary_key=True),
    Column(
        "decision",
        Text,
        CheckConstraint("decision IN ('accepted', 'rejected')"),
        nullable=False,
    ),
)

indicator_notes = Table(
    "indicator_notes",
    metadata,
    _case_id(),
    Column("indicator", Text, primary_key=True),
    Column("note", Text, nullable=False),
)

# Who may sign in. password: as argon2 writes it. failures: in a row, since the last right password.
accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("employer", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("is_disabled", Integer, nullable=False),
    Column("must_change", Integer, nullable=False),
    Column("created", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Text),
    Column("position", Integer, nullable=False),
)

# token: its SHA-256; the token itself is known to the browser alone.
account_sessions = Table(
    "account_sessions",
    metadata,
    Column("token", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("begun", Text, nullable=False),
    Column("used", Text, nullable=False),
)

# What programs show in place of a session. token: its SHA-256; the token itself is shown once. ended:
# when it was revoked.
account_tokens = Table(
    "account_tokens",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Text, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("token", Text, nullable=False, unique=True),
    Column("made", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("used", Text),
    Column("ended", Text),
)

# Answers to requests of programs that may be sent again. account: "" where there are no accounts;
# request: SHA-256 of what was asked; status: NULL while it is under way.
kept_answers = Table(
    "kept_answers",
    metadata,
    Column("account", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("status", Integer),
    Column("headers", Text, nullable=False, server_default="{}"),
    Column("body", Text, nullable=False, server_default=""),
)

# What is done in the background; see `corpus.jobs.board`. Times in milliseconds since 1970 by the clock
# of the database, pace in milliseconds. run: of whoever does it now, new with each try. beat: when that one last showed that
# it lives; told: when the progress was last heard of.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("of_case", Text, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    Column("sha256", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("sent", BigInteger, nullable=False),
    Column("run", Text, nullable=False),
    Column("worker", Text, nullable=False),
    Column("beat", BigInteger, nullable=False),
    Column("is_unwanted", Integer, nullable=False),
    Column("is_wanted_again", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer),
    Column("pace", BigInteger),
    Column("told", BigInteger, nullable=False),
    Column("fault", Text, nullable=False),
    Column("outcome", Text, nullable=False),
)

# The record; see `corpus.record.event`. Triggers refuse to change or delete what is in it.
events = Table(
    "events",
    metadata,
    Column("chain", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

# The last event of each chain.
chains = Table(
    "chains",
    metadata,
    Column("chain", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("hash", Text, nullable=False),
)


# Which programs may work in the store: one row, the oldest version of these tables that a program may
# know. Newer changes only add.
store_format = Table(
    "store_format",
    metadata,
    Column("oldest", Integer, primary_key=True, autoincrement=False),
)


def json_text(value: Any) -> str:
    """Return a value as JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
