"""
The score sheets of a case: one for the case itself and one a person, for each stage.

A sheet is what its owner judged; nothing here adds or mixes sheets. Sheets are blind: what others
judged can be read (`sheets_for`, `sheet_for`) only between people who both submitted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from corpus.cases import schema
from corpus.cases.case import SavedSheet, SheetState, Stage
from corpus.cases.database import now
from corpus.cases.register import CaseRegister
from corpus.errors import (
    SheetChangedError,
    SheetCoveredError,
    SheetSubmittedError,
    UnknownSheetError,
)

KEPT_VERSIONS = 100
_Key = tuple[str, str, str]
"""Case, person, stage."""
_SHEET = """
    SELECT s.*, (SELECT count(*) FROM sheet_versions v
        WHERE v.case_id = s.case_id AND v.person = s.person AND v.stage = s.stage) AS earlier
    FROM sheets s WHERE case_id = ? AND person = ? AND stage = ?"""
_SAVE = """
    INSERT INTO sheets (case_id, person, stage, version, content, saved)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
        version = excluded.version, content = excluded.content, saved = excluded.saved"""
_LAST = """
    SELECT version, content FROM sheet_versions WHERE case_id = ? AND person = ? AND stage = ?
    ORDER BY version DESC LIMIT 1"""
_TAKE_LAST = """
    DELETE FROM sheet_versions WHERE case_id = ? AND person = ? AND stage = ? AND version = ?"""
_BRING_BACK = """
    UPDATE sheets SET version = version + 1, content = ?, saved = ?
    WHERE case_id = ? AND person = ? AND stage = ?"""
_KEEP = "INSERT INTO sheet_versions VALUES (?, ?, ?, ?, ?)"
_DROP_OLD = """
    DELETE FROM sheet_versions WHERE case_id = ?1 AND person = ?2 AND stage = ?3 AND version <= (
        SELECT version FROM sheet_versions WHERE case_id = ?1 AND person = ?2 AND stage = ?3
        ORDER BY version DESC LIMIT 1 OFFSET ?4)"""
_REMOVE = "DELETE FROM sheets WHERE case_id = ? AND person = ? AND stage = ?"
_SUBMIT = """
    UPDATE sheets SET submitted = coalesce(submitted, ?)
    WHERE case_id = ? AND person = ? AND stage = ?"""
_WITHDRAW = """
    UPDATE sheets SET submitted = NULL, withdrawn = withdrawn + 1
    WHERE case_id = ? AND person = ? AND stage = ? AND submitted IS NOT NULL"""
_STATES = """
    SELECT s.*, p.name FROM sheets s
    LEFT JOIN case_people p ON p.case_id = s.case_id AND p.person = s.person
    WHERE s.case_id = ?
    ORDER BY s.person <> '', p.joined, p.rowid, s.person, s.stage DESC"""


class CaseSheets(CaseRegister):
    """The sheets of the cases of one home; person "" stands for the case's own sheet."""

    def save_sheet(
        self,
        case_id: str,
        content: Mapping[str, Any],
        *,
        person: str = "",
        stage: Stage = "pre",
        expected_version: int | None = None,
    ) -> int:
        """
        Save a score sheet and return its new version; what it said before can be undone.

        Args:
            case_id: the case.
            content: anything JSON can hold.
            person: whose sheet; "" for the case's own.
            stage: pre-evaluation or formal evaluation.
            expected_version: the version the change was based on, 0 for none; None overwrites.

        Raises:
            UnknownCaseError: there is no such case.
            SheetChangedError: the stored version is another one.
            SheetSubmittedError: the sheet is submitted.
        """
        self.case(case_id)
        key = (case_id, person, stage)
        with self._writing() as connection:
            found = _found(connection, key)
            version = found["version"] if found else 0
            _require_open(found, key)
            _require_version(case_id, expected_version, version)
            if found:
                _keep(connection, key, version, found["content"])
            text = json.dumps(content, ensure_ascii=False)
            connection.execute(_SAVE, (*key, version + 1, text, now()))
        return int(version) + 1

    def load_sheet(
        self, case_id: str, *, person: str = "", stage: Stage = "pre"
    ) -> SavedSheet | None:
        """Return a score sheet; None when none was saved. Who may see it is the caller's to ask."""
        self.case(case_id)
        for row in self._rows(_SHEET, case_id, person, stage):
            return schema.sheet_of(row)
        return None

    def undo_sheet(
        self,
        case_id: str,
        *,
        person: str = "",
        stage: Stage = "pre",
        expected_version: int | None = None,
    ) -> SavedSheet | None:
        """
        Bring back what a sheet said before its last change, as a new version; None for no more.

        The last 100 changes can be taken back, also after a restart.

        Raises:
            UnknownSheetError: no sheet was saved.
            SheetChangedError: the stored version is not the expected one.
            SheetSubmittedError: the sheet is submitted.
        """
        self.case(case_id)
        key = (case_id, person, stage)
        with self._writing() as connection:
            found = _require_found(connection, key)
            _require_open(found, key)
            _require_version(case_id, expected_version, found["version"])
            last = connection.execute(_LAST, key).fetchone()
            if last is None:
                return None
            connection.execute(_TAKE_LAST, (*key, last["version"]))
            connection.execute(_BRING_BACK, (last["content"], now(), *key))
        return self.load_sheet(case_id, person=person, stage=stage)

    def remove_sheet(self, case_id: str, *, person: str = "", stage: Stage = "pre") -> None:
        """
        Remove a sheet with all its versions; nothing happens when there is none.

        Raises:
            SheetSubmittedError: the sheet is submitted.
        """
        self.case(case_id)
        key = (case_id, person, stage)
        with self._writing() as connection:
            _require_open(_found(connection, key), key)
            connection.execute(_REMOVE, key)

    # submitting

    def submit_sheet(
        self,
        case_id: str,
        *,
        person: str = "",
        stage: Stage = "pre",
        expected_version: int | None = None,
    ) -> SavedSheet:
        """
        Submit a sheet: it does not change from then on. Submitting twice changes nothing.

        Whether it is complete is the caller's to ask.

        Raises:
            UnknownSheetError: no sheet was saved.
            SheetChangedError: the stored version is not the expected one.
        """
        self.case(case_id)
        key = (case_id, person, stage)
        with self._writing() as connection:
            found = _require_found(connection, key)
            _require_version(case_id, expected_version, found["version"])
            connection.execute(_SUBMIT, (now(), *key))
            return schema.sheet_of(_require_found(connection, key))

    def withdraw_submission(self, case_id: str, *, person: str = "", stage: Stage = "pre") -> None:
        """
        Take a submission back so that the sheet can be changed; it is counted.

        Raises:
            UnknownSheetError: no sheet was saved.
        """
        self.case(case_id)
        key = (case_id, person, stage)
        with self._writing() as connection:
            _require_found(connection, key)
            connection.execute(_WITHDRAW, key)

    # who may see what

    def sheets(self, case_id: str) -> tuple[SheetState, ...]:
        """Return the state of every sheet of a case, the case's own first, then as joined."""
        self.case(case_id)
        rows = self._rows(_STATES, case_id)
        return tuple(map(schema.sheet_state_of, rows))

    def sheets_for(self, case_id: str, viewer: str) -> tuple[SheetState, ...]:
        """
        Return the state of the sheets that a person may open: their own, the case's own, and of
        the others what is submitted in the stages that they submitted themselves.

        The case's own sheet of a stage is covered too while a person's own of that stage is
        begun and not submitted: it holds somebody else's judgements.
        """
        states = self.sheets(case_id)
        own = {state.stage: state for state in states if state.person == viewer and viewer}
        return tuple(state for state in states if _is_open_to(state, viewer, own.get(state.stage)))

    def sheet_for(
        self, case_id: str, viewer: str, *, person: str = "", stage: Stage = "pre"
    ) -> SavedSheet | None:
        """
        Return a sheet to a person who may see it; None when none was saved.

        Raises:
            SheetCoveredError: the person may not see it, or not yet, whether or not there is one.
        """
        may_see = {(state.person, state.stage) for state in self.sheets_for(case_id, viewer)}
        if (person, stage) in may_see:
            return self.load_sheet(case_id, person=person, stage=stage)
        own = self.load_sheet(case_id, person=viewer, stage=stage) if viewer else None
        if person == viewer or (not person and (own is None or own.submitted)):
            return None
        raise SheetCoveredError(case_id, stage)


def _is_open_to(state: SheetState, viewer: str, own: SheetState | None) -> bool:
    if state.person == viewer:
        return True
    if not state.person:
        return own is None or own.submitted is not None
    return state.submitted is not None and own is not None and own.submitted is not None


def _found(connection: sqlite3.Connection, key: _Key) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute(_SHEET, key).fetchone()
    return row


def _require_found(connection: sqlite3.Connection, key: _Key) -> sqlite3.Row:
    found = _found(connection, key)
    if found is None:
        raise UnknownSheetError(key[0], key[2])
    return found


def _require_open(found: sqlite3.Row | None, key: _Key) -> None:
    if found is not None and found["submitted"] is not None:
        raise SheetSubmittedError(key[0], key[2], found["submitted"])


def _require_version(case_id: str, expected: int | None, found: int) -> None:
    if expected is not None and expected != found:
        raise SheetChangedError(case_id, expected, found)


def _keep(connection: sqlite3.Connection, key: _Key, version: int, content: str) -> None:
    """Keep what a sheet said; of more than a hundred versions the oldest goes."""
    connection.execute(_KEEP, (*key, version, content))
    connection.execute(_DROP_OLD, (*key, KEPT_VERSIONS))
