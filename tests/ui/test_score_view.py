"""The score view without a browser: judging, undo, whose sheet, blindness, readings, files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import SheetCoveredError
from scoring import load_rule_set
from ui.services import Services
from ui.settings import load_settings
from ui.views.page.acts import Act
from ui.views.page.place import Place
from ui.views.score.desk import SheetDesk
from ui.views.score.differences import comparisons
from ui.views.score.fields import choice_of, choices, fields_of, left_choice, words_of
from ui.views.score.page import ScorePage
from ui.views.score.rows import FILTERS, listed
from ui.views.score.view import ScoreHandlers

EVIL = '<img src=x onerror="alert(1)">'
# The blocks that the handlers return, in order.
PAGE, BAR, ROWS, ROW, SIDE, DIFFERENCES, SAID = range(7)


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return Services(load_settings({"ANPING_HOME": str(tmp_path / "home")}))


@pytest.fixture
def case_id(services: Services) -> str:
    return services.cases.create_case("甲小区", "tcrea-2023", "C")


class Sitting:
    """One person at one browser."""

    def __init__(self, services: Services, case_id: str, person: str, language: str = "zh") -> None:
        self.handlers = ScoreHandlers(services)
        self.person, self.language = person, language
        self.place = Place("score", case_id)
        self.blocks: list[Any] = []
        self.page = ScorePage()
        self.arrive()

    def arrive(self, at: str = "") -> None:
        place = Place("score", self.place.case, at)
        self.take(self.handlers.arrived(place, self.person, self.language, self.page))
        self.place = place

    def act(self, name: str, of: str = "", /, **fields: str) -> str:
        blocks, self.place = self.handlers.act(
            Act(name, of, fields), self.place, self.person, self.language, self.page
        )
        self.take(blocks)
        return self.said

    def take(self, blocks: list[Any]) -> None:
        before = self.blocks
        self.page = blocks[PAGE]
        self.blocks = [
            new if isinstance(new, str) or not before else old
            for new, old in zip(blocks, before or blocks, strict=True)
        ]

    @property
    def said(self) -> str:
        return re.search(r'data-text="([^"]*)"', self.blocks[SAID])[1]  # type: ignore[index]

    @property
    def judged(self) -> Any:
        assert self.page.sheet is not None
        return self.page.sheet.judgements


@pytest.fixture
def sitting(services: Services, case_id: str) -> Sitting:
    return Sitting(services, case_id, "me")


# --- judging ---


def test_rows_are_judged_one_after_the_other_and_saved_at_once(
    sitting: Sitting, services: Services, case_id: str
) -> None:
    assert sitting.page.at == "C1.1.1"
    assert sitting.act("judge", "C1.1.1=met") == "C1.1.1：满足，已保存。"
    assert sitting.place.at == "C1.1.1"
    sitting.act("save", "C1.1.1")
    assert sitting.place.at == "C1.1.2"
    assert sitting.act("judge", "C1.1.2=not_met", reason="无门禁") == "C1.1.2：不满足，已保存。"
    saved = services.cases.load_sheet(case_id)
    assert saved is not None
    assert saved.content["judgements"] == {
        "C1.1.1": {"met": True},
        "C1.1.2": {"met": False, "reason": "无门禁"},
    }
    assert "不满足的基本要求" in sitting.blocks[SIDE]


def test_points_need_a_reason_and_what_was_typed_stays(sitting: Sitting) -> None:
    said = sitting.act("judge", "C1.2.1=points", number="2.5", reason="")
    assert said == "C1.2.1 未保存：请改正。"
    assert 'data-focus="reason-C1.2.1"' in sitting.blocks[SAID]
    assert 'value="2.5"' in sitting.blocks[ROW]
    assert 'role="alert"' in sitting.blocks[ROW]
    assert sitting.judged == {}
    sitting.act("judge", "C1.2.1=points", number="9", reason="x")
    assert "超出范围" in sitting.blocks[ROW]
    assert 'data-focus="number-C1.2.1"' in sitting.blocks[SAID]
    sitting.act("judge", "C1.2.1=points", number="2.5", reason="北侧无联动")
    assert sitting.judged["C1.2.1"] == {"points": "2.5", "reason": "北侧无联动"}
    assert "北侧无联动" in sitting.blocks[SIDE]


def test_what_was_typed_is_saved_when_the_row_is_left(sitting: Sitting) -> None:
    sitting.act("next", "C1.2.1", number="1.5", reason="部分覆盖")
    assert sitting.judged["C1.2.1"] == {"points": "1.5", "reason": "部分覆盖"}
    sitting.act("keep", "C1.2.2", number="", reason="先记一笔")
    assert sitting.judged["C1.2.2"] == {"not_assessed": True, "reason": "先记一笔"}
    assert sitting.page.sheet is not None
    assert sitting.page.sheet.assessment.awards["C1.2.2"].is_open  # type: ignore[index]
    sitting.act("previous", "C1.2.1", number="9", reason="部分覆盖")
    assert sitting.page.at == "C1.2.1", "a row that cannot be saved is not left"
    assert sitting.judged["C1.2.1"]["points"] == "1.5"


def test_moving_goes_through_the_list_and_to_the_next_open_row(sitting: Sitting) -> None:
    sitting.act("next", "C1.1.1")
    assert sitting.page.at == "C1.1.2"
    sitting.act("previous", "C1.1.2")
    sitting.act("previous", "C1.1.1")
    assert sitting.page.at == "C1.1.1"
    sitting.act("judge", "C1.1.2=met")
    sitting.act("go", "C1.1.1")
    sitting.act("next_open", "C1.1.1")
    assert sitting.page.at == "C1.1.3"
    sitting.act("go", EVIL)
    assert sitting.page.at in load_rule_set("tcrea-2023")


def test_only_lines_that_changed_are_sent(sitting: Sitting) -> None:
    blocks, _ = sitting.handlers.act(
        Act("judge", "C1.1.1=met", {}), sitting.place, "me", "zh", sitting.page
    )
    assert not isinstance(blocks[ROWS], str)
    sent = re.findall(r'data-line="([^"]+)"', blocks[SAID])
    assert sent == ["section-C", "group-C1", "line-C1.1.1"]
    assert len(blocks[SAID]) < 5000
    blocks, _ = sitting.handlers.act(
        Act("judge", "C1.2.1=met", {}), sitting.place, "me", "zh", blocks[PAGE]
    )
    again = re.findall(r'data-line="([^"]+)"', blocks[SAID])
    assert again == ["section-C", "group-C1", "line-C1.1.1", "line-C1.2.1"]


def test_the_list_narrows_and_keeps_rows_until_it_is_chosen_again(sitting: Sitting) -> None:
    sitting.act("filter", kept="open")
    number = len(sitting.page.rows)
    sitting.act("judge", f"{sitting.page.at}=met")
    assert len(sitting.page.rows) == number
    sitting.act("filter", kept="open")
    assert len(sitting.page.rows) == number - 1
    sitting.act("filter", kept="not_met")
    assert sitting.page.rows == ()
    assert "没有这样的行" in sitting.blocks[ROWS]
    sitting.act("filter", kept=EVIL)
    assert sitting.page.kept == "all"


def test_every_filter_keeps_rows_of_the_sheet(sitting: Sitting) -> None:
    sitting.act("judge", "C1.1.1=not_met", reason="x")
    sheet = sitting.page.sheet
    assert sheet is not None
    known = {str(row.id) for row in sheet.rows}
    assert all(set(listed(sheet, name)) <= known for name in FILTERS)
    assert listed(sheet, "not_met") == listed(sheet, "reason") == ("C1.1.1",)
    assert listed(sheet, "all") == listed(sheet, EVIL)


def test_undo_walks_back_also_after_a_reload(
    services: Services, case_id: str, sitting: Sitting
) -> None:
    assert sitting.act("undo") == "没有可撤销的操作。"
    sitting.act("judge", "C1.1.1=met")
    sitting.act("judge", "C1.1.2=met")
    sitting.act("gates")
    assert len(sitting.judged) == 12
    again = Sitting(services, case_id, "me")
    assert again.act("undo") == "已撤销 10 行的更改。"
    assert again.act("undo") == "已撤销：C1.1.2 未评价。"
    assert again.place.at == "C1.1.2"
    assert again.judged == {"C1.1.1": {"met": True}}
    again.act("undo")
    assert again.judged == {}
    assert again.act("undo") == "没有可撤销的操作。"


def test_two_people_on_the_own_sheet_keep_each_others_rows(
    services: Services, case_id: str
) -> None:
    one, two = Sitting(services, case_id, "one"), Sitting(services, case_id, "two")
    one.act("judge", "C1.1.1=met")
    two.act("judge", "C1.1.2=met")
    assert set(two.judged) == {"C1.1.1", "C1.1.2"}
    one.act("judge", "C1.1.3=not_met")
    said = two.act("judge", "C1.1.3=met", reason="看过")
    assert "刚被他人评为“不满足”" in said
    assert two.judged["C1.1.3"] == {"met": False}
    two.act("judge", "C1.1.3=met", reason="看过")
    assert two.judged["C1.1.3"] == {"met": True, "reason": "看过"}
    assert "刚被他人更改" in one.act("undo")
    assert one.judged["C1.1.3"]["met"] is True


# --- other kinds of rows ---


def test_table_c1_is_judged_by_counts_incidents_and_options(services: Services) -> None:
    case_id = services.cases.create_case("乙", "scs-c1")
    sitting = Sitting(services, case_id, "me", "en")
    assert sitting.page.at.startswith("SE1")
    sitting.act("judge", "SE11.2=count", number="4")
    sitting.act("judge", "SE21.2=incidents", number="2")
    sitting.act("judge", "SE52.4=options", options="2,1", others="跌倒\n")
    assert sitting.judged == {
        "SE11.2": {"count": "4"},
        "SE21.2": {"incidents": "2"},
        "SE52.4": {"options": ["1", "2"], "others": ["跌倒"]},
    }
    assert "x 5 points" in sitting.blocks[SIDE] or "option" in sitting.blocks[ROW]
    assert "SE52" in sitting.blocks[SIDE]
    assert "no pass mark" in sitting.blocks[SIDE]
    sitting.act("judge", "SE52.4=options", options="", others="")
    assert sitting.judged["SE52.4"] == {"options": []}
    sitting.act("judge", "SE52.4=not_assessed")
    assert "SE52.4" not in sitting.judged


def test_not_applicable_is_offered_under_a_reading_that_knows_it(sitting: Sitting) -> None:
    assert "不适用</button>" not in sitting.blocks[ROW]
    sitting.act("reading", "not_applicable=exclude")
    assert sitting.page.sheet is not None
    assert sitting.page.sheet.words["interpretations"] == {"not_applicable": "exclude"}
    sitting.act("go", "C1.4.1")
    assert "不适用</button>" in sitting.blocks[ROW]
    sitting.act("judge", "C1.4.1=not_applicable", reason="无车库")
    assert 'data-focus="approved_by-C1.4.1"' in sitting.blocks[SAID]
    sitting.act("judge", "C1.4.1=not_applicable", reason="无车库", approved_by="王工")
    assert sitting.judged["C1.4.1"] == {"not_applicable": "无车库", "approved_by": "王工"}
    sitting.act("reading", "not_applicable=refused")
    assert "ap-fault" in sitting.blocks[SAID], "a judgement would not fit the reading"
    assert sitting.page.sheet.words["interpretations"] == {"not_applicable": "exclude"}


def test_decisive_readings_are_shown_where_they_matter_and_switched(
    services: Services, case_id: str
) -> None:
    sitting = Sitting(services, case_id, "me")
    rules = load_rule_set("tcrea-2023")
    rows = rules.rows_of("C")
    sitting.act("gates")
    left = rules.level("C").declared - 80
    judged: dict[str, Any] = dict(sitting.judged)
    for row in rows:
        if row.kind == "item":
            taken = min(left, row.points)
            left -= taken
            points = row.points - taken
            judged[row.id] = {"points": str(points), "reason": "示例"}
    assert left == 0
    words = {"rule_set": "tcrea-2023", "target": "C", "judgements": judged}
    assert sitting.page.sheet is not None
    SheetDesk(services.cases).take_over(sitting.page.sheet, words)
    sitting.arrive()
    sheet = sitting.page.sheet
    assert sheet is not None
    assert sheet.assessment.outcome == "below_mark"
    assert "pass_mark" in sheet.assessment.decisive
    assert "⚖" in sitting.blocks[SIDE]
    assert "9.1 是规定各等级总分的条款" in sitting.blocks[SIDE]
    sitting.act("reading", "pass_mark=ge")
    assert sitting.page.sheet is not None
    assert sitting.page.sheet.assessment.outcome == "passed"
    assert "本表已改读法" in sitting.blocks[SIDE]
    sitting.act("reading", f"pass_mark={EVIL}")
    assert sitting.page.sheet.words["interpretations"] == {"pass_mark": "ge"}


# --- whose sheet ---


def begun(services: Services, case_id: str, person: str, name: str) -> Sitting:
    sitting = Sitting(services, case_id, person)
    sitting.act("owner", "own")
    assert "您的姓名" in sitting.blocks[BAR]
    sitting.act("name", name=name)
    return sitting


def test_an_expert_is_asked_for_a_name_once_and_finds_the_own_sheet_again(
    services: Services, case_id: str
) -> None:
    sitting = begun(services, case_id, "me", "王工")
    assert "王工" in sitting.blocks[BAR]
    sitting.act("judge", "C1.1.1=met")
    again = Sitting(services, case_id, "me")
    assert again.page.sheet is not None
    assert again.page.sheet.owner == "me"
    assert again.judged == {"C1.1.1": {"met": True}}
    again.act("stage", "formal")
    assert again.judged == {}
    assert "您的姓名" not in again.blocks[BAR]


def test_nothing_of_others_is_shown_before_the_own_sheet_is_submitted(
    services: Services, case_id: str
) -> None:
    one = begun(services, case_id, "one", "王工甲")
    one.act("judge", "C1.1.1=not_met", reason="秘密理由")
    one.act("submit")
    two = begun(services, case_id, "two", "李工乙")
    two.act("judge", "C1.1.1=met")
    for act in ("compare", "owner", "derivation", "submit_of"):
        for of in ("people:pre", "stages:own", "one", "case"):
            two.act(act, of)
            shown = "".join(block for block in two.blocks[BAR:] if isinstance(block, str))
            assert "秘密理由" not in shown
            assert "王工甲" not in shown
    assert two.page.sheet is not None
    assert two.page.sheet.owner == "two", "the own sheet of the case is covered as well"
    with pytest.raises(SheetCoveredError):
        SheetDesk(services.cases).opened(case_id, "two", "one", "pre")
    assert comparisons(services.cases, case_id, "two") == {}
    two.act("submit")
    two.act("compare", "people:pre")
    shown = two.blocks[DIFFERENCES]
    assert "秘密理由" in shown
    assert "王工甲" in shown
    two.act("withdraw")
    assert "秘密理由" not in "".join(two.blocks[BAR:])
    two.act("compare", "people:pre")
    assert "秘密理由" not in "".join(two.blocks[BAR:])


def test_a_sheet_that_is_not_submitted_is_shown_to_nobody(services: Services, case_id: str) -> None:
    one = begun(services, case_id, "one", "王工甲")
    one.act("judge", "C1.1.1=not_met", reason="秘密理由")
    two = begun(services, case_id, "two", "李工乙")
    two.act("judge", "C1.1.1=met")
    two.act("submit")
    two.act("compare", "people:pre")
    assert "秘密理由" not in "".join(two.blocks[BAR:])
    assert comparisons(services.cases, case_id, "two") == {}


def test_a_submitted_sheet_does_not_change(services: Services, case_id: str) -> None:
    sitting = begun(services, case_id, "me", "王工")
    sitting.act("judge", "C1.1.1=met")
    sitting.act("submit")
    assert "sheet_locked" not in sitting.said
    assert "不能修改" in sitting.act("judge", "C1.1.1=not_met")
    assert "不能修改" in sitting.act("undo")
    assert "不能修改" in sitting.act("gates")
    assert "不能修改" in sitting.act("reading", "pass_mark=ge")
    assert "不能修改" in sitting.act("discard")
    assert sitting.judged == {"C1.1.1": {"met": True}}
    sitting.act("withdraw")
    sitting.act("judge", "C1.1.1=not_met")
    assert sitting.judged == {"C1.1.1": {"met": False}}


def test_a_sheet_begun_by_mistake_can_be_deleted(services: Services, case_id: str) -> None:
    sitting = begun(services, case_id, "me", "王工")
    assert "还没有任何判断" not in sitting.act("discard")
    assert sitting.page.sheet is not None
    assert sitting.page.sheet.owner == ""
    assert services.cases.load_sheet(case_id, person="me") is None


def test_differences_between_experts_and_stages_show_the_spread(
    services: Services, case_id: str
) -> None:
    points = {"one": "1", "two": "3.5"}
    people = {}
    for person, value in points.items():
        people[person] = begun(services, case_id, person, f"{person}-name")
        people[person].act("gates")
        people[person].act("judge", "C1.2.1=points", number=value, reason=EVIL)
        people[person].act("judge", "C1.2.2=met")
        people[person].act("submit")
    two = people["two"]
    two.act("compare", "people:pre")
    shown = two.blocks[DIFFERENCES]
    assert "1–3.5，相差 2.5" in shown
    assert "one-name" in shown
    assert "C1.2.1" in shown
    assert "C1.2.2" not in shown, "rows judged alike are left out"
    assert "2.25" not in shown, "nothing is averaged"
    assert "<img" not in shown
    assert 'data-of="stages:own"' not in shown
    two.act("stage", "formal")
    two.act("judge", "C1.2.1=met")
    two.act("compare", "stages:own")
    assert "预评价" in two.blocks[DIFFERENCES]
    assert "相差 0.5" in two.blocks[DIFFERENCES]


# --- files ---


def test_a_sheet_goes_out_and_comes_back_in_every_format(
    services: Services, case_id: str, tmp_path: Path
) -> None:
    import base64

    sitting = Sitting(services, case_id, "me")
    sitting.act("judge", "C1.1.1=met", reason="=1+1")
    sitting.act("judge", "C1.2.1=points", number="2.50", reason="北侧")
    sitting.act("reading", "pass_mark=ge")
    words = dict(sitting.judged)
    for kind in ("xlsx", "json", "yaml"):
        sitting.act("download", kind)
        held = sitting.blocks[SAID]
        name = re.search(r'data-file="([^"]+)"', held)[1]  # type: ignore[index]
        data = base64.b64decode(re.search(r'data-base64="([^"]+)"', held)[1])  # type: ignore[index]
        path = tmp_path / name
        path.write_bytes(data)
        fresh = services.cases.create_case(kind, "tcrea-2023", "C")
        other = Sitting(services, fresh, "me")
        other.take(other.handlers.imported(str(path), "zh", other.page))
        assert other.said == "已导入 2 行判断；可以撤销。"
        assert other.judged == words
        assert other.page.sheet is not None
        assert other.page.sheet.words["interpretations"] == {"pass_mark": "ge"}
        assert other.act("undo") == "已撤销 2 行的更改。"
        assert other.judged == {}


def test_an_invalid_file_changes_nothing_and_is_told(sitting: Sitting, tmp_path: Path) -> None:
    sitting.act("judge", "C1.1.1=met")
    for name, content in (
        ("bad.yaml", "rule_set: nothing"),
        ("bad.json", json.dumps({"rule_set": "scs-c1"})),
        ("evil.json", json.dumps({"rule_set": "tcrea-2023", "judgements": {"C1.1.1": {EVIL: 1}}})),
        ("not.json", "{"),
        ("picture.png", "x"),
    ):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        sitting.take(sitting.handlers.imported(str(path), "zh", sitting.page))
        assert "ap-fault" in sitting.blocks[SAID], name
        assert "<img" not in sitting.blocks[SAID]
        assert sitting.judged == {"C1.1.1": {"met": True}}
    numbers = tmp_path / "numbers.yaml"
    numbers.write_text(
        'rule_set: tcrea-2023\ntarget: A\njudgements: {C1.2.1: {points: 2.50, reason: "北"}}',
        encoding="utf-8",
    )
    sitting.take(sitting.handlers.imported(str(numbers), "zh", sitting.page))
    assert sitting.judged == {"C1.2.1": {"points": "2.50", "reason": "北"}}
    assert sitting.page.sheet is not None
    assert sitting.page.sheet.words["target"] == "C", "the level is the case's"


# --- places, languages, strangers ---


def test_a_place_opens_its_row_and_a_case_is_needed(services: Services, case_id: str) -> None:
    sitting = Sitting(services, case_id, "me")
    sitting.arrive("C2.1.1")
    assert sitting.page.at == "C2.1.1"
    sitting.arrive(EVIL)
    assert sitting.page.at == "C2.1.1"
    handlers = ScoreHandlers(services)
    nothing = handlers.arrived(Place("score"), "me", "zh", ScorePage())
    assert "先在首页" in nothing[BAR]
    blocks, place = handlers.act(
        Act("judge", "C1.1.1=met"), Place("score"), "me", "zh", ScorePage()
    )
    assert "先在首页" in blocks[BAR]
    assert place == Place("score")


def test_an_act_of_a_forgotten_session_is_done_on_what_is_stored(
    services: Services, case_id: str
) -> None:
    Sitting(services, case_id, "me").act("judge", "C1.1.1=met")
    blocks, _ = ScoreHandlers(services).act(
        Act("judge", "C1.1.2=met"), Place("score", case_id), "me", "zh", ScorePage()
    )
    assert set(blocks[PAGE].sheet.judgements) == {"C1.1.1", "C1.1.2"}


@pytest.mark.parametrize("of", [EVIL, "C1.1.1", "C1.1.1=maybe", "=", ""])
def test_acts_that_make_no_sense_change_nothing(sitting: Sitting, of: str) -> None:
    for name in ("judge", "save", "keep", "stage", "compare", "download", "filter", EVIL):
        sitting.act(name, of)
        assert sitting.judged == {}
        assert "<img" not in "".join(b for b in sitting.blocks[BAR:] if isinstance(b, str))


def test_words_typed_are_text_in_every_block(sitting: Sitting) -> None:
    sitting.act("judge", "C1.1.1=not_met", reason=EVIL)
    sitting.act("derivation")
    assert "<img" not in "".join(b for b in sitting.blocks[BAR:] if isinstance(b, str))
    assert "&lt;img" in sitting.blocks[ROW]


def test_the_whole_derivation_is_told_on_demand_in_both_languages(
    services: Services, case_id: str
) -> None:
    for language, words in (("zh", "尚未评价"), ("en", "not assessed yet")):
        sitting = Sitting(services, case_id, "me", language)
        assert sitting.blocks[SIDE].count(words) < 5
        sitting.act("derivation")
        assert sitting.blocks[SIDE].count(words) > 40


# --- the form ---


def test_fields_become_the_words_of_a_judgement_and_back() -> None:
    assert words_of("met", {}) == {"met": True}
    assert words_of("points", {"number": " 2.5 ", "reason": " 因 "}) == {
        "points": "2.5",
        "reason": "因",
    }
    assert words_of("not_assessed", {"reason": " "}) is None
    assert words_of("options", {"options": "10,9,2", "others": ""}) == {"options": ["2", "9", "10"]}
    for words in (
        {"met": False, "reason": "x"},
        {"points": "1", "reason": "x"},
        {"count": "2"},
        {"options": ["1", "2"], "others": ["a", "b"]},
        {"not_applicable": "x", "approved_by": "y"},
        {"not_assessed": True, "reason": "later"},
        None,
    ):
        assert words_of(choice_of(words), fields_of(words)) == words


def test_a_row_left_without_a_choice_takes_what_was_typed() -> None:
    rules, table = load_rule_set("tcrea-2023"), load_rule_set("scs-c1")
    item, listed_row = rules.row("C1.2.1"), table.row("SE52.4")
    assert left_choice(item, "item", None, {"number": "2"}) == "points"
    assert left_choice(item, "item", {"met": True}, {"number": "", "reason": "x"}) == "met"
    assert left_choice(item, "item", {"points": "2"}, {"number": "2"}) == "points"
    assert left_choice(listed_row, "checklist", None, {"options": ""}) == "not_assessed"
    assert left_choice(listed_row, "checklist", None, {"others": "跌倒"}) == "options"
    assert choices("gate", may_be_excused=True) == (
        "met", "not_met", "not_applicable", "not_assessed",
    )  # fmt: skip
