"""Results made of words alone, and score tables reckoned anew by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from corpus import load_standard
from corpus.cases.case import Case
from scoring import assess, load_rule_set, parse_sheet
from scoring.body_rules import BodyRules
from scoring.overlay import with_body_rules
from scoring.plan import plan
from tests.scoring.sheets import all_met
from ui.reports.case_result import CaseResult, Whose

SOFFICE = shutil.which("soffice")
# Always reckon anew on loading, whatever values the file holds.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item></oor:items>"""


def result_of(
    rule_set: str, level: str | None, change: Mapping[str, Any] | None = None,
    *, name: str = "江畔小区", is_empty: bool = False, body: BodyRules | None = None, **words: Any,
) -> CaseResult:  # fmt: skip
    """Return a result of a sheet with everything met but `change`; None takes a row out."""
    edition = load_rule_set(rule_set)
    rules = with_body_rules(edition, body) if body else edition
    met = {} if is_empty else all_met(rules, level)
    given = {key: value for key, value in {**met, **(change or {})}.items() if value is not None}
    written = {"rule_set": rule_set, "stage": "formal", "judgements": given, **words}
    if level:
        written["target"] = level
    sheet = parse_sheet(written, rules)
    return CaseResult(
        case=Case("c-23456789ab", name, rule_set, level, "2026-10-01T08:00:00+00:00", "formal"),
        whose=Whose(0, "formal"), name="", rules=rules, standard=load_standard(rule_set),
        documents=(), saved=None, sheet=sheet, assessment=assess(rules, sheet),
        way=plan(rules, sheet) if level else None, found=(), notes={},
    )  # fmt: skip


def reckoned(files: Mapping[str, Path], folder: Path) -> dict[str, Any]:
    """Return workbooks with the values that LibreOffice reckons, by name."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    out = folder / "reckoned"
    assert SOFFICE
    subprocess.run(
        [SOFFICE, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *map(str, files.values())],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {name: load_workbook(out / path.name, data_only=True) for name, path in files.items()}
