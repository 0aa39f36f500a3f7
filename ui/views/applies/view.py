"""What applies: what the project is on the left, which rows that makes on the right."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import gradio as gr

from assistant.asking.profile_report import ProfileReport
from corpus import CorpusError
from corpus.cases.case import Case
from scoring import RULE_SET_IDS
from scoring.errors import ProfileError
from scoring.fact import Fact
from scoring.load import load_facts
from scoring.profile_file import profile_of_words
from ui.cli.applies import profile_report
from ui.fault_words import fault_words
from ui.reports.applies_workbook import applies_workbook
from ui.services import Services
from ui.views.applies.profile import profile_faults_html, profile_html, rows_html
from ui.views.clause.words import note_html
from ui.views.page.acts import Act, act_of, acting_html, button_html
from ui.views.page.download import XLSX, download_html
from ui.views.page.form import radios_html
from ui.views.page.place import Place, place_link
from ui.views.page.shell import Shell
from ui.wording import t

LEVELS = ("A", "B", "C")
_STAGES = ("pre", "formal", "unknown")
_STATES = ("yes", "no", "unknown")

Words = Mapping[str, Any]
_NOTHING_KNOWN: Words = {"rule_set": "tcrea-2023", "level": "B"}


def asked_facts() -> tuple[Fact, ...]:
    """Return the facts that the page asks; those that follow from others are left out."""
    return tuple(fact for fact in load_facts().values() if not fact.any_of)


class AppliesHandlers:
    """
    What the view does; plain methods, tested without a browser.

    Without a case the words of the profile stay in the session; with one they are the case's.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    def arrived(self, place: Place, person: str, language: str, words: Words) -> list[Any]:
        """Show the form as it was left and what it amounts to."""
        case = self._services.cases_for(person).case(place.case) if place.case else None
        words = case_words(case) if case else words or _NOTHING_KNOWN
        return [words, form_html(words, case, language), *self.result(words, place, language)]

    def act(self, act: Act, place: Place, person: str, language: str, words: Words) -> list[Any]:
        """Take the form's answers over, or hand the workbook out."""
        if act.name == "workbook":
            return [words, gr.skip(), gr.skip(), self._workbook(words, language)]
        cases = self._services.cases_for(person)
        case = cases.case(place.case) if place.case else None
        before, words = words, words_of(act.fields, words)
        if case:
            try:
                cases.set_profile(case.id, {key: words[key] for key in words if key != "stage"})
                if words.get("stage") in ("pre", "formal"):
                    cases.set_stage(case.id, words["stage"])
            except CorpusError as fault:
                told = note_html(t("failed", language, fault=fault_words(fault, language)))
                result, rows = self.result(before, place, language)
                return [before, told + result, rows, ""]
        return [words, *self.result(words, place, language), ""]

    def result(self, words: Words, place: Place, language: str) -> list[str]:
        """Return what the words amount to, and every row."""
        try:
            report = report_of(words, language)
        except ProfileError as error:
            return [profile_faults_html(error, language), ""]
        answered = words.get("facts") or words.get("building_height_m")
        hint = "" if answered else note_html(t("profile_none", language))
        return [hint + _tools(place, language) + profile_html(report), _rows(report, language)]

    def _workbook(self, words: Words, language: str) -> str:
        try:
            report = report_of(words, language)
        except ProfileError:
            return ""
        level = words.get("level") or "rows"
        return download_html(
            f"anping-{words['rule_set']}-{level}.xlsx", applies_workbook(report), XLSX
        )


def case_words(case: Case) -> Words:
    """Return the words of a case's profile; rules, level and stage are the case's own."""
    level = {"level": case.level} if case.level else {}
    return {**case.profile, "rule_set": case.rule_set, **level, "stage": case.stage}


def words_of(fields: Mapping[str, str], before: Words) -> Words:
    """
    Return the words of a profile as the form's fields say them.

    before: what held, for what the form did not ask.
    """
    words = dict(before)
    if fields.get("rule_set") in RULE_SET_IDS:
        words["rule_set"] = fields["rule_set"]
    if fields.get("level") in LEVELS:
        words["level"] = fields["level"]
    if words["rule_set"] != "tcrea-2023":
        words.pop("level", None)
    elif "level" not in words:
        words["level"] = "B"
    if fields.get("stage") in ("pre", "formal"):
        words["stage"] = fields["stage"]
    elif "stage" in fields:
        words.pop("stage", None)
    height = fields.get("height", "").strip()
    words.pop("building_height_m", None)
    if height:
        words["building_height_m"] = height
    states = {fact.id: fields.get(fact.id) for fact in asked_facts()}
    words["facts"] = {name: state for name, state in states.items() if state in ("yes", "no")}
    return words


