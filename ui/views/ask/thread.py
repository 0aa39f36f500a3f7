"""A conversation as HTML: questions, answers with numbered citations, notes. Everything is escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from assistant.asking.dialogue import Exchange
from ui.views.ask.comparison import comparison_html
from ui.views.page.acts import button_html
from ui.views.page.place import Place, place_link
from ui.wording import t

_CITED = re.compile(r"\[(\d{1,3})\]")
_SHOWN_EXCHANGES, _LONGEST_QUESTION = 100, 2000


def thread_html(
    exchanges: Sequence[Exchange],
    place: Place,
    language: str,
    *,
    asking: str = "",
    draft: str = "",
) -> str:
    """
    Return a conversation, newest last; an empty one says how to begin.

    place: where the page is; citations open beside it. asking: a question being answered, with
    draft, the sentences of its answer that are there.
    """
    parts = [_exchange(one, place, language) for one in exchanges[-_SHOWN_EXCHANGES:]]
    if asking:
        busy = escape(t("model_writes", language))
        parts.append(
            f'{_question(asking)}<div class="ap-answer" aria-busy="true"><p class="ap-small">'
            f"{busy}</p>{_paragraphs(draft, {}, place)}</div>"
        )
    if not parts:
        parts.append(_empty(language))
    return f'<div class="ap-thread" role="log" aria-live="polite">{"".join(parts)}</div>'


def asker_html(language: str, *, text: str = "", has_model: bool, number: int) -> str:
    """
    Return the form for a question.

    text: what it holds. has_model: whether an answer can be stopped. number: of the questions
    asked; what was typed before the last one is forgotten.
    """
    stop = button_html("stop", t("stop", language)) if has_model else ""
    tools = "".join(
        button_html(act, t(key, language))
        for act, key in (("undo", "take_back"), ("export", "export_talk"), ("clear", "clear"))
    )
    return (
        f'<form class="ap-asker"><label class="ap-hidden" for="question">{escape(t("ask_box", language))}</label>'
        f'<textarea id="question" name="question" rows="2" maxlength="{_LONGEST_QUESTION}" data-enter'
        f' data-draft="question-{number}" data-keys="/" data-keys-for="{escape(t("ask_box", language))}"'
        f' placeholder="{escape(t("ask_hint", language))}">{escape(text)}</textarea>'
        f"{button_html('ask', t('send', language), look='ap-main', id='send')}{stop}"
        f'<span class="ap-asker-tools">{tools}</span></form>'
    )


def _exchange(exchange: Exchange, place: Place, language: str) -> str:
    answer = exchange.answer
    cited = {str(one["n"]): one for one in answer["citations"]}
    notes = "".join(f"<li>{escape(note)}</li>" for note in answer["notes"])
    listed = f'<ul class="ap-notes">{notes}</ul>' if notes else ""
    table = comparison_html(answer.get("table"))
    return (
        f'{_question(exchange.question)}<div class="ap-answer">'
        f"{_paragraphs(answer['answer'], cited, place)}{table}{listed}"
        f"{_sources(cited, place, language)}{_passages(answer, place, language)}</div>"
    )


def _question(text: str) -> str:
    return f'<p class="ap-question">{escape(text[:_LONGEST_QUESTION])}</p>'


def _paragraphs(text: str, cited: Mapping[str, Any], place: Place) -> str:
    blocks = [block for block in re.split(r"\n{2,}", text.strip()) if block]
    return "".join(
        "<p>" + "<br>".join(_line(line, cited, place) for line in block.split("\n")) + "</p>"
        for block in blocks
    )


def _line(line: str, cited: Mapping[str, Any], place: Place) -> str:
    """Return a line whose numbers of citations are links; others stay text."""
    parts = []
    end = 0
    for found in _CITED.finditer(line):
        if found[1] in cited:
            parts += [escape(line[end : found.start()], quote=False), _link(cited[found[1]], place)]
            end = found.end()
    return "".join([*parts, escape(line[end:], quote=False)])


def _link(citation: Mapping[str, Any], place: Place) -> str:
    words = f"{citation['clause']} {citation['title']}"
    return place_link(
        place.to("ask", citation["clause"]), f"[{citation['n']}]", look="ap-cite", title=words,
        aria_label=f"[{citation['n']}] {words}",
    )  # fmt: skip


def _sources(cited: Mapping[str, Any], place: Place, language: str) -> str:
    if not cited:
        return ""
    items = "".join(
        f"<li>{place_link(place.to('ask', one['clause']), f'''[{n}] {one['clause']}''')}"
        f" <span>{escape(one['title'])}</span></li>"
        for n, one in cited.items()
    )
    return (
        f'<details class="ap-fold"{" open" if len(cited) <= 3 else ""}>'
        f"<summary>{escape(t('cited', language))} ({len(cited)})</summary>"
        f'<ol class="ap-sources">{items}</ol></details>'
    )


def _passages(answer: Mapping[str, Any], place: Place, language: str) -> str:
    found = answer.get("passages", ())
    note = f'<p class="ap-note">{escape(t("words_alone", language))}</p>'
    note = note if "search_fault" in answer else ""
    if not found:
        return note
    items = "".join(
        f'<li><b>{escape(entry["file"])}</b> <span class="ap-where">{escape(entry["locator"])}</span>'
        f"<blockquote>{escape(entry['quote'])}</blockquote></li>"
        for entry in found
    )
    more = place_link(place.to("evidence"), t("view_evidence", language))
    return (
        f'<section class="ap-passages"><h3>{escape(t("in_documents", language))} {more}</h3>'
        f"{note}<ul>{items}</ul></section>"
    )


def _empty(language: str) -> str:
    tries = "".join(
        f"<li>{button_html('try', text, of=text)}</li>"
        for text in t("ask_examples", language).split("|")
    )
    return (
        f'<p class="ap-note">{escape(t("ask_empty", language))}</p>'
        f'<ul class="ap-tries">{tries}</ul>'
    )
