"""Practice: one question at a time, beside it what to practise and how far one is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from typing import Any

import gradio as gr

from assistant.practice import (
    KINDS,
    Attempt,
    Next,
    PracticeQuestion,
    Progress,
    Wanted,
    chosen,
    next_question,
    practice_questions,
    progress,
    progress_by_kind,
)
from scoring import RULE_SET_IDS, load_rule_set
from ui.services import Services
from ui.views.clause.words import note_html
from ui.views.page.acts import Act, act_of, acting_html, button_html
from ui.views.page.place import Place, place_link
from ui.views.page.shell import Shell
from ui.views.practice.card import question_html, result_words
from ui.views.practice.side import rest_words, side_html
from ui.wording import t

_LEVELS = ("", "A", "B", "C")


@dataclass(frozen=True, slots=True)
class Sitting:
    """
    What a page shows, as long as it is not loaded again; the record keeps the rest.

    at: what the address asks for. shown: the question, None when none is left. chosen: the place
    of the choice made. put_off: ids of questions put off. ahead: what rests is asked too.
    """

    at: str = ""
    shown: Next | None = None
    chosen: int | None = None
    put_off: tuple[str, ...] = ()
    ahead: bool = False


Page = list[Any]
"""The sitting, the question, the side, what a screen reader is told."""


def _now() -> datetime:
    return datetime.now(UTC)


class PracticeHandlers:
    """
    What practice does: plain methods, tested without a browser.

    now: tells the moment, with its time zone.
    """

    def __init__(self, services: Services, now: Callable[[], datetime] = _now) -> None:
        self._services = services
        self._now = now

    def arrived(self, place: Place, person: str, language: str, sitting: Sitting) -> Page:
        """Show the question as it was left, else the next one."""
        if sitting.at != place.at or sitting.shown is None:
            sitting = self._onward(Sitting(at=place.at), person)
        return self._page(sitting, place, person, language)

    def act(self, act: Act, place: Place, person: str, language: str, sitting: Sitting) -> Page:
        """Do what a button or a choice says."""
        record = self._services.practice
        if act.name == "answer":
            sitting = self._answered(act.of, person, sitting)
        elif act.name == "want":
            record.want(person, _wanted(act, record.wanted(person)))
            sitting = self._kept(sitting, person)
        else:
            if act.name == "skip" and sitting.shown:
                put_off = (*sitting.put_off, sitting.shown.question.id)
                sitting = replace(sitting, put_off=put_off)
            elif act.name == "ahead":
                sitting = replace(sitting, ahead=True)
            elif act.name == "reset":
                record.reset(person, self._now())
            elif act.name == "unreset":
                record.undo_reset(person, self._now())
            sitting = self._onward(sitting, person)
        return self._page(sitting, place, person, language)

    def _questions(self, at: str, person: str) -> tuple[PracticeQuestion, ...]:
        wanted = Wanted(about=at) if at else self._services.practice.wanted(person)
        return chosen(practice_questions(), wanted)

    def _answered(self, of: str, person: str, sitting: Sitting) -> Sitting:
        """Keep an answer; one that was given before, as by a second click, changes nothing."""
        shown = sitting.shown
        turn, _, rest = of.partition(":")
        number, _, name = rest.partition(":")
        if (
            shown is None
            or sitting.chosen is not None
            or (turn, name) != (str(shown.turn), shown.question.id)
            or number not in map(str, range(len(shown.question.choices)))
        ):
            return sitting
        question, place = shown.question, int(number)
        made = question.choices[place].text.zh
        attempt = Attempt(question.id, made, place == question.answer, self._now())
        version = load_rule_set(question.rule_set).version
        self._services.practice.answered(person, attempt, version)
        return replace(sitting, chosen=place)

    def _kept(self, sitting: Sitting, person: str) -> Sitting:
        """Return the sitting with its question where that is still wanted, else with another."""
        wanted = self._questions(sitting.at, person)
        if sitting.shown and any(sitting.shown.question.id == one.id for one in wanted):
            return sitting
        return self._onward(replace(sitting, put_off=()), person)

    def _onward(self, sitting: Sitting, person: str) -> Sitting:
        """Return the sitting with the next question; what was put off comes when no other does."""
        questions = self._questions(sitting.at, person)
        attempts = self._services.practice.attempts(person)
        for put_off in dict.fromkeys((sitting.put_off, ())):
            found = next_question(
                questions, attempts, self._now(), person,
                apart_from=put_off, ahead=sitting.ahead,
            )  # fmt: skip
            if found:
                shown = replace(found, question=found.question.shuffled(found.turn))
                return replace(sitting, shown=shown, chosen=None, put_off=put_off)
        return replace(sitting, shown=None, chosen=None)

    def _page(self, sitting: Sitting, place: Place, person: str, language: str) -> Page:
        record, now = self._services.practice, self._now()
        wanted, attempts = record.wanted(person), record.attempts(person)
        within = chosen(practice_questions(), replace(wanted, kinds=()))
        total = progress(chosen(within, wanted), attempts, now)
        side = side_html(
            wanted, total, progress_by_kind(within, attempts, now), language,
            has_answers=bool(attempts), undo=record.can_undo_reset(person),
        )  # fmt: skip
        shown = sitting.shown
        if shown is None:
            mine = progress(self._questions(sitting.at, person), attempts, now)
            card = _nothing_html(sitting.at, mine, now, language)
            return [sitting, _about_html(place, language) + card, side, ""]
        card = question_html(shown, sitting.chosen, place, language)
        told = shown.question.prompt.of(language)
        if sitting.chosen is not None:
            told = result_words(shown.question, sitting.chosen, language)
        return [sitting, _about_html(place, language) + card, side, escape(told)]


def _wanted(act: Act, before: Wanted) -> Wanted:
    """
    Return what is wanted after one choice of the form was made; what is unknown says nothing.

    Only that choice is taken over: the others may be drawn as they were before a choice that the
    server has heard of and the page not yet.
    """
    rule_set, level, kinds = before.rule_set, before.level, set[str](before.kinds)
    if act.of == "rule_set":
        given = act.fields.get("rule_set", "")
        rule_set = given if given in RULE_SET_IDS else ""
    elif act.of == "level":
        given = act.fields.get("level", "")
        level = given if given in _LEVELS else ""
    elif act.of in act.fields.get("kinds", "").split(","):
        kinds.add(act.of)
    else:
        kinds.discard(act.of)
    return Wanted(
        rule_set,
        level if rule_set != "scs-c1" else "",
        tuple(kind for kind in KINDS if kind in kinds),
    )


def _about_html(place: Place, language: str) -> str:
    if not place.at:
        return ""
    link = place_link(place.to("practice"), t("practice_leave", language), look="ap-button")
    key = "practice_about"
    if any(question.id == place.at for question in practice_questions()):
        key = "practice_about_one"
    words = escape(t(key, language, id=place.at))
    return f'<p class="ap-practice-about">{words} {link}</p>'


def _nothing_html(at: str, done: Progress, now: datetime, language: str) -> str:
    if done.total == 0:
        key = "practice_none_about" if at else "practice_none"
        return note_html(t(key, language, id=at))
    when = rest_words(done.next_due - now, language) if done.next_due else ""
    later = f"<p>{escape(t('practice_done_next', language, when=when))}</p>" if when else ""
    ahead = button_html("ahead", t("practice_ahead", language))
    return (
        f'<article class="ap-card ap-practice"><h3>✓ {escape(t("practice_done", language))}</h3>'
        f"{later}<p>{ahead}</p></article>"
    )


def build_practice_view(shell: Shell) -> None:
    """Lay out the view and wire it."""
    handlers = PracticeHandlers(shell.services)
    sitting = gr.State(Sitting())
    heading = gr.HTML("", elem_id="practice-heading")
    with gr.Row(elem_id="practising"):
        with gr.Column(elem_id="practising-question", min_width=0):
            card = acting_html("", "practice-card")
            told = gr.HTML(
                "", elem_id="practice-told", elem_classes="ap-hidden",
                js_on_load="element.setAttribute('role', 'status')", apply_default_css=False,
            )  # fmt: skip
        with gr.Column(elem_id="practising-side", min_width=0):
            side = acting_html("", "practice-side")
    page = [sitting, card, side, told]

    def arrived(place: Place, person: str, language: str, kept: Sitting) -> Sequence[Any]:
        title = f"<h2>{escape(t('view_practice', language))}</h2>"
        return [title, *handlers.arrived(place, person, language, kept)]

    def acted(
        place: Place, person: str, language: str, kept: Sitting, event: gr.EventData
    ) -> Sequence[Any]:
        return handlers.act(act_of(event), place, person, language, kept)

    shell.on_arrive("practice", arrived, [heading, *page], [sitting])
    here = [shell.place, shell.person, shell.language, sitting]
    gr.on(
        [card.click, side.click], acted, here, page,
        show_progress="hidden", trigger_mode="multiple",
    )  # fmt: skip
