"""Two runs side by side: questions won and lost, and whether the difference can be trusted. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.interval import Estimate, mean_of
from evals.record import Record
from evals.report import GROUPS, KIND, table
from evals.summary import ANSWERING, RANKING, Measure, groups_of

MEASURES: Mapping[str, Measure] = {
    **RANKING,
    **ANSWERING,
    "abstention": lambda record: (
        None if record.abstained is None else float(record.abstained == (not record.ideal))
    ),
}
# By this one the questions that changed are listed.
TELLING = "nDCG@10"


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One measure on one group, second run minus first, over the questions of both.

    wins, losses: questions on which the second is better, worse. change: the mean difference with
    its interval from paired draws; one that holds 0 shows no difference.
    """

    suite: str
    split: str
    group: str
    measure: str
    wins: int
    losses: int
    change: Estimate


@dataclass(frozen=True, slots=True)
class Change:
    """A question of the dev half that one run answers better by nDCG@10."""

    suite: str
    id: str
    before: float
    after: float
    question: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    differences: by suite, split, group and measure. changes: of the dev half. unpaired: questions
    that only one run asked, that failed in one, or whose gold changed; they count nowhere.
    """

    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    unpaired: int


def compare(first: Sequence[Record], second: Sequence[Record]) -> Comparison:
    """Compare the records of one system of two runs, or of two systems."""
    before = {record.key: record for record in first}
    after = {record.key: record for record in second}
    pairs = [
        (before[key], after[key])
        for key in before
        if key in after and _comparable(before[key], after[key])
    ]
    grouped: dict[tuple[str, str, str], list[tuple[Record, Record]]] = {}
    for pair in pairs:
        for group in groups_of(pair[0]):
            grouped.setdefault((pair[0].suite, pair[0].split, group), []).append(pair)
    differences = [
        found
        for key, members in sorted(grouped.items())
        for name, measure in MEASURES.items()
        if (found := _difference(key, name, measure, members)) is not None
    ]
    changes = [change for pair in pairs if (change := _change(*pair)) is not None]
    return Comparison(
        tuple(differences), tuple(changes), len(before.keys() | after.keys()) - len(pairs)
    )


def _comparable(one: Record, other: Record) -> bool:
    return one.error is None and other.error is None and one.ideal == other.ideal


def _difference(
    key: tuple[str, str, str],
    name: str,
    measure: Measure,
    pairs: Sequence[tuple[Record, Record]],
) -> Difference | None:
    values = [(measure(one), measure(other)) for one, other in pairs]
    changes = [after - before for before, after in values if None not in (before, after)]  # type: ignore[operator]
    change = mean_of(changes)
    if change is None:
        return None
    wins, losses = sum(entry > 0 for entry in changes), sum(entry < 0 for entry in changes)
    return Difference(*key, name, wins, losses, change)


def _change(one: Record, other: Record) -> Change | None:
    before, after = RANKING[TELLING](one), RANKING[TELLING](other)
    if before is None or after is None or before == after or one.shown is None:
        return None
    return Change(one.suite, one.id, before, after, str(one.shown["question"]))


def comparison_text(comparison: Comparison, *, kinds: bool = False) -> str:
    """Return the comparison as Markdown; `kinds`: by kind of question too."""
    cells = [
        [
            f"{entry.suite} {entry.split} {entry.group}",
            entry.measure,
            str(entry.change.n),
            str(entry.wins),
            str(entry.losses),
            f"{entry.change.value:+.3f} ({entry.change.low:+.3f} to {entry.change.high:+.3f})",
            "yes" if entry.change.low > 0 or entry.change.high < 0 else "no",
        ]
        for entry in comparison.differences
        if entry.group in GROUPS or (kinds and entry.group.startswith(KIND))
    ]
    headings = ["suite, split, group", "measure", "n", "won", "lost", "difference", "told apart"]
    lines = [table(headings, cells)]
    for title, better in (("Won", True), ("Lost", False)):
        listed = [entry for entry in comparison.changes if (entry.after > entry.before) == better]
        if listed:
            lines.append(f"\n{title} by {TELLING}, dev half:\n")
            lines += [
                f"- {entry.suite} {entry.id}: {entry.before:.3f} -> {entry.after:.3f}  "
                f"{entry.question}"
                for entry in listed
            ]
    if comparison.unpaired:
        lines.append(f"\n{comparison.unpaired} questions are not in both runs with the same gold.")
    return "\n".join(lines)


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return the JSON object of a comparison."""
    return asdict(comparison)
