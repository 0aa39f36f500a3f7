"""
How fast a text PDF is read, start of the reading process and packing included.

    python -m evals.ingest_speed [FILE.pdf] [--pages 500]

Without a file, a PDF of Chinese text is written to a temporary folder and read.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from corpus.reading import read_document

_LINE = "本项目在小区周界设置红外对射入侵探测器并与视频监控联动报警信息上传平台。"
_LINES = 38


def write_text_pdf(path: Path, pages: int) -> None:
    """Write a PDF of `pages` pages with 38 lines of 36 ideographs each."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>] >>"
    )
    shown = _LINE.encode("utf-16-be").hex().encode()
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font]
    kids = []
    for number in range(pages):
        heading = f"{number + 1}.1 第{number + 1}栋".encode("utf-16-be").hex().encode()
        lines = b"".join(b"T* <%s> Tj\n" % shown for _ in range(_LINES))
        content = b"BT /F1 12 Tf 18 TL 70 800 Td <%s> Tj\n%sET" % (heading, lines)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), pages)
    with path.open("wb") as stream:
        stream.write(b"%PDF-1.7\n")
        places = []
        for number, body in enumerate(objects, start=1):
            places.append(stream.tell())
            stream.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        start, size = stream.tell(), len(objects) + 1
        stream.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        stream.writelines(b"%010d 00000 n \n" % place for place in places)
        stream.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, start))


def measure(path: Path) -> str:
    """Read a file once and return one line with its rate."""
    start = time.perf_counter()
    result = read_document(path)
    seconds = time.perf_counter() - start
    characters = sum(len(passage.text) for passage in result.passages)
    pages = result.pages or 0
    return (
        f"{result.file}: {result.status}, {pages} pages, {len(result.passages)} passages,"
        f" {characters} characters, {seconds:.2f} s, {pages / seconds:.0f} pages/s\n"
    )


def main() -> int:
    """Print the rate."""
    parser = argparse.ArgumentParser(description="Measure how fast a text PDF is read.")
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=500)
    options = parser.parse_args()
    if options.file:
        sys.stdout.write(measure(options.file))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.pdf"
        write_text_pdf(path, options.pages)
        sys.stdout.write(measure(path))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
