"""
How long a list of many cases and the opening of one take: `python -m evals.bench_cases`.

200 cases with five sheets each (the case's own of both stages and three members'), every row
judged, all applied for; as the store answers, and as the handlers of the page do.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from corpus.cases.case import Stage
from corpus.cases.procedure import StepTaken
from scoring import RuleSet, load_rule_set
from ui.services import Services
from ui.settings import load_settings
from ui.views.home.view import HomeHandlers
from ui.views.page.place import Place
from ui.views.procedure.view import ProcedureHandlers
from ui.views.results.view import ResultsHandlers

_TIMES = 20
_MEMBERS = ("王敏", "李强", "周平")
_ME = "bench-person"
_APPLIED = StepTaken(
    stage="formal", number=1, step="apply", day="2026-03-02", before="prepared", after="applied",
    facts={
        "self_check": True, "written_application": "W-1", "meets_gbt_21741": "x",
        "documents": ["4.5.1", "4.5.2", "4.5.3"],
    },
    keep_until="2032-03-02",
)  # fmt: skip


def filled(home: Path, number: int) -> Services:
    """Return services over a home of so many cases with five full sheets each."""
    services = Services(load_settings({"ANPING_HOME": str(home)}))
    store = services.cases
    words = {"judgements": met(load_rule_set("tcrea-2023"))}
    for at in range(number):
        case_id = store.create_case(f"小区 {at}", "tcrea-2023", "B", stage="formal")
        store.join_case(case_id, _ME, "本人")
        stages: tuple[Stage, ...] = ("pre", "formal")
        for stage in stages:
            store.save_sheet(case_id, words, stage=stage)
        for name in _MEMBERS:
            person = f"{name}-{at}"
            store.join_case(case_id, person, name)
            store.save_sheet(case_id, words, person=person, stage="formal")
        store.add_step(case_id, _APPLIED)
    return services


def met(rules: RuleSet) -> Mapping[str, Any]:
    """Return every row of levels B and C as met."""
    return {str(row.id): {"met": True} for row in rules.rows if str(row.id)[0] in "BC"}


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Return the median and the slowest of several runs, in milliseconds, the first left out."""
    taken = []
    for _ in range(_TIMES + 1):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken[1:]), max(taken[1:])


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        services = filled(Path(folder), number)
        store = services.cases_for(_ME)
        case_id = store.cases_of(_ME)[number // 2].id
        home, procedure, results = (
            HomeHandlers(services),
            ProcedureHandlers(services),
            ResultsHandlers(services),
        )
        measured: tuple[tuple[str, Callable[[], object], int], ...] = (
            ("list, store", lambda: store.cases_of(_ME), 200),
            ("list, home of the page", lambda: home.arrived(Place(), _ME, "zh"), 200),
            ("open, store: case and its sheets", lambda: [
                store.case(case_id), store.case_people(case_id), store.sheets_for(case_id, _ME),
                store.load_sheet(case_id, stage="formal"), store.steps(case_id)], 300),
            ("open, page of the procedure",
             lambda: procedure.arrived(Place("procedure", case_id), _ME, "zh"), 300),
            ("open, page of results",
             lambda: results.arrived(Place("results", case_id), _ME, "zh"), 300),
        )  # fmt: skip
        print(f"{number} cases with 5 sheets each; milliseconds")  # noqa: T201
        for name, act, limit in measured:
            middle, slowest = timed(act)
            print(f"{name}: median {middle:.1f}, slowest of {_TIMES} {slowest:.1f}, target {limit}")  # noqa: T201


if __name__ == "__main__":
    main()
