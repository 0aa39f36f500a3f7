"""Files that unpack to far more than they are: refused, or ended by the limits of the process."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import pytest

from corpus.reading import ReadLimits, read_document
from corpus.reading.reasons import CODES
from tests.corpus.sample_files import pdf
from tests.fuzz.test_documents import PACKED

MIB = 1024 * 1024
LIMITS = ReadLimits(seconds=30, memory_bytes=1024 * MIB)
MAIN = {
    "docx": "word/document.xml",
    "xlsx": "xl/worksheets/sheet1.xml",
    "pptx": "ppt/slides/slide1.xml",
}


def bomb(ending: str, size: int) -> bytes:
    """An office file whose main part is as large as it says, of one letter."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(PACKED[ending])) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for name in good.namelist():
            data = good.read(name)
            if name == MAIN[ending]:
                data = data + b"<!--" + b" " * size + b"-->"
            archive.writestr(name, data)
    return out.getvalue()


def lying(data: bytes, name: str, size: int) -> bytes:
    """An archive whose list says that a member is small."""
    wanted = size.to_bytes(4, "little")
    real = next(one for one in zipfile.ZipFile(io.BytesIO(data)).infolist() if one.filename == name)
    return data.replace(real.file_size.to_bytes(4, "little"), wanted)


def is_bounded(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    result = read_document(path, limits=LIMITS)
    assert result.status in ("refused", "partly"), result.status
    assert result.reason is not None
    assert result.reason.code in CODES
    assert sum(len(one.text) for one in result.passages) <= LIMITS.max_characters
    return result.reason.code


@pytest.mark.slow
@pytest.mark.parametrize("ending", MAIN)
def test_an_office_file_that_unpacks_without_end_is_refused(tmp_path: Path, ending: str) -> None:
    size = LIMITS.max_unpacked_bytes + MIB
    assert is_bounded(tmp_path, f"a.{ending}", bomb(ending, size)) == "unpacked-too-large"


@pytest.mark.slow
@pytest.mark.parametrize("ending", MAIN)
def test_a_list_that_lies_about_sizes_does_not_help(tmp_path: Path, ending: str) -> None:
    data = bomb(ending, LIMITS.max_unpacked_bytes + MIB)
    is_bounded(tmp_path, f"a.{ending}", lying(data, MAIN[ending], 1000))


@pytest.mark.parametrize("depth", [1, 3])
def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path, depth: int) -> None:
    data = b"\x00" * MIB
    for _ in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.zip", data)
        data = out.getvalue()
    assert is_bounded(tmp_path, "a.zip", data) == "convert-archive"


@pytest.mark.slow
@pytest.mark.parametrize("filters", [1, 2])
def test_a_page_of_a_pdf_that_unpacks_without_end_is_ended(tmp_path: Path, filters: int) -> None:
    stream = b"BT /F1 12 Tf (a) Tj ET\n" + b" " * (600 * MIB)
    for _ in range(filters):
        stream = zlib.compress(stream, 1 if len(stream) > MIB else 9)
    names = b" ".join([b"/FlateDecode"] * filters)
    head = b"<< /Length %d /Filter [%s] >>\nstream\n" % (len(stream), names)
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R >>",
        4: head + stream + b"\nendstream",
    }
    is_bounded(tmp_path, "a.pdf", pdf(objects))


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["PNG", "GIF"])
def test_a_picture_of_a_colour_without_end_is_refused(tmp_path: Path, mode: str) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, mode)
    is_bounded(tmp_path, f"a.{mode.lower()}", out.getvalue())
