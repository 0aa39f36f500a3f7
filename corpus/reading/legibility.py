"""Telling text from a garbled text layer, by ratios."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

_CID = re.compile(r"\(cid:\d+\)")
_MIN_CJK = 20
_MAX_BROKEN = 0.25
_MAX_LATIN1 = 0.4
_MIN_COMMON = 0.6


def is_cjk(char: str) -> bool:
    """Tell whether `char` is written without spaces: ideograph, kana or full-width punctuation."""
    code = ord(char)
    return (
        0x3000 <= code <= 0x30FF
        or 0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
        or char in "“”‘’…—·"
    )


def is_legible(text: str) -> bool:
    """
    Tell whether `text` can be what a person reads on the page; True for empty text.

    Garbled are: more than a quarter private-use, unassigned, replacement or control characters or
    "(cid:…)" codes; mostly accented Latin letters (Chinese bytes read as Latin-1); or at least 20
    ideographs of which under 60% are in everyday use in Chinese or Japanese.
    """
    counts = Counter(text)
    chars = {char: count for char, count in counts.items() if not char.isspace()}
    total = sum(chars.values())
    if not total:
        return True
    broken = _count(chars, _is_broken) + sum(len(match.group()) for match in _CID.finditer(text))
    latin1 = _count(chars, lambda char: "\u00a1" <= char <= "\u00ff")
    if broken / total > _MAX_BROKEN or (latin1 >= 8 and latin1 / total > _MAX_LATIN1):
        return False
    ideographs = {
        char: count
        for char, count in chars.items()
        if "\u3400" <= char <= "\u9fff" or char >= "\U00020000"
    }
    all_ideographs = sum(ideographs.values())
    if all_ideographs < _MIN_CJK:
        return True
    return _count(ideographs, _is_everyday) / all_ideographs >= _MIN_COMMON


def _count(chars: dict[str, int], is_counted: Callable[[str], bool]) -> int:
    return sum(count for char, count in chars.items() if is_counted(char))


def familiarity(text: str) -> float:
    """Return the share, 0 to 1, of characters in everyday use; 0 for empty text."""
    everyday = sum(char.isascii() or _is_everyday(char) for char in text)
    return everyday / len(text) if text else 0.0


def _is_broken(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs")


def _is_everyday(char: str) -> bool:
    for encoding in ("gb2312", "cp932"):
        try:
            char.encode(encoding)
        except UnicodeEncodeError:
            continue
        return True
    try:
        return b"\xa4" <= char.encode("big5")[:1] <= b"\xc6"
    except UnicodeEncodeError:
        return False
