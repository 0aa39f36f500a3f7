"""
How a passage stands to a requirement: provides it, recites it, plans it, denies it. Pure.

Decided by the wording around the matter, by rules that can be read here; no model is asked.
"""

from __future__ import annotations

import re
from typing import Literal

Relation = Literal["supports", "contradicts", "mentions"]
Stance = Literal["provided", "required", "planned", "absent", "elsewhere"]

_ABSENT = re.compile(
    r"(本期|本次|本项目|暂|均|并)?(不(再)?(设置|设|配置|配备|考虑|包含|实施|安装)|未(设置|配置|配备|安装|考虑|建设))|"
    r"取消(设置)?|(?<!不是)没有(设置|配置|安装)|not (?:be )?(?:provided|installed|included|set up)|no provision",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(另一|其他|其它|相邻|二号|2号)(地块|小区|项目|标段)|another (?:plot|project|site)",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"预留|二期|后期|远期|拟(?:设|建|采用)|计划(?:设置|建设)|待定|planned|reserved for|phase (?:2|two|ii)\b|to be (?:added|installed) later",
    re.IGNORECASE,
)
_RECITED = re.compile(
    r"(根据|依据|按照?|按).{0,30}(标准|规范|规定|要求|GB).{0,40}(应|须|宜|需)|"
    r"(标准|规范)(要求|规定)|设计依据|引用标准|according to .{0,40} shall|the (?:standard|code) requires",
    re.IGNORECASE,
)
_PROVIDED = re.compile(
    r"本(项目|工程|设计|小区|系统|方案).{0,40}(设置|采用|配置|配备|安装|设有|实现|具备|保存|建立)|"
    r"(共|合计|已)(设置|安装|配置|配备|设|建立)|(设置|安装|配置|配备)(了|有)|\d+\s*(台|路|套|个|只|处|樘|部)|"
    r"存储(时间|周期|期限)?(为|达|≥|不少于)|is (?:provided|installed)|are (?:provided|installed)|has been (?:built|installed)",
    re.IGNORECASE,
)


def stance(text: str) -> Stance:
    """
    Return how a passage speaks of its matter.

    A passage that neither denies, plans nor recites is taken to describe what is there.
    """
    if _ELSEWHERE.search(text):
        return "elsewhere"
    if _ABSENT.search(text):
        return "absent"
    if _PLANNED.search(text):
        return "planned"
    if _RECITED.search(text) and not _PROVIDED.search(text):
        return "required"
    return "provided"


def relation_of(text: str) -> Relation:
    """Return the public relation of a passage: only provided things support."""
    spoken = stance(text)
    if spoken == "absent":
        return "contradicts"
    return "supports" if spoken == "provided" else "mentions"
