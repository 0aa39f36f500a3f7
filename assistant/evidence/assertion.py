"""What a passage says to be so, beside what it denies or has done away with. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.evidence.condition import CLAUSE
from assistant.evidence.denial import REPLACED

# What stands behind one of these is ruled out, done away with or guarded against.
_RULED_OUT = re.compile(
    r"[无未没不]|禁|严|防|自动|火警|火灾|试|避免|杜绝|代替|替代|取代|改|换|原(?!样|文)|旧|曾|若|如|\bnot?\b|\bnever\b|\bwithout\b|\bnone\b|"
    r"\binstead\b|\bprevent|\bavoid",
    re.IGNORECASE,
)
_DONE_AWAY = re.compile(
    r"(?:作废|取消|废止|删除|停用|禁用|清除|改掉|换掉)[了过]?$|[无没未]有?[^，。；]{1,4}$"
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
    """
    for match in CLAUSE.finditer(text):
        ruled_out = _RULED_OUT.search(match[0])
        is_replaced = REPLACED.search(match[0]) or _DONE_AWAY.search(match[0].strip())
        end = 0 if is_replaced else ruled_out.start() if ruled_out else len(match[0])
        yield match[0], match[0][:end]
