"""Scans of our own making: pages drawn with PIL, worn as a scanner or fax would."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

A4 = (595, 842)
CHINESE_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
Entry = tuple[float, float, str]
"""(x, y, text) in points from the upper left corner."""


def chinese_font() -> str | None:
    """Return the file of a font with ideographs, or None where none is installed."""
    return next((font for font in CHINESE_FONTS if Path(font).exists()), None)


def drawn_page(
    entries: Sequence[Entry],
    *,
    size: float = 12.0,
    scale: float = 1.5,
    page: tuple[int, int] = A4,
    font: str | None = None,
) -> Image.Image:
    """Return a page with texts; without `font` in PIL's own, which is Latin. size: in points."""
    width, height = (round(length * scale) for length in page)
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    pixels = size * scale
    face: Any = ImageFont.truetype(font, pixels) if font else ImageFont.load_default(pixels)
    for x, y, text in entries:
        pen.text((x * scale, y * scale), text, font=face, fill=(25, 25, 35))
    return image


def ruled(image: Image.Image, xs: Sequence[float], ys: Sequence[float], scale: float = 1.5) -> None:
    """Draw the lines of a table on a page, at points."""
    pen = ImageDraw.Draw(image)
    for x in xs:
        pen.line([(x * scale, ys[0] * scale), (x * scale, ys[-1] * scale)], fill="black", width=1)
    for y in ys:
        pen.line([(xs[0] * scale, y * scale), (xs[-1] * scale, y * scale)], fill="black", width=1)


def worn(image: Image.Image, *, noise: float, quality: int, skew: float = 0.0) -> Image.Image:
    """Return a page with noise (levels of 255), JPEG artefacts and skew (degrees)."""
    turned = image.rotate(skew, fillcolor="white", resample=Image.Resampling.BICUBIC)
    random = np.random.default_rng(7)
    levels = np.asarray(turned, dtype=np.float32)
    levels = levels + random.normal(0, noise, levels.shape[:2])[:, :, None]
    stream = io.BytesIO()
    Image.fromarray(levels.clip(0, 255).astype(np.uint8)).save(stream, "JPEG", quality=quality)
    return Image.open(stream).convert("RGB")


def pixels(image: Image.Image) -> Any:
    """Return the blue-green-red rows of an image, as the recogniser takes them."""
    return np.asarray(image.convert("RGB"))[:, :, ::-1].copy()


def scan_pdf(path: Path, *images: Image.Image, dpi: float = 108.0) -> Path:
    """Write a PDF whose pages are images."""
    images[0].save(path, "PDF", resolution=dpi, save_all=True, append_images=list(images[1:]))
    return path


def character_errors(truth: str, found: str) -> float:
    """Return the edit distance by the length of the truth; spaces do not count."""
    truth, found = "".join(truth.split()), "".join(found.split())
    row = list(range(len(found) + 1))
    for i, wanted in enumerate(truth, start=1):
        above, row = row, [i]
        for j, got in enumerate(found, start=1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (wanted != got)))
    return row[-1] / max(len(truth), 1)
