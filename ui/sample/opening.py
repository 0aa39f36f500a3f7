"""Opening the sample: a case like any other, whose documents are read in the background."""

from __future__ import annotations

from corpus.cases.store import CaseStore
from ui.jobs.reading import ReadingJobs
from ui.sample.load import load_sample


def open_sample(cases: CaseStore, reading: ReadingJobs, person: str, language: str) -> str:
    """
    Return the id of a person's sample case; it is made when there is none.

    Its documents are read as the person's uploads; their decisions follow by `decide`.
    """
    kept = next((case.id for case in cases.cases_of(person) if case.is_sample), None)
    if kept is not None:
        return kept
    sample = load_sample()
    cases = cases.acting(person)
    case_id = cases.create_case(
        sample.name(language),
        sample.rule_set,
        sample.level,
        stage=sample.stage,
        profile=sample.profile,
        is_sample=True,
    )
    cases.save_sheet(case_id, sample.sheet, stage=sample.stage)
    names = {document.path: document.name for document in sample.documents}
    reading.add(person, case_id, list(names), names)
    # Documents that another sample of this home holds are read already.
    decide(cases, case_id)
    return case_id


def decide(cases: CaseStore, case_id: str) -> None:
    """
    Decide in a sample case on the passages that its documents hold by now.

    Nothing happens to other cases, and to decisions that are made already.

    Raises:
        UnknownCaseError: there is no such case.
    """
    if not cases.case(case_id).is_sample:
        return
    decided = {(one.indicator, one.passage_id) for one in cases.suggestion_decisions(case_id)}
    passages = cases.passages(case_id)
    for one in load_sample().decisions:
        passage = next((kept.id for kept in passages if one.quote in kept.text), None)
        if passage is not None and (one.indicator, passage) not in decided:
            cases.set_suggestion_decision(case_id, one.indicator, passage, one.decision)
