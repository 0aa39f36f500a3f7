"""Running suites: failures are kept as failures, lines as they come."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.errors import RunError
from evals.record import Outcome, Record
from evals.run import RECORDS, SUMMARY, ask_all, read_run, records_of, write_records
from evals.suite import Question
from evals.summary import summarise
from tests.evals.samples import bench, outcome, question, record, suite


def _broken(_question: Question) -> Outcome:
    raise KeyError("no such thing")


def test_a_system_that_fails_is_recorded_as_failed_and_measured_nowhere() -> None:
    good = {"good": lambda _: outcome("A1.2.1"), "bad": _broken}
    records = list(ask_all([suite(question("q1"))], bench(good), ("dev",)))
    assert [entry.error for entry in records] == [None, "KeyError: 'no such thing'"]
    rows = {(row.system, row.group): row for row in summarise(records)}
    assert rows["bad", "all"].failed == 1
    assert rows["bad", "all"].figures["R@1"] is None
    assert rows["good", "all"].figures["R@1"].value == 1.0  # type: ignore[union-attr]


def test_only_the_chosen_half_is_asked_and_ablations_never_the_test_half() -> None:
    asked = suite(question("q1"), question("q2", split="test"))
    both = bench({"a": lambda _: outcome(), "b": lambda _: outcome()}, dev_only=["b"])
    assert len(list(ask_all([asked], both, ("dev",)))) == 2
    pairs = [(entry.split, entry.system) for entry in ask_all([asked], both, ("dev", "test"))]
    assert pairs == [("dev", "a"), ("dev", "b"), ("test", "a")]


def test_what_was_asked_before_a_kill_is_kept(tmp_path: Path) -> None:
    def killed() -> Iterator[Record]:
        yield record("q1")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_records(tmp_path / "run", killed())
    lines = (tmp_path / "run" / RECORDS).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["q1"]
    with pytest.raises(RunError, match="broken off"):
        read_run(tmp_path / "run")


def test_a_run_is_never_written_over(tmp_path: Path) -> None:
    write_records(tmp_path, iter([record("q1")]))
    with pytest.raises(RunError, match="holds a run already"):
        write_records(tmp_path, iter([]))


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="Name another folder"):
        write_records(tmp_path / "file" / "run", iter([]))


@pytest.mark.parametrize(
    ("records", "summary", "words"),
    [
        ("{", "{}", "results.jsonl, line 1"),
        ("[]", "{}", "results.jsonl, line 1"),
        ('{"a": 1}', "{}", "results.jsonl, line 1"),
        ("", "{", "results.json:"),
        ("", "{}", "results.json: 'conditions'"),
        ("", '{"conditions": {"x": 1}}', "results.json:"),
        ("", "[]", "results.json:"),
    ],
)
def test_a_spoiled_run_says_where(tmp_path: Path, records: str, summary: str, words: str) -> None:
    (tmp_path / RECORDS).write_text(records)
    (tmp_path / SUMMARY).write_text(summary)
    with pytest.raises(RunError) as caught:
        read_run(tmp_path)
    assert words in str(caught.value)


def test_a_missing_folder_or_system_says_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no such folder"):
        read_run(tmp_path / "none")
    write_records(tmp_path, iter([record("q1", system="dense")]))
    conditions = {"suites": {}, "clauses": {}, "encoder": "e", "known": {}}
    (tmp_path / SUMMARY).write_text(json.dumps({"conditions": conditions}))
    assert len(records_of(tmp_path, "dense")) == 1
    with pytest.raises(RunError, match="Systems of the run: dense"):
        records_of(tmp_path, "assistant")


def test_a_file_that_is_not_utf8_says_so(tmp_path: Path) -> None:
    (tmp_path / RECORDS).write_bytes(b"\xff\xfe")
    with pytest.raises(RunError, match=RECORDS):
        read_run(tmp_path)
