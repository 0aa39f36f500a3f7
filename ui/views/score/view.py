"""Judging row by row, by keyboard or mouse, with the verdict beside it at every step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from corpus import CorpusError
from corpus.errors import SheetCoveredError, SheetSubmittedError, UnknownSheetError
from scoring import SheetError
from scoring.sheet_file import read_sheet_words
from ui.fault_words import fault_words
from ui.services import Services
from ui.suspect import suspects_for
from ui.views.clause.words import note_html
from ui.views.page.acts import Act, act_of, acting_html
from ui.views.page.place import Place
from ui.views.page.shell import Shell
from ui.views.results.suspects import suspects_note
from ui.views.score.bar import bar_html
from ui.views.score.desk import JudgedMeanwhileError, SheetDesk
from ui.views.score.differences import BETWEEN, compared, comparisons, differences_html
from ui.views.score.faults import faults_html
from ui.views.score.fields import FIELDS, TEXTS
from ui.views.score.form import RowAround
from ui.views.score.page import ScorePage, Step, list_of, relisted, row_at, sheet_of
from ui.views.score.row import row_html
from ui.views.score.row_acts import Do, RowActs
from ui.views.score.row_evidence import row_evidence
from ui.views.score.rows import lines, listed, rows_html
from ui.views.score.said import Said, drawing_mark, said_html
from ui.views.score.sheet import OpenSheet
from ui.views.score.sheet_acts import SheetActs
from ui.views.score.side import side_html
from ui.wording import t

_RESENT = 3
_ASSETS = Path(__file__).parents[2] / "assets"


class ScoreHandlers:
    """What the view does: plain methods, tested without a browser."""

    def __init__(self, services: Services) -> None:
        # Nobody in particular: every use says for whom.
        self._cases = services.cases_for("")
        self._desk = SheetDesk(self._cases)
        self._services = services
        self._steps: dict[str, Do] = {
            **RowActs(self._desk).by_name(),
            **SheetActs(self._cases, self._desk).by_name(),
        }

    # arriving and drawing

    def arrived(self, place: Place, person: str, language: str, page: ScorePage) -> list[Any]:
        """Show a case's sheet: the person's own once it is begun, else the case's."""
        if not place.case:
            return [ScorePage(), note_html(t("score_needs_case", language)), *[""] * 5]
        if page.sheet is not None and page.sheet.case.id == place.case:
            whose = page.sheet.owner, page.sheet.stage
        else:
            page, whose = ScorePage(), self._desk.usual(place.case, person)
        try:
            sheet = self._desk.opened(place.case, person, *whose)
        except SheetCoveredError:
            sheet = self._desk.opened(place.case, person, person, whose[1])
        except SheetError as fault:
            return [ScorePage(), faults_html(fault, language), *[""] * 5]
        rows = listed(sheet, page.kept)
        at = place.at if place.at in sheet.rules else page.at
        fresh = replace(page, sheet=sheet, at=row_at(sheet, at), rows=rows)
        return self._drawn(ScorePage(), Step(fresh), language)

    def act(
        self, act: Act, place: Place, person: str, language: str, page: ScorePage
    ) -> tuple[list[Any], Place]:
        """Do what a button asks for; return the page's blocks and where the page is then."""
        if page.sheet is None or page.sheet.case.id != place.case or page.sheet.viewer != person:
            # The session is new, as after a restart of the server; what was saved is there.
            blocks = self.arrived(place, person, language, ScorePage())
            page = blocks[0]
            if page.sheet is None:
                return blocks, place
        step = self._done(page, act, language)
        at = replace(place, at=step.page.at)
        return self._drawn(page, step, language), at

    def imported(self, path: str | None, language: str, page: ScorePage) -> list[Any]:
        """Take over the sheet of a file; an invalid one changes nothing and is told."""
        if page.sheet is None or not path:
            return self._drawn(page, Step(page), language)
        try:
            sheet = self._desk.take_over(page.sheet, _file_words(Path(path)))
        except SheetError as fault:
            told = Said(faults=faults_html(fault, language))
            return self._drawn(page, Step(page, told), language)
        except (JudgedMeanwhileError, CorpusError) as fault:
            return self._drawn(page, self._refused(page, fault, language), language)
        said = t("said_imported", language, number=len(sheet.judgements))
        fresh = relisted(replace(page, sheet=sheet))
        return self._drawn(page, Step(fresh, Said(said)), language)

    def _done(self, page: ScorePage, act: Act, language: str) -> Step:
        step = self._steps.get(act.name)
        if step is None or page.sheet is None:
            return Step(page)
        try:
            return step(page, act, language)
        except SheetError as error:
            row = act.of.partition("=")[0]
            told = t("said_not_saved", language, row=row if act.name != "reading" else "")
            if row not in page.sheet.rules:
                return Step(page, Said(faults=faults_html(error, language)))
            around = RowAround(error=error, fields=_typed(act))
            focus = f"{_faulty_field(error)}-{row}"
            return Step(replace(page, at=row), Said(told, focus=focus), around)
        except (JudgedMeanwhileError, CorpusError) as fault:
            return self._refused(page, fault, language)

    def _refused(self, page: ScorePage, fault: Exception, language: str) -> Step:
        """Return the page with what is stored now, and why nothing was done."""
        if isinstance(fault, JudgedMeanwhileError):
            fresh = relisted(replace(page, sheet=fault.sheet))
            if not fault.subject:
                return Step(fresh, Said(t("conflict", language)))
            award = fault.sheet.assessment.awards[fault.subject]
            state = t(f"state_{award.state}", language)
            return Step(fresh, Said(t("conflict_row", language, row=fault.subject, state=state)))
        sheet = page.sheet
        if isinstance(fault, SheetCoveredError):
            return Step(page, Said(t("sheet_covered", language)))
        if isinstance(fault, UnknownSheetError):
            return Step(page, Said(t("nothing_to_submit", language)))
        if isinstance(fault, SheetSubmittedError) and sheet is not None:
            whose = sheet.viewer, sheet.owner, sheet.stage
            fresh = replace(page, sheet=self._desk.opened(sheet.case.id, *whose))
            return Step(fresh, Said(t("sheet_locked", language)))
        return Step(page, Said(t("said_refused", language, fault=fault_words(fault, language))))

    def _drawn(self, before: ScorePage, step: Step, language: str) -> list[Any]:
        """Return state, head, list, row, side, differences and message; what stays is skipped."""
        page = replace(step.page, language=language)
        sheet = page.sheet
        if sheet is None:
            return [page, *[gr.skip()] * 6]
        if before.sheet is None or before.suspect:  # none can come of an act here
            cases = self._cases.acting(sheet.viewer)
            found = suspects_for(cases, sheet.case.id, sheet.viewer)
            page = replace(page, suspect=len(found))
        row = sheet.rules.row(page.at)
        around = replace(
            step.around,
            evidence=row_evidence(self._services, sheet.case.id, page.at, sheet.viewer),
            place=(page.rows.index(page.at) + 1 if page.at in page.rows else 0, len(page.rows)),
        )
        is_same_list = list_of(before) == list_of(page)
        changed: dict[str, str] = {}
        if is_same_list and before.sheet is not None:
            page, changed = _changed_lines(before, page, language)
        said = replace(step.said, changed=changed, at=page.at)
        name = next(
            (
                one.name
                for one in self._cases.acting(sheet.viewer).case_people(sheet.case.id)
                if one.person == sheet.viewer
            ),
            "",
        )
        return [
            page,
            bar_html(sheet, language, name=name, asks_name=page.asks_name)
            + suspects_note(page.suspect, Place("results", sheet.case.id), language),
            gr.skip() if is_same_list else _list(page, sheet, language),
            row_html(sheet, row, around, language),
            side_html(sheet, row, language, is_whole=page.is_whole),
            self._differences(page, language),
            said_html(said),
        ]

    def _differences(self, page: ScorePage, language: str) -> str:
        sheet = page.sheet
        if sheet is None:
            return ""
        cases = self._cases.acting(sheet.viewer)
        found = comparisons(cases, sheet.case.id, sheet.viewer)
        chosen = next((name for name in BETWEEN if name == page.between and name in found), None)
        sheets = (
            compared(cases, sheet.case.id, sheet.viewer, found[chosen], language) if chosen else ()
        )
        return differences_html(chosen or "", found, sheets, language)


