"""`anping jobs` and `anping worker`: what waits, what was set aside, and who does it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.cases.store import CaseStore
from corpus.jobs.board import TRIES, JobBoard
from corpus.jobs.job import Asked
from corpus.record.process import this_process
from ui.cli.main import main

ANPING = "from ui.cli.main import main; main()"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANPING_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def case(home: Path) -> str:
    return CaseStore(home).create_case("甲", "tcrea-2023", "C")


def taken(home: Path, case: str, folder: Path) -> Asked:
    """A file of a case that waits to be read."""
    (folder / "一.txt").write_text("门厅设摄像机。", encoding="utf-8")
    along = JobBoard(home).along(Asked("j-1", "reading", "me", case, "quick"))
    CaseStore(home).take_document(case, folder / "一.txt", also=along)
    assert along.job is not None
    return along.job.asked


def broken(home: Path) -> None:
    board = JobBoard(home)
    for _ in range(TRIES):
        job = board.claim("j-1", this_process(), ["reading"])
        assert job is not None
        board.fail(job.run, "OSError: no room", 0.0)


def test_lanes_and_what_was_set_aside_are_listed(home: Path, case: str, tmp_path: Path) -> None:
    taken(home, case, tmp_path)
    told = CliRunner().invoke(main, ["jobs", "list"])
    assert "quick    1 waiting, 0 under way" in told.stdout
    broken(home)
    told = CliRunner().invoke(main, ["jobs", "list"])
    assert f"set aside j-1  {case}  一.txt: OSError: no room" in told.stdout
    words = json.loads(CliRunner().invoke(main, ["jobs", "list", "--json"]).stdout)
    assert words["lanes"]["quick"] == {"waiting": 0, "reading": 0}
    assert words["set_aside"][0]["tries"] == TRIES


def test_what_was_set_aside_is_done_again_or_given_up(
    home: Path, case: str, tmp_path: Path
) -> None:
    taken(home, case, tmp_path)
    assert CliRunner().invoke(main, ["jobs", "retry", "j-1"]).exit_code == 1
    assert CliRunner().invoke(main, ["jobs", "drop", "j-1"]).exit_code == 1
    broken(home)
    assert CliRunner().invoke(main, ["jobs", "retry", "j-1"]).exit_code == 0
    broken(home)
    assert CliRunner().invoke(main, ["jobs", "drop", "j-1"]).exit_code == 0
    assert CaseStore(home).documents(case) == ()
    assert JobBoard(home).find("j-1") is None


def test_a_worker_needs_a_queue_and_something_to_do(home: Path) -> None:
    told = CliRunner().invoke(main, ["worker"])
    assert told.exit_code == 2
    assert "ANPING_QUEUE_URL" in told.output
    queue = f"sqlite:///{home / 'queue.sqlite3'}"
    idle = ["worker", "--quick", "0", "--long", "0", "--vectors", "0"]
    told = CliRunner().invoke(main, idle, env={"ANPING_QUEUE_URL": queue})
    assert (told.exit_code, "needs something to do" in told.output) == (2, True)
    told = CliRunner().invoke(main, ["worker"], env={"ANPING_QUEUE_URL": "redis://127.0.0.1:1/0"})
    assert told.exit_code == 1
    assert "cannot be reached" in told.output


def test_a_worker_does_what_waits_and_stops_when_told(
    home: Path, case: str, tmp_path: Path
) -> None:
    taken(home, case, tmp_path)
    environment = {**os.environ, "ANPING_QUEUE_URL": f"sqlite:///{tmp_path / 'queue.sqlite3'}"}
    command = [sys.executable, "-c", ANPING, "worker", "--vectors", "0"]
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as worker:
        assert worker.stderr is not None
        assert "Working: 1 quick, 1 long, 0 vectors." in worker.stderr.readline()
        board = JobBoard(home)
        # Its message was never sent: what waits too long is found on the board.
        with board._writing() as connection:
            connection.exec_driver_sql("UPDATE jobs SET sent = 0")
        while (job := board.find("j-1")) is None or job.is_live:
            assert worker.poll() is None
        assert job.state == "read"
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    assert [one.status for one in CaseStore(home).documents(case)] == ["read"]
