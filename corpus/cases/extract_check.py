"""
Whether an extract that somebody else made is a case: its shape, its record, its rows against that.

Pure but for a database in memory.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import NoneType, SimpleNamespace

from sqlalchemy import Integer, Table

from corpus.cases.extract import PERSON, CaseExtract, opened, tables_of_cases
from corpus.cases.replay import disagreements, replay
from corpus.record.audit import ChainCheck, Finding, check_chain
from corpus.record.chain import Head
from corpus.record.event import Words, canonical
from corpus.record.state import states
from corpus.record.tables import cases, passages

_MARK = re.compile(r"p-[0-9a-f]{16}")
_LARGEST = 2**53


def faulty_rows(extract: CaseExtract) -> str:
    """
    Return what is wrong with the shape of an extract that somebody else made; "" for nothing.

    Tables, columns and types have to be those of this version, and all rows of this one case.
    """
    known = {table.name: table for table in tables_of_cases()}
    for name in extract.tables:
        if name not in known:
            return f"there is no table {name!r}"
    held = {row.get("sha256") for row in extract.tables.get("documents", ())}
    for name, table in known.items():
        keys = set()
        for number, row in enumerate(extract.tables.get(name, ()), 1):
            fault = _faulty_row(table, row)
            key = tuple(row.get(one.name) for one in table.primary_key)
            if not fault and key in keys:
                fault = "its key stands there before"
            keys.add(key)
            owner = row.get("id" if table is cases else "case_id", extract.case_id)
            if not fault and owner != extract.case_id:
                fault = "it is of another case"
            if not fault and table is passages and row["document"] not in held:
                fault = "it is of no document of the case"
            if fault:
                return f"{name} row {number}: {fault}"
    if len(extract.tables.get("cases", ())) != 1:
        return "it has to hold exactly one case"
    listed = {row["sha256"] for row in extract.tables.get("case_documents", ())}
    return "" if listed == held else "its documents are not those of the case"


def faulty_events(extract: CaseExtract) -> str:
    """Return what is wrong with the shape of the events that somebody else wrote; "" for nothing."""
    for at, words in enumerate(extract.events, 1):
        if words.keys() != _EVENT.keys():
            return f"event {at}: its fields are not those of an event"
        for name, kinds in _EVENT.items():
            if type(words[name]) not in kinds:
                return f"event {at}: {name} is of another kind"
    return ""


_EVENT: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("chain", "at", "who", "what", "previous", "hash"), (str,)),
    "number": (int,),
    "subject": (dict,),
    "basis": (dict,),
    "before": (dict, NoneType),
    "after": (dict, NoneType),
}


def check_extract(extract: CaseExtract, expected: Head | None = None) -> tuple[Finding, ...]:
    """
    Return everything that is not as it was written: in the record, and in rows against it.

    expected: a head that the record must contain, such as one that was printed.
    """
    check = checked_chain(extract, expected)
    strange = [one.number for one in check.events if one.chain != extract.case_id]
    findings = [*check.findings, *(Finding("altered", number) for number in strange)]
    with opened(extract) as connection:
        held = {canonical(subject.words): _said_out(words) for subject, words in
                states(connection, extract.case_id)}  # fmt: skip
    followed = replay(check.events)
    return (*findings, *followed.findings, *disagreements(followed.held, held))


def checked_chain(extract: CaseExtract, expected: Head | None = None) -> ChainCheck:
    """Return the record of an extract as checked."""
    rows = (SimpleNamespace(**_event_row(words)) for words in extract.events)
    return check_chain(rows, extract.head, expected)


def _faulty_row(table: Table, row: Words) -> str:
    unknown = sorted(row.keys() - {one.name for one in table.c})
    if unknown:
        return f"this version knows no column {unknown[0]!r}; a newer one may"
    for column in table.c:
        if column.name not in row:
            # Written before there was such a column: it holds what it does in an older store.
            if column.nullable or column.server_default is not None:
                continue
            return f"{column.name} is missing"
        value = row[column.name]
        if value is None and column.nullable:
            continue
        if isinstance(column.type, Integer):
            if type(value) is not int or abs(value) > _LARGEST:
                return f"{column.name} is no number"
        elif not isinstance(value, str) or "\x00" in value:
            return f"{column.name} is no text"
        elif column.name == PERSON and value and not _MARK.fullmatch(value):
            return f"{column.name} is no mark of a person"
    return ""


def _event_row(words: Words) -> Words:
    return {
        name: canonical(value) if name in ("subject", "before", "after", "basis") else value
        for name, value in words.items()
    }


def _said_out(words: Words) -> Words:
    return {name: value for name, value in words.items() if name != "said"}
