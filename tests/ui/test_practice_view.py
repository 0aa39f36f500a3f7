"""Practice on the page, without a browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest

from assistant.practice import Next, PracticeQuestion, Wanted, practice_questions
from ui.services import Services
from ui.settings import load_settings
from ui.views.clause.panel import clause_panel
from ui.views.page.acts import Act
from ui.views.page.place import Place
from ui.views.practice.card import question_html
from ui.views.practice.side import rest_words
from ui.views.practice.view import PracticeHandlers, Sitting

EVIL = '"><img src=x onerror="alert(1)">'
HERE = Place("practice")


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2025, 3, 3, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Person:
    """Somebody at a browser: presses buttons and reads the page."""

    def __init__(self, services: Services, clock: Clock, name: str = "me") -> None:
        self.handlers = PracticeHandlers(services, clock)
        self.services, self.name, self.language, self.place = services, name, "zh", HERE
        self.load()

    def load(self, at: str = "") -> None:
        self.place = Place("practice", at=at)
        self._show(self.handlers.arrived(self.place, self.name, self.language, Sitting()))

    @property
    def question(self) -> PracticeQuestion:
        assert self.sitting.shown is not None
        return self.sitting.shown.question

    def press(self, name: str, of: str = "", **fields: str) -> None:
        act = Act(name, of, fields)
        page = self.handlers.act(act, self.place, self.name, self.language, self.sitting)
        self._show(page)

    def want(self, **choices: str) -> None:
        """Make choices one after the other; of a kind: its name ticks it, "" does not."""
        for of, value in choices.items():
            name = of if of in ("rule_set", "level") else "kinds"
            self.press("want", of, **{name: value})

    def answer(self, *, right: bool) -> None:
        assert self.sitting.shown is not None
        question = self.question
        number = question.answer if right else (question.answer + 1) % len(question.choices)
        self.press("answer", f"{self.sitting.shown.turn}:{number}:{question.id}")

    def attempts(self) -> int:
        return len(self.services.practice.attempts(self.name))

    sitting: Sitting

    def _show(self, page: list[Any]) -> None:
        self.sitting, self.card, self.side, self.told = page


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def me(tmp_path: Path, clock: Clock) -> Person:
    return Person(Services(load_settings({}, home=tmp_path)), clock)


def test_a_question_comes_with_choices_that_keys_reach(me: Person) -> None:
    assert me.card.count('data-act="answer"') == len(me.question.choices)
    assert 'data-keys="1"' in me.card
    assert "解释" not in me.card
    assert "新题" in me.card
    assert me.told == escape(me.question.prompt.zh)
    assert not (me.services.settings.home / "practice.sqlite").exists()


def test_a_right_answer_is_told_by_sign_and_words_and_explained(me: Person) -> None:
    question = me.question
    me.answer(right=True)
    assert "✓" in me.card
    assert "答对了" in me.card
    assert me.told == "答对了"
    assert escape(question.explanation.zh) in me.card
    assert escape(question.quote) in me.card
    assert f"view=clause&amp;at={question.clause}" in me.card
    assert 'data-keys="Enter"' in me.card
    assert "已做 1/" in me.side


def test_a_wrong_answer_names_the_right_one(me: Person) -> None:
    right = me.question.right.text.zh
    me.answer(right=False)
    assert "✗" in me.card
    assert f"答错了，正确的是：{escape(right)}" in me.card
    assert "你的选择，不对" in me.card


def test_what_the_data_says_of_wrong_choices_is_told() -> None:
    (found,) = [one for one in practice_questions() if one.id == "points-tcrea-2023-A3.3.2"]
    card = question_html(Next(found, "new", 0), 0, HERE, "zh")
    assert "条文相同的 B3.3.2（B 级）为 0.5 分。" in card


def test_a_second_click_and_a_made_up_one_keep_nothing(me: Person) -> None:
    question = me.question
    for of in ("", "x", f"9:0:{question.id}", "0:0:other", f"0:7:{question.id}", EVIL):
        me.press("answer", of)
        assert me.attempts() == 0
    me.answer(right=True)
    me.answer(right=False)
    assert me.attempts() == 1
    assert "答对了" in me.card


def test_progress_is_there_after_a_reload_and_for_its_person_alone(
    me: Person, clock: Clock
) -> None:
    first = me.question.id
    me.answer(right=True)
    me.load()
    assert me.question.id != first
    assert "已做 1/" in me.side
    assert "已做 0/" in Person(me.services, clock, "you").side


def test_a_missed_question_comes_back(me: Person) -> None:
    missed = me.question.id
    me.answer(right=False)
    for _ in range(3):
        me.press("next")
        assert me.question.id != missed
        me.answer(right=True)
    me.press("next")
    assert me.question.id == missed
    assert "上次答错" in me.card


def test_the_answered_question_stays_when_the_language_changes(me: Person) -> None:
    me.answer(right=False)
    page = me.handlers.arrived(me.place, me.name, "en", me.sitting)
    assert page[0] == me.sitting
    assert "Explanation" in page[1]
    assert "Wrong. Right is:" in page[1]
    assert "seen" in page[2]


def test_what_is_wanted_is_kept_and_asked(me: Person) -> None:
    me.want(rule_set="tcrea-2023", level="C", gate="gate")
    assert me.services.practice.wanted("me") == Wanted("tcrea-2023", "C", ("gate",))
    for _ in range(5):
        question = me.question
        assert (question.kind, question.level) == ("gate", "C")
        me.answer(right=True)
        me.press("next")
    me.load()
    assert me.question.kind == "gate"
    me.want(rule_set="scs-c1", level="C", gate="", points="points,<b>")
    assert me.services.practice.wanted("me") == Wanted("scs-c1", "", ("points",))
    assert 'name="level"' not in me.side
    me.want(rule_set=EVIL, level="Z", points="")
    me.press("want", EVIL, kinds=EVIL)
    assert me.services.practice.wanted("me") == Wanted()


def test_of_two_quick_choices_neither_is_lost(me: Person) -> None:
    me.press("want", "level", rule_set="", level="C")
    # The page was drawn before the server had heard of the level.
    me.press("want", "gate", rule_set="", level="", kinds="gate")
    assert me.services.practice.wanted("me") == Wanted("", "C", ("gate",))


def test_the_question_stays_while_it_is_still_wanted(me: Person) -> None:
    question = me.question
    me.want(rule_set=question.rule_set, **{question.kind: question.kind})
    assert me.question == question


def test_a_choice_without_questions_says_so(me: Person) -> None:
    me.want(rule_set="scs-c1", gate="gate")
    assert "所选范围内没有题目" in me.card
    assert me.sitting.shown is None
    me.want(gate="")
    assert me.sitting.shown is not None


def test_a_question_that_is_put_off_comes_when_no_other_is_left(me: Person) -> None:
    me.load("A1.2.1")
    first = me.question.id
    seen = [first]
    for _ in range(10):
        me.press("skip")
        seen.append(me.question.id)
    assert seen[1] != first
    assert seen.count(first) > 1
    assert me.attempts() == 0


def test_a_link_practises_one_clause_or_one_question(me: Person) -> None:
    me.load("A1.2.1")
    assert me.question.clause == "A1.2.1"
    assert "只练与 A1.2.1 有关的题" in me.card
    assert 'href="?view=practice"' in me.card
    me.load("gate-tcrea-2023-A1.1.1")
    assert me.question.id == "gate-tcrea-2023-A1.1.1"
    assert "只练这一道题" in me.card
    me.load(EVIL)
    assert "没有与" in me.card
    assert "<img" not in me.card
    assert "practice&amp;at=A1.2.1" in clause_panel("A1.2.1", Place("ask"), "zh")
    assert "view=practice" not in clause_panel("9.1", Place("ask"), "zh")
    assert "view=practice" not in clause_panel("A5.3.1", Place("clause"), "en")


def test_when_all_is_known_it_says_when_the_next_one_comes(me: Person, clock: Clock) -> None:
    me.load("gate-tcrea-2023-A1.1.1")
    me.answer(right=True)
    me.press("next")
    assert "这些题目现在都会了" in me.card
    assert "约 24 小时后" in me.card
    me.press("ahead")
    assert "提前复习" in me.card
    me.load("gate-tcrea-2023-A1.1.1")
    clock.now += timedelta(days=1, minutes=1)
    me.load("gate-tcrea-2023-A1.1.1")
    assert "到期复习" in me.card


def test_progress_is_reset_and_brought_back(me: Person) -> None:
    me.answer(right=True)
    me.press("reset")
    assert "已做 0/" in me.side
    assert 'data-act="reset"' not in me.side
    assert "恢复以前的进度" in me.side
    me.press("unreset")
    assert "已做 1/" in me.side
    assert "恢复以前的进度" not in me.side


@pytest.mark.parametrize(
    ("rest", "zh", "en"),
    [
        (timedelta(minutes=5), "一小时内", "within the hour"),
        (timedelta(hours=5), "约 5 小时后", "in about 5 hours"),
        (timedelta(days=6.6), "约 7 天后", "in about 7 days"),
    ],
)
def test_rests_are_told_in_hours_and_days(rest: timedelta, zh: str, en: str) -> None:
    assert (rest_words(rest, "zh"), rest_words(rest, "en")) == (zh, en)


def test_every_question_is_drawn_in_both_languages() -> None:
    for found in practice_questions()[::9]:
        for language in ("zh", "en"):
            for chosen in (None, found.answer, 0):
                card = question_html(Next(found, "new", 0), chosen, HERE, language)
                assert escape(found.prompt.of(language)) in card
                assert card.count("<blockquote") == (
                    1 if found.shows_quote or chosen is not None else 0
                )
