"""
The score sheets of a case: one for the case itself and one a person, for each stage.

A sheet is what its owner judged; nothing here adds or mixes sheets.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    delete,
    func,
    insert,
    select,
    update,
)

from corpus.cases import rows
from corpus.cases.case import SavedSheet, Stage
from corpus.cases.retention import require_open_stage
from corpus.cases.rules_kept import RulesOfCases
from corpus.errors import (
    SheetChangedError,
    SheetSubmittedError,
    UnknownSheetError,
)
from corpus.record.event import sheet_subject
from corpus.record.tables import sheet_versions, sheets

KEPT_VERSIONS = 100
_Key = tuple[str, str, str]
"""Case, person, stage."""


class CaseSheets(RulesOfCases):
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
            StageClosedError: the stage is reported on.
        """
        key = (case_id, person, stage)
        with self._act(case_id, "sheet.saved", sheet_subject(person, stage), person) as connection:
            require_open_stage(connection, case_id, stage)
            found = _found(connection, key)
            version: int = found.version if found else 0
            _require_open(found, key)
            _require_version(case_id, expected_version, version)
            said = {
                "version": version + 1,
                "content": json.dumps(content, ensure_ascii=False),
                "saved": self._clock(),
            }
            if found:
                _keep(connection, key, version, found.content)
                connection.execute(update(sheets).where(_is(sheets, key)).values(**said))
            else:
                owner = dict(zip(("case_id", "person", "stage"), key, strict=True))
                connection.execute(insert(sheets).values(**owner, **said))
        return version + 1

    def load_sheet(
        self, case_id: str, *, person: str = "", stage: Stage = "pre"
    ) -> SavedSheet | None:
        """Return a score sheet; None when none was saved. Who may see it is the caller's to ask."""
        self.case(case_id)
        for row in self._rows(_sheet((case_id, person, stage))):
            return rows.sheet_of(row)
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
            StageClosedError: the stage is reported on.
        """
        key = (case_id, person, stage)
        with self._act(case_id, "sheet.undone", sheet_subject(person, stage), person) as connection:
            require_open_stage(connection, case_id, stage)
            found = _require_found(connection, key)
            _require_open(found, key)
            _require_version(case_id, expected_version, found.version)
            last = connection.execute(_earlier(key).limit(1)).first()
            if last is None:
                return None
            connection.execute(
                delete(sheet_versions).where(
                    _is(sheet_versions, key), sheet_versions.c.version == last.version
                )
            )
            connection.execute(
                update(sheets)
                .where(_is(sheets, key))
                .values(version=found.version + 1, content=last.content, saved=self._clock())
            )
        return self.load_sheet(case_id, person=person, stage=stage)

    def remove_sheet(self, case_id: str, *, person: str = "", stage: Stage = "pre") -> None:
        """
        Remove a sheet with all its versions; nothing happens when there is none.

        Raises:
            SheetSubmittedError: the sheet is submitted.
            StageClosedError: the stage is reported on.
        """
        key = (case_id, person, stage)
        with self._act(
            case_id, "sheet.removed", sheet_subject(person, stage), person
        ) as connection:
            require_open_stage(connection, case_id, stage)
            _require_open(_found(connection, key), key)
            connection.execute(delete(sheets).where(_is(sheets, key)))

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
        key = (case_id, person, stage)
        with self._act(
            case_id, "sheet.submitted", sheet_subject(person, stage), person
        ) as connection:
            found = _require_found(connection, key)
            _require_version(case_id, expected_version, found.version)
            if found.submitted is None:
                require_open_stage(connection, case_id, stage)
                connection.execute(
                    update(sheets).where(_is(sheets, key)).values(submitted=self._clock())
                )
            return rows.sheet_of(_require_found(connection, key))

    def withdraw_submission(self, case_id: str, *, person: str = "", stage: Stage = "pre") -> None:
        """
        Take a submission back so that the sheet can be changed; it is counted.

        Raises:
            UnknownSheetError: no sheet was saved.
            StageClosedError: the stage is reported on.
        """
        key = (case_id, person, stage)
        with self._act(
            case_id, "sheet.withdrawn", sheet_subject(person, stage), person
        ) as connection:
            require_open_stage(connection, case_id, stage)
            found = _require_found(connection, key)
            if found.submitted is not None:
                connection.execute(
                    update(sheets)
                    .where(_is(sheets, key))
                    .values(submitted=None, withdrawn=found.withdrawn + 1)
                )


def require_open_sheet(connection: Connection, case_id: str, person: str, stage: Stage) -> None:
    """
    Do nothing for a sheet that may be changed, or that is not there.

    Raises:
        SheetSubmittedError: it is submitted.
    """
    key = (case_id, person, stage)
    _require_open(_found(connection, key), key)


def _is(table: Table, key: _Key) -> ColumnElement[bool]:
    case_id, person, stage = key
    return and_(table.c.case_id == case_id, table.c.person == person, table.c.stage == stage)


def _sheet(key: _Key) -> Select[Any]:
    earlier = select(func.count()).select_from(sheet_versions).where(_is(sheet_versions, key))
    return select(sheets, earlier.scalar_subquery().label("earlier")).where(_is(sheets, key))


def _earlier(key: _Key) -> Select[Any]:
    """Select what a sheet said before, the newest first."""
    versions = sheet_versions
    return (
        select(versions.c.version, versions.c.content)
        .where(_is(versions, key))
        .order_by(versions.c.version.desc())
    )


def _found(connection: Connection, key: _Key) -> Row[Any] | None:
    return connection.execute(_sheet(key)).first()


def _require_found(connection: Connection, key: _Key) -> Row[Any]:
    found = _found(connection, key)
    if found is None:
        raise UnknownSheetError(key[0], key[2])
    return found


def _require_open(found: Row[Any] | None, key: _Key) -> None:
    if found is not None and found.submitted is not None:
        raise SheetSubmittedError(key[0], key[2], found.submitted)


def _require_version(case_id: str, expected: int | None, found: int) -> None:
    if expected is not None and expected != found:
        raise SheetChangedError(case_id, expected, found)


def _keep(connection: Connection, key: _Key, version: int, content: str) -> None:
    """Keep what a sheet said; of more than a hundred versions the oldest goes."""
    case_id, person, stage = key
    connection.execute(
        insert(sheet_versions).values(
            case_id=case_id, person=person, stage=stage, version=version, content=content
        )
    )
    too_old = connection.execute(_earlier(key).offset(KEPT_VERSIONS).limit(1)).first()
    if too_old is not None:
        connection.execute(
            delete(sheet_versions).where(
                _is(sheet_versions, key), sheet_versions.c.version <= too_old.version
            )
        )
