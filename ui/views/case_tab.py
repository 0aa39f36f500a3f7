"""The tab for a case: its documents as they are read, and the evidence that they hold."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from corpus import CorpusError
from scoring import RULE_SET_IDS
from ui.services import Services
from ui.views.acts import Act, act_of, acting_html, button_html
from ui.views.clause_view import note_html
from ui.views.labels import Labels
from ui.views.review import Review, ReviewDesk
from ui.views.uploads_view import documents_html, jobs_html, kinds_html
from ui.wording import t

# Name values in the browser's own storage; the random id in the first is what counts.
_UPLOADER_KEY, _CASE_KEY, _SALT = "anping-uploader", "anping-case", "anping"
_POLL_S = 1.0


def case_choices(services: Services) -> list[tuple[str, str]]:
    """Return the cases for a drop-down: name, level and id."""
    return [
        (
            f"{entry.name} · {entry.rule_set}{' ' + entry.level if entry.level else ''} · {entry.id}",
            entry.id,
        )
        for entry in services.cases.cases()
    ]


def evidence_headings(language: str) -> list[str]:
    """Return the headings of the evidence table."""
    return [t(key, language) for key in ("indicator", "heading", "status", "suggestions")]


class CaseHandlers:
    """What the tab does with a case and its documents: plain methods, tested without a browser."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def create(self, name: str, rules: str, target: str, language: str) -> list[Any]:
        """Create a case and choose it."""
        if not name.strip():
            return [gr.skip(), note_html(t("need_name", language)), name, gr.skip()]
        wanted = target if rules == "tcrea-2023" else None
        case_id = self._services.cases.create_case(name.strip()[:200], rules, wanted)
        chosen = gr.update(choices=case_choices(self._services), value=case_id)
        message = note_html(t("created", language, id=case_id))
        return [chosen, message, "", gr.Accordion(open=False)]

    def loaded(self, uploader: str, last: str) -> list[Any]:
        """Return who uploads in this browser, and the cases with the last one chosen again."""
        choices = case_choices(self._services)
        kept = last if last in {case_id for _, case_id in choices} else None
        return [uploader or secrets.token_urlsafe(16), gr.update(choices=choices, value=kept)]

    def chosen(self, case_id: str | None, uploader: str, language: str) -> list[Any]:
        """Show a case: documents, uploads, what removes it; vectors that it lacks follow."""
        if case_id:
            self._services.indexing.want(case_id)
        kept = case_id or gr.skip()  # a page without a case yet must not forget the last one
        return [kept, *self.listed(case_id, uploader, language)]

    def listed(self, case_id: str | None, uploader: str, language: str) -> list[Any]:
        """Return documents, uploads, what removes the case, and whether to ask again."""
        if not case_id:
            return ["", "", "", gr.Timer(active=False)]
        cases = self._services.cases
        try:
            documents, name = cases.documents(case_id), cases.case(case_id).name
        except CorpusError:
            return ["", "", "", gr.Timer(active=False)]
        jobs = self._services.reading.of(uploader, case_id)
        indexing = self._services.indexing.of(case_id)
        sure = t("remove_case_sure", language, name=name, documents=len(documents))
        remove = button_html("remove_case", t("remove_case", language), data_confirm=sure)
        is_live = any(job.is_live for job in jobs) or (indexing is not None and not indexing.fault)
        return [
            documents_html(documents, language), jobs_html(jobs, indexing, language), remove,
            gr.Timer(active=is_live),
        ]  # fmt: skip

    def upload(
        self, case_id: str | None, paths: list[str] | None, uploader: str, language: str
    ) -> list[Any]:
        """Take uploaded files in and queue them."""
        if not case_id:
            return [None, note_html(t("no_case", language)), *self.listed(None, "", language)]
        message = ""
        try:
            self._services.reading.add(uploader, case_id, [Path(path) for path in paths or []])
        except (CorpusError, OSError) as fault:
            message = note_html(t("failed", language, fault=fault))
        for path in paths or []:
            # The store has its own copy; the one that the page made must not outlive it.
            Path(path).unlink(missing_ok=True)
        return [None, message, *self.listed(case_id, uploader, language)]

    def act(self, act: Act, case_id: str | None, uploader: str, language: str) -> list[Any]:
        """Do what a button of the uploads or the documents says."""
        reading = self._services.reading
        message = ""
        try:
            if case_id and act.name == "cancel":
                reading.cancel(uploader, act.of)
            elif case_id and act.name == "cancel_all":
                reading.cancel_all(uploader, case_id)
            elif case_id and act.name == "clear":
                reading.dismiss(uploader, case_id)
            elif case_id and act.name == "remove":
                self._services.remove_document(case_id, act.of)
        except CorpusError as fault:
            message = note_html(t("failed", language, fault=fault))
        return [message, *self.listed(case_id, uploader, language)]

    def remove_case(self, case_id: str | None, language: str) -> list[Any]:
        """Remove the case with everything of it."""
        message = ""
        if case_id:
            try:
                self._services.remove_case(case_id)
                message = note_html(t("case_removed", language, id=case_id))
            except CorpusError as fault:
                message = note_html(t("failed", language, fault=fault))
        return [gr.update(choices=case_choices(self._services), value=None), message]


