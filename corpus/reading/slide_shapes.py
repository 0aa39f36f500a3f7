"""The shapes of a slide in reading order, groups opened, each told by what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GRAPHICS = {"table": "table", "chart": "chart", "chartex": "chart", "diagram": "diagram"}
_MAX_SHAPES = 20_000


@dataclass(frozen=True, slots=True)
class Shape:
    """
    One shape.

    kind: text, table, chart, diagram, images or objects. role: what its placeholder is for:
    title, body, ftr, dt, sldNum, …; "" without one. box: left, top, width, height on its slide,
    None when it has no place.
    """

    kind: str
    element: Any
    role: str
    box: tuple[float, float, float, float] | None


def shapes_in(slide: Any) -> list[Shape]:
    """Return the shapes of a slide: from the top, and from the left where they stand side by side."""
    places = _inherited(slide)
    return [shape for branch in _ordered(_branches(_tree(slide), places)) for shape in branch]


def _tree(slide: Any) -> Any:
    return slide._element.cSld.spTree  # noqa: SLF001 - shapes in wrappers have no public face


def _inherited(slide: Any) -> dict[str, tuple[float, float, float, float]]:
    """Return where the layout puts placeholders that have no place of their own, by index."""
    layout = getattr(slide, "slide_layout", None)
    found = {}
    for holder in layout.placeholders if layout is not None else ():
        box = (holder.left, holder.top, holder.width, holder.height)
        if None not in box:
            found[str(holder.placeholder_format.idx)] = box
    return found


def _branches(
    parent: Any, places: dict[str, tuple[float, float, float, float]]
) -> list[list[Shape]]:
    """Return one list for each child; that of a group holds its shapes in their own order."""
    branches: list[list[Shape]] = []
    total = 0
    for child in _children(parent):
        if child.tag == f"{_P}grpSp":
            inner = [shape for branch in _ordered(_branches(child, places)) for shape in branch]
            box = _box(child.find(f"{_P}grpSpPr/{_A}xfrm"))
            branches.append([Shape(s.kind, s.element, s.role, box or s.box) for s in inner])
        elif shape := _shape(child, places):
            branches.append([shape])
        total += len(branches[-1]) if branches else 0
        if total > _MAX_SHAPES:
            break
    return [branch for branch in branches if branch]


def _children(parent: Any) -> Iterator[Any]:
    """Yield the shapes below an element; of alternatives the one that new programs show."""
    for child in parent.iterchildren():
        if child.tag == f"{_MC}AlternateContent":
            chosen = child.find(f"{_MC}Choice")
            yield from _children(chosen if chosen is not None else child)
        elif child.tag == f"{_MC}Fallback":
            yield from _children(child)
        elif isinstance(child.tag, str):
            yield child


def _shape(element: Any, places: dict[str, tuple[float, float, float, float]]) -> Shape | None:
    if element.tag == f"{_P}pic":
        return Shape("images", element, "", _box(element.find(f"{_P}spPr/{_A}xfrm")))
    if element.tag == f"{_P}graphicFrame":
        data = element.find(f"{_A}graphic/{_A}graphicData")
        uri = data.get("uri", "") if data is not None else ""
        kind = _GRAPHICS.get(uri.rpartition("/")[2], "objects")
        return Shape(kind, element, "", _box(element.find(f"{_P}xfrm")))
    if element.tag not in (f"{_P}sp", f"{_P}cxnSp"):
        return None
    holder = element.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    box = _box(element.find(f"{_P}spPr/{_A}xfrm"))
    if holder is None:
        return Shape("text", element, "", box)
    role = holder.get("type", "body")
    role = "title" if role == "ctrTitle" else role
    return Shape("text", element, role, box or places.get(holder.get("idx", "0")))


def _box(transform: Any) -> tuple[float, float, float, float] | None:
    if transform is None:
        return None
    offset, extent = transform.find(f"{_A}off"), transform.find(f"{_A}ext")
    if offset is None or extent is None:
        return None
    try:
        x, y = float(offset.get("x", 0)), float(offset.get("y", 0))
        return x, y, float(extent.get("cx", 0)), float(extent.get("cy", 0))
    except ValueError:
        return None


def _ordered(branches: list[list[Shape]]) -> list[list[Shape]]:
    """Order shapes by rows, told by their middles; those without a place come first, as written."""
    placed = [(branch[0].box, branch) for branch in branches if branch[0].box is not None]
    rows: list[tuple[float, list[tuple[float, list[Shape]]]]] = []
    for box, branch in sorted(placed, key=lambda entry: entry[0][1] if entry[0] else 0.0):
        if box is None:
            continue
        left, top, _, height = box
        if rows and top + height / 2 <= rows[-1][0]:
            rows[-1][1].append((left, branch))
        else:
            rows.append((top + height, [(left, branch)]))
    ordered = [branch for branch in branches if branch[0].box is None]
    for _, row in rows:
        ordered += [branch for _, branch in sorted(row, key=lambda entry: entry[0])]
    return ordered
