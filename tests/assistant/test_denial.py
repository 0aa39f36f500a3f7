"""What a sentence denies, and what only looks like a denial."""

from __future__ import annotations

import pytest

from assistant.evidence.assertion import asserted
from assistant.evidence.denial import denials, may_deny
from assistant.evidence.row_denial import row_denials, standing_text
from corpus.document import Cell


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
        "水池液位报警控制器损坏",
        "门厅大屏报警弹窗已停服",
        "商铺无一户派人参加夜间疏散",
        "值班员在屏上看不到水泵是否运转",
        "探头成片掉线",
        "审计插件到期，没有续费",
        "Nobody reads the pump log",
        "The siren has yet to be wired",
        "门岗的读卡器没有供电",
        "状态屏一片空白",
        "后门的锁形同虚设",
        "屋面探头只是个空壳",
        "配线箱被盗两年",
        "控制器电源烧了",
        "角上的镜头被树叶遮住",
        "东门读卡器只留了底盒",
        "没有门禁规则",
        "布线没按公司的规定做",
        "分区改造的事一直拖着",
        "甲方取消了后院的读卡器",
        "厂家不再出补丁",
        "泵房镜头损坏，三个月没换",
        "The second gate was cut to save cost",
        "The wiring breaks the insurer's rules",
        "走道按钮只剩底座",
        "泵房镜头无图像，线没接",
        "栏杆是业主自己加的，没有报警",
        "喷淋泵控制柜、稳压泵停用",
        "道闸坏的地方没有人修",
        "该装的地方未装，装好的也坏了",
        "对讲能通话但开不了门",
        "想知道访客闸好不好用，得派人骑车去看",
        "靠门岗每两小时去点一下屏幕，看访客机死没死",
        "有人报警，消控室要等邻居打电话才晓得",
        "常开报警功能出厂即屏蔽",
        "厨房没留消防探测的线盒和管子",
        "各居室天花没留烟感的盒子",
        "室内机开锁键不起作用",
        "厨房报警器跟消防平台没关系",
        "平台采集不到前端设备的数据",
        "机房门禁离线半年",
        "报警主阀关闭已满一年",
        "送风机锈死转不动",
        "应急话筒插不进去",
        "罐体压力全凭师傅看一眼",
        "着火只能跑下楼喊人",
        "屏上那一格是空白",
        "按钮被人砸碎",
        "物业处至今没有出过一份像样的制度",
        "Sounders were cut from the contract",
        "The panel failed its test",
        "广场的音柱进水全哑了",
        "平台不显示充电桩和寄存柜的占用情况",
        "数据不进综合管理平台",
        "预案编辑模块未购买授权",
        "执行情况无法登记和跟踪",
        "国标级联联调一直失败",
        "该做哪项保养写在白板上",
        "停车软件没有车辆黑名单功能",
        "对射电缆被割草机割断",
        "存片一团黑",
        "门口镜头被广告牌挡住",
        "哪台坏了，全凭住户报修",
        "地下门口机安装0台",
        "主机断电三个月",
        "The beams were cut from the contract",
        "The hydrants sit out of view",
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
        "全年没有一次中断",
        "管理员可新增、修改和停用账户",
        "碰线、短路都报到值班台",
        "收发柜全程录像，包裹丢不了",
        "没人接时分机自动抓拍",
        "主人不在，来客对着门口机留言",
        "When nobody answers, the door station takes a picture",
        "窗上的防护网未被打开",
        "值班员电话核实后派人到场",
        "未授权终端一接入就被拦下",
        "首页列出今天坏了几台设备",
        "The readings are broken down by pump and hour, with none missing",
        "Footage is kept for 40 days before being overwritten",
        "账号名不足 6 位的，不予建档",
        "口令过短，或缺数字的，系统拒绝提交",
        "没有登记的摩托车杆不抬",
        "储水间不刷脸不开",
        "泵房外人推不开",
        "夜里牌子也不糊，白天夜里差不多",
        "围墙一圈都有镜头，没有空当",
        "喷头被风管挡住，已移位",
        "插枪没插枪、充满没有，屏上可见",
        "Leaves no longer set off the beams",
        "久停不充的，客服打电话催走",
        "疏散有序，无拥挤，无滞留",
        "喊话清楚无啸叫，切换无延迟",
        "主机弹窗探测器丢失，值班员到场",
        "上传内容：心跳、开门、断线",
        "复查 30 点，无松动、无锈蚀",
        "未佩证的施工人员门岗不放",
        "一人一卡，不许转借",
        "首次试验门不释放，改线后复测全部释放",
        "两只探头不报，换底座后重测正常",
        "盲区测试：走位 60 处均入画",
        "设备坏了谁来修都写着",
        "重启后没毛病",
        "大灯直照牌子也不花",
        "输得太短，提示位数不够",
        "全是数字的不行",
        "旧盘取下后无法还原",
        "保安就近取消火栓出水",
        "没经理点头导出键是灰的",
        "新口令太短，系统提示复杂度不足",
        "平台预警 36 具灭火器当月失效",
        "外来车插上枪不送电",
        "不登记不放行",
        "掉压时泵不补马上喊人",
        "火警一来二话不说切到应急语音",
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


