"""
Statements: the sentences and table rows of a case's documents, with all that stands around them.

A sentence is judged by its own words, the headings above it, the other sentences of its paragraph
and the kind of its document. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.relation import Setting, tone_of
from corpus.document import Passage

CONTENTS = "目次"
_SHORTEST = 5
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_SECTION_CELLS = 2
_COUNT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Statement:
    """
    A sentence or a table row, verbatim. id: unique in the case, the same as long as the document
    is read the same. beside: the other sentences of its paragraph.
    """

    id: str
    passage: Passage
    text: str
    setting: Setting
    beside: str = ""

    @property
    def above(self) -> str:
        """The headings above, as one text."""
        return " ".join(self.setting.headings)


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
    for number, part in enumerate(parts):
        words = part.strip()
        if len(words) >= _SHORTEST:
            beside = " ".join(other for at, other in enumerate(parts) if at != number)
            yield Statement(f"{passage.id}#{number}", passage, words, setting, beside)
