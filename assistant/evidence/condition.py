"""Of whom a rule speaks, and what it holds back from them: neither denies a thing. Pure."""

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
    r"[^，。；]{0,8}不(?:[开抬放让进]|予|能|得|准|许|可|给)"
)


def conditions(text: str) -> frozenset[int]:
    """
    Return where the clauses begin that say of whom a rule speaks, and what is done then.

    >>> sorted(conditions("口令过短，或缺数字的，系统拒绝提交；门未装"))
    [0, 5, 11]
    """
    found: set[int] = set()
    sentence: list[int] = []
    for match in CLAUSE.finditer(text):
        if sentence and text[match.start() - 1] not in _COMMAS:
            sentence = []
        clause = match[0].strip()
        if _WHO.match(clause) and text[match.end() : match.end() + 1] in _COMMAS:
            found.add(match.start())
            if _JOINED.match(clause) and sentence:
                found.add(sentence[-1])
        elif sentence and sentence[-1] in found:
            found.add(match.start())
        sentence.append(match.start())
    return frozenset(found)


def holds_back(clause: str) -> bool:
    """
    Whether a clause refuses something to whom it should be refused.

    >>> holds_back("没有登记的车杆不抬"), holds_back("没有实名的启不了桩"), holds_back("登记的车没有来")
    (True, True, False)
    >>> holds_back("储水间不刷脸不开"), holds_back("道闸不开也没人修")
    (True, False)
    """
    return _HELD_BACK.search(clause) is not None or _KEPT_OUT.search(clause) is not None
