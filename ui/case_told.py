"""Cases, their documents and passages as JSON objects, for commands and other programs."""

from __future__ import annotations

from typing import Any

from corpus.cases.case import Case, CaseDocument
from corpus.document import Passage, ReadResult, Reason

Words = dict[str, Any]


def case_json(case: Case, documents: int) -> Words:
    """Return the JSON object of a case. documents: how many it has."""
    return {
        "id": case.id,
        "name": case.name,
        "rule_set": case.rule_set,
        "level": case.level,
        "documents": documents,
        "stage": case.stage,
        "edition": case.edition,
        "created": case.created,
        "is_sample": case.is_sample,
    }


def read_json(result: ReadResult) -> Words:
    """Return the JSON object of what became of one file."""
    return {
        "file": result.file,
        "sha256": result.sha256,
        "status": result.status,
        "pages": result.pages,
        "passages": len(result.passages),
        **reason_json(result.reason),
        "notes": [note.text_en for note in result.notes],
    }


def document_json(document: CaseDocument) -> Words:
    """Return the JSON object of a document of a case: as `read_json`, with size and time."""
    return {
        "file": document.file,
        "sha256": document.sha256,
        "status": document.status,
        "pages": document.pages,
        "passages": document.passages,
        **reason_json(document.reason),
        "notes": [note.text_en for note in document.notes],
        "size": document.size,
        "added": document.added,
    }


def passage_json(file: str, passage: Passage) -> Words:
    """Return the JSON object of a passage. file: the name of its document."""
    return {
        "file": file,
        "page": passage.page,
        "locator": passage.locator,
        "text": passage.text,
    }


def reason_json(reason: Reason | None) -> Words:
    """Return why not all of a file was read, in both languages; nulls where all was."""
    return {
        "reason": reason.text_en if reason else None,
        "reason_zh": reason.text_zh if reason else None,
        "reason_code": reason.code if reason else None,
    }
