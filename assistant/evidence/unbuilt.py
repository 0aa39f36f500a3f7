"""
English ways of telling of what nobody has built here: what others ask, wish for or offer, what is
usual, and what other communities have. Pure.
"""

from __future__ import annotations

import re
from typing import Literal

_WHO = (
    r"\b(?:residents?|owners?|council|committee|managers?|insurers?|auditors?|consultants?|police|"
    r"fire brigade|justice office|guidelines?|(?:water|power|gas) (?:company|utility))\b"
)
_WISHED = re.compile(
    rf"{_WHO}[^.;]{{0,30}}\b(?:wish(?:es|ed)?|(?:would|should) like|hopes?|hoped|asks?|asked|suggest(?:s|ed)|"
    r"propos(?:es|ed)|recommends?|recommended|invited (?:companies|firms|bidders))\b|"
    r"\bwish list\b|\bit would be (?:nice|useful|good|better)\b|\b(?:was|were|is|are) (?:proposed|suggested|recommended)\b|"
    r"\bwe (?:propose|suggest|recommend)\b|\bthe draft plan\b|\bdesirable option\b|\b(?:wishes|would like) to see\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\bought to\b|\btender(?: documents?)? (?:calls?|asks?|requires?|wants?|demands?)\b|\bscoring table\b|"
    r"\b(?:is|are) to be (?:provided|uploaded|installed|fitted|supplied|equipped|connected|kept)\b|"
    r"\b(?:in|of) (?:platforms|projects|systems|schemes|estates) of this (?:kind|class|size)\b|"
    r"\bbasic part of any\b|\bmay be (?:offered|released|provided)\b[^.;]*\b(?:package|option|among other)",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"\b(?:catalogue|brochures?|leaflets?|data ?sheet|product sheet|white paper|manufacturer's guide|vendors?|suppliers?)\b"
    r"[^.;]{0,40}\b(?:lists?|describes?|shows?|advertises?|promises?|claims?|mentions?|offers?|recommends?|says?)\b|"
    r"\bis offered by\b|\b(?:software|module|product|package) offered\b|\bsays the manufacturer|"
    r"\bmodern [a-z ]{3,24} (?:products|systems|devices) (?:let|can|allow|offer)\b|\bin the brochure\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:another|other|some|reference|neighbouring|nearby) (?:estates?|communit(?:y|ies)|compounds?)\b"
    r"(?![^.;]*\b(?:as|like) (?:here|ours)\b)",
    re.IGNORECASE,
)

Unbuilt = Literal["planned", "required", "advertised", "elsewhere"]
_WAYS: tuple[tuple[Unbuilt, re.Pattern[str]], ...] = (
    ("elsewhere", _OF_OTHERS),
    ("advertised", _OFFERED),
    ("planned", _WISHED),
    ("required", _ASKED),
)


def unbuilt(text: str) -> Unbuilt | None:
    """
    Return how a text tells of what is not built here; None where it does not, and for Chinese.

    >>> unbuilt("Residents asked for cameras at the playground."), unbuilt("Cameras cover it.")
    ('planned', None)
    """
    return next((way for way, pattern in _WAYS if pattern.search(text)), None)
