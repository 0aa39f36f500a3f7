"""The evaluation reports of a package: by the case's own sheets, as it stood at one moment."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from pathlib import Path

from corpus.cases.case import Stage
from corpus.cases.extract import CaseExtract
from corpus.cases.store import CaseStore
from corpus.sealed_zip import fixed_member
from scoring import SheetError
from ui.package.members import REPORTS
from ui.reports.case_result import Whose, case_result
from ui.reports.details import ReportDetails
from ui.reports.evaluation_report import evaluation_report
from ui.reports.panel_record import submitted_sheets
from ui.rule_stamp import rule_stamp

_STAGES: tuple[Stage, ...] = ("pre", "formal")


def packed_reports(extract: CaseExtract, home: Path, language: str) -> dict[str, bytes]:
    """
    Return the report of each stage of which the case has its own sheet; none for an invalid one.

    They are dated by the last event. home: where findings of the documents are kept that need not
    be looked for again.
    """
    stages = {row["stage"] for row in extract.tables["sheets"] if not row["person"]}
    if not stages:
        return {}
    day = str(extract.events[-1]["at"])[:10] if extract.events else "1970-01-01"
    made = {}
    with tempfile.TemporaryDirectory() as folder:
        _take_findings(extract, home, Path(folder))
        store = CaseStore(Path(folder), rules=rule_stamp)
        store.put_extract(extract)
        for stage in (one for one in _STAGES if one in stages):
            try:
                result = case_result(store, extract.case_id, Whose(0, stage))
            except SheetError:
                continue
            sheets = submitted_sheets(store, result.case, stage, result.rules)
            document = evaluation_report(
                result, ReportDetails(), sheets, day=day, language=language
            )
            made[f"{REPORTS}{stage}-{language}.docx"] = _without_times(document)
        del store
    return made


def _take_findings(extract: CaseExtract, home: Path, folder: Path) -> None:
    owners = (extract.case_id, *(row["sha256"] for row in extract.tables["documents"]))
    for owner in owners:
        kept = home / "derived" / owner
        if kept.is_dir():
            shutil.copytree(kept, folder / "derived" / owner, dirs_exist_ok=True)


def _without_times(document: bytes) -> bytes:
    """Return a DOCX whose members do not say when they were written."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as source,
        zipfile.ZipFile(stream, "w") as target,
    ):
        for name in source.namelist():
            target.writestr(fixed_member(name, is_packed=True), source.read(name), compresslevel=6)
    return stream.getvalue()
