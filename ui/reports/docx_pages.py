"""
Pages to print as DOCX: headings that a table of contents finds, tables, fields, safe texts.

Texts are written as texts, never as fields; control characters that XML cannot hold are left out.
Fonts are named for Latin and for Chinese letters, so that no reader falls back to a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor

from ui.reports.docx_elements import (
    begin_field,
    bookmark,
    element,
    end_field,
    field,
    line_beside,
    link,
    name_fonts,
    paragraph_after,
    thin_lines,
)

_LATIN, _BODY, _HEADING = "Arial", "宋体", "黑体"
_BRAND = RGBColor(0x1F, 0x4E, 0x5F)
_QUIET = RGBColor(0x55, 0x64, 0x6D)
_CONTROL = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIZES = {"Normal": 10.5, "Heading 1": 15, "Heading 2": 12.5, "Heading 3": 11, "Title": 24}
_WIDTH_CM, _WIDE_CM = 17.0, 25.7
_BAR_TWIPS = 180
_LEAST_SHARE = 0.004
_NUMBER_FIELDS = {"&P": "PAGE", "&N": "NUMPAGES"}


class Pages:
    """
    A document being written; every method adds below what is there.

    is_wide: whether the pages lie on their side, for tables of many words.
    """

    def __init__(self, language: str, *, is_wide: bool = False) -> None:
        self.language = language
        self._width_cm = _WIDE_CM if is_wide else _WIDTH_CM
        self.document: Any = Document()
        self._numbers = count(1)
        self._headings: list[tuple[str, int, str]] = []
        self._contents: Any = None
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        if is_wide:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
        for name, size in _SIZES.items():
            self._style(name, size)

    def _style(self, name: str, size: float) -> None:
        style = self.document.styles[name]
        style.font.size = Pt(size)
        is_body = name == "Normal"
        name_fonts(style.element.get_or_add_rPr(), _LATIN, _BODY if is_body else _HEADING)
        shape = style.paragraph_format
        if is_body:
            shape.space_after, shape.line_spacing = Pt(4), 1.25
        else:
            style.font.color.rgb, style.font.bold, style.font.italic = _BRAND, True, False
            shape.space_before, shape.space_after = Pt(size), Pt(4)
            shape.keep_with_next = True

    # words

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading that the table of contents lists."""
        paragraph = self.document.add_heading(clean(text), level)
        name = f"_Toc{next(self._numbers):06d}"
        bookmark(paragraph, name, len(self._headings))
        self._headings.append((clean(text), level, name))

    def title(self, text: str) -> None:
        """Add the title, which no table of contents lists."""
        self.document.add_paragraph(clean(text), style="Title")

    def words(
        self, text: str, *, bold: bool = False, quiet: bool = False, size: float | None = None
    ) -> Any:
        """Add a paragraph and return it; a quiet one or a bold one leads to what follows."""
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(clean(text))
        run.bold = bold
        if quiet:
            run.font.color.rgb = _QUIET
        paragraph.paragraph_format.keep_with_next = quiet or bold
        if size:
            run.font.size = Pt(size)
        return paragraph

    def bullets(self, lines: Sequence[str]) -> None:
        """Add a list."""
        for line in lines:
            paragraph = self.document.add_paragraph(clean(line), style="List Bullet")
            paragraph.paragraph_format.space_after = Pt(2)

    def lines(self, lines: Sequence[str]) -> None:
        """Add short paragraphs in small print."""
        for line in lines:
            paragraph = self.words(line, size=9)
            paragraph.paragraph_format.space_after = Pt(1)
            paragraph.paragraph_format.line_spacing = 1.15

    def quote(self, text: str, source: str) -> None:
        """Add a verbatim quote with where it stands."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.6)
        paragraph.paragraph_format.space_after = Pt(3)
        line_beside(paragraph)
        paragraph.add_run(clean(text))
        run = paragraph.add_run(f"\n{clean(source)}")
        run.font.size, run.font.color.rgb = Pt(9), _QUIET

    def page_break(self) -> None:
        """Go on on a new page."""
        self.document.add_page_break()

    # tables

    def table(
        self, columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
    ) -> Any:
        """
        Add a table whose heading row is repeated on every page, and return it.

        widths: of the columns, in any unit; they share the width of the page.
        """
        table = self.document.add_table(rows=1, cols=len(columns))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        thin_lines(table)
        head = table.rows[0]
        head._tr.get_or_add_trPr().append(element("w:tblHeader", val="true"))  # noqa: SLF001
        for cell, text in zip(head.cells, columns, strict=True):
            _fill(cell, text, bold=True)
            shade(cell, "E3EAED")
        for row in rows:
            added = table.add_row()
            added._tr.get_or_add_trPr().append(element("w:cantSplit", val="true"))  # noqa: SLF001
            for cell, text in zip(added.cells, row, strict=True):
                _fill(cell, text)
        _set_widths(table, widths, self._width_cm)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)
        return table

    def bar(self, cell: Any, parts: Sequence[float], width: float) -> None:
        """
        Draw a bar in a cell: the share that is there dark, then the share still possible striped.

        parts: two shares in [0, 1]. width: the cell's in cm.
        """
        there, possible = parts
        shares = [there, possible, 1 - there - possible]
        looks = [("clear", "1F4E5F"), ("diagStripe", "FFFFFF"), ("clear", "FFFFFF")]
        drawn = [(s, look) for s, look in zip(shares, looks, strict=True) if s > _LEAST_SHARE]
        empty = cell.paragraphs[0]._p  # noqa: SLF001
        inner = cell.add_table(rows=1, cols=len(drawn))
        empty.getparent().remove(empty)
        inner.style, inner.autofit = self.document.styles["Table Grid"], False
        row = inner.rows[0]
        height = element("w:trHeight", val=str(_BAR_TWIPS), hRule="exact")
        row._tr.get_or_add_trPr().append(height)  # noqa: SLF001
        for part, (_, (pattern, fill)) in zip(row.cells, drawn, strict=True):
            shade(part, fill, pattern)
            _shrink(part.paragraphs[0])
        _set_widths(inner, [share for share, _ in drawn], width - 0.4)
        _shrink(cell.paragraphs[-1])

    def facts(self, entries: Sequence[tuple[str, str]]) -> None:
        """Add a table of names and what they are, without a heading row."""
        table = self.document.add_table(rows=0, cols=2)
        table.style, table.autofit = "Table Grid", False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        thin_lines(table)
        for name, words in entries:
            left, right = table.add_row().cells
            _fill(left, name, bold=True)
            shade(left, "F2F5F6")
            _fill(right, words)
        _set_widths(table, (4, self._width_cm - 4), self._width_cm)
        self.document.add_paragraph()

    # contents, header, footer

    def contents(self, heading: str) -> None:
        """Add the table of contents; `finish` fills it with the headings that follow."""
        self.words(heading, bold=True, size=15)
        self._contents = self.document.add_paragraph()

    def header(self, text: str, numbers: str) -> None:
        """
        Write the header, and in the footer the numbers of the page and of all pages.

        numbers: words with &P and &N for them, as in worksheets.
        """
        section = self.document.sections[0]
        head = section.header.paragraphs[0]
        run = head.add_run(clean(text))
        run.font.size, run.font.color.rgb = Pt(9), _QUIET
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for part in re.split(r"(&P|&N)", numbers):
            if part in _NUMBER_FIELDS:
                field(foot, _NUMBER_FIELDS[part], "1")
            else:
                foot.add_run(part).font.size = Pt(9)

    def finish(self, title: str, author: str) -> Any:
        """Fill the contents, name the document, and return it."""
        if self._contents is not None:
            self._fill_contents()
        properties = self.document.core_properties
        properties.title, properties.author = clean(title), author
        properties.language = "zh-CN" if self.language == "zh" else "en-GB"
        return self.document

    def _fill_contents(self) -> None:
        # Word makes it anew with page numbers; other readers show what is written here.
        paragraph = self._contents
        listed = [entry for entry in self._headings if entry[1] <= 2]
        begin_field(paragraph, 'TOC \\o "1-2" \\h \\z \\u', dirty=True)
        last = paragraph
        for at, (text, level, name) in enumerate(listed):
            line = paragraph if at == 0 else paragraph_after(last)
            line.paragraph_format.left_indent = Cm(0.7 * (level - 1))
            line.paragraph_format.space_after = Pt(1)
            link(line, text, name)
            last = line
        end_field(last)


def clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _CONTROL.sub("", text)


def shade(cell: Any, fill: str, pattern: str = "clear") -> None:
    """Give a cell a ground; a pattern is drawn in the colour of the brand."""
    shading = element("w:shd", val=pattern, color="1F4E5F", fill=fill)
    cell._tc.get_or_add_tcPr().append(shading)  # noqa: SLF001


def _fill(cell: Any, text: str, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.line_spacing = 1.1
    run = paragraph.add_run(clean(text))
    run.bold, run.font.size = bold, Pt(9)


def _set_widths(table: Any, widths: Sequence[float], room_cm: float) -> None:
    whole = sum(widths)
    sizes = [Cm(room_cm * width / whole) for width in widths]
    for column, size in zip(table.columns, sizes, strict=True):
        column.width = size
    for row in table.rows:
        for cell, size in zip(row.cells, sizes, strict=True):
            cell.width = size


def _shrink(paragraph: Any) -> None:
    """Let an empty paragraph take hardly any room."""
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(2)
