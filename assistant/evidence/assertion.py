"""What a passage says to be so, beside what it denies or has done away with. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.evidence.condition import CLAUSE
from assistant.evidence.denial_words import ONCE, REPLACED, SHUT_FAST

# What stands behind one of these is ruled out, done away with or guarded against.
_RULED_OUT = re.compile(
    r"[无未没]|(?<![拍照])不(?!少|差|分|限)|禁|严|防(?!护|火墙|御|区)|自动|火警|火灾|试|避免|杜绝|代替|替代|取代|改|换|原(?!样|文)|旧|曾|以前|从前|过去|此前|先前|若|如|\bnot?\b|\bnever\b|\bwithout\b|\bnone\b|"
    r"\binstead\b|\bprevent|\bavoid",
    re.IGNORECASE,
)
_DONE_AWAY = re.compile(
    r"(?:一[个条项台]不留|清[零空]|作废|取消|废止|删除|停用|禁用|清除|改掉|换掉|刷掉|已改|改过|已换)[了过]?$|[无没未]有?[^，。；]{1,4}$"
)
# "盲区测试：随机走位 60 处": what is tested for is not said to be so.
_TEST_TITLE = re.compile(r"[^：]{0,24}(?:测试|检[查测验]|核[查验]|试验|验证|[排抽]查)：")
# "输入 123456 被拒绝": what is refused as it should be.
_REFUSED = re.compile(r"被拒|拒绝|拒收|被拦|存不|死活不|不认|提交不")
# "雪地反光遮挡后", "盲区消除后": what was in the way is so no longer.
_OVERCOME = re.compile(
    r"(?:遮挡|处理|消除|消缺|调整|治理|解决|整改|避开|改正|修正|修复|加[装补]|补光)(?:之?后|完|了)"
)
_NEGATES = re.compile(r"[无没未不]")


def undoes(thing: str) -> bool:
    """
    Whether a denial says that there is none of a thing, or no longer: what it names is no fault.

    >>> undoes("无默认密码"), undoes("出厂密码已作废"), undoes("图像模糊")
    (True, True, False)
    """
    return _NEGATES.match(thing) is not None or _DONE_AWAY.search(thing) is not None


def asserted(text: str) -> Iterator[tuple[str, str]]:
    """
    Yield each clause of a text, with the part of it that nothing in it rules out.

    >>> list(asserted("库内存放明文，不得明文传输"))
    [('库内存放明文', '库内存放明文'), ('不得明文传输', '')]
    >>> list(asserted("盲区测试：走位 60 处均可见"))
    [('盲区测试：走位 60 处均可见', '走位 60 处均可见')]
    """
    for match in CLAUSE.finditer(text):
        clause = match[0]
        title = _TEST_TITLE.match(clause)
        start = title.end() if title else 0
        ruled_out = _RULED_OUT.search(clause, start)
        is_undone = (
            any(said.search(clause) for said in (REPLACED, ONCE, SHUT_FAST, _OVERCOME, _REFUSED))
            or _DONE_AWAY.search(clause.strip()) is not None
        )
        end = start if is_undone else ruled_out.start() if ruled_out else len(clause)
        yield clause, clause[start:end]
