"""
The known defects of an edition as comments to its issuer: clause, what is wrong, what to write
instead, why. All of it comes from the data; what was looked into and holds is no comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus import Defect, Standard
from scoring import Interpretation, RuleSet
from ui.editions.edition import Edition
from ui.wording import t

CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class Comment:
    """
    One row of a comment table.

    number: from 1 in the order of the clauses. id and kind: of the defect. clauses: where it
    stands, misnumbered rows with the number that the document prints. readings: the
    interpretations that bridge the defect until it is mended.
    """

    number: int
    id: str
    kind: str
    clauses: str
    problem: str
    proposal: str
    reason: str
    readings: tuple[str, ...]
    confidence: str


def comments(edition: Edition, language: str) -> tuple[Comment, ...]:
    """
    Return the comments on an edition, by the first clause that each is about.

    A reason says how the rules are read meanwhile, and whether it still has to be confirmed.
    """
    places = {clause.id: place for place, clause in enumerate(edition.standard)}
    faults = [defect for defect in edition.standard.defects if defect.kind != CHECKED]
    faults.sort(key=lambda defect: min(places[name] for name in defect.clauses))
    return tuple(
        _comment(number, defect, edition, language) for number, defect in enumerate(faults, 1)
    )


def left_out(standard: Standard) -> tuple[str, ...]:
    """Return the ids of what was looked into and holds."""
    return tuple(defect.id for defect in standard.defects if defect.kind == CHECKED)


def _comment(number: int, defect: Defect, edition: Edition, language: str) -> Comment:
    zh = language != "en"
    readings = _readings(edition.rules, defect.id)
    reason = [defect.reason_zh if zh else defect.reason_en]
    reason += (_meanwhile(entry, language) for entry in readings)
    if defect.confidence == "GK":
        reason.append(t("comment_unconfirmed", language))
    return Comment(
        number=number,
        id=defect.id,
        kind=defect.kind,
        clauses=", ".join(_clauses(defect, edition.standard, language)),
        problem=defect.text_zh if zh else defect.text_en,
        proposal=defect.advice_zh if zh else defect.advice_en,
        reason="\n".join(reason),
        readings=tuple(entry.id for entry in readings),
        confidence=defect.confidence,
    )


def _clauses(defect: Defect, standard: Standard, language: str) -> Iterator[str]:
    for clause in standard:
        if clause.id in defect.clauses and clause.is_misnumbered:
            yield t("comment_printed", language, id=clause.id, printed=clause.printed_id)
        elif clause.id in defect.clauses:
            yield clause.id


def _readings(rules: RuleSet, defect: str) -> list[Interpretation]:
    return [entry for entry in rules.interpretations if defect in entry.defects]


def _meanwhile(entry: Interpretation, language: str) -> str:
    reading = entry.reading(entry.default)
    is_english = language == "en"
    question = entry.question_en if is_english else entry.question_zh
    words = reading.text_en if is_english else reading.text_zh
    return t("comment_meanwhile", language, question=question, reading=words, id=entry.id)
