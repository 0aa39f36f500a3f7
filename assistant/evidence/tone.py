"""
In what tone a document speaks: as rules in force, as a record, in praise, as a standard for many
projects, or plainly. Pure.

A brochure promises what no project need have. It need not be called one: it praises in every other
sentence, where other papers of a project hardly ever do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Tone = Literal["plain", "rules", "record", "brochure", "standard"]

_PRAISE = re.compile(
    r"匠心|臻|尊享|尊崇|礼遇|奢|璀璨|盛启|样板间|销售中心|置业|楼书|仅供参考|要约邀请|品质生活|美好生活|"
    r"智享|悦享|畅享|乐享|安享|专享|尽享|私享|守护|让[您你]|为[您你]|懂[您你]|家人|只为|不负|从此|想象|梦想|"
    r"安心|放心|贴心|暖心|省心|无忧|从容|邂逅|遇见|相伴|陪伴|温馨|温暖|岁月|时光|幸福|惬意|悠然|诗意|繁华|典范|标杆|"
    r"回家的|生活方式|智慧生活|智慧人居|营销|品鉴|鉴赏|焕新|新颜|未来已来|全龄|一键|敬请|VIP|热线|"
    r"效果图|交付标准|以实际|以合同|最终解释|！|"
    r"luxur|lifestyle|show flat|your home|your family|enjoy|peace of mind|imagine",
    re.IGNORECASE,
)
_BROCHURE = re.compile(
    r"楼书|宣传|彩页|折页|画册|置业|海报|推广|广告|公众号|朋友圈|招商|营销|开盘|品鉴|鉴赏|选房|推介|"
    r"生活手册|人居手册|brochure|leaflet|advert|sales",
    re.IGNORECASE,
)
# "自查表与选房手册": what is bound together is judged by its headings.
_BOUND = re.compile(r"[与和及、]|\band\b", re.IGNORECASE)
_RECORD = re.compile(
    r"验收|检测|检验|评定|意见书|测试报告|抽查|acceptance|test report|inspection", re.IGNORECASE
)
_RULES = re.compile(
    r"制度|规定|办法|规程|守则|职责|预案|手册|细则|公约|须知|台账|记录|rules|procedure|policy|manual",
    re.IGNORECASE,
)
# What a developer asks of all projects, or a client of whoever bids, shows nothing of this one; a
# bidder's answer does, and what a property company asks of its own work is in force.
_STANDARD = re.compile(
    r"^(?!.*(?:响应|偏离|应答|物业|服务|作业))(?:.*(?:(?:产品|建设|配置|设计|技术|企业|集团)标准(?![化层])|"
    r"(?:建设|设计|技术|评价)导则|招标(?:文件|公告)|设计任务书))|"
    r"product[- ]standard|design[- ]guide(line)?s?|tender[- ]documents?",
    re.IGNORECASE,
)
_FOR_MANY = re.compile(
    r"本(标准|导则|规范|指引)[^。；]{0,40}(全部|各|所有|新建|在建)[^。；，]{0,4}(项目|小区|住区|楼盘|工程)"
)
# Praises in a thousand characters: brochures of the dossiers have 7 to 30, other papers at most 5.
_OFTEN, _LEAST = 7, 4


def names_brochure(title: str) -> bool:
    """
    Tell whether a title names a brochure.

    >>> names_brochure("海上臻园 品鉴手册"), names_brochure("平台操作手册")
    (True, False)
    """
    return _BROCHURE.search(title) is not None


def tone_of(title: str, texts: Sequence[str]) -> Tone:
    """
    Return the tone of a document; plain for nothing.

    >>> tone_of("安全管理制度", []), tone_of("海上臻园", ["匠心打造，尊享礼遇。让您安心，从此无忧"])
    ('rules', 'brochure')
    >>> tone_of("某集团住宅智能化产品标准", []), tone_of("摘编", ["本标准对集团全部项目提出要求"])
    ('standard', 'standard')
    """
    if _praises(texts) or (names_brochure(title) and not _BOUND.search(title)):
        return "brochure"
    if _RECORD.search(title):
        return "record"
    if _STANDARD.search(title) or any(_FOR_MANY.search(text) for text in texts):
        return "standard"
    return "rules" if _RULES.search(title) else "plain"


def _praises(texts: Sequence[str]) -> bool:
    praise = sum(len(_PRAISE.findall(text)) for text in texts)
    return praise >= _LEAST and 1000 * praise >= _OFTEN * sum(map(len, texts))
