"""Dates and places in documents as the two languages write them, and what day it is here."""

from __future__ import annotations

import re
from datetime import UTC, datetime

# What the readers of documents write, and how English says it; the longer ones first.
_PLACES_EN = (
    (re.compile(r"^工作表 (.+) 第 (\d+) 行$"), r"sheet \1, row \2"),
    (re.compile(r"^表 (\d+) 第 (\d+) 行$"), r"table \1, row \2"),
    (re.compile(r"^第 (\d+) 页 备注$"), r"page \1, notes"),
    (re.compile(r"^第 (\d+) 页$"), r"page \1"),
    (re.compile(r"^第 (\d+) 段$"), r"paragraph \1"),
    (re.compile(r"^第 (\d+) 行$"), r"line \1"),
)


def today() -> str:
    """Return the day of the clock where this runs, ISO."""
    return datetime.now(UTC).astimezone().date().isoformat()


def local_day(moment: str, language: str) -> str:
    """Return the day of an ISO moment as the language writes it."""
    year, month, day = (int(part) for part in moment[:10].split("-"))
    if language == "zh":
        return f"{year} 年 {month} 月 {day} 日"
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{day} {months[month - 1]} {year}"


def local_moment(moment: str, language: str) -> str:
    """Return an ISO moment as the clock where this runs shows it, to the minute."""
    here = datetime.fromisoformat(moment).astimezone()
    return f"{local_day(here.date().isoformat(), language)} {here:%H:%M}"


def local_place(locator: str, language: str) -> str:
    """Return the place of a passage as the language says it; one that is not known stays."""
    if language == "zh":
        return locator
    for said, english in _PLACES_EN:
        if said.match(locator):
            return said.sub(english, locator)
    return locator
