"""What a file is by its first bytes; its name is only compared."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from corpus.document import Reason
from corpus.reading.drawing_tags import BINARY_MARK
from corpus.reading.encoding import decoded
from corpus.reading.event import RefusedError
from corpus.reading.file_name import ending
from corpus.reading.reasons import reason

_HEAD = 4096
_OLE_SEARCHED = 4 * 1024 * 1024
_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
_IMAGE_ENDINGS = {
    "jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "tiff": ("tif", "tiff"),
    "bmp": ("bmp", "dib"),
}
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_OTHER_IMAGES = (
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"8BPS", "PSD"),
)
_ARCHIVES = (
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"\x1f\x8b", "GZ"),
    (b"BZh", "BZ2"),
    (b"\xfd7zXZ\x00", "XZ"),
)
_ENDINGS = {
    "pdf": ("pdf",),
    "docx": ("docx", "docm", "dotx"),
    "xlsx": ("xlsx", "xlsm", "xltx"),
    "pptx": ("pptx", "pptm", "potx", "ppsx", "ppsm"),
    "html": ("html", "htm", "xhtml"),
    "markdown": ("md", "markdown"),
    "csv": ("csv", "tsv"),
}
_BINARY_ENDINGS = [
    "pdf",
    "docx",
    "xlsx",
    "pptx",
    "doc",
    "xls",
    "ppt",
    "wps",
    "et",
    "dps",
    "ofd",
    "dwg",
    "vsd",
    "zip",
    "rar",
    "7z",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "bmp",
    "tif",
    "tiff",
    "webp",
    "heic",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """
    A kind of file that is read.

    format: pdf, docx, xlsx, pptx, dxf, image, text, markdown, csv or html.
    note: set when the name says something else.
    """

    format: str
    note: Reason | None = None


def kind_of(path: Path, name: str) -> Kind:
    """
    Tell the kind of a non-empty file from its content.

    Raises:
        RefusedError: the kind is not read; the reason says how to convert it.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    named = ending(name)
    if b"%PDF-" in head[:1024]:
        return _compared("pdf", named)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _compared(_packed_format(path), named)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise RefusedError(_ole_reason(path, named))
    if is_dxf(head):
        return _compared("dxf", named)
    if image := _image_format(head):
        known = _IMAGE_ENDINGS.get(image, (image,))
        is_named = not named or named in known
        note = reason("named-otherwise", named=named.upper(), kind=image.upper())
        return Kind("image", None if is_named else note)
    refuse_known(head)
    return _text_kind(path, named)


def _image_format(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:2] == b"BM" and (len(head) < 18 or head[6:10] != bytes(4)):
        return None  # words may begin so; a bitmap has four zeros there
    return next((name for magic, name in _IMAGES if head.startswith(magic)), None)


def _compared(found: str, named: str) -> Kind:
    known = _ENDINGS.get(found, (found,))
    if named in known or not named:
        return Kind(found)
    return Kind(found, reason("named-otherwise", named=named.upper(), kind=found.upper()))


def _packed_format(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:200] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as fault:
        raise RefusedError(reason("damaged", detail=str(fault))) from fault
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "ppt/presentation.xml" in names:
        return "pptx"
    if "visio/document.xml" in names:
        raise RefusedError(reason("convert-visio"))
    if "xl/workbook.bin" in names:
        raise RefusedError(reason("convert-xls"))
    if "OFD.xml" in names:
        raise RefusedError(reason("convert-ofd"))
    if mimetype.startswith(b"application/vnd.oasis"):
        raise RefusedError(reason("convert-odf"))
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return "docx"
    raise RefusedError(reason("convert-archive", kind="ZIP"))


def _ole_reason(path: Path, named: str) -> Reason:
    with path.open("rb") as stream:
        content = stream.read(_OLE_SEARCHED)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return reason("password")
    if named in ("wps", "et", "dps"):
        return reason("convert-wps")
    if "Workbook".encode("utf-16-le") in content or named == "xls":
        return reason("convert-xls")
    if "PowerPoint Document".encode("utf-16-le") in content or named == "ppt":
        return reason("convert-ppt", kind="PPT")
    if "WordDocument".encode("utf-16-le") in content or named == "doc":
        return reason("convert-doc")
    return reason("kind-unknown")


def refuse_known(head: bytes) -> None:
    """Raise RefusedError for kinds that are recognised but not read."""
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise RefusedError(reason("convert-heic"))
    if head[4:12] in (b"ftypavif", b"ftypavis"):
        raise RefusedError(reason("convert-image", kind="AVIF"))
    for magic, kind in _OTHER_IMAGES:
        if head.startswith(magic):
            raise RefusedError(reason("convert-image", kind=kind))
    for magic, kind in _ARCHIVES:
        if head.startswith(magic):
            raise RefusedError(reason("convert-archive", kind=kind))
    if head[:2] == b"AC" and head[2:6].isdigit():
        raise RefusedError(reason("convert-dwg"))
    if head.startswith(b"{\\rtf"):
        raise RefusedError(reason("convert-rtf"))


def is_dxf(head: bytes) -> bool:
    """Tell a drawing exchange file, ASCII or binary, by its first bytes."""
    if head.startswith(BINARY_MARK):
        return True
    lines = [line.strip() for line in head.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
    while len(lines) > 1 and lines[0] == b"999":  # comments may stand before the first section
        lines = lines[2:]
    return lines[:2] == [b"0", b"SECTION"]


def _text_kind(path: Path, named: str) -> Kind:
    with path.open("rb") as stream:
        head = stream.read(64 * 1024)
    text = decoded(head, is_whole=len(head) < 64 * 1024)
    if named in ("doc", "xls") and text and _is_page(text[0]):
        return _compared("html", named)  # web programs export pages under these endings
    if named in _BINARY_ENDINGS:
        raise RefusedError(reason("kind-mismatch", named=named.upper()))
    if text is None:
        raise RefusedError(reason("encoding-unknown" if named == "txt" else "kind-unknown"))
    for kind in ("markdown", "csv"):
        if named in _ENDINGS[kind]:
            return Kind(kind)
    if _is_page(text[0]) or (named in _ENDINGS["html"] and "<" in text[0].lstrip()[:512]):
        return _compared("html", named)
    return Kind("text")


def _is_page(text: str) -> bool:
    return text.lstrip()[:512].lower().startswith(("<!doctype html", "<html"))