def test_what_is_not_joined_to_what_works_it_stands_before() -> None:
    (denial,) = denials("车棚的感温探测一直没接进主机")
    assert denial.thing == "车棚的感温探测一直没接进主机"


def test_how_it_is_done_by_hand_says_of_what_came_before_that_it_is_not_there() -> None:
    (denial,) = denials("要通知全园，只能挨个区切换")
    assert denial.thing.startswith("要通知全园")


def test_what_cannot_be_seen_stands_behind_or_before() -> None:
    (denial,) = denials("图像上看不出哪个口在充电")
    assert denial.thing == "哪个口在充电"
    (denial,) = denials("棚里的人脸看不清")
    assert denial.thing == "棚里的人脸看不清"


@pytest.mark.parametrize(
    "end",
    [
        *("本项目无", "系统调不出来", "三年没更新", "从未启用", "已失灵", "等于没有"),
        *("到现在没接回", "报了也没改", "形同摆设", "加烟五分钟毫无反应", "报修一年没人理"),
    ],
)
def test_a_clause_without_a_thing_speaks_of_the_clause_before(end: str) -> None:
    assert {denial.thing.split("，")[0] for denial in denials(f"警情与预案对照表，{end}")} == {
        "警情与预案对照表"
    }


@pytest.mark.parametrize(
    "text", ["人行闸未装", "系统各自为政，数据不通", "口令到期仍能登录", "The pump is dead"]
)
def test_whatever_is_denied_leaves_a_trace(text: str) -> None:
    assert may_deny(text) or not denials(text)


def test_nothing_at_all_is_denied_of_all_the_clause_is_about() -> None:
    (denial,) = denials("油罐渗漏没有任何提示")
    assert denial.thing == "油罐渗漏没有任何提示"


def test_what_falls_short_of_a_norm_denies_it() -> None:
    (denial,) = denials("桥架做法低于 GB 50303 的要求")
    assert denial.thing == "桥架做法低于 GB 50303 的要求"
    assert denials("不符合规定的车辆由保安劝离") == ()


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("围墙红外响过几回，平台不知道", "围墙红外响过几回，平台不知道"),
        (
            "停车收费由外包公司管，数据不进综合管理平台",
            "停车收费由外包公司管，数据不进综合管理平台",
        ),
        ("物业有多少设备，靠年底派人带着纸和笔去数", "物业有多少设备，靠年底派人带着纸和笔去数"),
        ("视频接在平台上，机房搬迁后断开一直没恢复", "视频接在平台上，机房搬迁后断开一直没恢复"),
    ],
)
def test_a_clause_without_a_thing_of_its_own_speaks_of_the_one_before(
    text: str, thing: str
) -> None:
    assert thing in [denial.thing for denial in denials(text)]


