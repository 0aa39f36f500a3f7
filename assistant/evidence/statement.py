"""
Statements: the sentences and table rows of a case's documents, with all that stands around them.

A sentence is judged by its own words, the headings above it, the other sentences of its item or
paragraph and the kind of its document. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from assistant.evidence.relation import Setting
from assistant.evidence.reservation import (
    advertising,
    is_first_look,
    is_from_papers,
    is_in_chapter,
    is_item_of_others,
    is_of_other_part,
    looked_at_again,
    other_projects,
    praising_lines,
    tells_of_others,
    void_chapters,
)
from assistant.evidence.section import purpose_of
from assistant.evidence.tone import tone_of
from corpus.document import Passage
from corpus.sentence import sentence_ends

CONTENTS = "目次"
_SHORTEST = 5
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_SECTION_CELLS = 2
_MAX_SECTION = 24
# "一", "（二）", "IV", "B.": what numbers the parts of a list, not its rows.
_PART = re.compile(r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)]?|[IVX]{1,4}|[A-Z])[、.．]?")
_HEADED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}|[IVX]{1,4}|[A-Z])[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第.{1,3}部分"
)
_NO_SECTION = re.compile(r"[\d。；：:，]")
_AMOUNT = re.compile(
    r"数量|台数|套数|个数|工程量|[图应]量|^(?:合同|设计|计划|清单|到货|实到|结算|实装|竣工|施工图|图纸|交付|现有)[量数]?$|quantity|qty",
    re.IGNORECASE,
)
# What was settled counts, not what was asked for at first.
_SETTLED = re.compile(
    r"审定|核定|结算|交付|实供|到货|实到|现有|实际|实装|调整后|变更后|竣工|settled|actual",
    re.IGNORECASE,
)
_NONE, _EMPTY = frozenset({"0", "零", "取消"}), frozenset({"", "—", "-", "/"})
# "6.2 对讲设备：", "二、", "（三）", "第五条", "4)": a numbered sentence begins a matter of its own.
_NUMBERED = re.compile(
    r"^\s*(第[一二三四五六七八九十百\d]+[条款]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|"
    r"\d+(\.\d+)+\s*(?=[一-鿿《“（(]|[A-Za-z]{3})(?![米倍万亿吨元寸级秒分天]|公里|小时)|"
    r"\d+[.、)）]\s*(?=\D))"
)
_TOPIC = re.compile(
    r"^\s*(?:([^，。；：:！？（(]{2,16}(?:[（(][^）)]{1,16}[）)])?)[：:。]|([A-Z][a-z'’-]*(?: [A-Za-z'’-]+){0,4})[.:](?=\s|$))"
)


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
    texts = [passage.text for passage in passages]
    tone, others, void = tone_of(title, texts), other_projects(texts), void_chapters(texts)
    praise = praising_lines(one.text for one in passages if not one.cells and not one.heading_path)
    again = looked_at_again(cell for passage in passages for cell in _filled(passage))
    found: list[Statement] = []
    section = ""
    path: tuple[str, ...] = ()
    for passage, below in zip_longest(passages, passages[1:]):
        if passage.heading_path == (CONTENTS,):
            continue
        if not passage.cells or passage.heading_path != path:
            section, path = "", passage.heading_path
        if below and _is_section(passage, below):
            section = " ".join(_filled(passage))
            continue
        headings = (title, *passage.heading_path, *([section] if section else []))
        columns = tuple(cell.header for cell in passage.cells)
        named = [(cell.header, cell.text.strip()) for cell in passage.cells]
        setting = Setting(
            headings,
            tone,
            columns,
            others,
            is_void=is_in_chapter(passage.heading_path, void),
            is_of_others=is_of_other_part(named),
            is_superseded=bool(again) and is_first_look(_filled(passage), again),
            is_from_papers=is_from_papers(named),
        )
        found += _of_passage(passage, setting, praise)
    return tuple(found)


def _filled(passage: Passage) -> list[str]:
    return [cell.text.strip() for cell in passage.cells if cell.text.strip()]


def _is_section(passage: Passage, below: Passage) -> bool:
    """
    Whether a row heads the rows below it: "一、视频监控" in a cell over the table or alone in its
    row, or "一" and "视频监控" with nothing more, above a row of more cells.
    """
    filled, under = _filled(passage), _filled(below)
    if not 0 < len(filled) <= _SECTION_CELLS < len(under):
        return False
    if below.heading_path != passage.heading_path or _PART.fullmatch(under[0]):
        return False
    if len(filled[-1]) > _MAX_SECTION or _NO_SECTION.search(filled[-1]):
        return False
    if len(filled) > 1:
        return _PART.fullmatch(filled[0]) is not None
    is_over_all = not passage.cells[0].header and bool(below.cells[0].header)
    return is_over_all or _HEADED.match(filled[0]) is not None


def _of_passage(passage: Passage, setting: Setting, praise: Sequence[str]) -> Iterator[Statement]:
    """praise: the lines of the document that only praise."""
    parts = [passage.text] if passage.cells else list(_sentences(passage.text))
    number = 0
    for item in _items(parts):
        topic = _topic_of(item[0])
        is_all_of_others, adverts = is_item_of_others(item), advertising(item)
        is_of_others = False
        for at, part in enumerate(item):
            words = part.strip()
            goes_on = at > 0 and item[at - 1].rstrip().endswith("；")
            is_of_others = tells_of_others(words) or (is_of_others and goes_on)
            if len(words) >= _SHORTEST:
                beside = " ".join(other for place, other in enumerate(item) if place != at)
                about = topic if at else ""
                # "2.1 标准条文照抄（仅供对照）：…": the first sentence goes on under its own topic.
                is_headed = bool(about) or purpose_of(("", topic)) is not None
                own = _under(setting, topic) if is_headed else setting
                if is_of_others or is_all_of_others:
                    own = replace(own, is_of_others=True)
                if at in adverts or any(words in line for line in praise):
                    own = replace(own, is_void=True)
                yield Statement(f"{passage.id}#{number}", passage, words, own, beside, about)
            number += 1


def _sentences(text: str) -> Iterator[str]:
    for part in _SENTENCE.findall(text):
        # A stop after a Latin word in a Chinese sentence ends nothing.
        ends = [] if _IDEOGRAPH.search(part) else list(sentence_ends(part))
        yield from (part[start:end] for start, end in pairwise([0, *ends, len(part)]))


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
    return (named[1] or named[2]).strip() if named else ""


def _under(setting: Setting, topic: str) -> Setting:
    return replace(setting, headings=(*setting.headings, topic))