class EvidenceHandlers:
    """What the evidence part does: a `Review` and an act in, the next one and its HTML out."""

    def __init__(self, services: Services) -> None:
        self._cases = services.cases
        self._desk = ReviewDesk(services)

    def find(self, case_id: str | None, language: str) -> list[Any]:
        """Look for evidence and turn to it."""
        if not case_id:
            return [Review(), *self.shown(Review(), language), note_html(t("no_case", language)),
                    gr.skip()]  # fmt: skip
        try:
            review = self._desk.found(case_id)
        except CorpusError as fault:
            message = note_html(t("failed", language, fault=fault))
            return [Review(), *self.shown(Review(), language), message, gr.skip()]
        unread = sum(one.status == "reading" for one in self._cases.documents(case_id))
        message = note_html(t("still_reading", language, number=unread)) if unread else ""
        return [review, *self.shown(review, language), message, gr.Tabs(selected="evidence")]

    def shown(self, review: Review, language: str) -> list[Any]:
        """Return map, table, indicator and document of a review."""
        desk = self._desk
        table = gr.update(value=desk.rows(review, language), headers=evidence_headings(language))
        return [
            desk.map_html(review, language), table, desk.indicator_html(review, language),
            desk.source_html(review, language),
        ]  # fmt: skip

    def act(self, review: Review, act: Act, language: str) -> list[Any]:
        """Do what a button says; what it does not change is not sent again."""
        after = self._desk.after(review, act)
        if after.found is not review.found:
            return [after, *self.shown(after, language)]
        # The chosen cell is marked by the page itself.
        quiet = [gr.skip(), gr.skip()]
        if act.name in ("page", "zoom"):
            return [after, *quiet, gr.skip(), self._desk.source_html(after, language)]
        indicator = self._desk.indicator_html(after, language)
        return [after, *quiet, indicator, self._desk.source_html(after, language)]


@dataclass(frozen=True, slots=True)
class CaseTab:
    """What other tabs and the page need: the current case; what loading does, and its ends."""

    case: Any
    load: Callable[..., Any]
    inputs: list[Any]
    outputs: list[Any]


class BrowserMemory:
    """
    What the browser remembers between visits: who uploads, and the last case.

    Made outside of the tabs: a tab that was not opened yet reads nothing from the browser.
    """

    def __init__(self) -> None:
        self.uploader = gr.BrowserState("", storage_key=_UPLOADER_KEY, secret=_SALT)
        self.last = gr.BrowserState("", storage_key=_CASE_KEY, secret=_SALT)


