"""Errors as `application/problem+json` (RFC 9457): one table of codes and statuses."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from assistant.errors import AssistantError
from corpus.errors import CorpusError
from scoring.errors import ProcedureError, ScoringError
from ui.api.errors import (
    ApiError,
    InternalError,
    InvalidRequestError,
    MediaError,
    MethodError,
    NothingHereError,
    StoppingError,
    TooLargeError,
)
from ui.errors import CaseRulesError, DeskError, JobsError, ReportError
from ui.fault_words import fault_words
from ui.operations.errors import TooOftenError
from ui.operations.rates import too_often_headers
from ui.operations.request_note import current_note, note_code

MEDIA = "application/problem+json"
TOO_LARGE = "anping.too_large"
"""Where it is noted in a request that more was sent than is taken."""
_OURS = (
    ApiError,
    AssistantError,
    CaseRulesError,
    CorpusError,
    DeskError,
    JobsError,
    ReportError,
    ScoringError,
    TooOftenError,
)
_log = logging.getLogger("anping.api")

STATUS: Mapping[str, int] = {
    **dict.fromkeys(("api-invalid", "api-cursor", "accounts-fields", "accounts-password"), 422),
    **dict.fromkeys(("accounts-key-reused", "scoring-sheet", "scoring-sheet-file"), 422),
    **dict.fromkeys(("scoring-body", "scoring-profile", "scoring-plan", "scoring-cohort"), 422),
    **dict.fromkeys(("scoring-sampling", "procedure-words", "report-details"), 422),
    **dict.fromkeys(("report-template", "corpus-record-words", "corpus-norm-number"), 422),
    **dict.fromkeys(("corpus-norm-file", "corpus-package", "corpus-page-image"), 422),
    **dict.fromkeys(("corpus-not-successive", "assistant-history", "assistant-dialogue"), 422),
    "assistant-practice-record": 422,
    **dict.fromkeys(("api-token", "accounts-sign-in"), 401),
    **dict.fromkeys(("api-origin", "api-not-local", "corpus-not-allowed"), 403),
    **dict.fromkeys(("corpus-sheet-covered", "accounts-admin-needed"), 403),
    "accounts-password-due": 403,
    **dict.fromkeys(("api-nothing-here", "corpus-unknown-standard", "corpus-unknown-clause"), 404),
    **dict.fromkeys(("corpus-unknown-norm", "corpus-unknown-case", "corpus-unknown-document"), 404),
    **dict.fromkeys(("corpus-unknown-sheet", "corpus-unknown-person", "corpus-unknown-hold"), 404),
    **dict.fromkeys(
        ("corpus-norm-not-imported", "accounts-unknown", "accounts-unknown-token"), 404
    ),
    **dict.fromkeys(("scoring-unknown-rule-set", "certificate", "certificate-unknown"), 404),
    "api-method": 405,
    **dict.fromkeys(("corpus-sheet-submitted", "corpus-step-taken", "corpus-case-changed"), 409),
    **dict.fromkeys(("corpus-stage-closed", "corpus-sample-drawn", "corpus-records-kept"), 409),
    **dict.fromkeys(("corpus-certificate-number", "corpus-norm-exists", "corpus-case-there"), 409),
    **dict.fromkeys(("accounts-login-taken", "accounts-first-admin", "accounts-last-admin"), 409),
    **dict.fromkeys(("accounts-key-under-way", "scoring-procedure", "procedure-none"), 409),
    "case-rules": 409,
    **dict.fromkeys(("corpus-sheet-changed", "api-changed"), 412),
    "api-too-large": 413,
    "api-media": 415,
    "api-precondition": 428,
    "api-stopping": 503,
    **dict.fromkeys(("accounts-locked", "api-too-often"), 429),
    **dict.fromkeys(("assistant-model", "assistant-model-unavailable"), 503),
    **dict.fromkeys(("assistant-model-slow", "assistant-model-too-long"), 503),
    **dict.fromkeys(("assistant-model-protocol", "assistant-model-cancelled"), 503),
    **dict.fromkeys(("assistant-model-settings", "corpus-encoder", "report-pdf"), 503),
    **dict.fromkeys(("corpus-vectors-down", "corpus-vectors-extra"), 503),
    **dict.fromkeys(("corpus-store-unreachable", "queue"), 503),
    "corpus-store-full": 507,
    **dict.fromkeys(("api-error", "api-internal", "corpus-error", "corpus-data"), 500),
    **dict.fromkeys(("corpus-norm-card", "corpus-store-too-new", "corpus-backup"), 500),
    **dict.fromkeys(("corpus-store-address", "corpus-kept-elsewhere"), 500),
    **dict.fromkeys(("corpus-file-gone", "corpus-file-altered"), 500),
    **dict.fromkeys(("scoring-error", "scoring-rule-data", "assistant-error"), 500),
    **dict.fromkeys(("assistant-expectations", "assistant-practice", "accounts-error"), 500),
    **dict.fromkeys(("report-error", "procedure-error", "procedure-history"), 500),
    **dict.fromkeys(("corpus-vectors", "corpus-vectors-url", "jobs", "queue-url"), 500),
}
"""The status of every code; docs/errors.md says what each means."""

_TITLES = {
    400: "The request cannot be read", 401: "Not signed in", 403: "Not allowed",
    404: "Not found", 405: "Method not allowed", 409: "In the way of what is there",
    412: "Changed meanwhile", 413: "Too large", 415: "Not taken in this form",
    422: "Not valid", 428: "Say of which version", 429: "Too often",
    500: "Our fault", 503: "Not available now", 507: "No room",
}  # fmt: skip


class Problem(BaseModel):
    """What went wrong. More fields may come."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="`urn:anping:error:` and the code.")
    title: str = Field(description="The status in words.")
    status: int = Field(description="The status of HTTP.")
    detail: str = Field(description="What is wrong, where, what is allowed and what to do.")
    code: str = Field(description="Stable; listed in docs/errors.md.")
    request_id: str = Field(default="", description="As in `X-Request-ID`; the log names it.")
    faults: list[dict[str, Any]] = Field(
        default=[], description="Everything that is wrong, where there is a list."
    )


