"""
What an evaluation report says that the case does not hold: names, panel, texts of the body.

Given as a YAML or JSON file. What is absent is left to fill in by hand; nothing is invented.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast, get_args

from scoring import SheetError
from scoring.panel import Member, Party, Tie
from scoring.sheet_file import read_sheet_words
from ui.errors import ReportDetailsError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST = 20_000
_MEMBER_KEYS = ("name", "organisation", "role", "expert", "declared", "ties")


@dataclass(frozen=True, slots=True)
class PanelMember:
    """
    A member of the panel or the reviewer.

    declared: whether the person declared independence (4.8). ties: interests that bind the person
    to a party.
    """

    name: str
    organisation: str = ""
    role: str = ""
    expert: bool = False
    declared: bool = False
    ties: tuple[Tie, ...] = ()

    @property
    def member(self) -> Member:
        """The member as the rules on panels check it; names tell people apart here."""
        return Member(self.name, self.name, self.expert, self.ties)


@dataclass(frozen=True, slots=True)
class ReportDetails:
    """The details; "" and () where nothing was given. date: ISO. Texts may hold paragraphs."""

    number: str = ""
    date: str = ""
    community: str = ""
    address: str = ""
    applicant: str = ""
    registered_name: str = ""
    builder: str = ""
    operator: str = ""
    body: str = ""
    signer: str = ""
    overview: str = ""
    summary: str = ""
    methods: str = ""
    opinion: str = ""
    improvements: tuple[str, ...] = ()
    panel: tuple[PanelMember, ...] = ()
    reviewer: PanelMember | None = None


@dataclass(slots=True)
class _Reader:
    faults: list[str] = field(default_factory=list)

    def text(self, where: str, words: object) -> str:
        """Return a text; a number is taken as written."""
        if isinstance(words, (dict, list, bool)) or len(str(words)) > _LONGEST:
            self.faults.append(f"{where}: a text of at most {_LONGEST} characters is wanted.")
            return ""
        return "" if words is None else str(words).strip()

    def flag(self, where: str, words: object) -> bool:
        """Return true or false."""
        if not isinstance(words, bool):
            self.faults.append(f"{where}: true or false is wanted, not {words!r}.")
        return words is True

    def listed(self, where: str, words: object) -> list[Any]:
        """Return a list; nothing for none."""
        if words is not None and not isinstance(words, list):
            self.faults.append(f"{where}: a list is wanted.")
        return words if isinstance(words, list) else []

    def keys(self, where: str, words: object, known: tuple[str, ...]) -> Mapping[str, Any]:
        """Return a mapping whose keys are known; faults name the nearest."""
        if not isinstance(words, Mapping):
            self.faults.append(f"{where}: keys and values are wanted, not {words!r}.")
            return {}
        for key in words:
            if key not in known:
                near = get_close_matches(str(key), known, n=2) or known
                self.faults.append(f"{where}: no key '{key}'; allowed: {', '.join(near)}.")
        return words

    def member(self, where: str, words: object) -> PanelMember:
        """Return a person."""
        given = self.keys(where, words, _MEMBER_KEYS)
        name = self.text(f"{where}.name", given.get("name"))
        if not name:
            self.faults.append(f"{where}.name: a name is wanted.")
        return PanelMember(
            name,
            self.text(f"{where}.organisation", given.get("organisation")),
            self.text(f"{where}.role", given.get("role")),
            self.flag(f"{where}.expert", given.get("expert", False)),
            self.flag(f"{where}.declared", given.get("declared", False)),
            tuple(
                self.tie(f"{where}.ties.{at}", one)
                for at, one in enumerate(self.listed(f"{where}.ties", given.get("ties")), 1)
            ),
        )

    def tie(self, where: str, words: object) -> Tie:
        """Return an interest that binds a person to a party."""
        given = self.keys(where, words, ("party", "nature"))
        parties = get_args(Party)
        if given.get("party") not in parties:
            self.faults.append(f"{where}.party: one of {', '.join(parties)} is wanted.")
        nature = self.text(f"{where}.nature", given.get("nature"))
        return Tie(cast("Party", str(given.get("party"))), nature)


def load_details(path: Path) -> ReportDetails:
    """
    Read the details of a report from a file.

    Raises:
        ReportDetailsError: the file cannot be read, or holds faults; all are listed.
    """
    try:
        content = read_sheet_words(path)
    except SheetError as error:
        raise ReportDetailsError([fault.text_en for fault in error.faults]) from error
    if content.faults:
        raise ReportDetailsError([f"{one.where}: {one.text_en}" for one in content.faults])
    return parse_details(content.words)


def parse_details(words: object) -> ReportDetails:
    """
    Check the words of the details; None for an empty file.

    Raises:
        ReportDetailsError: with every fault at once.
    """
    reader = _Reader()
    names = tuple(one.name for one in fields(ReportDetails))
    given = reader.keys("details", {} if words is None else words, names)
    made: dict[str, Any] = {
        name: reader.text(name, given[name])
        for name in names
        if name in given and name not in ("improvements", "panel", "reviewer")
    }
    if made.get("date") and not _DAY.fullmatch(made["date"]):
        reader.faults.append(f"date: a day like 2026-10-17 is wanted, not {made['date']!r}.")
    made["improvements"] = tuple(
        reader.text(f"improvements.{at}", one)
        for at, one in enumerate(reader.listed("improvements", given.get("improvements")), 1)
    )
    made["panel"] = tuple(
        reader.member(f"panel.{at}", one)
        for at, one in enumerate(reader.listed("panel", given.get("panel")), 1)
    )
    if given.get("reviewer") is not None:
        made["reviewer"] = reader.member("reviewer", given["reviewer"])
    if reader.faults:
        raise ReportDetailsError(reader.faults)
    return ReportDetails(**made)