@pytest.mark.parametrize(
    "text",
    [
        "平台提示独居老人超24小时未出门",
        "谁没点确认马上标红催",
        "过点没做亮红灯",
        "Weak passwords are refused at the login",
        "系统对未登记的车辆报警",
    ],
)
def test_what_is_noticed_or_kept_out_is_no_denial(text: str) -> None:
    assert denials(text) == ()


def test_in_a_row_without_headers_a_cell_speaks_of_those_before_it() -> None:
    cells = tuple(Cell("", text) for text in ("车位租赁", "未启用", "菜单隐藏"))
    (denial,) = row_denials(cells)
    assert denial.thing == denial.text == "车位租赁，未启用"


def test_what_is_ruled_out_is_not_said() -> None:
    held = dict(asserted("证件号存明文，导出不得明文，原明文口令已改"))
    assert held == {"证件号存明文": "证件号存明文", "导出不得明文": "导出", "原明文口令已改": ""}


def test_what_is_tested_for_or_refused_is_not_said() -> None:
    assert [held for _, held in asserted("弱口令检查：库内为明文")] == ["库内为明文"]
    assert [held for _, held in asserted("试设 111111 被拒绝")] == [""]


def test_a_row_without_deviation_denies_nothing() -> None:
    cells = (Cell("要求", "预案"), Cell("响应", "在线编写、停用"))
    assert row_denials((*cells, Cell("偏离", "无"))) == ()
    assert row_denials((*cells, Cell("Response", "Negative deviation"))) != ()


@pytest.mark.parametrize("said", ["全部离线", "27只无响应", "未修复", "3次均无声", "不亮"])
def test_a_cell_without_header_that_tells_of_a_failing_denies_what_stands_before_it(
    said: str,
) -> None:
    cells = (Cell("", "末端变送器"), Cell("", "6只"), Cell("", said))
    assert row_denials(cells)[0].text.startswith("末端变送器，6只")


def test_a_row_that_failed_denies_what_it_is_about_and_what_it_says_to_be_lacking() -> None:
    cells = (Cell("检测内容", "岗亭电话"), Cell("实测", "未接外线"), Cell("判定", "不合格"))
    assert [(one.thing, one.text) for one in row_denials(cells)] == [
        ("岗亭电话，未接外线", "岗亭电话，未接外线"),
        ("岗亭电话", "岗亭电话"),
    ]


def test_a_row_ticked_as_not_done_is_denied_as_a_whole() -> None:
    cells = (Cell("需求", "报修派单"), Cell("结论 未实现", "√"), Cell("说明", "下版本"))
    assert row_denials(cells)[-1].text == "报修派单，√，下版本"


def _denied(*cells: tuple[str, str]) -> list[str]:
    return [one.text for one in row_denials(tuple(Cell(head, text) for head, text in cells))]


@pytest.mark.parametrize(
    "column", ["整改", "备注", "整改意见", "处理", "遗留", "建议", "Remarks", "Action"]
)
def test_nothing_to_remark_on_is_no_denial(column: str) -> None:
    assert _denied(("检查", "机房门"), ("情况", "双人双锁"), (column, "无")) == []


@pytest.mark.parametrize(
    ("head", "text"),
    [
        ("修复", "03-14 08:20"),
        ("完成", "当日"),
        ("恢复时间", "20 分钟"),
        ("关单", "已关"),
        ("用时", "2 h"),
    ],
)
def test_a_fault_that_was_mended_denies_nothing(head: str, text: str) -> None:
    fault = (("设备", "3 号门读卡器"), ("现象", "黑屏"), ("原因", "电源坏"))
    assert _denied(*fault, (head, text)) == []
    assert _denied(*fault, (head, "未修")) != []


@pytest.mark.parametrize(
    "answer", ["否。两网共用一台交换机", "没有，靠人记", "无；另行报方案", "未做，明年考虑"]
)
def test_a_cell_that_begins_with_no_answers_its_row(answer: str) -> None:
    assert any(
        one.startswith("两网是否分开，")
        for one in _denied(("内容", "两网是否分开"), ("情况", answer))
    )


