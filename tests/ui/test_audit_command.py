"""`anping audit`: what it says of sound and of altered records, and what it shows."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import get_args

import docx
import pytest
from click.testing import CliRunner, Result

from corpus.cases.store import CaseStore
from corpus.record.audit import Fault
from corpus.record.event import ACTS
from ui.cli.main import main
from ui.rule_stamp import rule_stamp
from ui.wording import TEXT


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    return CaseStore(tmp_path / "home", rules=rule_stamp)


@pytest.fixture
def case_id(store: CaseStore) -> str:
    case_id = store.create_case("甲小区", "tcrea-2023", "B")
    store.join_case(case_id, "token-of-wang", "王工")
    store.acting("token-of-wang").rename_case(case_id, "乙小区")
    store.save_sheet(case_id, {"judgements": {"B1.1.1": {"met": True}}})
    return case_id


def run(store: CaseStore, *words: str) -> Result:
    return CliRunner().invoke(main, ["audit", *words], env={"ANPING_HOME": str(store.home)})


def alter(store: CaseStore, statement: str) -> None:
    with closing(sqlite3.connect(store.home / "cases.sqlite3")) as connection:
        connection.execute("DROP TRIGGER events_stay")
        connection.execute(statement)
        connection.commit()


def test_every_fault_and_act_has_its_words() -> None:
    assert {f"fault_{fault}" for fault in get_args(Fault)} <= TEXT.keys()
    assert {f"act_{act}" for act in ACTS} <= TEXT.keys()


def test_a_sound_record_is_told_with_its_head(store: CaseStore, case_id: str) -> None:
    told = run(store, "verify", case_id, "--lang", "en")
    assert told.exit_code == 0
    assert f"{case_id}: 4 events, as they were written. Head 4:" in told.output
    head = run(store, "head", case_id).output.strip()
    assert head == str(store.head(case_id))
    assert run(store, "verify", case_id, "--head", head).exit_code == 0
    every = json.loads(run(store, "verify", "--all", "--json").output)
    assert [(one["chain"], one["sound"]) for one in every] == [("home", True), (case_id, True)]


def test_an_altered_event_is_named_and_fails(store: CaseStore, case_id: str) -> None:
    head = run(store, "head", case_id).output.strip()
    alter(store, "UPDATE events SET who = '' WHERE number = 3")
    for language, words in (("zh", "第 3 条被改动"), ("en", "event 3 was altered")):
        told = run(store, "verify", case_id, "--lang", language)
        assert told.exit_code == 1
        assert words in told.output
    (found,) = json.loads(run(store, "verify", case_id, "--json").output)
    assert [(one["fault"], one["number"]) for one in found["findings"]] == [("altered", 3)]
    assert run(store, "verify", case_id, "--head", head).exit_code == 1


def test_rows_that_disagree_are_named(store: CaseStore, case_id: str) -> None:
    alter(store, "UPDATE cases SET name = '丁'")
    told = run(store, "verify", case_id, "--lang", "en").output
    assert "what is stored is not what the record says" in told
    assert "(name)" in told


def test_a_head_that_the_record_does_not_contain_fails(store: CaseStore, case_id: str) -> None:
    told = run(store, "verify", case_id, "--head", f"2:{'0' * 64}", "--lang", "en")
    assert told.exit_code == 1
    assert "does not contain the head given" in told.output
    assert run(store, "verify", case_id, "--head", "x").exit_code == 2
    assert run(store, "verify").exit_code == 2
    assert run(store, "verify", case_id, "--all").exit_code == 2


def test_the_log_names_people_and_never_shows_their_tokens(store: CaseStore, case_id: str) -> None:
    told = run(store, "log", case_id, "--lang", "zh").output
    assert "王工" in told
    assert "案卷改名" in told
    logged = run(store, "log", case_id, "--json").output
    assert [one["what"] for one in json.loads(logged)] == [
        "case.created", "person.joined", "case.renamed", "sheet.saved",
    ]  # fmt: skip
    assert "token-of-wang" not in told + logged
    assert run(store, "log", "home").exit_code == 0
    for words in (("log", "c-none"), ("head", "c-none"), ("verify", "c-none")):
        assert "[corpus-unknown-case]" in run(store, *words).output


def test_a_removed_case_is_told_by_its_proof(store: CaseStore, case_id: str) -> None:
    head = str(store.head(case_id))
    store.delete_case(case_id)
    told = run(store, "verify", case_id, "--lang", "en")
    assert told.exit_code == 0
    assert f"its record ended at {head}" in told.output
    (found,) = json.loads(run(store, "verify", case_id, "--json").output)
    assert found["removed"]["what"] == "case.removed"


def test_suspect_judgements_are_listed_and_confirmed(store: CaseStore, case_id: str) -> None:
    assert "No judgement is suspect" in run(store, "suspect", case_id, "--lang", "en").output
    store.save_sheet(case_id, {}, person="token-of-wang")
    told = run(store, "suspect", case_id, "--lang", "en")
    assert "B1.1.1" in told.output
    assert "the panel" in told.output
    (found,) = json.loads(run(store, "suspect", case_id, "--json").output)
    assert found["causes"] == ["panel"]
    assert run(store, "confirm", case_id, "B1.1.1").exit_code == 0
    assert json.loads(run(store, "suspect", case_id, "--json").output) == []
    assert "[corpus-unknown-sheet]" in run(store, "confirm", case_id, "B9").output


def test_the_self_check_report_prints_the_head(
    store: CaseStore, case_id: str, tmp_path: Path
) -> None:
    store.save_sheet(case_id, {"judgements": {}})
    out = tmp_path / "report.docx"
    words = ["report", case_id, "--kind", "self-check", "--out", str(out)]
    done = CliRunner().invoke(main, words, env={"ANPING_HOME": str(store.home)})
    assert done.exit_code == 0, done.output
    cells = [c.text for table in docx.Document(str(out)).tables for c in table._cells]
    assert str(store.head(case_id)) in cells
