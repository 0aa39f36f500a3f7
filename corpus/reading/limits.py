"""How much one uploaded file may cost."""

from __future__ import annotations

import os
from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """
    Limits on one file. Going over refuses the file or leaves it partly read, with the reason.

    max_bytes: of the file. max_pages: read at most. seconds: wall clock, from start to end; each
    page that is recognised (OCR) adds ocr_page_seconds.
    memory_bytes: address space of the reading process. max_characters: of text, all pages.
    max_unpacked_bytes, max_parts: of an office file, which is a ZIP archive.
    max_ocr_pages: recognised at most; 0 recognises none. ocr_page_seconds: for one page; what is
    recognised until then is kept. ocr_threads: processor cores for it.
    max_image_pixels: of an image, as a file or on a page; larger ones are not unpacked.
    """

    max_bytes: int = 100 * MIB
    max_pages: int = 2000
    seconds: float = 60.0
    memory_bytes: int = 1536 * MIB
    max_characters: int = 5_000_000
    max_unpacked_bytes: int = 500 * MIB
    max_parts: int = 10_000
    max_ocr_pages: int = 300
    ocr_page_seconds: float = 30.0
    ocr_threads: int = 2
    max_image_pixels: int = 100_000_000


def cores() -> int:
    """Return how many processor cores this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1
