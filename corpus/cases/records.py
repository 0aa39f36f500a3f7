"""
What was decided and noted about the evidence of a case.

`corpus.cases.store.CaseStore` adds the documents and is what others use.
"""

from __future__ import annotations

from sqlalchemy import and_, delete, insert, select

from corpus.cases.blind_sheets import BlindSheets
from corpus.cases.case import Decision, SuggestionDecision
from corpus.record.event import Act, Subject
from corpus.record.tables import indicator_notes, suggestion_decisions

_LONGEST_NOTE = 2000


class CaseRecords(BlindSheets):
    """Cases, people, sheets, and what was decided and noted about the evidence."""

    def set_suggestion_decision(
        self, case_id: str, indicator: str, passage_id: str, decision: Decision | None
    ) -> None:
        """
        Remember that a suggested passage was accepted or rejected; None forgets it.

        Raises:
            UnknownCaseError: there is no such case.
        """
        table = suggestion_decisions
        key = {"case_id": case_id, "indicator": indicator, "passage_id": passage_id}
        what: Act = "suggestion.decided" if decision else "suggestion.forgotten"
        subject = Subject("decision", (indicator, passage_id))
        with self._act(case_id, what, subject) as connection:
            connection.execute(delete(table).where(*(table.c[k] == v for k, v in key.items())))
            if decision is not None:
                connection.execute(insert(table).values(**key, decision=decision))

    def suggestion_decisions(self, case_id: str) -> tuple[SuggestionDecision, ...]:
        """Return the decisions of a case, by indicator and passage."""
        self.case(case_id)
        table = suggestion_decisions
        found = self._rows(
            select(table.c.indicator, table.c.passage_id, table.c.decision)
            .where(table.c.case_id == case_id)
            .order_by(table.c.indicator, table.c.passage_id)
        )
        return tuple(
            SuggestionDecision(row.indicator, row.passage_id, row.decision) for row in found
        )

    def set_note(self, case_id: str, indicator: str, note: str) -> None:
        """
        Replace the note of a case on an indicator; "" forgets it.

        Raises:
            UnknownCaseError: there is no such case.
        """
        table = indicator_notes
        kept = note.strip()[:_LONGEST_NOTE]
        here = and_(table.c.case_id == case_id, table.c.indicator == indicator)
        with self._act(case_id, "note.written", Subject("note", (indicator,))) as connection:
            connection.execute(delete(table).where(here))
            if kept:
                connection.execute(
                    insert(table).values(case_id=case_id, indicator=indicator, note=kept)
                )

    def notes(self, case_id: str) -> dict[str, str]:
        """Return the notes of a case by indicator; {} when there are none."""
        self.case(case_id)
        table = indicator_notes
        found = self._rows(
            select(table.c.indicator, table.c.note)
            .where(table.c.case_id == case_id)
            .order_by(table.c.indicator)
        )
        return {row.indicator: row.note for row in found}
