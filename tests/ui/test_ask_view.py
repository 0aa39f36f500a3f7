"""The conversation and the clause beside it, without a browser."""

from __future__ import annotations

import base64
import os
import re

import pytest

from corpus.encoder import Encoder
from ui.services import Services
from ui.settings import load_settings
from ui.views.ask.view import AskHandlers
from ui.views.clause.page import clause_page
from ui.views.clause.panel import clause_panel
from ui.views.page.acts import Act
from ui.views.page.place import Place

ASK = Place("ask")
EVIL = '"><img src=x onerror="alert(1)">'


@pytest.fixture
def page(real_encoder: Encoder) -> AskHandlers:
    services = Services(load_settings(os.environ))
    services.encoder = real_encoder
    return AskHandlers(services)


def acted(page: AskHandlers, name: str, of: str = "", **fields: str) -> list[str]:
    *_, last = page.act(Act(name, of, fields), ASK, "me", "zh", "s")
    return last


def test_numbers_of_citations_are_links_to_their_clauses(page: AskHandlers) -> None:
    thread, asker, clause, _ = acted(page, "ask", question="重点位置的录像要保存多久？")
    links = re.findall(r'class="ap-cite"[^>]*>\[(\d+)\]', thread)
    assert links[0] == "1"
    assert "保存期限" in clause
    assert 'data-draft="question-1"' in asker
    assert "文件" not in thread  # no case, no passages


def test_a_question_is_taken_back_into_the_form_and_all_forgotten(page: AskHandlers) -> None:
    acted(page, "ask", question="专家组要几个人？")
    acted(page, "try", "A1.4.3")
    thread, asker, *_ = acted(page, "undo")
    assert "A1.4.3</textarea>" in asker
    assert thread.count("ap-question") == 1
    *_, file = acted(page, "export")
    text = base64.b64decode(re.search(r'base64,([^"]+)"', file)[1]).decode()  # type: ignore[index]
    assert "专家组要几个人" in text
    assert "ap-question" not in acted(page, "clear")[0]
    assert 'data-act="try"' in acted(page, "undo")[0]


def test_a_conversation_is_as_it_was_left(page: AskHandlers) -> None:
    acted(page, "ask", question="充电区 A级和C级有什么区别？")
    thread, _, clause, _ = page.arrived(ASK, "me", "en")
    assert "<table" in thread
    assert "A3.4.1" in clause
    assert "B1.2.1" in page.arrived(ASK.to("ask", "B1.2.1"), "me", "zh")[2]
    assert "ap-question" not in page.arrived(ASK, "someone else", "zh")[0]


def test_a_clause_stands_with_its_levels_norms_and_what_to_show() -> None:
    panel = clause_panel("A1.2.1", Place("clause"), "zh")
    for words in ("同一要求在各等级", "at=B1.2.1", "at=C1.2.1", "要体现的内容", "打印"):
        assert words in panel
    assert "引用的标准规范" in clause_panel("C1.1.1", ASK, "zh")
    assert "Norms behind it" in clause_panel("C1.1.1", ASK, "en")
    assert "view=clause" in clause_panel("A2.3.4", ASK, "en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_name_may_be_asked_for(language: str) -> None:
    for name in ("", EVIL, "9.1", "SE43", "A1.4.3", "GB 55029", "A5.3.1"):
        assert "<img" not in clause_page(Place("clause", at=name), "me", language)[0]
