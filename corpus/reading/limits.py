"""How much one uploaded file may cost."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """
    Limits on one file. Going over refuses the file or leaves it partly read, with the reason.

    max_bytes: of the file. max_pages: read at most. seconds: wall clock, from start to end.
    memory_bytes: address space of the reading process. max_characters: of text, all pages.
    max_unpacked_bytes, max_parts: of an office file, which is a ZIP archive.
    """

    max_bytes: int = 100 * MIB
    max_pages: int = 2000
    seconds: float = 60.0
    memory_bytes: int = 1536 * MIB
    max_characters: int = 5_000_000
    max_unpacked_bytes: int = 500 * MIB
    max_parts: int = 10_000
