"""What a document takes back: other projects in it, and chapters that do not hold."""

from __future__ import annotations

from assistant.evidence.relation import Setting, stance
from assistant.evidence.statement import statements
from corpus.document import Cell, Passage


def _stances(*said: tuple[str, str]) -> list[str]:
    passages = [
        Passage(f"p{at}", "0" * 64, None, (heading,) if heading else (), "", text)
        for at, (heading, text) in enumerate(said)
    ]
    return [stance(one.text, one.setting) for one in statements("手册", passages)]


def test_another_project_is_known_by_its_short_name_too() -> None:
    told = _stances(
        ("", "云屿公馆那边网闸装好了。"),
        ("", "云屿的黑名单上个月拦了两辆车。"),
        ("", "我们照云屿的做法装了网闸。"),
        ("", "东门那边装了道闸。"),
    )
    assert told == ["elsewhere", "elsewhere", "provided", "provided"]


def test_a_chapter_that_does_not_hold_shows_nothing() -> None:
    told = _stances(
        ("9 电子地图", "双击图标直接开门、布防。"),
        ("19 门禁", "双击图标直接开门。"),
        ("附录", "租户为标准版，第9章不适用。"),
    )
    assert told[:2] == ["advertised", "provided"]


def test_what_a_product_can_do_is_not_what_is_here() -> None:
    assert stance("1.6 【通用】旗舰版支持三级加密。", Setting()) == "advertised"
    assert stance("【网络】核心交换机两台。", Setting()) == "provided"


def test_reserved_is_only_what_says_so() -> None:
    assert stance("预留公安接口，待开放后接入。", Setting(), reserves=True) == "provided"
    assert stance("拟在二期与公安对接。", Setting(), reserves=True) == "planned"


def test_all_of_a_sentence_that_tells_of_others_is_about_them() -> None:
    told = _stances(
        ("", "介绍铁西路示范小区经验：火警由值班室核实后解除；道闸能拦黑名单车辆。东门装了道闸。")
    )
    assert told == ["elsewhere", "elsewhere", "provided"]


def test_what_was_found_before_it_was_looked_at_again_does_not_hold() -> None:
    def row(at: int, *texts: str) -> Passage:
        cells = tuple(Cell("", text) for text in texts)
        return Passage(f"p{at}", "0" * 64, None, (), "", "; ".join(texts), cells=cells)

    rows = [
        row(1, "断线提示（初检）", "20 路", "3 路无提示"),
        row(2, "断线提示（复检）", "20 路", "全部有提示"),
        row(3, "门锁释放（初检）", "26 单元", "2 单元未开"),
    ]
    told = [stance(one.text, one.setting) for one in statements("检测报告", rows)]
    assert told == ["superseded", "provided", "provided"]


def test_a_row_of_another_phase_is_not_of_this_one() -> None:
    def told(**cells: str) -> str:
        row = Passage(
            "p", "0" * 64, None, (), "", "; ".join(f"{name}: {text}" for name, text in cells.items()),
            cells=tuple(Cell(name, text) for name, text in cells.items()),
        )  # fmt: skip
        (one,) = statements("设备台账", [row])
        return stance(one.text, one.setting)

    assert told(设备="水位计", 期="Ⅱ", 备注="已装") == "elsewhere"
    assert told(设备="水位计", 期="商", 备注="自用") == "elsewhere"
    assert told(设备="水位计", 期="I", 备注="已装") == "provided"
    assert told(设备="水位计", 周期="商", 备注="已装") == "provided"


def test_all_of_an_item_that_is_not_ours_is_of_others() -> None:
    told = _stances(
        ("", "5.1 调压站设燃气探测器两只；泵出口设压力表；均由燃气公司自管。"),
        ("", "5.2 泵房设压力表；本工程不设天窗。"),
    )
    assert told == ["elsewhere", "elsewhere", "elsewhere", "provided", "provided"]


def test_all_of_a_message_that_advertises_praises() -> None:
    chat = (
        "【管家小方】4月2日 08:00\n东门道闸修好了。\n【快充客服】4月3日 12:00\n桩上温度时时看得见。"
        "负荷一目了然。（推广）\n【8幢老周】4月3日 12:05\n西门装了地锁。"
    )
    _, _, *told = _stances(("", chat))
    assert told == ["advertised", "advertised", "advertised", "provided", "provided"]


def test_a_quotation_that_cries_out_praises() -> None:
    told = _stances(("", "“老院子换新颜！楼楼有探头，家家有门铃。”\n东门装了道闸。"))
    assert set(told[:-1]) == {"advertised"}
    assert told[-1] == "provided"


def test_the_first_sentence_of_an_item_stands_under_its_own_topic() -> None:
    told = _stances(("", "2.1 标准条文照抄（仅供对照）：楼内各层装音柱；户户有门铃。"))
    assert told == ["required", "required"]


def test_a_paper_that_praises_ends_with_the_next_paper_bound_to_it() -> None:
    praise = "湖心花园三号楼推介稿（案场 2024-05）\n户户门铃带屏。\n回家有灯等候。"
    told = _stances(("", f"{praise}\n往来邮件摘录（客服部）\n东门装了道闸。"))
    assert told == ["advertised"] * 3 + ["provided"] * 2


def test_a_post_among_notes_shows_nothing_until_the_next_note() -> None:
    told = _stances(
        (
            "",
            "2025-02-02 小龙：那个模块没接线\n公众号推文：回家更安心（2024-12 招商）\n光纤到户，千兆速率。",
        ),
        ("", "取件棚全程摄像。\n2025-02-03 小龙：取件棚装了摄像机。"),
    )
    assert told == ["provided", "advertised", "advertised", "advertised", "provided"]


def test_a_row_that_only_tells_what_was_designed_is_planned() -> None:
    def told(source: str) -> str:
        cells = (Cell("事项", "泵房水浸探头"), Cell("现状", "每间两只"), Cell("来源", source))
        text = "; ".join(f"{cell.header}: {cell.text}" for cell in cells)
        (one,) = statements("自评", [Passage("p", "0" * 64, None, (), "", text, cells=cells)])
        return stance(one.text, one.setting)

    assert [told(source) for source in ("据设计", "施工图纸")] == ["planned", "planned"]
    assert [told(source) for source in ("现场", "设计后现场核对")] == ["provided", "provided"]
