"""`/cases/{case}/documents`, `/passages` and `/jobs`: files that are read in the background."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from corpus.errors import UnknownDocumentError
from ui.api.caller import Caller, Calling, KeyedCalling
from ui.api.described import described
from ui.api.errors import NothingHereError, TooLargeError
from ui.api.once import once
from ui.api.paging import Page, Paging, page
from ui.api.room import LARGEST_FILE
from ui.case_told import document_json, passage_json, reason_json
from ui.jobs.reading import ReadingJob

router = APIRouter(prefix="/cases/{case}", tags=["documents"])


class DocumentOut(BaseModel):
    """A document of a case. More fields may come."""

    model_config = ConfigDict(extra="allow")

    file: str
    sha256: str
    status: Literal["reading", "read", "partly", "refused"]
    pages: int | None
    passages: int
    reason: str | None = Field(description="Why not all of it was read.")
    reason_zh: str | None
    reason_code: str | None
    notes: list[str]
    size: int = Field(description="In bytes.")
    added: str


class PassageOut(BaseModel):
    """A passage as it was read. More fields may come."""

    model_config = ConfigDict(extra="allow")

    file: str
    page: int | None
    locator: str
    text: str


class JobOut(BaseModel):
    """The reading of one file. More fields may come."""

    model_config = ConfigDict(extra="allow")

    id: str
    case: str
    file: str
    state: Literal["waiting", "reading", "read", "partly", "refused", "cancelled", "failed"]
    done: int = Field(description="Pages read.")
    pages: int | None
    seconds_left: float | None
    passages: int
    reason: str | None
    reason_zh: str | None
    reason_code: str | None
    notes: list[str]


_DOCUMENT = {
    "file": "设计说明.pdf", "sha256": "ab12…", "status": "read", "pages": 12, "passages": 85,
    "reason": None, "reason_zh": None, "reason_code": None, "notes": [], "size": 130211,
    "added": "2026-03-04T09:00:00+00:00",
}  # fmt: skip
_JOB = {
    "id": "5f0c1a2b3c4d5e6f", "case": "c-7f3k2q9mxw", "file": "设计说明.pdf", "state": "waiting",
    "done": 0, "pages": None, "seconds_left": None, "passages": 0, "reason": None,
    "reason_zh": None, "reason_code": None, "notes": [],
}  # fmt: skip
_PASSAGE = {"file": "设计说明.pdf", "page": 3, "locator": "第 3 页", "text": "…"}


@router.get(
    "/documents",
    response_model=Page[DocumentOut],
    **described("The documents of a case", {"items": [_DOCUMENT], "next": None}, 404),
)
def list_documents(case: str, caller: Calling, at: Paging) -> JSONResponse:
    """List the documents of a case with how far each was read."""
    return page(caller.cases.documents(case), at, document_json)


@router.post(
    "/documents",
    response_model=JobOut,
    **described("The job that reads the file", _JOB, 404, 409, 413, 415, 507, status=202),
)
def add_document(
    case: str,
    caller: KeyedCalling,
    file: Annotated[UploadFile, File(description="PDF, DOCX, XLSX, PPTX, DXF, image, text.")],
) -> Response:
    """
    Take a file of at most 100 MB into a case; it is read in the background, in a process with
    limits. Adding the same content again changes nothing.
    """
    caller.take("upload")
    caller.cases.require(case, "document.added")
    caller.cases.case(case)
    size, sha256 = _measured(file)
    if size > LARGEST_FILE:
        raise TooLargeError(LARGEST_FILE)
    name = file.filename or "file"

    def add() -> JSONResponse:
        with tempfile.TemporaryDirectory(prefix="anping-") as room:
            path = Path(room) / "upload"
            with path.open("wb") as copy:
                shutil.copyfileobj(file.file, copy)
            (job_id,) = caller.services.reading.add(caller.person, case, [path], {path: name})
        job = _job(caller, case, job_id)
        return JSONResponse(job, 202, {"location": f"/api/v1/cases/{case}/jobs/{job_id}"})

    return once(caller, [name, sha256], add)


@router.get(
    "/documents/{sha256}", response_model=DocumentOut, **described("The document", _DOCUMENT, 404)
)
def show_document(case: str, sha256: str, caller: Calling) -> JSONResponse:
    """Show a document of a case."""
    return JSONResponse(document_json(_document(caller, case, sha256)))


@router.delete("/documents/{sha256}", **described("Nothing", None, 404, 409, 507, status=204))
def remove_document(case: str, sha256: str, caller: Calling) -> Response:
    """Remove a document from a case: its passages, vectors and decisions, for good."""
    caller.cases.require(case, "document.removed")
    _document(caller, case, sha256)
    caller.services.remove_document(case, sha256, caller.person)
    return Response(status_code=204)


@router.get(
    "/passages",
    response_model=Page[PassageOut],
    **described("The passages of a case", {"items": [_PASSAGE], "next": None}, 404),
)
def list_passages(case: str, caller: Calling, at: Paging) -> JSONResponse:
    """List the passages that were read from a case's documents."""
    names = {one.sha256: one.file for one in caller.cases.documents(case)}
    found = [one for one in caller.cases.passages(case) if one.document in names]
    return page(found, at, lambda one: passage_json(names[one.document], one))


