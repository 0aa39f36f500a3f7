"""
What a section is for, by its headings: other people's works, praise, the future, a recital. Pure.

Below such a heading a sentence may say "two cameras watch the tank room" and say nothing of the
project: the works that a bidder did before, what may come next, what the tender asks for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Purpose = Literal["elsewhere", "advertised", "planned", "required"]

_PURPOSES: tuple[tuple[Purpose, re.Pattern[str]], ...] = (
    (
        "elsewhere",
        re.compile(
            r"类似的?(工程|项目|业绩|小区|院)|(工程|项目|企业|公司|主要|近年|同类)业绩|^业绩|"
            r"案例(介绍|展示|分享|汇编)?$|(干|做|承接|承建|实施)过的|以往的?(工程|项目)|"
            r"(参考|同类|样板)(工程|项目)|^references?$|reference projects?|track record|"
            # Whom a seller serves, what a delegation went to see, another plot of a joint register.
            r"(服务商|客户|合作伙伴)名录|别处|外地的?(小区|项目|经验|做法)|兄弟(街道|社区|单位|小区|项目)|^[一二三四五六]?[#号]地块(设备|清单|部分)?$|"
            r"case stud|(similar|previous|past) (projects?|works?)",
            re.IGNORECASE,
        ),
    ),
    (
        "advertised",
        re.compile(
            r"(公司|企业|我司|集团|团队|单位|能力)的?(简介|介绍|概况|实力|荣誉|优势)|"
            # What may be bought or is advised to be, and mottos.
            r"选购|增购|(建议|推荐)的?(型号|机型|品牌|产品)|选型(指南|推荐|参考)|标语|口号|宣传性质|"
            r"^关于(我们|我司|本公司)|company profile|about (us|the company)|who we are|credentials",
            re.IGNORECASE,
        ),
    ),
    (
        "planned",
        re.compile(
            r"(打算|准备|计划|拟)要?做的?(事|工作|内容)|最?想要|心愿|期盼|^(20\d\d\s*)?(年度?|明年|来年)的?(工作)?打算$|匡算$|下一步|设想|构想|愿景|远景|蓝图|路线图?$|(?:升级|演进|版本)(?:路线|计划)|展望|未来|(升级|拓展|扩展)(方向|规划|功能|空间)|"
            r"可选(项|功能|配置|模块|内容)|选配|选装|增值服务|(改进|优化|整改|完善)?建议$|"
            r"roadmap|next steps|vision|^options?$|optional (items?|features?)|recommendations?$",
            re.IGNORECASE,
        ),
    ),
    (
        "required",
        re.compile(
            r"招标(文件|要求|技术要求)|原文(抄录|摘录|照录)?$|(要求|规定|标准|条文|制度)(摘[录抄]|照抄)|要求[（(]摘|抄录|"
            r"不代表[本我]|(文件|标准|规范)里?是?怎么(说|写)|"
            r"(采购|用户|业主|甲方)(的?需求|要求)|任务书|tender requirements|"
            r"employer'?s requirements|client brief",
            re.IGNORECASE,
        ),
    ),
)
# A table of deviations, or of answers to a tender, tells what is offered.
_ANSWERS = re.compile(r"偏离|响应|应答|对照表|deviation|compliance", re.IGNORECASE)
_NUMBER = re.compile(
    r"^(第[一二三四五六七八九十\d]+[章节条部分]*|附[录件页表]?[一二三四五六七八九十A-Z\d]*|[一二三四五六七八九十]+[、.]|\d+(\.\d+)*[、.．]?)\s*"
)
_BRACKETED = re.compile(r"（[^）]*）|\([^)]*\)")


@lru_cache(maxsize=4096)  # the passages of a section ask the same
def purpose_of(headings: tuple[str, ...]) -> Purpose | None:
    """
    Return what the section below these headings is for; None where it speaks of the project.

    headings: outermost first; the first is the document's title, which does not count.

    >>> purpose_of(("技术标", "第六章 做过的类似小区")), purpose_of(("技术标", "3 周界"))
    ('elsewhere', None)
    """
    for heading in headings[1:]:
        # What stands in brackets remarks on the heading, and may name its purpose too.
        bare = _NUMBER.sub("", _BRACKETED.sub("", heading)).strip()
        remarks = [found.strip("（）()") for found in _BRACKETED.findall(heading)]
        if _ANSWERS.search(bare):
            continue
        for purpose, pattern in _PURPOSES:
            if any(pattern.search(text) for text in (heading, bare, *remarks)):
                return purpose
    return None
