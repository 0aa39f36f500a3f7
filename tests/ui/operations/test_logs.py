"""What a line of the log says, and what it never says."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ui.operations.logs import configure_logs
from ui.operations.request_note import RequestNote, begin_note, end_note
from ui.settings import Settings, SettingsError, load_settings

SECRET = "极机密的问题 hunter2"


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    logging.getLogger("anping").setLevel(logging.NOTSET)
    logging.captureWarnings(False)
    logging.raiseExceptions = True


def settings(tmp_path: Path, **chosen: str) -> Settings:
    return load_settings({f"ANPING_{k.upper()}": v for k, v in chosen.items()}, home=tmp_path)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_of_json_says_what_and_when(tmp_path: Path) -> None:
    stream = io.StringIO()
    configure_logs(settings(tmp_path, log="json"), stream)
    logging.getLogger("anping.request").info("request", extra={"anping": {"status": 200, "ms": 3}})
    (line,) = lines(stream)
    assert line["time"].endswith("+00:00")
    assert {k: line[k] for k in ("level", "logger", "message", "status", "ms")} == {
        "level": "info", "logger": "anping.request", "message": "request", "status": 200, "ms": 3,
    }  # fmt: skip


def test_a_line_of_text_is_one_line(tmp_path: Path) -> None:
    stream = io.StringIO()
    configure_logs(settings(tmp_path), stream)
    logging.getLogger("anping.x").warning("two\nlines\r\x1b[31m", extra={"anping": {"a": "b\nc"}})
    assert stream.getvalue().count("\n") == 1
    assert "WARNING anping.x two?lines??[31m a=b?c" in stream.getvalue()


def fails() -> None:
    try:
        int(SECRET)
    except ValueError as inner:
        raise PermissionError(13, "Permission denied", SECRET) from inner


@pytest.mark.parametrize("form", ["text", "json"])
def test_of_an_error_its_kind_code_and_place_are_told_and_no_words(
    tmp_path: Path, form: str
) -> None:
    stream = io.StringIO()
    configure_logs(settings(tmp_path, log=form), stream)
    try:
        fails()
    except PermissionError:
        logging.getLogger("anping.x").exception("it failed")
    said = stream.getvalue()
    assert "PermissionError (Permission denied) at operations/test_logs.py:" in said
    assert "ValueError at operations/test_logs.py:" in said
    assert SECRET not in said
    assert "hunter2" not in said


def test_of_libraries_only_the_place_is_told(tmp_path: Path) -> None:
    stream = io.StringIO()
    configure_logs(settings(tmp_path, log="json", log_level="debug"), stream)
    other = logging.getLogger("some.library")
    other.debug(SECRET)
    other.info(SECRET)
    other.warning("failed on %s", SECRET)
    other.error(SECRET, extra={"anping": {"question": SECRET}})
    logging.getLogger("uvicorn.error").error("Invalid HTTP request received.")
    said = lines(stream)
    assert [line["logger"] for line in said] == ["some.library"] * 2 + ["uvicorn.error"]
    assert said[0]["message"].startswith("operations/test_logs.py:")
    assert said[-1]["message"] == "Invalid HTTP request received."
    assert "hunter2" not in stream.getvalue()


def test_the_level_is_of_our_own_lines(tmp_path: Path) -> None:
    stream = io.StringIO()
    configure_logs(settings(tmp_path, log_level="error"), stream)
    logging.getLogger("anping.x").warning("not said")
    logging.getLogger("anping.x").error("said")
    assert stream.getvalue().count("\n") == 1


def test_lines_of_a_request_carry_its_id(tmp_path: Path) -> None:
    stream = io.StringIO()
    configure_logs(settings(tmp_path, log="json"), stream)
    token = begin_note(RequestNote("r-1"))
    logging.getLogger("anping.x").info("within")
    end_note(token)
    logging.getLogger("anping.x").info("outside")
    assert [line.get("request_id") for line in lines(stream)] == ["r-1", None]


@pytest.mark.parametrize(
    ("name", "value"), [("log", "xml"), ("log_level", "loud"), ("stop_s", "-1")]
)
def test_other_settings_are_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError):
        settings(tmp_path, **{name: value})
