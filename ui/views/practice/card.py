"""A practice question as HTML, and what its answer teaches. Everything is escaped."""

from __future__ import annotations

from html import escape

from assistant.practice import Choice, Next, PracticeQuestion
from corpus import load_standard
from ui.views.page.acts import button_html
from ui.views.page.place import Place, place_link
from ui.wording import t

# The focus goes where the next part begins: the block keeps it on the element of the same id, so
# the button that goes on is named as the heading of the question that it leads to.
_PROMPT = "practice-prompt"


def question_html(shown: Next, chosen: int | None, here: Place, language: str) -> str:
    """
    Return a question: to be answered, or answered with its explanation.

    chosen: the place of the choice that was made; None before. here: the place of the page.
    """
    question = shown.question
    quote = _quote(question) if question.shows_quote else ""
    if chosen is None:
        heading, below = f'id="{_PROMPT}" tabindex="-1"', _choices(shown, language)
    else:
        heading = 'id="practice-asked"'
        below = _told_choices(question, chosen, here, language)
        below += _result(question, chosen, language) + _lesson(question, here, language)
    return (
        f'<article class="ap-card ap-practice"><p class="ap-where">{_about(shown, language)}</p>'
        f"<h3 {heading}>{escape(question.prompt.of(language))}</h3>{quote}{below}</article>"
    )


def result_words(question: PracticeQuestion, chosen: int, language: str) -> str:
    """Say whether the choice is right, and what is right."""
    if chosen == question.answer:
        return t("answered_right", language)
    return t("answered_wrong", language, right=question.right.text.of(language))


def _about(shown: Next, language: str) -> str:
    question = shown.question
    parts = [
        t(f"rules_{question.rule_set.replace('-', '_')}", language),
        t("level_named", language, level=question.level) if question.level else "",
        t(f"kind_{question.kind}", language),
    ]
    said = " · ".join(part for part in parts if part)
    return (
        f'{escape(said)} <span class="ap-badge">{escape(t(f"why_{shown.reason}", language))}</span>'
    )


def _quote(question: PracticeQuestion) -> str:
    tongue = "zh-CN" if load_standard(question.rule_set).language == "zh" else "en"
    return f'<blockquote lang="{tongue}">{escape(question.quote)}</blockquote>'


def _choices(shown: Next, language: str) -> str:
    items = "".join(
        "<li>"
        + button_html(
            "answer", choice.text.of(language),
            of=f"{shown.turn}:{number}:{shown.question.id}", look="ap-choice",
            id=f"choice-{number}", data_keys=str(number + 1), data_keep_focus="",
        )
        + "</li>"
        for number, choice in enumerate(shown.question.choices)
    )  # fmt: skip
    return (
        f'<ol class="ap-choices" aria-label="{escape(t("choices", language))}">{items}</ol>'
        f'<p class="ap-practice-foot">{button_html("skip", t("skip_one", language))}'
        f'<span class="ap-small">{escape(t("practice_keys", language))}</span></p>'
    )


def _result(question: PracticeQuestion, chosen: int, language: str) -> str:
    is_right = chosen == question.answer
    look, sign = ("ap-passed", "✓") if is_right else ("ap-gate_failed", "✗")
    onward = button_html(
        "next", t("next_one", language),
        look="ap-main", id=_PROMPT, data_keys="Enter", data_keep_focus="",
    )  # fmt: skip
    return (
        f'<div class="ap-verdict ap-practice-result {look}"><strong><span aria-hidden="true">{sign}</span> '
        f"{escape(result_words(question, chosen, language))}</strong>{onward}</div>"
    )


def _told_choices(question: PracticeQuestion, chosen: int, here: Place, language: str) -> str:
    items = "".join(
        _told_choice(choice, number, question, chosen, here, language)
        for number, choice in enumerate(question.choices)
    )
    label = escape(t("choices", language))
    return f'<ol class="ap-choices ap-told" aria-label="{label}">{items}</ol>'


def _told_choice(
    choice: Choice, number: int, question: PracticeQuestion, chosen: int, here: Place, language: str
) -> str:
    is_right, is_chosen = number == question.answer, number == chosen
    look = "ap-supported" if is_right else "ap-contradicted" if is_chosen else ""
    sign = "✓" if is_right else "✗" if is_chosen else ""
    key = "choice_right" if is_right else "choice_chosen_wrong" if is_chosen else ""
    if is_right and is_chosen:
        key = "choice_chosen_right"
    said = f'<span class="ap-badge {look}">{escape(t(key, language))}</span>' if key else ""
    why = escape(choice.why.of(language))
    if choice.clause and choice.clause != question.clause:
        link = place_link(here.to("clause", choice.clause), choice.clause)
        why = why.replace(escape(choice.clause), link, 1)
    told = f'<p class="ap-small">{why}</p>' if why else ""
    return (
        f'<li><div class="ap-choice {look}" id="choice-{number}" tabindex="-1">'
        f'<b class="ap-choice-sign" aria-hidden="true">{sign}</b><div>'
        f"{escape(choice.text.of(language))} {said}{told}</div></div></li>"
    )


def _lesson(question: PracticeQuestion, here: Place, language: str) -> str:
    quote = "" if question.shows_quote else _quote(question)
    clause = load_standard(question.rule_set).clause(question.clause)
    source = place_link(
        here.to("clause", question.clause), t("practice_open", language, id=question.clause)
    )
    source += f" {escape(clause.title_zh if language == 'zh' else clause.title_en)}"
    also = [
        place_link(here.to("clause", name), name)
        for name in dict.fromkeys(question.also)
        if name != question.clause
    ]
    more = f"{escape(t('practice_also', language))}{' · '.join(also)}" if also else ""
    heading = "" if question.shows_quote else f"<h4>{escape(t('practice_source', language))}</h4>"
    return (
        f"<section><h4>{escape(t('practice_why', language))}</h4>"
        f"<p>{escape(question.explanation.of(language))}</p>{heading}{quote}"
        f'<p class="ap-practice-links"><span>{source}</span>{f"<span>{more}</span>" if more else ""}</p></section>'
    )