def _list(page: ScorePage, sheet: OpenSheet, language: str) -> str:
    """Return the list with a mark, since the browser has changed lines of the one it has."""
    return rows_html(sheet, page.rows, page.kept, page.at, language) + drawing_mark()


def _changed_lines(
    before: ScorePage, page: ScorePage, language: str
) -> tuple[ScorePage, dict[str, str]]:
    """
    Return the elements of the list that an act changed. Those of the acts just before are sent
    again: a browser that gets two answers at once may draw the second only.
    """
    was = dict(lines(sheet_of(before), page.rows, before.at, language))
    now = dict(lines(sheet_of(page), page.rows, page.at, language))
    changed = frozenset(key for key, html in now.items() if was.get(key) != html)
    lately = (*page.lately[-_RESENT:], changed)
    sent = frozenset().union(*lately)
    fresh = replace(page, lately=lately)
    return fresh, {key: html for key, html in now.items() if key in sent}


def _file_words(path: Path) -> object:
    content = read_sheet_words(path)
    if content.faults:
        raise SheetError(content.faults)
    return content.words


def _typed(act: Act) -> dict[str, str]:
    return {name: act.fields.get(name, "") for name in FIELDS}


def _faulty_field(error: SheetError) -> str:
    """Return the field of the form that the first fault is about."""
    key = error.faults[0].where.rpartition(":")[2]
    return (
        key if key in TEXTS else "reason" if error.faults[0].code == "missing_reason" else "number"
    )


