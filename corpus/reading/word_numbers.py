"""The numbers that Word shows before headings and list items, which stand nowhere in the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"))
_PLACE = re.compile(r"%([1-9])")
_MOST = 9999


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts. text: such as "%1.%2"."""

    form: str
    start: int
    text: str


class Numbers:
    """Counts the paragraphs of a document; ask once for each, in the order of the document."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, Counter[int]] = {}
        root = _numbering(document)
        if root is None:
            return
        for abstract in root.iterchildren(f"{_W}abstractNum"):
            levels = {_number(one, "ilvl"): _level(one) for one in abstract.iter(f"{_W}lvl")}
            self._levels[abstract.get(f"{_W}abstractNumId")] = levels
        for one in root.iterchildren(f"{_W}num"):
            self._lists[one.get(f"{_W}numId")] = _value(one.find(f"{_W}abstractNumId"))
        for style in document.styles.element.iterchildren(f"{_W}style"):
            place = _place(style.find(f"{_W}pPr/{_W}numPr"))
            if place:
                self._styles[style.get(f"{_W}styleId")] = place

    def label(self, paragraph: Any) -> str:
        """Return the number shown before a paragraph, such as "3.2"; "" for none or a bullet."""
        style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        place = _place(own) if own is not None else self._styles.get(style)
        abstract = self._lists.get(place[0], "") if place else ""
        levels = self._levels.get(abstract)
        if not place or not levels or place[1] not in levels:
            return ""
        at = place[1]
        counts = self._counts.setdefault(abstract, Counter())
        counts[at] = counts[at] + 1 if counts[at] else levels[at].start
        for deeper in [level for level in counts if level > at]:
            del counts[deeper]
        if levels[at].form in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda match: _shown(levels, counts, int(match[1]) - 1), levels[at].text)


def _numbering(document: Any) -> Any:
    from docx.oxml import parse_xml  # noqa: PLC0415 - only this format needs it

    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/numbering"):
            try:
                return parse_xml(relation.target_part.blob)
            except SyntaxError:
                return None
    return None


def _level(level: Any) -> _Level:
    form = _value(level.find(f"{_W}numFmt")) or "decimal"
    start = _value(level.find(f"{_W}start"))
    text = _value(level.find(f"{_W}lvlText"))
    return _Level(form, int(start[:4]) if start.isdecimal() else 1, text[:40])


def _place(properties: Any) -> tuple[str, int] | None:
    """Return the list and the level that a paragraph or style is numbered in."""
    if properties is None:
        return None
    number = _value(properties.find(f"{_W}numId"))
    level = properties.find(f"{_W}ilvl")
    return (number, _number(level, "val")) if number not in ("", "0") else None


def _value(element: Any) -> str:
    return (element.get(f"{_W}val") or "") if element is not None else ""


def _number(element: Any, name: str) -> int:
    value = (element.get(f"{_W}{name}") or "0") if element is not None else "0"
    return int(value[:2]) if value.isdecimal() else 0


def _shown(levels: dict[int, _Level], counts: Counter[int], at: int) -> str:
    level = levels.get(at)
    if level is None:
        return ""
    number = min(counts[at] or level.start, _MOST)
    if level.form.startswith(("chinese", "japaneseCounting", "ideographDigital", "taiwanese")):
        return _chinese(number)
    if level.form in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        letter = chr(64 + number)
        return letter if level.form == "upperLetter" else letter.lower()
    if level.form in ("upperRoman", "lowerRoman") and 1 <= number <= 300:
        roman = _roman(number)
        return roman if level.form == "upperRoman" else roman.lower()
    return f"{number:02d}" if level.form == "decimalZero" else str(number)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if number < 10:
        return _DIGITS[number]
    if number < 100:
        head = _DIGITS[tens] if tens > 1 else ""
        return f"{head}十{_DIGITS[ones] if ones else ''}"
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    text = ""
    for value, letters in (*_ROMAN, (1, "I")):
        text += letters * (number // value)
        number %= value
    return text
