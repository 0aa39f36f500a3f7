"""
Our own template of the certificate, one for each language: `python -m
ui.reports.certificate_template` writes them anew to ui/assets/templates.

Words come from the catalogue, fields from `ui.reports.certificate_fields`. A body changes a copy of
the file in Word; this module is not needed for that.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from ui.reports.docx_elements import element, name_fonts
from ui.reports.template_source import FOLDER, LANGUAGES
from ui.wording import t

QR_ALT = "qr"
_LATIN, _SONG, _HEI = "Times New Roman", "宋体", "黑体"
_INK, _BRAND, _QUIET = (
    RGBColor(0x1A, 0x1F, 0x24),
    RGBColor(0x1F, 0x4E, 0x5F),
    RGBColor(0x5A, 0x66, 0x6E),
)
_FRAME, _HAIR = "1F4E5F", "9FB0B8"


def certificate_template_path(language: str) -> Path:
    """Return where the template of a language stands."""
    return FOLDER / f"certificate.{language}.docx"


def build_certificate_template(language: str) -> Any:
    """Return the template of a language as a python-docx document."""
    sheet = _Sheet(language)
    zh = language == "zh"
    theme = Look(15, bold=True, color=_BRAND, spacing=5 if zh else 1.2)
    sheet.line("{{ theme }}", theme, before=16)
    title = Look(36 if zh else 28, bold=True, spacing=6 if zh else 0.6)
    sheet.line("{{ title }}", title, before=10)
    number = f"{t('ce_number', language)} {{{{ number }}}}"
    sheet.line(number, Look(11, color=_QUIET), before=8)
    sheet.rule()
    sheet.line("{{ project }}", Look(22, bold=True, is_upright=zh), before=28)
    sheet.when(
        "applicant", f"{t('ce_applicant', language)}{'：' if zh else ': '}{{{{ applicant }}}}"
    )
    sheet.line("{{ sentence }}", Look(12.5), before=10, leading=1.65, inset=1.2)
    _level(sheet)
    sheet.line(t("ce_scale", language), Look(9, color=_QUIET))
    sheet.when("note", "{{ note }}", bold=True)
    _facts(sheet)
    _foot(sheet)
    return sheet.document


@dataclass(frozen=True, slots=True)
class Look:
    """How words look; size and spacing between letters in points, is_upright: without serifs."""

    size: float
    bold: bool = False
    color: RGBColor = _INK
    spacing: float = 0
    is_upright: bool = False


class _Sheet:
    """One framed page of centred lines."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.document: Any = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(3)
        section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.9)
        section.footer_distance = Cm(1.6)
        _frame(section)
        style = self.document.styles["Normal"]
        name_fonts(style.element.get_or_add_rPr(), _LATIN, _SONG)
        style.font.size, style.font.color.rgb = Pt(11), _INK
        _speak(style.element.get_or_add_rPr(), language)
        style.paragraph_format.space_after = Pt(0)

    def line(
        self, words: str, look: Look, *, before: float = 0, leading: float = 1.3, inset: float = 0
    ) -> Any:
        """
        Add a centred line.

        Lines have a fixed height (leading, in sizes of the letters), so that the page comes out
        alike whichever font stands in. before: points above. inset: cm at both sides.
        """
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = paragraph.paragraph_format
        shape.space_before, shape.line_spacing = Pt(before), Pt(look.size * leading)
        shape.left_indent = shape.right_indent = Cm(inset)
        say(paragraph, words, look)
        return paragraph

    def when(self, name: str, words: str, *, bold: bool = False) -> None:
        """Add a line that stands only where a field has something."""
        self.document.add_paragraph(f"{{%p if {name} %}}")
        self.line(words, Look(11.5, bold=bold), before=6)
        self.document.add_paragraph("{%p endif %}")

    def gap(self, points: float) -> None:
        """Leave some room."""
        paragraph = self.line("", Look(1))
        paragraph.paragraph_format.line_spacing = Pt(points)

    def table(self, rows: int, widths: Sequence[float]) -> Any:
        """Add a table without lines, with columns of widths in cm."""
        return self._shaped(self.document.add_table(rows=rows, cols=len(widths)), widths)

    def foot_table(self, widths: Sequence[float]) -> Any:
        """Add a row at the foot of the page, where it stays however long the names above are."""
        footer = self.document.sections[0].footer
        table = footer.add_table(rows=1, cols=len(widths), width=Cm(sum(widths)))
        empty = footer.paragraphs[0]._p  # noqa: SLF001
        empty.getparent().remove(empty)
        return self._shaped(table, widths)

    def _shaped(self, table: Any, widths: Sequence[float]) -> Any:
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        return table

    def rule(self) -> None:
        """Draw a short line across the middle."""
        paragraph = self.line("", Look(4), before=4, inset=5.6)
        _border(paragraph, "bottom", _FRAME)


def say(paragraph: Any, words: str, look: Look) -> None:
    """Add words to a paragraph."""
    run = paragraph.add_run(words)
    run.font.size, run.bold, run.font.color.rgb = Pt(look.size), look.bold, look.color
    properties = run._r.get_or_add_rPr()  # noqa: SLF001
    name_fonts(properties, _LATIN, _HEI if look.is_upright else _SONG)
    if look.spacing:
        made = element("w:spacing", val=str(round(look.spacing * 20)))
        behind = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")
        properties.insert_element_before(made, *behind)