def report_of(words: Words, language: str) -> ProfileReport:
    """
    Return what the words of a profile amount to.

    Raises:
        ProfileError: the words contradict themselves or the height is no height.
    """
    return profile_report(profile_of_words(dict(words)), language)


def form_html(words: Words, case: Case | None, language: str) -> str:
    """Return the form; rules and level are asked only where no case fixes them."""
    parts = []
    if case is None:
        rules = [(name, t(f"rules_{name.replace('-', '_')}", language)) for name in RULE_SET_IDS]
        levels = [(name, t("level_named", language, level=name)) for name in LEVELS]
        parts.append(_asked("rule_set", t("rule_set", language), str(words["rule_set"]), rules))
        parts.append(_asked("level", t("level", language), str(words.get("level", "B")), levels))
    stages = [(name, t(f"stage_{name}", language)) for name in _STAGES[: 2 if case else 3]]
    parts.append(_asked("stage", t("stage", language), str(words.get("stage", "unknown")), stages))
    height = escape(str(words.get("building_height_m", "")))
    parts.append(
        f'<label for="height">{escape(t("height", language))}</label><input id="height" name="height"'
        f' value="{height}" inputmode="decimal" maxlength="20" data-act="answer" autocomplete="off">'
    )
    states = [(state, t(f"state_{state}", language)) for state in _STATES]
    facts = words.get("facts") or {}
    parts += [
        _asked(fact.id, fact.question(language), str(facts.get(fact.id, "unknown")), states)
        for fact in asked_facts()
    ]
    # Enter in the height is the form's first button.
    hidden = button_html(
        "answer", t("profile_show", language), look="ap-hidden ap-main", tabindex="-1"
    )
    return f'<form class="ap-form ap-facts">{"".join(parts)}{hidden}</form>'


def _asked(name: str, question: str, chosen: str, choices: list[tuple[str, str]]) -> str:
    return radios_html(name, question, chosen, choices, act="answer")


def _tools(place: Place, language: str) -> str:
    book = button_html("workbook", t("profile_book", language), id="profile-book")
    onward = ""
    if place.case:
        link = place_link(
            place.to("files"), t("profile_onward", language), look="ap-button ap-main"
        )
        onward = f" {link}"
    return f'<p class="ap-tools">{book}{onward}</p>'


def _rows(report: ProfileReport, language: str) -> str:
    words = escape(t("profile_rows", language))
    return f'<details class="ap-fold"><summary>{words}</summary>{rows_html(report)}</details>'


def build_applies_view(shell: Shell) -> None:
    """Lay out the view and wire it: every answer renews the result."""
    act = AppliesHandlers(shell.services)
    words = gr.State({})
    heading = gr.HTML("")
    with gr.Row(elem_id="profile"):
        with gr.Column(min_width=0):
            form = acting_html("", "profile-form")
        with gr.Column(min_width=0):
            result = acting_html("", "profile-result")
            rows = gr.HTML("", elem_id="profile-rows")
            file = acting_html("", "profile-file")

    def arrived(place: Place, person: str, language: str, given: Words) -> list[Any]:
        head = f"<h2>{t('view_applies', language)}</h2>"
        # Without a case the session's words count; a case's must not become them.
        kept, *shown = act.arrived(place, person, language, given)
        return [given if place.case else kept, head, *shown]

    def acted(
        place: Place, person: str, language: str, given: Words, event: gr.EventData
    ) -> list[Any]:
        case = shell.services.cases_for(person).case(place.case) if place.case else None
        words_now = case_words(case) if case else given
        kept, *shown = act.act(act_of(event), place, person, language, words_now)
        return [given if case else kept, *shown]

    shell.on_arrive("applies", arrived, [words, heading, form, result, rows], [words])
    here = [shell.place, shell.person, shell.language, words]
    for block in (form, result):
        block.click(
            acted, here, [words, result, rows, file],
            show_progress="hidden", trigger_mode="always_last",
        )  # fmt: skip
