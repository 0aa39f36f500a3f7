"""
The certificate of a formal evaluation (8.2, 5.5.2, 4.10): what stands on it, and what it is worth
on a day. Pure.

The check code is what keeps people from walking through numbers: it follows from the number and
the head of the record at the issue, so nothing has to be kept for it, and whoever holds the record
can work it out again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from scoring.procedure import Entry, Procedure, due_dates

State = Literal["valid", "downgraded", "withdrawn", "expired"]
# Crockford's base 32: no letter that can be taken for a digit.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TAKEN_FOR = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CODE_LENGTH, _BITS = 10, 5
THEME = {"zh": "智慧住区安全", "en": "Safety of the Smart Residential Community"}


@dataclass(frozen=True, slots=True)
class Certificate:
    """
    What a certificate shows.

    The five parts of 8.2: theme (智慧住区安全主题词), level (as awarded), body, valid_from to
    valid_until (the years; both days are valid ones), number. Besides: project, applicant ("" where
    not given), issued_on, the rules (rule_set, edition, rules_hash), and head, the head of the
    record when it was issued, `NUMBER:HASH`.
    """

    number: str
    level: str
    body: str
    project: str
    applicant: str
    issued_on: date
    valid_from: date
    valid_until: date
    rule_set: str
    edition: str
    rules_hash: str
    head: str
    theme: str = THEME["zh"]

    @property
    def code(self) -> str:
        """The check code, two groups of five characters."""
        return check_code(self.number, self.head)


@dataclass(frozen=True, slots=True)
class Standing:
    """
    What a certificate is worth on a day.

    level: that holds, or held last. since: the first day of being downgraded or withdrawn; of an
    expired one the last valid day; None while it is valid as awarded.
    """

    state: State
    level: str
    since: date | None = None

    @property
    def holds(self) -> bool:
        """Whether it may be shown as valid, at whatever level."""
        return self.state in ("valid", "downgraded")


def issued(case: Procedure) -> Entry | None:
    """Return the step that awarded the certificate; None when there is none."""
    return next((one for one in reversed(case.history) if one.step == "certify"), None)


def awarded_level(case: Procedure) -> str:
    """Return the level on the certificate, which later downgrades do not change."""
    return str(_label(issued(case)).get("level") or case.level)


def validity(case: Procedure, readings: Mapping[str, str]) -> tuple[date, date] | None:
    """
    Return the first and the last valid day; None without a certificate.

    They are the years on the certificate. One that names none is valid from its day or that of the
    report, as `validity_start` is read.
    """
    entry = issued(case)
    until = due_dates(case, readings).valid_until
    if entry is None or until is None:
        return None
    match _label(entry).get("years"):
        case [str(first), str(last)]:
            return date.fromisoformat(first), date.fromisoformat(last)
    start = case.date_of("report") if readings["validity_start"] == "report" else None
    return start or entry.on, until


def standing(case: Procedure, readings: Mapping[str, str], day: date) -> Standing | None:
    """
    Return what the certificate of a case is worth on a day; None without one.

    It expires by the calendar, whether or not somebody has taken that step; a withdrawal goes
    before it.
    """
    days = validity(case, readings)
    if days is None:
        return None
    if case.status == "withdrawn":
        return Standing("withdrawn", case.level, case.date_of("withdraw"))
    if case.status == "expired" or day > days[1]:
        return Standing("expired", case.level, days[1])
    if case.status == "downgraded":
        return Standing("downgraded", case.level, case.date_of("downgrade"))
    return Standing("valid", case.level)


def check_code(number: str, head: str) -> str:
    """
    Return the check code of a certificate: 50 bits of a hash over its number and the head.

    >>> check_code("ZHZQ-2026-001", "21:00ff")
    'M41S9-6XN4B'
    """
    digest = hashlib.sha256(f"certificate\n{number}\n{head}".encode()).digest()
    bits = int.from_bytes(digest, "big") >> (8 * len(digest) - _CODE_LENGTH * _BITS)
    places = range(_BITS * (_CODE_LENGTH - 1), -1, -_BITS)
    letters = "".join(_ALPHABET[bits >> place & 31] for place in places)
    return f"{letters[:5]}-{letters[5:]}"


def plain_code(code: str) -> str:
    """
    Return a code as somebody typed it in the form in which codes are compared.

    >>> plain_code(" m4is9 6xn4b ")
    'M41S96XN4B'
    """
    return "".join(one for one in code.upper().translate(_TAKEN_FOR) if one.isalnum())


def _label(entry: Entry | None) -> Mapping[str, Any]:
    label = entry.facts.get("certificate") if entry else None
    return label if isinstance(label, Mapping) else {}
