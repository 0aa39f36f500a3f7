"""What the pages show, without a browser."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from assistant.evidence.indicator import IndicatorEvidence
from assistant.evidence.suggestion import Suggestion
from assistant.wording import points_said
from corpus import load_standard
from ui.settings import SettingsError, load_settings
from ui.views.clause.words import open_clause
from ui.views.evidence.indicator import Look, indicator_html, list_html
from ui.views.page.place import Place
from ui.wording import TEXT, t

EVIL = '<img src=x onerror="alert(1)">'


def test_every_string_has_both_languages_and_the_same_values() -> None:
    for key, texts in TEXT.items():
        assert set(texts) == {"zh", "en"}, key
        names = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in texts.values()
        ]
        assert names[0] == {name.split("!")[0] for name in names[1]}, key
        assert all(text.strip() for text in texts.values())


def test_a_clause_opens_by_canonical_and_printed_id_in_both_languages() -> None:
    page = open_clause("a1.4.3", "zh")
    assert page.count("<article") == 2
    assert "草案印作 A1.4.3" in page
    assert "Known defects" in open_clause("A2.3.4", "en")
    assert "pass_mark = gt" in open_clause("9.1", "zh")
    assert "列举项" in open_clause("SE42.2", "zh")
    assert "B5.1" in open_clause("B5.1.3", "zh")
    assert "草案遗失" in open_clause("A5.3.1", "zh")


def test_a_clause_links_to_what_is_above_and_below_it_in_the_same_view() -> None:
    here = Place("ask", "c-abcdef")
    page = open_clause("SE43", "zh", here)
    assert 'href="?view=ask&amp;case=c-abcdef&amp;at=SE43.1"' in page
    assert 'at=CPS"' in page
    assert "社区公共安全" in page
    assert "<blockquote>SE43</blockquote>" not in page, "the id alone is no text"
    assert 'at=B1.2"' in open_clause("B1.2.1", "en", here)
    assert "href" not in open_clause("SE43", "zh")


def test_unknown_ids_are_told_with_near_ones_and_escaped() -> None:
    assert "A1.2" in open_clause("A1.2.9", "zh")
    assert "<img" not in open_clause(EVIL, "zh")
    assert "ap-note" in open_clause("", "en")


def test_text_of_documents_is_shown_as_text() -> None:
    suggestion = Suggestion(EVIL, 1, EVIL, EVIL, None, "supports", 0.9, (), "p", (EVIL,))
    entry = IndicatorEvidence("A1.2.1", "supported", {}, (suggestion,))
    standard = load_standard("tcrea-2023")
    page = indicator_html(entry, standard, None, "zh", Look(message=EVIL, note=EVIL))
    assert "<img" not in page
    assert "&lt;img" in page
    listed = list_html([entry], standard, Place("evidence", "c-abcdef"), "en")
    assert "at=A1.2.1" in listed
    assert "supported" in listed
    nothing = IndicatorEvidence("A1.2.1", "none", {}, ())
    assert "没有找到" in indicator_html(nothing, standard, None, "zh")


def test_settings_come_from_defaults_environment_and_flags(tmp_path: Path) -> None:
    settings = load_settings(
        {"ANPING_HOME": str(tmp_path), "ANPING_LLM_MODEL": "x", "OTHER": "1"}, port=81, host=None
    )
    assert settings.home == tmp_path
    assert settings.port == 81
    for name, value in (("ANPING_PORT", "x"), ("ANPING_LANGUAGE", "de"), ("ANPING_HOMER", "x")):
        with pytest.raises(SettingsError):
            load_settings({name: value})


def test_strings_take_values_in_both_languages() -> None:
    assert t("level_named", "en", level="B") == "Level B"
    assert t("level_named", "zh", level="B") == "B 级"
    assert [points_said(one, "en") for one in ("1", "1.5")] == ["1 point", "1.5 points"]
    assert points_said("1.5", "zh") == "1.5 分"
