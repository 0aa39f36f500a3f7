"""What one person has before them in the score view, and how they move through it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ui.views.score.form import RowAround
from ui.views.score.rows import listed
from ui.views.score.said import Said
from ui.views.score.sheet import OpenSheet


@dataclass(frozen=True, slots=True)
class ScorePage:
    """
    What one person has before them.

    sheet: None before the page was at a case. at: the current row. kept: the list's filter. rows:
    those listed; they stay until the filter is chosen again. is_whole: the whole derivation is
    shown. lately: the elements of the list that the last acts changed. asks_name: the person is
    asked for a name before their own sheet begins. between: the
    comparison shown. suspect: how many judgements of the case were to be confirmed when it was last
    asked. language: in which the page was drawn last.
    """

    sheet: OpenSheet | None = None
    at: str = ""
    kept: str = "all"
    rows: tuple[str, ...] = ()
    is_whole: bool = False
    lately: tuple[frozenset[str], ...] = ()
    asks_name: bool = False
    between: str = ""
    suspect: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What an act leads to: the page after it, what to say, and what is wrong with a row."""

    page: ScorePage
    said: Said = field(default_factory=Said)
    around: RowAround = field(default_factory=RowAround)


def sheet_of(page: ScorePage) -> OpenSheet:
    """Return the open sheet; ValueError before one is open."""
    if page.sheet is None:
        message = "an act before any sheet is open"
        raise ValueError(message)
    return page.sheet


def list_of(page: ScorePage) -> tuple[object, ...]:
    """Return what the list as a whole depends on; lines that change are sent one by one."""
    sheet = page.sheet
    whose = (sheet.case.id, sheet.owner, sheet.stage) if sheet else ()
    return (*whose, page.kept, page.rows, page.language)


def relisted(page: ScorePage, rows: tuple[str, ...] | None = None) -> ScorePage:
    """Return the page with the rows its filter keeps now, or with those given."""
    sheet = sheet_of(page)
    fresh = listed(sheet, page.kept) if rows is None else rows
    known = {str(row.id) for row in sheet.rows}
    return replace(page, rows=tuple(row for row in fresh if row in known))


def row_at(sheet: OpenSheet, wanted: str) -> str:
    """Return the row wanted, else the first open one, else the first."""
    known = [str(row.id) for row in sheet.rows]
    return wanted if wanted in known else (*sheet.open_rows, *known)[0]


def beside(page: ScorePage, by: int) -> str:
    """Return the row so many lines further down the list; the ends hold."""
    rows = page.rows or (page.at,)
    if page.at not in rows:
        return rows[0]
    return rows[min(max(rows.index(page.at) + by, 0), len(rows) - 1)]


def next_open(page: ScorePage) -> str:
    """Return the next row that nobody has judged, first of those listed; else the row itself."""
    sheet = sheet_of(page)
    known = [str(row.id) for row in sheet.rows]
    for rows in (page.rows, tuple(known)):
        start = rows.index(page.at) + 1 if page.at in rows else 0
        is_open = set(sheet.open_rows)
        found = next((row for row in (*rows[start:], *rows[:start]) if row in is_open), None)
        if found and found != page.at:
            return found
    return page.at
