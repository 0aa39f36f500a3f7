"""A sheet as a file to take along: a workbook to fill in, or its judgements as JSON or YAML."""

from __future__ import annotations

import json

from scoring.sheet_file import sheet_yaml
from scoring.sheet_workbook import write_workbook
from ui.cli.sheet import row_texts
from ui.views.score.sheet import OpenSheet


def sheet_file(sheet: OpenSheet, kind: str) -> tuple[str, bytes]:
    """Return the name and the bytes of a file; JSON for a kind that is not known."""
    name = f"anping-{sheet.rules.id}-{sheet.stage}"
    words = dict(sheet.words)
    if kind == "xlsx":
        data = write_workbook(
            sheet.rules, sheet.case.level, sheet.stage, row_texts(sheet.rules), words
        )
        return f"{name}.xlsx", data
    if kind == "yaml":
        return f"{name}.yaml", sheet_yaml(words).encode("utf-8")
    return f"{name}.json", json.dumps(words, ensure_ascii=False, indent=2).encode("utf-8")
