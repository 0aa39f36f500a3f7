"""The image of a page to lines and table rows, with their places: recognition of print (OCR)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from corpus.document import Box
from corpus.reading.line import Line
from corpus.reading.ocr_engine import Image, OcrEngine, Quad
from corpus.reading.reading_order import Piece, lines_in_order
from corpus.reading.ruled_table import Grid, grids
from corpus.reading.table_row import Placed, TableRow, rows_in
from corpus.reading.upright import Upright, sides, upright

_WHOLE_PIXELS = 1_500_000
_BAND_PIXELS = 1_200_000  # finding text takes about 0.25 GB of memory a million pixels
_COARSE_PIXELS = 1_000_000
_LEGIBLE = 15.0  # pixels: the height of a line that holds print of 6 points at the usual scale
_PROBE = 1024
_OVERLAP = 32
_CERTAIN = 0.5
_SPOTTED = 0.15  # of the width of a page's text may be unsure before it is said


@dataclass(frozen=True, slots=True)
class OcrPage:
    """
    What was recognised on a page, in reading order: runs of lines, and tables as rows.

    is_unsure: a noticeable part could not be made out and is left out.
    is_cut: the time was over before all of it was recognised.
    """

    parts: tuple[tuple[Line, ...] | tuple[TableRow, ...], ...]
    is_unsure: bool = False
    is_cut: bool = False


def read_page_image(engine: OcrEngine, image: Image, scale: float, seconds: float) -> OcrPage:
    """
    Recognise a page. `scale` is its pixels a point; the time limit is kept from line to line.

    Raises:
        MemoryError: it needs more memory than allowed.
    """
    deadline = time.monotonic() + seconds
    page = _found(engine, image)
    if not page.quads:
        return OcrPage(())
    height = median(float(np.linalg.norm(quad[3] - quad[0])) for quad in page.quads)
    tables = grids(page.image, height)
    words, unsure, total = [], 0.0, 0.0
    is_cut = False
    for quad in _pieces_of(page.quads, tables):
        if time.monotonic() > deadline:
            is_cut = True
            break
        found = engine.recognise(page.crop(quad))
        width = float(np.linalg.norm(quad[1] - quad[0]))
        total += width
        if found.certainty < _CERTAIN:
            unsure += width
        elif found.text:
            piece = Piece(found.text, _frame(quad, scale), page.shown_box(quad, scale))
            words.append((quad, piece))
    parts = _parts(words, tables)
    return OcrPage(parts, is_unsure=unsure > _SPOTTED * total, is_cut=is_cut)


def _found(engine: OcrEngine, image: Image) -> Upright:
    """Return the page upright with all its text found, large pages band by band."""
    height, width = image.shape[:2]
    if height * width <= _WHOLE_PIXELS:
        return upright(image, engine.find(image), engine)
    probed = _probed(engine, image)
    factor = (_COARSE_PIXELS / (height * width)) ** 0.5
    heights = [min(sides(quad)) for quad in probed]
    if not heights or factor * float(np.percentile(heights, 20)) >= _LEGIBLE:
        small = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        return upright(image, [quad / factor for quad in engine.find(small)], engine)
    page = upright(image, probed, engine)
    overlap = max(_OVERLAP, int(3 * float(np.median(heights))))
    return replace(page, quads=tuple(_in_bands(engine, page.image, overlap)))


def _probed(engine: OcrEngine, image: Image) -> list[Quad]:
    """Find text in the two inkiest squares of a large page: how high it is, which way it runs."""
    height, width = image.shape[:2]
    corners = [(y, x) for y in range(0, height, _PROBE) for x in range(0, width, _PROBE)]
    squares = [(y, x, image[y : y + _PROBE, x : x + _PROBE]) for y, x in corners]
    squares.sort(key=lambda square: -float(255.0 * square[2].size - square[2].sum(dtype=np.int64)))
    quads = []
    for y, x, square in squares[:2]:
        offset = np.array([x, y], dtype=np.float32)
        quads += [quad + offset for quad in engine.find(np.ascontiguousarray(square))]
    return quads


def _in_bands(engine: OcrEngine, image: Image, overlap: int) -> list[Quad]:
    """Find text band by band; a line belongs to the band that its middle lies in."""
    height, width = image.shape[:2]
    step = max(overlap, _BAND_PIXELS // width - 2 * overlap)
    quads = []
    for top in range(0, height, step):
        first, last = max(0, top - overlap), min(height, top + step + overlap)
        for quad in engine.find(np.ascontiguousarray(image[first:last])):
            placed = quad + np.array([0, first], dtype=np.float32)
            if top <= placed[:, 1].mean() < top + step:
                quads.append(placed)
    return quads


def _frame(quad: Quad, scale: float) -> Box:
    (x0, y0), (x1, y1) = quad.min(axis=0) / scale, quad.max(axis=0) / scale
    return (float(x0), float(y0), float(x1), float(y1))


def _pieces_of(quads: Sequence[Quad], tables: Sequence[Grid]) -> list[Quad]:
    """Cut stretches where the lines of a table run through them, and put them in page order."""
    pieces: list[Quad] = []
    for quad in quads:
        box = _frame(quad, 1.0)
        xs = [x for grid in tables for x in grid.cuts(box)]
        shares = [0.0, *((x - box[0]) / (box[2] - box[0]) for x in xs), 1.0]
        pieces += [_stretch(quad, *ends) for ends in pairwise(shares)]
    return sorted(pieces, key=lambda quad: (float(quad[:, 1].mean()), float(quad[:, 0].mean())))


def _stretch(quad: Quad, start: float, end: float) -> Quad:
    above, below = quad[1] - quad[0], quad[2] - quad[3]
    return np.array(
        [
            quad[0] + start * above,
            quad[0] + end * above,
            quad[3] + end * below,
            quad[3] + start * below,
        ]
    )


def _placed(word: tuple[Quad, Piece]) -> Placed:
    x, y = word[0].mean(axis=0)
    return float(x), float(y), word[1]


def _parts(
    words: Sequence[tuple[Quad, Piece]], tables: Sequence[Grid]
) -> tuple[tuple[Line, ...] | tuple[TableRow, ...], ...]:
    parts: list[tuple[Line, ...] | tuple[TableRow, ...]] = []
    rest = list(words)
    for grid in tables:
        middles = [(word, word[0].mean(axis=0)) for word in rest]
        inside = [word for word, at in middles if grid.place(*at) is not None]
        outside = [word for word, at in middles if grid.place(*at) is None]
        above = [word for word in outside if word[0][:, 1].mean() < grid.ys[0]]
        rest = [word for word in outside if word[0][:, 1].mean() >= grid.ys[0]]
        parts += [
            lines_in_order([piece for _, piece in above]),
            rows_in(grid, [_placed(word) for word in inside]),
        ]
    parts.append(lines_in_order([piece for _, piece in rest]))
    return tuple(part for part in parts if part)
