"""What the row of a table denies: by a cell that says no, or by the verdict on the row. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence.denial import Denial, denials
from corpus.document import Cell

_SUBJECT, _ANSWER, _BRIEF = 60, 6, 8
# Columns that say what became of a row's thing, and columns that only count or order.
_TELLS = re.compile(
    r"结果|结论|^判|判定|评定|评价|情况|现状|备注|说明|实测|实际|响应|状态|是否|合同|实现|落实|整改|[首初复]检|处理|处置|答复|回复|闭合|进展|自查|自评|得分|意见|现场|^答|回答|看到的|见到的?|所见|^说法$|^(?:现在|眼下|目前|如今)|"
    r"result|remark|status|finding|comment|verdict|response|note",
    re.IGNORECASE,
)
# "自查内容", "复检项目": what is looked at, not what was found.
_LOOKED_AT = re.compile(r"(?:内容|项目|事项|条目|指标|对象|部位|名称)$")
_COUNTS = re.compile(
    r"^(?:序号?|编号|项次|[^，。；]{0,4}日期?|时间|数量|单位|规格|型号|品牌|抽[样检查]数?|责任[方人]|承诺|[时期]限|no\.?|qty|unit|date)$",
    re.IGNORECASE,
)
_SAYS_NO = re.compile(
    r"(?:全部|均|暂|尚|未|仍|长期|\d+[只台个处路次点具樘盏]均?)?(?:无|没有|没|否|[×✗✘╳❌]|灰色?|[未没](?:设|装|安装|见|做|实现|配|接|建|完成|开通|提供|通过|落实|闭环|修复?|整改|处理|恢复|投用|投运|接线|接通|联网|调试|动作|响应|到货|启用|部署|配置|制定|编制|建立|开展|签订?|采购|施工|上线|上架|通电|接电|拆箱|交付|更换|覆盖|发布|执行|编|买|上|开|有?电子版)|不(?:设|装|做|接|上|加|具备|支持|提供|合格|符合|"
    r"符|满足|通过|强制)|无(?:此(?:项|功能)|(?:前端|现场)?(?:设备|装置|设施|探测器|探头)|图像|画面|信号|反应|响应|显示|声|数据|动作|水压?|记录)|[离掉]线|熄灭|空白|不[亮响转动]|缺[项失漏]?|漏项|取消|核减|撤项|删减|划掉|剔除|摘除|卸载|空缺|暂缺|终止|不具备[^，。；]{0,6}条件|(?:授权|许可|证书)已?过期|欠费(?:停[机用])?|(?:登录|打开)(?:即退出?|报错|超时|空白)\d*|报错|闪退|崩溃|负偏离|(?:需|待|限期)?整改|"
    r"(?:已|均|全部|长期|过期)?(?:停用|失效|失灵|损坏|坏了?|拆除|拆了|过期|报废|闲置|瘫痪)|no|none|nil|not (?:provided|installed|compliant|met)|fail(?:ed)?)[。.]?",
    re.IGNORECASE,
)
# "0/360 点": none of so many, where one would want them.
_NONE_OF = re.compile(r"[^，。；\d]{0,4}\s*0\s*[/／]\s*[1-9]\d*\s*[^\d，。；]{0,6}")
# "现场0", "数量：0", "0台": counted, and there is none.
_NONE_COUNTED = re.compile(
    r"(?:数量?|台数|现场|实装|实设|实有|实配|实施|实到|实际|安装|到货|在线|接入|收到|成功|完成|响应|文件数|条数|记录数?|可辨|已录入|建成)[为：: ]{0,2}0\s*[^\d，。；./／%]{0,3}|"
    r"0\s*[台套个路处部樘只块扇门座]"
)
# "居民×": what stands before the cross is not.
_CROSSED = re.compile(r"[^，。；]{1,12}?\s*[×✗✘╳❌]")
# "离线152", "损坏 6 台".
_SO_MANY_DOWN = re.compile(
    r"[^，。；\d]{0,6}(?:离线|掉线|失联|损坏|不亮|未接入?|未装|缺)\s*[1-9]\d*\s*[台套个路点只盏块具处]?"
)
# "水箱间1 监控室1 缺1台": one thing after another, with gaps for commas.
_LIST_GAP = re.compile(r"(?<=[\u4e00-\u9fff]\d)\s+(?=[\u4e00-\u9fff])")
# "结论：缺项": a cell that carries its own heading.
_LABEL = re.compile(
    r"(?:检[测验查]|验收|测试|核查|单项)?(?:结论|结果|判定|评定|状态|意见)\s*[:：]\s*"
)
# An alarm that was passed on: it tells of a fault, and denies nothing.
_PASSED_ON = re.compile(
    r"已(?:派单|推送|通知|确认|受理|生成工单|短信通知|弹窗)|(?:工单|单子|单)?已?(?:闭环|办结|销单|关单|销项)"
)
_ILL = re.compile(
    r"故障|失败|不合格|异常|误报|漏|丢|缺|投诉|隐患|离线|中断|超|fail|fault|defect", re.IGNORECASE
)
_PASSED = re.compile(
    r"[√✓✔]|(?:(?:整改|复[检测验查试])后)?合格(?:[（(][^（）()]{0,8}[）)]?)?|符合|满足|通过|正常|无偏离|正偏离|完全响应|未[检测查]|未讨论|不测|pass(?:ed)?|ok|compliant",
    re.IGNORECASE,
)
# A fault that stands where the list of faults says so.
_OPEN = re.compile(
    r"(?:[^；。]*[，,；;]\s*)?(?:还|仍)?[未没]有?(?:改|做|弄|修|装|换|动)[好了完]?|[^；。]*[，,；;]\s*(?:不[做改修换]|[^，。；]{0,6}(?:还是|仍|照旧)[不没][^，。；]{1,3})|"
    r"未(?:闭合|关闭|销项|解决|整改|处理|修复|消除)|(?:关闭)?[（(]?(?:不做|不改|不处理|不予处理|不再处理)[）)]?|"
    r"遗留|挂起|open|unresolved|outstanding|won'?t fix",
    re.IGNORECASE,
)
_FAULT = re.compile(
    r"(?:存在|遗留)?(?:问题|缺陷|隐患)(?:描述|内容|说明)?|issue|defect|snag", re.IGNORECASE
)
# "到终评时", "9月23日看": what was seen of it later.
_STATE = re.compile(
    r"状态|闭合|销项|整改|处理|处置|结果|[终复]评时$|[复回]看$|日看$|复查$|status|state",
    re.IGNORECASE,
)
# "装了，亮", "已改，7月18日": what was lacking is there now.
_NOW_DONE = re.compile(
    r"(?:都|均|全部?|已经?|后来|\d+月\d*日?){0,3}(?:[装补改换修接通调配加]|更换|整改|修复|恢复)[^，。；没未不]{0,3}(?:了|好|[上齐完毕])?"
    r"(?:[，,、；; ]+(?:都|均|全)?(?:[亮响通]|好用|正常|能用|有图|通过|合格|\d[^，。；没未不]*))*"
)
# "已改，门禁接入主机": what was lacking was put right, and how.
_PUT_RIGHT = re.compile(
    r"(?:均|都|全部)?已(?:经)?(?:改|整改|修复|修正|更正|处理|解决|加固|升级|恢复|更换|补装)(?:完成|完毕|到位|好)?[，,；;。]"
)
_ALREADY = re.compile(r"已|了|好|[上齐完毕]")
# Where nothing need be said, "无" says nothing.
_REMARKS = re.compile(
    r"备注|说明|整改|处理|意见|建议|遗留|措施|remark|note|comment|action", re.IGNORECASE
)
_NOTHING = re.compile(r"无|没有|none|nil|no|n/?a", re.IGNORECASE)
# A fault that was mended, and when.
_MENDED = re.compile(
    r"修复|修好|完成|恢复|关单|销项|办结|用时|fixed|closed|restored", re.IGNORECASE
)
_DONE = re.compile(r"\d.*|已[^，。；]*|当[日天场].*|是|√|✓|好|正常|yes|done|closed", re.IGNORECASE)
# "换继电器，试开3次均开": what a repair did, as long as nothing is left to do.
_TREATED = re.compile(r"处理|处置|维修|措施|treatment|repair", re.IGNORECASE)
_REPAIRED = re.compile(
    r"[^，。；]{0,8}?(?:更?换|重[做启接插]|接[回好通]|复位|清[洁理洗]|调[整正好]|修[复好]|紧固|补[装接]|恢复|校[准正]|replaced|reset|repaired)",
    re.IGNORECASE,
)
_LEFT_TO_DO = re.compile(
    r"待|未|无法|不能|不了|没|等|暂|报价|申请|下次|又|仍|依旧|pending", re.IGNORECASE
)
# "正常；停车页未对接", "看得清人和车，看不到桩灯": all but what is named then.
_GOES_WELL = re.compile(
    r"(?:均|都|基本|其余|其他)*(?:正常|合格|符合|通过|可用|良好|完好|看得[清见到]|可辨|清[晰楚])|"
    r"[^，。；没未不无]{1,16}[都均全](?:成|行|好使?|可以|做得到|能用|通过?|有图?|清楚)(?=[，。；])"
)
# "门岗看得清，桩灯一片白", "20 台中 18 台有图": some of it is as it should be.
_WELL_IN_PART = re.compile(
    r"[都均全]|正常|合格|(?<!不)(?<!未)符合|看得|[清晰]楚|可[用辨]|能[^，。；]{0,8}[，；]|\d\s*[台套个路点只处户樘][^，。；]{0,10}(?:有|好|正常|通|成)|已[^，。；]{1,10}[，；]|[，；][^，。；]{0,10}已"
)
_OCCURRED = re.compile(r"现象|故障|毛病|报修|原因|fault|symptom", re.IGNORECASE)
# "否。两网共用一台交换机": the answer, and then why.
_ANSWERS_NO = re.compile(
    rf"(?P<no>{_SAYS_NO.pattern.removesuffix('[。.]?')})[。；，;,.]", re.IGNORECASE
)
_VERDICT = re.compile(r"结论|判|评|结果|verdict|result|status", re.IGNORECASE)
_LETTER = re.compile(r"P(?: ?[(（]R[)）])?|F")
_TICK = re.compile(r"[√✓✔☑●]|是|有|yes|y", re.IGNORECASE)
_NOT_SO = re.compile(
    r"未(?:实现|完成|落实|通过|做|具备|安装)|不(?:合格|符合|满足|具备)|缺|not (?:met|done)|missing"
)
_FAULTS = re.compile(r"偏离|问题|缺陷|异常|不合格|故障|deviation|defect|fault", re.IGNORECASE)
_FAILED = re.compile(
    r"[×✗✘╳❌]|不合格|不符合?|不满足|不通过|未通过|不得分|得?\s?0\s?分|未达标|负偏离|(?:需|待|限期)?整改|fail(?:ed)?|negative(?: deviation)?|non-?compliant",
    re.IGNORECASE,
)
# What a first look found stands only where the second found the same.
_FIRST_LOOK = re.compile(r"[初首一][检测验查次]|整改前|first|initial", re.IGNORECASE)
_SECOND_LOOK = re.compile(
    r"复[检测验查]|再测|二[检测验次]|整改后|retest|re-?inspect", re.IGNORECASE
)
_UNCHANGED = re.compile(
    r"[未没不][^，。；]{0,4}[改修动变整装做]|[同如]前|同[上左初首]|仍|依旧|依然|还是|不变|无变化|—|-|/|unchanged|same",
    re.IGNORECASE,
)


def row_denials(cells: Sequence[Cell]) -> tuple[Denial, ...]:
    """
    Return what a row of a table denies; () for nothing.

    A cell that only says no denies the name of its column ("走道喇叭: 无"), and under a column of
    results what the row is about ("电气火灾监控 | 结果: 未见"). One that judges the row holds for
    all of it: "偏离: 无" is as good as "合格".

    >>> row_denials((Cell("系统", "电气火灾监控"), Cell("结果", "未见")))[0].text
    '电气火灾监控，未见'
    >>> row_denials((Cell("", "车位租赁"), Cell("", "未启用"), Cell("", "菜单隐藏")))[0].text
    '车位租赁，未启用'
    >>> row_denials((Cell("项", "断线提示"), Cell("初检", "3 路无提示"), Cell("复检", "均有提示")))
    ()
    >>> row_denials((Cell("现象", "开门无响应"), Cell("处理", "换继电器，试开均好")))
    ()
    """
    cells = _standing(cells)
    subject = "，".join(
        cell.text
        for cell in cells
        if not _is_telling(cell.header) and not _COUNTS.search(cell.header)
    )[:_SUBJECT]
    verdicts = [_verdict(cell) for cell in cells]
    is_passed_on = any(_PASSED_ON.fullmatch(cell.text.strip()) for cell in cells)
    if True in verdicts or is_passed_on or _is_mended(cells) or _is_done_now(cells):
        return ()
    found = _found(cells, subject)
    if not found and any(map(_is_open, cells)):
        # The fault alone stands, not all that its row is about.
        faults = [cell.text for cell in cells if _FAULT.fullmatch(cell.header)]
        found += [one for text in faults for one in denials(text) or (Denial(text, subject),)]
    if False in verdicts:
        # What a row that failed says itself to be lacking is what it failed for; else, and where it
        # is ticked as not done, all of it is.
        is_whole = not found or any(map(_is_ticked_undone, cells))
        text = "，".join(cell.text for cell in cells) if is_whole else subject
        found.append(Denial(subject, text))
    return tuple(dict.fromkeys(found))


def standing_text(cells: Sequence[Cell]) -> str:
    """
    Return what a row says that still stands: without what was found first and mended; "" for one
    whose verdict is that all is as it should be.
    """
    standing = _standing(cells)
    if any(map(_verdict, standing)) or _is_done_now(standing):
        return ""
    return "；".join(cell.text for cell in standing)


def is_refused(cells: Sequence[Cell]) -> bool:
    """
    Whether the verdict on a row is that its thing is not as it should be, and no cell tells of it
    that some of it is.
    """
    told = [cell.text for cell in cells if _is_telling(cell.header)]
    verdicts = [_verdict(cell) for cell in cells]
    return (
        False in verdicts
        and True not in verdicts
        and not _is_done_now(cells)
        and not any(_WELL_IN_PART.search(text) for text in told)
    )


def _is_telling(header: str) -> bool:
    """Whether a column says what became of the things of its rows."""
    return _TELLS.search(header) is not None and _LOOKED_AT.search(header) is None


def _standing(cells: Sequence[Cell]) -> Sequence[Cell]:
    """Return the cells of a row without what a first look found and a second found otherwise."""
    again = [cell.text.strip() for cell in cells if _SECOND_LOOK.search(cell.header)]
    if not any(again) or any(_UNCHANGED.match(text) for text in again):
        return cells
    return [
        cell
        for cell in cells
        if _SECOND_LOOK.search(cell.header) or not _FIRST_LOOK.search(cell.header)
    ]


def _found(cells: Sequence[Cell], subject: str) -> list[Denial]:
    found: list[Denial] = []
    for place, cell in enumerate(cells):
        if _FAULTS.search(cell.header) or _FAILED.fullmatch(_bare(cell)):
            continue
        if _REMARKS.search(cell.header) and _NOTHING.fullmatch(cell.text.strip()):
            continue
        # In a table without headers, a cell speaks of what stands before it.
        about = subject if cell.header else "，".join(one.text for one in cells[:place])
        is_told = not cell.header or _is_telling(cell.header)
        if _says_none(cell, subject, is_told=is_told):
            found.append(_whole(f"{(about or subject) if is_told else cell.header}，{cell.text}"))
            continue
        answer = _ANSWERS_NO.match(cell.text.strip()) if is_told else None
        if answer:
            found.append(_whole(f"{subject}，{answer['no']}"))
        found += [
            _of_subject(one, about, cell)
            if is_told and _begins(cell, one) and about and cell.text not in about
            else one
            for one in denials(_LIST_GAP.sub("，", cell.text))
        ]
    return found


def _says_none(cell: Cell, subject: str, *, is_told: bool) -> bool:
    """Whether all that a cell says is that there is none, or that it does not work."""
    said = _bare(cell)
    if _SAYS_NO.fullmatch(said):
        return True
    if not is_told:
        return _NONE_OF.fullmatch(said) is not None and not _ILL.search(f"{cell.header}{subject}")
    if _CROSSED.fullmatch(said) or (not cell.header and _SO_MANY_DOWN.fullmatch(said)):
        return True
    is_none = _NONE_OF.fullmatch(said) or _NONE_COUNTED.fullmatch(said)
    return is_none is not None and not _ILL.search(f"{cell.header}{subject}{said}")


def _bare(cell: Cell) -> str:
    """Return what a cell says, without the heading that it may carry itself."""
    return _LABEL.sub("", cell.text.strip(), count=1)


def _begins(cell: Cell, denial: Denial) -> bool:
    """
    Whether what is denied begins its cell, or a heading says that the cell tells something and it
    does not begin with what goes well.
    """
    if cell.text.startswith(denial.text):
        return True
    return bool(cell.header) and _GOES_WELL.match(cell.text.strip()) is None


def _of_subject(denial: Denial, subject: str, cell: Cell) -> Denial:
    """
    Return what a cell denies of a row; short words at its beginning, and a cell without header that
    only says what became of what stands before it ("未配置"), speak of all of it.
    """
    words = cell.text.strip()
    is_answer = len(denial.thing) <= _ANSWER and words.startswith(denial.thing)
    is_brief = not cell.header and len(words) <= _BRIEF
    text = f"{subject}，{denial.text}"
    return Denial(text if is_answer or is_brief else denial.thing, text)


def _verdict(cell: Cell) -> bool | None:
    """Return whether a cell says that the row is as it should be; None for no verdict."""
    words = _bare(cell)
    if _FAULTS.search(cell.header) and _SAYS_NO.fullmatch(words) and not _FAILED.fullmatch(words):
        return True
    if _is_ticked_undone(cell):
        return False
    if _PASSED.fullmatch(words):
        return True
    if _VERDICT.search(cell.header) and _LETTER.fullmatch(words):
        return words.startswith("P")
    return False if _FAILED.fullmatch(words) else None


def _is_open(cell: Cell) -> bool:
    """Whether a cell says that the fault of its row stands."""
    return _STATE.search(cell.header) is not None and _OPEN.fullmatch(cell.text.strip()) is not None


def _is_mended(cells: Sequence[Cell]) -> bool:
    """Whether a row tells of a fault, and that it was mended."""
    return any(_OCCURRED.search(cell.header) for cell in cells) and any(
        (_MENDED.search(cell.header) and _DONE.fullmatch(cell.text.strip())) or _is_repaired(cell)
        for cell in cells
    )


def _is_repaired(cell: Cell) -> bool:
    """Whether a cell tells what a repair did, and leaves nothing to do."""
    is_act = _TREATED.search(cell.header) and _REPAIRED.match(cell.text.strip())
    return bool(is_act) and _LEFT_TO_DO.search(cell.text) is None


def _is_done_now(cells: Sequence[Cell]) -> bool:
    """Whether the last thing that a row tells is that what it lacked is there now."""
    told = [cell for cell in cells if cell.text.strip()]
    later = [cell for cell in told if _STATE.search(cell.header) or not cell.header]
    if not later:
        return False
    said = later[-1].text.strip()
    if _PUT_RIGHT.match(said):
        return _LEFT_TO_DO.search(said) is None
    if not later[-1].header:
        return False
    return _NOW_DONE.fullmatch(said) is not None and _ALREADY.search(said) is not None


def _is_ticked_undone(cell: Cell) -> bool:
    return bool(_TICK.fullmatch(cell.text.strip()) and _NOT_SO.search(cell.header))


def _whole(text: str) -> Denial:
    return Denial(text, text)
