"""
The font of printed dossiers: the glyphs that a text needs, as TrueType.

Chromium embeds the CFF outlines of Noto CJK as hundreds of Type 3 fonts, which are large and
unlike what offices print. TrueType outlines become one embedded font with its characters named.
Only `evals.dossier_pages` uses this.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
_FAMILY = "Noto Sans CJK SC"
_TOLERANCE = 2.0  # of 1000 units: invisible on paper
_UNUSED = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx")


def truetype_subset(text: str) -> bytes:
    """
    Return a TrueType font with the characters of `text` and the printable ones of ASCII.

    Raises:
        OSError: the font is not installed.
        ValueError: the font lacks a character of the text.
    """
    from fontTools import subset  # noqa: PLC0415 - only pages need it
    from fontTools.ttLib import TTCollection  # noqa: PLC0415

    fonts = TTCollection(FONT, lazy=True).fonts
    font = next(entry for entry in fonts if entry["name"].getDebugName(1) == _FAMILY)
    wanted = {ord(sign) for sign in text if not sign.isspace()} | set(range(32, 127))
    lacking = sorted(wanted - set(font.getBestCmap()))
    if lacking:
        raise ValueError(f"the font lacks {' '.join(map(chr, lacking))}")
    options = subset.Options(layout_features=[], hinting=False, desubroutinize=True)
    options.drop_tables += _UNUSED
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    _to_truetype(font)
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def _to_truetype(font: Any) -> None:
    """Replace cubic by quadratic outlines, in place."""
    from fontTools.pens.cu2quPen import Cu2QuPen  # noqa: PLC0415
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415
    from fontTools.ttLib import newTable  # noqa: PLC0415

    outlines = font.getGlyphSet()
    glyphs = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, _TOLERANCE, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder = font.getGlyphOrder()
    font["glyf"].glyphs = glyphs
    del font["CFF "]
    font["glyf"].compile(font)
    for name, glyph in glyphs.items():
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for name in (
        *("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"),
        *("maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxPoints"),
        *("maxContours", "maxCompositePoints", "maxCompositeContours", "maxComponentDepth"),
    ):
        setattr(maxp, name, 1 if name == "maxZones" else 0)
    maxp.compile(font)
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