def _level(sheet: _Sheet) -> None:
    language = sheet.language
    paragraph = sheet.line("", Look(108), before=14, leading=1.0)
    before, after = (one.strip() for one in t("ce_level", language, level="\0").split("\0"))
    if before:
        say(paragraph, f"{before} ", Look(30, color=_BRAND))
    say(paragraph, "{{ level }}", Look(108, bold=True, color=_BRAND))
    if after:
        say(paragraph, f" {after}", Look(34, bold=True, color=_BRAND))


def _facts(sheet: _Sheet) -> None:
    language = sheet.language
    rows = (
        ("ce_years", "{{ years }}"),
        ("ce_body", "{{ body }}"),
        ("ce_issued", "{{ issued_on }}"),
    )
    sheet.gap(20)
    table = sheet.table(0, (3.2, 11.8))
    for key, words in rows:
        cells = table.add_row().cells
        for cell, text, quiet in zip(cells, (t(key, language), words), (True, False), strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = Pt(3)
            paragraph.paragraph_format.space_after = Pt(3)
            paragraph.paragraph_format.line_spacing = Pt(17)
            say(paragraph, text, Look(10.5, color=_QUIET) if quiet else Look(12))
            _cell_line(cell)
    sheet.line(t("ce_yearly", language), Look(8.5, color=_QUIET), before=4)


def _foot(sheet: _Sheet) -> None:
    """The square code at the left, room to sign and to seal at the right, the hashes below."""
    language = sheet.language
    table = sheet.foot_table((4.4, 5.1, 5.5))
    code, signed, sealed = table.rows[0].cells
    picture = code.paragraphs[0]
    picture.paragraph_format.left_indent = Cm(-0.18)  # the white rim of the code
    picture.add_run().add_picture(_placeholder(), width=Cm(2.9))
    for drawn in picture._p.iter(qn("wp:docPr")):  # noqa: SLF001
        drawn.set("descr", QR_ALT)
    caption = code.add_paragraph()
    caption.paragraph_format.space_before = Pt(2)
    say(caption, "{{ scan }}", Look(8, color=_QUIET))
    number = code.add_paragraph()
    say(number, f"{t('ce_code', language)} {{{{ code }}}}", Look(8, color=_QUIET))
    for cell, key in ((signed, "ce_signature"), (sealed, "ce_seal")):
        say(cell.paragraphs[0], t(key, language), Look(10, color=_QUIET))
        room = cell.add_paragraph()
        room.paragraph_format.space_before = Pt(50)
        _border(room, "bottom", _HAIR)
        say(room, "", Look(4))
    below = table.add_row().cells
    lines = below[0].merge(below[2]).paragraphs[0]
    lines.alignment = WD_ALIGN_PARAGRAPH.CENTER
    lines.paragraph_format.space_before = Pt(12)
    lines.paragraph_format.line_spacing = Pt(10)
    rules = f"{t('ce_rules', language)} {{{{ rules.edition }}}} · {{{{ rules.hash }}}}"
    say(lines, rules, Look(7, color=_QUIET))
    lines.add_run().add_break()
    say(lines, f"{t('ce_record', language)} {{{{ record }}}}", Look(7, color=_QUIET))
    end = sheet.document.sections[0].footer.add_paragraph()  # a table cannot be the last thing
    end.paragraph_format.line_spacing = Pt(1)


def _placeholder() -> io.BytesIO:
    stream = io.BytesIO()
    segno.make_qr(QR_ALT, error="m").save(stream, kind="png", scale=8, border=2)
    stream.seek(0)
    return stream


def _speak(properties: Any, language: str) -> None:
    """Say which language it is, so that readers without our fonts choose Chinese letters."""
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    latin = "zh-CN" if language == "zh" else "en-GB"
    properties.append(element("w:lang", val=latin, eastAsia="zh-CN"))


def _frame(section: Any) -> None:
    """Draw a frame of two lines around the page."""
    borders = element("w:pgBorders", offsetFrom="page")
    for side in ("top", "left", "bottom", "right"):
        borders.append(element(f"w:{side}", val="double", sz="18", space="28", color=_FRAME))
    behind = ("w:lnNumType", "w:pgNumType", "w:cols", "w:titlePg", "w:docGrid")
    section._sectPr.insert_element_before(borders, *behind)  # noqa: SLF001


def _border(paragraph: Any, side: str, color: str) -> None:
    borders = element("w:pBdr")
    borders.append(element(f"w:{side}", val="single", sz="6", space="1", color=color))
    behind = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *behind)  # noqa: SLF001


def _cell_line(cell: Any) -> None:
    borders = element("w:tcBorders")
    borders.append(element("w:bottom", val="single", sz="4", space="0", color=_HAIR))
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001


def main() -> None:
    """Write the templates."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        build_certificate_template(language).save(str(certificate_template_path(language)))


if __name__ == "__main__":
    main()
