"""Bytes to text, for files that do not say their encoding."""

from __future__ import annotations

import codecs

from corpus.reading.legibility import is_legible

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("utf-8", "gb18030", "big5", "cp1252")


def decoded(content: bytes, *, is_whole: bool = True) -> tuple[str, str] | None:
    """
    Return (text, encoding), or None when the bytes are no text in a known encoding.

    A byte order mark decides; else UTF-16 is told by its zero bytes; else UTF-8, GB 18030, Big5
    and Windows-1252 are tried in this order and the first legible result is taken.

    Args:
        content: the bytes.
        is_whole: False when the bytes are only the start of a file and may end inside a character.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _try(content, encoding, is_whole)
    if b"\x00" in content:
        even, odd = content[::2].count(0), content[1::2].count(0)
        if max(even, odd) < 0.05 * len(content):
            return None
        return _try(content, "utf-16-le" if odd > even else "utf-16-be", is_whole)
    for encoding in _GUESSES:
        if found := _try(content, encoding, is_whole):
            return found
    return None


def _try(content: bytes, encoding: str, is_whole: bool) -> tuple[str, str] | None:
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    try:
        text = decoder.decode(content, final=is_whole)
    except UnicodeDecodeError:
        return None
    sample = text[:20_000]
    control = sum(char < " " and char not in "\t\r\n\f" for char in sample)
    if control > 0.01 * len(sample) or not is_legible(sample):
        return None
    return text, encoding
