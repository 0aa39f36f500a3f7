"""Rows of the case store to values, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, Select, and_, func, select

from corpus.cases.case import Case, CaseDocument, SavedSheet, SheetState
from corpus.document import Box, Cell, PageFault, Passage, ReadResult, Reason
from corpus.reading.read import as_lines
from corpus.record.tables import case_people, json_text, sheets


def document_row(result: ReadResult, reader: int) -> dict[str, Any]:
    """Return what the row of a document says of the result of reading it."""
    return {
        "status": result.status,
        "pages": result.pages,
        "reason": json_text(asdict(result.reason)) if result.reason else None,
        "page_faults": json_text([asdict(fault) for fault in result.page_faults]),
        "notes": json_text([asdict(note) for note in result.notes]),
        "reader": reader,
    }


def passage_rows(result: ReadResult) -> list[dict[str, Any]]:
    """Return the rows of a document's passages."""
    return [
        {
            "document": passage.document,
            "number": number,
            "id": passage.id,
            "page": passage.page,
            "heading_path": json_text(passage.heading_path),
            "locator": passage.locator,
            "text": passage.text,
            "box": json_text(passage.box) if passage.box else None,
            "cells": json_text([(cell.header, cell.text) for cell in passage.cells]),
            "is_ocr": int(passage.is_ocr),
            "lines": json_text(passage.lines),
        }
        for number, passage in enumerate(result.passages, start=1)
    ]


def passage_of(row: Row[Any]) -> Passage:
    """Return the passage of a row of `passages`."""
    return Passage(
        id=row.id,
        document=row.document,
        page=row.page,
        heading_path=tuple(json.loads(row.heading_path)),
        locator=row.locator,
        text=row.text,
        box=_box(row.box),
        cells=tuple(Cell(header, text) for header, text in json.loads(row.cells)),
        is_ocr=bool(row.is_ocr),
        lines=as_lines(json.loads(row.lines)),
    )


def case_of(row: Row[Any]) -> Case:
    """Return the case of a row of `cases`."""
    return Case(
        row.id,
        row.name,
        row.rule_set,
        row.level,
        row.created,
        row.stage,
        json.loads(row.profile),
        bool(row.is_sample),
        row.edition,
    )


def sheet_of(row: Row[Any]) -> SavedSheet:
    """Return the sheet of a row of `sheets` joined with the number of earlier versions kept."""
    return SavedSheet(json.loads(row.content), row.version, row.submitted, row.earlier)


def sheets_with_owners(case_id: str) -> Select[Any]:
    """Select every sheet of a case with the name of whose it is: the case's own, then as joined."""
    of_owner = and_(
        case_people.c.case_id == sheets.c.case_id, case_people.c.person == sheets.c.person
    )
    return (
        select(sheets, case_people.c.name)
        .select_from(sheets.outerjoin(case_people, of_owner))
        .where(sheets.c.case_id == case_id)
        .order_by(
            sheets.c.person != "",
            func.coalesce(case_people.c.joined, ""),
            func.coalesce(case_people.c.position, 0),
            sheets.c.person,
            sheets.c.stage.desc(),
        )
    )


def sheet_state_of(row: Row[Any]) -> SheetState:
    """Return the state of a row of `sheets` joined with the person's name."""
    return SheetState(
        row.person,
        row.name or "",
        row.stage,
        row.version,
        row.saved,
        row.submitted,
        row.withdrawn,
    )


def document_of(row: Row[Any]) -> CaseDocument:
    """Return the document of a row of `documents` joined with `case_documents`."""
    return CaseDocument(
        sha256=row.sha256,
        file=row.file,
        status=row.status,
        pages=row.pages,
        passages=row.passages,
        reason=Reason(**json.loads(row.reason)) if row.reason else None,
        page_faults=tuple(
            PageFault(fault["page"], Reason(**fault["reason"]))
            for fault in json.loads(row.page_faults)
        ),
        notes=tuple(Reason(**note) for note in json.loads(row.notes)),
        size=row.size,
        added=row.added,
        reader=row.reader,
    )


def result_of(document: CaseDocument, passages: Iterable[Passage], note: Reason) -> ReadResult:
    """Return a stored document as the result of reading it, with one more note."""
    status = "refused" if document.status == "reading" else document.status
    return ReadResult(
        document.file,
        document.sha256,
        status,
        document.pages,
        tuple(passages),
        document.reason,
        document.page_faults,
        (*document.notes, note),
    )


def _box(text: str | None) -> Box | None:
    if text is None:
        return None
    x0, y0, x1, y1 = json.loads(text)
    return (x0, y0, x1, y1)
