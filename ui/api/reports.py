"""`/cases/{case}/reports`: files to take away from a case."""

from __future__ import annotations

import shutil
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from ui.api.caller import Caller, Calling
from ui.api.described import described_file
from ui.api.errors import InvalidRequestError
from ui.local_form import today
from ui.reports.case_result import CaseResult, Whose, case_result

router = APIRouter(tags=["reports"])
Kind = Literal["score-table", "oscal", "evaluation", "self-check", "gaps"]
Language = Annotated[Literal["zh", "en"], Query()]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
_ZIP = "application/zip"
_FORMS: dict[Kind, tuple[str, str]] = {
    "score-table": (_XLSX, "xlsx"),
    "oscal": ("application/json", "json"),
    "evaluation": (DOCX, "docx"),
    "self-check": (DOCX, "docx"),
    "gaps": (_XLSX, "xlsx"),
}


@router.get(
    "/cases/{case}/reports/{kind}",
    response_class=Response,
    **described_file("The file", (_XLSX, DOCX, PDF, "application/json"), 404, 409),
)
def write_report(
    case: str,
    kind: Kind,
    caller: Calling,
    stage: Annotated[
        Literal["pre", "formal"] | None, Query(description="Of which stage; the case's by default.")
    ] = None,
    language: Language = "zh",
    form: Annotated[
        Literal["pdf"] | None,
        Query(alias="format", description="`evaluation` and `self-check` as PDF too."),
    ] = None,
) -> Response:
    """
    Write a file about the case's own sheet: `score-table` with formulas, `gaps` (XLSX),
    `evaluation` (9.5) and `self-check` (DOCX or PDF), `oscal` (JSON, for other programs).
    """
    media, ending = _FORMS[kind]
    if form == "pdf" and media != DOCX:
        fault = {"where": "query.format", "text_en": f"{kind} is written as {ending} alone."}
        raise InvalidRequestError([fault])
    whose = Whose(0, stage) if stage else None
    caller.cases.case(case)
    caller.services.look_nearer(case)
    found = caller.services.evidence.of(case)
    result = case_result(caller.cases, case, whose, caller.person, found)
    data = _written(caller, result, kind, language)
    if form == "pdf":
        from ui.reports.pdf import pdf_of  # noqa: PLC0415 - for PDF files only

        media, ending, data = PDF, "pdf", pdf_of(data)
    return Response(data, 200, file_headers(f"{case}-{kind}.{ending}"), media)


@router.get(
    "/cases/{case}/package",
    response_class=FileResponse,
    tags=["package"],
    **described_file("The package", (_ZIP,), 404, 409, 507),
)
def export_package(
    case: str,
    caller: Calling,
    files: Annotated[bool, Query(description="Whether the documents' bytes are in it.")] = True,
    language: Language = "zh",
) -> FileResponse:
    """
    Write everything of a case into one ZIP file, which `anping case verify` checks without any home
    (docs/formats.md). Whoever may not see every sheet is refused.
    """
    from ui.package.export import export_case  # noqa: PLC0415 - slow to import

    caller.cases.case(case)
    room = tempfile.mkdtemp(prefix="anping-")
    removed = BackgroundTask(shutil.rmtree, room, ignore_errors=True)
    try:
        path = Path(room) / "case.zip"
        export_case(caller.cases, case, path, with_files=files, language=language)
    except BaseException:
        shutil.rmtree(room, ignore_errors=True)
        raise
    headers = file_headers(f"{case}-package.zip")
    return FileResponse(path, headers=headers, media_type=_ZIP, background=removed)


def file_headers(name: str) -> dict[str, str]:
    """Return the headers of a file to take away."""
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}


def _written(caller: Caller, result: CaseResult, kind: Kind, language: str) -> bytes:
    match kind:
        case "score-table":
            from ui.reports.score_table import score_table  # noqa: PLC0415 - slow to import

            return score_table(result, today(), language)
        case "oscal":
            from ui.reports.oscal import oscal_json  # noqa: PLC0415

            return oscal_json(result, language).encode()
        case "evaluation":
            return _evaluation(caller, result, language)
        case "self-check":
            from ui.reports.self_check_report import self_check_report  # noqa: PLC0415

            return _saved(self_check_report(result, today(), language))
        case _:
            from ui.reports.gap_workbook import gap_workbook  # noqa: PLC0415

            return _saved(gap_workbook(result, language))


def _evaluation(caller: Caller, result: CaseResult, language: str) -> bytes:
    from ui.reports.details import ReportDetails  # noqa: PLC0415
    from ui.reports.evaluation_report import evaluation_report  # noqa: PLC0415
    from ui.reports.panel_record import submitted_sheets  # noqa: PLC0415

    sheets = submitted_sheets(caller.cases, result.case, result.whose.stage, result.rules)
    return evaluation_report(result, ReportDetails(), sheets, day=today(), language=language)


def _saved(made: object) -> bytes:
    room = BytesIO()
    made.save(room)  # type: ignore[attr-defined]
    return room.getvalue()
