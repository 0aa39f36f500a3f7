"""How each person collected information on the indicators, and what they found (7.3, 7.5)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, delete, insert, select

from corpus.cases.case import Stage
from corpus.cases.panel import CasePanel, require_person
from corpus.cases.procedure import INSPECTION_METHODS, Inspection, InspectionMethod
from corpus.cases.record_words import kept_text, one_of
from corpus.cases.retention import require_open_stage
from corpus.cases.sheets import require_open_sheet
from corpus.errors import RecordWordsError
from corpus.record.event import Subject
from corpus.record.procedure_tables import inspections
from corpus.record.tables import json_text

LONGEST_FINDING = 2000


class CaseInspections(CasePanel):
    """Findings by person, stage and indicator; blind as the sheets are."""

    def set_inspection(
        self,
        case_id: str,
        indicator: str,
        methods: Sequence[InspectionMethod],
        finding: str,
        *,
        person: str = "",
        stage: Stage = "pre",
    ) -> None:
        """
        Keep by which methods a person looked at an indicator and what they found; no methods and
        no finding take it away. `person` "" stands for the case itself.

        Raises:
            UnknownCaseError: there is no such case.
            UnknownPersonError: the person did not join it.
            RecordWordsError: a method is unknown, or a finding has no method, or is too long.
            SheetSubmittedError: the person's sheet of the stage is submitted.
            StageClosedError: the stage is reported on.
        """
        for one in methods:
            one_of("The method", one, INSPECTION_METHODS)
        row = kept_text("The indicator", indicator, 40)
        found = kept_text("The finding", finding, LONGEST_FINDING, may_be_empty=True)
        if found and not methods:
            raise RecordWordsError("The finding", "it names no method by which it was made (7.3)")
        subject = Subject("inspection", (person, stage, row))
        here = and_(
            inspections.c.case_id == case_id,
            inspections.c.person == person,
            inspections.c.stage == stage,
            inspections.c.indicator == row,
        )
        used = [one for one in INSPECTION_METHODS if one in methods]
        with self._act(case_id, "inspection.written", subject, person) as connection:
            if person:
                require_person(connection, case_id, person)
            require_open_stage(connection, case_id, stage)
            require_open_sheet(connection, case_id, person, stage)
            before = connection.execute(select(inspections).where(here)).first()
            said = (json_text(used), found)
            if before is not None and (before.methods, before.finding) == said:
                return
            connection.execute(delete(inspections).where(here))
            if methods:
                connection.execute(
                    insert(inspections).values(
                        case_id=case_id,
                        person=person,
                        stage=stage,
                        indicator=row,
                        methods=said[0],
                        finding=found,
                        at=self._clock(),
                    )
                )

    def inspections(self, case_id: str, stage: Stage) -> tuple[Inspection, ...]:
        """
        Return all findings of a stage by indicator and person; () for none.

        Somebody with an account gets those that they may see, as by `inspections_for`; elsewhere
        that is the caller's to ask.
        """
        self.case(case_id)
        if not self._is_machine and self._standing(case_id, self._who) is not None:
            return self.inspections_for(case_id, self._who, stage)
        return self._inspections(case_id, stage)

    def _inspections(self, case_id: str, stage: Stage) -> tuple[Inspection, ...]:
        query = select(inspections).where(
            inspections.c.case_id == case_id, inspections.c.stage == stage
        )
        order = (inspections.c.indicator, inspections.c.person)
        return tuple(map(_inspection, self._rows(query.order_by(*order))))

    def inspections_for(self, case_id: str, viewer: str, stage: Stage) -> tuple[Inspection, ...]:
        """Return the findings that a person may see: their own, and those whose sheets they may."""
        open_to = {one.person for one in self.sheets_for(case_id, viewer) if one.stage == stage}
        # The case's own findings are covered as its sheet is.
        if self._is_open_when_empty(case_id, viewer, stage):
            open_to.add("")
        found = self._inspections(case_id, stage)
        return tuple(one for one in found if one.person in {*open_to, viewer})


def _inspection(row: Row[Any]) -> Inspection:
    methods = tuple(json.loads(row.methods))
    return Inspection(row.person, row.stage, row.indicator, methods, row.finding, row.at)