def problem(fault: Exception, language: str = "en") -> JSONResponse:
    """Return the answer that tells of an error; nothing of what is inside for our own faults."""
    code = str(getattr(fault, "code", InternalError.code))
    status = STATUS.get(code, 500)
    note_code(code)
    if status >= 500 and not isinstance(fault, StoppingError):
        _log.error("a request failed", extra={"anping": {"code": code}}, exc_info=fault)
    told = _outside(status) if status >= 500 else fault_words(fault, language)
    words: dict[str, Any] = {
        "type": f"urn:anping:error:{code}",
        "title": _TITLES[status],
        "status": status,
        "detail": told,
        "code": code,
    }
    if faults := _faults(fault):
        words["faults"] = faults
    if (note := current_note()) is not None:
        words["request_id"] = note.id
    headers = {"cache-control": "no-store"}
    if status == 401:
        headers["www-authenticate"] = 'Bearer realm="anping"'
    if isinstance(fault, TooOftenError):
        headers.update(too_often_headers(fault))
    return JSONResponse(words, status, headers, media_type=MEDIA)


def answer_problems(app: FastAPI) -> None:
    """Have an application tell of all errors as problems."""
    for kind in _OURS:
        app.add_exception_handler(kind, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _unforeseen)


def language_of(request: Request) -> str:
    """Return the language in which a program is told of errors: Chinese where it asks for it."""
    return "zh" if request.headers.get("accept-language", "").lower().startswith("zh") else "en"


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how statuses are described in the schema."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": _TITLES[status], "content": {MEDIA: {"schema": schema}}}
        for status in statuses
    }


def _outside(status: int) -> str:
    if status == 507:
        return "There is no room for it; nothing was kept. Ask whoever keeps the server."
    if status == 503:
        return "What this needs is not available on the server now. Ask again later."
    return str(InternalError())


def _faults(fault: Exception) -> list[dict[str, Any]]:
    if isinstance(fault, ProcedureError):
        return [{"clause": c, "text_zh": zh, "text_en": en} for c, zh, en in fault.refusals]
    found = []
    for one in getattr(fault, "faults", ()):
        if isinstance(one, Mapping):
            found.append(dict(one))
        elif isinstance(one, str):
            found.append({"text_en": one})
        else:
            names = ("code", "where", "line", "text_zh", "text_en")
            found.append({name: getattr(one, name, None) for name in names})
    return found


def _ours(request: Request, fault: Exception) -> JSONResponse:
    return problem(fault, language_of(request))


def _invalid(request: Request, fault: Exception) -> JSONResponse:
    if too_large := request.scope.get(TOO_LARGE):
        return problem(TooLargeError(too_large))
    errors = fault.errors() if isinstance(fault, RequestValidationError) else []
    faults = [
        {"where": ".".join(map(str, one["loc"])), "code": one["type"], "text_en": one["msg"]}
        for one in errors
    ]
    return problem(InvalidRequestError(faults), language_of(request))


def _of_http(request: Request, fault: Exception) -> JSONResponse:
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    if too_large := request.scope.get(TOO_LARGE):
        return problem(TooLargeError(too_large))
    match status:
        case 404:
            return problem(NothingHereError())
        case 405:
            answer = problem(MethodError())
            answer.headers.update(getattr(fault, "headers", None) or {})
            return answer
        case 415:
            return problem(MediaError("application/json"))
        case 400 | 422:
            words = {"where": "body", "code": "unreadable", "text_en": "The body cannot be read."}
            return problem(InvalidRequestError([words]))
        case _:
            return problem(InternalError())


def _unforeseen(_request: Request, fault: Exception) -> JSONResponse:
    unforeseen = InternalError()
    unforeseen.__cause__ = fault
    return problem(unforeseen)
