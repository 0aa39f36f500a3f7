"""Pieces that the parts of the page share: headings, fields, clauses as links. Everything is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from corpus.cases.case import Stage
from ui.local_form import local_day
from ui.views.page.acts import button_html
from ui.views.page.place import Place, place_link
from ui.wording import t

_ONE_LINE = 200
PARTS = ("people", "work", "samples", "stages", "certificate", "due")
"""The parts of the page, each of which a link can name by `at`."""


@dataclass(frozen=True, slots=True)
class Sight:
    """
    How the page is looked at.

    place: of the page; its `at` names a stage or a part. stage: that is shown. is_current: whether
    the case is in it, so that steps can be taken. draft: what drafts of this state are kept by.
    """

    place: Place
    language: str
    stage: Stage
    is_current: bool
    draft: str

    def say(self, key: str, **values: object) -> str:
        """Return words of the catalogue, escaped."""
        return escape(t(key, self.language, **values))

    def day(self, iso: str) -> str:
        """Return a day as the language writes it."""
        return local_day(iso, self.language)


def part_html(sight: Sight, name: str, body: str, *, is_open: bool) -> str:
    """Return a part of the page under its heading; the one that the address names is brought into view."""
    is_named = sight.place.at == name
    mark = f'<div class="ap-review-head" data-of="{escape(name)}"></div>' if is_named else ""
    opened = " open data-open" if is_open or is_named else ""
    return (
        f'<details class="ap-fold ap-pp-part" id="pp-{name}"{opened}>'
        f"<summary><h3>{sight.say(f'pp_part_{name}')}</h3></summary>{mark}{body}</details>"
    )


def clause_link(sight: Sight, clause: str) -> str:
    """Return a clause as a link to its text."""
    return place_link(sight.place.to("clause", clause), clause, look="ap-id")


def field_html(
    sight: Sight,
    form: str,
    name: str,
    words: str,
    value: str = "",
    *,
    kind: str = "text",
    is_needed: bool = True,
    longest: int = _ONE_LINE,
) -> str:
    """Return a labelled field whose words outlive a reload. form: tells fields of one name apart; one that may hold more than a line is high."""
    ident = f"pp-{form}-{name}".replace(".", "-")
    draft = f"pp-{sight.draft}-{form}-{name}"
    needed = " required" if is_needed else ""
    label = f'<label for="{escape(ident)}">{escape(words)}</label>'
    common = (
        f'id="{escape(ident)}" name="{escape(name)}" maxlength="{longest}"'
        f' data-draft="{escape(draft)}"{needed}'
    )
    if longest > _ONE_LINE:
        return f'{label}<textarea {common} rows="3">{escape(value)}</textarea>'
    return f'{label}<input {common} type="{kind}" value="{escape(value)}" autocomplete="off">'


def choice_html(
    form: str, name: str, words: str, choices: Sequence[tuple[str, str]], chosen: str = "", *,
    is_needed: bool = True, hint: str = "",
) -> str:  # fmt: skip
    """Return a labelled choice of one, as (value, words); hint: what stands where nothing is chosen."""
    ident = f"pp-{form}-{name}".replace(".", "-")
    listed = [("", hint), *choices] if hint else [*choices]
    options = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(told)}</option>'
        for value, told in listed
    )
    needed = " required" if is_needed else ""
    return (
        f'<label for="{escape(ident)}">{escape(words)}</label>'
        f'<select id="{escape(ident)}" name="{escape(name)}"{needed}>{options}</select>'
    )


def form_html(fields: str, act: str, words: str, *, of: str = "", **more: str) -> str:
    """Return a form with its button."""
    return f'<form class="ap-form">{fields}{button_html(act, words, of=of, look="ap-main", **more)}</form>'


def fold_html(words: str, body: str, *, is_open: bool = False) -> str:
    """Return something that is seen on demand."""
    opened = " open" if is_open else ""
    return f'<details class="ap-fold"{opened}><summary>{escape(words)}</summary>{body}</details>'


def note_html(words: str) -> str:
    """Return a quiet note; the words are escaped already."""
    return f'<p class="ap-note">{words}</p>'


def table_html(heads: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> str:
    """Return a table; heads and cells are escaped already. name: what it is called."""
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<div class="ap-table-room" tabindex="0" role="region" aria-label="{escape(name)}">'
        f'<table class="ap-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )
