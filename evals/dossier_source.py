"""
The sources of a dossier: Markdown with a little front matter, read into blocks.

What is understood: `#` headings, `- ` list entries, `| tables |` whose rows above the dashes are
headers, and `<<<page>>>`. Every other line is a paragraph of its own. `evals.dossier_files` makes
real files of the blocks, `evals.dossier` finds quotes in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal, get_args

from evals.errors import DossierFault

Format = Literal["docx", "pdf", "scan", "xlsx", "txt"]
FORMATS: tuple[Format, ...] = get_args(Format)
PAGE_BREAK = "<<<page>>>"
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_NAME = re.compile(r"\d\d-[a-z0-9-]+")
_HEADING = re.compile(r"(#{1,6}) +(.+)")
_DASHES = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_LAYOUT = re.compile(r"[\s|*#]+")
_SHEET_NAME = re.compile(r"[^\[\]:*?/\\]{1,31}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `rank` 1 is the outermost."""

    rank: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, or one entry of a list."""

    text: str
    is_entry: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; all rows have the same width. An empty header cell belongs to its neighbour."""

    headers: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows stands on a new page."""


Block = Heading | Paragraph | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Source:
    """
    One source file.

    Attributes:
        stem: the name without its ending, "03-equipment-list".
        format: what is made of it.
        title: printed at the head of every page.
        blocks: what it says, in order.
    """

    stem: str
    format: Format
    title: str
    blocks: tuple[Block, ...]

    @property
    def file(self) -> str:
        """The name of the file that is made of it; a scan is a PDF."""
        return f"{self.stem}.{'pdf' if self.format == 'scan' else self.format}"

    def holds(self, quote: str) -> bool:
        """Whether one heading, paragraph or table row holds the quote, spaces and marks aside."""
        wanted = bare(quote)
        return bool(wanted) and any(wanted in line for line in self._lines())

    def _lines(self) -> list[str]:
        lines: list[str] = []
        for block in self.blocks:
            if isinstance(block, Table):
                lines += [bare("".join(row)) for row in (*block.headers, *block.rows)]
            elif not isinstance(block, PageBreak):
                lines.append(bare(block.text))
        return lines


def bare(text: str) -> str:
    """
    Return a text without white space and without the marks of Markdown (`|`, `*`, `#`).

    >>> bare("| 枪机 | **24** 台 |")
    '枪机24台'
    """
    return _LAYOUT.sub("", text)


def parse_source(path: Path, text: str) -> tuple[Source | None, list[DossierFault]]:
    """
    Return the source and what is wrong with it; None where its front matter cannot be used.

    Args:
        path: only its name is used.
        text: what the file holds.
    """
    where = path.name
    faults: list[DossierFault] = []
    if not _NAME.fullmatch(path.stem):
        faults.append(DossierFault(where, "a source is named like 03-equipment-list.md"))
    front = _FRONT.match(text)
    keys = _front_matter(front.group(1)) if front else {}
    if front is None or set(keys) != {"format", "title"} or not keys["title"]:
        text_ = "it must begin with '---', the lines 'format: …' and 'title: …', and '---'"
        return None, [*faults, DossierFault(where, text_)]
    chosen = next((name for name in FORMATS if name == keys["format"]), None)
    if chosen is None:
        text_ = f"the format {keys['format']!r} is not one of {', '.join(FORMATS)}"
        return None, [*faults, DossierFault(where, text_)]
    first = text[: front.end()].count("\n") + 1
    blocks, wrong = _blocks(text[front.end() :], first)
    faults += [DossierFault(f"{where}:{line}", fault) for line, fault in wrong]
    source = Source(path.stem, chosen, keys["title"], tuple(blocks))
    faults += [DossierFault(where, fault) for fault in _shape_faults(source)]
    return source, faults


def _front_matter(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.splitlines() if line.strip())
    return {key.strip(): value.strip().strip("'\"") for key, _, value in pairs}


def _blocks(text: str, first: int) -> tuple[list[Block], list[tuple[int, str]]]:
    blocks: list[Block] = []
    faults: list[tuple[int, str]] = []
    numbered = [(number, line.strip()) for number, line in enumerate(text.splitlines(), first)]
    for is_table, group in groupby(numbered, key=lambda entry: entry[1].startswith("|")):
        lines = list(group)
        if is_table:
            table, fault = _table([line for _, line in lines])
            blocks.append(table)
            faults += [(lines[0][0], fault)] if fault else []
        else:
            blocks += [_line(line) for _, line in lines if line]
    return blocks, faults


def _line(line: str) -> Block:
    if line == PAGE_BREAK:
        return PageBreak()
    if heading := _HEADING.fullmatch(line):
        return Heading(len(heading.group(1)), _unmarked(heading.group(2)))
    if line.startswith("- "):
        return Paragraph(_unmarked(line[2:].strip()), is_entry=True)
    return Paragraph(_unmarked(line))


def _unmarked(text: str) -> str:
    return text.replace("**", "")


def _table(lines: list[str]) -> tuple[Table, str]:
    """Return the table, its rows filled up to one width, and what is wrong with it or ""."""
    dashes = next((at for at, line in enumerate(lines) if _DASHES.fullmatch(line)), 0)
    rows = [_cells(line) for line in lines if not _DASHES.fullmatch(line)]
    width = max(map(len, rows), default=0)
    uneven = [number for number, row in enumerate(rows, start=1) if len(row) != width]
    filled = [(*row, *[""] * (width - len(row))) for row in rows]
    fault = ""
    if uneven:
        fault = f"row {uneven[0]} of the table has not {width} cells like the widest one"
    elif dashes == 0:
        fault = "the table has no header row above a row of dashes"
    return Table(tuple(filled[:dashes]), tuple(filled[dashes:])), fault


def _cells(line: str) -> tuple[str, ...]:
    return tuple(_unmarked(cell.strip()) for cell in line.strip("|").split("|"))


def _shape_faults(source: Source) -> list[str]:
    if not any(not isinstance(block, PageBreak) for block in source.blocks):
        return ["it says nothing"]
    if source.format != "xlsx":
        return []
    names = [
        entry.text for entry in source.blocks if isinstance(entry, Heading) and entry.rank == 2
    ]
    faults = [
        f"{name!r} cannot name a sheet: 1 to 31 characters, none of [ ] : * ? / \\"
        for name in names
        if not _SHEET_NAME.fullmatch(name)
    ]
    faults += ["an xlsx source needs a '## sheet name'"] if not names else []
    return faults + (["two sheets have the same name"] if len(set(names)) < len(names) else [])
