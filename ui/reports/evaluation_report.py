"""The evaluation report of a case as DOCX, by our template or the body's own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from ui.errors import ReportTemplateError
from ui.reports.case_result import CaseResult
from ui.reports.details import ReportDetails
from ui.reports.docx_pages import clean
from ui.reports.panel_record import SubmittedSheet
from ui.reports.report_fields import report_fields
from ui.reports.template import fill_template
from ui.reports.template_source import template_path
from ui.wording import t


def evaluation_report(
    result: CaseResult,
    details: ReportDetails,
    sheets: Sequence[SubmittedSheet],
    *,
    day: str,
    language: str,
    template: Path | None = None,
) -> bytes:
    """
    Return the report as the bytes of a DOCX file.

    Args:
        result: the case by one of its sheets; of a panel this is the consensus.
        details: what the body gave besides; what is absent is left to fill in by hand.
        sheets: what the members submitted.
        day: the day of the report where the details name none, ISO.
        language: "zh" or "en".
        template: the body's template; None for ours.

    Raises:
        ReportTemplateError: the template cannot be read or used.
    """
    path = template or template_path(language)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReportTemplateError(path.name, f"it cannot be read ({error.strerror}).") from error
    fields = report_fields(result, details, sheets, day, language)
    document = fill_template(data, path.name, fields)
    properties = document.core_properties
    properties.title = clean(f"{fields['title']} {fields['community']}")[:255]
    properties.author = t("title", language)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
