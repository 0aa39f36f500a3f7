"""Communities to compare, from sheet files and stored cases; the comparison as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

from corpus.cases.case import Stage
from corpus.cases.store import CaseStore
from corpus.errors import UnknownSheetError
from scoring import RuleSet, assess, parse_sheet
from scoring.cohort import Cohort, Member
from scoring.errors import CohortError
from scoring.number import decimal_string
from scoring.sheet_file import load_sheet
from ui.case_rules import effective_rules
from ui.case_sheet import sheet_words
from ui.wording import t

RULE_SET = "scs-c1"
PLACES = Decimal("1e-6")
SHOWN = Decimal("1e-4")


def members_of_files(paths: Sequence[Path]) -> list[Member]:
    """
    Return the communities of sheet files, named as the files without ending, in full where two
    would be named alike.

    Raises:
        SheetError: a sheet is invalid or cannot be read.
        CohortError: a sheet is not of Table C-1.
    """
    names = Counter(path.stem for path in paths)
    members = []
    for path in paths:
        rules, sheet = load_sheet(path)
        if rules.id != RULE_SET:
            raise CohortError([f"{path.name} is judged by {rules.id}, not {RULE_SET}"])
        name = path.stem if names[path.stem] == 1 else str(path)
        members.append(Member(name, assess(rules, sheet)))
    return members


def members_of_cases(
    store: CaseStore, case_ids: Sequence[str], stage: Stage | None
) -> list[Member]:
    """
    Return the communities of cases, by their own sheets; stage: None for the case's own stage.

    Raises:
        UnknownCaseError: a case is not stored.
        UnknownSheetError: a case has no sheet of the stage.
        SheetError: a sheet is invalid.
        CohortError: a case is not judged by Table C-1.
    """
    cases = [store.case(name) for name in case_ids]
    names = Counter(case.name for case in cases)
    members = []
    for case in cases:
        if case.rule_set != RULE_SET:
            raise CohortError(
                [f"{case.name} ({case.id}) is judged by {case.rule_set}, not {RULE_SET}"]
            )
        chosen = stage or case.stage
        saved = store.load_sheet(case.id, stage=chosen)
        if saved is None:
            raise UnknownSheetError(case.id, chosen)
        rules = effective_rules(store.rules(case.id))
        sheet = parse_sheet(sheet_words(case, chosen, saved.content, rules), rules)
        name = case.name if names[case.name] == 1 else f"{case.name} {case.id}"
        members.append(Member(name, assess(rules, sheet)))
    return members


def apart(files: Sequence[Member], cases: Sequence[Member]) -> list[Member]:
    """Return both together; a file that is named like a case says that it is a file."""
    taken = {member.name for member in cases}
    told = [replace(m, name=f"{m.name} (file)") if m.name in taken else m for m in files]
    return [*told, *cases]


def cohort_json(found: Cohort, rules: RuleSet) -> dict[str, Any]:
    """Return the public JSON object of a comparison (docs/cohorts.md); figures to six places."""
    return {
        "rule_set": rules.id,
        "edition": rules.edition,
        "scoring_hash": rules.scoring_hash,
        "relative_to": list(found.members),
        "note_zh": t("cohort_relative", "zh", number=len(found.members)),
        "note_en": t("cohort_relative", "en", number=len(found.members)),
        "method": {
            "weights": "CRITIC, min-max, sample standard deviation (n - 1), Pearson",
            "closeness": f"TOPSIS, {found.normalisation}",
            "criteria": "all benefits",
        },
        "constant": list(found.constant),
        "left_out": list(found.left_out),
        "weights": {
            name: {
                "weight": shown(one.weight, PLACES),
                "spread": shown(one.spread, PLACES),
                "conflict": shown(one.conflict, PLACES),
            }
            for name, one in found.weights.items()
        },
        "dimensions": {name: shown(one, PLACES) for name, one in found.dimensions.items()},
        "communities": [
            {
                "name": name,
                "rank": found.results[name].rank,
                "closeness": shown(found.results[name].closeness, PLACES),
                "to_best": shown(found.results[name].to_best, PLACES),
                "to_worst": shown(found.results[name].to_worst, PLACES),
                "indicators": {
                    key: decimal_string(value) for key, value in found.values[name].items()
                },
            }
            for name in found.order
        ],
        "ties": [list(names) for names in found.ties],
    }


def shown(value: Decimal, places: Decimal = SHOWN) -> str:
    """Return a figure rounded half to even, with all its places."""
    return str(value.quantize(places, rounding=ROUND_HALF_EVEN))
