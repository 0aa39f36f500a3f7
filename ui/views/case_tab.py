"""The tab for a case: its documents, and the evidence that they hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.evidence import IndicatorEvidence, case_evidence
from corpus import CorpusError, load_standard
from scoring import RULE_SET_IDS
from ui.services import Services
from ui.views.clause_view import note_html
from ui.views.evidence_view import coverage_html, evidence_rows, indicator_html
from ui.views.labels import Labels
from ui.wording import t

_STATUS = {"read": "read", "partly": "partly", "refused": "refused", "reading": "reading_state"}


def case_choices(services: Services) -> list[tuple[str, str]]:
    """Return the cases for a drop-down: name, level and id."""
    return [
        (
            f"{entry.name} · {entry.rule_set}{' ' + entry.level if entry.level else ''} · {entry.id}",
            entry.id,
        )
        for entry in services.cases.cases()
    ]


def document_rows(services: Services, case_id: str | None, language: str) -> list[list[str]]:
    """Return the table of a case's documents; empty without a case."""
    if not case_id:
        return []
    return [
        [
            entry.file,
            t(_STATUS[entry.status], language),
            "—" if entry.pages is None else str(entry.pages),
            str(entry.passages),
            ""
            if entry.reason is None
            else (entry.reason.text_zh if language == "zh" else entry.reason.text_en),
        ]
        for entry in services.cases.documents(case_id)
    ]


def document_choices(services: Services, case_id: str | None) -> list[tuple[str, str]]:
    """Return a case's documents for a drop-down."""
    if not case_id:
        return []
    return [(entry.file, entry.sha256) for entry in services.cases.documents(case_id)]


def headings(language: str) -> list[str]:
    """Return the headings of the documents' table."""
    return [t(key, language) for key in ("file", "status", "pages", "passages", "reason")]


def evidence_headings(language: str) -> list[str]:
    """Return the headings of the evidence table."""
    return [t(key, language) for key in ("indicator", "heading", "status", "suggestions")]


def add_files(
    services: Services, case_id: str, paths: Sequence[str], language: str, progress: Any
) -> None:
    """Read uploaded files into a case one after the other, telling the page in work."""
    for path in paths:
        name = Path(path).name

        def tell(done: int, total: int | None, name: str = name) -> None:
            share = (done, total) if total else (0, 1)
            progress(share, desc=t("reading", language, file=name, done=done, total=total or "?"))

        services.cases.add_document(case_id, Path(path), name=name, on_progress=tell)
        # The store has its own copy; the one that the page made must not outlive it.
        Path(path).unlink(missing_ok=True)


