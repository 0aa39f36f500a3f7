"""
Pages of a dossier: PDF with text and embedded fonts, and scans of such pages.

Pages are printed by Chromium from escaped HTML. A scan is made of them: each page a grey image,
slightly turned, blurred and noisy by a seed that is the page's own, so that it looks the same
whenever it is made. Only `evals.dossier_files` uses this.
"""

from __future__ import annotations

import html
import io
import os
import shutil
import subprocess
import tempfile
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from evals.dossier_font import truetype_subset
from evals.dossier_source import Block, Heading, PageBreak, Paragraph, Source, Table
from evals.errors import DossierBuildError

if TYPE_CHECKING:
    from PIL.Image import Image

SCAN_DPI = 150
FONT_FILE = "font.ttf"
MAX_SCAN_BYTES = 390 * 1024
_QUALITIES = (45, 35, 28, 22, 17)
_MAX_TURN_DEGREES = 0.6
_NOISE = 3.0  # standard deviation, of 255 shades
_SECONDS = 120
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_EPOCH = time.gmtime(0)
_STYLE = """
@page { size: A4; margin: 24mm 20mm 20mm;
  @top-left { content: TITLE; font-size: 8pt; }
  @bottom-center { content: counter(page) " / " counter(pages); font-size: 8pt; } }
@font-face { font-family: dossier; src: url(FONT); }
@page { font-family: dossier; }
body { font-family: dossier; font-size: 10pt; line-height: 1.55; margin: 0; }
h1, h2, h3, h4, h5, h6 { font-weight: normal; margin: 0.8em 0 0.4em; }
h1 { font-size: 16pt; } h2 { font-size: 13pt; } h3 { font-size: 11.5pt; }
p { margin: 0.3em 0; text-indent: 2em; } p.entry { text-indent: 0; padding-left: 2em; }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt; margin: 0.6em 0; }
td, th { border: 0.5pt solid #000; padding: 2pt 4pt; text-align: left; font-weight: normal; }
tr { break-inside: avoid; } .page { break-before: page; }
"""


def page_html(source: Source) -> str:
    """Return a source as one HTML page, everything that it says escaped."""
    quoted = source.title.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")
    style = _STYLE.replace("TITLE", f'"{quoted}"').replace("FONT", FONT_FILE)
    body = "\n".join(_element(block) for block in source.blocks)
    title = html.escape(source.title)
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style><body>\n{body}\n</body></html>"
    )


def _element(block: Block) -> str:
    if isinstance(block, PageBreak):
        return '<div class="page"></div>'
    if isinstance(block, Heading):
        return f"<h{block.rank}>{html.escape(block.text)}</h{block.rank}>"
    if isinstance(block, Paragraph):
        text = html.escape(block.text)
        return f'<p class="entry">· {text}</p>' if block.is_entry else f"<p>{text}</p>"
    return _table_element(block)


def _table_element(table: Table) -> str:
    def line(row: tuple[str, ...], tag: str) -> str:
        return f"<tr>{''.join(f'<{tag}>{html.escape(cell)}</{tag}>' for cell in row)}</tr>"

    head = "".join(line(row, "th") for row in table.headers)
    body = "".join(line(row, "td") for row in table.rows)
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def print_pdf(source: Source) -> bytes:
    """
    Return a source as PDF with a text layer.

    Raises:
        DossierBuildError: there is no Chromium, or it printed nothing.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise DossierBuildError(source.file, "no Chromium was found")
    with tempfile.TemporaryDirectory() as folder:
        page, printed = Path(folder, "page.html"), Path(folder, "page.pdf")
        text = page_html(source)
        page.write_text(text, encoding="utf-8")
        try:
            Path(folder, FONT_FILE).write_bytes(truetype_subset(html.unescape(text)))
        except (OSError, ValueError) as fault:
            raise DossierBuildError(source.file, str(fault)) from fault
        command = [browser, "--headless", "--disable-gpu", "--no-pdf-header-footer"]
        if os.geteuid() == 0:  # Chromium refuses its sandbox to root; the page is our own
            command.append("--no-sandbox")
        command += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={printed}", page.as_uri()]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603
            return printed.read_bytes()
        except (OSError, subprocess.SubprocessError) as fault:
            raise DossierBuildError(source.file, f"Chromium failed ({fault})") from fault


def scan_pdf(source: Source) -> bytes:
    """
    Return a source as PDF of page images without text.

    Raises:
        DossierBuildError: as `print_pdf`.
    """
    return scanned(print_pdf(source), source.stem)


def scanned(printed: bytes, seed: str) -> bytes:
    """
    Return a PDF of grey images of the pages of a printed one, as small as need be.

    Args:
        printed: a PDF.
        seed: decides how each page is turned and where its noise lies.
    """
    import pypdfium2  # noqa: PLC0415 - only scans need it

    document = pypdfium2.PdfDocument(printed)
    pages = [
        worn(page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil(), f"{seed} {number}")
        for number, page in enumerate(document, start=1)
    ]
    document.close()
    for quality in _QUALITIES:
        content = _image_pdf(pages, quality)
        if len(content) <= MAX_SCAN_BYTES:
            break
    return content


def worn(page: Image, seed: str) -> Image:
    """Return a page image as a scanner would give it: turned a little, soft, grey, noisy."""
    import numpy as np  # noqa: PLC0415 - only scans need these
    from PIL import Image as images  # noqa: N813, PLC0415
    from PIL import ImageFilter  # noqa: PLC0415

    chance = np.random.default_rng(zlib.crc32(seed.encode("utf-8")))
    turn = float(chance.uniform(-_MAX_TURN_DEGREES, _MAX_TURN_DEGREES))
    turned = page.convert("L").rotate(turn, images.Resampling.BICUBIC, fillcolor=255)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.5)), dtype=np.float64)
    # Fine grain costs bytes and nothing else: the noise is made at half size.
    height, width = soft.shape
    grain = chance.normal(0.0, _NOISE, ((height + 1) // 2, (width + 1) // 2))
    noise = grain.repeat(2, axis=0).repeat(2, axis=1)[:height, :width]
    return images.fromarray(np.clip(soft * 0.92 + 14 + noise, 0, 255).astype(np.uint8))


def _image_pdf(pages: list[Image], quality: int) -> bytes:
    stream = io.BytesIO()
    pages[0].save(
        stream,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=SCAN_DPI,
        quality=quality,
        creationDate=_EPOCH,
        modDate=_EPOCH,
    )
    return stream.getvalue()
