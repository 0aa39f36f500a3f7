"""What the rows of a case say, subject by subject, in the words that events use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Row, Select, Table, and_, select

from corpus.record.event import Kind, Subject, Words, brief, digest
from corpus.record.procedure_tables import (
    case_parties,
    case_steps,
    declarations,
    inspections,
    legal_holds,
    sample_draws,
)
from corpus.record.tables import (
    body_rules,
    case_documents,
    case_people,
    cases,
    documents,
    indicator_notes,
    passages,
    sheet_versions,
    sheets,
    suggestion_decisions,
)

_PASSAGE = ("id", "page", "heading_path", "locator", "text", "box", "cells", "is_ocr", "lines")


def state_of(connection: Connection, case_id: str, subject: Subject) -> Words | None:
    """
    Return what the store holds of a subject; None for nothing.

    Of a sheet, `said` is its content and `content` the hash of that.
    """
    if subject.kind not in _QUERIES:
        return None
    found = connection.execute(_query(case_id, subject)).first()
    return None if found is None else _words(connection, subject, found)


def states(connection: Connection, case_id: str) -> Iterator[tuple[Subject, Words]]:
    """Return all that the store holds of a case; of sheets also their earlier versions."""
    for kind, (table, names) in _QUERIES.items():
        query = _joined(table).where(_of_case(table, case_id))
        for row in connection.execute(query).all():
            subject = Subject(kind, tuple(str(getattr(row, name)) for name in names))
            words = _words(connection, subject, row)
            if words is None:
                continue
            if kind == "sheet":
                words["earlier"] = _earlier(connection, case_id, subject)
            yield subject, words


def content_digest(content: str) -> str:
    """Return the hash of a stored sheet's content."""
    return digest(json.loads(content))


_QUERIES: Mapping[Kind, tuple[Table, tuple[str, ...]]] = {
    "case": (cases, ("id",)),
    "body-rules": (body_rules, ("number",)),
    "person": (case_people, ("person",)),
    "document": (case_documents, ("sha256",)),
    "decision": (suggestion_decisions, ("indicator", "passage_id")),
    "note": (indicator_notes, ("indicator",)),
    "sheet": (sheets, ("person", "stage")),
    "part": (case_people, ("person",)),
    "party": (case_parties, ("party", "organisation")),
    "declaration": (declarations, ("person", "number")),
    "inspection": (inspections, ("person", "stage", "indicator")),
    "sample": (sample_draws, ("number",)),
    "step": (case_steps, ("stage", "number")),
    "hold": (legal_holds, ("number",)),
}
"""By kind: the table, and the columns that its key stands in."""
_JSON = ("ties", "earlier", "methods", "ids", "chosen", "readings", "facts")
"""The columns that hold JSON, of the kinds that are told column by column."""
_TEXTS = ("text",)
"""Those that hold whole files."""


def _joined(table: Table) -> Select[Any]:
    if table is case_documents:
        return select(case_documents.c.file, documents).join(
            documents, documents.c.sha256 == case_documents.c.sha256
        )
    return select(table)


def _of_case(table: Table, case_id: str) -> ColumnElement[bool]:
    column = table.c.id if table is cases else table.c.case_id
    return column == case_id


def _query(case_id: str, subject: Subject) -> Select[Any]:
    table, names = _QUERIES[subject.kind]
    same = (_is(table, name, value) for name, value in zip(names, subject.key, strict=True))
    return _joined(table).where(and_(_of_case(table, case_id), *same))


def _is(table: Table, name: str, value: str) -> ColumnElement[bool]:
    column = table.c[name]
    return column == (int(value) if isinstance(column.type, Integer) else value)


def _words(connection: Connection, subject: Subject, row: Row[Any]) -> Words | None:
    match subject.kind:
        case "case":
            # A case that names no edition is told as before there were editions to name.
            named = {"edition": row.edition} if row.edition else {}
            return {
                "name": row.name,
                "rule_set": row.rule_set,
                "level": row.level,
                "created": row.created,
                "stage": row.stage,
                "profile": brief(json.loads(row.profile)),
                "is_sample": bool(row.is_sample),
                **named,
            }
        case "person":
            return {"name": row.name, "joined": row.joined}
        case "part":
            return {"part": row.part} if row.part else None
        case "document":
            return {
                "file": row.file,
                "size": row.size,
                "status": row.status,
                "pages": row.pages,
                "passages": _passages_digest(connection, row.sha256),
            }
        case "sheet":
            return {
                "version": row.version,
                "content": content_digest(row.content),
                "said": json.loads(row.content),
                "saved": row.saved,
                "submitted": row.submitted,
                "withdrawn": row.withdrawn,
            }
        case _:
            return _columns(subject.kind, row)


def _columns(kind: Kind, row: Row[Any]) -> Words:
    """Return all that a row says besides its key; long JSON briefly, texts of files by their hash."""
    table, names = _QUERIES[kind]
    return {
        column.name: brief(json.loads(value))
        if column.name in _JSON
        else _text_hash(value)
        if column.name in _TEXTS
        else value
        for column in table.columns
        if column.name not in ("case_id", *names)
        for value in (getattr(row, column.name),)
    }


def _text_hash(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def _passages_digest(connection: Connection, sha256: str) -> str | None:
    """Return one hash of all that a document's passages say; None for no passages."""
    query = select(*(passages.c[name] for name in _PASSAGE)).where(passages.c.document == sha256)
    found = connection.execute(query.order_by(passages.c.number)).all()
    return digest([list(row) for row in found]) if found else None


def _earlier(connection: Connection, case_id: str, subject: Subject) -> list[list[Any]]:
    """Return version and hash of what a sheet said before, the oldest first."""
    person, stage = subject.key
    found = connection.execute(
        select(sheet_versions.c.version, sheet_versions.c.content)
        .where(
            sheet_versions.c.case_id == case_id,
            sheet_versions.c.person == person,
            sheet_versions.c.stage == stage,
        )
        .order_by(sheet_versions.c.version)
    )
    return [[row.version, content_digest(row.content)] for row in found]
