"""
Statements: the sentences and table rows of a case's documents, with all that stands around them.

A sentence is judged by its own words, the headings above it, the other sentences of its item or
paragraph and the kind of its document. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.relation import Setting, tone_of
from corpus.document import Passage

CONTENTS = "目次"
_SHORTEST = 5
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_SECTION_CELLS = 2
_COUNT = re.compile(r"\d")
_AMOUNT = re.compile(r"数量|台数|套数|个数|工程量|quantity|qty", re.IGNORECASE)
# What was settled counts, not what was asked for at first.
_SETTLED = re.compile(
    r"审定|核定|结算|交付|实供|现有|实际|实装|调整后|变更后|竣工|settled|actual", re.IGNORECASE
)
_NONE, _EMPTY = frozenset({"0", "零", "取消"}), frozenset({"", "—", "-", "/"})
# "6.2 对讲设备：", "二、", "（三）", "第五条", "4)": a numbered sentence begins a matter of its own.
_NUMBERED = re.compile(
    r"^\s*(第[一二三四五六七八九十百\d]+[条款]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|"
    r"\d+(\.\d+)+\s*(?=[一-鿿《“（(]|[A-Za-z]{3})(?![米倍万亿吨元寸级秒分天]|公里|小时)|"
    r"\d+[.、)）]\s*(?=\D))"
)
_TOPIC = re.compile(r"^\s*([^，。；：:！？]{2,16})[：:。]")


@dataclass(frozen=True, slots=True)
class Statement:
    """
    A sentence or a table row, verbatim. id: unique in the case, the same as long as the document
    is read the same. beside: the other sentences of its numbered item, or of its paragraph.
    topic: what its item names first.
    """

    id: str
    passage: Passage
    text: str
    setting: Setting
    beside: str = ""
    topic: str = ""

    @property
    def above(self) -> str:
        """The headings above, as one text; the name of the document says nothing of a sentence."""
        return " ".join(self.setting.headings[1:])

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return bool(self.passage.cells)

    @property
    def is_void(self) -> bool:
        """Whether it is a table row whose amount is nought: what it names is not there."""
        amounts = [cell for cell in self.passage.cells if _AMOUNT.search(cell.header)]
        settled = [cell for cell in amounts if _SETTLED.search(cell.header)] or amounts
        values = {cell.text.strip() for cell in settled}
        return bool(values & _NONE) and values <= _NONE | _EMPTY


def statements(title: str, passages: Sequence[Passage]) -> tuple[Statement, ...]:
    """
    Return the statements of one document in reading order; () for none.

    title: the document's name or first heading. Entries of tables of contents are left out: a
    heading is no evidence. A table row with hardly any cells heads the rows below it.
    """
    tone = tone_of(title, [passage.text for passage in passages])
    found: list[Statement] = []
    section = ""
    for passage in passages:
        if passage.heading_path == (CONTENTS,):
            continue
        if not passage.cells:
            section = ""
        elif _is_section(passage):
            section = " ".join(cell.text for cell in passage.cells if cell.text.strip())
            continue
        headings = (title, *passage.heading_path, *([section] if section else []))
        columns = tuple(cell.header for cell in passage.cells)
        found += _of_passage(passage, Setting(headings, tone, columns))
    return tuple(found)


def _is_section(passage: Passage) -> bool:
    filled = [cell for cell in passage.cells if cell.text.strip()]
    wide = len(passage.cells) > _SECTION_CELLS
    words = "".join(cell.text for cell in filled)
    return wide and len(filled) <= _SECTION_CELLS and not _COUNT.search(words[2:])


def _of_passage(passage: Passage, setting: Setting) -> Iterator[Statement]:
    parts = [passage.text] if passage.cells else _SENTENCE.findall(passage.text)
    number = 0
    for item in _items(parts):
        topic = _topic_of(item[0])
        for at, part in enumerate(item):
            words = part.strip()
            if len(words) >= _SHORTEST:
                beside = " ".join(other for place, other in enumerate(item) if place != at)
                about = topic if at else ""
                own = _under(setting, about) if about else setting
                yield Statement(f"{passage.id}#{number}", passage, words, own, beside, about)
            number += 1


def _items(parts: Sequence[str]) -> Iterator[list[str]]:
    """Yield the sentences of a passage item by item: readers run numbered items together."""
    item: list[str] = []
    for part in parts:
        if item and _NUMBERED.match(part):
            yield item
            item = []
        item.append(part)
    if item:
        yield item


def _topic_of(first: str) -> str:
    """Return what a numbered item names first, as in "6.2 对讲设备：…"; "" for nothing."""
    number = _NUMBERED.match(first)
    named = _TOPIC.match(first[number.end() :]) if number else None
    return named[1].strip() if named else ""


def _under(setting: Setting, topic: str) -> Setting:
    return replace(setting, headings=(*setting.headings, topic))
