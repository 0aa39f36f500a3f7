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
_COLUMNS = {"is_ocr": 2, "lines": 3}
"""The version that brought a column of passages."""


_CHANGES = {
    3: (
        "ALTER TABLE cases ADD COLUMN stage TEXT NOT NULL DEFAULT 'pre'",
        "ALTER TABLE cases ADD COLUMN profile TEXT NOT NULL DEFAULT '{}'",
        """CREATE TABLE case_people (
            case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
            person TEXT NOT NULL, name TEXT NOT NULL, joined TEXT NOT NULL,
            PRIMARY KEY (case_id, person))""",
        "ALTER TABLE sheets RENAME TO sheets_of_cases",
        """CREATE TABLE sheets (
            case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
            person TEXT NOT NULL, stage TEXT NOT NULL CHECK (stage IN ('pre', 'formal')),
            version INTEGER NOT NULL, content TEXT NOT NULL, saved TEXT,
            submitted TEXT, withdrawn INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (case_id, person, stage))""",
        """CREATE TABLE sheet_versions (
            case_id TEXT NOT NULL, person TEXT NOT NULL, stage TEXT NOT NULL,
            version INTEGER NOT NULL, content TEXT NOT NULL,
            PRIMARY KEY (case_id, person, stage, version),
            FOREIGN KEY (case_id, person, stage) REFERENCES sheets ON DELETE CASCADE)""",
        "INSERT INTO sheets (case_id, person, stage, version, content)"
        " SELECT case_id, '', 'pre', version, content FROM sheets_of_cases",
        "DROP TABLE sheets_of_cases",
        "INSERT INTO case_people VALUES ('c-7f3k2q', 'you', '李工', '2026-01-03')",
        "INSERT INTO case_people VALUES ('c-7f3k2q', 'me', '王工', '2026-01-03')",
        "INSERT INTO sheets VALUES ('c-7f3k2q', 'me', 'formal', 2, '{\"a\":2}', '2026-01-04',"
        " '2026-01-05', 1)",
        "INSERT INTO sheet_versions VALUES ('c-7f3k2q', 'me', 'formal', 1, '{\"a\":1}')",
    ),
    4: (
        """CREATE TABLE indicator_notes (
            case_id TEXT NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
            indicator TEXT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (case_id, indicator))""",
        "INSERT INTO indicator_notes VALUES ('c-7f3k2q', 'B1.2.1', '缺图')",
    ),
    5: ("ALTER TABLE cases ADD COLUMN is_sample INTEGER NOT NULL DEFAULT 0",),
}
"""The statements that brought a store from each version to the next, and rows of their tables."""


def old_store(home: Path, version: int, sheet: dict[str, Any] | None = None) -> None:
    """
    Make a store of version 1 to 6: one case with a document, a decision and maybe a sheet; from 4
    on also two people, one with a sheet of their own, and from 5 on a note.
    """
    home.mkdir(parents=True)
    connection = sqlite3.connect(home / "cases.sqlite3")
    for table in _TABLES:
        connection.execute(table)
    for table, values in _ROWS.items():
        marks = ", ".join("?" * len(values))
        connection.execute(" ".join(("INSERT INTO", table, "VALUES", f"({marks})")), values)
    if sheet is not None:
        connection.execute("INSERT INTO sheets VALUES (?, 7, ?)", (CASE, json.dumps(sheet)))
    for column, younger_than in _COLUMNS.items():
        if version < younger_than:
            connection.execute(f"ALTER TABLE passages DROP COLUMN {column}")
    for before in range(3, version):
        for statement in _CHANGES[before]:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()
