"""The home: the cases, a form for a new one, and what there is to do without one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import gradio as gr

from corpus import CorpusError
from corpus.cases.case import Case, Stage
from scoring import RULE_SET_IDS
from ui.fault_words import fault_words
from ui.local_form import local_day, today
from ui.procedure.due import Alarm
from ui.sample import open_sample
from ui.services import Services
from ui.views.files.view import LONGEST_NAME
from ui.views.home.alarm_calendar import calendar_file
from ui.views.home.alarms import alarms_html
from ui.views.home.sample import badge_html, offer_html, sample_tools_html
from ui.views.home.tour import step_place
from ui.views.page.acts import Act, act_of, acting_html, button_html
from ui.views.page.download import download_html
from ui.views.page.form import radios_html
from ui.views.page.place import CASE_VIEWS, Place, place_link
from ui.views.page.shell import Shell, going
from ui.wording import t

_LEVELS = ("A", "B", "C")


class HomeHandlers:
    """What the home does: plain methods, tested without a browser."""

    def __init__(self, services: Services, day: Callable[[], str] = today) -> None:
        self._services = services
        self._day = day

    def arrived(self, _place: Place, person: str, language: str) -> list[Any]:
        """Show what falls due, and the cases that the person joined or nobody did."""
        cases = self._services.cases_for(person).cases_of(person)
        return [self._alarms(cases, language) + home_html(cases, language)]

    def calendar(self, person: str, language: str) -> str:
        """Return what falls due in the person's cases, as a calendar to be saved."""
        cases = self._services.cases_for(person).cases_of(person)
        names = {one.id: one.name for one in cases}
        data = calendar_file(self._due(cases), names, self._on, language)
        return download_html("anping.ics", data, "text/calendar")

    def _alarms(self, cases: Sequence[Case], language: str) -> str:
        names = {one.id: one.name for one in cases}
        return alarms_html(self._due(cases), names, self._on, language)

    def _due(self, cases: Sequence[Case]) -> Sequence[Alarm]:
        return self._services.procedure(lambda: self._on).alarms_among(cases)

    @property
    def _on(self) -> date:
        return date.fromisoformat(self._day())

    def act(self, act: Act, person: str, language: str) -> list[Any]:
        """Create a case, open the sample or remove it; return the home and where to go."""
        if act.name in ("sample", "tour"):
            return [gr.skip(), going(self._sample(act.name == "tour", person, language))]
        if act.name == "remove_sample":
            return self._without_sample(act.of, person, language)
        if act.name != "create":
            return [gr.skip(), gr.skip()]
        return self._created(act, person, language)

    def _sample(self, is_tour: bool, person: str, language: str) -> Place:
        """Open the person's sample; its documents are seen being read, or its tour begins."""
        services = self._services
        case_id = open_sample(services.cases_for(person), services.reading, person, language)
        return step_place(case_id, 1) if is_tour else Place("files", case_id)

    def _without_sample(self, case_id: str, person: str, language: str) -> list[Any]:
        """Remove a sample of the person's, and nothing else, at once."""
        services = self._services
        own = {case.id for case in services.cases_for(person).cases_of(person) if case.is_sample}
        if case_id in own:
            services.remove_case(case_id, person)
        return [home_html(services.cases_for(person).cases_of(person), language), going(Place())]

    def _created(self, act: Act, person: str, language: str) -> list[Any]:
        name = act.fields.get("name", "").strip()[:LONGEST_NAME]
        rules, level = act.fields.get("rule_set", ""), act.fields.get("level", "")
        stage = act.fields.get("stage", "pre")
        cases = self._services.cases_for(person)
        is_whole = name and rules in RULE_SET_IDS and level in _LEVELS
        if not is_whole or stage not in ("pre", "formal"):
            told = t("need_name", language)
            return [home_html(cases.cases_of(person), language, told, act.fields), gr.skip()]
        target = level if rules == "tcrea-2023" else None
        kept: Stage = "formal" if stage == "formal" else "pre"
        try:
            case_id = cases.create_case(name, rules, target, stage=kept)
        except CorpusError as fault:
            told = t("failed", language, fault=fault_words(fault, language))
            return [home_html(cases.cases_of(person), language, told, act.fields), gr.skip()]
        return [gr.skip(), going(Place("applies", case_id))]


