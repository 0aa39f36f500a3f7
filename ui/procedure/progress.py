"""How far the members of a panel are, without what they judged."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.cases.case import Stage
from corpus.cases.store import CaseStore
from corpus.record.event import person_mark


@dataclass(frozen=True, slots=True)
class Progress:
    """
    How far people are in a stage.

    joined: ids of those who work on the case. submitted: marks of those whose sheet is handed in.
    inspected: how many findings are recorded by all together.
    """

    joined: frozenset[str]
    submitted: frozenset[str]
    inspected: int


def progress_of(cases: CaseStore, case_id: str, stage: Stage) -> Progress:
    """
    Return how far people are in a stage of a case, by the machine's own store.

    Raises:
        UnknownCaseError: there is no such case.
    """
    submitted = frozenset(
        person_mark(one.person)
        for one in cases.sheets(case_id)
        if one.person and one.stage == stage and one.submitted
    )
    joined = frozenset(one.person for one in cases.case_people(case_id))
    return Progress(joined, submitted, len(cases.inspections(case_id, stage)))
