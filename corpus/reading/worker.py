"""
The reading process: one file in, JSON lines out, then it ends.

Run as `python -m corpus.reading.worker` by `corpus.reading.child`; the request is one JSON line on
standard input. When that input closes, the process that asked is gone and this one ends too.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TextIO

from corpus.document import Reason
from corpus.reading.confinement import confine, end_with_asker
from corpus.reading.event import Noted, Opened, Part, Reader, RefusedError, Stopped
from corpus.reading.kind import kind_of
from corpus.reading.limits import ReadLimits
from corpus.reading.reasons import reason


def main() -> None:
    """Serve the one request."""
    request = json.loads(sys.stdin.readline())
    end_with_asker()
    limits = ReadLimits(**request["limits"])
    confine(limits)
    serve(Path(request["path"]), request["name"], limits, sys.stdout)


def serve(path: Path, name: str, limits: ReadLimits, out: TextIO) -> None:
    """Read one file and write its messages to `out`; every outcome ends with an "end" message."""

    def send(message: dict[str, Any]) -> None:
        out.write(json.dumps(message, separators=(",", ":")) + "\n")
        out.flush()

    try:
        send({"kind": "end", "reason": _record(_read(path, name, limits, send))})
    except RefusedError as refusal:
        send({"kind": "refused", "reason": _record(refusal.reason)})
    except MemoryError:
        send({"kind": "end", "reason": _record(reason("memory-limit"))})
    except RecursionError:
        send({"kind": "refused", "reason": _record(reason("damaged", detail="nesting"))})
    except Exception as fault:  # noqa: BLE001 - the process boundary: parsers raise anything
        detail = type(fault).__name__
        send({"kind": "refused", "reason": _record(reason("damaged", detail=detail))})


def _read(
    path: Path, name: str, limits: ReadLimits, send: Callable[[dict[str, Any]], None]
) -> Reason | None:
    kind = kind_of(path, name)
    if kind.note:
        send({"kind": "note", "reason": _record(kind.note)})
    characters = 0
    for event in _reader(kind.format)(path, limits):
        if isinstance(event, Stopped):
            return event.reason
        if isinstance(event, Part):
            room = limits.max_characters - characters
            characters += sum(len(draft.text) for draft in event.drafts)
            if characters > limits.max_characters:
                send(_message(_cut(event, room)))
                return reason("character-limit", limit=limits.max_characters)
        send(_message(event))
    return None


def _cut(part: Part, room: int) -> Part:
    """Return the part with as many of its passages as have room, in characters."""
    kept = []
    for draft in part.drafts:
        room -= len(draft.text)
        if room < 0:
            break
        kept.append(draft)
    return replace(part, drafts=tuple(kept))


def _reader(file_format: str) -> Reader:
    """Return the reader of a format; each brings its own heavy libraries, so only one is loaded."""
    # ruff: noqa: PLC0415
    if file_format == "pdf":
        from corpus.reading.pdf import read_pdf

        return read_pdf
    if file_format == "image":
        from corpus.reading.picture import read_picture

        return read_picture
    if file_format in ("docx", "xlsx", "pptx"):
        return _office_reader(file_format)
    if file_format == "dxf":
        from corpus.reading.drawing import read_dxf

        return read_dxf
    if file_format == "html":
        from corpus.reading.web_page import read_html

        return read_html
    from corpus.reading import text

    return {"markdown": text.read_markdown, "csv": text.read_csv}.get(file_format, text.read_text)


def _office_reader(file_format: str) -> Reader:
    if file_format == "docx":
        from corpus.reading.word import read_docx

        return read_docx
    if file_format == "xlsx":
        from corpus.reading.spreadsheet import read_xlsx

        return read_xlsx
    from corpus.reading.slides import read_pptx

    return read_pptx


def _message(event: Opened | Part | Noted) -> dict[str, Any]:
    if isinstance(event, Opened):
        return {"kind": "opened", "pages": event.pages}
    if isinstance(event, Noted):
        return {"kind": "note", "reason": _record(event.reason)}
    fault = _record(event.fault.reason) if event.fault else None
    return {
        "kind": "part",
        "number": event.number,
        # Printed text keeps its places in the file; the lines of recognised text are nowhere else.
        "drafts": [
            asdict(draft if draft.is_ocr else replace(draft, lines=())) for draft in event.drafts
        ],
        "fault": fault,
        "is_ocr": event.is_ocr,
    }


def _record(why: Reason | None) -> dict[str, str] | None:
    return asdict(why) if why else None


if __name__ == "__main__":
    main()
