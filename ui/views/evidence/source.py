"""
The document beside a suggestion as HTML: its page with the quote marked, or where a format has no
pages an excerpt of its text. Everything is escaped.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from corpus.document import Box, Passage
from corpus.page_image import PageImage
from corpus.quote_mark import QuoteMark
from ui.views.clause.words import note_html
from ui.views.page.acts import button_html
from ui.wording import t

_AROUND = 2  # passages before and after in an excerpt
_ROWS_AROUND = 4
_MARGIN = 12.0  # percent of the page's width that the name of a mark takes beside it
_SPARE = 2.0  # points between the words and the outline around them


@dataclass(frozen=True, slots=True)
class PageShown:
    """
    A page to be shown. pages: of the document, None while unknown. quote_page: where the quote
    stands; mark: its place, None on other pages.
    """

    file: str
    page: int
    pages: int | None
    quote_page: int
    image: PageImage
    mark: QuoteMark | None
    is_larger: bool = False


def nothing_html(language: str) -> str:
    """Return what stands beside before a suggestion is chosen."""
    return note_html(t("no_source", language))


def page_html(shown: PageShown, language: str) -> str:
    """Return a page with its tools and marks."""
    where = page_words(shown.page, shown.pages, language)
    image = shown.image
    alt = escape(t("page_alt", language, file=shown.file, page=where))
    source = base64.b64encode(image.path.read_bytes()).decode()
    size = image.width / image.scale, image.height / image.scale
    boxes = _joined(shown.mark.boxes) if shown.mark else ()
    marks = "".join(_mark(box, size, language, is_first=not at) for at, box in enumerate(boxes))
    told = t(f"mark_{shown.mark.exactness}", language) if shown.mark else ""
    look = "ap-sheet ap-larger" if shown.is_larger else "ap-sheet"
    return (
        f'<figure class="ap-source">{_caption(shown.file, where, told)}{_tools(shown, language)}'
        f'<div class="ap-sheet-window" tabindex="0" role="group" aria-label="{alt}">'
        f'<div class="{look}"><img src="data:image/png;base64,{source}" alt="{alt}"'
        f' width="{image.width}" height="{image.height}">{marks}</div></div></figure>'
    )


def excerpt_html(
    file: str,
    passages: Sequence[Passage],
    passage_id: str,
    quote: str,
    language: str,
    *,
    is_fallback: bool = False,
) -> str:
    """
    Return the quote among the passages around it; a table row among its rows, with their header.

    passages: of the document, in order. is_fallback: its page cannot be shown, which is said.
    """
    at = next((n for n, passage in enumerate(passages) if passage.id == passage_id), None)
    if at is None:
        return note_html(t("gone", language))
    here = passages[at]
    where = (
        here.locator
        if here.page is None or language == "zh"
        else page_words(here.page, None, language)
    )
    told = t("mark_row" if here.cells else "mark_text", language)
    body = _table(passages, at, language) if here.cells else _texts(passages, at, quote, language)
    path = " › ".join(here.heading_path)
    heading = f'<p class="ap-path">{escape(path)}</p>' if path else ""
    warning = note_html(t("no_page", language)) if is_fallback else ""
    return (
        f'<figure class="ap-source">{_caption(file, where, told)}{warning}'
        f'<div class="ap-sheet-window" tabindex="0" role="group" aria-label="{escape(file)}">'
        f'<div class="ap-excerpt">{heading}{body}</div></div></figure>'
    )


def page_words(page: int, pages: int | None, language: str) -> str:
    """Return a page in words."""
    if pages is None:
        return t("page_only", language, page=page)
    return t("page_of", language, page=page, pages=pages)


def _caption(file: str, where: str, told: str) -> str:
    note = f'<span class="ap-small">{escape(told)}</span>' if told else ""
    return (
        f'<figcaption><b>{escape(file)}</b> <span class="ap-where">{escape(where)}</span>'
        f"{note}</figcaption>"
    )


def _tools(shown: PageShown, language: str) -> str:
    page, pages = shown.page, shown.pages
    first = {"disabled": ""} if page <= 1 else {}
    last = {"disabled": ""} if pages is not None and page >= pages else {}
    back = ""
    if page != shown.quote_page:
        back = button_html(
            "page", t("back_to_quote", language, page=shown.quote_page), of=str(shown.quote_page)
        )
    zoom = "fit" if shown.is_larger else "larger"
    return (
        '<div class="ap-tools" role="toolbar">'
        + button_html("page", f"‹ {t('previous_page', language)}", of=str(page - 1), **first)
        + button_html("page", f"{t('next_page', language)} ›", of=str(page + 1), **last)
        + button_html("zoom", t(zoom, language), of=zoom)
        + back
        + "</div>"
    )


def _joined(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Return the boxes a little wider; those of lines below one another do not overlap."""
    wide = [(x0 - _SPARE, y0 - _SPARE, x1 + _SPARE, y1 + _SPARE) for x0, y0, x1, y1 in boxes]
    for at, (above, below) in enumerate(pairwise(wide)):
        overlaps = above[0] < below[2] and below[0] < above[2]
        if overlaps and above[1] < below[1] < above[3] < below[3]:
            middle = (above[3] + below[1]) / 2
            wide[at] = (*above[:3], middle)
            wide[at + 1] = (below[0], middle, *below[2:])
    return tuple(wide)


