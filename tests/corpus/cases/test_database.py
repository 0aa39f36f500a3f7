"""The database under the store: its versions, both kinds of it, and what happens around it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import event, inspect, select

from corpus.accounts.store import AccountStore
from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.errors import RecordWordsError, SheetChangedError, UnknownCaseError
from corpus.record import upgrade
from corpus.record.engine import store_engine
from corpus.record.tables import VERSION, cases, metadata
from tests.corpus.cases.old_stores import CASE, old_store
from tests.corpus.sample_files import text_pdf


def shape(store: CaseStore) -> dict[str, Any]:
    """Return columns, keys and foreign keys of every table as the database has them."""
    with store._engine.reading() as connection:
        found = inspect(connection)
        return {
            table: (
                {one["name"]: str(one["type"]) for one in found.get_columns(table)},
                found.get_pk_constraint(table)["constrained_columns"],
                sorted(
                    (*one["constrained_columns"], one["referred_table"])
                    for one in found.get_foreign_keys(table)
                ),
            )
            for table in found.get_table_names()
            if table != "alembic_version"
        }


def declared() -> dict[str, Any]:
    return {
        table.name: (
            {one.name: str(one.type) for one in table.columns},
            [one.name for one in table.primary_key],
        )
        for table in metadata.sorted_tables
    }


def test_the_newest_migration_is_the_version_that_the_program_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(upgrade._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [f"{VERSION:04}"]


def test_migrations_make_the_tables_as_they_are_declared(tmp_path: Path) -> None:
    store = CaseStore(tmp_path)
    store.create_case("甲", "scs-c1")
    assert {name: made[:2] for name, made in shape(store).items()} == declared()


@pytest.mark.parametrize("version", range(1, 7))
def test_an_old_store_gets_the_same_tables_as_a_new_one(tmp_path: Path, version: int) -> None:
    new, old = CaseStore(tmp_path / "new"), CaseStore(tmp_path / "old")
    new.create_case("甲", "scs-c1")
    old_store(old.home, version)
    old.case(CASE)
    assert shape(old) == shape(new)


def test_one_home_has_one_engine_as_long_as_it_is_used(tmp_path: Path) -> None:
    first = store_engine(tmp_path)
    assert store_engine(tmp_path) is first
    assert store_engine(tmp_path / "other") is not first


def test_a_store_that_is_put_in_the_place_of_another_is_read_at_once(tmp_path: Path) -> None:
    store, other = CaseStore(tmp_path / "home"), CaseStore(tmp_path / "other")
    lost = store.create_case("甲", "scs-c1")
    kept = other.create_case("乙", "scs-c1")
    del other
    shutil.rmtree(store.home)
    assert store.cases() == ()
    (tmp_path / "other").rename(store.home)
    assert [case.id for case in store.cases()] == [kept]
    with pytest.raises(UnknownCaseError):
        store.case(lost)


def test_a_server_keeps_the_same_cases_as_a_file(tmp_path: Path, server_url: str) -> None:
    store = CaseStore(tmp_path / "home", url=server_url)
    assert store.cases() == ()
    made = {name: made[:2] for name, made in shape(store).items()}
    assert made == declared()
    case_id, other = (store.create_case(name, "tcrea-2023", "B") for name in "甲乙")
    assert [case.name for case in store.cases()] == ["甲", "乙"]
    path = tmp_path / "设计说明.pdf"
    path.write_bytes(text_pdf(["周界设置红外对射。"], ["录像保存30天。"]))
    passages = store.add_document(case_id, path).passages
    assert store.passages(case_id) == passages
    assert store.add_document(other, path).notes[-1].code == "read-before"
    store.set_suggestion_decision(case_id, "A1.2.1", passages[0].id, "accepted")
    store.set_suggestion_decision(case_id, "A1.2.1", passages[0].id, "rejected")
    assert [kept.decision for kept in store.suggestion_decisions(case_id)] == ["rejected"]
    store.join_case(case_id, "me", "王工")
    for row in range(103):
        store.save_sheet(case_id, {"judgements": {"row": row}}, person="me")
    sheet = store.undo_sheet(case_id, person="me", expected_version=103)
    assert sheet is not None
    assert (sheet.content, sheet.version, sheet.earlier) == ({"judgements": {"row": 101}}, 104, 99)
    with pytest.raises(SheetChangedError):
        store.save_sheet(case_id, {}, person="me", expected_version=3)
    store.save_sheet(case_id, {})
    store.submit_sheet(case_id, person="me")
    assert [(one.name, bool(one.submitted)) for one in store.sheets(case_id)] == [
        ("", False),
        ("王工", True),
    ]
    store.delete_case(case_id)
    assert [case.id for case in store.cases()] == [other]
    assert store.passages(other) == passages


def saving(store: CaseStore, case_id: str, name: str) -> Callable[[], None]:
    def save() -> None:
        for number in range(10):
            while True:
                sheet = store.load_sheet(case_id)
                content = {**(sheet.content if sheet else {}), f"{name}{number}": number}
                try:
                    version = sheet.version if sheet else 0
                    store.save_sheet(case_id, content, expected_version=version)
                except SheetChangedError:
                    continue
                break

    return save


def test_two_writers_on_a_server_lose_nothing(tmp_path: Path, server_url: str) -> None:
    store = CaseStore(tmp_path / "home", url=server_url)
    case_id = store.create_case("甲", "tcrea-2023", "B")
    threads = [threading.Thread(target=saving(store, case_id, name)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    sheet = store.load_sheet(case_id)
    assert sheet is not None
    assert (len(sheet.content), sheet.version) == (20, 20)


def test_a_reader_of_a_server_sees_one_state(tmp_path: Path, server_url: str) -> None:
    store = CaseStore(tmp_path, url=server_url)
    case_id = store.create_case("甲", "scs-c1")
    query = select(cases.c.name)
    with store._engine.reading() as connection:
        before = connection.execute(query).scalar()
        store.rename_case(case_id, "乙")
        assert connection.execute(query).scalar() == before == "甲"
    assert store.case(case_id).name == "乙"


def test_an_empty_server_that_is_opened_by_many_at_once_is_set_up_once(
    tmp_path: Path, server_url: str
) -> None:
    root = Path(__file__).parents[3]
    code = (
        "import sys; from pathlib import Path; from corpus.cases.store import CaseStore;"
        "CaseStore(Path(sys.argv[1]), url=sys.argv[2]).create_case('甲', 'scs-c1')"
    )
    command = [sys.executable, "-c", code, str(tmp_path), server_url]
    processes = [subprocess.Popen(command, cwd=root) for _ in range(3)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    store = CaseStore(tmp_path, url=server_url)
    assert len(store.cases()) == 3
    checked = RecordAudit(tmp_path, url=server_url).verify_all()
    assert [one.findings for one in checked] == [()] * 4


@pytest.mark.parametrize("kind", ["file", "server"])
def test_what_no_database_can_hold_is_refused_by_each(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("server_url") if kind == "server" else None
    store = CaseStore(tmp_path / "home", url=url)
    case_id = store.create_case("甲", "scs-c1")
    with pytest.raises(RecordWordsError, match="NUL"):
        store.rename_case(case_id, "乙\0丙")
    assert store.case(case_id).name == "甲"


@pytest.mark.parametrize("kind", ["file", "server"])
def test_one_state_is_one_transaction_of_one_thread(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("server_url") if kind == "server" else None
    store = CaseStore(tmp_path / "home", url=url)
    with store.one_state():
        assert store.cases() == ()  # nor is a store made
    case_id = store.create_case("甲", "tcrea-2023", "C")
    begun: list[object] = []

    def count(connection: object) -> None:
        begun.append(connection)

    event.listen(store._engine._engine, "begin", count)
    with store.one_state(), store.one_state():
        assert store.case(case_id).name == "甲"
        other = threading.Thread(target=store.rename_case, args=(case_id, "乙"))
        other.start()
        other.join()
        before = len(begun)
        assert store.case(case_id).name == "甲"
        assert store.load_sheet(case_id) is None
        assert len(begun) == before
        with pytest.raises(RuntimeError, match="nothing is written"):
            store.rename_case(case_id, "丙")
    assert store.case(case_id).name == "乙"
    store.rename_case(case_id, "丁")
    event.remove(store._engine._engine, "begin", count)


def test_a_right_that_ends_counts_in_the_next_state(tmp_path: Path) -> None:
    store, accounts = CaseStore(tmp_path / "home"), AccountStore(tmp_path / "home")
    accounts.create("li", "李", ["admin"], given="correct horse battery")
    clerk, _ = accounts.create("zhou", "周", ["clerk"], given="correct horse battery")
    case_id = store.create_case("甲", "tcrea-2023", "C")
    mine = store.acting(clerk.id)
    with mine.one_state():
        assert mine.case(case_id).name == "甲"
        assert mine.allows(case_id, "case.renamed")
    accounts.set_roles(clerk.id, ["applicant"])
    with mine.one_state(), pytest.raises(UnknownCaseError):
        mine.case(case_id)
