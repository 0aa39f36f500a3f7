"""The results of a case: by which sheet, what it comes to, and the files to take away."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import gradio as gr

from corpus.errors import CorpusError, SheetCoveredError
from scoring import SheetError
from ui.fault_words import fault_words
from ui.local_form import today
from ui.reports.case_result import CaseResult, Whose, case_result, sheet_choices, whose_of
from ui.reports.evidence_workbook import matrix_workbook
from ui.reports.gap_workbook import gap_workbook
from ui.reports.score_table import score_table
from ui.reports.self_check_report import self_check_report
from ui.services import Services
from ui.views.clause.words import note_html
from ui.views.files.view import no_case_html
from ui.views.page.acts import Act, act_of, acting_html
from ui.views.page.download import DOCX, XLSX, download_html
from ui.views.page.place import Place
from ui.views.page.shell import Shell
from ui.views.results.html import (
    KINDS,
    covered_html,
    invalid_html,
    no_result_html,
    results_html,
)
from ui.wording import t

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 60


class ResultsHandlers:
    """What the view does: plain methods, tested without a browser."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def arrived(self, place: Place, person: str, language: str) -> list[Any]:
        """Show the result of the sheet that the place names."""
        if not place.case:
            return [no_case_html(language), ""]
        return [self.page(place, person, language), ""]

    def page(self, place: Place, person: str, language: str) -> str:
        """Return the page of a place."""
        cases = self._services.cases_for(person)
        choices = sheet_choices(cases, place.case, person)
        try:
            result = self.result(place, person)
        except SheetCoveredError:
            return covered_html(choices, place, language)
        except SheetError as error:
            return invalid_html(error, place, language)
        if result.saved is None:
            return no_result_html(result, choices, place, language)
        return results_html(result, choices, place, today(), language)

    def result(self, place: Place, person: str) -> CaseResult:
        """
        Return the result of the sheet that the place names.

        Where none is named and the self-check is covered, it is the person's own.

        Raises:
            UnknownCaseError: no such case.
            SheetCoveredError: the person may not see the sheet.
            SheetError: the sheet does not fit the rules.
        """
        cases = self._services.cases_for(person)
        whose = whose_of(place.at, cases.case(place.case))
        found = self._services.evidence.of(place.case)
        try:
            return case_result(cases, place.case, whose, person, found)
        except SheetCoveredError:
            own = self._own(place, person, whose)
            if place.at or own is None:
                raise
            return case_result(cases, place.case, own, person, found)

    def _own(self, place: Place, person: str, whose: Whose) -> Whose | None:
        choices = sheet_choices(self._services.cases_for(person), place.case, person)
        own = [one.whose for one in choices if one.is_own and one.whose.stage == whose.stage]
        return own[0] if own else None

    def made(self, act: Act, place: Place, person: str, language: str) -> str:
        """
        Return the file that an act asks for, for the browser to save; "" for any other act.

        What keeps it from being made is told in its place.
        """
        if act.name != "make" or act.of not in KINDS or not place.case:
            return ""
        try:
            result = self.result(place, person)
        except (CorpusError, SheetError) as fault:
            return note_html(t("failed", language, fault=fault_words(fault, language)))
        kind = DOCX if act.of == "report" else XLSX
        return download_html(
            _file_name(act.of, result, language), self._file(act.of, result, language), kind
        )

    def _file(self, kind: str, result: CaseResult, language: str) -> bytes:
        stream = BytesIO()
        if kind == "report":
            self_check_report(result, today(), language).save(stream)
        elif kind == "table":
            return score_table(result, today(), language)
        elif kind == "gaps":
            gap_workbook(result, language).save(stream)
        else:
            matrix_workbook(result.case, result.found, result.notes, language).save(stream)
        return stream.getvalue()


def _file_name(kind: str, result: CaseResult, language: str) -> str:
    case = _UNSAFE.sub("-", result.case.name).strip("-.")[:_LONGEST_NAME] or result.case.id
    ending = "docx" if kind == "report" else "xlsx"
    return f"{case}-{t(f'file_{kind}', language)}.{ending}"


def build_results_view(shell: Shell) -> None:
    """Lay out the view and wire it."""
    act = ResultsHandlers(shell.services)
    page = acting_html("", "results")
    file = acting_html("", "result-file")
    shell.on_arrive("results", act.arrived, [page, file])

    def acted(place: Place, person: str, language: str, event: gr.EventData) -> str:
        return act.made(act_of(event), place, person, language)

    here = [shell.place, shell.person, shell.language]
    page.click(acted, here, file, show_progress="minimal")
