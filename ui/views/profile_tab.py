"""The tab for a project's profile: what it is on the left, which rows apply on the right."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.profile_report import ProfileReport
from scoring import RULE_SET_IDS
from scoring.errors import ProfileError
from scoring.fact import Fact
from scoring.load import load_facts
from scoring.profile_file import profile_of_words
from ui.applies_workbook import applies_workbook
from ui.cli.applies import profile_report
from ui.services import Services
from ui.views.clause_view import note_html
from ui.views.labels import Labels
from ui.views.profile_view import profile_faults_html, profile_html, rows_html
from ui.wording import t

LEVELS = ("A", "B", "C")
_STAGES = ("pre", "formal", "unknown")
_STATES = ("yes", "no", "unknown")
_NO_FILE = gr.update(value=None, visible=False)


def asked_facts() -> tuple[Fact, ...]:
    """Return the facts that the page asks; those that follow from others are left out."""
    return tuple(fact for fact in load_facts().values() if not fact.any_of)


def report_of(
    rules: str, level: str, stage: str, height: str | None, states: tuple[str, ...], language: str
) -> ProfileReport:
    """
    Return what the form amounts to; `states` in the order of `asked_facts`.

    Raises:
        ProfileError: the form contradicts itself or the height is no height.
    """
    words: dict[str, Any] = {
        "rule_set": rules,
        "facts": {fact.id: state for fact, state in zip(asked_facts(), states, strict=True)},
    }
    if rules == "tcrea-2023":
        words["level"] = level
    if stage != "unknown":
        words["stage"] = stage
    if height and height.strip():
        words["building_height_m"] = height.strip()
    return profile_report(profile_of_words(words), language)


def shown(
    rules: str, level: str, stage: str, height: str | None, language: str, *states: str
) -> list[Any]:
    """Return the result, the rows and no workbook, since one made before is out of date."""
    try:
        report = report_of(rules, level, stage, height, states, language)
    except ProfileError as error:
        return [profile_faults_html(error, language), "", _NO_FILE]
    return [profile_html(report), rows_html(report), _NO_FILE]


def workbook_of(
    rules: str, level: str, stage: str, height: str | None, language: str, *states: str
) -> Any:
    """Write the workbook and return an update that offers it."""
    try:
        report = report_of(rules, level, stage, height, states, language)
    except ProfileError:
        return _NO_FILE
    name = f"anping-{rules}-{level if rules == 'tcrea-2023' else 'rows'}.xlsx"
    path = Path(tempfile.mkdtemp(prefix="anping-")) / name
    path.write_bytes(applies_workbook(report))
    return gr.update(value=str(path), visible=True)


def state_choices(language: str) -> list[tuple[str, str]]:
    """Return the three answers to a question."""
    return [(t(f"state_{state}", language), state) for state in _STATES]


def stage_choices(language: str) -> list[tuple[str, str]]:
    """Return the two stages and that none is known."""
    return [(t(f"stage_{stage}", language), stage) for stage in _STAGES]


class ProfileTab:
    """The tab's components, by what they are for."""

    def __init__(self, labels: Labels, start: str) -> None:
        add = labels.add
        with gr.Row():
            with gr.Column(scale=5):
                with gr.Row():
                    rules = gr.Dropdown(
                        list(RULE_SET_IDS), value="tcrea-2023", label=t("rule_set", start)
                    )
                    self.rules = add(rules, label="rule_set")
                    level = gr.Radio(
                        list(LEVELS), value="B", label=t("level", start), elem_id="profile-level"
                    )
                    self.level = add(level, label="level")
                with gr.Row():
                    stage = gr.Radio(
                        stage_choices(start), value="unknown", label=t("stage", start),
                        elem_id="profile-stage",
                    )  # fmt: skip
                    self.stage = add(stage, label="stage")
                    height = gr.Textbox(
                        label=t("height", start), max_lines=1, elem_id="profile-height"
                    )
                    self.height = add(height, label="height")
                self.facts = [
                    gr.Radio(
                        state_choices(start), value="unknown", label=fact.question(start),
                        elem_id=f"fact-{fact.id}", elem_classes="ap-fact",
                    )
                    for fact in asked_facts()
                ]  # fmt: skip
            with gr.Column(scale=6, elem_classes="ap-side"):
                show = gr.Button(t("profile_show", start), variant="primary", elem_id="show-rows")
                self.show = add(show, value="profile_show")
                self.result = gr.HTML(note_html(t("profile_none", start)), elem_id="profile-result")
                book = gr.Button(t("profile_book", start), size="sm", elem_id="profile-book")
                self.book = add(book, value="profile_book")
                self.file = gr.File(visible=False, show_label=False, elem_id="profile-file")
                fold = gr.Accordion(t("profile_rows", start), open=False)
                with add(fold, label="profile_rows"):
                    self.rows = gr.HTML(elem_id="profile-rows")

    @property
    def form(self) -> list[Any]:
        """The components that say what the project is, without the facts."""
        return [self.rules, self.level, self.stage, self.height]


def build_profile_tab(services: Services, labels: Labels, language: gr.State) -> None:
    """Lay out the tab and wire it: every answer renews the result."""
    tab = ProfileTab(labels, services.settings.language)
    inputs = [*tab.form, language, *tab.facts]
    result = [tab.result, tab.rows, tab.file]
    changes = [tab.rules.input, tab.level.input, tab.stage.input, tab.height.submit]
    answers = [fact.input for fact in tab.facts]
    gr.on([*changes, *answers, tab.show.click], shown, inputs, result, trigger_mode="always_last")
    tab.book.click(workbook_of, inputs, tab.file)

    def renamed(chosen: str) -> list[Any]:
        stages = gr.update(choices=stage_choices(chosen))
        questions = [
            gr.update(label=fact.question(chosen), choices=state_choices(chosen))
            for fact in asked_facts()
        ]
        return [stages, *questions]

    language.change(renamed, language, [tab.stage, *tab.facts]).then(shown, inputs, result)
