"""The documents of a case: taking files in, how far their reading is, removing them."""

from __future__ import annotations

from collections.abc import Collection
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from corpus import CorpusError
from corpus.cases.case import Case
from corpus.record.event import Act as CaseAct
from ui.fault_words import fault_words
from ui.operations.errors import TooOftenError
from ui.services import Services
from ui.views.clause.words import note_html
from ui.views.files.uploads import documents_html, jobs_html, kinds_html
from ui.views.page.acts import Act, act_of, acting_html, button_html
from ui.views.page.place import Place, place_link
from ui.views.page.shell import Shell, going
from ui.wording import t

LONGEST_NAME = 200
_POLL_S = 1.0
_OFFERED: tuple[CaseAct, ...] = ("document.removed", "case.renamed", "case.removed")


class FilesHandlers:
    """What the view does with a case's documents: plain methods, tested without a browser."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def arrived(self, place: Place, person: str, language: str) -> list[Any]:
        """Show a case: its documents and uploads; vectors that it lacks follow."""
        if place.case:
            self._services.indexing.want(place.case)
        head = f"<h2>{t('documents', language)}</h2>{kinds_html(language)}"
        may_add = bool(place.case) and self._services.cases_for(person).allows(
            place.case, "document.added"
        )
        return [
            head,
            gr.update(visible=may_add, label=t("upload", language)),
            "",
            *self.listed(place, person, language),
        ]

    def listed(self, place: Place, person: str, language: str) -> list[Any]:
        """Return documents, uploads, what removes the case, and whether to ask again."""
        if not place.case:
            return [no_case_html(language), "", "", gr.Timer(active=False)]
        cases = self._services.cases_for(person)
        try:
            documents, case = cases.documents(place.case), cases.case(place.case)
        except CorpusError:
            return [no_case_html(language), "", "", gr.Timer(active=False)]
        jobs = self._services.reading.of(person, place.case)
        indexing = self._services.indexing.of(place.case)
        may = frozenset(what for what in _OFFERED if cases.allows(case.id, what))
        settings = settings_html(case, len(documents), language, may)
        is_live = any(job.is_live for job in jobs) or (indexing is not None and not indexing.fault)
        may_remove = "document.removed" in may
        table = documents_html(documents, language, may_remove=may_remove)
        if documents:
            look = place_link(place.to("evidence"), t("find", language), look="ap-button ap-main")
            table = f'<p class="ap-onward">{look}</p>{table}'
        return [table, jobs_html(jobs, indexing, language), settings, gr.Timer(active=is_live)]

    def upload(
        self, place: Place, paths: list[str] | None, person: str, language: str
    ) -> list[Any]:
        """Take uploaded files in and queue them."""
        message = ""
        try:
            if not place.case:
                message = note_html(t("no_case", language))
            else:
                self._services.rates.take("upload", person, len(paths or []))
                self._services.reading.add(person, place.case, [Path(path) for path in paths or []])
        except (CorpusError, TooOftenError, OSError) as fault:
            message = note_html(t("failed", language, fault=fault_words(fault, language)))
        for path in paths or []:
            # The store has its own copy; the one that the page made must not outlive it.
            Path(path).unlink(missing_ok=True)
        return [None, message, *self.listed(place, person, language)]

    def act(self, act: Act, place: Place, person: str, language: str) -> list[Any]:
        """Do what a button of the uploads or the documents says."""
        reading, case_id = self._services.reading, place.case
        message = ""
        try:
            if case_id and act.name == "cancel":
                reading.cancel(person, act.of)
            elif case_id and act.name == "retry":
                reading.retry(person, act.of)
            elif case_id and act.name == "cancel_all":
                reading.cancel_all(person, case_id)
            elif case_id and act.name == "clear":
                reading.dismiss(person, case_id)
            elif case_id and act.name == "remove":
                self._services.remove_document(case_id, act.of, person)
        except CorpusError as fault:
            message = note_html(t("failed", language, fault=fault_words(fault, language)))
        return [message, *self.listed(place, person, language)]

    def settle(self, act: Act, place: Place, person: str, language: str) -> list[Any]:
        """Give the case another name, or remove it with everything of it; then go on."""
        name = act.fields.get("case_name", "").strip()[:LONGEST_NAME]
        try:
            if act.name == "remove_case":
                self._services.remove_case(place.case, person)
                return [note_html(t("case_removed", language, id=place.case)), going(Place())]
            if act.name != "rename" or not name:
                return [note_html(t("need_name", language)), gr.skip()]
            self._services.cases_for(person).rename_case(place.case, name)
        except CorpusError as fault:
            return [note_html(t("failed", language, fault=fault_words(fault, language))), gr.skip()]
        return [note_html(t("renamed", language)), going(place)]


def settings_html(
    case: Case, documents: int, language: str, may: Collection[CaseAct] = _OFFERED
) -> str:
    """
    Return the folded settings of a case: its address, its name, its removal.

    may: what of it the person may do.
    """
    sure = t("remove_case_sure", language, name=case.name, documents=documents)
    remove = button_html(
        "remove_case", t("remove_case", language), look="ap-danger", data_confirm=sure
    )
    rename = button_html("rename", t("rename", language))
    name = (
        f'<form class="ap-form"><label for="rename">{escape(t("case_name", language))}</label>'
        f'<input id="rename" name="case_name" value="{escape(case.name)}" maxlength="{LONGEST_NAME}"'
        f' required autocomplete="off">{rename}</form>'
    )
    return (
        f'<details class="ap-fold"><summary>{escape(t("case_settings", language))}</summary>'
        f'<p class="ap-small">{escape(t("case_link", language))}</p>'
        f"{name if 'case.renamed' in may else ''}"
        f"{f'<p>{remove}</p>' if 'case.removed' in may else ''}</details>"
    )


def no_case_html(language: str) -> str:
    """Return what a view of a case says where none is chosen."""
    home = place_link(Place(), t("view_home", language))
    return f'<p class="ap-note">{t("no_case", language)} {home}</p>'


def build_files_view(shell: Shell) -> None:
    """Lay out the view and wire it."""
    act = FilesHandlers(shell.services)
    start = shell.services.settings.language
    head = gr.HTML("")
    with gr.Row():
        with gr.Column(scale=4, min_width=320):
            upload = gr.File(
                label=t("upload", start), file_count="multiple", type="filepath", height=124,
                elem_id="upload",
            )  # fmt: skip
            message = gr.HTML(elem_id="files-message")
            jobs = acting_html("", "jobs")
        with gr.Column(scale=7, min_width=420):
            documents = acting_html("", "documents")
            removal = acting_html("", "removal")
    timer = gr.Timer(_POLL_S, active=False)
    here = [shell.place, shell.person, shell.language]
    listed = [documents, jobs, removal, timer]
    shell.on_arrive("files", act.arrived, [head, upload, message, *listed])

    def acted(place: Place, person: str, language: str, event: gr.EventData) -> list[Any]:
        return act.act(act_of(event), place, person, language)

    def removed(place: Place, person: str, language: str, event: gr.EventData) -> list[Any]:
        return act.settle(act_of(event), place, person, language)

    upload.upload(
        act.upload, [shell.place, upload, shell.person, shell.language],
        [upload, message, *listed], show_progress="hidden",
    )  # fmt: skip
    for block in (jobs, documents):
        block.click(acted, here, [message, *listed], show_progress="hidden")
    removal.click(removed, here, [message, shell.mover], show_progress="hidden")
    timer.tick(act.listed, here, listed, show_progress="hidden")
