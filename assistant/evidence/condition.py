"""
Of whom or of which case a sentence speaks, and what it holds back from them: neither denies a
thing. Pure.
"""

from __future__ import annotations

import re

CLAUSE = re.compile(r"[^，,。;；！!？?\n|]+")
# "不足 6 位的，不予建档"; not "是各家自己焊的".
_WHO = re.compile(r"^(?!.*[是为系属]).*(?:的|者|时(?!间|刻|钟))$")
_JOINED = re.compile(r"(?:或|且|并|又|以及|和)")
_COMMAS = ("，", ",")
# "没有登记的车杆不抬": what is held back from whom it should be.
_HELD_BACK = re.compile(
    r"(?:未|没|不|无|非)[^，。；]{1,14}的[^，。；]{0,12}(?:不(?:予|能|得|准|许|可|给|让|抬|开|放)|"
    r"[启开进打充登领刷通]不[了动开进上])|"
    # "非新能源号牌不启", "不挪的广播喊"
    r"非[^，。；]{1,8}不[启抬开放让给准]|不[^，。；]{1,3}的[^，。；]{0,4}(?:喊|劝|拖|锁|罚|赶|清|催|提醒)"
)
# "不认脸不开", "没卡打不开", "外人推不开": who is not let in is kept out as he should be.
_KEPT_OUT = re.compile(
    r"(?:不(?:认|刷|凭|持|带|报|输|验|登记|授权|审批|签|预约)|[没无](?:卡|脸|码|票|单|证|授权|权限|登记|预约|工单)|非(?:授权|本|业主|住户)|"
    r"未(?:经|授权|登记|录入?|预约|审批|持)|外人|生人|陌生人|闲人|别人|旁人|外来人员?|不是[^，。；]{2,8}的人?)"
    r"[^，。；]{0,8}(?:不(?:[开抬放让进]|予|能|得|准|许|可|给)|无效$)"
)
# "少于十位的口令不被接受": what is not good enough is turned away, as it should be.
_TURNED_AWAY = re.compile(
    r"(?:少于|不足|低于|短于|达不到|不满足?|不够|不合|简单|单一|纯数字|弱口令|连号)[^，。；]{0,16}"
    r"(?:不(?:被|予|让|能|可|允许|给)|[存设改提]不[上了成]|拒|通不过|无法(?:保存|提交|通过|设))"
)
# "对讲打不通：先看线": what to do where it ever happens.
_ADVICE = re.compile(
    r"^[·•\-\s\d.、)）]*[^，。；：:]{0,14}(?:不|没|无法|失败|黑屏|离线|模糊|偏[暗亮]|卡顿|报错)[^，。；：:]{0,6}[：:]\s*"
    r"(?:请|应?先|可先?)?(?:看|查(?![明实出证获])|检查|确认|核对|重启|重新|换|擦|联系|找|按|等|试)"
)
# "平台停了照样用，不要慌": what somebody is told to keep from.
_CALM = re.compile(
    r"(?:请|千万|大家|您)?(?:不要|不用|无需|别)(?:慌|怕|担心|着急|紧张|惊慌|乱)[^，。；]{0,2}"
)
# "拔一台分机网线，列表变灰": what a tester did, and what showed it.
_PROVOKED = re.compile(
    r"^[\d.、\s]*(?:拔|断开|剪|遮|挡|模拟|人为|关[掉闭]?|短接|短路)[^，。；：]{1,18}$"
)
_SHOWED = re.compile(r"变[灰红黄]|离线|掉线|中断|丢失|报|弹|响|提示")


def conditions(text: str) -> frozenset[int]:
    """
    Return where the clauses begin that say of whom or which case a sentence speaks, and what is
    done then.

    >>> sorted(conditions("口令过短，或缺数字的，系统拒绝提交；门未装"))
    [0, 5, 11]
    >>> sorted(conditions("对讲打不通：先看线，再看灯")), sorted(conditions("拔一台分机网线，列表变灰"))
    ([0, 10], [8])
    """
    if _ADVICE.match(text):
        return frozenset(match.start() for match in CLAUSE.finditer(text))
    found: set[int] = set()
    sentence: list[int] = []
    before = ""
    for match in CLAUSE.finditer(text):
        if sentence and text[match.start() - 1] not in _COMMAS:
            sentence = []
        clause = match[0].strip()
        if _WHO.match(clause) and text[match.end() : match.end() + 1] in _COMMAS:
            found.add(match.start())
            if _JOINED.match(clause) and sentence:
                found.add(sentence[-1])
        elif (
            (sentence and sentence[-1] in found)
            or _CALM.fullmatch(clause)
            or (_PROVOKED.match(before) and _SHOWED.search(clause))
        ):
            found.add(match.start())
        sentence.append(match.start())
        before = clause
    return frozenset(found)


def holds_back(clause: str) -> bool:
    """
    Whether a clause refuses something to whom it should be refused.

    >>> holds_back("没有登记的车杆不抬"), holds_back("没有实名的启不了桩"), holds_back("登记的车没有来")
    (True, True, False)
    >>> holds_back("储水间不刷脸不开"), holds_back("道闸不开也没人修")
    (True, False)
    >>> holds_back("口令少于十位或单一字符不被接受"), holds_back("未登记人员扫码无效")
    (True, True)
    """
    return any(said.search(clause) for said in (_HELD_BACK, _KEPT_OUT, _TURNED_AWAY))
