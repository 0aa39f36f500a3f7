"""The tab for judging row by row, with the verdict beside it at every step."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from corpus import load_standard
from corpus.errors import SheetChangedError
from scoring import RULE_SET_IDS, Row, SheetError
from scoring.plan import plan
from scoring.sheet_file import read_sheet_words
from scoring.sheet_workbook import write_workbook
from ui.cli.sheet import row_texts
from ui.services import Services
from ui.views.clause_view import clause_html, note_html
from ui.views.labels import Labels
from ui.views.score_sheet import SheetOnPage, choice_of, judgement_words
from ui.views.verdict_view import derivation_text, faults_html, plan_html, verdict_html
from ui.wording import t

_SIGNS = {"met": "✓", "not_met": "✕", "partial_points": "◐", "counted": "#", "clear": "○"}
_FORM_FIELDS, _VERDICT_FIELDS = 6, 4


def row_choices(sheet: SheetOnPage, language: str) -> list[tuple[str, str]]:
    """Return the rows for a drop-down, each with a sign for its judgement."""
    standard = load_standard(sheet.rule_set)
    title = "title_zh" if language == "zh" else "title_en"
    choices = []
    for row in sheet.rows:
        sign = _SIGNS[choice_of(row, sheet.judgements.get(row.id))]
        choices.append((f"{sign} {row.id} {getattr(standard.clause(row.id), title)}", str(row.id)))
    return choices


def judgement_choices(row: Row, language: str) -> list[tuple[str, str]]:
    """Return the ways in which a row can be judged."""
    ways = {
        "gate": ("met", "not_met", "clear"),
        "item": ("met", "not_met", "partial_points", "clear"),
    }.get(row.kind, ("counted", "clear"))
    return [(t("clear_row" if way == "clear" else way, language), way) for way in ways]


def verdict(sheet: SheetOnPage, language: str) -> list[str]:
    """Return progress, verdict and plan as HTML, and the derivation as text."""
    assessment = sheet.assessed()
    rows = sheet.rows
    done = sum(row.id in sheet.judgements for row in rows)
    way = "" if sheet.target is None else plan_html(plan(sheet.rules, sheet.checked()), language)
    return [
        note_html(t("progress", language, done=done, total=len(rows))),
        verdict_html(sheet.rules, assessment, language),
        way,
        derivation_text(assessment, language),
    ]


def form_fields(sheet: SheetOnPage, row_id: str | None, language: str) -> list[Any]:
    """Return what the form shows for a row: clause, choice, options, value, reason, others."""
    if not row_id:
        return [note_html(t("row", language)), *_unchanged(_FORM_FIELDS - 1)]
    row = sheet.rules.row(row_id)
    words = sheet.judgements.get(row_id) or {}
    standard = load_standard(sheet.rule_set)
    listed = [(o.title_zh if language == "zh" else o.title_en, o.key) for o in row.options]
    number = next((words[k] for k in ("points", "count", "incidents") if k in words), "")
    return [
        clause_html(standard.clause(row_id), standard, language),
        gr.update(choices=judgement_choices(row, language), value=choice_of(row, words)),
        gr.update(choices=listed, value=list(words.get("options", [])), visible=bool(listed)),
        gr.update(value=str(number), visible=row.kind in ("item", "count", "deduction")),
        words.get("reason", ""),
        gr.update(value="\n".join(words.get("others", [])), visible=bool(listed)),
    ]


def whole_page(
    sheet: SheetOnPage, row_id: str | None, language: str, message: str = ""
) -> list[Any]:
    """Return everything the tab shows: sheet, rows, form, message, verdict."""
    rows = row_choices(sheet, language)
    ids = [name for _, name in rows]
    shown = row_id if row_id in ids else (ids[0] if ids else None)
    return [
        sheet,
        gr.update(choices=rows, value=shown),
        *form_fields(sheet, shown, language),
        message,
        *verdict(sheet, language),
    ]


def only_message(sheet: SheetOnPage, message: str) -> list[Any]:
    """Return a page on which only the message changes, so that nothing typed is lost."""
    return [sheet, *_unchanged(1 + _FORM_FIELDS), message, *_unchanged(_VERDICT_FIELDS)]


def _unchanged(number: int) -> list[Any]:
    return [gr.update() for _ in range(number)]


def after(sheet: SheetOnPage, row_id: str | None) -> str | None:
    """Return the next row that nobody has judged, else the row itself."""
    ids = [str(row.id) for row in sheet.rows]
    place = ids.index(row_id) if row_id in ids else -1
    later = [*ids[place + 1 :], *ids[: place + 1]]
    return next((name for name in later if name not in sheet.judgements), row_id or None)


def before(sheet: SheetOnPage, row_id: str | None) -> str | None:
    """Return the row above; the first row stays."""
    ids = [str(row.id) for row in sheet.rows]
    return ids[max(0, ids.index(row_id) - 1)] if row_id in ids else (ids or [None])[0]  # type: ignore[list-item]


class SheetHandlers:
    """What the tab's buttons do: plain methods, tested without a browser."""

    def __init__(self, services: Services) -> None:
        self._cases = services

    def begin(self, rules: str, target: str, language: str) -> list[Any]:
        """Start an empty sheet."""
        return whole_page(
            SheetOnPage(rules, target if rules == "tcrea-2023" else None), None, language
        )

    def load_case(self, case_id: str | None, sheet: SheetOnPage, language: str) -> list[Any]:
        """Take up the sheet of a case, or an empty one for it."""
        if not case_id:
            return whole_page(sheet, None, language, note_html(t("no_case", language)))
        store = self._cases.cases
        case = store.case(case_id)
        fresh = SheetOnPage(case.rule_set, case.level, case_id=case_id)
        saved = store.load_sheet(case_id)
        if saved is not None:
            fresh.load_words(saved.content)
            fresh.version = saved.version
        return whole_page(fresh, None, language)

    def store(self, sheet: SheetOnPage, language: str) -> str:
        """Save the sheet to its case, if it has one, and return the message."""
        if not sheet.case_id:
            return note_html(t("not_saved", language))
        try:
            sheet.version = self._cases.cases.save_sheet(
                sheet.case_id, sheet.words, expected_version=sheet.version
            )
        except SheetChangedError:
            return note_html(t("conflict", language))
        return note_html(t("saved", language))

    def judge(
        self, sheet: SheetOnPage, row_id: str | None, choice: str, options: list[str] | None,
        value: str | None, reason: str | None, others: str | None, language: str,
    ) -> list[Any]:  # fmt: skip
        """Judge the row on the form and go to the next open one."""
        if not row_id:
            return whole_page(sheet, None, language)
        fresh = replace(sheet)
        row = fresh.rules.row(row_id)
        words = judgement_words(row, choice, value or "", options or [], others or "", reason or "")
        try:
            fresh.judge(row_id, words)
        except SheetError as error:
            return only_message(sheet, faults_html(error, language))
        return whole_page(fresh, after(fresh, row_id), language, self.store(fresh, language))

    def meet_gates(self, sheet: SheetOnPage, row_id: str | None, language: str) -> list[Any]:
        """Judge every open gate as met."""
        fresh = replace(sheet)
        fresh.meet_open_gates()
        return whole_page(fresh, row_id, language, self.store(fresh, language))

    def undo(self, sheet: SheetOnPage, row_id: str | None, language: str) -> list[Any]:
        """Take the last change back."""
        fresh = replace(sheet, past=list(sheet.past))
        if not fresh.undo():
            return only_message(sheet, note_html(t("nothing_to_undo", language)))
        return whole_page(fresh, row_id, language, self.store(fresh, language))

    def import_file(self, sheet: SheetOnPage, path: str | None, language: str) -> list[Any]:
        """Take over the sheet of a file; an invalid one changes nothing."""
        if not path:
            return whole_page(sheet, None, language)
        fresh = replace(sheet)
        try:
            fresh.load_words(_file_words(Path(path)))
        except SheetError as error:
            return only_message(sheet, faults_html(error, language))
        except LookupError as error:
            return only_message(sheet, note_html(t("failed", language, fault=error)))
        return whole_page(fresh, None, language, self.store(fresh, language))


