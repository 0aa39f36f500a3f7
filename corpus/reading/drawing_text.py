r"""
The texts of a drawing without their formatting: \P, %%d, \U+4E2D, ^I and the like.

Written out here rather than taken from a library, whose scanners need time that grows with the
square of a hostile text.
"""

from __future__ import annotations

import re

from corpus.reading.file_name import clean_text

_MIF = {"1": "cp932", "2": "cp950", "3": "cp949", "4": "johab", "5": "gb18030"}
_UNICODE = re.compile(r"\\[Uu]\+([0-9A-Fa-f]{4})|\\M\+([1-5])([0-9A-Fa-f]{4})")
_CARET = re.compile(r"\^(.)", re.DOTALL)
_CODE = re.compile(r"%%(?:(\d{3})|(.))")
_SIGNS = {"c": "Ø", "d": "°", "p": "±", "%": "%"}
_FORMAT = re.compile(
    r"\\(?:(?P<literal>[\\{}])|(?P<line>[PNX])|(?P<space>~)|S(?P<stack>[^;]{0,200});"
    r"|[ACcFfHhQTWp][^;\\{}]{0,200};|[LlOoKk])|(?P<group>[{}])"
)
_STACK = re.compile(r"\s*[\^#/]\s*")


def plain_line(text: str) -> str:
    """Return the words of a TEXT, ATTRIB or layer name on one line."""
    return " ".join(_signs(_caret(unescaped(text))).split())


def plain_paragraphs(text: str) -> str:
    """Return the words of an MTEXT; its own line breaks stay."""
    shown = _signs(_FORMAT.sub(_formatted, _caret(unescaped(text))))
    lines = (" ".join(line.split()) for line in shown.split("\n"))
    return "\n".join(lines).strip("\n")


def unescaped(text: str) -> str:
    r"""Return the text with \U+XXXX and \M+nXXXX as characters; what is no character stays."""
    return clean_text(_UNICODE.sub(_character, text) if "\\" in text else text)


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    try:
        return bytes.fromhex(match[3]).decode(_MIF[match[2]])
    except (UnicodeDecodeError, ValueError):
        return match[0]


def _caret(text: str) -> str:
    """Return the text with ^I and ^J as spaces and "^ " as a caret."""
    if "^" not in text:
        return text
    return _CARET.sub(lambda match: {" ": "^", "J": "\n"}.get(match[1], _control(match)), text)


def _control(match: re.Match[str]) -> str:
    return " " if "@" <= match[1] <= "_" else match[0]


def _signs(text: str) -> str:
    return _CODE.sub(_sign, text) if "%%" in text else text


def _sign(match: re.Match[str]) -> str:
    if match[1]:
        number = int(match[1])
        return chr(number) if 32 <= number < 127 else ""
    letter = match[2].lower()
    return "" if letter in "kou" else _SIGNS.get(letter, match[0])


def _formatted(match: re.Match[str]) -> str:
    if match["literal"]:
        return match["literal"]
    if match["line"]:
        return "\n"
    if match["space"]:
        return " "
    if match["stack"] is not None:
        return "/".join(part for part in _STACK.split(match["stack"]) if part)
    return ""
