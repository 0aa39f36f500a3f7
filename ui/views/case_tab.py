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


def build_case_tab(services: Services, labels: Labels, language: gr.State) -> gr.Dropdown:
    """Lay out and wire the tab; return the drop-down that holds the current case."""
    start = services.settings.language
    found = gr.State([])
    with gr.Row():
        with gr.Column(scale=4):
            case = gr.Dropdown(case_choices(services), label=t("case", start), elem_id="case")
            labels.add(case, label="case")
            with labels.add(gr.Accordion(t("new_case", start), open=True), label="new_case"):
                name = labels.add(
                    gr.Textbox(label=t("case_name", start), max_lines=1, elem_id="case-name"),
                    label="case_name",
                )
                with gr.Row():
                    rule_set = labels.add(
                        gr.Radio(
                            list(RULE_SET_IDS), value="tcrea-2023", label=t("rule_set", start)
                        ),
                        label="rule_set",
                    )
                    level = labels.add(
                        gr.Radio(["A", "B", "C"], value="B", label=t("level", start)), label="level"
                    )
                create = labels.add(
                    gr.Button(t("create", start), elem_id="create-case"), value="create"
                )
            message = gr.HTML(elem_id="case-message")
            upload = labels.add(
                gr.File(
                    label=t("upload", start), file_count="multiple", type="filepath", height=150,
                    elem_id="upload",
                ),
                label="upload",
            )  # fmt: skip
            documents = gr.Dataframe(
                headers=headings(start), interactive=False, wrap=True, max_height=220,
                elem_id="documents",
            )  # fmt: skip
            with gr.Row():
                which = labels.add(
                    gr.Dropdown([], label=t("remove_which", start), scale=3), label="remove_which"
                )
                remove = labels.add(gr.Button(t("remove", start), scale=1), value="remove")
        with gr.Column(scale=6, elem_classes="ap-side"):
            find = labels.add(
                gr.Button(t("find", start), variant="primary", elem_id="find"), value="find"
            )
            overview = gr.HTML(note_html(t("no_evidence_yet", start)), elem_id="coverage")
            table = gr.Dataframe(
                headers=evidence_headings(start), interactive=False, wrap=True, max_height=260,
                show_search="filter", elem_id="evidence",
            )  # fmt: skip
            detail = gr.HTML(elem_id="indicator")

    def listed(case_id: str | None, chosen: str) -> tuple[Any, Any]:
        rows = document_rows(services, case_id, chosen)
        return (
            gr.update(value=rows, headers=headings(chosen)),
            gr.update(choices=document_choices(services, case_id), value=None),
        )

    def created(title: str, rules: str, target: str, chosen: str) -> tuple[Any, str, str]:
        if not title.strip():
            return gr.update(), note_html(t("need_name", chosen)), title
        wanted = target if rules == "tcrea-2023" else None
        case_id = services.cases.create_case(title.strip()[:200], rules, wanted)
        update = gr.update(choices=case_choices(services), value=case_id)
        return update, note_html(t("created", chosen, id=case_id)), ""

    def uploaded(
        case_id: str | None,
        paths: list[str] | None,
        chosen: str,
        progress: Any = gr.Progress(),  # noqa: B008
    ) -> tuple[Any, Any, Any, str]:
        if not case_id:
            return *listed(None, chosen), None, note_html(t("no_case", chosen))
        text = ""
        try:
            add_files(services, case_id, paths or [], chosen, progress)
        except CorpusError as fault:
            text = note_html(t("failed", chosen, fault=fault))
        return *listed(case_id, chosen), None, text

    def removed(case_id: str | None, sha256: str | None, chosen: str) -> tuple[Any, Any, str]:
        if case_id and sha256:
            services.remove_document(case_id, sha256)
        return *listed(case_id, chosen), ""

    def sought(
        case_id: str | None,
        chosen: str,
        progress: Any = gr.Progress(),  # noqa: B008
    ) -> tuple[list[IndicatorEvidence], str, Any, str]:
        if not case_id:
            return [], note_html(t("no_case", chosen)), gr.update(value=[]), ""

        def tell(done: int, total: int) -> None:
            progress((done, total), desc=t("indexing", chosen, done=done, total=total))

        entries = list(case_evidence(services.cases, case_id, services.encoder, on_progress=tell))
        standard = load_standard(services.cases.case(case_id).rule_set)
        rows = evidence_rows(entries, standard, chosen)
        return (
            entries,
            coverage_html(entries, chosen),
            gr.update(value=rows, headers=evidence_headings(chosen)),
            "",
        )

    def shown(
        entries: list[IndicatorEvidence], case_id: str | None, chosen: str, event: gr.SelectData
    ) -> str:
        name = event.row_value[0] if event.row_value else ""
        entry = next((one for one in entries if one.indicator == name), None)
        if entry is None or not case_id:
            return ""
        return indicator_html(entry, load_standard(services.cases.case(case_id).rule_set), chosen)

    create.click(created, [name, rule_set, level, language], [case, message, name])
    upload.upload(uploaded, [case, upload, language], [documents, which, upload, message])
    case.change(listed, [case, language], [documents, which])
    case.change(
        lambda chosen: ([], coverage_html([], chosen), []), language, [found, overview, table]
    )
    remove.click(removed, [case, which, language], [documents, which, message])
    find.click(sought, [case, language], [found, overview, table, detail])
    table.select(shown, [found, case, language], detail)
    language.change(listed, [case, language], [documents, which])
    return case
