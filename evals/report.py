"""A run's figures as Markdown: tables for the terminal, for results.md and for docs/evals.md. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.interval import Estimate
from evals.record import Record
from evals.summary import ALL, ANSWERING, CROSS, PRECISION, RANKING, RECALL, Row, is_miss
from evals.system import ASSISTANT, RETRIEVAL

GROUPS = (ALL, "zh", "en", CROSS)
KIND = "kind:"
TEST_IS_CLOSED = "Of the test half only figures are shown: nobody may tune on its questions."


def shown(estimate: Estimate | None, *, with_n: bool = False) -> str:
    """
    Return a figure with its interval and, if wanted, its n; a dash where nothing defines it.

    >>> shown(Estimate(0.9, 0.8, 1.0, 30), with_n=True), shown(None)
    ('0.900 (0.800–1.000; 30)', '–')
    """
    if estimate is None:
        return "–"
    n = f"; {estimate.n}" if with_n else ""
    return f"{estimate.value:.3f} ({estimate.low:.3f}–{estimate.high:.3f}{n})"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is text, the others are figures."""
    lines = [headings, ["---", *("---:" for _ in headings[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def short_table(rows: Sequence[Row]) -> str:
    """Return the figures without intervals, a line for each suite, split, group and system."""
    headings = ["suite, split, group", "system", "n", *RANKING]
    cells = [
        [
            f"{row.suite} {row.split} {row.group}",
            row.system,
            str(row.ranked),
            *(_value(row.figures[name]) for name in RANKING),
        ]
        for row in rows
        if row.group in GROUPS and any(row.figures[name] for name in RANKING)
    ]
    return table(headings, cells)


def answer_table(rows: Sequence[Row]) -> str:
    """Return what only answers have: abstention, facts and citations, with intervals and n."""
    names = (PRECISION, RECALL, *ANSWERING)
    cells = [
        [
            f"{row.suite} {row.split} {row.group}",
            str(row.n),
            str(row.failed),
            *(shown(row.figures[name], with_n=True) for name in names),
        ]
        for row in rows
        if row.system == ASSISTANT and row.group in GROUPS
    ]
    return table(["suite, split, group", "asked", "failed", *names], cells)


def run_markdown(rows: Sequence[Row], records: Sequence[Record]) -> str:
    """Return the whole report of a run."""
    return "\n".join([*_sections(rows), *_misses(records), ""])


def _sections(rows: Sequence[Row]) -> Iterator[str]:
    yield "# Evaluation\n"
    yield "Means with 95% bootstrap intervals; docs/evals.md defines every figure."
    for suite in dict.fromkeys(row.suite for row in rows):
        for split in ("dev", "test"):
            of_split = [row for row in rows if (row.suite, row.split) == (suite, split)]
            if of_split:
                yield f"\n## {suite}, {split}\n"
                yield _ranking_table([row for row in of_split if row.group in GROUPS])
                yield "\n### By kind of question\n"
                yield _ranking_table(
                    [
                        row
                        for row in of_split
                        if row.group.startswith(KIND) and row.system in (ASSISTANT, RETRIEVAL)
                    ]
                )
    yield "\n## Answers\n"
    yield answer_table(rows)


def _ranking_table(rows: Sequence[Row]) -> str:
    cells = [
        [
            f"{row.group.removeprefix(KIND)}: {row.system}",
            str(row.ranked),
            str(row.failed),
            *(shown(row.figures[name]) for name in RANKING),
        ]
        for row in rows
    ]
    return table(["group: system", "n", "failed", *RANKING], cells)


def _misses(records: Sequence[Record]) -> Iterator[str]:
    yield "\n## Misses of the dev half\n"
    misses = [
        record
        for record in records
        if record.system == ASSISTANT and record.shown is not None and is_miss(record)
    ]
    for record in misses:
        yield f"- {record.suite} {record.id}: {', '.join(reasons(record))}"
    yield f"{'' if misses else 'None. '}\n{TEST_IS_CLOSED}"


def reasons(record: Record) -> list[str]:
    """Return why a record is a miss; [] when it is none."""
    if record.error is not None:
        return [f"failed with {record.error}"]
    found = []
    if record.ideal and not any(record.gains):
        found.append("nothing right among the first ten")
    elif record.ideal and not record.gains[0]:
        rank = next(rank for rank, gain in enumerate(record.gains, 1) if gain)
        found.append(f"first right at rank {rank}")
    if record.abstained is not None and record.abstained != (not record.ideal):
        found.append(
            "says that nothing answers" if record.abstained else "answers what nothing answers"
        )
    if not all(record.facts):
        found.append(f"{record.facts.count(False)} of {len(record.facts)} facts missing")
    if not all(record.citations):
        found.append(f"{record.citations.count(False)} citations do not hold")
    return found


def _value(estimate: Estimate | None) -> str:
    return "–" if estimate is None else f"{estimate.value:.3f}"
