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


def row_choices(sheet: SheetOnPage, language: str) -> list[tuple[str, str]]:
    """Return the rows for a drop-down, each with a sign for its judgement."""
    standard = load_standard(sheet.rule_set)
    title = "title_zh" if language == "zh" else "title_en"
    return [
        (
            f"{_SIGNS[choice_of(row, sheet.judgements.get(row.id))]} {row.id} {getattr(standard.clause(row.id), title)}",
            row.id,
        )
        for row in sheet.rows
    ]


def judgement_choices(row: Row, language: str) -> list[tuple[str, str]]:
    """Return the ways in which a row can be judged."""
    ways = {
        "gate": ("met", "not_met", "clear"),
        "item": ("met", "not_met", "partial_points", "clear"),
    }.get(row.kind, ("counted", "clear"))
    return [(t("clear_row" if way == "clear" else way, language), way) for way in ways]


def verdict(sheet: SheetOnPage, language: str) -> tuple[str, str, str, str]:
    """Return progress, verdict and plan as HTML, and the derivation as text."""
    assessment = sheet.assessed()
    rows = sheet.rows
    done = sum(row.id in sheet.judgements for row in rows)
    progress = note_html(t("progress", language, done=done, total=len(rows)))
    steps = derivation_text(assessment, language)
    if sheet.target is None:
        return progress, verdict_html(sheet.rules, assessment, language), "", steps
    way = plan_html(plan(sheet.rules, sheet.checked()), language)
    return progress, verdict_html(sheet.rules, assessment, language), way, steps


