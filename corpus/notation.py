"""
How clauses and norms are written, and how texts are made comparable. Pure.

`normalise` is the one normalisation of the project: width, case, dashes and spaces. It keeps
offsets, so that what is found in a normalised text can be shown in the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_PUNCTUATION = str.maketrans({"，": ",", "。": ".", "；": ";", "：": ":", "（": "(", "）": ")",
                              "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "？": "?"})  # fmt: skip
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


class _Folds(dict[int, str]):
    """What every character becomes, "" for spaces; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).translate(_DASHES)
        made = folded.translate(_PUNCTUATION).lower()
        self[code] = kept = "".join(part for part in made if not part.isspace())
        return kept


_FOLDS = _Folds()


@dataclass(frozen=True, slots=True)
class Normalised:
    """
    A text made comparable. `offsets[i]` is where character i comes from in the original; one
    more entry gives the original's length.
    """

    text: str
    offsets: tuple[int, ...]


def normalise(text: str) -> Normalised:
    """
    Fold width and case, unify dashes and punctuation, drop spaces; an empty text stays empty.

    >>> normalise("ＧＢ／Ｔ 22239—2019").text
    'gb/t22239-2019'
    """
    pieces = [_FOLDS[ord(character)] for character in text]
    offsets = [index for index, piece in enumerate(pieces) for _ in piece]
    return Normalised("".join(pieces), (*offsets, len(text)))


def normalised(text: str) -> str:
    """
    Return the text alone of `normalise`, for those who show nothing of the original.

    >>> normalised("ＧＢ／Ｔ 22239—2019")
    'gb/t22239-2019'
    """
    return text.translate(_FOLDS)


def has_chinese(text: str) -> bool:
    """Whether the text holds a Chinese character."""
    return _CJK.search(text) is not None


# --- clause ids ---

_ROW_ID = re.compile(r"(?<![A-Z0-9])([ABC])[ .-]?([0-9])((?:[.-][0-9]{1,2}){0,2})(?![0-9])")
# An input method writes a full stop of its own between figures: B5。3。1.
_TABLE_NAME = re.compile(r"(?:tab(?:le|el)|表)\s*C\s*-?\s*1(?![0-9.])", re.IGNORECASE)
_DOTS = re.compile(r"(?<=[0-9０-９])[。．｡·](?=[0-9０-９])")
_INDICATOR = re.compile(r"(?<![A-Z])SE[ -]?([0-9])[ -]?([0-9])(?:\.([0-9]))?(?![0-9])")
_CHAPTER = re.compile(
    r"(?<![0-9A-Z./-])(第)?([1-9])((?:\.[0-9]{1,2}){1,2})(?:[ .]?(?:的|第)?([a-c1-5])[)项]|[ .]?([a-c])(?![A-Za-z]))?"
    r"(?![0-9.]?[0-9])\s*(条|款|节)?(?P<unit>\s*(?:分|%|％|米|m\b|points?|倍|元|万|V\b|版))?"
)
_WHOLE_CHAPTER = re.compile(
    r"第([1-9])章|第([一二三四五六七八九])章|CHAPTER ([1-9])|附录 ?([ABC])|APPENDIX ([ABC])"
)
_NUMERALS = "一二三四五六七八九"
_ARTICLE = re.compile(
    r"第([一二三四五六七八九1-9])[章条]第([一二三四五六七八九十1-9]{1,2})[条款](?:第?([a-c1-5一二三四五])[)项款]?)?"
)


def clause_ids(text: str, known: Collection[str]) -> tuple[str, ...]:
    """
    Return the clause ids that a text names, in order, without repeats; only those in `known`
    (canonical or printed ids). `第9.1条`, `ａ1.4.3`, `SE 43`, `4.5 1)` and `7.4a` are understood;
    a number with a unit ("2.5 分") is no clause, and neither is the name of Table C-1.
    """
    return tuple(dict.fromkeys(name for name, _ in _names(text) if name in known))


def unknown_ids(text: str, known: Collection[str]) -> tuple[str, ...]:
    """
    Return what is written like a clause id but is none, in order, without repeats.

    A bare number such as 3.5 may be anything and is left out; `A9.9.9`, `SE99` and `第9.9条` can
    only mean a clause.
    """
    names = (name for name, is_certain in _names(text) if is_certain and name not in known)
    return tuple(dict.fromkeys(names))


def _names(text: str) -> list[tuple[str, bool]]:
    """Return what is written like a clause id, in order, and whether it can be nothing else."""
    folded = unicodedata.normalize("NFKC", _DOTS.sub(".", text)).translate(_DASHES)
    folded = _TABLE_NAME.sub(lambda match: " " * len(match[0]), folded)
    upper = folded.upper()
    spans = [
        (match.start(), f"{match[1]}{match[2]}{match[3].replace('-', '.')}", bool(match[3]))
        for match in _ROW_ID.finditer(upper)
    ]
    spans += [
        (match.start(), f"SE{match[1]}{match[2]}" + (f".{match[3]}" if match[3] else ""), True)
        for match in _INDICATOR.finditer(upper)
    ]
    for match in _CHAPTER.finditer(folded):
        if not match["unit"]:
            item = match[4] or match[5]
            name = f"{match[2]}{match[3]}" + (f".{item}" if item else "")
            spans.append((match.start(), name, bool(match[1] or match[6])))
    spans += [(match.start(), _article(match), True) for match in _ARTICLE.finditer(folded)]
    for match in _WHOLE_CHAPTER.finditer(upper):
        numeral = str(_NUMERALS.index(match[2]) + 1) if match[2] else None
        chapter = next(p for p in (match[1], numeral, *match.groups()[2:]) if p)
        spans.append((match.start(), chapter, True))
    return [(name, is_certain) for _, name, is_certain in sorted(spans)]


def _article(match: re.Match[str]) -> str:
    """Return the clause id of 第七条第四款b: chapter, clause, list item."""
    digits = [_digit(part) for part in match.groups() if part]
    return ".".join(digits)


def _digit(word: str) -> str:
    if word == "十":
        return "10"
    return str(_NUMERALS.index(word) + 1) if word in _NUMERALS else word


# --- norm numbers ---

_NORM = re.compile(
    r"(?<![A-Z])(GB|GA|JGJ|T/CREA)(?: ?/? ?(T))? ?-?([0-9]{2,5})"
    r"(?: ?- ?([0-9]{4}|[0-9]{2}(?![0-9])))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NormNumber:
    """A norm as named in a text: `GB/T 22239-2019` has series GB/T, number 22239, year 2019."""

    series: str
    number: str
    year: str | None

    def __str__(self) -> str:
        year = f"-{self.year}" if self.year else ""
        return f"{self.series} {self.number}{year}"


def norm_numbers(text: str) -> tuple[NormNumber, ...]:
    """
    Return the norms that a text names, in order, without repeats.

    >>> [str(norm) for norm in norm_numbers("按GBT35136、ＧＢ50116-2013")]
    ['GB/T 35136', 'GB 50116-2013']
    """
    upper = unicodedata.normalize("NFKC", text).translate(_DASHES).upper()
    norms = (
        NormNumber(match[1] + ("/T" if match[2] else ""), match[3], match[4])
        for match in _NORM.finditer(upper)
    )
    return tuple(dict.fromkeys(norms))


def without_norms(text: str) -> str:
    """
    Return a text without the norm numbers in it, width and dashes unified.

    >>> without_norms("ＧＢ50116—2013 有没有过期")
    '  有没有过期'
    """
    return _NORM.sub(" ", unicodedata.normalize("NFKC", text).translate(_DASHES))
