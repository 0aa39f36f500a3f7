"""Counted things of which some lack what others have."""

from __future__ import annotations

from fractions import Fraction

import pytest

from assistant.evidence.share import denied_share


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("院里 24 部电梯，20 部装了摄像机，另 4 部没有装", Fraction(1, 6)),
        ("单元门换了 30 樘，6 樘没换", Fraction(1, 5)),
        ("全院 520 户，61 户装了探测器，其余 459 户未装", Fraction(459, 520)),
        ("应急灯 108 盏，亮 82 盏，26 盏不亮", Fraction(26, 108)),
        ("门禁九樘可刷卡，三樘未接线", Fraction(1, 3)),
        ("项目: 喇叭; 抽检: 40 只; 结果: 36 只响，4 只没有接", Fraction(1, 10)),
        ("40 部轿厢里 2 部的摄像机坏了", Fraction(1, 20)),
        ("3 of the 12 pumps have no meter", Fraction(1, 4)),
    ],
)
def test_some_lack_what_others_have(text: str, share: Fraction) -> None:
    assert denied_share(text) == share


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3 台摄像机均未安装",
        "六部客梯一部也没有装",
        "没有一台摄像机照得到",
        "试了 6 樘门一樘没开",
        "5 层 2 号机房未装烟感",
        "2 台主机全部停用",
        "水泵 4 台，控制柜 2 套",
        "14 路图像，录像 30 天，未见异常",
        "None of the 12 pumps has a meter",
    ],
)
def test_what_lacks_altogether_or_not_at_all_has_no_share(text: str) -> None:
    assert denied_share(text) is None