def _file_words(path: Path) -> dict[str, Any]:
    content = read_sheet_words(path)
    if content.faults:
        raise SheetError(content.faults)
    return content.words if isinstance(content.words, dict) else {}


def workbook_file(sheet: SheetOnPage) -> str:
    """Write a fillable workbook for the sheet's rows and return its path."""
    data = write_workbook(sheet.rules, sheet.target, "pre", row_texts(sheet.rules))
    return _temporary(f"anping-{sheet.rule_set}.xlsx", data)


def json_file(sheet: SheetOnPage) -> str:
    """Write the judgements as JSON, which can be imported again, and return the path."""
    text = json.dumps(sheet.words, ensure_ascii=False, indent=2)
    return _temporary(f"anping-{sheet.rule_set}.json", text.encode("utf-8"))


def _temporary(name: str, data: bytes) -> str:
    path = Path(tempfile.mkdtemp(prefix="anping-")) / name
    path.write_bytes(data)
    return str(path)


class ScoreTab:
    """The tab's components, by what they are for."""

    def __init__(self, labels: Labels, start: str) -> None:
        self._labels = labels
        self._start = start
        self.state = gr.State(SheetOnPage())
        with gr.Row():
            with gr.Column(scale=6):
                self._head()
                self._form()
                self._actions()
            with gr.Column(scale=5, elem_classes="ap-side"):
                self._verdict()
        self.form = [self.clause, self.choice, self.options, self.value, self.reason, self.others]
        self.page = [
            self.state, self.row, *self.form, self.message,
            self.progress, self.outcome, self.way, self.steps,
        ]  # fmt: skip

    def _text(self, key: str, **more: Any) -> Any:
        return self._labels.add(gr.Textbox(label=t(key, self._start), **more), label=key)

    def _button(self, key: str, **more: Any) -> Any:
        return self._labels.add(gr.Button(t(key, self._start), **more), value=key)

    def _head(self) -> None:
        add, start = self._labels.add, self._start
        with gr.Row():
            rules = gr.Dropdown(list(RULE_SET_IDS), value="tcrea-2023", label=t("rule_set", start))
            self.rule_set = add(rules, label="rule_set")
            levels = gr.Radio(["A", "B", "C"], value="B", label=t("level", start))
            self.level = add(levels, label="level")
        with gr.Row():
            self.begin = self._button("start", elem_id="start-sheet")
            self.from_case = self._button("from_case")
        rows = gr.Dropdown([], label=t("row", start), elem_id="row", filterable=True)
        self.row = add(rows, label="row")

    def _form(self) -> None:
        add, start = self._labels.add, self._start
        self.clause = gr.HTML(elem_id="row-clause")
        choice = gr.Radio([], label=t("judgement", start), elem_id="judgement")
        self.choice = add(choice, label="judgement")
        options = gr.CheckboxGroup([], label=t("options", start), visible=False)
        self.options = add(options, label="options")
        with gr.Row():
            self.value = self._text("value", max_lines=1, elem_id="value")
            self.reason = self._text("why", scale=2, max_lines=3)
        self.others = self._text("others", lines=2, visible=False)
        self.message = gr.HTML(elem_id="score-message")

    def _actions(self) -> None:
        add, start = self._labels.add, self._start
        with gr.Row():
            self.previous = self._button("previous", min_width=90)
            self.save = self._button(
                "save_next", variant="primary", min_width=120, elem_id="save-row"
            )
            self.next_open = self._button("next_open", min_width=90)
            self.undo = self._button("undo", min_width=70)
        self.gates = self._button("all_gates", size="sm", elem_id="all-gates")
        with gr.Row():
            book = gr.DownloadButton(t("download", start), size="sm")
            self.download = add(book, label="download")
            words = gr.DownloadButton(t("download_json", start), size="sm")
            self.keep = add(words, label="download_json")
        upload = gr.File(label=t("import", start), type="filepath", height=150)
        self.upload = add(upload, label="import")

    def _verdict(self) -> None:
        self.progress = gr.HTML(elem_id="progress")
        self.outcome = gr.HTML(elem_id="verdict")
        self.way = gr.HTML(elem_id="plan")
        fold = gr.Accordion(t("derivation", self._start), open=False)
        with self._labels.add(fold, label="derivation"):
            self.steps = gr.Textbox(show_label=False, lines=16, max_lines=16, interactive=False)


