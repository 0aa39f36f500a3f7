"""Turning the image of a page so that its lines of text run level and from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

import cv2
import numpy as np

from corpus.document import Box
from corpus.reading.ocr_engine import Image, OcrEngine, Quad

_LONG = 1.5  # a stretch this much longer than high shows which way its line runs
_LINE = 4.0  # and this much longer shows the skew of the page
_MAX_SKEW = 15.0
_LEAST_SKEW = 0.15
_CERTAIN = 0.88
_SAMPLE = 4
_MARGIN = 0.06  # of its height above and below a line: strokes at its edge are read better
_WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Upright:
    """
    A page turned upright.

    quads: where text lies on it. shown: the image as it came. back: the matrix of shape (2, 3) from
    pixels of the upright page to that image.
    """

    image: Image
    quads: tuple[Quad, ...]
    shown: Image
    back: Any

    def crop(self, quad: Quad) -> Image:
        """Return the text in a quad as a level image, taken from the page as it came: turned once."""
        margin = _MARGIN * (quad[0] - quad[3])
        wider = quad + np.array([margin, margin, -margin, -margin])
        return _level(self.shown, _moved(wider, self.back))

    def shown_box(self, quad: Quad, scale: float) -> Box:
        """Return the box in points around a quad on the page as it came, `scale` in pixels."""
        points = _moved(quad, self.back) / scale
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return (float(x0), float(y0), float(x1), float(y1))


def upright(image: Image, quads: Sequence[Quad], engine: OcrEngine) -> Upright:
    """Turn a page by quarters and by its skew, judged by where text was found on it."""
    degrees = 90.0 if _runs_upwards(quads) else 0.0
    degrees += _skew(quads, is_tall=degrees != 0)
    page = _turned(image, quads, degrees)
    if not _is_upside_down(page, engine):
        return page
    return _turned(image, quads, degrees + 180.0)


def sides(quad: Quad) -> tuple[float, float]:
    """Return the width and height of a quad in pixels."""
    return float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[3] - quad[0]))


def _runs_upwards(quads: Sequence[Quad]) -> bool:
    tall = wide = 0.0
    for width, height in map(sides, quads):
        tall += height if height > _LONG * width else 0.0
        wide += width if width > _LONG * height else 0.0
    return tall > wide


def _skew(quads: Sequence[Quad], *, is_tall: bool) -> float:
    """Return by how many degrees, counterclockwise, the lines of text hang from their axis."""
    angles = []
    for quad in quads:
        width, height = sides(quad)
        if is_tall and height > _LINE * width:
            along = quad[3] + quad[2] - quad[0] - quad[1]
            angles.append(float(np.degrees(np.arctan2(-along[0], along[1]))))
        elif not is_tall and width > _LINE * height:
            along = quad[1] + quad[2] - quad[0] - quad[3]
            angles.append(float(np.degrees(np.arctan2(along[1], along[0]))))
    angle = median(angles) if angles else 0.0
    return angle if _LEAST_SKEW < abs(angle) <= _MAX_SKEW else 0.0


def _turned(image: Image, quads: Sequence[Quad], degrees: float) -> Upright:
    """Turn counterclockwise; the canvas grows so that nothing is cut off."""
    if degrees == 0.0:
        return Upright(image, tuple(map(_ordered, quads)), image, np.eye(2, 3))
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    moved = _moved(corners, matrix)
    matrix[:, 2] -= moved.min(axis=0)
    size = np.ceil(moved.max(axis=0) - moved.min(axis=0)).astype(int)
    canvas = (int(size[0]), int(size[1]))
    turned = cv2.warpAffine(image, matrix, canvas, flags=cv2.INTER_LINEAR, borderValue=_WHITE)
    placed = tuple(_ordered(_moved(quad, matrix)) for quad in quads)
    return Upright(turned, placed, image, cv2.invertAffineTransform(matrix))


def _moved(points: Any, matrix: Any) -> Any:
    return points @ matrix[:, :2].T + matrix[:, 2]


def _ordered(quad: Quad) -> Quad:
    total, difference = quad.sum(axis=1), quad[:, 0] - quad[:, 1]
    order = [total.argmin(), difference.argmax(), total.argmax(), difference.argmin()]
    if len(set(order)) < len(order):  # nearly a square on its corner: its frame will do
        (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
        return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
    return quad[order]


def _level(image: Image, quad: Quad) -> Image:
    width = max(1, round(float(np.linalg.norm(quad[1] - quad[0]))))
    height = max(1, round(float(np.linalg.norm(quad[3] - quad[0]))))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), corners)
    return cv2.warpPerspective(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def _is_upside_down(page: Upright, engine: OcrEngine) -> bool:
    """Tell by a few lines, read both ways; lines that read well one way are not tried again."""
    lengths = [
        (width / max(height, 1.0), quad) for quad in page.quads for width, height in [sides(quad)]
    ]
    fitting = sorted(
        (pair for pair in lengths if pair[0] > _LINE * 0.75), key=lambda pair: abs(pair[0] - 8)
    )
    crops = [page.crop(quad) for _, quad in fitting[:_SAMPLE]]
    if not crops:
        return False
    this_way = fmean(engine.recognise(piece).certainty for piece in crops)
    if this_way >= _CERTAIN:
        return False
    turned = [np.ascontiguousarray(piece[::-1, ::-1]) for piece in crops]
    return fmean(engine.recognise(piece).certainty for piece in turned) > this_way
