"""Judgements that stand on something that has changed, and confirming them."""

from __future__ import annotations

from typing import get_args

from corpus.cases.case import Stage
from corpus.cases.evidence import evidence_on, panel_of
from corpus.cases.intake import DocumentIntake
from corpus.cases.suspicion import (
    Ground,
    SuspectJudgement,
    judged_on,
    passages_by_row,
    suspects,
)
from corpus.errors import UnknownSheetError
from corpus.record.chain import chain_rows, event_of
from corpus.record.event import Subject, person_mark


class Confirmations(DocumentIntake):
    """The judgements of a case in the light of what changed after them."""

    def suspects(self, case_id: str) -> tuple[SuspectJudgement, ...]:
        """
        Return the judgements that are suspect until they are confirmed or made anew.

        Raises:
            UnknownCaseError: there is no such case.
        """
        rules = self.rules(case_id)
        with self._engine.reading() as connection:
            judged = judged_on(map(event_of, chain_rows(connection, case_id)))
            rows = {indicator for _, _, indicator in judged}
            stamp = self._rules(rules, rows) or {}
            evidence = evidence_on(connection, case_id, indicators=rows)
            stages = get_args(Stage)
            panels = {stage: tuple(panel_of(connection, case_id, stage)) for stage in stages}
        ground = Ground(stamp.get("rows", {}), passages_by_row(evidence), panels)
        return suspects(judged, ground)

    def confirm_judgement(
        self, case_id: str, indicator: str, *, person: str = "", stage: Stage = "pre"
    ) -> None:
        """
        Confirm that a judgement holds on what stands now; the sheet stays as it is.

        Raises:
            UnknownCaseError: there is no such case.
            UnknownSheetError: the sheet does not judge the row, or there is no such sheet.
        """
        sheet = self.load_sheet(case_id, person=person, stage=stage)
        if sheet is None or indicator not in (sheet.content.get("judgements") or {}):
            raise UnknownSheetError(case_id, stage)
        subject = Subject("judgement", (person, stage, indicator))
        with self._writing() as connection:
            self._require_case(connection, case_id)
            self._require_right(connection, case_id, "judgement.confirmed", subject)
            basis = self._basis(connection, case_id, subject, None, None)
            self._write(connection, case_id, "judgement.confirmed", subject, person, basis=basis)

    def names_by_mark(self, case_id: str) -> dict[str, str]:
        """Return the names of a case's people by the marks that its record has for them."""
        return {person_mark(one.person): one.name for one in self.case_people(case_id)}
