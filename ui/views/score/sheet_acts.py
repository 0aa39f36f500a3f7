"""What is done with a sheet as a whole: undo, gates, submission, whose it is, files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from corpus.cases.case import Stage
from corpus.cases.store import CaseStore
from ui.views.page.acts import Act
from ui.views.score.desk import SheetDesk
from ui.views.score.fields import FIELDS
from ui.views.score.file import sheet_file
from ui.views.score.form import RowAround, draft_key
from ui.views.score.page import ScorePage, Step, relisted, row_at, sheet_of
from ui.views.score.row_acts import Do
from ui.views.score.said import Said
from ui.wording import t


class SheetActs:
    """The acts on sheets by name; each returns the page after it and what to say."""

    def __init__(self, cases: CaseStore, desk: SheetDesk) -> None:
        self._cases = cases
        self._desk = desk

    def by_name(self) -> Mapping[str, Do]:
        """Return the acts that buttons can ask for."""
        return {
            "undo": self._undo,
            "gates": self._gates,
            "submit": self._submit,
            "withdraw": self._withdraw,
            "discard": self._discard,
            "owner": self._owner,
            "name": self._name,
            "stage": self._stage,
            "derivation": lambda page, _act, _: Step(replace(page, is_whole=not page.is_whole)),
            "compare": self._compare,
            "download": self._download,
        }

    def _undo(self, page: ScorePage, _act: Act, language: str) -> Step:
        before = sheet_of(page)
        sheet = self._desk.undone(before)
        if sheet is None:
            return Step(page, Said(t("nothing_to_undo", language)))
        one, two = before.judgements, sheet.judgements
        rows = [str(row.id) for row in sheet.rows if one.get(row.id) != two.get(row.id)]
        done = tuple(draft_key(sheet, row, name) for row in rows[:3] for name in FIELDS)
        fresh = relisted(replace(page, sheet=sheet, at=rows[0] if rows else page.at), page.rows)
        if not rows:
            said = t("said_undone_other", language)
        elif len(rows) == 1:
            state = t(f"state_{sheet.assessment.awards[rows[0]].state}", language)
            said = t("said_undone", language, rows=f"{rows[0]} {state}")
        else:
            said = t("said_undone_many", language, number=len(rows))
        return Step(fresh, Said(said), RowAround(done=done))

    def _gates(self, page: ScorePage, _act: Act, language: str) -> Step:
        before = sheet_of(page)
        sheet = self._desk.meet_open_gates(before)
        number = len(before.open_rows) - len(sheet.open_rows)
        return Step(replace(page, sheet=sheet), Said(t("said_gates", language, number=number)))

    def _submit(self, page: ScorePage, _act: Act, language: str) -> Step:
        sheet = self._desk.submit(sheet_of(page))
        return Step(replace(page, sheet=sheet), Said(t("said_submitted", language)))

    def _withdraw(self, page: ScorePage, _act: Act, language: str) -> Step:
        sheet = self._desk.withdraw(sheet_of(page))
        fresh = replace(page, sheet=sheet, between="")
        return Step(fresh, Said(t("said_withdrawn", language)))

    def _discard(self, page: ScorePage, _act: Act, language: str) -> Step:
        self._desk.discard(sheet_of(page))
        return self._turned(page, "", sheet_of(page).stage, t("said_discarded", language))

    def _owner(self, page: ScorePage, act: Act, _language: str) -> Step:
        sheet = sheet_of(page)
        if act.of != "own":
            return self._turned(page, "", sheet.stage)
        people = self._cases.acting(sheet.viewer).case_people(sheet.case.id)
        if not any(one.person == sheet.viewer and one.name for one in people):
            return Step(replace(page, asks_name=True), Said(focus="own-name"))
        return self._begun(page, sheet.stage)

    def _name(self, page: ScorePage, act: Act, _language: str) -> Step:
        sheet, name = sheet_of(page), act.fields.get("name", "").strip()
        if not name or not sheet.viewer:
            return Step(replace(page, asks_name=True), Said(focus="own-name"))
        self._cases.acting(sheet.viewer).join_case(sheet.case.id, sheet.viewer, name)
        return self._begun(page, sheet.stage)

    def _begun(self, page: ScorePage, stage: Stage) -> Step:
        sheet = sheet_of(page)
        self._desk.begin(sheet.case.id, sheet.viewer, stage)
        return self._turned(page, sheet.viewer, stage)

    def _stage(self, page: ScorePage, act: Act, _language: str) -> Step:
        sheet = sheet_of(page)
        stage: Stage = "formal" if act.of == "formal" else "pre"
        return self._begun(page, stage) if sheet.owner else self._turned(page, "", stage)

    def _turned(self, page: ScorePage, owner: str, stage: Stage, said: str = "") -> Step:
        """Turn to another sheet of the case."""
        before = sheet_of(page)
        sheet = self._desk.opened(before.case.id, before.viewer, owner, stage)
        fresh = relisted(replace(page, sheet=sheet, asks_name=False))
        return Step(replace(fresh, at=row_at(sheet, page.at)), Said(said))

    def _compare(self, page: ScorePage, act: Act, _language: str) -> Step:
        return Step(replace(page, between="" if page.between == act.of else act.of))

    def _download(self, page: ScorePage, act: Act, language: str) -> Step:
        name, data = sheet_file(sheet_of(page), act.of)
        said = t("said_downloaded", language, name=name)
        return Step(page, Said(said, file_name=name, file=data))
