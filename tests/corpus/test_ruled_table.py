"""Grids found in the image of a page."""

from __future__ import annotations

import cv2
import numpy as np

from corpus.reading.ocr_engine import Image
from corpus.reading.ruled_table import Grid, grids

TEXT = 12.0


def page() -> Image:
    return np.full((842, 595, 3), 255, np.uint8)


def rule(image: Image, xs: list[int], ys: list[int]) -> None:
    for x in xs:
        cv2.line(image, (x, ys[0]), (x, ys[-1]), (0, 0, 0), 1)
    for y in ys:
        cv2.line(image, (xs[0], y), (xs[-1], y), (0, 0, 0), 1)


def test_a_frame_the_table_in_it_and_one_outside_are_each_found() -> None:
    image = page()
    rule(image, [40, 560], [40, 400])
    rule(image, [80, 200, 320], [100, 140, 180])
    rule(image, [40, 300, 560], [500, 540, 580, 620])
    found = grids(image, TEXT)
    assert [(len(grid.xs), len(grid.ys)) for grid in found] == [(5, 5), (3, 3), (3, 4)]


def test_a_table_is_found_among_many_short_strokes() -> None:
    image = page()
    rule(image, [40, 300, 560], [500, 540, 580])
    for y in range(40, 480, 12):
        cv2.line(image, (60, y), (120, y), (0, 0, 0), 1)
    (grid,) = grids(image, TEXT)
    assert (len(grid.xs), len(grid.ys)) == (3, 3)


def test_a_bare_page_has_no_table() -> None:
    assert grids(page(), TEXT) == ()


def test_a_place_is_in_the_cell_that_begins_there_and_none_outside() -> None:
    grid = Grid((0.0, 10.0, 20.0), (0.0, 5.0, 9.0), ((0, 1), (2, 3)))
    assert grid.place(10.0, 4.9) == (0, 1)
    assert grid.place(9.9, 5.0) == (1, 0)
    assert grid.place(20.0, 1.0) is grid.place(-0.1, 1.0) is grid.place(1.0, 9.0) is None
