"""The tour and the sample on the home, without a browser."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from corpus.cases.case import Case
from scoring import load_rule_set
from ui.sample import load_sample
from ui.services import Services
from ui.settings import load_settings
from ui.views.home.tour import STEPS, step_place, tour_html
from ui.views.home.view import HomeHandlers, home_html
from ui.views.page.acts import Act
from ui.views.page.place import CASE_VIEWS, VIEWS, Place, address_of
from ui.wording import TEXT

EVIL = '"><img src=x onerror="alert(1)">'
DAY = "2026-01-02T03:04:05+00:00"
SAMPLE = Case("c-abcdef", f"示例 {EVIL}", "tcrea-2023", "C", DAY, is_sample=True)
OWN = Case("c-bcdefg", "江畔", "tcrea-2023", "C", DAY)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    services = Services(load_settings({}, home=tmp_path))
    services.__dict__["indexing"] = _NoVectors()
    return services


class _NoVectors:
    def want(self, case_id: str) -> None: ...


def test_the_tour_has_eight_steps_through_the_views_in_the_order_of_work() -> None:
    views = list(dict.fromkeys(step.view for step in STEPS))
    assert len(STEPS) == 8
    own = [view for view in CASE_VIEWS if view != "procedure"]  # a sample is not evaluated
    assert views == ["home", *own, "ask"]
    assert set(views) <= set(VIEWS)
    rows = {str(row.id) for row in load_rule_set("tcrea-2023").rows_of(load_sample().level)}
    assert {step.at for step in STEPS if step.at} <= rows


def test_every_step_has_its_words() -> None:
    numbered = {key for key in TEXT if key.removeprefix("tour_").isdigit()}
    assert numbered == {f"tour_{number}" for number in range(1, len(STEPS) + 1)}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("number", range(1, len(STEPS) + 1))
def test_a_step_leads_on_back_and_out(number: int, language: str) -> None:
    place = step_place(SAMPLE.id, number)
    bar = unescape(tour_html(place, SAMPLE, language))
    assert f"{number}/8" in bar
    assert (f"tour={number - 1}" in bar) == (number > 1)
    assert (f"tour={number + 1}" in bar) == (number < 8)
    leave = f'href="?view={"home" if number == 8 else place.view}&case={SAMPLE.id}'
    assert any("tour=" not in part.partition('"')[2] for part in bar.split("<a ") if leave in part)
    assert f'data-part="{STEPS[number - 1].part}"' in bar
    assert EVIL not in bar


def test_who_goes_astray_is_led_back_to_the_step() -> None:
    astray = step_place(SAMPLE.id, 2).to("clause", "A1.1.1")
    bar = unescape(tour_html(astray, SAMPLE, "en"))
    assert f'href="{address_of(step_place(SAMPLE.id, 2))}"' in bar
    assert 'data-part=""' in bar


@pytest.mark.parametrize(
    ("place", "case"),
    [
        (Place("home", SAMPLE.id), SAMPLE), (Place("home", SAMPLE.id, tour=9), SAMPLE),
        (Place("home", OWN.id, tour=1), OWN), (Place("home", tour=1), None),
    ],
)  # fmt: skip
def test_there_is_no_bar_outside_the_tour(place: Place, case: Case | None) -> None:
    assert tour_html(place, case, "zh") == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_home_offers_the_sample_until_there_is_one(language: str) -> None:
    empty, own, sample = (home_html(cases, language) for cases in ([], [OWN], [OWN, SAMPLE]))
    for page in (empty, own):
        assert 'id="open-sample"' in page
        assert 'id="remove-sample"' not in page
    assert 'id="open-sample"' not in sample
    assert sample.count("ap-badge") == 1
    assert f'data-act="remove_sample" data-of="{SAMPLE.id}"' in sample
    assert "data-confirm" not in sample
    assert EVIL not in sample
    for page in (empty, own, sample):
        assert page.count('id="start-tour"') == 1


def test_the_sample_opens_at_its_documents_and_the_tour_at_its_first_step(
    services: Services,
) -> None:
    home = HomeHandlers(services)
    _, go = home.act(Act("sample", ""), "me", "zh")
    (case,) = services.cases.cases_of("me")
    assert f"?view=files&case={case.id}" in unescape(str(go))
    _, go = home.act(Act("tour", ""), "me", "zh")
    assert address_of(step_place(case.id, 1)) in unescape(str(go))
    assert len(services.cases.cases()) == 1
    assert services.reading.wait(120)


def test_all_of_a_sample_goes_at_once_and_nothing_else(services: Services) -> None:
    home = HomeHandlers(services)
    own = services.cases.create_case("江畔", "tcrea-2023", "C")
    services.cases.join_case(own, "me")
    home.act(Act("sample", ""), "me", "zh")
    assert services.reading.wait(120)
    sample = next(case.id for case in services.cases.cases() if case.is_sample)
    for case_id, person in ((own, "me"), (sample, "other"), ("c-none", "me"), ("", "me")):
        home.act(Act("remove_sample", case_id), person, "zh")
    assert len(services.cases.cases()) == 2
    page, go = home.act(Act("remove_sample", sample), "me", "zh")
    assert [case.id for case in services.cases.cases()] == [own]
    assert 'id="open-sample"' in str(page)
    assert "?view=home" in str(go)
    kept = [path for path in (services.settings.home / "files").rglob("*") if path.is_file()]
    assert kept == []
    assert services.reading.of("me", sample) == ()


def test_a_sample_is_removed_while_it_is_read(services: Services) -> None:
    home = HomeHandlers(services)
    home.act(Act("sample", ""), "me", "zh")
    (case,) = services.cases.cases()
    home.act(Act("remove_sample", case.id), "me", "zh")
    assert services.reading.wait(120)
    assert services.cases.cases() == ()
