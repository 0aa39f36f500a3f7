"""Verification: whatever is done to a record behind the program's back is found and named."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.record.audit import check_chain
from corpus.record.chain import Head, event_of
from corpus.record.event import FIRST, HOME, Event, canonical, digest
from tests.corpus.cases.acts import bytes_at, prepared

COLUMNS = [
    "chain", "number", "at", "who", "what", "subject", "before", "after", "basis", "previous",
    "hash",
]  # fmt: skip


@contextmanager
def tampering(home: Path) -> Iterator[sqlite3.Connection]:
    """Open the database as somebody who may do anything with it."""
    with closing(sqlite3.connect(home / "cases.sqlite3")) as connection:
        for trigger in ("events_stay", "events_remain", "events_follow"):
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        yield connection
        connection.commit()


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    home = tmp_path_factory.mktemp("pattern") / "home"
    store, case_id = prepared(home)
    head = store.head(case_id)
    assert head.number > 9
    return home, case_id


@pytest.fixture
def home(pattern: tuple[Path, str], tmp_path: Path) -> Path:
    shutil.copytree(pattern[0], tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def case_id(pattern: tuple[Path, str]) -> str:
    return pattern[1]


def found(home: Path, case_id: str, expected: Head | None = None) -> list[tuple[str, int | None]]:
    findings = RecordAudit(home).verify(case_id, expected).findings
    return [(finding.fault, finding.number) for finding in findings]


def test_a_record_that_nobody_touched_is_sound(home: Path, case_id: str) -> None:
    assert found(home, case_id) == []
    assert [one.findings for one in RecordAudit(home).verify_all()] == [(), ()]


@pytest.mark.parametrize("column", [name for name in COLUMNS if name not in ("chain", "number")])
@pytest.mark.parametrize("number", [1, 5, "last"])
def test_a_change_of_any_field_names_the_event(
    home: Path, case_id: str, column: str, number: int | str
) -> None:
    at = RecordAudit(home).verify(case_id).events if number == "last" else number
    with tampering(home) as connection:
        connection.execute(
            f"UPDATE events SET {column} = CASE {column} WHEN '{{}}' THEN '[]' WHEN 'null' THEN '1'"  # noqa: S608 - our own names
            f" ELSE replace(replace({column}, 'e', 'a'), '0', '1') || ' ' END"
            " WHERE chain = ? AND number = ?",
            (case_id, at),
        )
    assert ("altered", at) in found(home, case_id)


def test_an_event_that_went_to_another_chain_is_missing_and_found(home: Path, case_id: str) -> None:
    with tampering(home) as connection:
        connection.execute(
            "UPDATE events SET chain = 'c-x' WHERE chain = ? AND number = 3", (case_id,)
        )
    assert ("missing", 3) in found(home, case_id)
    assert ("strange-chain", None) in found(home, HOME)


@pytest.mark.parametrize("number", [1, 4, "last"])
def test_a_missing_event_is_named(home: Path, case_id: str, number: int | str) -> None:
    at = RecordAudit(home).verify(case_id).events if number == "last" else number
    with tampering(home) as connection:
        connection.execute("DELETE FROM events WHERE chain = ? AND number = ?", (case_id, at))
    assert [one for one in found(home, case_id) if one[0] in ("missing", "altered", "moved")] == [
        ("missing", at)
    ]


def test_an_event_that_was_renumbered_is_moved(home: Path, case_id: str) -> None:
    last = RecordAudit(home).verify(case_id).events
    with tampering(home) as connection:
        connection.execute(
            "UPDATE events SET number = 500 WHERE chain = ? AND number = 3", (case_id,)
        )
    (finding,) = RecordAudit(home).verify(case_id).findings
    assert (finding.fault, finding.number, finding.told["was"]) == ("moved", 500, 3)
    assert last < 500


def test_events_in_another_order_are_moved(home: Path, case_id: str) -> None:
    with tampering(home) as connection:
        for before, after in ((4, 900), (6, 4), (900, 6)):
            connection.execute(
                "UPDATE events SET number = ? WHERE chain = ? AND number = ?",
                (after, case_id, before),
            )
    findings = RecordAudit(home).verify(case_id).findings
    assert [(one.fault, one.number, one.told["was"]) for one in findings] == [
        ("moved", 4, 6),
        ("moved", 6, 4),
    ]


def stored(events: Sequence[Event]) -> list[Any]:
    return [
        SimpleNamespace(
            **{
                name: canonical(getattr(event, name))
                if name in ("subject", "before", "after", "basis")
                else getattr(event, name)
                for name in COLUMNS
            }
        )
        for event in events
    ]


def hashed(event: Event) -> Event:
    return replace(event, hash=event.own_hash)


def events_of(home: Path, case_id: str) -> tuple[list[Event], Head]:
    store = CaseStore(home)
    return list(store.events(case_id)), store.head(case_id)


def faults(events: Sequence[Event], head: Head) -> list[tuple[str, int | None]]:
    return [(one.fault, one.number) for one in check_chain(stored(events), head).findings]


def test_an_event_that_was_put_in_is_named_and_those_behind_it_are_moved(
    home: Path, case_id: str
) -> None:
    events, head = events_of(home, case_id)
    new = hashed(
        Event(case_id, events[4].at, "", "case.renamed", {}, number=5, previous=events[3].hash)
    )
    behind = [replace(event, number=event.number + 1) for event in events[4:]]
    named = faults([*events[:4], new, *behind], head)
    assert ("inserted", 5) in named
    assert {fault for fault in named if fault != ("inserted", 5)} == {
        ("moved", event.number) for event in behind
    }


def test_an_event_that_was_put_at_the_end_is_named(home: Path, case_id: str) -> None:
    events, head = events_of(home, case_id)
    new = hashed(
        Event(
            case_id,
            events[-1].at,
            "",
            "case.renamed",
            {},
            number=head.number + 1,
            previous=head.hash,
        )
    )
    assert faults([*events, new], head) == [("inserted", new.number)]


@pytest.mark.parametrize("at", [0, 4, -1])
def test_a_changed_event_with_a_new_hash_is_named(home: Path, case_id: str, at: int) -> None:
    events, head = events_of(home, case_id)
    events[at] = hashed(replace(events[at], who="p-somebody"))
    assert faults(events, head) == [("altered", events[at].number)]


def test_a_whole_chain_written_anew_does_not_lead_to_a_printed_head(
    home: Path, case_id: str
) -> None:
    events, printed = events_of(home, case_id)
    previous, anew = FIRST, []
    for event in events:
        anew.append(hashed(replace(event, who="p-somebody", previous=previous)))
        previous = anew[-1].hash
    head = Head(len(anew), previous)
    assert faults(anew, head) == []
    (finding,) = check_chain(stored(anew), head, printed).findings
    assert (finding.fault, finding.number) == ("head-differs", printed.number)
    earlier = Head(3, events[2].hash)
    assert check_chain(stored(events), printed, earlier).findings == ()


ROWS = {
    "UPDATE cases SET name = '丁'": '"kind":"case"',
    "UPDATE case_people SET name = '丁'": '"kind":"person"',
    "DELETE FROM case_people": '"kind":"person"',
    "UPDATE case_documents SET file = 'x'": '"kind":"document"',
    "UPDATE passages SET text = text || '不'": '"kind":"document"',
    "UPDATE suggestion_decisions SET decision = 'rejected'": '"kind":"decision"',
    "DELETE FROM suggestion_decisions": '"kind":"decision"',
    "UPDATE indicator_notes SET note = ''": '"kind":"note"',
    "UPDATE sheets SET content = '{}' WHERE person <> ''": '"kind":"sheet"',
    "UPDATE sheets SET submitted = NULL": '"kind":"sheet"',
    "UPDATE sheet_versions SET content = '{}'": '"kind":"sheet"',
    "INSERT INTO indicator_notes SELECT id, 'X', 'y' FROM cases": '"indicator":"X"',
}


@pytest.mark.parametrize("statement", ROWS)
def test_rows_changed_without_an_event_are_named(home: Path, case_id: str, statement: str) -> None:
    with tampering(home) as connection:
        connection.execute(statement)
    (finding,) = RecordAudit(home).verify(case_id).findings
    assert finding.fault == "rows-disagree"
    assert ROWS[statement] in finding.told["subject"]


def test_a_case_that_went_with_its_record_is_missed_by_the_home(home: Path, case_id: str) -> None:
    with tampering(home) as connection:
        for statement in ("DELETE FROM events WHERE chain <> 'home'", "DELETE FROM cases"):
            connection.execute(statement)
        connection.execute("DELETE FROM chains WHERE chain <> 'home'")
    assert found(home, HOME) == [("rows-disagree", None)]
    assert found(home, case_id) == [("rows-disagree", None)]


def test_changed_and_lost_bytes_of_documents_are_named(home: Path, case_id: str) -> None:
    (document,) = CaseStore(home).documents(case_id)
    path = bytes_at(home, document.sha256)
    path.write_bytes(b"other")
    assert found(home, case_id) == [("file-altered", None)]
    path.unlink()
    assert found(home, case_id) == [("file-missing", None)]


def test_an_event_that_does_not_follow_from_those_before_is_named(home: Path, case_id: str) -> None:
    events, head = events_of(home, case_id)
    with tampering(home) as connection:
        row = stored([events[-1]])[0].__dict__
        row |= {"number": head.number + 1, "previous": head.hash, "what": "note.written"}
        row |= {"before": '{"note":"nie"}', "after": '{"note":"缺图"}'}
        row["hash"] = event_of(SimpleNamespace(**row)).own_hash
        marks = ", ".join(f":{name}" for name in COLUMNS)
        connection.execute(f"INSERT INTO events VALUES ({marks})", row)  # noqa: S608 - our own names
        connection.execute(
            "UPDATE chains SET number = ?, hash = ? WHERE chain = ?",
            (row["number"], row["hash"], case_id),
        )
    assert found(home, case_id) == [("does-not-follow", head.number + 1)]


def test_the_hash_is_that_of_sorted_json_in_utf_8() -> None:
    value = {"b": [1, True, None], "a": "安\n"}
    assert canonical(value) == '{"a":"安\\n","b":[1,true,null]}'
    assert json.loads(canonical(value)) == value
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.slow
def test_a_long_record_is_verified_whole(tmp_path: Path) -> None:
    # How long it takes is measured apart from the tests: python -m evals.bench_record.
    from evals.bench_record import long_record

    case_id = long_record(tmp_path, 20_000)
    checked = RecordAudit(tmp_path).verify(case_id)
    assert (checked.events, checked.findings) == (20_000, ())
