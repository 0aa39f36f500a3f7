"""From the entities of a DXF to a `Drawing`: sections, blocks, layers, layouts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

from corpus.document import Cell
from corpus.reading.drawing_model import (
    MODEL,
    Content,
    Drawing,
    Frame,
    Grid,
    Reference,
    Rule,
    Text,
    line_width,
    rule,
)
from corpus.reading.drawing_tags import Entity, Tag, as_number, entities, subclass, values
from corpus.reading.drawing_text import plain_line, plain_paragraphs

WANTED = frozenset(
    (
        *("SECTION", "LAYER", "STYLE", "BLOCK_RECORD", "BLOCK", "LAYOUT"),
        *("TEXT", "RTEXT", "MTEXT", "TOLERANCE", "ATTRIB", "ATTDEF", "INSERT"),
        *("DIMENSION", "ARC_DIMENSION", "LARGE_RADIAL_DIMENSION", "MULTILEADER", "MLEADER"),
        *("ACAD_TABLE", "LINE", "LWPOLYLINE"),
    )
)
_PICTURES = ("IMAGE", "OLE2FRAME", "OLEFRAME", "PDFUNDERLAY", "DWFUNDERLAY", "DGNUNDERLAY")
_MAX_TEXTS = 200_000
_MAX_REFERENCES = 500_000
_MAX_RULES = 200_000
_MAX_CELLS = 20_000
_MAX_COPIES = 10_000
_ACROSS = {0: 0.0, 1: 0.5, 2: 1.0, 4: 0.5}
_UP = {0: 0.0, 1: 0.0, 2: 0.5, 3: 1.0}


def build(tags: Iterator[Tag]) -> Drawing:
    """Read a whole DXF. What is damaged or beyond the limits is left out (`is_cut`)."""
    builder = _Builder()
    for entity in entities(tags, WANTED):
        builder.take(entity)
    return builder.finish()


class _Builder:
    """Takes the entities in the order of the file."""

    def __init__(self) -> None:
        self._drawing = Drawing()
        self._section = ""
        self._block = MODEL
        self._inserted: tuple[str, Reference] | None = None
        self._cells: list[Cell] = []
        self._records: dict[str, str] = {}
        self._origins: dict[str, str] = {}  # anonymous block -> handle of the dynamic block
        self._layouts: list[tuple[float, str, str]] = []
        self._factors: dict[str, float] = {}
        self._counts = {"texts": 0, "references": 0, "rules": 0}
        self._readers: dict[str, Callable[[Entity], None]] = {
            "SECTION": self._start_section,
            "LAYER": self._layer,
            "STYLE": self._style,
            "BLOCK_RECORD": self._record,
            "BLOCK": self._start_block,
            "TEXT": self._text,
            "RTEXT": self._text,
            "MTEXT": self._paragraphs,
            "TOLERANCE": self._paragraphs,
            "ATTRIB": self._attribute,
            "ATTDEF": self._definition,
            "INSERT": self._insert,
            "DIMENSION": self._dimension,
            "ARC_DIMENSION": self._dimension,
            "LARGE_RADIAL_DIMENSION": self._dimension,
            "ACAD_TABLE": self._table,
            "MULTILEADER": self._leader,
            "MLEADER": self._leader,
            "LINE": self._line,
            "LWPOLYLINE": self._polyline,
            "LAYOUT": self._layout,
        }

    def take(self, entity: Entity) -> None:
        """Take one entity."""
        kind = entity.kind
        if self._inserted is not None and kind != "ATTRIB":
            self._close_insert()
        if reader := self._readers.get(kind):
            reader(entity)
        elif kind == "EOF":
            self._drawing.is_ended = True
        elif kind == "ENDBLK":
            self._block = MODEL
        elif kind in _PICTURES:
            self._drawing.left_out["picture"] += 1
        elif kind.startswith(("TCH_", "TDB")) or kind == "ACAD_PROXY_ENTITY":
            self._drawing.left_out["custom"] += 1

    def finish(self) -> Drawing:
        """Return the drawing with its layouts in order and dynamic blocks under their own names."""
        self._close_insert()
        drawing = self._drawing
        drawing.layouts = [("模型空间", MODEL)]
        for _, name, handle in sorted(self._layouts):
            block = self._records.get(handle, "").upper()
            if block in drawing.contents and block != MODEL:
                drawing.layouts.append((name, block))
        listed = {block for _, block in drawing.layouts}
        for block in drawing.contents:
            if block.startswith(("*PAPER_SPACE", "$PAPER_SPACE")) and block not in listed:
                drawing.layouts.append(("图纸空间", block))
        for anonymous, handle in self._origins.items():
            if origin := self._records.get(handle):
                drawing.names[anonymous.upper()] = origin
        return drawing

    def _start_section(self, entity: Entity) -> None:
        self._section = entity.text(2).strip().upper()
        self._block = MODEL

    def _layer(self, entity: Entity) -> None:
        is_shown = entity.number(62, 7) >= 0 and not int(entity.number(70)) & 1
        if name := plain_line(entity.text(2)):
            self._drawing.layers[name] = is_shown

    def _style(self, entity: Entity) -> None:
        self._factors[entity.text(2).upper()] = entity.number(41, 1.0) or 1.0

    def _record(self, entity: Entity) -> None:
        name = plain_line(entity.text(2))
        self._records[entity.text(5)] = name
        if "AcDbBlockRepBTag" in values(entity.tags, 1001):
            self._origins[name] = entity.text(1005)

    def _start_block(self, entity: Entity) -> None:
        name = plain_line(entity.text(2))
        self._block = MODEL if name.upper() in ("$MODEL_SPACE", MODEL) else name.upper()
        self._drawing.names.setdefault(self._block, name)
        self._drawing.contents.setdefault(self._block, Content())
        if int(entity.number(70)) & 0b1100 or entity.text(1).strip():
            self._drawing.external.append(plain_line(entity.text(1)) or name)

    def _content(self, entity: Entity) -> Content:
        block = self._block
        if block == MODEL and entity.number(67) == 1:
            block = "*PAPER_SPACE"
            self._drawing.names.setdefault(block, block)
        return self._drawing.contents.setdefault(block, Content())

    def _has_room(self, kind: str, limit: int) -> bool:
        self._counts[kind] += 1
        if self._counts[kind] > limit:
            self._drawing.is_cut = self._drawing.is_cut or kind != "rules"
            return False
        return True

    def _add(self, entity: Entity, text: Text) -> None:
        if text.text and self._has_room("texts", _MAX_TEXTS):
            self._content(entity).texts.append(text)

    def _text(self, entity: Entity) -> None:
        self._add(entity, self._placed(entity, plain_line(entity.text(1))))

    def _placed(self, entity: Entity, words: str) -> Text:
        """Return the place of a TEXT or attribute; an aligned one hangs on its second point."""
        across, up = int(entity.number(72)), int(entity.number(73 if entity.kind == "TEXT" else 74))
        is_aligned = bool(across or up) and any(code == 11 for code, _ in entity.tags)
        x, y = entity.number(11 if is_aligned else 10), entity.number(21 if is_aligned else 20)
        height = abs(entity.number(40)) or 1.0
        factor = entity.number(41) or self._factors.get(entity.text(7).upper(), 1.0)
        width = line_width(words, height, factor)
        if across in (3, 5):  # fitted between two points
            x0, y0 = entity.number(10), entity.number(20)
            width, x, y = math.hypot(x - x0, y - y0) or width, x0, y0
        angle = entity.number(50)
        if entity.number(230, 1.0) < 0:
            x, angle = -x, -angle
        layer = plain_line(entity.text(8))
        return Text(
            words, x, y, height, width, angle, _ACROSS.get(across, 0.0), _UP.get(up, 0.0), layer
        )

    def _paragraphs(self, entity: Entity) -> None:
        pieces = "".join([*values(entity.tags, 3), entity.text(1)])
        self._add(entity, self._placed_paragraphs(entity, plain_paragraphs(pieces)))

    def _placed_paragraphs(self, entity: Entity, words: str) -> Text:
        height = abs(entity.number(40)) or 1.0
        corner = int(entity.number(71, 1)) - 1
        angle = entity.number(50)
        if any(code == 11 for code, _ in entity.tags):
            angle = math.degrees(math.atan2(entity.number(21), entity.number(11, 1.0)))
        room = entity.number(41)
        width = line_width(words, height, self._factors.get(entity.text(7).upper(), 1.0))
        return Text(
            words,
            entity.number(10),
            entity.number(20),
            height,
            min(width, room) if room > height else width,
            angle,
            (corner % 3) / 2,
            1 - (corner // 3) / 2 if 0 <= corner < 9 else 1.0,
            plain_line(entity.text(8)),
        )

    def _attribute(self, entity: Entity) -> None:
        words = plain_line(entity.text(1))
        if embedded := [value for code, value in entity.tags if code == 3]:
            words = plain_line("".join([*embedded, entity.text(1)]))
        if "\\P" in words or "{\\" in words:
            words = " ".join(plain_paragraphs(words).split("\n"))
        if self._inserted is None or not words or len(self._cells) >= _MAX_CELLS:
            return
        if self._has_room("texts", _MAX_TEXTS):
            self._cells.append(Cell(plain_line(entity.text(2)), words))

    def _definition(self, entity: Entity) -> None:
        """Take an attribute's definition where its text is seen: constant, or in a layout."""
        words = plain_line(entity.text(1))
        is_in_layout = self._block == MODEL or self._block.startswith("*PAPER_SPACE")
        if is_in_layout:
            label = plain_line(entity.text(3)) or plain_line(entity.text(2))
            words = f"{label}: {words}" if label and words else words or label
        elif not int(entity.number(70)) & 2:
            return
        self._add(entity, self._placed(entity, words))

    def _insert(self, entity: Entity) -> None:
        if not self._has_room("references", _MAX_REFERENCES):
            return
        name = plain_line(entity.text(2))
        angle = math.radians(entity.number(50))
        across, up = entity.number(41, 1.0) or 1.0, entity.number(42, 1.0) or 1.0
        x, side = entity.number(10), 1.0
        if entity.number(230, 1.0) < 0:  # seen from behind
            x, side = -x, -1.0
        frame = Frame(
            side * across * math.cos(angle),
            across * math.sin(angle),
            side * -up * math.sin(angle),
            up * math.cos(angle),
            x,
            entity.number(20),
        )
        columns, rows = entity.number(70, 1), entity.number(71, 1)
        copies = int(min(max(1, columns) * max(1, rows), _MAX_COPIES))
        layer = plain_line(entity.text(8))
        home = self._block
        if home == MODEL and entity.number(67) == 1:
            home = "*PAPER_SPACE"
        self._inserted = home, Reference(name, frame, layer, copies)
        self._cells = []

    def _close_insert(self) -> None:
        if self._inserted is None:
            return
        block, one = self._inserted
        cells = tuple(self._cells)
        content = self._drawing.contents.setdefault(block, Content())
        content.references.append(Reference(one.block, one.frame, one.layer, one.copies, cells))
        self._inserted = None

    def _dimension(self, entity: Entity) -> None:
        """Take what a person wrote over a dimension; bare measures are only counted."""
        words = plain_paragraphs(entity.text(1).replace("<>", "")).strip()
        if not words or words == ".":
            self._drawing.left_out["measure"] += 1
            return
        height, layer = 1.0, plain_line(entity.text(8))
        x, y = entity.number(11), entity.number(21)
        width = line_width(words, height)
        self._add(entity, Text(words, x, y, height, width, 0.0, 0.5, 0.5, layer))

    def _table(self, entity: Entity) -> None:
        tags = subclass(entity, "AcDbTable")
        columns = int(as_number(next(values(tags, 92), "0")))
        cells = _table_cells(tags)[:_MAX_CELLS]
        if not any(cells) or columns < 1:
            self._insert(entity)  # its picture is a block of texts and lines
            return
        if self._has_room("texts", _MAX_TEXTS):
            rows = tuple(
                tuple(cells[start : start + columns]) for start in range(0, len(cells), columns)
            )
            layer = plain_line(entity.text(8))
            grid = Grid(rows, entity.number(10), entity.number(20), layer)
            self._content(entity).grids.append(grid)

    def _leader(self, entity: Entity) -> None:
        pieces = [value for value in values(entity.tags, 304) if not value.endswith("{")]
        words = plain_paragraphs("".join(pieces[:1]))
        labels = [value for value in values(entity.tags, 302) if not value.endswith("{")]
        words = words or plain_line(" ".join(labels))
        height = abs(entity.number(41)) or 1.0
        layer = plain_line(entity.text(8))
        x, y = entity.number(12, entity.number(10)), entity.number(22, entity.number(20))
        self._add(entity, Text(words, x, y, height, line_width(words, height), 0, 0, 1.0, layer))

    def _line(self, entity: Entity) -> None:
        if self._counts["rules"] > _MAX_RULES:
            return
        self._rule(
            entity, [(entity.number(10), entity.number(20)), (entity.number(11), entity.number(21))]
        )

    def _polyline(self, entity: Entity) -> None:
        xs = [as_number(value) for value in list(values(entity.tags, 10))[:64]]
        ys = [as_number(value) for value in list(values(entity.tags, 20))[:64]]
        corners = list(zip(xs, ys, strict=False))
        if corners and int(entity.number(70)) & 1:
            corners.append(corners[0])
        self._rule(entity, corners)

    def _rule(self, entity: Entity, corners: list[tuple[float, float]]) -> None:
        content = self._content(entity)
        for (x0, y0), (x1, y1) in pairwise(corners):
            found: Rule | None = rule(x0, y0, x1, y1)
            if found is not None and self._has_room("rules", _MAX_RULES):
                content.rules.append(found)

    def _layout(self, entity: Entity) -> None:
        tags = subclass(entity, "AcDbLayout")
        name = plain_line(next(values(tags, 1), ""))
        handle = next(values(tags, 330), "")
        if name and handle:
            self._layouts.append((as_number(next(values(tags, 71), "0")), name, handle))


def _table_cells(tags: list[Tag]) -> list[str]:
    """Return the texts of a table entity in the order of its cells, of the old or the new form."""
    cells: list[list[Tag]] = []
    for code, value in tags:
        if code == 171:
            cells.append([])
        elif cells and code in (1, 2, 3, 302):
            cells[-1].append((code, value))
    return [_cell_text(cell) for cell in cells]


def _cell_text(cell: list[Tag]) -> str:
    """Join the pieces of a cell; group 302 holds it whole since R2007."""
    whole = next((value for code, value in cell if code == 302), None)
    text = "".join(value for _, value in cell) if whole is None else whole
    return " ".join(plain_paragraphs(text).split())
