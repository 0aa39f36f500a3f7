"""The sheets of a case as files, and what the rules make of them: the bytes of `anping score`."""

from __future__ import annotations

from typing import Any

from corpus.cases.extract import KeptInExtract
from scoring import RuleSet, SheetError, assess, assessment_json, invalid_json, parse_sheet
from ui.case_sheet import sheet_words
from ui.cli.output import json_text
from ui.package.members import SCORES, SHEETS, sheet_name


def scored_sheets(kept: KeptInExtract, rules: RuleSet) -> dict[str, bytes]:
    """
    Return every sheet of a case as a file and what it comes to by the rules.

    A sheet is a file that `anping score FILE --json` takes (with `--body` where a body's rules
    count); the score is what that prints, byte by byte.
    """
    files = dict[str, bytes]()
    for sheet in kept.sheets:
        name = sheet_name(sheet.mark, sheet.stage)
        words = {
            **sheet_words(kept.case, sheet.stage, sheet.content, rules),
            "edition": rules.edition,
        }
        files[SHEETS + name] = json_text(words).encode()
        files[SCORES + name] = json_text(_scored(words, rules)).encode()
    return files


def _scored(words: dict[str, Any], rules: RuleSet) -> dict[str, Any]:
    try:
        return assessment_json(assess(rules, parse_sheet(words, rules)))
    except SheetError as error:
        return invalid_json(None, error)