class _Parts:
    """The tab's components, by what they are for."""

    def __init__(
        self, services: Services, labels: Labels, start: str, memory: BrowserMemory
    ) -> None:
        self._labels = labels
        self._start = start
        self.uploader, self.last = memory.uploader, memory.last
        self.review = gr.State(Review())
        self.timer = gr.Timer(_POLL_S, active=False)
        with gr.Row(elem_id="case-row"):
            choices = case_choices(services)
            self.case = gr.Dropdown(
                choices, value=None, label=t("case", start), elem_id="case", scale=5
            )
            labels.add(self.case, label="case")
            find = gr.Button(t("find", start), variant="primary", elem_id="find", scale=1)
            self.find = labels.add(find, value="find")
        self.message = gr.HTML(elem_id="case-message")
        with gr.Tabs(elem_id="case-parts") as self.tabs:
            with labels.add(gr.Tab(t("documents", start), id="files"), label="documents"):
                self._new_case(is_open=not choices)
                self._documents()
            with labels.add(gr.Tab(t("evidence", start), id="evidence"), label="evidence"):
                self._evidence()

    def _new_case(self, *, is_open: bool) -> None:
        add, start = self._labels.add, self._start
        self.new = gr.Accordion(t("new_case", start), open=is_open, elem_id="new-case")
        with add(self.new, label="new_case"), gr.Row():
            name = gr.Textbox(
                label=t("case_name", start), max_lines=1, elem_id="case-name", scale=3
            )
            self.name = add(name, label="case_name")
            rules = gr.Radio(list(RULE_SET_IDS), value="tcrea-2023", label=t("rule_set", start))
            self.rule_set = add(rules, label="rule_set")
            level = gr.Radio(["A", "B", "C"], value="B", label=t("level", start))
            self.level = add(level, label="level")
            self.create = add(gr.Button(t("create", start), elem_id="create-case"), value="create")

    def _documents(self) -> None:
        add, start = self._labels.add, self._start
        with gr.Row():
            with gr.Column(scale=4, min_width=320):
                upload = gr.File(
                    label=t("upload", start), file_count="multiple", type="filepath", height=124,
                    elem_id="upload",
                )  # fmt: skip
                self.upload = add(upload, label="upload")
                self.jobs = acting_html("", "jobs")
                self.kinds = gr.HTML(kinds_html(start), elem_id="kinds")
            with gr.Column(scale=7, min_width=420):
                self.documents = acting_html("", "documents")
                self.removal = acting_html("", "removal")

    def _evidence(self) -> None:
        start = self._start
        with gr.Row(elem_id="review"):
            with gr.Column(elem_id="review-map", min_width=0):
                self.map = acting_html(note_html(t("no_evidence_yet", start)), "coverage")
                listed = gr.Accordion(t("as_list", start), open=False, elem_id="evidence-list")
                with self._labels.add(listed, label="as_list"):
                    self.table = gr.Dataframe(
                        headers=evidence_headings(start), interactive=False, wrap=True,
                        max_height=320, show_search="filter", elem_id="evidence",
                    )  # fmt: skip
            with gr.Column(elem_id="review-suggestions", min_width=0):
                self.indicator = acting_html("", "indicator")
            with gr.Column(elem_id="review-source", min_width=0):
                self.source = acting_html("", "source")


def build_case_tab(
    services: Services, labels: Labels, language: gr.State, memory: BrowserMemory
) -> CaseTab:
    """Lay out the tab and wire it."""
    parts = _Parts(services, labels, services.settings.language, memory)
    case, review = CaseHandlers(services), EvidenceHandlers(services)
    _wire_documents(parts, case, language)
    _wire_evidence(parts, review, language)
    return CaseTab(
        parts.case, case.loaded, [parts.uploader, parts.last], [parts.uploader, parts.case]
    )


def _wire_documents(parts: _Parts, act: CaseHandlers, language: gr.State) -> None:
    here = [parts.case, parts.uploader, language]
    listed = [parts.documents, parts.jobs, parts.removal, parts.timer]

    def acted(case_id: str, uploader: str, chosen: str, event: gr.EventData) -> list[Any]:
        return act.act(act_of(event), case_id, uploader, chosen)

    def removed(case_id: str, chosen: str, event: gr.EventData) -> list[Any]:
        if act_of(event).name != "remove_case":
            return [gr.skip(), gr.skip()]
        return act.remove_case(case_id, chosen)

    fields = [parts.name, parts.rule_set, parts.level, language]
    parts.create.click(act.create, fields, [parts.case, parts.message, parts.name, parts.new])
    parts.case.change(act.chosen, here, [parts.last, *listed])
    parts.upload.upload(
        act.upload, [parts.case, parts.upload, parts.uploader, language],
        [parts.upload, parts.message, *listed],
    )  # fmt: skip
    language.change(kinds_html, language, parts.kinds, show_progress="hidden")
    for block in (parts.jobs, parts.documents):
        block.click(acted, here, [parts.message, *listed], show_progress="hidden")
    parts.removal.click(removed, [parts.case, language], [parts.case, parts.message])
    parts.timer.tick(act.listed, here, listed, show_progress="hidden")
    language.change(act.listed, here, listed, show_progress="hidden")


def _wire_evidence(parts: _Parts, act: EvidenceHandlers, language: gr.State) -> None:
    shown = [parts.map, parts.table, parts.indicator, parts.source]

    def acted(review: Review, chosen: str, event: gr.EventData) -> list[Any]:
        return act.act(review, act_of(event), chosen)

    def selected(review: Review, chosen: str, event: gr.SelectData) -> list[Any]:
        name = str(event.row_value[0]) if event.row_value else ""
        return act.act(review, Act("open", name), chosen)

    def nothing(chosen: str) -> list[Any]:
        return [Review(), *act.shown(Review(), chosen)]

    here = [parts.review, language]
    parts.find.click(
        act.find, [parts.case, language], [parts.review, *shown, parts.message, parts.tabs]
    )
    parts.case.change(nothing, language, [parts.review, *shown])
    for block in (parts.map, parts.indicator, parts.source):
        block.click(acted, here, [parts.review, *shown], show_progress="hidden")
    parts.table.select(selected, here, [parts.review, *shown], show_progress="hidden")
    language.change(act.shown, here, shown, show_progress="hidden")
