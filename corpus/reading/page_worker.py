"""
The drawing process: one page of one file in, one JSON line with its picture out, then it ends.

Run as `python -m corpus.reading.page_worker` by `corpus.page_image`, under the caps of the reading
process.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from pathlib import Path
from typing import Any

from corpus.reading.confinement import confine, end_with_asker
from corpus.reading.event import RefusedError
from corpus.reading.kind import kind_of
from corpus.reading.limits import ReadLimits
from corpus.reading.reasons import reason

_MAX_PIXELS = 16_000_000
_POINTS = 72.0
# ruff: noqa: PLC0415 - heavy libraries, one of them a run


def main() -> None:
    """Serve the one request."""
    request = json.loads(sys.stdin.readline())
    end_with_asker()
    limits = ReadLimits(**request["limits"])
    confine(limits)
    sys.stdout.write(json.dumps(answer(request, limits)) + "\n")
    sys.stdout.flush()


def answer(request: dict[str, Any], limits: ReadLimits) -> dict[str, Any]:
    """
    Return the page as base64 PNG with its scale in pixels a point and its glyphs, or why there is
    none. Glyphs are the printed lines as [characters, boxes]; [] for an image.

    A page that would have more than 16 million pixels is drawn narrower than asked.
    """
    try:
        image, scale, glyphs = _picture(request, limits)
    except RefusedError as refusal:
        return {"fault": refusal.reason.text_en}
    except MemoryError:
        return {"fault": reason("memory-limit").text_en}
    except Exception as fault:  # noqa: BLE001 - the process boundary: parsers raise anything
        known = {
            "IndexError": "there is no such page",
            "ImageTooLargeError": f"it holds more than {limits.max_image_pixels} pixels",
        }
        name = type(fault).__name__
        return {"fault": known.get(name, f"it is damaged or encrypted ({name})")}
    encoded = io.BytesIO()
    image.save(encoded, "PNG", compress_level=3)
    png = base64.b64encode(encoded.getvalue()).decode()
    shape = {"width": image.width, "height": image.height, "scale": scale}
    return {"png": png, "glyphs": glyphs, **shape}


def _picture(request: dict[str, Any], limits: ReadLimits) -> tuple[Any, float, list[Any]]:
    path, index, width = Path(request["path"]), request["page"] - 1, request["width"]
    kind = kind_of(path, request["name"]).format
    if kind == "pdf":
        return _pdf_page(path, index, width, limits)
    if kind == "image":
        return (*_frame(path, index, width, limits), [])
    raise RefusedError(reason("no-pages", kind=kind.upper()))


def _pdf_page(
    path: Path, index: int, width: int, limits: ReadLimits
) -> tuple[Any, float, list[Any]]:
    from corpus.reading.pdf import page_picture

    return page_picture(path, index, lambda across, down: _scale(across, down, width), limits)


def _frame(path: Path, index: int, width: int, limits: ReadLimits) -> tuple[Any, float]:
    from PIL import Image

    from corpus.reading.picture import drawn, opened

    image = opened(path)
    if index and (image.format != "TIFF" or index >= image.n_frames):
        raise IndexError(index)
    shown, dpi = drawn(image, index, limits)
    points = (shown.width * _POINTS / dpi, shown.height * _POINTS / dpi)
    scale = _scale(*points, width)
    size = tuple(max(1, round(length * scale)) for length in points)
    return shown.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0), scale


def _scale(page_width: float, page_height: float, width: int) -> float:
    scale = width / max(page_width, 1e-3)
    most = (_MAX_PIXELS / max(page_width * page_height, 1e-6)) ** 0.5
    return float(min(scale, most))


if __name__ == "__main__":
    main()
