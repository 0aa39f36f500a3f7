# ruff: noqa: SLF001 - python-docx has no public names for what these elements stand in
"""The elements of WordprocessingML that python-docx has no calls for: fields, bookmarks, lines."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt


def element(tag: str, **attributes: str) -> Any:
    """Return an element of WordprocessingML with attributes of its namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def name_fonts(properties: Any, latin: str, chinese: str) -> None:
    """Name the fonts of run properties, for Latin and for Chinese letters."""
    fonts = properties.get_or_add_rFonts()
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{key}"), None)
    for key, name in (("ascii", latin), ("hAnsi", latin), ("eastAsia", chinese), ("cs", latin)):
        fonts.set(qn(f"w:{key}"), name)


def thin_lines(table: Any) -> None:
    """Draw thin lines around and inside a table."""
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="B9C6CC"))
    behind = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    table._tbl.tblPr.insert_element_before(borders, *behind)


def line_beside(paragraph: Any) -> None:
    """Draw a line at the left of a paragraph."""
    borders = element("w:pBdr")
    borders.append(element("w:left", val="single", sz="12", space="8", color="1F4E5F"))
    behind = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *behind)


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Set a bookmark around the words of a paragraph."""
    start = element("w:bookmarkStart", id=str(number), name=name)
    paragraph._p.insert(1, start)  # behind the properties
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def link(paragraph: Any, text: str, target: str) -> None:
    """Add words that lead to a bookmark."""
    made = element("w:hyperlink", anchor=target, history="1")
    run = element("w:r")
    words = element("w:t")
    words.text = text
    run.append(words)
    made.append(run)
    paragraph._p.append(made)


def begin_field(paragraph: Any, instruction: str, *, dirty: bool = False) -> None:
    """Begin a field; what follows until its end is shown until the field is made anew."""
    begin = element("w:fldChar", fldCharType="begin")
    if dirty:
        begin.set(qn("w:dirty"), "true")
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    for part in (begin, code, element("w:fldChar", fldCharType="separate")):
        run = paragraph.add_run()
        run._r.append(part)


def end_field(paragraph: Any) -> None:
    """End the field that was begun last."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def field(paragraph: Any, instruction: str, shown: str) -> None:
    """Add a field that shows something until it is made anew."""
    begin_field(paragraph, instruction)
    paragraph.add_run(shown).font.size = Pt(9)
    end_field(paragraph)


def paragraph_after(paragraph: Any) -> Any:
    """Add an empty paragraph behind another one and return it."""
    made = element("w:p")
    paragraph._p.addnext(made)
    return type(paragraph)(made, paragraph._parent)
