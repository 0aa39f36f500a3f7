"""
Who may see which sheet of a case.

Sheets are blind: what others judged can be read only between people who both submitted.
"""

from __future__ import annotations

from sqlalchemy import and_, func, select

from corpus.cases import rows
from corpus.cases.case import SavedSheet, SheetState, Stage
from corpus.cases.sheets import CaseSheets
from corpus.cases.tables import case_people, sheets
from corpus.errors import SheetCoveredError


class BlindSheets(CaseSheets):
    """The sheets of a case as its people may see them."""

    def sheets(self, case_id: str) -> tuple[SheetState, ...]:
        """Return the state of every sheet of a case, the case's own first, then as joined."""
        self.case(case_id)
        of_owner = and_(
            case_people.c.case_id == sheets.c.case_id, case_people.c.person == sheets.c.person
        )
        found = self._rows(
            select(sheets, case_people.c.name)
            .select_from(sheets.outerjoin(case_people, of_owner))
            .where(sheets.c.case_id == case_id)
            .order_by(
                sheets.c.person != "",
                func.coalesce(case_people.c.joined, ""),
                func.coalesce(case_people.c.position, 0),
                sheets.c.person,
                sheets.c.stage.desc(),
            )
        )
        return tuple(map(rows.sheet_state_of, found))

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