def build_score_tab(
    services: Services, labels: Labels, language: gr.State, case: gr.Dropdown
) -> None:
    """Lay out the tab and wire its components to the handlers."""
    tab, act = ScoreTab(labels, services.settings.language), SheetHandlers(services)
    here = [tab.state, tab.row, language]
    fields = [tab.choice, tab.options, tab.value, tab.reason, tab.others]
    tab.begin.click(act.begin, [tab.rule_set, tab.level, language], tab.page)
    tab.from_case.click(act.load_case, [case, tab.state, language], tab.page)
    tab.row.input(form_fields, here, tab.form)
    judging = [tab.state, tab.row, *fields, language]
    tab.save.click(act.judge, judging, tab.page)
    tab.value.submit(act.judge, judging, tab.page)
    tab.undo.click(act.undo, here, tab.page)
    tab.gates.click(act.meet_gates, here, tab.page)
    tab.upload.upload(act.import_file, [tab.state, tab.upload, language], tab.page)
    moves: list[tuple[Any, Callable[[SheetOnPage, str | None], str | None]]] = [
        (tab.previous, before),
        (tab.next_open, after),
    ]
    for button, move in moves:
        moved = button.click(move, [tab.state, tab.row], tab.row)
        moved.then(form_fields, here, tab.form)
    tab.download.click(workbook_file, tab.state, tab.download)
    tab.keep.click(json_file, tab.state, tab.keep)
    language.change(whole_page, here, tab.page)
