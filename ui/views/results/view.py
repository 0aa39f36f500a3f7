"""The results of a case: by which sheet, what it comes to, and the files to take away."""

from __future__ import annotations

import re
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import gradio as gr

from corpus.cases.case import Case
from corpus.errors import CorpusError, SheetCoveredError
from corpus.reading import safe_name
from scoring import ScoringError, SheetError
from scoring.errors import BodyRulesError
from ui.case_rules import change_rules
from ui.errors import CaseRulesError
from ui.fault_words import fault_words
from ui.local_form import today
from ui.package.export import export_case
from ui.reports.case_result import CaseResult, Whose, case_result, sheet_choices, whose_of
from ui.reports.evidence_workbook import matrix_workbook
from ui.reports.gap_workbook import gap_workbook
from ui.reports.score_table import score_table
from ui.reports.self_check_report import self_check_report
from ui.services import Services
from ui.suspect import suspects_for
from ui.views.clause.words import note_html
from ui.views.files.view import no_case_html
from ui.views.page.acts import Act, act_of, acting_html
from ui.views.page.download import DOCX, XLSX, ZIP, download_html
from ui.views.page.place import Place
from ui.views.page.shell import Shell
from ui.views.results.html import (
    KINDS,
    Extra,
    covered_html,
    invalid_html,
    no_result_html,
    results_html,
)
from ui.views.results.rules import refused_html, rules_html, taken_html
from ui.wording import t

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 60
LARGEST_DOWNLOAD = 64 * 1024 * 1024
"""The largest package that a page hands over, in bytes; the command line makes any."""


class ResultsHandlers:
    """What the view does: plain methods, tested without a browser."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def arrived(self, place: Place, person: str, language: str) -> list[Any]:
        """Show the result of the sheet that the place names."""
        if not place.case:
            return [no_case_html(language), ""]
        return [self.page(place, person, language), ""]

    def page(self, place: Place, person: str, language: str, told: str = "") -> str:
        """Return the page of a place. told: what came of an act on the rules, as HTML."""
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
        may_change = cases.allows(place.case, "body-rules.set")
        extra = Extra(
            rules_html(result, language, may_change=may_change, told=told),
            suspects_for(cases, place.case, person, language),
        )
        return results_html(result, choices, place, today(), language, extra)

    def acted(self, act: Act, place: Place, person: str, language: str) -> list[Any]:
        """Do what a button asks for; return the page (skipped where it stays) and a file."""
        if act.name not in ("confirm", "confirm-all", "no-body") or not place.case:
            return [gr.skip(), self.made(act, place, person, language)]
        try:
            told = self._changed(act, place, person, language)
        except CorpusError as fault:
            return [gr.skip(), note_html(t("failed", language, fault=fault_words(fault, language)))]
        return [self.page(place, person, language, told), ""]

    def rules_given(self, path: str | None, place: Place, person: str, language: str) -> Any:
        """Keep an uploaded file of a body's own rules with the case; faults change nothing."""
        if not path or not place.case:
            return gr.skip()
        cases, file = self._services.cases_for(person), Path(path)
        try:
            change_rules(cases, place.case, body=(file.name, file.read_bytes()))
        except (BodyRulesError, CaseRulesError) as fault:
            return self.page(
                place, person, language, refused_html(fault, safe_name(file.name), language)
            )
        except (CorpusError, ScoringError, OSError) as fault:
            words = fault_words(fault, language) if isinstance(fault, CorpusError) else str(fault)
            told = note_html(t("failed", language, fault=words))
            return self.page(place, person, language, told)
        return self.page(place, person, language, taken_html(language))

    def _changed(self, act: Act, place: Place, person: str, language: str) -> str:
        cases = self._services.cases_for(person)
        if act.name == "no-body":
            try:
                change_rules(cases, place.case, without_body=True)
            except (BodyRulesError, CaseRulesError) as fault:
                return refused_html(fault, "", language)
            return taken_html(language)
        for one in suspects_for(cases, place.case, person):
            key = f"{'own' if one.mark else 'case'}={one.stage}={one.indicator}"
            is_meant = act.of == key if act.name == "confirm" else (act.of,) == one.causes
            if is_meant and one.may_confirm:
                owner = person if one.mark else ""
                cases.confirm_judgement(place.case, one.indicator, person=owner, stage=one.stage)
        return ""

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
        if act.of == "package":
            return self._package(place, person, language)
        try:
            result = self.result(place, person)
        except (CorpusError, SheetError) as fault:
            return note_html(t("failed", language, fault=fault_words(fault, language)))
        kind = DOCX if act.of == "report" else XLSX
        return download_html(
            _file_name(act.of, result, language), self._file(act.of, result, language), kind
        )

    def _package(self, place: Place, person: str, language: str) -> str:
        cases = self._services.cases_for(person)
        try:
            case = cases.case(place.case)
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "case.zip"
                export_case(cases, place.case, path, language=language)
                if path.stat().st_size > LARGEST_DOWNLOAD:
                    return note_html(t("package_too_large", language, case=place.case))
                data = path.read_bytes()
        except (CorpusError, ScoringError) as fault:
            words = fault_words(fault, language) if isinstance(fault, CorpusError) else str(fault)
            return note_html(t("failed", language, fault=words))
        return download_html(_named(case, "package", "zip", language), data, ZIP)

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
    ending = "docx" if kind == "report" else "xlsx"
    return _named(result.case, kind, ending, language)


def _named(case: Case, kind: str, ending: str, language: str) -> str:
    name = _UNSAFE.sub("-", case.name).strip("-.")[:_LONGEST_NAME] or case.id
    return f"{name}-{t(f'file_{kind}', language)}.{ending}"


def build_results_view(shell: Shell) -> None:
    """Lay out the view and wire it."""
    act = ResultsHandlers(shell.services)
    page = acting_html("", "results")
    file = acting_html("", "result-file")
    shell.on_arrive("results", act.arrived, [page, file])

    upload = gr.File(
        type="filepath", file_types=[".yaml", ".yml"], elem_id="rules-upload", show_label=False
    )

    def acted(place: Place, person: str, language: str, event: gr.EventData) -> list[Any]:
        return act.acted(act_of(event), place, person, language)

    def given(path: str | None, place: Place, person: str, language: str) -> list[Any]:
        return [None, act.rules_given(path, place, person, language)]

    here = [shell.place, shell.person, shell.language]
    page.click(acted, here, [page, file], show_progress="minimal")
    upload.upload(given, [upload, *here], [upload, page], show_progress="minimal")
