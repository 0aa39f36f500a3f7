"""A score sheet that somebody works on: checked, assessed, with what it is about. No HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from corpus import Standard, load_standard
from corpus.cases.case import Case, SavedSheet, Stage
from scoring import Assessment, Row, RuleSet, Sheet, assess, parse_sheet
from scoring.award import lost_reading
from ui.case_sheet import sheet_words
from ui.row_words import row_title

Whose = Literal["case", "own"]
WHOSE: tuple[Whose, ...] = get_args(Whose)


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """
    A sheet of a case as it was last seen, checked and assessed.

    viewer: who works on it. owner: "" for the case's own sheet, else the viewer. words: what a
    file of it would hold. version: 0 when nothing was saved yet. submitted: when, or None.
    earlier: how many changes can be undone. may_write: whether it is the viewer's to change.
    offered: which sheets the viewer may turn to. is_panel: whether the case has a panel, whose
    agreed sheet the case's own then is.
    """

    case: Case
    viewer: str
    owner: str
    stage: Stage
    words: Mapping[str, Any]
    version: int
    submitted: str | None
    earlier: int
    sheet: Sheet
    assessment: Assessment
    rules: RuleSet
    may_write: bool = True
    offered: tuple[Whose, ...] = WHOSE
    is_panel: bool = False

    @property
    def is_locked(self) -> bool:
        """Whether it cannot be changed: it is submitted, or not the viewer's to change."""
        return self.submitted is not None or not self.may_write

    @property
    def standard(self) -> Standard:
        """The text of the edition that the case is judged by."""
        return load_standard(self.rules.id, self.rules.edition)

    def title(self, clause: str, language: str) -> str:
        """Return the title of a row or group; "" for an id that is neither."""
        return row_title(self.rules, self.standard, clause, language)

    @property
    def judgements(self) -> Mapping[str, Any]:
        """The words of the judgements by row."""
        judgements: Mapping[str, Any] = self.words["judgements"]
        return judgements

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows to judge: the level applied for first; lost rows only where they are judged."""
        rules = self.rules
        rows = (
            rules.rows
            if self.case.level is None
            else [
                r
                for level in rules.required_levels(self.case.level)
                for r in rules.rows_of(level.id)
            ]
        )
        readings = self.sheet.readings
        supplied = rules.body.supplied if rules.body else {}
        return tuple(
            r
            for r in rows
            if not r.lost or r.id in supplied or lost_reading(r, readings) == "judged"
        )

    @property
    def open_rows(self) -> tuple[str, ...]:
        """The rows that nobody has judged."""
        awards = self.assessment.awards
        return tuple(str(row.id) for row in self.rows if awards[row.id].is_open)


def open_sheet(
    case: Case, rules: RuleSet, whose: tuple[str, str, Stage], found: SavedSheet | None
) -> OpenSheet:
    """
    Check and assess what was saved; an empty sheet for None.

    rules: what the case is judged by. whose: viewer, owner and stage.

    Raises:
        SheetError: what was saved is not valid by the rules of the case.
    """
    viewer, owner, stage = whose
    saved = found or SavedSheet({}, 0)
    words = sheet_words(case, stage, saved.content, rules)
    sheet = parse_sheet(words, rules)
    return OpenSheet(
        case=case,
        viewer=viewer,
        owner=owner,
        stage=stage,
        words=words,
        version=saved.version,
        submitted=saved.submitted,
        earlier=saved.earlier,
        sheet=sheet,
        assessment=assess(rules, sheet),
        rules=rules,
    )
