"""The page of what applies, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from scoring.profile_file import profile_of_words
from ui.cli.applies import profile_report
from ui.views.profile_tab import asked_facts, shown, state_choices, workbook_of
from ui.views.profile_view import profile_html


def answers(**given: str) -> tuple[str, ...]:
    return tuple(given.get(fact.id, "unknown") for fact in asked_facts())


def test_the_page_asks_only_what_follows_from_nothing_else() -> None:
    ids = [fact.id for fact in asked_facts()]
    assert "has_charging" not in ids
    assert {"has_lift", "has_car_charging", "has_ebike_charging"} <= set(ids)
    assert [state for _, state in state_choices("en")] == ["yes", "no", "unknown"]


def test_answers_show_sums_gaps_questions_and_every_row() -> None:
    states = answers(has_lift="no")
    result, rows, _ = shown("tcrea-2023", "C", "pre", "", "zh", *states)
    assert "缺少：电梯" in result
    assert "住区内有机动车停放" in result
    assert "C2.1.1" not in result
    assert rows.count("<tr") == 1 + 51
    english, _, _ = shown("tcrea-2023", "C", "pre", None, "en", *states)
    assert "lacks: lift" in english


def test_a_form_that_contradicts_itself_shows_its_faults() -> None:
    states = answers(has_high_rise="yes")
    result, rows, _ = shown("tcrea-2023", "A", "unknown", "18", "zh", *states)
    assert "ap-fault" in result
    assert "has_high_rise" in result
    assert rows == ""
    assert workbook_of("tcrea-2023", "A", "unknown", "18", "zh", *states)["value"] is None


def test_table_c1_is_shown_without_a_level() -> None:
    result, rows, _ = shown("scs-c1", "B", "unknown", "", "en", *answers(has_small_places="no"))
    assert "SE72.3" in result
    assert "SE11.1" in rows


def test_the_workbook_of_the_page_is_offered_for_download() -> None:
    update: Any = workbook_of("tcrea-2023", "B", "formal", "", "zh", *answers())
    assert update["visible"]
    assert load_workbook(Path(update["value"])).sheetnames[0] == "适用行"


def test_what_a_user_typed_is_shown_as_text() -> None:
    words = {"level": "C", "other": ["<img src=x onerror=alert(1)>"]}
    page = profile_html(profile_report(profile_of_words(words), "zh"))
    assert "<img" not in page
    assert "&lt;img" in page
