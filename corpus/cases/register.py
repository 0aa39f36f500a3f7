"""The cases of a home and the people who work on them."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from corpus.cases import schema
from corpus.cases.case import Case, CasePerson, Stage
from corpus.cases.database import CaseDatabase, now
from corpus.errors import UnknownCaseError

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 o 1 l i
_ID_LENGTH = 10  # some 50 bits: the id is the invitation to the case
_LONGEST_NAME = 80


class CaseRegister(CaseDatabase):
    """Which cases there are, what they are about, and who joined them."""

    def create_case(
        self,
        name: str,
        rule_set: str,
        level: str | None = None,
        *,
        stage: Stage = "pre",
        profile: Mapping[str, Any] | None = None,
        is_sample: bool = False,
    ) -> str:
        """
        Create a case and return its id. Rule set, level and profile are the caller's to check.

        Args:
            name: what people call it.
            rule_set: the id of the rule set.
            level: the level applied for; None where the rule set has none.
            stage: pre-evaluation or formal evaluation.
            profile: the words of the project profile; None when there is none yet.
            is_sample: whether it is the sample that the workbench offers.
        """
        with self._writing() as connection:
            while True:
                case_id = "c-" + "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))
                words = _json(profile or {})
                values = (case_id, name, rule_set, level, now(), stage, words, is_sample)
                with suppress(sqlite3.IntegrityError):
                    connection.execute(
                        "INSERT INTO cases"
                        " (id, name, rule_set, level, created, stage, profile, is_sample)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        values,
                    )
                    return case_id

    def cases(self) -> tuple[Case, ...]:
        """Return all cases, oldest first; () before the first one is created."""
        rows = self._rows("SELECT * FROM cases ORDER BY created, rowid")
        return tuple(map(schema.case_of, rows))

    def case(self, case_id: str) -> Case:
        """
        Return one case.

        Raises:
            UnknownCaseError: there is none with this id; names the nearest ids.
        """
        for row in self._rows("SELECT * FROM cases WHERE id = ?", case_id):
            return schema.case_of(row)
        raise UnknownCaseError(case_id, [case.id for case in self.cases()])

    def rename_case(self, case_id: str, name: str) -> None:
        """
        Give a case another name.

        Raises:
            UnknownCaseError: there is no such case.
        """
        self._change("UPDATE cases SET name = ? WHERE id = ?", name, case_id)

    def set_stage(self, case_id: str, stage: Stage) -> None:
        """
        Say whether a case is in pre-evaluation or formal evaluation; its sheets stay.

        Raises:
            UnknownCaseError: there is no such case.
        """
        self._change("UPDATE cases SET stage = ? WHERE id = ?", stage, case_id)

    def set_profile(self, case_id: str, profile: Mapping[str, Any]) -> None:
        """
        Replace the words of a case's project profile; {} takes it away.

        Raises:
            UnknownCaseError: there is no such case.
        """
        self._change("UPDATE cases SET profile = ? WHERE id = ?", _json(profile), case_id)

    # people

    def join_case(self, case_id: str, person: str, name: str = "") -> None:
        """
        Let a person work on a case; joining again gives another name, an empty one keeps the old.

        Raises:
            UnknownCaseError: there is no such case.
            ValueError: the person is empty.
        """
        if not person:
            raise ValueError("a person who joins a case needs a token; '' is the case itself")
        self.case(case_id)
        shown = name.strip()[:_LONGEST_NAME]
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO case_people VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
                " SET name = CASE excluded.name WHEN '' THEN name ELSE excluded.name END",
                (case_id, person, shown, now()),
            )

    def case_people(self, case_id: str) -> tuple[CasePerson, ...]:
        """Return who joined a case, in the order of joining; () for nobody."""
        self.case(case_id)
        rows = self._rows(
            "SELECT person, name, joined FROM case_people WHERE case_id = ? ORDER BY joined, rowid",
            case_id,
        )
        return tuple(CasePerson(**dict(row)) for row in rows)

    def cases_of(self, person: str) -> tuple[Case, ...]:
        """Return the cases that a person joined and those that nobody did, oldest first."""
        rows = self._rows(
            "SELECT * FROM cases c WHERE"
            " EXISTS (SELECT 1 FROM case_people p WHERE p.case_id = c.id AND p.person = ?)"
            " OR NOT EXISTS (SELECT 1 FROM case_people p WHERE p.case_id = c.id)"
            " ORDER BY created, rowid",
            person,
        )
        return tuple(map(schema.case_of, rows))

    def _change(self, statement: str, value: str, case_id: str) -> None:
        self.case(case_id)
        with self._writing() as connection:
            connection.execute(statement, (value, case_id))


def _json(words: Mapping[str, Any]) -> str:
    return json.dumps(words, ensure_ascii=False)
