"""Case stores as earlier versions wrote them, to see that they are brought up."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

CASE = "c-7f3k2q"
DOCUMENT = "ab" * 32
_TABLES = (
    """CREATE TABLE cases (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, rule_set TEXT NOT NULL, level TEXT,
        created TEXT NOT NULL)""",
    """CREATE TABLE documents (
        sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, status TEXT NOT NULL, pages INTEGER,
        reason TEXT, page_faults TEXT NOT NULL, notes TEXT NOT NULL, reader INTEGER NOT NULL)""",
    """CREATE TABLE case_documents (
        case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        sha256 TEXT NOT NULL REFERENCES documents (sha256),
        file TEXT NOT NULL, added TEXT NOT NULL, PRIMARY KEY (case_id, sha256))""",
    """CREATE TABLE passages (
        document TEXT NOT NULL REFERENCES documents (sha256) ON DELETE CASCADE,
        number INTEGER NOT NULL, id TEXT NOT NULL, page INTEGER, heading_path TEXT NOT NULL,
        locator TEXT NOT NULL, text TEXT NOT NULL, box TEXT, cells TEXT NOT NULL,
        is_ocr INTEGER NOT NULL DEFAULT 0, lines TEXT NOT NULL DEFAULT '[]',
        PRIMARY KEY (document, number)) WITHOUT ROWID""",
    """CREATE TABLE sheets (
        case_id TEXT PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,
        version INTEGER NOT NULL, content TEXT NOT NULL)""",
    """CREATE TABLE suggestion_decisions (
        case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
        indicator TEXT NOT NULL, passage_id TEXT NOT NULL,
        decision TEXT NOT NULL CHECK (decision IN ('accepted', 'rejected')),
        PRIMARY KEY (case_id, indicator, passage_id))""",
)
_ROWS: dict[str, tuple[object, ...]] = {
    "cases": (CASE, "甲", "tcrea-2023", "B", "2026-01-01"),
    "documents": (DOCUMENT, 9, "read", 1, None, "[]", "[]", 1),
    "case_documents": (CASE, DOCUMENT, "说明.md", "2026-01-02"),
    "passages": (
        DOCUMENT, 1, "p-1", 1, "[]", "第 1 页", "周界设置红外对射。", None, "[]", 0, "[]",
    ),
    "suggestion_decisions": (CASE, "C1.2.1", "p-1", "accepted"),
}  # fmt: skip
_YOUNGER_THAN_1 = ("is_ocr", "lines")


def old_store(home: Path, version: int, sheet: dict[str, Any] | None = None) -> None:
    """Make a store of version 1 or 3: one case with a document, a decision and maybe a sheet."""
    home.mkdir(parents=True)
    connection = sqlite3.connect(home / "cases.sqlite3")
    for table in _TABLES:
        connection.execute(table)
    for table, values in _ROWS.items():
        marks = ", ".join("?" * len(values))
        connection.execute(" ".join(("INSERT INTO", table, "VALUES", f"({marks})")), values)
    if sheet is not None:
        connection.execute("INSERT INTO sheets VALUES (?, 7, ?)", (CASE, json.dumps(sheet)))
    if version == 1:
        for column in _YOUNGER_THAN_1:
            connection.execute(f"ALTER TABLE passages DROP COLUMN {column}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()
