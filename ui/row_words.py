"""
The words of a row under a rule set: the document's, or those of a body's own rules where it
supplies or adds the row. Pure.
"""

from __future__ import annotations

from corpus import Standard
from scoring import RuleSet


def row_title(rules: RuleSet, standard: Standard, row_id: str, language: str) -> str:
    """Return the title of a row or group; "" for an id that is neither."""
    own = rules.body.text_of(row_id) if rules.body else None
    if own is not None:
        return own.told(language)
    if row_id not in standard:
        return ""
    clause = standard.clause(row_id)
    return clause.title_zh if language == "zh" else clause.title_en


def row_text(rules: RuleSet, standard: Standard, row_id: str) -> str:
    """Return the clause verbatim with its note, or the body's Chinese text; "" for neither."""
    own = rules.body.text_of(row_id) if rules.body else None
    if own is not None:
        return own.zh
    if row_id not in standard:
        return ""
    clause = standard.clause(row_id)
    return " ".join(part for part in (clause.text, clause.note) if part)
