"""Writing the lines between the openings of a norm into its units. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from corpus.norms.item import ItemCount, item_mark, note_number
from corpus.norms.lines import NormLine
from corpus.norms.sequence import Numbered, is_title
from corpus.norms.unit import UnitDraft, UnitKind, UnitList

Span = tuple[int, int]

_CAPTION = re.compile(
    r"(?P<more>续)?\s*表\s*(?P<number>[A-Z]?\d{0,2}(?:\.\d{1,3}){0,4}[A-Z]?(?:\s?[-—–]\s?\d{1,2})?)\s*"
    r"(?P<title>.*)$"
)
_NO_CAPTION = re.compile(r"\s*(?:[的中与和及或、，。；：]|规定|所|给出|列出|应|可|一|达)")
_EXPLAINED_HERE = re.compile(r"[【\[（(]?条文说明[】\])）:：]\s*")
_ROW_LENGTH = 40


class _Writer:
    """Writes a stretch of decimal-numbered lines: what is open, and where text goes."""

    def __init__(self, units: UnitList, lines: Sequence[NormLine], span: Span) -> None:
        self._units = units
        self._lines = lines
        self._end = span[1]
        self._open: list[tuple[tuple[int, ...], UnitDraft]] = []
        self._owner: UnitDraft | None = None
        self._current: UnitDraft | None = None
        self._clear()

    def _clear(self) -> None:
        self._items: list[UnitDraft] = []
        self._count = ItemCount()
        self._table: UnitDraft | None = None
        self._rows = 0
        self._note: int | None = None
        self._explains = False

    # --- openings ---

    def matter(self, line: NormLine) -> None:
        """Open an unnumbered part under its heading."""
        self._open.clear()
        draft = self._units.open("".join(line.text.split()), "matter", None, "", line.page)
        draft.heading = line.text
        self._begin(draft)

    def head(self, head: Numbered, printed: str, page: int | None, *, is_heading: bool) -> None:
        """Open a numbered unit."""
        self._open = [(key, unit) for key, unit in self._open if _is_above(key, head.key)]
        parent = self._open[-1][1].id if self._open else None
        kind: UnitKind = "clause"
        if len(head.key) == 2:
            kind = "chapter" if head.key[0] == 0 else "appendix"
        elif is_heading and len(head.key) == 3:
            kind = "section"
        draft = self._units.open(unit_id(head), kind, parent, printed, page)
        self._open.append((head.key, draft))
        self._begin(draft)

    def _begin(self, draft: UnitDraft) -> None:
        self._clear()
        self._owner = self._current = draft

    # --- text ---

    def rest_of_head(self, text: str, joint: str, *, is_heading: bool) -> None:
        """Put the words beside a number into its unit."""
        if self._owner is None or not text:
            return
        self._owner.joint = joint
        if is_heading:
            self._owner.heading = text
        else:
            self._owner.lines.append(text)

    def line(self, line: NormLine, ahead: Sequence[str]) -> None:
        """Put one line where it belongs; `ahead`: the lines up to the next opening."""
        if _EXPLAINED_HERE.match(line.text) and self._owner is not None:
            self._explain(line)
        elif self._explains:
            self._append(line)
        elif not (
            self._takes_table(line) or self._takes_note(line) or self._takes_item(line, ahead)
        ):
            self._close_table(line)
            self._append(line)

    def _explain(self, line: NormLine) -> None:
        clause = self._open[-1][1] if self._open else self._owner
        owner_id = clause.id if clause else ""
        self._current = self._units.open(
            f"条文说明 {owner_id}", "explanation", owner_id or None, "", line.page
        )
        self._append(line)
        self._explains = True

    def _append(self, line: NormLine) -> None:
        if self._current is None:
            self._current = self._units.open("rest", "rest", None, "", line.page)
        has_title = self._current.heading or self._current.kind not in ("chapter", "appendix")
        if not self._current.lines and not has_title and is_title(line.text):
            self._current.heading = line.text
            return
        self._current.lines.append(line.text)

    def _takes_table(self, line: NormLine) -> bool:
        caption = None if line.is_row else table_caption(line.text)
        is_row = line.is_row or "|" in line.text
        if caption is not None:
            self._open_table(line, *caption[:2], is_continued=caption[2])
            return True
        if is_row and self._table is None:
            self._open_table(line, "", "")
        if self._table is None:
            return False
        if is_row:
            self._rows += 1
            self._note = None
            self._table.lines.append(line.text)
            return True
        # Rows without marks, as a PDF gives them: short lines that are no sentences.
        is_sentence = len(line.text) >= _ROW_LENGTH or line.text.endswith(("。", "；", "："))
        if self._rows or self._note is not None or is_sentence or self._is_next_item(line.text):
            return False
        self._table.lines.append(line.text)
        return True

    def _is_next_item(self, text: str) -> bool:
        mark = item_mark(text)
        return mark is not None and self._count.depth > 0 and mark.value == self._count.next_value

    def _open_table(
        self, line: NormLine, number: str, title: str, *, is_continued: bool = False
    ) -> None:
        if (
            self._table is not None
            and self._rows == 0
            and (not number or f"表{number}" == self._table.id)
        ):
            self._table.lines.append(line.text)  # the caption again
            return
        if is_continued and self._table is not None:
            self._table.lines.append(line.text)
            return
        clause = re.sub(r"[-—–]\d+$", "", number)
        above = self._open[-1][1].id if self._open else self._owner.id if self._owner else None
        parent = clause if clause and clause in self._units else above
        name = f"表{number}" if number else f"表({above or ''})"
        self._table = self._units.open(
            name, "table", parent, f"表{number}" if number else "", line.page
        )
        self._rows = 0
        self._note = None
        if number:
            start = line.text.find(title) if title else len(line.text)
            self._table.printed = line.text[:start].rstrip()
            self._table.joint = line.text[len(self._table.printed) : start]
            self._table.heading = line.text[start:]
        elif not line.is_row and "|" not in line.text:
            self._table.heading = line.text

    def _takes_note(self, line: NormLine) -> bool:
        number = note_number(line.text)
        if number is None and self._note:
            mark = item_mark(line.text)
            if mark is not None and mark.style == "1" and mark.value == self._note + 1:
                number = mark.value
        if number is None:
            return False
        self._note = number
        if self._table is not None:
            self._table.lines.append(line.text)
        else:
            self._append(line)
        return True

    def _takes_item(self, line: NormLine, ahead: Sequence[str]) -> bool:
        mark = item_mark(line.text)
        if mark is None or self._owner is None:
            return False
        before = self._current.last if self._current is not None else ""
        if not self._count.take(mark, before, ahead):
            return False
        del self._items[self._count.depth - 1 :]
        above = self._items[-1] if self._items else self._clause()
        item = self._units.open(
            f"{above.id}{item_label(mark.printed)}", "item", above.id, mark.printed, line.page
        )
        item.joint, words = parted(line.text[mark.end - len(mark.space) :])
        item.lines.append(words)
        self._items.append(item)
        self._current = item
        self._table, self._note = None, None
        return True

    def _clause(self) -> UnitDraft:
        return self._owner or self._units.drafts[-1]

    def _close_table(self, line: NormLine) -> None:
        if self._table is None:
            return
        self._table, self._note = None, None
        owner = self._items[-1] if self._items else self._clause()
        self._current = self._units.open(f"{owner.id}+", "continued", owner.id, "", line.page)


def parted(text: str, marks: str = "") -> tuple[str, str]:
    """Return (spaces and marks that a text begins with, the text after them)."""
    words = text.lstrip().lstrip(marks).lstrip() if marks else text.lstrip()
    return text[: len(text) - len(words)], words.rstrip()


def _is_above(key: tuple[int, ...], below: tuple[int, ...]) -> bool:
    return len(key) < len(below) and below[: len(key)] == key


def unit_id(head: Numbered) -> str:
    """
    Return the id of a numbered unit: its number without spaces, widths folded.

    A chapter printed 第5章 has the id 5, so that what is numbered 5.1 stands below it.
    """
    folded = "".join(unicodedata.normalize("NFKC", head.printed).split())
    if len(head.key) == 2:
        value = head.key[1] // 100
        return str(value) if head.key[0] == 0 else f"附录{chr(64 + value)}"
    return folded


def item_label(printed: str) -> str:
    """
    Return an item's number as it stands in ids.

    >>> item_label("1."), item_label("2)"), item_label("（一）")
    ('(1)', '(2)', '(一)')
    """
    core = re.sub(r"[\s（()）.．、]", "", printed)
    return f"({core})"


def table_caption(text: str) -> tuple[str, str, bool] | None:
    """Return (number, title, whether 续表) of a line that is the caption of a table, or None."""
    match = _CAPTION.match(text.strip(" *"))
    if match is None or len(text) > 90 or text.endswith(("。", "；", "：", "，")):
        return None
    number = re.sub(r"\s", "", match["number"])
    if not number and not match["more"]:
        return None
    title = match["title"].strip(" *")
    if title and _NO_CAPTION.match(title):
        return None
    return number, title, bool(match["more"])


def write_decimals(
    units: UnitList,
    lines: Sequence[NormLine],
    span: Span,
    heads: Sequence[Numbered],
    *,
    has_heading: bool = False,
) -> None:
    """
    Write lines numbered by chapter. `has_heading`: the first line names an unnumbered part.

    Lines before the first number become `rest`.
    """
    writer = _Writer(units, lines, span)
    heads_by_line: dict[int, list[Numbered]] = {}
    for head in heads:
        heads_by_line.setdefault(head.line, []).append(head)
    opening = sorted(heads_by_line)
    for at in range(*span):
        line = lines[at]
        if has_heading and at == span[0]:
            writer.matter(line)
            continue
        if at not in heads_by_line:
            following = next((one for one in opening if one > at), span[1])
            writer.line(line, [lines[index].text for index in range(at + 1, following)])
            continue
        _write_heads(writer, line, heads_by_line[at])


def _write_heads(writer: _Writer, line: NormLine, heads: Sequence[Numbered]) -> None:
    before = line.text[: heads[0].start].strip()
    mark = before if not before.strip("*★▲■") else ""
    if before and not mark:
        writer.line(NormLine(before, line.page), ())
    for number, head in enumerate(heads):
        end = heads[number + 1].start if number + 1 < len(heads) else len(line.text)
        joint, rest = parted(
            line.text[head.end : end].rstrip(), "*.．、" if len(head.key) <= 3 else ""
        )
        is_heading = is_title(rest) and (len(head.key) < 4 or len(rest) <= 25)
        printed = mark + head.printed if number == 0 else head.printed
        writer.head(head, printed, line.page, is_heading=is_heading)
        writer.rest_of_head(rest, joint, is_heading=is_heading)


def write_explanations(
    units: UnitList, lines: Sequence[NormLine], span: Span, heads: Sequence[Numbered]
) -> None:
    """Write the explanations of clauses; their ids begin with 条文说明."""
    current: UnitDraft | None = None
    heads_by_line: dict[int, list[Numbered]] = {}
    for head in heads:
        heads_by_line.setdefault(head.line, []).append(head)
    for at in range(*span):
        line, here = lines[at], heads_by_line.get(at, [])
        before = line.text[: here[0].start].strip() if here else line.text
        if before and (not here or current is not None):
            if current is None:
                current = units.open("条文说明", "explanation", None, "", line.page)
            current.lines.append(before)
            before = ""
        for number, head in enumerate(here):
            end = here[number + 1].start if number + 1 < len(here) else len(line.text)
            unit = f"条文说明 {unit_id(head)}"
            printed = before + head.printed if number == 0 else head.printed
            current = units.open(unit, "explanation", None, printed, line.page)
            current.joint, rest = parted(line.text[head.end : end])
            if is_title(rest) and len(head.key) <= 3:
                current.heading = rest
            elif rest:
                current.lines.append(rest)
