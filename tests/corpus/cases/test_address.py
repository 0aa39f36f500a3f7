"""Addresses of databases: which are taken, what is told of the others, and that no password is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.accounts.store import AccountStore
from corpus.cases.store import CaseStore
from corpus.record.address import database_url, is_database_address, shown_address
from corpus.record.engine import store_engine
from corpus.record.errors import StoreAddressError, StoreUnreachableError
from tests.corpus.cases.conftest import close_connections
from ui.cli.main import main
from ui.fault_words import fault_words

SECRET = "s3cret"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (f"postgresql://anping:{SECRET}@db:5432/anping", "postgresql://anping:***@db:5432/anping"),
        (f"postgresql://anping:{SECRET}@x/y@db/anping", "postgresql://anping:***@db/anping"),
        (f"postgresql://db/anping?user=a&password={SECRET}", "postgresql://db/anping?user=a&password=***"),
        (f"postgresql://db/anping?sslpassword={SECRET}&x=1", "postgresql://db/anping?sslpassword=***&x=1"),
        (f"anping:{SECRET}@db/anping", "***"),
        ("postgresql://anping@db/anping", "postgresql://anping@db/anping"),
        ("sqlite:////var/anping.sqlite3", "sqlite:////var/anping.sqlite3"),
        ("", ""),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_its_password(address: str, shown: str) -> None:
    assert shown_address(address) == shown
    assert SECRET not in shown_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "mysql://anping:s3cret@db/anping",
        "postgresql+asyncpg://anping:s3cret@db/anping",
        "postgresql://anping:s3cret@db",
        "postgresql://anping:s3cret@db/",
        "postgresql://anping:s3cret@db:port/anping",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:\n",
        "anping.sqlite3",
    ],
)
def test_other_addresses_are_refused_by_name(tmp_path: Path, address: str) -> None:
    with pytest.raises(StoreAddressError, match="Allowed: sqlite:///PATH, postgresql://") as told:
        CaseStore(tmp_path, url=address)
    assert SECRET not in str(told.value)
    assert told.value.__context__ is None or SECRET not in str(told.value.__context__)


def test_a_plain_server_is_reached_by_psycopg_and_paths_are_absolute(tmp_path: Path) -> None:
    assert database_url("postgresql://db/anping").drivername == "postgresql+psycopg"
    assert database_url("postgresql+psycopg://db/anping").drivername == "postgresql+psycopg"
    assert database_url(f"sqlite:///{tmp_path}/a.sqlite3").database == f"{tmp_path}/a.sqlite3"
    assert database_url("sqlite:///a.sqlite3").database == str(Path("a.sqlite3").absolute())
    assert not is_database_address("")


def test_a_file_elsewhere_keeps_the_cases(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/elsewhere/anping.sqlite3"
    case_id = CaseStore(tmp_path / "home", url=url).create_case("甲", "scs-c1")
    assert CaseStore(tmp_path / "other", url=url).case(case_id).name == "甲"
    assert not (tmp_path / "home" / "cases.sqlite3").exists()


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (f"postgresql://anping:{SECRET}@127.0.0.1:1/anping", "refused"),
        (f"postgresql://anping:{SECRET}@no-such-host.invalid/anping", "no-such-host"),
    ],
)
def test_a_server_that_does_not_answer_is_told(tmp_path: Path, address: str, reason: str) -> None:
    store = CaseStore(tmp_path, url=address)
    for act in (store.cases, lambda: store.create_case("甲", "scs-c1")):
        with pytest.raises(StoreUnreachableError, match=reason) as told:
            act()
        assert told.value.code == "corpus-store-unreachable"
        assert SECRET not in str(told.value)
    assert "数据库" in fault_words(told.value, "zh")


def test_a_database_or_user_that_is_not_there_is_told(tmp_path: Path, server_url: str) -> None:
    url = database_url(server_url)
    for other in (url.set(database="anping_not_there"), url.set(username="anping_nobody")):
        address = other.render_as_string(hide_password=False)
        with pytest.raises(StoreUnreachableError, match="does not exist"):
            CaseStore(tmp_path, url=address).cases()


def test_a_missing_driver_is_named_with_what_brings_it() -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None; from pathlib import Path;"
        "from corpus.cases.store import CaseStore;"
        "CaseStore(Path('unused'), url='postgresql://a:s3cret@db/anping')"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert "pip install 'anping[postgresql]'" in done.stderr
    assert "StoreUnreachableError" in done.stderr
    assert SECRET not in done.stderr


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database " * 100)
    with pytest.raises(StoreUnreachableError, match="not a database"):
        CaseStore(tmp_path, url=f"sqlite:///{tmp_path}/notes.txt").cases()


def test_a_server_that_was_restarted_costs_nothing(tmp_path: Path, server_url: str) -> None:
    store, accounts = (kind(tmp_path, url=server_url) for kind in (CaseStore, AccountStore))
    case_id = store.create_case("甲", "scs-c1")  # type: ignore[attr-defined]
    close_connections(server_url)
    store.rename_case(case_id, "乙")  # type: ignore[attr-defined]
    close_connections(server_url)
    assert accounts.accounts() == ()  # type: ignore[attr-defined]
    assert store.case(case_id).name == "乙"  # type: ignore[attr-defined]


def test_a_server_that_goes_away_within_an_act_keeps_nothing_of_it(
    tmp_path: Path, server_url: str
) -> None:
    store = CaseStore(tmp_path, url=server_url)
    case_id = store.create_case("甲", "scs-c1")

    def broken_off() -> None:
        with store._writing() as connection:
            connection.exec_driver_sql("UPDATE cases SET name = '乙'")
            close_connections(server_url)
            connection.exec_driver_sql("UPDATE cases SET name = '丙'")

    with pytest.raises(StoreUnreachableError, match="Nothing of this act was kept"):
        broken_off()
    assert store.case(case_id).name == "甲"
    assert store_engine(tmp_path, server_url) is store._engine


def test_settings_say_what_an_address_may_be_and_show_no_password() -> None:
    good = f"postgresql://anping:{SECRET}@db.example.org/anping"
    shown = CliRunner(env={"ANPING_DATABASE_URL": good}).invoke(main, ["settings"])
    assert shown.exit_code == 0
    assert "postgresql://anping:***@db.example.org/anping" in shown.output
    bad = CliRunner(env={"ANPING_DATABASE_URL": f"mysql://anping:{SECRET}@db/anping"})
    refused = bad.invoke(main, ["settings"])
    assert refused.exit_code == 2
    assert "postgresql://USER:PASSWORD@HOST:PORT/NAME" in refused.output
    assert SECRET not in shown.output + refused.output


def test_a_command_says_in_one_line_that_the_server_does_not_answer() -> None:
    nowhere = f"postgresql://anping:{SECRET}@127.0.0.1:1/anping"
    told = CliRunner(env={"ANPING_DATABASE_URL": nowhere}).invoke(main, ["case", "list"])
    assert told.exit_code == 1
    assert told.stderr.startswith("[corpus-store-unreachable] The store 'postgresql://anping:***@")
    assert SECRET not in told.output
