"""
Everything that a store holds of one case, as plain rows: to be carried elsewhere and checked there.

Which tables there are is read from their declarations, so that what others add comes along.
People stand by the marks that the record has for them; their tokens never leave a home.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    Select,
    StaticPool,
    Table,
    create_engine,
    insert,
    select,
)
from sqlalchemy.exc import SQLAlchemyError

from corpus.cases import rows
from corpus.cases.case import Case, CaseRules, Stage
from corpus.cases.rules import rules_of
from corpus.record import procedure_tables  # noqa: F401 - their tables are of the metadata
from corpus.record.chain import Head, chain_rows, event_of, event_row, head_of
from corpus.record.event import Event, Words, brought_person, canonical, person_mark
from corpus.record.tables import (
    case_documents,
    cases,
    chains,
    documents,
    events,
    metadata,
    passages,
    sheets,
)

CASE_ID = re.compile(r"c-[a-z0-9]{4,32}")
PERSON = "person"
"""The column that says who somebody is."""
OF_THE_HOME = ("position",)
"""Columns of a case that say where it stands among others of its home."""


@dataclass(frozen=True, slots=True)
class CaseExtract:
    """
    One case as it stood at one moment.

    tables: rows by name of the table, in the order of their keys. events: its whole record as
    `Event` has them. head: where the record ends.
    """

    case_id: str
    tables: Mapping[str, tuple[Words, ...]]
    events: tuple[Words, ...]
    head: Head


@dataclass(frozen=True, slots=True)
class SheetInExtract:
    """A sheet of an extract. mark: of whose it is, "" for the case's own."""

    mark: str
    stage: Stage
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptInExtract:
    """The case of an extract, what it is judged by, and every sheet as it stands."""

    case: Case
    rules: CaseRules
    sheets: tuple[SheetInExtract, ...]


def tables_of_cases() -> tuple[Table, ...]:
    """Return every table that holds something of cases, those that others refer to first."""
    of_case = {one.name for one in metadata.sorted_tables if "case_id" in one.c}
    named = {*of_case, cases.name, documents.name, passages.name}
    return tuple(one for one in metadata.sorted_tables if one.name in named)


def extract_of(connection: Connection, case_id: str) -> CaseExtract:
    """Return everything of a case that the store holds."""
    tables = {
        table.name: tuple(
            _told(table, row._asdict()) for row in connection.execute(_rows(table, case_id))
        )
        for table in tables_of_cases()
    }
    # By the marks that are told: tokens would sort otherwise.
    tables = {name: tuple(sorted(rows, key=_order(name))) for name, rows in tables.items()}
    told = tuple(event_words(event_of(row)) for row in chain_rows(connection, case_id))
    return CaseExtract(case_id, tables, told, head_of(connection, case_id))


def event_words(event: Event) -> Words:
    """Return all fields of an event under the names that docs/formats.md has for them."""
    row = event_row(event)
    return {name: getattr(event, name) for name in row}


def kept_in(extract: CaseExtract) -> KeptInExtract:
    """
    Return case, rules and sheets of an extract as values.

    Raises:
        ValueError: the rows are none that a store could hold.
    """
    with opened(extract) as connection:
        case = connection.execute(select(cases).where(cases.c.id == extract.case_id)).one()
        found = connection.execute(select(sheets)).all()
        judged_by = rules_of(connection, extract.case_id)
    return KeptInExtract(
        rows.case_of(case),
        judged_by or CaseRules(case.rule_set),
        tuple(
            SheetInExtract(person_mark(row.person), row.stage, json.loads(row.content))
            for row in found
        ),
    )


@contextmanager
def opened(extract: CaseExtract) -> Iterator[Connection]:
    """
    Open the rows of an extract as a store of their own, in memory.

    Raises:
        ValueError: they are none that a store could hold.
    """
    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        metadata.create_all(engine, tables=[*tables_of_cases(), events, chains])
        with engine.connect() as connection:
            people = cache(brought_person)  # the same for all rows of one person
            try:
                for table in tables_of_cases():
                    put_rows(connection, table, extract.tables.get(table.name, ()), people)
            except SQLAlchemyError as fault:
                raise ValueError(str(getattr(fault, "orig", fault))) from fault
            yield connection
    finally:
        engine.dispose()


def put_rows(
    connection: Connection,
    table: Table,
    rows: Iterable[Words],
    people: Callable[[str], str] = brought_person,
) -> None:
    """Insert rows of an extract; people as ones that this store never saw."""
    known = [_brought(table, row, people) for row in rows]
    if known:
        connection.execute(insert(table), known)


def _brought(table: Table, row: Words, people: Callable[[str], str]) -> Words:
    whole = {one.name: row[one.name] if one.name in row else _absent(one) for one in table.c}
    return {**whole, PERSON: people(row[PERSON])} if row.get(PERSON) else whole


def _absent(column: Column[Any]) -> Any:
    """Return what a column holds in a row that was written before there was such a column."""
    if column.server_default is None:
        return None
    text = str(getattr(column.server_default, "arg", ""))
    return int(text) if isinstance(column.type, Integer) else text


def _rows(table: Table, case_id: str) -> Select[Any]:
    held = select(case_documents.c.sha256).where(case_documents.c.case_id == case_id)
    if table is cases:
        return select(table).where(table.c.id == case_id)
    if table is documents:
        return select(table).where(table.c.sha256.in_(held))
    if table is passages:
        return select(table).where(table.c.document.in_(held))
    return select(table).where(table.c.case_id == case_id)


def _told(table: Table, row: Words) -> Words:
    if PERSON in row:
        row[PERSON] = person_mark(row[PERSON])
    if table is cases:
        row = {name: value for name, value in row.items() if name not in OF_THE_HOME}
    return row


def _order(name: str) -> Any:
    keys = [one.name for one in metadata.tables[name].primary_key]
    return lambda row: tuple(row[key] for key in keys)


def line_of(words: Words) -> str:
    """Return a row or an event as one line of canonical JSON."""
    return canonical(words) + "\n"


def words_of(text: str) -> tuple[Words, ...]:
    """
    Return the rows of a file of lines.

    Raises:
        ValueError: a line is no JSON object, is nested too deeply, or not in canonical form.
    """
    found = []
    if not text:
        return ()
    # Characters that end a line elsewhere stand in texts as they are.
    lines = text.removesuffix("\n").split("\n")
    for number, line in enumerate(lines, 1):
        try:
            value = json.loads(line)
            is_plain = isinstance(value, dict) and canonical(value) == line
        except (ValueError, RecursionError) as fault:
            raise ValueError(f"line {number}: {fault}") from fault
        if not is_plain:
            raise ValueError(f"line {number}: not one object in canonical form")
        found.append(value)
    return tuple(found)
