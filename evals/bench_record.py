"""
How long it takes to write and to verify the record of a case: `python -m evals.bench_record`.

An event a judgement, as experts make them: one row of a sheet of 200 rows changed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sqlalchemy import insert, update

from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.record.chain import event_row
from corpus.record.event import Event, Subject, Words, digest
from corpus.record.tables import chains, events, indicator_notes

_ROWS = 200


def long_record(home: Path, number: int) -> str:
    """
    Make a case whose record has so many events, and return its id.

    The events are put into the table at once, as those of acts would stand there.
    """
    store = CaseStore(home)
    case_id = store.create_case("长记录", "tcrea-2023", "B")
    (first,) = store.events(case_id)
    made = list(_notes(first, number - 1))
    with store._writing() as connection:
        for start in range(0, len(made), 5000):
            connection.execute(
                insert(events), [event_row(one) for one in made[start : start + 5000]]
            )
        end = {"number": made[-1].number, "hash": made[-1].hash}
        connection.execute(update(chains).where(chains.c.chain == case_id).values(**end))
        last = {one.subject["indicator"]: one.after for one in made[-_ROWS:]}
        connection.execute(
            insert(indicator_notes),
            [{"case_id": case_id, "indicator": k, **(note or {})} for k, note in last.items()],
        )
    return case_id


def _notes(first: Event, number: int) -> Iterator[Event]:
    previous = first
    for at in range(number):
        subject = Subject("note", (f"B{at % _ROWS}",)).words
        before: Words | None = {"note": f"第 {at - _ROWS} 次"} if at >= _ROWS else None
        basis = {"rules": {"version": "V2.3", "hash": digest(at % 7)}}
        event = Event(
            first.chain,
            first.at,
            "p-0123456789abcdef",
            "note.written",
            subject,
            before,
            {"note": f"第 {at} 次"},
            basis,
            previous.number + 1,
            previous.hash,
        )
        previous = replace(event, hash=event.own_hash)
        yield previous


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        case_id = long_record(home, number)
        start = time.perf_counter()
        checked = RecordAudit(home).verify(case_id)
        took = time.perf_counter() - start
        print(f"verify {checked.events} events: {took:.2f} s, {len(checked.findings)} finding(s)")  # noqa: T201
        store = CaseStore(home)
        sheet = {"judgements": {f"B{row}": {"met": True, "reason": "理由"} for row in range(_ROWS)}}
        start = time.perf_counter()
        for at in range(100):
            sheet["judgements"]["B1"] = {"met": False, "reason": str(at)}
            store.save_sheet(case_id, sheet)
        took = (time.perf_counter() - start) * 10
        print(f"save a sheet of {_ROWS} rows with its event: {took:.1f} ms")  # noqa: T201


if __name__ == "__main__":
    main()
