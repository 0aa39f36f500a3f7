"""Looking through evidence and deciding, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.encoder import HashEncoder
from tests.corpus.sample_files import text_pdf
from ui.services import Services
from ui.settings import load_settings
from ui.views.acts import Act
from ui.views.case_tab import CaseHandlers, EvidenceHandlers
from ui.views.review import Review, ReviewDesk

FIRST = "电梯轿厢内安装半球摄像机，采集的图像能清晰显示人员的乘梯情况。"
NOTES = f"# 设计说明\n\n{FIRST}\n"


@pytest.fixture
def services(tmp_path: Path) -> Services:
    made = Services(load_settings({}, home=tmp_path / "home"))
    made.encoder = HashEncoder()  # type: ignore[misc]
    return made


@pytest.fixture
def case_id(services: Services, tmp_path: Path) -> str:
    case_id = services.cases.create_case("甲", "tcrea-2023", "C")
    (tmp_path / "说明.md").write_text(NOTES, encoding="utf-8")
    (tmp_path / "验收.pdf").write_bytes(
        text_pdf(
            ["第一页没有引文，只有一些别的话。"], ["电梯轿厢内设置摄像机，图像清晰显示乘梯人员。"]
        )
    )
    for name in ("说明.md", "验收.pdf"):
        assert services.cases.add_document(case_id, tmp_path / name).status == "read"
    return case_id


def opened(services: Services, case_id: str) -> tuple[ReviewDesk, Review]:
    desk = ReviewDesk(services)
    return desk, desk.after(desk.found(case_id), Act("open", "C1.3.5"))


def test_an_indicator_opens_with_its_first_suggestion_beside(
    services: Services, case_id: str
) -> None:
    desk, review = opened(services, case_id)
    assert (review.indicator, review.shown) == ("C1.3.5", 0)
    assert "aria-current" in desk.map_html(review, "zh")
    assert "右侧正在显示" in desk.indicator_html(review, "zh")
    for number, one in enumerate(review.entry.suggestions if review.entry else ()):
        source = desk.source_html(desk.after(review, Act("show", str(number))), "en")
        assert ('<mark class="ap-marked">' in source) == (one.page is None)
        assert ('class="ap-mark"' in source) == (one.page == 2)
        assert one.file in source


def test_pages_are_turned_within_the_document_and_made_larger(
    services: Services, case_id: str
) -> None:
    desk, review = opened(services, case_id)
    suggestions = review.entry.suggestions if review.entry else ()
    number = next(n for n, one in enumerate(suggestions) if one.page)
    review = desk.after(review, Act("show", str(number)))
    assert desk.after(review, Act("page", "3")) == review
    assert desk.after(review, Act("page", "-1")) == review
    turned = desk.after(review, Act("page", "1"))
    assert "回到引文（第 2 页）" in desk.source_html(turned, "zh")
    larger = desk.after(turned, Act("zoom", "larger"))
    assert "ap-larger" in desk.source_html(larger, "zh")
    assert (larger.page, desk.after(larger, Act("zoom", "fit")).is_larger) == (1, False)
    assert desk.after(larger, Act("show", str(number))).page is None


def test_decisions_are_kept_and_taken_back_one_by_one(services: Services, case_id: str) -> None:
    desk, review = opened(services, case_id)
    assert review.suggestion is not None
    passage = review.suggestion.passage

    def kept() -> dict[str, str]:
        decisions = services.cases.suggestion_decisions(case_id)
        return {decision.passage_id: decision.decision for decision in decisions}

    accepted = desk.after(review, Act("accept", "0"))
    assert kept() == {passage: "accepted"}
    assert "已采纳" in desk.indicator_html(accepted, "zh")
    assert accepted.suggestion is not None
    assert accepted.suggestion.passage == passage
    rejected = desk.after(accepted, Act("reject", str(accepted.shown)))
    assert kept() == {passage: "rejected"}
    again = desk.after(rejected, Act("undo", ""))
    assert kept() == {passage: "accepted"}
    elsewhere = desk.after(again, Act("open", "C1.1.1"))
    back = desk.after(elsewhere, Act("undo", ""))
    assert (kept(), back.indicator, back.done) == ({}, "C1.3.5", ())
    assert "Undone: C1.3.5." in desk.indicator_html(back, "en")
    assert desk.after(back, Act("undo", "")).found == back.found
    toggled = desk.after(desk.after(back, Act("accept", "0")), Act("accept", "0"))
    assert kept() == {}
    assert len(toggled.done) == 2


def test_acts_that_make_no_sense_change_nothing(services: Services, case_id: str) -> None:
    desk, review = opened(services, case_id)
    for act in (Act("show", "99"), Act("accept", "x"), Act("open", "Z9"), Act("explode", "")):
        assert desk.after(review, act) == review
    assert desk.after(Review(), Act("open", "C1.3.5")) == Review()
    assert desk.map_html(Review(), "zh").startswith('<p class="ap-note">')
    assert desk.source_html(Review(), "zh") == desk.indicator_html(Review(), "zh") == ""


def test_a_document_that_went_is_told(services: Services, case_id: str) -> None:
    desk, review = opened(services, case_id)
    for document in services.cases.documents(case_id):
        services.remove_document(case_id, document.sha256)
    assert "look for evidence again" in desk.source_html(review, "en")


def test_the_page_gets_only_what_changed(services: Services, case_id: str, tmp_path: Path) -> None:
    (tmp_path / "late.md").write_text("一。", encoding="utf-8")
    handlers = EvidenceHandlers(services)
    review, *_, message, tabs = handlers.find(case_id, "zh")
    assert (message, tabs.selected) == ("", "evidence")
    after, chart, table, indicator, source = handlers.act(review, Act("open", "C1.3.5"), "zh")
    assert "C1.3.5" in indicator
    assert "ap-source" in source
    assert not isinstance(chart, str)
    assert not isinstance(table, list)
    *_, indicator, source = handlers.act(after, Act("zoom", "larger"), "zh")
    assert not isinstance(indicator, str)
    assert "ap-source" in source
    _, chart, *_ = handlers.act(after, Act("reject", "0"), "zh")
    assert "ap-cell" in chart
    services.cases.take_document(case_id, tmp_path / "late.md")
    assert "还有 1 个文件" in handlers.find(case_id, "zh")[-2]
    assert "请先新建" in handlers.find(None, "zh")[-2]
    assert "c-000000" in handlers.find("c-000000", "en")[-2]


def test_a_case_is_created_filled_and_removed_by_the_page(
    services: Services, tmp_path: Path
) -> None:
    act = CaseHandlers(services)
    assert "填写" in act.create("  ", "tcrea-2023", "C", "zh")[1]
    chosen, *_ = act.create("乙 <b>", "scs-c1", "A", "zh")
    case_id = chosen["value"]
    assert services.cases.case(case_id).level is None
    who, dropdown = act.loaded("", case_id)
    assert (len(who) > 15, dropdown["value"]) == (True, case_id)
    assert act.loaded("me", "c-000000")[0] == "me"
    path = tmp_path / "说明.md"
    path.write_text(NOTES, encoding="utf-8")
    act.upload(case_id, [str(path)], "me", "zh")
    assert not path.exists()
    assert services.reading.wait(30)
    assert services.indexing.wait(30)
    documents, jobs, removal, timer = act.listed(case_id, "me", "zh")
    assert "说明.md" in documents
    assert "已读" in jobs
    assert "乙 &lt;b&gt;" in removal
    assert not timer.active
    assert act.listed(case_id, "you", "zh")[1] == ""
    assert act.act(Act("clear", ""), case_id, "me", "zh")[2] == ""
    assert "failed" not in act.act(Act("remove", "no such"), case_id, "me", "en")[1]
    sha256 = services.cases.documents(case_id)[0].sha256
    assert "还没有文件" in act.act(Act("remove", sha256), case_id, "me", "zh")[1]
    assert case_id in act.remove_case(case_id, "zh")[1]
    assert services.cases.cases() == ()
    assert act.listed(case_id, "me", "zh")[:3] == ["", "", ""]
    assert "请先新建" in act.upload(None, [], "me", "zh")[1]