@pytest.mark.parametrize(("verdict", "count"), [("P", 0), ("P(R)", 0), ("F", 1), ("N/A", 1)])
def test_letters_are_verdicts_too(verdict: str, count: int) -> None:
    assert len(set(_denied(("内容", "水泵联动"), ("实测", "未见动作"), ("结论", verdict)))) >= count
    assert bool(_denied(("内容", "水泵联动"), ("实测", "未见动作"), ("结论", verdict))) is bool(
        count
    )
    assert _denied(("分区", "F"), ("内容", "水泵联动")) == []


@pytest.mark.parametrize("said", ["未配置", "菜单空白", "0/360 点", "接口未开发"])
def test_a_brief_cell_without_header_denies_what_stands_before_it(said: str) -> None:
    cells = (Cell("", "访客留影上传平台"), Cell("", said))
    assert row_denials(cells)[0].thing.startswith("访客留影上传平台，")


def test_none_of_many_faults_denies_nothing() -> None:
    assert row_denials((Cell("", "探测器误报"), Cell("", "0/360 点"))) == ()


def test_a_row_of_a_list_of_faults_denies_as_long_as_it_is_open() -> None:
    cells = (Cell("部位", "值班电脑"), Cell("问题", "杀毒提示过期"), Cell("现状", "等集采"))
    assert [one.thing for one in row_denials((*cells, Cell("状态", "未闭合")))] == ["杀毒提示过期"]
    assert row_denials((*cells[:2], Cell("现状", "已续费"), Cell("状态", "关闭"))) == ()


def test_short_answers_speak_of_what_a_row_or_a_sentence_names_first() -> None:
    cells = (Cell("项", "疏散指示"), Cell("自查情况", "没有灯牌，应急灯有"))
    assert [one.thing for one in row_denials(cells)] == ["疏散指示，没有灯牌"]
    assert [one.thing for one in row_denials((cells[0], Cell("自评", "不得分")))] == ["疏散指示"]
    said = "架空层疏散指示：按开敞空间处理，不设指示灯"
    assert [one.thing for one in denials(said)] == ["架空层疏散指示，不设指示灯"]
    assert denials("可以看谁没改密码") == ()


def test_answers_of_a_self_check_and_what_was_never_delivered_are_denied() -> None:
    asked = Cell("问", "电子日志")
    assert [one.thing for one in row_denials((asked, Cell("答", "没买，手写本")))] == [
        "电子日志，没买"
    ]
    assert row_denials((asked, Cell("答", "有，三种"))) == ()
    assert "广播点播，灰" in [
        one.text for one in row_denials((Cell("项目", "广播点播"), Cell("状态", "灰")))
    ]
    assert [one.text for one in denials("投光灯、窗磁、泵房刷卡机，统统砍")] == [
        "投光灯、窗磁、泵房刷卡机，统统砍"
    ]


def test_what_is_shut_out_is_no_denial() -> None:
    assert denials("数据库单独放一个网段，其余网段连不上") == ()
    assert denials("四个网段互ping不通") == ()
    assert denials("平台与消防主机连不上") != ()


def test_what_is_held_back_or_counted_as_undone_is_no_denial() -> None:
    assert denials("先刷车牌后启桩，非新能源号牌不启") == ()
    assert denials("不挪的广播喊") == ()
    assert denials("未完成、逾期、跳过都有清单") == ()


