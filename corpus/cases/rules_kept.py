"""Keeping with a case what it is judged by."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import insert, select, update

from corpus.cases import rows
from corpus.cases.case import BodyFile, CaseRules, SheetState
from corpus.cases.register import CaseRegister
from corpus.cases.retention import require_open_stage
from corpus.cases.rules import body_versions, rules_of
from corpus.errors import UnknownCaseError
from corpus.record.event import Act, Subject
from corpus.record.tables import body_rules, cases


class RulesOfCases(CaseRegister):
    """The edition and the body's own rules of each case. Whether they are sound is the caller's."""

    def rules(self, case_id: str) -> CaseRules:
        """
        Return what a case is judged by.

        Raises:
            UnknownCaseError: there is no such case.
        """
        if self._engine.is_there():
            with self._engine.reading() as connection:
                self._require_sight(connection, case_id)
                found = rules_of(connection, case_id)
            if found is not None:
                return found
        raise UnknownCaseError(case_id, [case.id for case in self.cases()])

    def body_files(self, case_id: str) -> tuple[BodyFile, ...]:
        """
        Return every version of the body's own rules that a case had, the first one first.

        Raises:
            UnknownCaseError: there is no such case.
        """
        self.case(case_id)
        with self._engine.reading() as connection:
            return body_versions(connection, case_id)

    def set_rules(
        self,
        case_id: str,
        *,
        edition: str | None = None,
        body: tuple[str, str] | None = None,
        without_body: bool = False,
        fits: Callable[[Sequence[tuple[SheetState, dict[str, Any]]]], None] | None = None,
    ) -> None:
        """
        Say what a case is judged by from now on, in one act; what is given as it was changes nothing.

        Args:
            case_id: the case.
            edition: of the rules; None leaves it.
            body: name and text of the body's own rules; None leaves them.
            without_body: the document alone counts from now on.
            fits: is given every sheet of the case, those too that are blind to whoever changes the
                rules, while nobody can change them; what it raises keeps the rules as they were.

        Raises:
            UnknownCaseError: there is no such case.
            NotAllowedError: whoever asks may not change them.
            StageClosedError: the stage that the case is in is reported on.
            ValueError: `body` and `without_body` together.
        """
        if body is not None and without_body:
            raise ValueError("rules of a body cannot be set and taken away in one act")
        with self._writing() as connection:
            self._require_case(connection, case_id)
            stage = connection.execute(
                select(cases.c.stage).where(cases.c.id == case_id)
            ).scalar_one()
            require_open_stage(connection, case_id, stage)
            subject = Subject("case", (case_id,))
            if fits is not None:
                self._require_right(connection, case_id, "body-rules.set", subject)
                found = connection.execute(rows.sheets_with_owners(case_id)).all()
                fits([(rows.sheet_state_of(row), json.loads(row.content)) for row in found])
            if edition is not None:
                with self._recorded(connection, case_id, "case.edition-set", subject):
                    connection.execute(
                        update(cases).where(cases.c.id == case_id).values(edition=edition)
                    )
            if body is None and not without_body:
                return
            versions = body_versions(connection, case_id)
            file, text = body if body is not None else ("", None)
            was = (versions[-1].file, versions[-1].text) if versions else ("", None)
            if was == (file, text):
                return
            number = len(versions) + 1
            what: Act = "body-rules.removed" if text is None else "body-rules.set"
            with self._recorded(connection, case_id, what, Subject("body-rules", (str(number),))):
                connection.execute(
                    insert(body_rules).values(
                        case_id=case_id, number=number, file=file, text=text, since=self._clock()
                    )
                )
