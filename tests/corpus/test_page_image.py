"""Pictures of pages: the scale fits the boxes, pictures are kept, faults are told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from corpus.errors import PageImageError
from corpus.page_image import page_image
from corpus.reading import read_document
from tests.corpus.sample_files import pdf, pdf_objects, text_pdf


@pytest.mark.parametrize("entries", [b"", b"/Rotate 90"])
def test_the_box_of_a_passage_lies_on_its_words(tmp_path: Path, entries: bytes) -> None:
    path = tmp_path / "a.pdf"
    objects = pdf_objects([[]], page_entries=entries)
    objects[3] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects[11] = b"<< /Length 37 >>\nstream\nBT /F1 20 Tf 100 742 Td (HHHH) Tj ET\nendstream"
    path.write_bytes(pdf(objects))
    box = read_document(path).passages[0].box
    assert box is not None
    picture = page_image(path, 1, width=800, cache=tmp_path)
    image = Image.open(picture.path).convert("L")
    assert image.size == (picture.width, picture.height)
    assert picture.width == pytest.approx(800, abs=1)
    inked = image.point(lambda level: 255 * (level < 128)).getbbox()
    assert inked is not None
    for edge, ink in zip(box, inked, strict=True):
        assert edge * picture.scale == pytest.approx(ink, abs=8)


def test_a_page_is_drawn_once(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(text_pdf(["一。"], ["二。"]))
    first = page_image(path, 2, width=200, cache=tmp_path / "cache")
    written = first.path.stat().st_ino
    assert page_image(path, 2, width=200, cache=tmp_path / "cache") == first
    assert first.path.stat().st_ino == written
    first.path.write_bytes(b"cut off")
    assert page_image(path, 2, width=200, cache=tmp_path / "cache") == first
    assert first.path.read_bytes().startswith(b"\x89PNG")


def test_pictures_not_looked_at_for_longest_are_thrown_away(tmp_path: Path) -> None:
    path, cache = tmp_path / "a.pdf", tmp_path / "cache"
    path.write_bytes(text_pdf(["甲。"], ["甲。"], ["甲。"]))
    first, second = (page_image(path, page, width=300, cache=cache) for page in (1, 2))
    os.utime(second.path, (1, 1))
    size = first.path.stat().st_size
    third = page_image(path, 3, width=300, cache=cache, kept_bytes=int(size * 2.9))
    assert sorted(cache.rglob("*.png")) == sorted([first.path, third.path])
    assert len(list(cache.rglob("*.json"))) == 2


def test_a_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    frames = [Image.new("RGB", (300, 200), color) for color in ("white", "red")]
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(144, 144))
    picture = page_image(path, 2, width=150, cache=tmp_path)
    assert Image.open(picture.path).getpixel((9, 9)) == (255, 0, 0)
    assert (picture.width, picture.height) == (150, 100)
    assert picture.scale == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("page", "width", "words"),
    [(2, 200, "no such page"), (0, 200, "pages count from 1"), (1, 9000, "50-4000")],
)
def test_a_page_that_is_not_there_is_told(
    tmp_path: Path, page: int, width: int, words: str
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(text_pdf(["一。"]))
    with pytest.raises(PageImageError, match=words):
        page_image(path, page, width=width, cache=tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.md", "# 一".encode()), ("a.pdf", b"%PDF-1.7\nno"), ("a.png", b"\x89PNG\r\n\x1a\n")],
)
def test_a_file_that_cannot_be_drawn_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PageImageError):
        page_image(tmp_path / name, 1, cache=tmp_path / "cache")
    assert not (tmp_path / "cache").exists()
