"""
What a case store keeps besides documents: the cases, their people and sheets, decisions and notes.

`corpus.cases.store.CaseStore` adds the documents and is what others use.
"""

from __future__ import annotations

from corpus.cases.case import Decision, SuggestionDecision
from corpus.cases.sheets import CaseSheets

_LONGEST_NOTE = 2000


class CaseRecords(CaseSheets):
    """Cases, people, sheets, and what was decided and noted about the evidence."""

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

    def set_note(self, case_id: str, indicator: str, note: str) -> None:
        """
        Replace the note of a case on an indicator; "" forgets it.

        Raises:
            UnknownCaseError: there is no such case.
        """
        self.case(case_id)
        kept = note.strip()[:_LONGEST_NOTE]
        with self._writing() as connection:
            if kept:
                connection.execute(
                    "INSERT OR REPLACE INTO indicator_notes VALUES (?, ?, ?)",
                    (case_id, indicator, kept),
                )
            else:
                connection.execute(
                    "DELETE FROM indicator_notes WHERE case_id = ? AND indicator = ?",
                    (case_id, indicator),
                )

    def notes(self, case_id: str) -> dict[str, str]:
        """Return the notes of a case by indicator; {} when there are none."""
        self.case(case_id)
        rows = self._rows(
            "SELECT indicator, note FROM indicator_notes WHERE case_id = ? ORDER BY indicator",
            case_id,
        )
        return {row["indicator"]: row["note"] for row in rows}
