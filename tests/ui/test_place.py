"""The address of the page, and the top that says it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cases.case import Case
from ui.views.page.place import VIEWS, Place, address_of, place_link, place_of
from ui.views.page.top import page_title, top_html

EVIL = '"><img src=x onerror="alert(1)">'
CASE = Case("c-abcdef", f"江畔 {EVIL}", "tcrea-2023", "B", "2026-01-02T03:04:05+00:00")


@given(
    st.sampled_from(VIEWS), st.sampled_from(["", "c-abcdef", "c-23456789ab"]),
    st.text(max_size=80).map(str.strip), st.integers(0, 99),
)  # fmt: skip
def test_an_address_leads_back_to_its_place(view: str, case: str, at: str, tour: int) -> None:
    place = Place(view, case, at, tour)  # type: ignore[arg-type]
    assert place_of(address_of(place)) == place


@pytest.mark.parametrize(
    "address",
    ["", "?", "?view=nowhere", "?view=home&case=../../etc", "?tour=²", "?tour=-1", "?tour=9999"],
)
def test_what_an_address_says_wrongly_is_left_out(address: str) -> None:
    assert place_of(address) == Place()


@given(st.text(max_size=300))
def test_any_text_is_an_address_of_some_place(address: str) -> None:
    place = place_of(address)
    assert place.view in VIEWS
    assert len(place.at) <= 80


def test_a_link_is_escaped_and_moves_without_loading() -> None:
    link = place_link(Place("clause", at='A"1'), EVIL, aria_current="page")
    assert "<img" not in link
    assert "data-place" in link
    assert 'aria-current="page"' in link
    assert "at=A%221" in link


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_top_tells_where_the_page_is(language: str) -> None:
    place = Place("evidence", CASE.id, "B1.2.1")
    page = top_html(place, [CASE], language, EVIL)
    assert "<img" not in page
    assert page.count('aria-current="page"') == 1
    assert "view=results&amp;case=c-abcdef" in page
    assert "B1.2.1 · " in page_title(place, CASE, language)
    without = top_html(Place("clause", at="A1.4.3"), [], language)
    assert "view=score" not in without
    assert "ap-menu" not in without
