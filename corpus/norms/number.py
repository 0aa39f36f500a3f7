"""
Numbers of norms as users name them, more kinds than the two evaluation documents cite. Pure.

`corpus.notation.norm_numbers` knows the series that the documents cite; a user's own copy may be
of any series, have a part number (GB/T 20984.1) or be a regulation known by its order number.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpus.notation import NormNumber, norm_numbers

EXAMPLES = ("GB 50116-2013", "GB/T 22239-2019", "JGJ/T 16-2008", "T/CECS 1000-2022", "国令 799")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－_"), "-")
_SERIES = r"GB|GBJ|GBZ|GA|JGJ|JG|CJJ|CJ|CECS|YD|SJ|DL|HJ|AQ|XF|MZ|JR|RB|QX|SB|WS|ISO|IEC|EN|BS|DB ?[0-9]{2}"
_NUMBER = re.compile(
    rf"(?<![A-Z])(?:(?P<group>T ?/ ?[A-Z]{{2,8}})|(?P<series>{_SERIES})(?: ?/? ?(?P<kind>T|Z))?)"
    r" ?-?(?P<number>[0-9]{1,6}(?:\.[0-9]{1,2})?)(?: ?[-:] ?(?P<year>[0-9]{4}|[0-9]{2})(?![0-9]))?"
    r"(?![0-9.]?[0-9])"
)
_ORDER = re.compile(
    r"(?P<body>国务院令|国令|主席令|公安部令|住房和城乡建设部令|住建部令|应急管理部令|部令)\s*第?\s*(?P<number>[0-9]{1,4})\s*号?"
)
_BODIES = {"国务院令": "国令", "住房和城乡建设部令": "住建部令"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A norm named in a text; `span` is its place in the text (start, end)."""

    norm: NormNumber
    span: tuple[int, int]


def mentions(text: str) -> tuple[Mention, ...]:
    """
    Return the norms that a text names, in order, with repeats; () when it names none.

    >>> [str(found.norm) for found in mentions("ＧＢ／Ｔ20984.1－2020 和国务院令第799号")]
    ['GB/T 20984.1-2020', '国令 799']
    """
    folded = "".join(_folded(character) for character in text)
    found = []
    for match in _NUMBER.finditer(folded.upper()):
        series = re.sub(r"\s", "", match["group"] or match["series"])
        if match["kind"]:
            series += f"/{match['kind']}"
        found.append(Mention(NormNumber(series, match["number"], match["year"]), match.span()))
    for match in _ORDER.finditer(folded):
        body = _BODIES.get(match["body"], match["body"])
        found.append(Mention(NormNumber(body, match["number"], None), match.span()))
    return tuple(sorted(found, key=lambda mention: mention.span))


def _folded(character: str) -> str:
    """Fold width and dashes, one character for one, so that places stay."""
    folded = unicodedata.normalize("NFKC", character)
    return (folded if len(folded) == 1 else character).translate(_DASHES)


def parse_number(text: str) -> NormNumber | None:
    """
    Return the norm that a text names and nothing beside it, or None.

    >>> parse_number(" gb50116－2013 "), parse_number("../GB 50116")
    (NormNumber(series='GB', number='50116', year='2013'), None)
    """
    stripped = re.sub(r"[（(]\s*[0-9]{4}\s*年版\s*[）)]$", "", text.strip()).strip()
    if not stripped or len(stripped) > 60:
        return None
    found = mentions(stripped)
    if len(found) != 1 or found[0].span != (0, len(stripped)):
        return None
    known = norm_numbers(stripped)
    is_same = len(known) == 1 and known[0].number == found[0].norm.number
    return known[0] if is_same else found[0].norm


def slug(norm: NormNumber) -> str:
    """
    Return a name for folders and files: letters, digits and _ only, one a norm.

    >>> slug(NormNumber("GB/T", "22239", "2019")), slug(NormNumber("国令", "799", None))
    ('gb_t_22239_2019', 'u56fdu4ee4_799')
    """
    spelled = "".join(
        character if character.isascii() else f"u{ord(character):x}"
        for character in str(norm).lower()
    )
    return re.sub(r"[^a-z0-9]+", "_", spelled).strip("_")