@pytest.mark.parametrize(
    "text",
    [
        "苗圃的阀门今年不换了？",
        "问温室会不会漏水，承包人没回话",
        "水泵控制器遇结冰失灵，改手动，报班长",
        "3 月扫出漏洞 6 个，年底全部打补丁或关闭",
        "调试用的 telnet 端口已关闭",
        "出厂口令一个不留",
        "本报告不评价灌溉系统",
        "管理员只能重置不能查看",
        "手机号在屏上不显示",
        "闸门不好使：找老周，泵房旁边",
        "没贴牌的车充电桩不供电",
        "滴灌头 5 月查没有，8 月复查已经有了",
        "两小时挪走，别占道",
    ],
)
def test_what_is_asked_provided_for_closed_or_kept_back_denies_nothing(text: str) -> None:
    assert denials(text) == ()


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("为什么温室没有流量计？", "为什么温室没有流量计"),
        ("6 台主机已全部卸载杀毒软件", "已全部卸载杀毒软件"),
        ("养护台账为装订本", "养护台账为装订本"),
        ("走查 40 处，0 处可见", "0 处可见"),
        ("阀门井告警被关闭", "阀门井告警被关闭"),
    ],
)
def test_who_asks_why_and_who_counts_none_denies(text: str, thing: str) -> None:
    assert thing in [one.thing for one in denials(text)]


def test_how_a_thing_was_tried_is_told_behind_what_failed() -> None:
    (denial,) = denials("切换未过：按下泵房话筒，水照流")
    assert denial.text == "切换未过"


def test_what_was_overcome_or_is_past_is_not_said() -> None:
    assert [held for _, held in asserted("回看（树影遮挡后）都清楚")] == [""]
    assert [held for _, held in asserted("车道混行那会儿吓人")] == [""]
    assert [held for _, held in asserted("明文端口 8080 已关闭")] == [""]


def test_a_row_of_faults_that_still_stand_or_are_mended_now() -> None:
    fault = Cell("问题", "阀门井没有井盖")
    head = Cell("编号", "7")
    assert row_denials((head, fault, Cell("终评时", "催过两次，未改"))) != ()
    assert row_denials((head, fault, Cell("9月8日看", "装了，正常"))) == ()
    assert row_denials((head, Cell("事", "离线 7 只欠费"), Cell("备注", "工单闭环"))) == ()


def test_things_listed_with_gaps_are_denied_one_by_one() -> None:
    cells = (Cell("品名", "流量计"), Cell("备注", "温室1 苗圃2 缺1只为泵房，取消"))
    assert all("苗圃" not in one.text for one in row_denials(cells))


def test_what_was_found_first_and_mended_stands_no_longer() -> None:
    cells = (Cell("项", "阀门"), Cell("初检", "明装"), Cell("复检", "改暗装"))
    assert standing_text(cells) == "阀门；改暗装"
    assert standing_text((*cells, Cell("判定", "合格"))) == ""


def test_a_function_that_is_lacking_is_no_function() -> None:
    (denial,) = denials("滤芯没有过期提示")
    assert denial.thing == "没有过期提示"
    assert not denials("滤芯过期自动提示")


def test_what_does_nothing_by_itself_is_denied() -> None:
    assert [one.text for one in denials("楼层图不会自己跳出来")] == ["楼层图不会自己跳出来"]


def test_what_was_changed_for_a_finding_denies_nothing() -> None:
    assert not denials("试水发现末端没有压力，增设稳压泵一组")
    assert denials("试水发现末端没有压力，增设稳压泵的建议待批")


def test_a_semicolon_ends_what_a_clause_hangs_on() -> None:
    said = [one.text for one in denials("巡更点位齐全；只能翻纸质本子")]
    assert all("巡更点位" not in one for one in said)


def test_silence_is_told_of_the_occasion_before_it() -> None:
    assert "水箱盖敞着 20 分钟，主机没提示" in [
        one.text for one in denials("水箱盖敞着 20 分钟，主机没提示")
    ]


def test_a_place_that_there_is_not_denies_nothing() -> None:
    assert not denials("联排为独栋，没有地下室，只测院墙")


def test_a_row_that_was_put_right_denies_nothing() -> None:
    cells = (Cell("", "K-3"), Cell("", "柜门没有锁"))
    assert row_denials((*cells, Cell("", "已整改，换防盗锁芯"))) == ()
    assert row_denials((*cells, Cell("", "已整改，等锁芯到货"))) != ()


def test_what_people_are_told_of_a_thing_answers_for_it() -> None:
    (denial,) = row_denials((Cell("事", "水浸探头"), Cell("说法", "没有")))
    assert denial.text == "水浸探头，没有"
