"""Practice in a real browser: by mouse, by keys, after a reload, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.practice import PracticeQuestion, practice_questions
from tests.browser.conftest import CHROMIUM, in_language, says, to_view

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium is installed (Debian package chromium)"
    ),
]
QUESTIONS = {question.id: question for question in practice_questions()}


def asked(page: Any) -> tuple[PracticeQuestion, list[str]]:
    """Return the question shown, and the words of its choices as they stand."""
    page.wait_for_selector("#practice-card button.ap-choice", timeout=60_000)
    of = page.get_attribute("#choice-0", "data-of")
    choices = page.locator("#practice-card button.ap-choice").all_inner_texts()
    return QUESTIONS[of.split(":", 2)[2]], choices


def place_of(page: Any, language: str, *, right: bool) -> int:
    question, choices = asked(page)
    at = choices.index(" ".join(question.right.text.of(language).split()))
    return at if right else (at + 1) % len(choices)


def test_questions_are_answered_by_mouse_and_progress_outlives_a_reload(page: Any) -> None:
    to_view(page, "practice")
    first = asked(page)[0].id
    page.click(f"#choice-{place_of(page, 'zh', right=False)}")
    says(page, ".ap-practice-result", "答错了")
    says(page, ".ap-practice", "解释")
    assert page.locator(".ap-told div.ap-supported").count() == 1
    assert page.locator(".ap-told div.ap-contradicted").count() == 1
    page.click("text=下一题")
    page.click(f"#choice-{place_of(page, 'zh', right=True)}")
    says(page, ".ap-practice-result", "答对了")
    says(page, ".ap-practice-progress", "已做 2/")
    page.reload()
    says(page, ".ap-practice-progress", "已做 2/")
    assert asked(page)[0].id != first
    page.click("[data-act=reset]")
    says(page, ".ap-practice-progress", "已做 0/")
    page.click("[data-act=unreset]")
    says(page, ".ap-practice-progress", "已做 2/")


def test_questions_are_answered_with_keys_alone(page: Any) -> None:
    to_view(page, "practice")
    for number in range(4):
        right = bool(number % 2)
        page.keyboard.press(str(place_of(page, "zh", right=right) + 1))
        says(page, ".ap-practice-result", "答对了" if right else "答错了")
        says(page, "#practice-told", "答对了" if right else "答错了")
        page.keyboard.press("Enter")
        page.wait_for_selector("#practice-card .ap-practice-foot")
    says(page, ".ap-practice-progress", "共作答 4 次")


def test_the_focus_goes_from_choice_to_result_to_the_next_question(page: Any) -> None:
    to_view(page, "practice")
    at = place_of(page, "zh", right=True)
    page.focus(f"#choice-{at}")
    page.keyboard.press("Enter")
    says(page, ".ap-practice-result", "答对了")
    page.wait_for_function("at => document.activeElement.id === `choice-${at}`", arg=at)
    page.keyboard.press("Enter")
    page.wait_for_selector("#practice-card .ap-practice-foot")
    page.locator("#practice-card button.ap-choice").first.focus()
    page.keyboard.press("Space")
    page.wait_for_selector(".ap-practice-result")
    page.click(".ap-practice-result button")
    page.wait_for_selector("#practice-card .ap-practice-foot")
    page.wait_for_function("document.activeElement.id === 'practice-prompt'")


def test_what_to_practise_is_chosen_and_a_clause_opened_in_english(page: Any) -> None:
    to_view(page, "practice")
    asked(page)
    in_language(page, "en")
    says(page, "#practice-side", "What to practise")
    page.check("#practice-side input[value=tcrea-2023]")
    page.check("#practice-side input[value=C]")
    page.check("#practice-side input[value=gate]")
    says(page, ".ap-where", "Level C · Gates")
    gate, _ = asked(page)
    page.keyboard.press(str(place_of(page, "en", right=True) + 1))
    says(page, ".ap-practice-result", "Right")
    says(page, ".ap-practice", gate.explanation.en.split(". ")[0])
    page.reload()
    says(page, ".ap-where", "Level C · Gates")
    assert page.is_checked("#practice-side input[value=gate]")
    question, _ = asked(page)
    page.keyboard.press("1")
    page.click(f".ap-practice-links a:has-text('Open clause {question.clause}')")
    page.wait_for_function("document.body.dataset.view === 'clause'")
    says(page, "#clause-page", question.clause)
    page.go_back()
    says(page, ".ap-practice", "Explanation")
