"""What a section is for, by its headings."""

from __future__ import annotations

import pytest

from assistant.evidence.relation import Setting, stance
from assistant.evidence.section import purpose_of


@pytest.mark.parametrize(
    ("heading", "purpose"),
    [
        ("七、近三年同类业绩", "elsewhere"),
        ("第九章 典型案例", "elsewhere"),
        ("5.2 Reference projects", "elsewhere"),
        ("七、别处学来的", "elsewhere"),
        ("14 客户名录", "elsewhere"),
        ("3号地块", "elsewhere"),
        ("8 门禁联网（选购）", "advertised"),
        ("6 推荐机型", "advertised"),
        ("五、标语", "advertised"),
        ("三、准备做的工作", "planned"),
        ("邻居们最想要的", "planned"),
        ("2024 年打算", "planned"),
        ("四、资金匡算", "planned"),
        ("1.3 总包合同要求（摘）", "required"),
        ("四、标准里是怎么写的", "required"),
        ("一、公司简介", "advertised"),
        ("About us", "advertised"),
        ("10 升级方向", "planned"),
        ("6 Roadmap", "planned"),
        ("整改建议", "planned"),
        ("2.1 招标文件要求", "required"),
        ("附录 A 业主需求", "required"),
        ("3 视频监控（原文抄录）", "required"),
        ("3.2 周界防范", None),
        ("案例编号与台账", None),
        ("值班记录摘录", None),
        ("4 与招标要求的偏离", None),
        ("技术要求响应表", None),
        ("意见建议箱管理", None),
        ("会议纪要摘抄", None),
        ("2023 年度总结及 2024 年打算", None),
        ("业主诉求办理", None),
        ("外地车辆登记", None),
        ("1 地块概况", None),
    ],
)
def test_a_heading_tells_what_its_section_is_for(heading: str, purpose: str | None) -> None:
    assert purpose_of(("技术标", heading, "某小节")) == purpose


def test_the_title_of_the_document_does_not_count() -> None:
    assert purpose_of(("公司简介与典型案例",)) is None
    assert purpose_of(()) is None


def test_what_a_bidder_built_elsewhere_shows_nothing_here() -> None:
    there = Setting(("技术标", "类似工程业绩"))
    assert stance("水池四周设有摄像机4台。", there) == "elsewhere"
    assert stance("水池四周设有摄像机4台。", Setting(("技术标", "水池"))) == "provided"


def test_what_the_project_says_of_itself_holds_wherever_it_says_so() -> None:
    recital = Setting(("说明", "业主需求"))
    assert stance("周界设电子围栏。", recital) == "required"
    assert stance("本工程已按此采用电子围栏。", recital) == "provided"
