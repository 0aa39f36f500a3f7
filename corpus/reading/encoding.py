"""Bytes to text, for files that do not say their encoding."""

from __future__ import annotations

import codecs

from corpus.reading.legibility import familiarity, is_legible

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 20_000
_GUESSES = ("gb18030", "big5", "utf-16-le", "utf-16-be", "cp1252")


def decoded(content: bytes, *, is_whole: bool = True) -> tuple[str, str] | None:
    """
    Return (text, encoding), or None when the bytes are no text in a known encoding.

    A byte order mark decides, then UTF-16's zero bytes, then UTF-8 if it fits; else the one of
    GB 18030, Big5, UTF-16 and Windows-1252 that gives the most everyday characters.

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
    if found := _try(content, "utf-8", is_whole):
        return found
    guesses = [found for encoding in _GUESSES if (found := _try(content, encoding, is_whole))]
    return max(guesses, key=lambda guess: familiarity(guess[0][:_SAMPLE]), default=None)


def _try(content: bytes, encoding: str, is_whole: bool) -> tuple[str, str] | None:
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    try:
        text = decoder.decode(content, final=is_whole)
    except UnicodeDecodeError:
        return None
    sample = text[:_SAMPLE]
    control = sum(char < " " and char not in "\t\r\n\f" for char in sample)
    if control > 0.01 * len(sample) or not is_legible(sample):
        return None
    return text, encoding
