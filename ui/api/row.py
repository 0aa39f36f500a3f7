"""A row of a case's document, as an address names it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from corpus.cases.case import Case
from scoring import load_rule_set
from ui.api.errors import NothingHereError

Indicator = Annotated[str, Path(max_length=40)]


def require_row(case: Case, indicator: str) -> None:
    """
    Do nothing where the case's document has such a row.

    Raises:
        NothingHereError: it has none.
    """
    if indicator not in {str(row.id) for row in load_rule_set(case.rule_set).rows}:
        raise NothingHereError("indicator")