def build_score_view(shell: Shell) -> None:
    """Lay out the view and wire it."""
    act = ScoreHandlers(shell.services)
    page = gr.State(ScorePage())
    bar = acting_html("", "score-bar")
    # The server never draws this one again, so that a screen reader hears what comes into it.
    gr.HTML('<p class="ap-said" id="score-told" role="status"></p>', elem_id="score-telling")
    script = (_ASSETS / "score.js").read_text(encoding="utf-8")
    said = gr.HTML("", elem_id="score-said", js_on_load=script, apply_default_css=False)
    with gr.Row(elem_id="score", elem_classes="ap-score"):
        rows = acting_html("", "score-rows")
        row = acting_html("", "score-row")
        side = acting_html("", "score-side")
    differences = acting_html("", "score-differences")
    upload = gr.File(
        type="filepath", file_types=[".xlsx", ".yaml", ".yml", ".json"], elem_id="score-upload",
        show_label=False,
    )  # fmt: skip
    blocks = [page, bar, rows, row, side, differences, said]
    shell.on_arrive("score", act.arrived, blocks, [page])

    def acted(
        place: Place, person: str, language: str, shown: ScorePage, event: gr.EventData
    ) -> list[Any]:
        drawn, at = act.act(act_of(event), place, person, language, shown)
        return [at, *drawn]

    def imported(path: str | None, language: str, shown: ScorePage) -> list[Any]:
        return [None, *act.imported(path, language, shown)]

    here = [shell.place, shell.person, shell.language, page]
    # Every act counts, in the order in which it was done: a key pressed early is not lost.
    gr.on(
        [block.click for block in (bar, rows, row, side, differences)],
        acted, here, [shell.place, *blocks],
        show_progress="hidden", trigger_mode="multiple",
    )  # fmt: skip
    upload.upload(
        imported, [upload, shell.language, page], [upload, *blocks], show_progress="hidden"
    )
