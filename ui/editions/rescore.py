"""Stored sheets scored under two editions; nothing that is stored is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from corpus.cases.case import Case, CaseRules, Stage
from corpus.cases.store import CaseStore
from scoring import RuleSet, SheetError
from scoring.body_file import read_body_rules
from scoring.errors import BodyRulesError
from scoring.overlay import with_body_rules
from scoring.rescore import Rescore, rescore
from scoring.sheet_file import read_sheet_words
from ui.case_sheet import sheet_words
from ui.editions.difference import Difference
from ui.wording import t

STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True, slots=True)
class Rescored:
    """
    One sheet: of a case's stage, or of a file.

    id: of the case; "" for a file. stage: None for a file. found: None where the sheet could not
    be scored again, then `why` says so.
    """

    name: str
    id: str
    stage: Stage | None
    found: Rescore | None
    why: str = ""


def rescore_cases(
    store: CaseStore, case_ids: tuple[str, ...], between: Difference, language: str
) -> Iterator[Rescored]:
    """
    Score the own sheets of cases under both editions; all cases of the standard for ().

    Raises:
        UnknownCaseError: a case that is named is not stored.
    """
    cases = [store.case(name) for name in case_ids] or store.cases()
    for case in cases:
        if case.rule_set == between.new.standard.id:
            yield from _of_case(store, case, between, language)
        elif case_ids:
            why = t("rescore_other_rules", language, rule_set=case.rule_set)
            yield Rescored(case.name, case.id, None, None, why)


def rescore_file(path: Path, between: Difference) -> Rescored:
    """Score a sheet file under both editions."""
    try:
        content = read_sheet_words(path)
        found = _scored(content.words, between)
    except SheetError as error:
        return Rescored(path.name, "", None, None, str(error))
    if content.faults:
        return Rescored(path.name, "", None, None, str(SheetError(content.faults)))
    return Rescored(path.name, "", None, found)


def blind_sheets(store: CaseStore, case_ids: tuple[str, ...], rule_set: str) -> int:
    """Return how many sheets of single experts the cases hold; they stay covered here."""
    cases = [store.case(name) for name in case_ids] or store.cases()
    sheets = [one for c in cases if c.rule_set == rule_set for one in store.sheets(c.id)]
    return sum(bool(state.person) for state in sheets)


def _of_case(
    store: CaseStore, case: Case, between: Difference, language: str
) -> Iterator[Rescored]:
    saved = {stage: store.load_sheet(case.id, stage=stage) for stage in STAGES}
    if not any(saved.values()):
        yield Rescored(case.name, case.id, None, None, t("rescore_no_sheet", language))
    kept = store.rules(case.id)
    if kept.edition is not None and kept.edition != between.old.rules.edition:
        why = t("rescore_other_edition", language, edition=kept.edition)
        yield Rescored(case.name, case.id, None, None, why)
        return
    for stage, sheet in saved.items():
        if sheet is None:
            continue
        try:
            before = _with_body(kept, between.old.rules)
            words = sheet_words(case, stage, sheet.content, before)
            yield Rescored(case.name, case.id, stage, _scored(words, between, before))
        except BodyRulesError as error:
            yield Rescored(case.name, case.id, stage, None, str(error))
        except SheetError as error:
            yield Rescored(case.name, case.id, stage, None, str(error))


def _with_body(kept: CaseRules, edition: RuleSet) -> RuleSet:
    """Return an edition with the body's own rules that the case keeps for it."""
    if kept.body is None or kept.body.text is None:
        return edition
    rules = read_body_rules(kept.body.text)
    return with_body_rules(edition, rules) if rules.edition == edition.edition else edition


def _scored(words: Any, between: Difference, before: RuleSet | None = None) -> Rescore:
    # The body's rules are for one edition: the later one counts without them.
    editions = (before or between.old.rules, between.new.rules)
    return rescore(words, editions, between.succession.sources, between.reworded)
