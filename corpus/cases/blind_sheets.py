"""
Who may see which sheet of a case.

Sheets are blind: what others judged can be read only between people who both submitted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from corpus.cases import permission, rows
from corpus.cases.case import SavedSheet, SheetState, Stage
from corpus.cases.rights import Standing, sees_sheet
from corpus.cases.sheets import CaseSheets
from corpus.errors import SheetCoveredError


class BlindSheets(CaseSheets):
    """The sheets of a case as its people may see them."""

    def sheets(self, case_id: str) -> tuple[SheetState, ...]:
        """Return the state of every sheet of a case, the case's own first, then as joined."""
        self.case(case_id)
        found = self._rows(rows.sheets_with_owners(case_id))
        return tuple(map(rows.sheet_state_of, found))

    def sheets_for(self, case_id: str, viewer: str) -> tuple[SheetState, ...]:
        """
        Return the state of the sheets that a person may open: their own, the case's own, and of
        the others what is submitted in the stages that they submitted themselves.

        The case's own sheet of a stage is covered too while a person's own of that stage is
        begun and not submitted: it holds somebody else's judgements. Where there are accounts,
        `corpus.cases.rights.sees_sheet` decides.
        """
        states = self.sheets(case_id)
        own = {state.stage: state for state in states if state.person == viewer and viewer}
        is_open = self._opener(case_id, viewer)
        return tuple(state for state in states if is_open(state, own.get(state.stage)))

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
            return super().load_sheet(case_id, person=person, stage=stage)
        if person == viewer:
            return None
        if not person and self._is_open_when_empty(case_id, viewer, stage):
            return None
        raise SheetCoveredError(case_id, stage)

    def load_sheet(
        self, case_id: str, *, person: str = "", stage: Stage = "pre"
    ) -> SavedSheet | None:
        """
        Return a score sheet; None when none was saved.

        Raises:
            SheetCoveredError: whoever asks has an account and may not see it.
        """
        if not self._is_machine and self._standing(case_id, self._who) is not None:
            return self.sheet_for(case_id, self._who, person=person, stage=stage)
        return super().load_sheet(case_id, person=person, stage=stage)

    def _is_open_when_empty(self, case_id: str, viewer: str, stage: Stage) -> bool:
        """Tell whether somebody may look for the case's own sheet of a stage, where none is."""
        empty = SheetState("", "", stage, 0, None, None, 0)
        own = super().load_sheet(case_id, person=viewer, stage=stage) if viewer else None
        return self._opener(case_id, viewer)(empty, own)

    def _opener(
        self, case_id: str, viewer: str
    ) -> Callable[[SheetState, SheetState | SavedSheet | None], bool]:
        """Return what tells of a sheet, and the viewer's own of its stage, whether it is open."""
        standing = self._standing(case_id, viewer)
        if standing is None:
            return partial(_is_open_to, viewer)
        return lambda sheet, own: sees_sheet(standing, sheet, has_submitted=_is_submitted(own))

    def _standing(self, case_id: str, viewer: str) -> Standing | None:
        """Return who a person is to a case; None where nobody has an account."""
        viewer = viewer if self._is_machine else self._who
        if not viewer or not self._engine.is_there():
            return None
        with self._engine.reading() as connection:
            if not permission.has_accounts(connection):
                return None
            return permission.standing_of(connection, case_id, viewer)


def _is_submitted(own: SheetState | SavedSheet | None) -> bool:
    return own is not None and own.submitted is not None


def _is_open_to(viewer: str, state: SheetState, own: SheetState | SavedSheet | None) -> bool:
    if state.person == viewer:
        return True
    if not state.person:
        return own is None or _is_submitted(own)
    return state.submitted is not None and _is_submitted(own)
