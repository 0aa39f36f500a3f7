"""A newer program beside an older one on one store: nothing lost, nothing twice, nothing misread."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.errors import StoreTooNewError
from corpus.record import upgrade
from corpus.record.tables import VERSION, store_format

ROOT = Path(__file__).parents[3]
NEXT = VERSION + 1
MIGRATION = '''
"""Made up."""
import time
import sqlalchemy as sa
from alembic import op
revision = "{next:04}"
down_revision = "{version:04}"
is_additive = {is_additive}

def upgrade():
    {change}
'''
ADDED = """
    op.create_table("colours", sa.Column("case_id", sa.Text, primary_key=True))
    op.add_column("cases", sa.Column("colour", sa.Text))
    op.add_column("cases", sa.Column("weight", sa.Integer, nullable=False, server_default="1"))
"""
SLOWLY_MADE_ANEW = """
    time.sleep(1)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE cases ADD COLUMN drawn DOUBLE PRECISION DEFAULT random()")
    else:
        op.add_column("cases", sa.Column("drawn", sa.Integer))
    time.sleep(1)
"""
RENAMED = """op.alter_column("cases", "name", new_column_name="title")"""
PROGRAM = """
import sys
from pathlib import Path
from corpus.record import engine, upgrade
from corpus.cases.store import CaseStore
home, url, folder, version, act = sys.argv[1:]
upgrade._MIGRATIONS, upgrade.VERSION, engine.VERSION = Path(folder), int(version), int(version)
store = CaseStore(Path(home), url=url)
exec(act)
"""


@pytest.fixture(params=["file", "server"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "server":
        return str(request.getfixturevalue("server_url"))
    return f"sqlite:///{tmp_path}/shared/anping.sqlite3"


@pytest.fixture
def store(tmp_path: Path, url: str) -> CaseStore:
    return CaseStore(tmp_path / "home", url=url)


@pytest.fixture
def newer(tmp_path: Path, url: str) -> Callable[..., subprocess.Popen[str]]:
    """Runs a program of the next version: its change of the tables, and what it does."""

    def run(
        change: str, act: str = "print(len(store.cases()))", *, is_additive: bool = True
    ) -> subprocess.Popen[str]:
        folder = tmp_path / f"migrations-{abs(hash((change, is_additive)))}"
        if not folder.exists():
            shutil.copytree(upgrade._MIGRATIONS, folder)
            words = {"next": NEXT, "version": VERSION, "is_additive": is_additive}
            made_up = MIGRATION.format(change=change.strip(), **words)
            (folder / "versions" / f"v{NEXT:04}.py").write_text(made_up, encoding="utf-8")
        command = [sys.executable, "-c", PROGRAM, str(tmp_path / "home"), url, str(folder)]
        return subprocess.Popen(
            [*command, str(NEXT), act], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )

    return run


def said(process: subprocess.Popen[str]) -> str:
    told, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return told.strip()


def faults(store: CaseStore) -> list[object]:
    checked = RecordAudit(store.home, url=store.url).verify_all()
    return [finding for one in checked for finding in one.findings]


def test_a_store_says_which_version_a_program_has_to_know(store: CaseStore) -> None:
    store.create_case("甲", "scs-c1")
    with store._engine.reading() as connection:
        assert connection.execute(select(store_format.c.oldest)).scalars().all() == [14]


def test_an_older_program_goes_on_where_the_newer_one_only_added(
    store: CaseStore, newer: Callable[..., subprocess.Popen[str]]
) -> None:
    case_id = store.create_case("甲", "scs-c1")
    assert said(newer(ADDED)) == "1"
    with store._engine.reading() as connection:
        assert "colour" in {one["name"] for one in inspect(connection).get_columns("cases")}
    other = store.create_case("乙", "scs-c1")
    store.save_sheet(case_id, {"judgements": {}})
    store.rename_case(case_id, "丙")
    assert [one.name for one in store.cases()] == ["丙", "乙"]
    store.delete_case(other)
    assert said(newer(ADDED, "print([one.name for one in store.cases()])")) == "['丙']"
    assert faults(store) == []


def test_an_older_program_refuses_what_it_would_misread(
    store: CaseStore, newer: Callable[..., subprocess.Popen[str]]
) -> None:
    store.create_case("甲", "scs-c1")
    assert said(newer(RENAMED, "print(store.head('home').number)", is_additive=False)) == "1"
    for act in (store.cases, lambda: store.create_case("乙", "scs-c1")):
        with pytest.raises(StoreTooNewError, match=f"format {NEXT}"):
            act()


def test_a_program_that_would_misread_refuses_also_when_what_came_after_was_only_added(
    store: CaseStore, newer: Callable[..., subprocess.Popen[str]]
) -> None:
    store.create_case("甲", "scs-c1")
    with store._engine.writing() as connection:
        connection.execute(store_format.update().values(oldest=NEXT))
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA user_version = {NEXT + 1}")
        else:
            raised = text("UPDATE alembic_version SET version_num = :found")
            connection.execute(raised, {"found": f"{NEXT + 1:04}"})
    with pytest.raises(StoreTooNewError):
        store.cases()


def test_a_store_is_brought_up_while_others_write_and_nothing_is_lost_or_done_twice(
    store: CaseStore, newer: Callable[..., subprocess.Popen[str]]
) -> None:
    case_id = store.create_case("甲", "scs-c1")
    begun, done = threading.Event(), threading.Event()
    written: list[int] = []

    def write() -> None:
        while not done.is_set() or len(written) < 20:
            written.append(len(written))
            store.save_sheet(case_id, {"judgements": {"row": written[-1]}})
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait(timeout=60)
    try:
        add = "[store.create_case(str(number), 'scs-c1') for number in range(5)]"
        assert said(newer(ADDED, add)) == ""
    finally:
        done.set()
        writer.join(timeout=120)
    sheet = store.load_sheet(case_id)
    assert sheet is not None
    assert (sheet.version, sheet.content["judgements"]) == (len(written), {"row": written[-1]})
    assert sorted(one.name for one in store.cases()) == ["0", "1", "2", "3", "4", "甲"]
    saves = [one for one in store.events(case_id) if one.what == "sheet.saved"]
    assert len(saves) == len(written)
    assert faults(store) == []


def test_readers_see_all_rows_while_a_table_is_made_anew(
    store: CaseStore, newer: Callable[..., subprocess.Popen[str]]
) -> None:
    for name in "甲乙丙":
        store.create_case(name, "scs-c1")
    done = threading.Event()
    seen: set[int] = set()

    def read() -> None:
        while not done.is_set():
            seen.add(len(store.cases()))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        assert said(newer(SLOWLY_MADE_ANEW)) == "3"
    finally:
        done.set()
        for reader in readers:
            reader.join(timeout=60)
    assert seen == {3}


def test_an_empty_store_is_made_once_however_many_start(
    store: CaseStore, newer: Callable[..., subprocess.Popen[str]]
) -> None:
    act = "store.create_case('甲', 'scs-c1')"
    processes = [newer(ADDED, act) for _ in range(3)]
    store.create_case("乙", "scs-c1")
    for process in processes:
        assert said(process) == ""
    assert sorted(one.name for one in store.cases()) == ["乙", "甲", "甲", "甲"]
    assert faults(store) == []
