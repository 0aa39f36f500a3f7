"""Which engine keeps vectors, by the settings; what the page and the answer say when it is down."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.vectors.errors import VectorsDownError
from tests.assistant.test_case_search import DOWN, TEXT
from ui.fault_words import fault_words
from ui.services import Services
from ui.settings import SettingsError, load_settings
from ui.views.ask.view import AskHandlers
from ui.views.page.place import Place


def test_the_engine_is_chosen_by_its_address(tmp_path: Path) -> None:
    on_disk = Services(load_settings({}, home=tmp_path))
    assert on_disk.passages.vectors.shown == f"chroma:{tmp_path / 'vectors'}"
    settings = load_settings({"ANPING_VECTORS_URL": DOWN, "ANPING_VECTORS_TOKEN": "s3cret"})
    assert Services(settings).passages.vectors.shown == DOWN
    assert "s3cret" not in repr(settings)


def test_an_address_that_is_none_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(SettingsError, match=r"vectors_url cannot be .*chroma\+http://HOST:PORT"):
        load_settings({"ANPING_VECTORS_URL": "qdrant://host"})


@pytest.mark.encoder
def test_the_page_says_that_meaning_was_not_searched(tmp_path: Path) -> None:
    services = Services(load_settings({"ANPING_VECTORS_URL": DOWN}, home=tmp_path / "home"))
    case_id = services.cases.create_case("甲", "tcrea-2023", "C")
    services.cases.join_case(case_id, "me", "本人")
    (tmp_path / "说明.md").write_text(TEXT, encoding="utf-8")
    services.cases.add_document(case_id, tmp_path / "说明.md")
    place = Place("ask", case_id)
    *_, page = AskHandlers(services).ask("电梯里有摄像机吗？", place, "me", "zh", "session")
    assert "半球摄像机 12 台" in page[0]
    assert "只按词语检索，没有按语义检索" in page[0]


def test_a_case_stays_where_its_vectors_cannot_be_removed(tmp_path: Path) -> None:
    services = Services(load_settings({"ANPING_VECTORS_URL": DOWN}, home=tmp_path / "home"))
    case_id = services.cases.create_case("甲", "tcrea-2023", "C")
    with pytest.raises(VectorsDownError) as told:
        services.remove_case(case_id)
    assert services.cases.case(case_id).id == case_id
    assert f"向量引擎 {DOWN} 没有响应" in fault_words(told.value, "zh")
