"""The home, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.local_form import local_day
from ui.services import Services
from ui.settings import load_settings
from ui.views.home.view import HomeHandlers
from ui.views.page.acts import Act
from ui.views.page.place import Place

EVIL = '<img src=x onerror="alert(1)">'


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return Services(load_settings({}, home=tmp_path))


def created(services: Services, **fields: str) -> list[object]:
    return HomeHandlers(services).act(Act("create", "", fields), "me", "zh")


def test_a_case_is_created_and_leads_to_what_applies(services: Services) -> None:
    _, go = created(services, name=" 江畔 ", rule_set="tcrea-2023", level="C")
    (case,) = services.cases.cases()
    assert (case.name, case.level) == ("江畔", "C")
    assert f"view=applies&amp;case={case.id}" in str(go)
    created(services, name=EVIL, rule_set="scs-c1", level="B")
    assert services.cases.cases()[1].level is None
    (page,) = HomeHandlers(services).arrived(Place(), "me", "en")
    assert "<img" not in page
    assert page.index("&lt;img") < page.index("江畔")


@pytest.mark.parametrize(
    "fields",
    [{"name": " "}, {"rule_set": "x"}, {"level": "Z"}],
)
def test_a_wrong_form_creates_nothing_and_keeps_what_was_typed(
    services: Services, fields: dict[str, str]
) -> None:
    given = {"name": "甲", "rule_set": "tcrea-2023", "level": "A", **fields}
    page, _ = created(services, **given)
    assert services.cases.cases() == ()
    assert 'role="alert"' in str(page)
    assert f'value="{given["name"]}"' in str(page)


def test_a_home_without_cases_says_how_to_begin(services: Services) -> None:
    (page,) = HomeHandlers(services).arrived(Place(), "me", "zh")
    assert "还没有案卷" in page


def test_days_are_written_as_the_language_does() -> None:
    assert local_day("2026-01-02T03:04:05+00:00", "zh") == "2026 年 1 月 2 日"
    assert local_day("2026-01-02T03:04:05+00:00", "en") == "2 Jan 2026"
