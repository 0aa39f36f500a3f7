"""From records to figures: means with intervals by suite, split, group and system. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.interval import Estimate, mean_of, ratio_of
from evals.metrics import ndcg, recall_at_ten, reciprocal_rank, success_at
from evals.record import Record

# Of one record: a value in [0, 1], or None where the measure is not defined for it.
Measure = Callable[[Record], float | None]
RANKING: Mapping[str, Measure] = {
    "R@1": lambda record: success_at(record.gains, record.ideal, 1),
    "R@5": lambda record: success_at(record.gains, record.ideal, 5),
    "R@10": lambda record: success_at(record.gains, record.ideal, 10),
    "recall@10": lambda record: recall_at_ten(record.found, record.ideal),
    "MRR@10": lambda record: reciprocal_rank(record.gains, record.ideal),
    "nDCG@10": lambda record: ndcg(record.gains, record.ideal),
}
ANSWERING: Mapping[str, Measure] = {
    "facts": lambda record: _share(record.facts),
    "citations": lambda record: _share(record.citations),
}
PRECISION, RECALL = "abstention precision", "abstention recall"
FIGURES = (*RANKING, *ANSWERING, PRECISION, RECALL)
ALL = "all"
CROSS = "cross"


def _share(held: Sequence[bool]) -> float | None:
    return sum(held) / len(held) if held else None


@dataclass(frozen=True, slots=True)
class Row:
    """
    The figures of one system on one group of questions.

    group: `all`, a language, `cross` (gold in the document of the other language), or
    `kind:NAME`. n: questions asked; failed: of those, the ones that ended in an error and count
    nowhere. figures: by name, None where no question defines it.
    """

    suite: str
    split: str
    group: str
    system: str
    n: int
    failed: int
    figures: Mapping[str, Estimate | None]

    @property
    def ranked(self) -> int:
        """How many questions have a gold and did not fail: the n of the ranking figures."""
        found = self.figures["R@1"]
        return 0 if found is None else found.n


def summarise(records: Sequence[Record]) -> tuple[Row, ...]:
    """Return a row for every suite, split, group and system that has questions, in their order."""
    grouped: dict[tuple[str, str, str, str], list[Record]] = {}
    for record in records:
        for group in groups_of(record):
            key = (record.suite, record.split, group, record.system)
            grouped.setdefault(key, []).append(record)
    rows = [_row(*key, entries) for key, entries in grouped.items()]
    suites = list(dict.fromkeys(record.suite for record in records))
    systems = list(dict.fromkeys(record.system for record in records))
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                suites.index(row.suite),
                row.split,
                _group_order(row.group),
                systems.index(row.system),
            ),
        )
    )


def groups_of(record: Record) -> Iterator[str]:
    """Yield the groups that a question counts in."""
    yield ALL
    yield record.language
    if record.cross_language:
        yield CROSS
    yield f"kind:{record.kind}"


def _group_order(group: str) -> tuple[int, str]:
    fixed = (ALL, "zh", "en", CROSS)
    return (fixed.index(group), "") if group in fixed else (len(fixed), group)


def _row(suite: str, split: str, group: str, system: str, records: Sequence[Record]) -> Row:
    measured = [record for record in records if record.error is None]
    figures = {
        name: mean_of([measure(record) for record in measured])
        for name, measure in {**RANKING, **ANSWERING}.items()
    }
    answers = [record for record in measured if record.abstained is not None]
    abstained = [bool(record.abstained) for record in answers]
    unanswerable = [not record.ideal for record in answers]
    figures[PRECISION] = ratio_of(unanswerable, abstained)
    figures[RECALL] = ratio_of(abstained, unanswerable)
    failed = len(records) - len(measured)
    return Row(suite, split, group, system, len(records), failed, figures)


def row_json(row: Row) -> dict[str, Any]:
    """Return the JSON object of a row; figures to four places."""
    return {
        **asdict(row),
        "figures": {
            name: None if estimate is None else _rounded(estimate)
            for name, estimate in row.figures.items()
        },
    }


def _rounded(estimate: Estimate) -> dict[str, float]:
    return {key: round(value, 4) for key, value in asdict(estimate).items()}


def is_miss(record: Record) -> bool:
    """Whether a record is worth a look: an error, nothing right at rank 1, a wrong abstention, a
    missing fact or a citation that does not hold.
    """
    return (
        record.error is not None
        or RANKING["R@1"](record) == 0.0
        or (record.abstained is not None and record.abstained != (not record.ideal))
        or not all(record.facts)
        or not all(record.citations)
    )