def home_html(
    cases: Sequence[Case],
    language: str,
    message: str = "",
    fields: Mapping[str, str] | None = None,
) -> str:
    """
    Return the home, the newest case first.

    message: what is wrong with the form, or "". fields: what the form held, kept as it was.
    """
    cards = "".join(_card(case, language) for case in reversed(cases))
    listed = f'<ul class="ap-cases">{cards}</ul>' if cases else _empty(language)
    if not any(case.is_sample for case in cases):
        listed += offer_html(language)
    return (
        f'<div class="ap-home"><section><h2>{escape(t("your_cases", language))}</h2>{listed}</section>'
        f"<section>{_form(language, message, fields or {})}</section></div>{_without_case(language)}"
    )


def _card(case: Case, language: str) -> str:
    rules = t(f"rules_{case.rule_set.replace('-', '_')}", language)
    level = f" · {t('level_named', language, level=case.level)}" if case.level else ""
    steps = "".join(
        f"<li>{place_link(Place(view, case.id), t(f'view_{view}', language))}</li>"
        for view in CASE_VIEWS
        if view != "procedure" or case.level
    )
    name = place_link(Place("files", case.id), case.name, look="ap-case-name")
    day = escape(local_day(case.created, language))
    badge = f" {badge_html(language)}" if case.is_sample else ""
    tools = sample_tools_html(case, language) if case.is_sample else ""
    look = "ap-card ap-sample" if case.is_sample else "ap-card"
    return (
        f'<li class="{look}"><h3>{name}{badge}</h3><p class="ap-small">{escape(rules + level)} · {day}</p>'
        f'<ul class="ap-steps">{steps}</ul>{tools}</li>'
    )


def _empty(language: str) -> str:
    return f'<p class="ap-note">{escape(t("home_empty", language))}</p>'


def _form(language: str, message: str, fields: Mapping[str, str]) -> str:
    rules = fields.get("rule_set", RULE_SET_IDS[0])
    level = fields.get("level", "B")
    fault = f'<p class="ap-fault" role="alert">{escape(message)}</p>' if message else ""
    return (
        f'<form class="ap-form"><h2>{escape(t("new_case", language))}</h2>{fault}'
        f'<label for="new-name">{escape(t("case_name", language))}</label>'
        f'<input id="new-name" name="name" required maxlength="{LONGEST_NAME}" data-draft="new-name"'
        f' value="{escape(fields.get("name", ""))}" autocomplete="off">'
        + radios_html("rule_set", t("rule_set", language), rules, [
            (name, t(f"rules_{name.replace('-', '_')}", language)) for name in RULE_SET_IDS
        ])
        + radios_html("level", t("level", language), level, [
            (name, t("level_named", language, level=name)) for name in _LEVELS
        ])
        + radios_html("stage", t("stage", language), fields.get("stage", "pre"), [
            (name, t(f"stage_{name}", language)) for name in ("pre", "formal")
        ])
        + f'<p class="ap-small">{escape(t("level_hint", language))}</p>'
        + button_html("create", t("create", language), look="ap-main", id="create-case")
        + "</form>"
    )  # fmt: skip


def _without_case(language: str) -> str:
    items = "".join(
        f'<li class="ap-card"><h3>{place_link(Place(view), t(f"view_{view}", language))}</h3>'
        f"<p>{escape(t(f'about_{view}', language))}</p></li>"
        for view in ("ask", "practice", "applies")
    )
    return (
        f"<section><h2>{escape(t('without_case', language))}</h2>"
        f'<ul class="ap-cases ap-three">{items}</ul></section>'
    )


def build_home_view(shell: Shell) -> None:
    """Lay out the home and wire it."""
    act = HomeHandlers(shell.services)
    page = acting_html("", "home")
    file = acting_html("", "home-file")
    shell.on_arrive("home", act.arrived, [page])

    def acted(person: str, language: str, event: gr.EventData) -> list[Any]:
        asked = act_of(event)
        if asked.name == "calendar":
            return [gr.skip(), gr.skip(), act.calendar(person, language)]
        return [*act.act(asked, person, language), ""]

    here = [shell.person, shell.language]
    page.click(acted, here, [page, shell.mover, file], show_progress="hidden")