@router.get(
    "/jobs",
    response_model=Page[JobOut],
    tags=["jobs"],
    **described("One's own jobs", {"items": [_JOB], "next": None}, 404),
)
def list_jobs(case: str, caller: Calling, at: Paging) -> JSONResponse:
    """List the caller's own uploads to a case since the server was started."""
    caller.cases.case(case)
    return page(caller.services.reading.of(caller.person, case), at, job_json)


@router.get("/jobs/{job}", response_model=JobOut, tags=["jobs"], **described("The job", _JOB, 404))
def show_job(case: str, job: str, caller: Calling) -> JSONResponse:
    """Show how far a job is."""
    caller.cases.case(case)
    return JSONResponse(_job(caller, case, job))


@router.delete(
    "/jobs/{job}", tags=["jobs"], **described("Nothing", None, 404, 409, 507, status=204)
)
def cancel_job(case: str, job: str, caller: Calling) -> Response:
    """Cancel a job: the file leaves the case. One that ended stays as it is."""
    caller.cases.case(case)
    _job(caller, case, job)
    caller.services.reading.cancel(caller.person, job)
    return Response(status_code=204)


def job_json(job: ReadingJob) -> dict[str, Any]:
    """Return the JSON object of a job; of one that failed not what went on inside."""
    told = reason_json(job.reason)
    if job.state == "failed":
        told = {"reason": "The file could not be read; the server's log says why.",
                "reason_zh": "无法读取该文件，原因见服务器日志。", "reason_code": "failed"}  # fmt: skip
    return {
        "id": job.id,
        "case": job.case_id,
        "file": job.file,
        "state": job.state,
        "done": job.done,
        "pages": job.pages,
        "seconds_left": job.seconds_left,
        "passages": job.passages,
        **told,
        "notes": [note.text_en for note in job.notes],
    }


def _job(caller: Caller, case: str, job_id: str) -> dict[str, Any]:
    for job in caller.services.reading.of(caller.person, case):
        if job.id == job_id:
            return job_json(job)
    raise NothingHereError("job")


def _document(caller: Caller, case: str, sha256: str) -> Any:
    documents = caller.cases.documents(case)
    for one in documents:
        if one.sha256 == sha256:
            return one
    raise UnknownDocumentError(sha256, case, [one.file for one in documents])


def _measured(file: UploadFile) -> tuple[int, str]:
    """Return the size of an upload in bytes and its SHA-256; it can be read again."""
    counted, size = hashlib.sha256(), 0
    while block := file.file.read(1 << 20):
        counted.update(block)
        size += len(block)
    file.file.seek(0)
    return size, counted.hexdigest()
