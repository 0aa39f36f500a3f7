"""How a passage stands to its matter."""

from __future__ import annotations

import pytest

from assistant.evidence.denial import denials
from assistant.evidence.relation import Setting, Stance, stance


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("蓝牙水表套装，点击订购！", "advertised"),
        ("泵站水箱装了液位计，属供水公司。", "elsewhere"),
        ("隔河小镇那边巡查用平板，我们去看了两回。", "elsewhere"),
        ("屋顶另有水箱两只，供对照", "elsewhere"),
        ("我们去看过泵房，水泵运转正常", "provided"),
        ("季度保养计划在后台编，做一件销一件", "provided"),
        ("水位计划在明年装", "planned"),
        ("泵房按 GB 50015 设计，逐条复核无偏离", "provided"),
    ],
)
def test_how_a_sentence_speaks(text: str, spoken: Stance) -> None:
    assert stance(text) == spoken


@pytest.mark.parametrize(
    ("heading", "spoken"),
    [("给排水说明（图号 水-01）", "provided"), ("图号一览", "listed"), ("图纸目录", "listed")],
)
def test_a_title_with_the_number_of_its_drawing_heads_no_list(heading: str, spoken: Stance) -> None:
    assert stance("泵房设液位计三只", Setting((heading,))) == spoken


def test_nothing_that_reminds_is_a_denial_and_nothing_lost_is_none() -> None:
    assert denials("水表到期也没有东西提醒")
    assert not denials("搬家时没有东西遮挡")
