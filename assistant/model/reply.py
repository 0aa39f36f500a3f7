"""
Reading a model's reply into sentences with their citation numbers. Pure.

Asked for is one JSON object a line; one object or list with all sentences, a fence of backticks
around it, thinking aloud before it and plain text with [n] marks are read too.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from assistant.errors import ModelProtocolError

_THINKING = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)\s*", re.DOTALL)
_FENCE_LINE = re.compile(r"^\s*```\w*\s*$")
# A sentence ends at 。！？ or at . ! ? before a space or mark, and takes closing marks with it.
_END = re.compile(
    r"(?:[。！？]|[.!?](?=\s|\[\d|【|$|[”\"」]))[”\"』」）)]*(?:\s*[\[【][\d,，、\s]+[\]】])*"
)
_MARK = re.compile(r"\s*[\[【]\s*(\d{1,6}(?:\s*[,，、]\s*\d{1,6})*)\s*[\]】]")
_MARK_BEGUN = re.compile(r"^[\s\[【\d,，、]*$")
_LIST_MARK = re.compile(r"^\s*(?:[-*•·]\s+|[（(]?\d{1,2}[.)）、](?!\d)\s*)")
_QUOTES = {"“": "”", "「": "」", "『": "』"}


@dataclass(frozen=True, slots=True)
class ModelSentence:
    """A sentence as the model wrote it, without its marks, and the numbers that it cites."""

    text: str
    cites: tuple[int, ...]


def read_reply(text: str, *, is_complete: bool = True) -> tuple[ModelSentence, ...]:
    """
    Return the sentences of a reply; () for an empty one.

    With `is_complete` False, only those that more text cannot change: a prefix of what the
    complete reply gives.

    Raises:
        ModelProtocolError: a complete reply begins as JSON and is none.
    """
    body = _THINKING.sub("", text)
    if "<think" in text and not body.strip():
        return ()
    lines = [line for line in body.split("\n") if not _FENCE_LINE.match(line)]
    start = next((line.lstrip() for line in lines if line.strip()), "")
    if start.startswith(("{", "[{")):
        return _read_json(lines, is_complete=is_complete)
    if not is_complete and (len(start) < 3 or start[0] in "`["):
        return ()  # too little to tell what it will be
    return _read_plain("\n".join(lines), is_complete=is_complete)


def _read_json(lines: list[str], *, is_complete: bool) -> tuple[ModelSentence, ...]:
    found: list[ModelSentence] = []
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        is_last = index == len(lines) - 1
        if is_last and not is_complete:
            break
        try:
            found += _from_value(json.loads(line.strip().rstrip(",")))
        except (ValueError, RecursionError):
            if found or not is_complete:
                break
            return _from_whole("\n".join(lines))
    else:
        return tuple(found)
    if is_complete:
        raise ModelProtocolError("the reply is not the JSON asked for")
    return tuple(found)


def _from_whole(text: str) -> tuple[ModelSentence, ...]:
    try:
        return tuple(_from_value(json.loads(text)))
    except (ValueError, RecursionError):
        raise ModelProtocolError("the reply is not the JSON asked for") from None


def _from_value(value: Any) -> list[ModelSentence]:
    if isinstance(value, dict) and isinstance(value.get("sentences"), list):
        value = value["sentences"]
    if isinstance(value, list):
        return [sentence for entry in value for sentence in _from_value(entry)]
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise ValueError("a sentence is an object with text")  # noqa: TRY004 - told like bad JSON
    numbers = value.get("cites", value.get("citations", []))
    cites = _numbers(numbers if isinstance(numbers, list) else [numbers])
    # A sentence with marks of its own rests on those, not on all that its object lists.
    return [
        ModelSentence(entry.text, entry.cites or cites)
        for entry in _read_plain(value["text"], is_complete=True)
    ]


def _numbers(values: list[Any]) -> tuple[int, ...]:
    found = []
    for value in values:
        digits = re.fullmatch(r"\[?(\d{1,6})\]?", str(value).strip())
        if digits and not isinstance(value, bool):
            found.append(int(digits[1]))
    return tuple(dict.fromkeys(found))


def _read_plain(text: str, *, is_complete: bool) -> tuple[ModelSentence, ...]:
    pieces = [piece for line in text.split("\n") for piece in (*_pieces(line), "\n")]
    if not is_complete:
        while pieces and _MARK_BEGUN.match(pieces[-1]):
            pieces.pop()
        pieces = pieces[:-1]  # marks may still follow the last sentence
    sentences = (_plain(piece) for piece in pieces)
    return tuple(sentence for sentence in sentences if sentence.text or sentence.cites)


def _pieces(line: str) -> list[str]:
    """Return the sentences of a line; a full stop inside a quotation ends none."""
    found, start = [], 0
    for match in _END.finditer(line):
        before = line[start : match.end()]
        if any(before.count(left) > before.count(right) for left, right in _QUOTES.items()):
            continue
        if before.count('"') % 2:
            continue
        found.append(before)
        start = match.end()
    return [*found, line[start:]]


def _plain(piece: str) -> ModelSentence:
    cites = [int(n) for match in _MARK.finditer(piece) for n in re.findall(r"\d+", match[1])]
    words = _LIST_MARK.sub("", _MARK.sub("", piece))
    return ModelSentence(printable(words), tuple(dict.fromkeys(cites)))


def printable(text: str) -> str:
    r"""
    Return a text on one line without what only steers a display: control and format characters.

    >>> printable("a\x1b[31m\u202eb\n c")
    'a[31mb c'
    """
    kept = "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )
    return " ".join(kept.split())