def _mark(box: Box, size: tuple[float, float], language: str, *, is_first: bool) -> str:
    x0, x1 = (100 * min(max(x / size[0], 0.0), 1.0) for x in (box[0], box[2]))
    y0, y1 = (100 * min(max(y / size[1], 0.0), 1.0) for y in (box[1], box[3]))
    look = "ap-mark-name ap-in-margin" if x0 > _MARGIN else "ap-mark-name"
    words = f'<span class="{look}">{escape(t("marked", language))}</span>' if is_first else ""
    place = f"left:{x0:.3f}%;top:{y0:.3f}%;width:{x1 - x0:.3f}%;height:{y1 - y0:.3f}%"
    return f'<span class="ap-mark" style="{place}">{words}</span>'


def _texts(passages: Sequence[Passage], at: int, quote: str, language: str) -> str:
    parts = []
    for number in range(max(0, at - _AROUND), min(len(passages), at + _AROUND + 1)):
        text = passages[number].text
        start = text.find(quote) if number == at else -1
        if start < 0:
            look = "ap-passage" if number == at else "ap-passage ap-beside"
            parts.append(f'<p class="{look}">{escape(text)}</p>')
            continue
        end = start + len(quote)
        name = f'<span class="ap-mark-name">{escape(t("marked", language))}</span>'
        parts.append(
            f'<p class="ap-passage">{escape(text[:start])}<mark class="ap-marked">{name}'
            f"{escape(text[start:end])}</mark>{escape(text[end:])}</p>"
        )
    return "".join(parts)


def _table(passages: Sequence[Passage], at: int, language: str) -> str:
    """Return the rows around one under the names of their columns."""
    headers = [cell.header for cell in passages[at].cells]
    first = last = at
    while first > max(0, at - _ROWS_AROUND) and _headers(passages[first - 1]) == headers:
        first -= 1
    while (
        last < min(len(passages) - 1, at + _ROWS_AROUND) and _headers(passages[last + 1]) == headers
    ):
        last += 1
    head = "".join(f"<th>{escape(name)}</th>" for name in headers) if any(headers) else ""
    rows = []
    for number in range(first, last + 1):
        cells = "".join(f"<td>{escape(cell.text)}</td>" for cell in passages[number].cells)
        look, name = "", "<td></td>"
        if number == at:
            look = ' class="ap-marked"'
            name = f'<td><span class="ap-mark-name">{escape(t("marked", language))}</span></td>'
        rows.append(f"<tr{look}>{name}{cells}</tr>")
    head = f"<thead><tr><td></td>{head}</tr></thead>" if head else ""
    return f'<table class="ap-table ap-rows">{head}<tbody>{"".join(rows)}</tbody></table>'


def _headers(passage: Passage) -> list[str]:
    return [cell.header for cell in passage.cells]
