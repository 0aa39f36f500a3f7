"""`/cases/{case}/reports`: files to take away from a case."""

from __future__ import annotations

from io import BytesIO
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from ui.api.caller import Caller, Calling
from ui.api.described import described_file
from ui.local_form import today
from ui.reports.case_result import CaseResult, Whose, case_result

router = APIRouter(tags=["reports"])
Kind = Literal["score-table", "oscal", "evaluation", "self-check", "gaps"]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FORMS: dict[Kind, tuple[str, str]] = {
    "score-table": (_XLSX, "xlsx"),
    "oscal": ("application/json", "json"),
    "evaluation": (_DOCX, "docx"),
    "self-check": (_DOCX, "docx"),
    "gaps": (_XLSX, "xlsx"),
}


@router.get(
    "/cases/{case}/reports/{kind}",
    response_class=Response,
    **described_file("The file", (_XLSX, _DOCX, "application/json"), 404, 409),
)
def write_report(
    case: str,
    kind: Kind,
    caller: Calling,
    stage: Annotated[
        Literal["pre", "formal"] | None, Query(description="Of which stage; the case's by default.")
    ] = None,
    language: Annotated[Literal["zh", "en"], Query()] = "zh",
) -> Response:
    """
    Write a file about the case's own sheet: `score-table` with formulas, `gaps` (XLSX),
    `evaluation` (9.5) and `self-check` (DOCX), `oscal` (JSON, for other programs).
    """
    whose = Whose(0, stage) if stage else None
    caller.cases.case(case)
    caller.services.look_nearer(case)
    found = caller.services.evidence.of(case)
    result = case_result(caller.cases, case, whose, caller.person, found)
    media, ending = _FORMS[kind]
    name = f'attachment; filename="{result.case.id}-{kind}.{ending}"'
    headers = {"content-disposition": name, "cache-control": "no-store"}
    return Response(_written(caller, result, kind, language), 200, headers, media)


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
