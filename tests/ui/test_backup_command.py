"""`anping backup` and `anping restore`."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.cases.store import CaseStore
from ui.cli.main import main


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, words, env={"ANPING_HOME": str(home)})


def test_a_home_is_backed_up_checked_and_restored(tmp_path: Path) -> None:
    case_id = CaseStore(tmp_path / "home").create_case("江畔花园", "tcrea-2023", "B")
    archive = tmp_path / "a.zip"
    made = run(tmp_path / "home", "backup", str(archive), "--json")
    assert made.exit_code == 0
    assert json.loads(made.output)["files"] == 1
    assert "sound, 1 files" in run(tmp_path / "home", "backup", str(archive), "--check").output
    assert "exists; use --force" in run(tmp_path / "home", "backup", str(archive)).output
    assert run(tmp_path / "home", "backup", str(archive), "--force").exit_code == 0
    assert run(tmp_path / "other", "restore", str(archive)).exit_code == 0
    assert CaseStore(tmp_path / "other").case(case_id).name == "江畔花园"


@pytest.mark.parametrize("data", [b"", b"no archive"])
def test_what_is_no_backup_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    told = run(tmp_path / "home", "restore", str(tmp_path / "a.zip"))
    assert told.exit_code == 1
    assert "[corpus-backup]" in told.output
    assert not (tmp_path / "home").exists()


def test_restoring_says_whether_the_records_are_as_they_were_written(tmp_path: Path) -> None:
    home, archive = tmp_path / "home", tmp_path / "a.zip"
    CaseStore(home).create_case("江畔花园", "tcrea-2023", "B")
    run(home, "backup", str(archive))
    told = run(tmp_path / "one", "restore", str(archive))
    assert "2 条记录链已核验，完好" in told.stderr
    with closing(sqlite3.connect(home / "cases.sqlite3")) as connection:
        connection.execute("UPDATE cases SET name = '别名'")
        connection.commit()
    run(home, "backup", str(archive), "--force")
    told = run(tmp_path / "two", "restore", str(archive))
    assert told.exit_code == 1
    assert "现存内容与记录不符" in told.stderr


def test_a_home_whose_database_is_elsewhere_is_not_written_into_one_file(tmp_path: Path) -> None:
    home, archive, secret = tmp_path / "home", tmp_path / "a.zip", "s3cret"
    CaseStore(home).create_case("江畔花园", "tcrea-2023", "B")
    run(home, "backup", str(archive))
    url = f"postgresql://anping:{secret}@db/anping"
    elsewhere = {"ANPING_HOME": str(tmp_path / "other"), "ANPING_DATABASE_URL": url}
    for words in (("backup", str(tmp_path / "b.zip")), ("restore", str(archive))):
        told = CliRunner().invoke(main, words, env=elsewhere)
        assert told.exit_code == 1
        assert "[corpus-kept-elsewhere]" in told.output
        assert "pg_dump" in told.output
        assert secret not in told.output
    assert not (tmp_path / "b.zip").exists()
    assert not (tmp_path / "other").exists()
    assert (
        CliRunner().invoke(main, ["backup", str(archive), "--check"], env=elsewhere).exit_code == 0
    )
