"""
What an event of a record is, and how it is hashed. Pure; docs/formats.md has the form for others.

A record is a chain of events: each holds the hash of the one before, so that none can be changed,
left out, put in or moved without every later hash being another.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

HOME = "home"
"""The chain of the home itself: which cases there were, what became of them; its accounts."""
FIRST = "0" * 64
"""Stands for the hash before the first event."""

BROUGHT = "brought:"
"""Begins what stands for people whom a package brought: nobody can act as one of them."""
_BROUGHT = re.compile(r"brought:(p-[0-9a-f]{16}):[\w-]{16,}")

Act = Literal[
    "case.created",
    "case.renamed",
    "case.stage-set",
    "case.profile-set",
    "case.edition-set",
    "case.removed",
    "body-rules.set",
    "body-rules.removed",
    "person.joined",
    "person.named",
    "document.added",
    "document.read",
    "document.removed",
    "suggestion.decided",
    "suggestion.forgotten",
    "note.written",
    "sheet.saved",
    "sheet.undone",
    "sheet.submitted",
    "sheet.withdrawn",
    "sheet.removed",
    "judgement.confirmed",
    "rules.noted",
    "case.imported",
    "person.assigned",
    "party.added",
    "party.removed",
    "independence.declared",
    "inspection.written",
    "sample.drawn",
    "step.taken",
    "hold.set",
    "hold.lifted",
    "file.deleted",
    "account.created",
    "account.renamed",
    "account.roles-set",
    "account.disabled",
    "account.enabled",
    "account.password-reset",
    "account.password-changed",
    "account.locked",
    "account.signed-out",
    "account.token-made",
    "account.token-revoked",
    "record.carried",
]
"""All that can happen. "record.carried": found in a store of a version that kept no record."""
ACTS: tuple[Act, ...] = get_args(Act)

Kind = Literal[
    "case", "person", "document", "decision", "note", "sheet", "judgement", "file",
    "part", "party", "declaration", "inspection", "sample", "step", "hold", "account",
    "body-rules", "rules", "package",
]  # fmt: skip
_KEYS: Mapping[Kind, tuple[str, ...]] = {
    "case": ("case",),
    "body-rules": ("number",),
    "rules": (),
    "package": ("sha256",),
    "person": ("person",),
    "document": ("sha256",),
    "decision": ("indicator", "passage"),
    "note": ("indicator",),
    "sheet": ("person", "stage"),
    "judgement": ("person", "stage", "indicator"),
    "file": ("sha256",),
    "account": ("account",),
    "part": ("person",),
    "party": ("party", "organisation"),
    "declaration": ("person", "number"),
    "inspection": ("person", "stage", "indicator"),
    "sample": ("number",),
    "step": ("stage", "number"),
    "hold": ("number",),
}
Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """
    What an act is about: a kind of thing, and which one.

    key: as the tables have it; persons by their token, which `words` does not show.
    """

    kind: Kind
    key: tuple[str, ...] = ()

    @property
    def words(self) -> Words:
        """The subject as events tell it."""
        named = dict(zip(_KEYS[self.kind], self.key, strict=True))
        if "person" in named:
            named["person"] = person_mark(named["person"])
        return {"kind": self.kind, **named}


def sheet_subject(person: str, stage: str) -> Subject:
    """Return the subject of a person's sheet; "" for the case's own."""
    return Subject("sheet", (person, stage))


@dataclass(frozen=True, slots=True)
class Event:
    """
    One act.

    chain: a case's id, or "home". at: UTC, ISO 8601. who: the mark of a person (`person_mark`); ""
    for whoever works on the machine itself. before, after: what the act changed of its subject;
    None for what was not there. basis: what it stood on: `rules` (version and hashes), `evidence`
    (hashes of documents and passages), `panel`, `proof`. number: 1 for the first, 0 before it
    stands in its chain. previous: the hash of the event before.
    """

    chain: str
    at: str
    who: str
    what: Act
    subject: Words
    before: Words | None = None
    after: Words | None = None
    basis: Words = field(default_factory=dict)
    number: int = 0
    previous: str = FIRST
    hash: str = ""

    @property
    def own_hash(self) -> str:
        """The hash that the event should have."""
        return digest(
            {
                "chain": self.chain,
                "number": self.number,
                "at": self.at,
                "who": self.who,
                "what": self.what,
                "subject": self.subject,
                "before": self.before,
                "after": self.after,
                "basis": self.basis,
                "previous": self.previous,
            }
        )


def canonical(value: Any) -> str:
    """
    Return a value as JSON in the one form that is hashed: keys sorted, no spaces.

    Raises:
        ValueError: it holds NaN or an infinity, which JSON cannot.
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON in UTF-8, as hex digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def brief(value: Any, longest: int = 4000) -> Any:
    """Return a value, or of one longer than so many characters its hash and length."""
    length = len(canonical(value))
    return value if length <= longest else {"sha256": digest(value), "characters": length}


def brought_person(mark: str) -> str:
    """Return what stands for a person of a package, of whom only the mark is known."""
    return f"{BROUGHT}{mark}:{secrets.token_urlsafe(16)}"


def person_mark(person: str) -> str:
    """
    Return what a record calls a person: tells them apart without giving their token away.

    "" stays "": it stands for the case itself. People whom a package brought have the mark that they
    had where it was made.
    """
    if not person:
        return ""
    if brought := _BROUGHT.fullmatch(person):
        return brought[1]
    return "p-" + hashlib.sha256(f"anping person {person}".encode()).hexdigest()[:16]
