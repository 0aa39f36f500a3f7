"""
What a case store keeps besides documents: the cases, their score sheets, decisions on suggestions.

`corpus.case_store.CaseStore` adds the documents and is what others use.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus import case_schema as schema
from corpus.case import Case, Decision, SavedSheet, SuggestionDecision
from corpus.errors import SheetChangedError, UnknownCaseError

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 o 1 l i


class CaseRecords:
    """The database of one home folder; nothing is created before the first write."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._database = home / "cases.sqlite3"

    # cases

    def create_case(self, name: str, rule_set: str, level: str | None = None) -> str:
        """Create a case and return its id. The rule set and level are the caller's to check."""
        with self._writing() as connection:
            while True:
                case_id = "c-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))
                values = (case_id, name, rule_set, level, now())
                with suppress(sqlite3.IntegrityError):
                    connection.execute("INSERT INTO cases VALUES (?, ?, ?, ?, ?)", values)
                    return case_id

    def cases(self) -> tuple[Case, ...]:
        """Return all cases, oldest first; () before the first one is created."""
        rows = self._rows("SELECT * FROM cases ORDER BY created, rowid")
        return tuple(Case(**dict(row)) for row in rows)

    def case(self, case_id: str) -> Case:
        """
        Return one case.

        Raises:
            UnknownCaseError: there is none with this id; names the nearest ids.
        """
        for row in self._rows("SELECT * FROM cases WHERE id = ?", case_id):
            return Case(**dict(row))
        raise UnknownCaseError(case_id, [case.id for case in self.cases()])

    # the score sheet

    def save_sheet(
        self, case_id: str, content: Mapping[str, Any], *, expected_version: int | None = None
    ) -> int:
        """
        Save a case's score sheet and return its new version.

        Args:
            case_id: the case.
            content: anything JSON can hold.
            expected_version: the version the change was based on, 0 for none; None overwrites.

        Raises:
            SheetChangedError: the stored version is another one.
        """
        self.case(case_id)
        with self._writing() as connection:
            row = connection.execute(
                "SELECT version FROM sheets WHERE case_id = ?", (case_id,)
            ).fetchone()
            found = row["version"] if row else 0
            if expected_version is not None and expected_version != found:
                raise SheetChangedError(case_id, expected_version, found)
            text = json.dumps(content, ensure_ascii=False)
            connection.execute(
                "INSERT OR REPLACE INTO sheets VALUES (?, ?, ?)", (case_id, found + 1, text)
            )
        return int(found) + 1

    def load_sheet(self, case_id: str) -> SavedSheet | None:
        """Return a case's score sheet; None when none was saved."""
        self.case(case_id)
        for row in self._rows("SELECT * FROM sheets WHERE case_id = ?", case_id):
            return SavedSheet(json.loads(row["content"]), row["version"])
        return None

    # decisions on suggestions

    def set_suggestion_decision(
        self, case_id: str, indicator: str, passage_id: str, decision: Decision | None
    ) -> None:
        """Remember that a suggested passage was accepted or rejected; None forgets it."""
        self.case(case_id)
        with self._writing() as connection:
            key = (case_id, indicator, passage_id)
            if decision is None:
                connection.execute(
                    "DELETE FROM suggestion_decisions"
                    " WHERE case_id = ? AND indicator = ? AND passage_id = ?",
                    key,
                )
            else:
                connection.execute(
                    "INSERT OR REPLACE INTO suggestion_decisions VALUES (?, ?, ?, ?)",
                    (*key, decision),
                )

    def suggestion_decisions(self, case_id: str) -> tuple[SuggestionDecision, ...]:
        """Return the decisions of a case, by indicator and passage."""
        self.case(case_id)
        rows = self._rows(
            "SELECT indicator, passage_id, decision FROM suggestion_decisions"
            " WHERE case_id = ? ORDER BY indicator, passage_id",
            case_id,
        )
        return tuple(SuggestionDecision(**dict(row)) for row in rows)

    # inside

    def _rows(self, query: str, *values: str | None) -> list[sqlite3.Row]:
        if not self._database.exists():
            return []
        connection = schema.connect(self._database)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = schema.connect(self._database)
        try:
            with schema.transaction(connection):
                yield connection
        finally:
            connection.close()


def now() -> str:
    """Return the time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
