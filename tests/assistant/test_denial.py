"""What a sentence denies, and what only looks like a denial."""

from __future__ import annotations

import pytest

from assistant.denial import denials


@pytest.mark.parametrize(
    "text",
    [
        "围栏报警后照明没有联动",
        "平台不记访问日志，事后查不到谁进过系统",
        "加密功能有，但分级密钥管理模块没买",
        "充电棚摄像机坏了半年",
        "变压器室烟感长期脱落，底座空着",
        "社区平台接口申请被驳回，联网搁置",
        "周界机位拆除，北门摄像机已坏",
        "接警电话不录音，通话内容无法复核",
        "数据留在各自服务器，未汇到平台",
        "预案为纸质，只能人工翻找",
        "The recordings were never put on the platform",
        "Half the fire-lane cameras are offline",
    ],
)
def test_what_is_lacking_broken_or_taken_away_is_denied(text: str) -> None:
    assert denials(text)


@pytest.mark.parametrize(
    "text",
    [
        "断开一台摄像机网线，5 分钟内显示离线并发出短信",
        "访客机读卡头坏了系统会自己报",
        "平台停机时门禁照常工作",
        "周界图像无断点，不留盲段",
        "未登记的车辆到口提示",
        "口令不少于 10 位，过期不改则提示",
        "监测 UPS 掉电、网关断线和控制器故障",
        "The escape-route sensors have worked without a fault since May",
        "家里来人先在 APP 上约好，不用再打电话",
    ],
)
def test_functions_tests_and_conditions_are_no_denials(text: str) -> None:
    assert denials(text) == ()


def test_a_denial_has_a_scope() -> None:
    (denial,) = denials("南门道闸已装，人行闸未装，巡更点 36 个")
    assert denial.thing == "人行闸未装"
    (denial,) = denials("防火墙没有入侵防御功能")
    assert (denial.thing, denial.text) == ("没有入侵防御功能", "防火墙没有入侵防御功能")


def test_a_bare_denial_speaks_of_the_clause_before() -> None:
    (denial,) = denials("住户资料服务器和办公电脑在同一网段，没有隔离")
    assert denial.thing.startswith("住户资料服务器")
