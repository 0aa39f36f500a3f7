"""Every visible string of the workbench, Chinese and English: one catalogue from `ui.words`."""

from __future__ import annotations

from ui.words import (
    accounts,
    applies,
    ask,
    body,
    certificate,
    clause,
    cohort,
    comments,
    editions,
    evaluation,
    evidence,
    files,
    first_run,
    home,
    mcp,
    oscal,
    package,
    practice,
    procedure,
    procedure_page,
    record,
    reports,
    results,
    rights,
    score,
    score_table,
    shell,
    suspects,
)
from ui.words.catalogue import Catalogue

_PARTS = (
    shell, accounts, home, first_run, clause, ask, applies, files, evidence, score, practice, results,
    reports, editions, comments, body, cohort, score_table, oscal, package, suspects,
    evaluation, record, rights, certificate, procedure, procedure_page, mcp,
)  # fmt: skip


def _joined() -> Catalogue:
    text = {key: words for part in _PARTS for key, words in part.TEXT.items()}
    if len(text) != sum(len(part.TEXT) for part in _PARTS):
        message = "a key stands in two parts of the catalogue"
        raise ValueError(message)
    return text


TEXT = _joined()


def t(key: str, language: str, **values: object) -> str:
    """Return a string of the catalogue with its values filled in."""
    return TEXT[key]["en" if language == "en" else "zh"].format(**values)
