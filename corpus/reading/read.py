"""One uploaded file to passages, whatever the file is."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.document import Box, Cell, LineSpan, PageFault, Passage, ReadResult, Reason
from corpus.reading.child import Child
from corpus.reading.file_name import safe_name
from corpus.reading.limits import MIB, ReadLimits
from corpus.reading.reasons import page_list, reason

READER_VERSION = 6
"""Raised when the same bytes would give other passages, so that stored ones are read again."""

Progress = Callable[[int, int | None], None]
"""Called with (pages or parts read, how many there are; None when unknown)."""

_OUTPUT_PER_CHARACTER = 24  # bytes of JSON: an escaped character, its share of boxes and paths


def read_document(
    path: Path,
    *,
    name: str | None = None,
    limits: ReadLimits | None = None,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ReadResult:
    """
    Read one file in a process of its own; never raises for what the file is or holds.

    Args:
        path: the file. It must not change while it is read.
        name: as the user named it; only shown and compared with the content. Default: path's.
        limits: what it may cost. Default: ReadLimits().
        on_progress: called as pages are read.
        cancelled: asked ten times a second; once true, the result is refused as "cancelled".

    Returns:
        The passages and every fault. A file whose reading ends early keeps the pages read so far.
    """
    limits = limits or ReadLimits()
    shown_name = safe_name(path.name if name is None else name)
    problem, sha256 = check_file(path, limits)
    if problem:
        return refused(shown_name, sha256, problem)
    request = {"path": str(path.resolve()), "name": shown_name, "limits": asdict(limits)}
    child = Child(request, seconds=limits.seconds)
    reading = Reading(shown_name, sha256, limits, on_progress)
    return reading.gather(child, cancelled)


def check_file(path: Path, limits: ReadLimits) -> tuple[Reason | None, str]:
    """Return (why the file cannot be taken or None, its SHA-256 or "" when it was not read)."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return reason("file-not-regular"), ""
        if found.st_size == 0:
            return reason("file-empty"), hashlib.sha256().hexdigest()
        if found.st_size > limits.max_bytes:
            return _too_large(found.st_size, limits), ""
        with path.open("rb") as stream:
            return None, hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return reason("file-not-found"), ""
    except (OSError, ValueError) as fault:
        return reason("file-unreadable", detail=type(fault).__name__), ""


def _too_large(size: int, limits: ReadLimits) -> Reason:
    return reason("file-too-large", size=-(-size // MIB), limit=limits.max_bytes // MIB)


def refused(name: str, sha256: str, why: Reason) -> ReadResult:
    """Return the result of a file that gives nothing."""
    return ReadResult(name, sha256, "refused", None, (), why)


class Reading:
    """One file being read: gathers the messages of the reading process to a result."""

    def __init__(
        self, name: str, sha256: str, limits: ReadLimits, on_progress: Progress | None
    ) -> None:
        self._name = name
        self._sha256 = sha256
        self._limits = limits
        self._on_progress = on_progress
        self._pages: int | None = None
        self._granted = 0
        self._passages: list[Passage] = []
        self._faults: list[PageFault] = []
        self._notes: list[Reason] = []
        self._ended = False
        self._reason: Reason | None = None

    def gather(self, child: Child, cancelled: Callable[[], bool] | None = None) -> ReadResult:
        """Run the reading process to its end, whatever the end is, and return the result."""
        max_output = _OUTPUT_PER_CHARACTER * self._limits.max_characters + 64 * MIB
        with closing(child.messages(max_output=max_output, cancelled=cancelled)) as messages:
            for message in messages:
                try:
                    self._take(message)
                except (
                    LookupError,
                    TypeError,
                    ValueError,
                    AttributeError,
                ):  # taken over by its file
                    return self._result("crashed")
                if message.get("is_ocr") and self._granted < self._limits.max_ocr_pages:
                    self._granted += 1
                    child.extend(self._limits.ocr_page_seconds)
                if self._on_progress and message["kind"] == "part":
                    self._on_progress(message["number"], self._pages)
        return self._result(child.ending)

    def _take(self, message: dict[str, Any]) -> None:
        kind = message["kind"]
        if kind == "opened":
            self._pages = message["pages"]
        elif kind == "note":
            self._notes.append(Reason(**message["reason"]))
        elif kind == "part":
            self._passages += [
                self._passage(draft, number)
                for number, draft in enumerate(message["drafts"], start=len(self._passages) + 1)
            ]
            if message["fault"]:
                self._faults.append(PageFault(message["number"], Reason(**message["fault"])))
        else:
            self._ended = True
            self._reason = Reason(**message["reason"]) if message["reason"] else None

    def _passage(self, draft: dict[str, Any], number: int) -> Passage:
        return Passage(
            id=f"{self._sha256[:16]}-{number}",
            document=self._sha256,
            page=draft["page"],
            heading_path=tuple(draft["path"]),
            locator=draft["locator"],
            text=draft["text"],
            box=as_box(draft["box"]),
            cells=tuple(Cell(**cell) for cell in draft["cells"]),
            is_ocr=draft.get("is_ocr", False),
            lines=as_lines(draft.get("lines", [])),
        )

    def _result(self, ending: str) -> ReadResult:
        if ending == "cancelled":
            return refused(self._name, self._sha256, reason("cancelled"))
        why = self._reason
        if not self._ended:
            code = "time-limit" if ending == "time-limit" else "crashed"
            why = reason(code, limit=f"{self._limits.seconds:g}")
        faults = tuple(self._faults)
        unread = tuple(fault for fault in faults if fault.reason.code != "page-blank")
        if why is None and unread:
            why = page_list(unread)
        if why is None and not self._passages:
            why = reason("no-text")
        status = "read" if why is None else "partly" if self._passages else "refused"
        return ReadResult(
            self._name,
            self._sha256,
            status,  # type: ignore[arg-type]
            self._pages,
            tuple(self._passages),
            why,
            faults,
            tuple(self._notes),
        )


def as_box(numbers: list[float] | None) -> Box | None:
    """Return four numbers as a box; None for None."""
    return None if numbers is None else (numbers[0], numbers[1], numbers[2], numbers[3])


def as_lines(spans: list[Any]) -> tuple[LineSpan, ...]:
    """Return lists of start, end and box as spans."""
    return tuple((start, end, (box[0], box[1], box[2], box[3])) for start, end, box in spans)
