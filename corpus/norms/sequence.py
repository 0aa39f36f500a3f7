"""
Which lines open a numbered unit of a norm, decided by the sequence of their numbers. Pure.

A number at the start of a line proves nothing: a wrapped line may begin with "11.5.14.2 的试验".
Every such line is a candidate, and the chain of candidates is chosen whose numbers grow in reading
order with the fewest jumps. Keys hold every part times 100, so that 5.1.3A stands between 5.1.3
and 5.1.4; they begin with 0 in the body and with 1 in appendices.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.norms.lines import NormLine

Key = tuple[int, ...]
_WINDOW = 150  # candidates looked back for the one before; true ones are never that far apart
_STEP = 100
_CJK = r"\u3400-\u9fff"
_NUMERAL = "零〇一二三四五六七八九"

_DOTTED = re.compile(
    r"[*★▲■\s]*(?P<number>(?:\d{1,2}|[A-Z])(?:\s?[.．]\s?\d{1,3}){1,5}(?P<suffix>[A-Z](?![A-Za-z]))?)"
    r"\**(?P<range>\s?[~～、,—-]+\s?(?:\d{1,2}|[A-Z])(?:[.．]\d{1,3}){1,5})?"
)
_CHAPTER = re.compile(
    r"[*\s]*(?P<number>\d{1,2})\**(?:[.．、]?\s+|[.．、](?!\d)|(?=[\u3400-\u9fff]))"
)
_NAMED_CHAPTER = re.compile(
    rf"[*\s]*(?P<number>第\s*(?P<n>[{_NUMERAL}十百\d]{{1,5}})\s*章)(?=\s|[{_CJK}]|$)"
)
_APPENDIX = re.compile(
    r"[*\s]*(?P<number>(?:附\s*录|Appendix|Annex|APPENDIX|ANNEX)\s*(?P<n>[A-Z]))(?![A-Za-z0-9.])"
)
_ARTICLE = re.compile(
    rf"[*\s]*(?P<number>第(?P<n>[{_NUMERAL}十百千\d]{{1,6}})条(?P<of>之[{_NUMERAL}十]+)?)\**"
)
_INSIDE = re.compile(
    r"(?<=[。；：])\s*(?P<number>(?P<first>\d{1,2}(?:\.\d{1,3}){2,4}[A-Z]?)"
    r"(?:\s?[~～、—-]\s?\d{1,2}(?:\.\d{1,3}){2,4})?)"
    r"(?=\s+[\u3400-\u9fff《（“A-Z0-9]|[\u3400-\u9fff《（“]|\s*$)"
)
_INSIDE_CHAPTER = re.compile(
    r"(?<=。)\s*(?P<number>(?P<first>\d{1,2}))\s*(?=[\u3400-\u9fff]{2,12}$)"
)
# What follows a number that is only referred to.
_REFERENCE = re.compile(
    r"\s*(?:条(?![形石件带状])|款|项(?!目)|节(?![点能水约])|章(?!程)|的|中(?=[的所规，、])|[、，。；～~）),;%％‰°℃×/]|"
    r"[及和或至与](?=\s*第?\s*(?:\d|[A-Z]\.))|规定|所[列述规]|修改为|改为|予以|删除|废止|系指本|倍|以[上下内])"
)
_UNIT = re.compile(
    r"\s?(?:[a-zμ]{1,3}(?![a-z])|[kMG]?[VWA](?![A-Za-z])|[kM][a-zA-Z]|dB|Hz|MPa|mm|m[²³23]?)"
)
_BEFORE_REFERENCE = re.compile(
    r"(?:第|[^图]表|图|式|按照?|依照|符合|满足|见|和|及|或|与|、|，|至|[~～(（])$"
)
_BEFORE_JOINED = re.compile(r"(?:条|款|规范|标准|条例|本法)$")
_SENTENCE_MARKS = re.compile(r"[。；：，！？;:!?]|(?<=[a-z]),")
_START_WORDS = re.compile(
    r"总\s*则|范\s*围|概\s*述|引\s*言|General|Scope|SCOPE|GENERAL|Introduction"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """
    A place that may open a unit: characters `start` to `end` of line `line` are its number.

    weight: how much it looks like an opening by itself, in (0, 1.5].
    """

    line: int
    start: int
    end: int
    key: Key
    printed: str
    weight: float
    title: str = ""


def numeral(text: str) -> int:
    """
    Return the value of a Chinese or Arabic numeral below 10,000.

    >>> [numeral(text) for text in ("三", "十二", "二十", "一百零五", "34")]
    [3, 12, 20, 105, 34]
    """
    if text.isdigit():
        return int(text)
    total, digit = 0, 0
    for character in text:
        if character in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
        else:
            digit = max(_NUMERAL.index(character) - 1, 0)
    return total + digit


def is_title(text: str) -> bool:
    """Whether the words after a number are a heading and not a sentence."""
    bare = text.strip(" *")
    if not bare or _SENTENCE_MARKS.search(bare) or bare.endswith((".", "、")):
        return False
    if any("\u3400" <= character <= "\u9fff" for character in bare):
        return len(bare) <= 45 and not re.search(
            r"\d{3,}[^\d]*\d|应(?!急|用|答)|不得|必须|[=＝≥≤]", bare
        )
    return bare[0].isalpha() and len(bare.split()) <= 12


def article_lines(lines: Sequence[NormLine]) -> tuple[Numbered, ...]:
    """Return the candidates written 第…条, as laws number their articles."""
    found = []
    for number, line in enumerate(lines):
        match = _ARTICLE.match(line.text)
        if not match or line.is_row:
            continue
        rest = line.text[match.end() :]
        if not rest[:1].isspace() and re.match(r"[第、，的和至及或款项中。]|规定|所", rest):
            continue
        if number and _is_referred_to(lines[number - 1].text, rest):
            continue
        extra = numeral(match["of"][1:]) if match["of"] else 0
        key = (0, numeral(match["n"]) * _STEP + extra)
        weight = 1.0 if rest[:1].isspace() or not rest else 0.8
        found.append(
            Numbered(number, match.start("number"), match.end(), key, match["number"], weight)
        )
    return tuple(found)


def decimal_lines(lines: Sequence[NormLine]) -> tuple[Numbered, ...]:
    """Return the candidates numbered by chapter: 5, 5.1, 5.1.3A, 附录 A, A.0.1, in order."""
    found: list[Numbered] = []
    for number, line in enumerate(lines):
        if line.is_row or "|" in line.text:
            continue
        before = lines[number - 1].text if number else ""
        found += _at_start(line.text, number, before)
        found += _inside(line.text, number)
    return tuple(_with_bonus(found))


def _at_start(text: str, number: int, before: str) -> Iterator[Numbered]:
    folded = unicodedata.normalize("NFKC", text) if not text.isascii() else text
    if len(folded) != len(text):
        folded = text
    for pattern, leading in ((_NAMED_CHAPTER, 0), (_APPENDIX, 1)):
        if match := pattern.match(folded):
            title = text[match.end() :].strip(" *")
            value = numeral(match["n"]) if leading == 0 else ord(match["n"]) - 64
            if (not title or is_title(title)) and not _REFERENCE.match(folded[match.end() :]):
                start, end = match.span("number")
                yield Numbered(
                    number, start, end, (leading, value * _STEP), text[start:end], 1.2, title
                )
            return
    if match := _DOTTED.match(folded):
        yield from _dotted(text, folded, number, before, match)
    elif match := _CHAPTER.match(folded):
        title = text[match.end() :].strip(" *")
        is_short = len(title) <= 24 or not _CJK_CHARACTER.search(title)
        if (
            is_short
            and is_title(title)
            and not _UNIT.match(title)
            and 0 < int(match["number"]) < 60
        ):
            start, end = match.span("number")
            key = (0, int(match["number"]) * _STEP)
            yield Numbered(number, start, end, key, text[start:end], 0.6, title)


_CJK_CHARACTER = re.compile(rf"[{_CJK}]")


def _dotted(
    text: str, folded: str, number: int, before: str, match: re.Match[str]
) -> Iterator[Numbered]:
    start, end = match.start("number"), match.end("number")
    rest = folded[match.end() :]
    printed_end = match.end() if match["range"] else end
    if match["range"] and not (rest[:1].isspace() or _CJK_CHARACTER.match(rest)):
        return
    if _REFERENCE.match(rest) or _is_referred_to(before, rest):
        return
    key = key_of(match["number"])
    title = text[match.end() :].strip(" *")
    if len(key) == 3 and (_UNIT.match(rest) or rest[:1] in "-+=＝"):
        return
    if not _may_follow(rest, key):
        return
    weight = 1.0 if len(key) > 3 else 1.0 if is_title(title) else 0.7
    if not title:
        weight = 0.6
    if match["range"]:
        weight = min(weight, 0.9)
    yield Numbered(number, start, printed_end, key, text[start:printed_end], weight, title)


def _may_follow(rest: str, key: Key) -> bool:
    """Whether these characters can stand directly behind the number of a unit."""
    if not rest or rest[0].isspace() or _CJK_CHARACTER.match(rest) or rest[0] in "（(【“《":
        return True
    return rest[0].isupper() and len(key) > 3


def _is_referred_to(before: str, rest: str) -> bool:
    """Whether the line before leads up to a number: 本规范第 ⏎ 3.2.1 条."""
    if _BEFORE_REFERENCE.search(before.rstrip()):
        return True
    return not rest[:1].isspace() and _BEFORE_JOINED.search(before.rstrip()) is not None


def _inside(text: str, number: int) -> Iterator[Numbered]:
    """Yield numbers inside a line that the reader joined to the sentence before them."""
    for pattern, weight in ((_INSIDE, 0.5), (_INSIDE_CHAPTER, 0.45)):
        for match in pattern.finditer(text):
            if not _REFERENCE.match(text[match.end() :]):
                start, end = match.span("number")
                title = text[end:].strip() if pattern is _INSIDE_CHAPTER else ""
                yield Numbered(
                    number, start, end, key_of(match["first"]), match["number"], weight, title
                )


def _with_bonus(found: Sequence[Numbered]) -> Iterator[Numbered]:
    """Prefer a chapter whose first unit follows at once to an item with the same number."""
    for at, one in enumerate(found):
        after = found[at + 1] if at + 1 < len(found) else None
        if len(one.key) == 2 and after and _is_first_child(one.key, after.key):
            yield replace(one, weight=one.weight + 0.5)
        else:
            yield one


def _is_first_child(key: Key, other: Key) -> bool:
    return other[: len(key)] == key and other[len(key) :] in ((_STEP,), (0, _STEP), (_STEP, _STEP))


def key_of(number: str) -> Key:
    """
    Return the key of a dotted number.

    >>> key_of("5.1.3A"), key_of("A.0.1")
    ((0, 500, 100, 301), (1, 100, 0, 100))
    """
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", number))
    suffix = 0
    if len(folded) > 1 and folded[-1].isalpha():
        suffix, folded = ord(folded[-1]) - 64, folded[:-1]
    first, *rest = folded.split(".")
    leading, value = (1, ord(first) - 64) if first.isalpha() else (0, int(first))
    parts = [value * _STEP, *(int(part) * _STEP for part in rest)]
    parts[-1] += suffix
    return (leading, *parts)


def gap(before: Key, after: Key) -> float:
    """
    Return the cost of going from one number to a later one: 0 for the next in any usual sense.

    >>> gap(key_of("5.1.3"), key_of("5.1.3A")), gap(key_of("5.1.3"), key_of("5.2"))
    (0.0, 0.0)
    >>> gap(key_of("5.1.3"), key_of("11.5.14.2")) > 1
    True
    """
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    if same == len(before):
        return _entry(after[same:])
    if same == 0:  # from the body to an appendix
        return _steps(after[1] // _STEP) + _entry(after[2:], skipped=0.2)
    step = after[same] // _STEP - before[same] // _STEP
    if len(before) == len(after) == same + 1:
        # A clause of this section cannot be referred to from further on than it stands.
        return min(0.08 * (max(step, 1) - 1), 0.7)
    return _steps(max(step, 1)) + _entry(after[same + 1 :], skipped=0.2)


def _steps(step: int) -> float:
    return 0.0 if step <= 1 else min(0.2 + 0.15 * (step - 1), 1.2)


def _entry(parts: Key, skipped: float = 0.0) -> float:
    """Return the cost of entering a unit at these parts below; `skipped` where its heading is."""
    if not parts:
        return 0.0
    if parts in ((_STEP,), (0, _STEP)):
        return skipped
    if all(part in (0, _STEP) for part in parts):
        return skipped + 0.2
    return skipped + 0.3 + min(sum(part // _STEP for part in parts) * 0.1, 1.0)


def chain(found: Sequence[Numbered]) -> tuple[Numbered, ...]:
    """Return the candidates that are openings: the growing sequence of the greatest weight."""
    best: list[float] = []
    previous: list[int] = []
    for at, one in enumerate(found):
        score, link = 0.0, -1
        for back in range(max(0, at - _WINDOW), at):
            other = found[back]
            if other.key < one.key and best[back] > score:
                value = best[back] - gap(other.key, one.key)
                if value > score:
                    score, link = value, back
        best.append(score + one.weight)
        previous.append(link)
    if not best:
        return ()
    at = max(range(len(best)), key=lambda index: best[index])
    chosen: list[Numbered] = []
    while at >= 0:
        chosen.append(found[at])
        at = previous[at]
    return tuple(reversed(chosen))


def restarts(found: Sequence[Numbered]) -> tuple[int, ...]:
    """
    Return the lines at which the numbers start again from 1: after a table of contents, or where
    the explanations of the clauses begin.
    """
    lines: list[int] = []
    highest: Key = ()
    for at, one in enumerate(found):
        if one.key <= highest and _is_start(one) and _is_followed(found, at):
            lines.append(one.line)
            highest = one.key
        elif one.weight >= 0.6:
            highest = max(highest, one.key)
    return tuple(lines)


def _is_start(one: Numbered) -> bool:
    if one.key == (0, _STEP):
        return _START_WORDS.match(one.title) is not None
    return one.key in ((0, _STEP, _STEP), (0, _STEP, 0, _STEP), (0, _STEP, _STEP, _STEP))


def _is_followed(found: Sequence[Numbered], at: int) -> bool:
    start = found[at].key
    after = [one for one in found[at + 1 : at + 13] if one.key > start]
    return any(gap(start, one.key) <= 0.2 for one in after)
