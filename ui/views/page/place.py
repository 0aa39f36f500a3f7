"""Where the page is: a view of a case at an indicator or a clause, as the address says it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from typing import Literal, get_args
from urllib.parse import parse_qs, urlencode

View = Literal[
    "home",
    "ask",
    "practice",
    "applies",
    "files",
    "evidence",
    "score",
    "results",
    "procedure",
    "clause",
]
VIEWS: tuple[View, ...] = get_args(View)
CASE_VIEWS: tuple[View, ...] = (
    "applies", "files", "evidence", "score", "results", "procedure",
)  # fmt: skip
"""The views that show a case; the others may have one chosen and do not need it."""
_CASE = re.compile(r"c-[a-z0-9]{4,20}")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Place:
    """
    A place of the workbench.

    case: the id of the current case or "". at: an indicator or a clause, as typed by whoever made
    the link, so it may be anything. tour: the step of the tour that is shown, 0 for none.
    """

    view: View = "home"
    case: str = ""
    at: str = ""
    tour: int = 0

    def to(self, view: View, at: str = "") -> Place:
        """Return another view of the same case; the tour goes on."""
        return replace(self, view=view, at=at)


def place_of(address: str) -> Place:
    """Return the place of a query string; what is not understood is left out."""
    given = {key: values[-1] for key, values in parse_qs(address.lstrip("?")).items()}
    view: View = next((name for name in VIEWS if name == given.get("view")), "home")
    case = given.get("case", "")
    tour = given.get("tour", "")
    return Place(
        view,
        case if _CASE.fullmatch(case) else "",
        given.get("at", "")[:_LONGEST],
        int(tour) if tour.isascii() and tour.isdigit() and len(tour) < 3 else 0,
    )


def address_of(place: Place) -> str:
    """Return the query string of a place, "?view=…"; what is empty is left out."""
    parts = [("view", place.view), ("case", place.case), ("at", place.at)]
    if place.tour:
        parts.append(("tour", str(place.tour)))
    return "?" + urlencode([(key, value) for key, value in parts if value])


def place_link(place: Place, words: str, *, look: str = "", **more: str) -> str:
    """
    Return a link to a place, escaped; it moves the page without loading it again.

    look: CSS classes. more: further attributes; `_` in their names stands for `-`.
    """
    attributes = {"href": address_of(place), "data-place": "", "class": look}
    attributes |= {name.replace("_", "-"): value for name, value in more.items()}
    written = " ".join(
        f'{name}="{escape(value)}"'
        for name, value in attributes.items()
        if value or name != "class"
    )
    return f"<a {written}>{escape(words)}</a>"
