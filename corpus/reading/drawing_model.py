"""What a drawing says and where: its texts, block references, tables and layouts as values."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from corpus.document import Cell
from corpus.reading.line import display_width

MODEL = "*MODEL_SPACE"
MAX_DEPTH = 16


@dataclass(frozen=True, slots=True)
class Frame:
    """
    A flat transformation: x' = a x + c y + e, y' = b x + d y + f.

    It carries what stands in a block to the place of the block's reference.
    """

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def inside(self, inner: Frame) -> Frame:
        """Return the transformation that does `inner` first and then this one."""
        e, f = self.at(inner.e, inner.f)
        return Frame(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )

    @property
    def angle(self) -> float:
        """The direction of the inner x axis in degrees; a mirrored one is turned to be read."""
        is_mirrored = self.a * self.d < self.b * self.c
        return math.degrees(
            math.atan2(-self.b if is_mirrored else self.b, abs(self.a) if is_mirrored else self.a)
        )

    @property
    def scale(self) -> float:
        """How much lengths grow along the inner y axis."""
        return math.hypot(self.c, self.d)


@dataclass(frozen=True, slots=True)
class Text:
    """
    One text as placed, in drawing units with y upwards.

    text: without formatting; a text of several paragraphs holds line breaks.
    x, y: the anchor. across, up: which part, 0 to 1, of its width and height lies left of and
    below the anchor. angle: in degrees, against the clock. height: of its letters. width: of the
    longest line; estimated where the drawing does not say. layer: "" when it has none.
    """

    text: str
    x: float
    y: float
    height: float
    width: float
    angle: float = 0.0
    across: float = 0.0
    up: float = 0.0
    layer: str = ""

    def moved(self, frame: Frame) -> Text:
        """Return the text as a reference of its block shows it."""
        x, y = frame.at(self.x, self.y)
        scale = frame.scale or 1.0
        return Text(
            self.text,
            x,
            y,
            self.height * scale,
            self.width * scale,
            (self.angle + frame.angle) % 360,
            self.across,
            self.up,
            self.layer,
        )


@dataclass(frozen=True, slots=True)
class Reference:
    """
    A block placed in a layout or in another block (INSERT).

    copies: of a rectangular array; 1 for a single one. cells: the attributes, header = tag.
    """

    block: str
    frame: Frame
    layer: str
    copies: int = 1
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table entity: rows of cells, and where its upper left corner is."""

    rows: tuple[tuple[str, ...], ...]
    x: float
    y: float
    layer: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A level or upright line: `at` is its y or x, `start` and `end` the range of the other."""

    at: float
    start: float
    end: float
    is_upright: bool

    def moved(self, frame: Frame) -> Rule | None:
        """Return the line as a reference of its block shows it; None when it is then oblique."""
        ends = (self.at, self.start), (self.at, self.end)
        (x0, y0), (x1, y1) = (frame.at(*(end if self.is_upright else end[::-1])) for end in ends)
        return rule(x0, y0, x1, y1)


def rule(x0: float, y0: float, x1: float, y1: float) -> Rule | None:
    """Return the line between two points as a Rule, or None when it is oblique or a point."""
    wide, tall = abs(x1 - x0), abs(y1 - y0)
    if wide > 200 * tall:
        return Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1), is_upright=False)
    if tall > 200 * wide:
        return Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1), is_upright=True)
    return None


@dataclass(slots=True)
class Content:
    """What stands in one layout or block."""

    texts: list[Text] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


@dataclass(slots=True)
class Drawing:
    """
    A whole drawing.

    contents: by block name in upper case; layouts are blocks too. layouts: (name, block) in the
    order of their tabs, the model first. layers: names in order, with whether they are shown.
    left_out: how many entities of each kind are not read. external: names of referenced files.
    is_cut: it holds more than the limits allow. is_ended: the file has its end mark.
    """

    contents: dict[str, Content] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    layouts: list[tuple[str, str]] = field(default_factory=list)
    layers: dict[str, bool] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    external: list[str] = field(default_factory=list)
    is_cut: bool = False
    is_ended: bool = False

    def content(self, block: str) -> Content:
        """Return what stands in a block; an empty content when there is no such block."""
        return self.contents.get(block.upper(), Content())

    def shown(self, block: str) -> Content:
        """
        Return all that a layout shows, the content of its blocks moved to their places.

        Each block is unfolded at its first reference only: copies say the same again, and blocks
        nested in blocks could else become any number of texts.
        """
        whole = Content()
        self._unfold(block, Frame(), whole, {block.upper()}, 0)
        return whole

    def _unfold(self, block: str, frame: Frame, whole: Content, seen: set[str], depth: int) -> None:
        content = self.content(block)
        whole.texts += [text.moved(frame) if depth else text for text in content.texts]
        moved = (line.moved(frame) if depth else line for line in content.rules)
        whole.rules += [line for line in moved if line is not None]
        for grid in content.grids:
            x, y = frame.at(grid.x, grid.y)
            whole.grids.append(Grid(grid.rows, x, y, grid.layer))
        for reference in content.references:
            placed = frame.inside(reference.frame)
            whole.references.append(
                Reference(
                    reference.block, placed, reference.layer, reference.copies, reference.cells
                )
            )
            name = reference.block.upper()
            if name not in seen and depth < MAX_DEPTH:
                seen.add(name)
                self._unfold(name, placed, whole, seen, depth + 1)

    def block_counts(self) -> Counter[tuple[str, str]]:
        """
        Return how often each block is shown, by (name, layer), nested ones multiplied out.

        A reference on layer 0 inside a block counts for the layer of the block around it. Blocks
        that contain themselves are counted once.
        """
        counts: Counter[tuple[str, str]] = Counter()
        known: dict[str, Counter[tuple[str, str]]] = {}
        for _, block in self.layouts:
            counts.update(self._counts_in(block.upper(), known, ()))
        return counts

    def _counts_in(
        self, block: str, known: dict[str, Counter[tuple[str, str]]], above: tuple[str, ...]
    ) -> Counter[tuple[str, str]]:
        if block in known:
            return known[block]
        counts: Counter[tuple[str, str]] = Counter()
        direct: Counter[tuple[str, str]] = Counter()
        for one in self.content(block).references:
            direct[one.block.upper(), one.layer] += one.copies
        for (name, layer), number in direct.items():
            counts[name, layer] += number
            if name not in above and len(above) < MAX_DEPTH:
                for (inner, inner_layer), times in self._counts_in(
                    name, known, (*above, block)
                ).items():
                    counts[inner, layer if inner_layer == "0" else inner_layer] += number * times
        known[block] = counts
        return counts


def line_width(text: str, height: float, factor: float = 1.0) -> float:
    """Return the estimated width of the longest line of a text in drawing units."""
    return max(map(display_width, text.split("\n")), default=0) * 0.55 * height * factor
