"""Small documents of our own making, written at test time; among them hostile ones."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

Text = tuple[float, float, float, str]
"""(x, y from the bottom, size, text)"""

_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /ItalicAngle 0"
    b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 /FontBBox [0 -120 1000 880] >> >>] >>"
)
_IMAGE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
    b" /BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream"
)


def pdf(objects: dict[int, bytes]) -> bytes:
    """Return a PDF with a right cross-reference table; object 1 is the catalogue."""
    out = b"%PDF-1.7\n"
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = max(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        place = places.get(number)
        table += b"%010d 00000 n \n" % place if place else b"0000000000 65535 f \n"
    return (
        out
        + table
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            size,
            len(out),
        )
    )


def pdf_objects(
    pages: Sequence[Sequence[Text]], *, images: Sequence[int] = (), page_entries: bytes = b""
) -> dict[int, bytes]:
    """Return the objects of a PDF; pages in `images` (from 0) are filled by an image."""
    kids = b" ".join(b"%d 0 R" % (10 + 2 * index) for index in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        3: _FONT,
        4: _IMAGE,
    }
    for index, texts in enumerate(pages):
        content = b"".join(
            b"BT /F1 %g Tf %g %g Td <%s> Tj ET\n"
            % (size, x, y, text.encode("utf-16-be").hex().encode())
            for x, y, size, text in texts
        )
        if index in images:
            content += b"q 595 0 0 842 0 0 cm /I1 Do Q\n"
        objects[10 + 2 * index] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> /XObject << /I1 4 0 R >> >> >>"
            % (page_entries, 11 + 2 * index)
        )
        objects[11 + 2 * index] = b"<< /Length %d >>\nstream\n%s\nendstream" % (
            len(content),
            content,
        )
    return objects


def text_pdf(*pages: Sequence[str], size: float = 10.0) -> bytes:
    """Return a PDF whose pages hold the given lines from the top, 16 points apart."""
    return pdf(
        pdf_objects(
            [
                [(60, 760 - 16 * row, size, line) for row, line in enumerate(lines)]
                for lines in pages
            ]
        )
    )


def with_part(path: Path, name: str, content: bytes) -> None:
    """Replace or add one part of an office file in place."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    parts[name] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, body in parts.items():
            archive.writestr(entry, body)
