"""
The log: the one place that configures it, and the forms in which a line is written.

A line says what happened and where, never what anybody wrote: no words of questions, documents,
names, paths, cookies, tokens or passwords. So of an error its kind, its code and its place are
told and not its message, and of what libraries say only the place, since their words may be
anybody's.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from ui.operations.fault_code import UNFORESEEN, fault_code
from ui.operations.request_note import current_note
from ui.settings import Settings

OURS = "anping"
_PLAIN = ("uvicorn", "uvicorn.error")
"""Libraries whose words are constant and say nothing of a request."""
_LEVELS = {"debug": "DEBUG", "info": "INFO", "warning": "WARNING", "error": "ERROR"}
_DEEPEST, _MOST_CAUSES = 12, 4


def configure_logs(settings: Settings, stream: TextIO | None = None) -> None:
    """
    Have everything that is logged in this process written to a stream, standard error by default.

    Our own lines from the level of the settings on; those of libraries from warnings on.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if settings.log == "json" else TextLines())
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel("WARNING")
    logging.getLogger(OURS).setLevel(_LEVELS[settings.log_level])
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a line that cannot be written would be shown with its words


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what a record says, as values: nothing that anybody wrote."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    said: dict[str, Any] = {"time": at, "level": record.levelname.lower(), "logger": record.name}
    said["message"] = _message(record)
    fields = getattr(record, OURS, None)
    if isinstance(fields, Mapping) and _is_ours(record.name):
        said.update({key: value for key, value in fields.items() if value not in ("", None)})
    note = current_note()
    if note is not None:
        said.setdefault("request_id", note.id)
    if record.exc_info and record.exc_info[1] is not None:
        said["error"] = error_places(record.exc_info[1])
    return said


def error_places(fault: BaseException) -> list[str]:
    """
    Return what kind of error it was and where it came from, its causes after it; no messages.

    Of an error of the operating system its standing words are told too.
    """
    told: list[str] = []
    found: BaseException | None = fault
    for _ in range(_MOST_CAUSES):
        if found is None:
            break
        frames = traceback.extract_tb(found.__traceback__)[-_DEEPEST:]
        where = " < ".join(f"{_short(one.filename)}:{one.lineno}" for one in reversed(frames))
        code = fault_code(found)
        code = "" if code == UNFORESEEN else f" [{code}]"
        system = f" ({found.strerror})" if isinstance(found, OSError) and found.strerror else ""
        told.append(f"{type(found).__name__}{code}{system} at {where or 'nowhere'}")
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return told


class JsonLines(logging.Formatter):
    """One object of JSON a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return json.dumps(line_of(record), ensure_ascii=False, default=lambda _: "?")


class TextLines(logging.Formatter):
    """One line for people; where an error came from is in the same line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        said = line_of(record)
        head = [str(said.pop(name)) for name in ("time", "level", "logger", "message")]
        head[1] = head[1].upper()
        error = said.pop("error", [])
        told = [*head, *(f"{key}={_flat(value)}" for key, value in said.items())]
        return " ".join(told) + "".join(f" | {one}" for one in error)


def _message(record: logging.LogRecord) -> str:
    if _is_ours(record.name):
        return _flat(record.getMessage())
    if record.name in _PLAIN and not record.args:
        return _flat(str(record.msg).splitlines()[0] if record.msg else "")
    return f"{_short(record.pathname)}:{record.lineno}"


def _is_ours(name: str) -> bool:
    return name == OURS or name.startswith(OURS + ".")


def _short(path: str) -> str:
    """Return a file by the last two parts of its path, which say enough and no machine's name."""
    return "/".join(Path(path).parts[-2:])


def _flat(value: object) -> str:
    """Return a value as one word of a line: nothing in it ends the line."""
    text = str(value)
    return text if text.isprintable() else "".join(c if c.isprintable() else "?" for c in text)
