"""Looking through evidence and deciding, without a browser."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from corpus.encoder import HashEncoder
from corpus.record.event import person_mark
from tests.corpus.sample_files import text_pdf
from ui.services import Services
from ui.settings import load_settings
from ui.views.evidence.review import Review, ReviewDesk
from ui.views.evidence.view import EvidenceHandlers
from ui.views.files.view import FilesHandlers
from ui.views.page.acts import Act
from ui.views.page.place import Place

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
    handlers, place = EvidenceHandlers(services), Place("evidence", case_id)
    review, message, *_ = handlers.arrived(place, "me", "zh", Review())
    assert "ap-note" not in message
    after, here, chart, _, indicator, source, _ = handlers.act(
        review, Act("open", "C1.3.5"), place, "zh"
    )
    assert here.at == "C1.3.5"
    assert "C1.3.5" in indicator
    assert "ap-source" in source
    assert not isinstance(chart, str)
    *_, indicator, source, _ = handlers.act(after, Act("zoom", "larger"), here, "zh")
    assert not isinstance(indicator, str)
    assert "ap-source" in source
    _, _, chart, *_ = handlers.act(after, Act("reject", "0"), here, "zh")
    assert "ap-cell" in chart
    services.cases.take_document(case_id, tmp_path / "late.md")
    *_, timer = drawn = handlers.arrived(place, "me", "zh", after)
    assert "还有 1 个文件" in drawn[1]
    assert timer.active


def test_arriving_looks_again_only_where_something_changed(
    services: Services, case_id: str
) -> None:
    handlers, place = EvidenceHandlers(services), Place("evidence", case_id, "C1.3.5")
    review, _, _, _, indicator, _, _ = handlers.arrived(place, "me", "zh", Review())
    assert (review.indicator, "C1.3.5" in indicator) == ("C1.3.5", True)
    assert handlers.arrived(place, "me", "en", review)[0] is review
    passage = review.suggestion.passage
    services.cases.set_suggestion_decision(case_id, "C1.3.5", passage, "accepted")
    again = handlers.arrived(place, "me", "zh", review)[0]
    assert again.suggestion.decision == "accepted"
    other = services.cases.create_case("空", "tcrea-2023", "C")
    empty = handlers.arrived(Place("evidence", other), "me", "zh", review)
    assert (empty[0], "view=files" in empty[1]) == (Review(), True)
    assert "view=home" in handlers.arrived(Place("evidence"), "me", "zh", review)[1]


def test_what_is_read_meanwhile_is_drawn_by_itself(
    services: Services, case_id: str, tmp_path: Path
) -> None:
    handlers, place = EvidenceHandlers(services), Place("evidence", case_id, "C1.3.5")
    (tmp_path / "late.md").write_text(
        "住区周界安装电子围栏，并与安防监控中心联网。地下车库安装摄像机 20 台。", encoding="utf-8"
    )
    sha256 = services.cases.take_document(case_id, tmp_path / "late.md").sha256
    review = handlers.arrived(place, "me", "zh", Review())[0]
    again, message, chart, _, indicator, _, timer = handlers.waited(place, "me", "zh", review)
    assert again is review
    assert "还有 1 个文件" in message
    assert not isinstance(chart, str)
    assert timer.active
    services.cases.read_document(case_id, sha256)
    again, message, chart, _, indicator, source, timer = handlers.waited(place, "me", "zh", review)
    assert again is not review
    assert "ap-note" not in message
    assert "ap-cell" in chart
    assert not timer.active
    # A note that is being written stands in the indicator; nothing new is known of it.
    assert not isinstance(indicator, str)
    assert not isinstance(source, str)


def test_a_case_is_filled_and_removed_by_the_page(services: Services, tmp_path: Path) -> None:
    act = FilesHandlers(services)
    case_id = services.cases.create_case("乙 <b>", "scs-c1", None)
    place = Place("files", case_id)
    path = tmp_path / "说明.md"
    path.write_text(NOTES, encoding="utf-8")
    act.upload(place, [str(path)], "me", "zh")
    assert not path.exists()
    assert services.reading.wait(30)
    assert services.indexing.wait(30)
    documents, jobs, removal, timer = act.listed(place, "me", "zh")
    assert "说明.md" in documents
    assert "已读" in jobs
    assert "乙 &lt;b&gt;" in removal
    assert not timer.active
    assert act.listed(place, "you", "zh")[1] == ""
    assert act.act(Act("clear", ""), place, "me", "zh")[2] == ""
    assert "failed" not in act.act(Act("remove", "no such"), place, "me", "en")[1]
    sha256 = services.cases.documents(case_id)[0].sha256
    assert "还没有文件" in act.act(Act("remove", sha256), place, "me", "zh")[1]
    assert "填写" in act.settle(Act("rename", "", {"case_name": " "}), place, "me", "zh")[0]
    act.settle(Act("rename", "", {"case_name": "丙"}), place, "me", "zh")
    assert services.cases.case(case_id).name == "丙"
    whose = {one.what: one.who for one in services.cases.events(case_id)}
    assert {act for act, who in whose.items() if who == person_mark("me")} == {
        "document.added", "document.removed", "case.renamed",
    }  # fmt: skip
    message, go = act.settle(Act("remove_case", ""), place, "me", "zh")
    assert (case_id in message, "view=home" in go) == (True, True)
    assert services.cases.cases() == ()
    assert "请先新建" in act.listed(place, "me", "zh")[0]
    assert "请先新建" in act.upload(Place("files"), [], "me", "zh")[1]


def test_a_note_is_kept_with_the_indicator_and_in_the_matrix(
    services: Services, case_id: str
) -> None:
    handlers, place = EvidenceHandlers(services), Place("evidence", case_id, "C1.3.5")
    review = handlers.arrived(place, "me", "zh", Review())[0]
    note = Act("note", "", {"note": "=缺系统图 <b>"})
    *_, indicator, _, _ = handlers.act(review, note, place, "zh")
    assert "已保存 C1.3.5 的备注" in indicator
    assert "=缺系统图 &lt;b&gt;</textarea>" in indicator
    assert services.cases.notes(case_id) == {"C1.3.5": "=缺系统图 <b>"}
    assert services.cases.events(case_id)[-1].who == person_mark("me")
    file = handlers.act(review, Act("matrix", ""), place, "en")[-1]
    data = base64.b64decode(re.search(r'base64,([^"]+)"', file)[1])  # type: ignore[index]
    cells = [cell for row in load_workbook(io.BytesIO(data)).worksheets[0] for cell in row]
    (noted,) = [cell for cell in cells if "缺系统图" in str(cell.value)]
    assert noted.data_type == "s"
    handlers.act(review, Act("note", "", {"note": " "}), place, "zh")
    assert services.cases.notes(case_id) == {}


def test_the_indicators_beside_are_one_key_away(services: Services, case_id: str) -> None:
    handlers = EvidenceHandlers(services)
    first = handlers.arrived(Place("evidence", case_id), "me", "zh", Review())[0]
    name = first.found[0].indicator
    shown = handlers.arrived(Place("evidence", case_id, name), "me", "zh", first)[4]
    assert 'data-keys="j ArrowDown"' in shown
    assert 'data-keys="k ArrowUp"' not in shown
    assert f'data-at="{first.found[1].indicator}"' in shown