class CaseHandlers:
    """What the tab's buttons do: plain methods, tested without a browser."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def listed(self, case_id: str | None, language: str) -> list[Any]:
        """Return the table of documents and the drop-down to remove one."""
        rows = document_rows(self._services, case_id, language)
        return [
            gr.update(value=rows, headers=headings(language)),
            gr.update(choices=document_choices(self._services, case_id), value=None),
        ]

    def create(self, name: str, rules: str, target: str, language: str) -> list[Any]:
        """Create a case and choose it."""
        if not name.strip():
            return [gr.update(), note_html(t("need_name", language)), name]
        wanted = target if rules == "tcrea-2023" else None
        case_id = self._services.cases.create_case(name.strip()[:200], rules, wanted)
        chosen = gr.update(choices=case_choices(self._services), value=case_id)
        return [chosen, note_html(t("created", language, id=case_id)), ""]

    def upload(
        self, case_id: str | None, paths: list[str] | None, language: str,
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - how gradio finds the page to tell
    ) -> list[Any]:  # fmt: skip
        """Read uploaded files into the case."""
        if not case_id:
            return [*self.listed(None, language), None, note_html(t("no_case", language))]
        message = ""
        try:
            add_files(self._services, case_id, paths or [], language, progress)
        except CorpusError as fault:
            message = note_html(t("failed", language, fault=fault))
        return [*self.listed(case_id, language), None, message]

    def remove(self, case_id: str | None, sha256: str | None, language: str) -> list[Any]:
        """Remove a document with its passages and vectors."""
        if case_id and sha256:
            self._services.remove_document(case_id, sha256)
        return [*self.listed(case_id, language), ""]

    def find(self, case_id: str | None, language: str) -> list[Any]:
        """Look for evidence: what was found, the map, the table, an empty detail."""
        if not case_id:
            return [[], note_html(t("no_case", language)), gr.update(value=[]), ""]
        cases = self._services.cases
        found = list(case_evidence(cases, case_id))
        rows = evidence_rows(found, load_standard(cases.case(case_id).rule_set), language)
        table = gr.update(value=rows, headers=evidence_headings(language))
        return [found, coverage_html(found, language), table, ""]

    def show(
        self, found: list[IndicatorEvidence], case_id: str | None, language: str,
        event: gr.SelectData,
    ) -> str:  # fmt: skip
        """Show the chosen indicator with its suggestions."""
        name = event.row_value[0] if event.row_value else ""
        entry = next((one for one in found if one.indicator == name), None)
        if entry is None or not case_id:
            return ""
        standard = load_standard(self._services.cases.case(case_id).rule_set)
        return indicator_html(entry, standard, language)


def no_evidence(language: str) -> list[Any]:
    """Return the state before anything was looked for."""
    return [[], coverage_html([], language), []]


class CaseTab:
    """The tab's components, by what they are for."""

    def __init__(self, services: Services, labels: Labels, start: str) -> None:
        self._labels = labels
        self._start = start
        self.found = gr.State([])
        with gr.Row():
            with gr.Column(scale=4):
                self.case = gr.Dropdown(
                    case_choices(services), label=t("case", start), elem_id="case"
                )
                labels.add(self.case, label="case")
                self._new_case()
                self.message = gr.HTML(elem_id="case-message")
                self._documents()
            with gr.Column(scale=6, elem_classes="ap-side"):
                self._evidence()

    def _new_case(self) -> None:
        add, start = self._labels.add, self._start
        with add(gr.Accordion(t("new_case", start), open=True), label="new_case"):
            name = gr.Textbox(label=t("case_name", start), max_lines=1, elem_id="case-name")
            self.name = add(name, label="case_name")
            with gr.Row():
                rules = gr.Radio(list(RULE_SET_IDS), value="tcrea-2023", label=t("rule_set", start))
                self.rule_set = add(rules, label="rule_set")
                level = gr.Radio(["A", "B", "C"], value="B", label=t("level", start))
                self.level = add(level, label="level")
            self.create = add(gr.Button(t("create", start), elem_id="create-case"), value="create")

    def _documents(self) -> None:
        add, start = self._labels.add, self._start
        upload = gr.File(
            label=t("upload", start), file_count="multiple", type="filepath", height=150,
            elem_id="upload",
        )  # fmt: skip
        self.upload = add(upload, label="upload")
        self.documents = gr.Dataframe(
            headers=headings(start), interactive=False, wrap=True, max_height=220,
            elem_id="documents",
        )  # fmt: skip
        with gr.Row():
            which = gr.Dropdown([], label=t("remove_which", start), scale=3)
            self.which = add(which, label="remove_which")
            self.remove = add(gr.Button(t("remove", start), scale=1), value="remove")

    def _evidence(self) -> None:
        start = self._start
        find = gr.Button(t("find", start), variant="primary", elem_id="find")
        self.find = self._labels.add(find, value="find")
        self.overview = gr.HTML(note_html(t("no_evidence_yet", start)), elem_id="coverage")
        self.table = gr.Dataframe(
            headers=evidence_headings(start), interactive=False, wrap=True, max_height=260,
            show_search="filter", elem_id="evidence",
        )  # fmt: skip
        self.detail = gr.HTML(elem_id="indicator")


def build_case_tab(services: Services, labels: Labels, language: gr.State) -> gr.Dropdown:
    """Lay out the tab, wire it, and return the drop-down that holds the current case."""
    tab, act = CaseTab(services, labels, services.settings.language), CaseHandlers(services)
    here, listed = [tab.case, language], [tab.documents, tab.which]
    tab.create.click(
        act.create,
        [tab.name, tab.rule_set, tab.level, language],
        [tab.case, tab.message, tab.name],
    )
    tab.upload.upload(
        act.upload, [tab.case, tab.upload, language], [*listed, tab.upload, tab.message]
    )
    tab.case.change(act.listed, here, listed)
    tab.case.change(no_evidence, language, [tab.found, tab.overview, tab.table])
    tab.remove.click(act.remove, [tab.case, tab.which, language], [*listed, tab.message])
    tab.find.click(act.find, here, [tab.found, tab.overview, tab.table, tab.detail])
    tab.table.select(act.show, [tab.found, *here], tab.detail)
    language.change(act.listed, here, listed)
    return tab.case
