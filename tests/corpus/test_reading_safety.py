"""Kinds told by content, limits of the reading process, names, and reasons."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from corpus.document import ReadResult, Reason
from corpus.reading import ReadLimits, read_document, safe_name
from corpus.reading.child import Child
from corpus.reading.read import Reading
from corpus.reading.reasons import CODES, reason
from tests.corpus.sample_files import text_pdf

PART = (
    '{"kind":"opened","pages":3}\\n{"kind":"part","number":1,"fault":null,"drafts":[{"text":"一",'
    '"path":[],"locator":"第 1 页","page":1,"box":null,"cells":[]}]}'
)


def scripted(body: str, *, seconds: float = 30.0) -> Child:
    """Return a reading process that runs `body` in Python in place of the parser."""
    return Child({}, seconds=seconds, command=(sys.executable, "-c", f"import sys,time,os\n{body}"))


def gathered(child: Child) -> ReadResult:
    return Reading("a.pdf", "0" * 64, ReadLimits(seconds=2), None).gather(child)


def code(result: ReadResult) -> str | None:
    return result.reason.code if result.reason else None


def test_a_parser_that_hangs_is_ended_at_the_time_limit() -> None:
    start = time.monotonic()
    result = gathered(scripted("time.sleep(60)", seconds=0.5))
    assert time.monotonic() - start < 3
    assert (result.status, code(result)) == ("refused", "time-limit")


def test_pages_read_before_a_hang_are_kept() -> None:
    result = gathered(scripted(f"print('{PART}', flush=True); time.sleep(60)", seconds=1.0))
    assert (result.status, code(result), result.pages) == ("partly", "time-limit", 3)
    assert [passage.text for passage in result.passages] == ["一"]


def test_pages_read_before_a_crash_are_kept() -> None:
    result = gathered(scripted(f"print('{PART}', flush=True); os.abort()"))
    assert (result.status, code(result)) == ("partly", "crashed")


@pytest.mark.parametrize(
    "body",
    [
        "print('not json')",
        "print('[1]')",
        'print(\'{"kind":"part"}\')',
        "os._exit(0)",
        "print('[' * 100000)",
    ],
)
def test_a_parser_that_talks_nonsense_counts_as_crashed(body: str) -> None:
    assert code(gathered(scripted(body))) == "crashed"


def test_endless_output_is_cut_off() -> None:
    child = scripted('while True: print(\'{"kind":"note","reason":null}\')')
    for _ in child.messages(max_output=100_000):
        pass
    assert child.ending == "crashed"


def test_children_of_the_parser_end_with_it(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    body = (
        "import subprocess\nchild = subprocess.Popen(['sleep', '60'])\n"
        f"open({str(mark)!r}, 'w').write(str(child.pid))\ntime.sleep(60)"
    )
    gathered(scripted(body, seconds=1.0))
    state = Path(f"/proc/{mark.read_text()}/stat")
    deadline = time.monotonic() + 5  # it is killed, which a busy machine does not do at once
    while state.exists() and state.read_text().split()[2] != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_cancelling_takes_effect_within_a_second() -> None:
    child = scripted("time.sleep(60)")
    start = time.monotonic()
    result = Reading("a.pdf", "0" * 64, ReadLimits(), None).gather(
        child, lambda: time.monotonic() - start > 0.3
    )
    assert time.monotonic() - start < 1.3
    assert (result.status, code(result), result.passages) == ("refused", "cancelled", ())


def test_a_listener_that_fails_ends_the_parser_and_is_heard() -> None:
    def fail(done: int, total: int | None) -> None:
        raise KeyError(done, total)

    child = scripted(f"print('{PART}', flush=True); time.sleep(60)")
    start = time.monotonic()
    with pytest.raises(KeyError):
        Reading("a.pdf", "0" * 64, ReadLimits(), fail).gather(child)
    assert time.monotonic() - start < 5


def test_the_parser_sees_no_settings_or_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANPING_LLM_KEY", "secret")
    child = scripted("import json; print(json.dumps(sorted(os.environ)))")
    (names,) = child.messages(max_output=10_000)
    assert "ANPING_LLM_KEY" not in names


def test_a_file_that_needs_too_much_memory_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("一行文字，没有尽头。\n".encode() * 1_500_000)
    result = read_document(path, limits=ReadLimits(memory_bytes=160 * 1024 * 1024))
    assert code(result) == "memory-limit"


def test_a_file_over_the_size_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 3_000_000)
    result = read_document(path, limits=ReadLimits(max_bytes=1024 * 1024))
    assert code(result) == "file-too-large"
    assert result.reason is not None
    assert "3 MB" in result.reason.text_en
    assert result.sha256 == ""


def test_text_beyond_the_character_limit_is_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("每栋设置门口机一台，共计三十六台。\n" * 2000, encoding="utf-8")
    result = read_document(path, limits=ReadLimits(max_characters=5000))
    assert (result.status, code(result)) == ("partly", "character-limit")
    assert 4000 < sum(len(passage.text) for passage in result.passages) <= 5000


@pytest.mark.parametrize("kind", ["missing", "folder", "empty", "pipe"])
def test_what_is_no_document_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.pdf"
    if kind == "folder":
        path.mkdir()
    elif kind == "empty":
        path.touch()
    elif kind == "pipe":
        os.mkfifo(path)
    expected = {"missing": "file-not-found", "empty": "file-empty"}
    assert code(read_document(path)) == expected.get(kind, "file-not-regular")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.dwg", b"AC1032" + bytes(100), "convert-dwg"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "convert-doc"),
        ("a.wps", OLE + "WordDocument".encode("utf-16-le"), "convert-wps"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "convert-xls"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(20), "convert-heic"),
        ("a.avif", b"\x00\x00\x00\x18ftypavif" + bytes(20), "convert-image"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(20), "damaged"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00", "convert-archive"),
        ("a.rtf", b"{\\rtf1 text}", "convert-rtf"),
        ("a.pdf", b"This is not a PDF at all.", "kind-mismatch"),
        ("a.bin", bytes(range(256)), "kind-unknown"),
    ],
)
def test_kinds_that_are_not_read_say_how_to_convert(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    (tmp_path / name).write_bytes(content)
    result = read_document(tmp_path / name)
    assert (result.status, code(result)) == ("refused", expected)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("visio/document.xml", "convert-visio"),
        ("xl/workbook.bin", "convert-xls"),
        ("OFD.xml", "convert-ofd"),
        ("plan.dwg", "convert-archive"),
    ],
)
def test_archives_say_how_to_convert(tmp_path: Path, part: str, expected: str) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(part, "x")
    assert code(read_document(tmp_path / "a.zip")) == expected


def test_the_content_decides_and_a_wrong_ending_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(text_pdf(["实际上是 PDF。"]))
    result = read_document(path)
    assert result.status == "read"
    assert [note.code for note in result.notes] == ["named-otherwise"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x", "x"),
        ("C:\\docs\\设计.pdf", "设计.pdf"),
        ("/etc/passwd", "passwd"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\x00\n\x1b[31mb.pdf", "a[31mb.pdf"),
    ],
)
def test_names_are_safe_to_show(name: str, shown: str) -> None:
    assert safe_name(name) == shown


def test_an_over_long_name_keeps_its_ending() -> None:
    shown = safe_name("长" * 500 + ".pdf")
    assert len(shown) <= 160
    assert shown.endswith(".pdf")


def test_reasons_speak_both_languages_and_never_fill_in_templates_of_files() -> None:
    values = dict.fromkeys(
        [
            "detail",
            "size",
            "limit",
            "kind",
            "named",
            "pages",
            "list_zh",
            "list_en",
            "encoding",
            "sample",
            "count",
            "sheet",
            "width",
            "height",
        ],
        "{code}\u202e",
    )
    for entry in CODES:
        made = reason(entry, **values)
        assert isinstance(made, Reason)
        assert any("\u4e00" <= char <= "\u9fff" for char in made.text_zh) or entry == "pages-unread"
        assert "\u202e" not in made.text_zh or entry == "pages-unread"


def test_every_reason_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "ingest.md").read_text(encoding="utf-8")
    assert [entry for entry in CODES if f"`{entry}`" not in page] == []
