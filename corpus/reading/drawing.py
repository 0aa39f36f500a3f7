"""
DXF drawings: texts, tables, attributes and leaders of every layout, with what is not read said.

A layout is a page, the model first. External references, pictures and macros are never followed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from corpus.document import Cell
from corpus.reading.draft import Block, Draft, pack
from corpus.reading.drawing_build import build
from corpus.reading.drawing_layout import reading_groups
from corpus.reading.drawing_model import Content, Drawing
from corpus.reading.drawing_tags import open_tags
from corpus.reading.event import Event, Noted, Opened, Part, Stopped
from corpus.reading.file_name import shown
from corpus.reading.limits import ReadLimits
from corpus.reading.reasons import reason
from corpus.reading.text import row_blocks

_LISTED = 60  # names in a note


def read_dxf(path: Path, limits: ReadLimits) -> Iterator[Event]:
    """
    Read a drawing layout by layout; a damaged one as far as its tags go.

    Where blocks are used is counted in a note; such counts are not words of the drawing.
    """
    tags = open_tags(path)
    drawing = build(iter(tags))
    layouts = drawing.layouts[: limits.max_pages]
    yield Opened(len(layouts))
    is_empty = True
    for number, (name, block) in enumerate(layouts, start=1):
        part = Part(number, tuple(_drafts(drawing, block, name, number)))
        is_empty = is_empty and not part.drafts
        yield part
    if tags.faults or not drawing.is_ended:
        yield Noted(reason("repaired"))
    if tags.encoding not in ("utf-8", "utf-8-sig"):
        yield Noted(reason("decoded-as", encoding=tags.encoding))
    yield from _notes(drawing)
    if is_empty:
        yield Stopped(reason("drawing-no-text"))
    elif drawing.is_cut:
        yield Stopped(reason("drawing-limit"))


def _drafts(drawing: Drawing, block: str, name: str, number: int) -> Iterator[Draft]:
    content, title = drawing.shown(block), shown(name, 60)
    place = f"布局 {title}"
    groups = [*reading_groups(content, (title,), place, drawing.left_out)]
    for group in [*groups, _attribute_blocks(content, title, place)]:
        yield from pack(replace(one, page=number) for one in group)


def _attribute_blocks(content: Content, title: str, place: str) -> list[Block]:
    """Return the attributes of each block reference as a row; the same ones once."""
    blocks: list[Block] = []
    seen: set[tuple[str, tuple[Cell, ...]]] = set()
    for one in content.references:
        if not one.cells or (one.block, one.cells) in seen:
            continue
        seen.add((one.block, one.cells))
        x, y = one.frame.e, one.frame.f
        locator = f"{place} 图块 {shown(one.block, 40)} 坐标 ({x:.0f}, {y:.0f})"
        blocks += row_blocks(one.cells, (title,), locator)
    return blocks


def _notes(drawing: Drawing) -> Iterator[Noted]:
    if counts := _counted_blocks(drawing):
        yield Noted(reason("block-counts", list_zh="；".join(counts), list_en="; ".join(counts)))
    if names := _listed(drawing.layers):
        yield Noted(reason("layers", list_zh=names, list_en=names))
    if hidden := _listed([name for name, is_shown in drawing.layers.items() if not is_shown]):
        yield Noted(reason("hidden-layers", list_zh=hidden, list_en=hidden))
    if drawing.external:
        names = _listed(dict.fromkeys(drawing.external))
        yield Noted(reason("external-references", list_zh=names, list_en=names))
    for code, kind in (
        ("images", "picture"),
        ("custom-objects", "custom"),
        ("measures", "measure"),
        ("repeated-labels", "repeated"),
    ):
        if count := drawing.left_out[kind]:
            yield Noted(reason(code, count=count))


def _counted_blocks(drawing: Drawing) -> list[str]:
    """Return "NAME × N（图层 L）" of the blocks used most, dynamic ones by their own names."""
    counts: Counter[tuple[str, str]] = Counter()
    for (block, layer), number in drawing.block_counts().items():
        name = drawing.names.get(block, block)
        if name and not name.startswith("*"):
            counts[name, layer] += number
    return [
        f"{shown(name, 40)} × {number}（图层 {shown(layer, 40)}）"
        for (name, layer), number in counts.most_common(_LISTED)
    ]


def _listed(names: Iterable[str]) -> str:
    every = [shown(name, 40) for name in names]
    return "、".join([*every[:_LISTED], "…"] if len(every) > _LISTED else every)
