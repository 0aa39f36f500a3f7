"""Where English sentences end: the full stops of abbreviations, initials and numbers end none. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(
    r"(?<![\u3000-\u9fff\uff00-\uffef])[.!?;][”’\"')\]]*(?=\s+[“‘\"'(\[]*[A-Z0-9\u00c0-\u00de])"
)
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.]*$")
_LONGEST_WORD = 24
_NEXT = re.compile(r"\W*(\w+)\b(?!\.\s*\d)")
_NUMBER = re.compile(r"\W*(?:\d|[A-Z]{1,3}[-.]?\d|[IVX]+\b)")
_LABEL = re.compile(r"(?:\d+(?:\.\d+)*|[A-Za-z])$")
# These stand before a name or an example, so that a capital after them tells nothing.
_JOINING = re.compile(
    r"e\.g|i\.e|vs|cf|viz|ca|approx|dr|mr|mrs|ms|messrs|prof|hon|eng|capt|sgt|mt",
    re.IGNORECASE,
)
# These stand before a number.
_BEFORE_NUMBERS = re.compile(
    r"no|nos|fig|figs|eq|eqs|sec|sect|ch|art|arts|cl|vol|p|pp|para|app|annex|tel|ext|ref|rev"
    r"|max|min|qty|nr|pt|tab|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec",
    re.IGNORECASE,
)
# These may stand at the end of a sentence as well as in it.
_CLOSING = re.compile(
    r"etc|ltd|co|inc|corp|plc|bros|jr|sr|st|rd|ave|dept|bldg|al|a\.m|p\.m",
    re.IGNORECASE,
)
_OPENERS = re.compile(
    r"a|after|all|an|and|any|as|at|because|before|both|but|by|during|each|every|for|from|he"
    r"|her|here|his|how|if|in|it|its|no|nobody|none|not|now|of|on|once|one|only|or|our|she"
    r"|since|so|some|such|that|the|their|then|there|these|they|this|those|to|until|we|what"
    r"|when|where|which|while|who|with|without|you",
    re.IGNORECASE,
)


def sentence_ends(text: str) -> Iterator[int]:
    """
    Yield the offsets behind the sentences of a text but the last, closing quotes and all.

    A sentence ends at . ! ? or ; before a space and a capital or digit. The stops of abbreviations
    (No. 5, e.g., Dr. Ni), of initials and of the number that a sentence begins with end none; one
    that may close a sentence (etc., Ltd.) ends it only before a word that commonly opens one.

    >>> text = "Made by J. Wong of Orr Ltd. The pump (Fig. 2) gives 3.5 l/s. See 4."
    >>> [text[:end][-4:] for end in sentence_ends(text)]
    ['Ltd.', 'l/s.']
    """
    start = 0
    for match in _END.finditer(text):
        if match[0][0] == "." and _goes_on(text, start, match.start(), match.end()):
            continue
        yield match.end()
        start = match.end()


def _goes_on(text: str, start: int, stop: int, end: int) -> bool:
    """Tell a full stop that ends no sentence. start: where its sentence begins."""
    begin = max(start, stop - _LONGEST_WORD)
    found = _WORD.search(text, begin, stop)
    if found is None:
        return False
    word = found[0]
    if _LABEL.match(word) and not text[start : found.start()].strip(" \t\n(（"):
        return True
    if _JOINING.fullmatch(word):
        return True
    if _BEFORE_NUMBERS.fullmatch(word):
        return _NUMBER.match(text, end) is not None
    is_initial = (len(word) == 1 and word.isupper()) or ("." in word and word[0].isalpha())
    if _CLOSING.fullmatch(word) or is_initial:
        after = _NEXT.match(text, end)
        return after is None or not _OPENERS.fullmatch(after[1])
    return False
