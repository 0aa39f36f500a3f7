"""The ways in which people say that something is not so, family by family, and what is like them."""

from __future__ import annotations

import pytest

from assistant.evidence.denial import denials, may_deny
from assistant.evidence.relation import stance
from assistant.evidence.row_denial import row_denials
from corpus.document import Cell


def _said(text: str) -> list[str]:
    return [denial.text for denial in denials(text)] if may_deny(text) else []


@pytest.mark.parametrize(
    "text",
    [
        "加压送风口关不上，风速三次超差，判定不符合",
        "楼道喇叭拉线六处，与施工图对不上，验收不通过",
        "抽测 12 户，主机收到 2 户，检测结论不合格",
        "想同时喊话？做不到",
        "平面图做了三版，货不对板",
        "联动 20 点，平台收到0条",
        "设计巡更点 40 处，现场0处",
        "充氮瓶都在，没法用",
    ],
)
def test_a_verdict_or_nought_speaks_of_all_that_its_sentence_said_before(text: str) -> None:
    assert text in _said(text)


@pytest.mark.parametrize("text", ["误报0次", "漏报率为零", "不合格0", "抽 20 户，不合格0户"])
def test_nought_of_what_is_ill_denies_nothing(text: str) -> None:
    assert _said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        # taken out, left to others, or something less in its place
        "入侵检测在谈判时划掉了",
        "大屏展示从合同里剔除",
        "读卡模块撤项",
        "读头漏液报废，改用普通钥匙",
        "分区器换成单路功放",
        "测漏电只有普通空开",
        "探头不装，由业主自行选购",
        # switched off, covered up, got round
        "厂家把口令校验关了",
        "探头被住户用胶带缠着堵住了",
        "服务器到期，查询停了",
        "主机长期处于撤防状态",
        "网线绕开了防火墙",
        # there in name only
        "那两只探头是道具",
        "灯牌贴反了",
        "录像更不用想",
        "方案上写着八路，实际一路没装",
        "两套系统各管各的",
        "人员库与地图不关联",
        # lying about, gone, wrong, empty, or hardly any of it
        "读卡器还在仓库里吃灰",
        "水枪不见了",
        "台账停留在交付版本",
        "网关买了没装",
        "位置字段全是错的",
        "消防页点开是敬请期待",
        "签到记录是突击补的",
        "探头在线率仅12%",
        "喇叭只剩两只能用",
        "吹烟四次，平台纹丝不动",
        "The registers are kept on loose paper only",
        # not able, not once, none of its kind
        "主机没法同时带动两个回路",
        "没有保密方面的规章",
        "上线以来没有一起成功的案例",
        "门开一天也不会响",
        "碰撞测试10次仅响3次",
        "检测所拒绝签发合格意见",
        "The kit falls short of the standard",
        "The sensors are still in their boxes",
        "Two of the cameras are dummies",
        "The loop isn't wired",
    ],
)
def test_more_ways_of_denying(text: str) -> None:
    assert _said(text)


@pytest.mark.parametrize(
    "text",
    [
        # spared, fended off, kept out, refused, told of
        "哪家的表坏了系统自己能测，不用挨户敲门",
        "渗透组扫描办公网段，一个口子也没探到",
        "外来车到了口子，闸杆不抬",
        "非授权卡刷门 10 次，门锁均不动作",
        "不挂工单查看住户证件，系统拒绝",
        "到点没巡，平台语音播报",
        "哪盏灯坏了，值班电脑立马报楼层",
        "喇叭平时不响",
        "消防主机上报主备电故障、回路断线等异常",
        "防区旁路、撤防均可在平台操作",
        "平台下发黑名单",
        "数据去重、补缺、统一编码",
        "鸟飞过不再叫",
        "Other networks cannot route to the server",
    ],
)
def test_what_is_spared_fended_off_or_told_of_is_no_denial(text: str) -> None:
    assert _said(text) == []


@pytest.mark.parametrize(
    "cells",
    [
        ("泵房读卡器", "图纸3", "现场0"),
        ("车位接口", "数量：0"),
        ("水箱镜头", "0台"),
        ("电动车登记", "已录入 0 / 312"),
        ("物业×", "住户×"),
        ("镜头纳管", "离线31"),
        ("围墙探测", "结论：缺项"),
        ("派单模块", "登录即退出"),
    ],
)
def test_a_cell_of_nought_or_a_cross_denies_its_row(cells: tuple[str, ...]) -> None:
    assert row_denials(tuple(Cell("", text) for text in cells))


@pytest.mark.parametrize(
    "cells",
    [
        ("抽检 240 点", "不合格0", "结论: 合格"),
        ("误报", "0次"),
        ("3 栋门口机", "读头故障", "已派单"),
        ("扣分", "0"),
    ],
)
def test_a_row_that_passed_or_was_handed_on_denies_nothing(cells: tuple[str, ...]) -> None:
    assert row_denials(tuple(Cell("", text) for text in cells)) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("某品牌室内机支持高清通话", "advertised"),
        ("厂家彩页：管理机可带九千户", "advertised"),
        ("隔壁锦绣苑的车棚装了喷淋", "elsewhere"),
        ("市广播平台由广电统一建设", "elsewhere"),
        ("市面上的门口机多带人脸", "elsewhere"),
        ("有些小区的车棚装了喷淋", "elsewhere"),
        ("喷淋改造还在征求意见", "planned"),
        ("读卡器采购方案已上会，待表决", "planned"),
        ("消防水管正在办理招投标", "planned"),
        ("探头选型仍在比选", "planned"),
        ("火灾报警应经现场核实后方可解除", "required"),
        ("应对存储的资料进行分级保护", "required"),
        ("磁力锁是依靠电磁吸力锁闭门扇的一种电控锁具", "required"),
        ("电子巡查系统分在线式和离线式两种", "required"),
        ("本项目可视对讲系统由门口机、室内机和管理机组成", "provided"),
        ("物业在群里转发名单", "provided"),
    ],
)
def test_what_others_have_is_planned_or_recited_is_not_provided(text: str, said: str) -> None:
    assert stance(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "维保计划按周期生成，手机端勾选即关闭",
        "烟感一响中控就打电话，核实没事由中控在电脑上关掉",
        "各子系统的客户端可单独开，平台挂了照样用，不要慌",
        "改配置一律走堡垒机，全程录屏，另填登记簿",
    ],
)
def test_how_a_task_is_closed_what_keeps_calm_and_what_is_kept_beside_deny_nothing(
    text: str,
) -> None:
    assert _said(text) == []


def test_after_what_goes_well_only_what_is_named_is_denied() -> None:
    row = (
        Cell("项", "登录"),
        Cell("看什么", "视频、门禁、停车"),
        Cell("结果", "正常；停车页未对接"),
    )
    assert [one.text for one in row_denials(row)] == ["停车页未对接"]


@pytest.mark.parametrize(
    ("done", "is_mended"),
    [("换继电器，试开 3 次均开", True), ("换继电器，仍不响应", False), ("待厂家更换", False)],
)
def test_what_a_repair_did_denies_nothing(done: str, *, is_mended: bool) -> None:
    row = (Cell("现象", "按开门不响应"), Cell("处理", done))
    assert (row_denials(row) == ()) is is_mended