def build_score_tab(
    services: Services, labels: Labels, language: gr.State, case: gr.Dropdown
) -> None:
    """Lay out and wire the tab."""
    start = services.settings.language
    state = gr.State(SheetOnPage())
    with gr.Row():
        with gr.Column(scale=6):
            with gr.Row():
                rule_set = labels.add(
                    gr.Dropdown(list(RULE_SET_IDS), value="tcrea-2023", label=t("rule_set", start)),
                    label="rule_set",
                )
                level = labels.add(
                    gr.Radio(["A", "B", "C"], value="B", label=t("level", start)), label="level"
                )
                begin = labels.add(
                    gr.Button(t("start", start), elem_id="start-sheet"), value="start"
                )
                from_case = labels.add(gr.Button(t("from_case", start)), value="from_case")
            row = labels.add(
                gr.Dropdown([], label=t("row", start), elem_id="row", filterable=True), label="row"
            )
            clause = gr.HTML(elem_id="row-clause")
            choice = labels.add(
                gr.Radio([], label=t("judgement", start), elem_id="judgement"), label="judgement"
            )
            options = labels.add(
                gr.CheckboxGroup([], label=t("options", start), visible=False), label="options"
            )
            with gr.Row():
                value = labels.add(
                    gr.Textbox(label=t("value", start), max_lines=1, elem_id="value"), label="value"
                )
                reason = labels.add(
                    gr.Textbox(label=t("why", start), scale=2, max_lines=3), label="why"
                )
            others = labels.add(
                gr.Textbox(label=t("others", start), lines=2, visible=False), label="others"
            )
            message = gr.HTML(elem_id="score-message")
            with gr.Row():
                previous = labels.add(
                    gr.Button(t("previous", start), min_width=90), value="previous"
                )
                save = labels.add(
                    gr.Button(
                        t("save_next", start), variant="primary", min_width=120, elem_id="save-row"
                    ),
                    value="save_next",
                )
                next_open = labels.add(
                    gr.Button(t("next_open", start), min_width=90), value="next_open"
                )
                undo = labels.add(gr.Button(t("undo", start), min_width=70), value="undo")
            gates = labels.add(
                gr.Button(t("all_gates", start), size="sm", elem_id="all-gates"), value="all_gates"
            )
            with gr.Row():
                download = labels.add(
                    gr.DownloadButton(t("download", start), size="sm"), label="download"
                )
                keep = labels.add(
                    gr.DownloadButton(t("download_json", start), size="sm"), label="download_json"
                )
            upload = labels.add(
                gr.File(label=t("import", start), type="filepath", height=150), label="import"
            )
        with gr.Column(scale=5, elem_classes="ap-side"):
            progress = gr.HTML(elem_id="progress")
            outcome = gr.HTML(elem_id="verdict")
            way = gr.HTML(elem_id="plan")
            with labels.add(gr.Accordion(t("derivation", start), open=False), label="derivation"):
                steps = gr.Textbox(show_label=False, lines=16, max_lines=16, interactive=False)

    form = [clause, choice, options, value, reason, others]
    page = [state, row, *form, message, progress, outcome, way, steps]

    def fields(sheet: SheetOnPage, row_id: str | None, chosen: str) -> list[Any]:
        if not row_id:
            return [note_html(t("row", chosen)), *[gr.update()] * 5]
        entry = sheet.rules.row(row_id)
        words = sheet.judgements.get(row_id) or {}
        standard = load_standard(sheet.rule_set)
        listed = [(o.title_zh if chosen == "zh" else o.title_en, o.key) for o in entry.options]
        number = next((words[k] for k in ("points", "count", "incidents") if k in words), "")
        return [
            clause_html(standard.clause(row_id), standard, chosen),
            gr.update(choices=judgement_choices(entry, chosen), value=choice_of(entry, words)),
            gr.update(choices=listed, value=list(words.get("options", [])), visible=bool(listed)),
            gr.update(value=str(number), visible=entry.kind in ("item", "count", "deduction")),
            words.get("reason", ""),
            gr.update(value="\n".join(words.get("others", [])), visible=bool(listed)),
        ]

    def whole(sheet: SheetOnPage, row_id: str | None, chosen: str, text: str = "") -> list[Any]:
        rows = row_choices(sheet, chosen)
        ids = [name for _, name in rows]
        shown = row_id if row_id in ids else (ids[0] if ids else None)
        return [
            sheet,
            gr.update(choices=rows, value=shown),
            *fields(sheet, shown, chosen),
            text,
            *verdict(sheet, chosen),
        ]

    def begun(rules: str, target: str, chosen: str) -> list[Any]:
        fresh = SheetOnPage(rules, target if rules == "tcrea-2023" else None)
        return whole(fresh, None, chosen)

    def from_stored(case_id: str | None, sheet: SheetOnPage, chosen: str) -> list[Any]:
        if not case_id:
            return whole(sheet, None, chosen, note_html(t("no_case", chosen)))
        entry = services.cases.case(case_id)
        fresh = SheetOnPage(entry.rule_set, entry.level, case_id=case_id)
        saved = services.cases.load_sheet(case_id)
        if saved is not None:
            fresh.load_words(saved.content)
            fresh.version = saved.version
        return whole(fresh, None, chosen)

    def stored(sheet: SheetOnPage, chosen: str) -> str:
        if not sheet.case_id:
            return note_html(t("not_saved", chosen))
        try:
            sheet.version = services.cases.save_sheet(
                sheet.case_id, sheet.words, expected_version=sheet.version
            )
        except SheetChangedError:
            return note_html(t("conflict", chosen))
        return note_html(t("saved", chosen))

    def judged(
        sheet: SheetOnPage, row_id: str | None, picked: str, keys: list[str], number: str,
        why: str, named: str, chosen: str,
    ) -> list[Any]:  # fmt: skip
        if not row_id:
            return whole(sheet, None, chosen)
        sheet = replace(sheet)
        entry = sheet.rules.row(row_id)
        try:
            sheet.judge(
                row_id,
                judgement_words(entry, picked, number or "", keys or [], named or "", why or ""),
            )
        except SheetError as error:
            # The form keeps what was typed; only the message changes.
            return [sheet, *[gr.update()] * 7, faults_html(error, chosen), *[gr.update()] * 4]
        return whole(sheet, _after(sheet, row_id), chosen, stored(sheet, chosen))

    def changed(act: Callable[[SheetOnPage], object]) -> Callable[..., list[Any]]:
        def run(sheet: SheetOnPage, row_id: str | None, chosen: str) -> list[Any]:
            sheet = replace(sheet, past=list(sheet.past))
            if act(sheet) is False:
                return whole(sheet, row_id, chosen, note_html(t("nothing_to_undo", chosen)))
            return whole(sheet, row_id, chosen, stored(sheet, chosen))

        return run

    def imported(sheet: SheetOnPage, path: str | None, chosen: str) -> list[Any]:
        if not path:
            return whole(sheet, None, chosen)
        fresh = replace(sheet)
        try:
            fresh.load_words(_file_words(Path(path)))
        except SheetError as error:
            return [sheet, *[gr.update()] * 7, faults_html(error, chosen), *[gr.update()] * 4]
        except LookupError as error:
            fault = note_html(t("failed", chosen, fault=error))
            return [sheet, *[gr.update()] * 7, fault, *[gr.update()] * 4]
        return whole(fresh, None, chosen, stored(fresh, chosen))

    def moved(step: int) -> Callable[[SheetOnPage, str | None], str | None]:
        def run(sheet: SheetOnPage, row_id: str | None) -> str | None:
            ids = [str(entry.id) for entry in sheet.rows]
            if row_id not in ids:
                return ids[0] if ids else None
            return ids[max(0, min(len(ids) - 1, ids.index(row_id) + step))]

        return run

    def workbook_file(sheet: SheetOnPage) -> str:
        data = write_workbook(sheet.rules, sheet.target, "pre", row_texts(sheet.rules))
        return _temporary(f"anping-{sheet.rule_set}.xlsx", data)

    def json_file(sheet: SheetOnPage) -> str:
        text = json.dumps(sheet.words, ensure_ascii=False, indent=2)
        return _temporary(f"anping-{sheet.rule_set}.json", text.encode("utf-8"))

    begin.click(begun, [rule_set, level, language], page)
    from_case.click(from_stored, [case, state, language], page)
    row.input(fields, [state, row, language], form)
    save.click(judged, [state, row, choice, options, value, reason, others, language], page)
    value.submit(judged, [state, row, choice, options, value, reason, others, language], page)
    undo.click(changed(SheetOnPage.undo), [state, row, language], page)
    gates.click(changed(SheetOnPage.meet_open_gates), [state, row, language], page)
    upload.upload(imported, [state, upload, language], page)
    jumped = previous.click(moved(-1), [state, row], row)
    jumped.then(fields, [state, row, language], form)
    found = next_open.click(lambda s, r: _after(s, r or ""), [state, row], row)
    found.then(fields, [state, row, language], form)
    download.click(workbook_file, state, download)
    keep.click(json_file, state, keep)
    language.change(whole, [state, row, language], page)


def _after(sheet: SheetOnPage, row_id: str) -> str | None:
    """Return the next row that nobody has judged, else the row itself."""
    ids = [str(entry.id) for entry in sheet.rows]
    place = ids.index(row_id) if row_id in ids else -1
    later = [*ids[place + 1 :], *ids[: place + 1]]
    return next((name for name in later if name not in sheet.judgements), row_id or None)


def _file_words(path: Path) -> dict[str, Any]:
    content = read_sheet_words(path)
    if content.faults:
        raise SheetError(content.faults)
    return content.words if isinstance(content.words, dict) else {}


def _temporary(name: str, data: bytes) -> str:
    path = Path(tempfile.mkdtemp(prefix="anping-")) / name
    path.write_bytes(data)
    return str(path)
