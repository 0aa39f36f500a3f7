"""The words of shapes, tables, diagrams and charts of a slide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corpus.reading.file_name import clean_text
from corpus.reading.table import CellRow

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MAX_POINTS = 2000


def paragraphs_of(element: Any) -> Iterator[str]:
    """Yield the paragraphs that hold words; a line break inside one stays a line break."""
    for paragraph in element.iter(f"{_A}p"):
        lines = _words(paragraph).split("\n")
        text = "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
        if text:
            yield text


def _words(element: Any) -> str:
    parts: list[str] = []
    for child in element.iterchildren():
        if child.tag in (f"{_A}t", f"{_M}t"):
            parts.append(child.text or "")
        elif child.tag == f"{_A}br":
            parts.append("\n")
        elif child.tag == f"{_A}tab":
            parts.append(" ")
        elif child.tag != _FALLBACK and isinstance(child.tag, str):
            parts.append(_words(child))
    return clean_text("".join(parts))


def table_rows(frame: Any) -> list[CellRow]:
    """Return the rows of a table."""
    rows: list[CellRow] = []
    for row in frame.iter(f"{_A}tr"):
        cells: list[str] = []
        joined: set[int] = set()
        for column, cell in enumerate(row.iterchildren(f"{_A}tc")):
            text = " ".join(" ".join(paragraphs_of(cell)).split())
            if cell.get("hMerge") in ("1", "true") and cells:
                text = cells[-1]
                joined.add(column)
            elif cell.get("vMerge") in ("1", "true") and rows and column < len(rows[-1].cells):
                text = rows[-1].cells[column]
            cells.append(text)
        rows.append(CellRow(tuple(cells), frozenset(joined)))
    return rows


def diagram_paragraphs(frame: Any, part: Any) -> list[str]:
    """Return the texts of a SmartArt in the order of its points; [] when its part is missing."""
    for ids in frame.iter(f"{_D}relIds"):
        root = _part_root(part, ids.get(f"{_R}dm"))
        if root is not None:
            points = root.iter(f"{_D}pt")
            shown = (point for point in points if point.get("type", "node") != "pres")
            return [text for point in shown for text in paragraphs_of(point)]
    return []


def chart_rows(frame: Any, part: Any) -> list[CellRow]:
    """Return a chart as a table from the values kept in it: categories down, series across."""
    for chart in frame.iter(f"{_C}chart"):
        root = _part_root(part, chart.get(f"{_R}id"))
        if root is None:
            continue
        title = root.find(f"{_C}chart/{_C}title")
        rows = [CellRow((text,)) for text in paragraphs_of(title)] if title is not None else []
        series = list(root.iter(f"{_C}ser"))
        if not series:
            return rows
        names = [" ".join(_points(one.find(f"{_C}tx")).values()) for one in series]
        categories = _points(series[0].find(f"{_C}cat"))
        columns = [_points(one.find(f"{_C}val")) for one in series]
        rows.append(CellRow(("", *names)))
        places = sorted({*categories, *(at for column in columns for at in column)})
        across = (categories, *columns)
        return rows + [
            CellRow(tuple(column.get(index, "") for column in across)) for index in places
        ]
    return []


def _points(holder: Any) -> dict[int, str]:
    points: dict[int, str] = {}
    for point in holder.iter(f"{_C}pt") if holder is not None else ():
        value, index = point.find(f"{_C}v"), point.get("idx", "0")
        if value is not None and index.isdigit() and len(points) < _MAX_POINTS:
            points[int(index[:9])] = _number_or_text(clean_text(value.text or ""))
    return points


def _number_or_text(value: str) -> str:
    """Return a value without the noise that binary fractions leave (4.4000000000000004)."""
    try:
        return f"{float(value):.10g}" if len(value) > 12 and value.isascii() else value
    except ValueError:
        return value


def _part_root(part: Any, relation: str | None) -> Any:
    from pptx.oxml import parse_xml  # noqa: PLC0415 - only this format needs it

    found = part.rels.get(relation) if relation else None
    if found is None or found.is_external:
        return None
    return parse_xml(found.target_part.blob)
