"""Reading in the background: told as it goes, cancelled, each owner's own, safe from a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.cases.store import CaseStore
from corpus.document import Passage, ReadResult
from corpus.jobs.board import JobBoard
from corpus.jobs.job import Lane
from corpus.reading import Progress
from corpus.reading.read import refused
from corpus.reading.reasons import reason
from ui.jobs.messages import Messages
from ui.jobs.reading import ReadingJobs
from ui.jobs.workplace import Workplace

PAGES = 4


class PacedReader:
    """Reads four pages a file, each when it is let; a file of "bad" is refused."""

    def __init__(self) -> None:
        self.pages = threading.Semaphore(0)
        self.began = threading.Semaphore(0)
        self.read: list[str] = []

    def __call__(
        self, path: Path, *, name: str | None = None, on_progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None, **_: object,
    ) -> ReadResult:  # fmt: skip
        self.read.append(name or "")
        self.began.release()
        if path.read_bytes().startswith(b"bad"):
            return refused(name or "", path.name, reason("kind-unknown"))
        for page in range(1, PAGES + 1):
            while not self.pages.acquire(timeout=0.02):
                if cancelled and cancelled():
                    return refused(name or "", path.name, reason("cancelled"))
            if on_progress:
                on_progress(page, PAGES)
        passage = Passage(f"{path.name[:16]}-1", path.name, 1, (), "第 1 页", "一。")
        return ReadResult(name or "", path.name, "read", PAGES, (passage,), None)


@pytest.fixture
def reader() -> PacedReader:
    return PacedReader()


@pytest.fixture
def store(tmp_path: Path, reader: PacedReader) -> CaseStore:
    return CaseStore(tmp_path / "home", read=reader)


@pytest.fixture
def case_id(store: CaseStore) -> str:
    return store.create_case("甲", "tcrea-2023", "C")


def jobs_of(
    store: CaseStore, *, workers: int = 2, after: Callable[[str], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> ReadingJobs:  # fmt: skip
    threads: dict[Lane, int] = {"quick": workers, "long": 1}
    place = Workplace(JobBoard(store.home), Messages(), threads, pause_s=0.05, clock=clock)
    return ReadingJobs(store, place, after=after)


def files(folder: Path, *contents: str) -> list[Path]:
    paths = [folder / f"{content}.txt" for content in contents]
    for path in paths:
        path.write_text(path.stem, encoding="utf-8")
    return paths


def test_files_are_read_in_the_background_and_told_page_by_page(
    store: CaseStore, case_id: str, reader: PacedReader, tmp_path: Path
) -> None:
    now = [0.0]
    done: list[str] = []
    jobs = jobs_of(store, after=done.append, workers=1, clock=lambda: now[0])
    paths = files(tmp_path, "一", "bad")
    jobs.add("me", case_id, paths)
    for path in paths:
        path.unlink()  # the store has its own
    assert reader.began.acquire(timeout=5)
    first, second = jobs.of("me", case_id)
    assert (first.file, first.state, first.pages) == ("一.txt", "reading", None)
    assert (second.file, second.state) == ("bad.txt", "waiting")
    now[0] = 3.0
    reader.pages.release()
    while not jobs.of("me", case_id)[0].done:
        pass
    first = jobs.of("me", case_id)[0]
    assert (first.done, first.pages) == (1, 4)
    assert first.seconds_left is not None
    assert 0 < first.seconds_left <= 9.0  # three pages at 3 seconds, less what has passed since
    reader.pages.release(3)
    assert jobs.wait(10)
    first, second = jobs.of("me", case_id)
    assert (first.state, first.passages, first.seconds_left) == ("read", 1, None)
    assert second.state == "refused"
    assert second.reason is not None
    assert "请转换" in second.reason.text_zh
    assert done == [case_id]
    jobs.dismiss("me", case_id)
    assert jobs.of("me", case_id) == ()


def test_one_file_or_all_can_be_cancelled_and_leave_nothing(
    store: CaseStore, case_id: str, reader: PacedReader, tmp_path: Path
) -> None:
    jobs = jobs_of(store, workers=1)
    jobs.add("me", case_id, files(tmp_path, "一", "二", "三"))
    assert reader.began.acquire(timeout=5)
    waiting = jobs.of("me", case_id)[1]
    jobs.cancel("me", waiting.id)
    assert [job.state for job in jobs.of("me", case_id)] == ["reading", "cancelled", "waiting"]
    assert [kept.file for kept in store.documents(case_id)] == ["一.txt", "三.txt"]
    jobs.cancel_all("me", case_id)
    assert jobs.wait(10)
    assert {job.state for job in jobs.of("me", case_id)} == {"cancelled"}
    assert store.documents(case_id) == ()
    assert reader.read == ["一.txt"]
    assert [path for path in (store.home / "files").rglob("*") if path.is_file()] == []


def test_owners_do_not_see_or_cancel_each_others_jobs(
    store: CaseStore, case_id: str, reader: PacedReader, tmp_path: Path
) -> None:
    jobs = jobs_of(store, workers=1)
    jobs.add("me", case_id, files(tmp_path, "一", "二"))
    jobs.add("you", case_id, files(tmp_path, "三"))
    assert [job.file for job in jobs.of("you", case_id)] == ["三.txt"]
    for job in jobs.of("me", case_id):
        jobs.cancel("you", job.id)
    jobs.cancel_all("you", case_id)
    jobs.cancel("you", "no such job")
    assert [job.file for job in jobs.of("me", case_id) if job.is_live] == ["一.txt", "二.txt"]
    reader.pages.release(8)
    assert jobs.wait(10)


def test_one_owner_does_not_keep_the_others_waiting(
    store: CaseStore, case_id: str, reader: PacedReader, tmp_path: Path
) -> None:
    jobs = jobs_of(store, workers=2)
    jobs.add("me", case_id, files(tmp_path, "一", "二", "三", "四"))
    for _ in range(2):
        assert reader.began.acquire(timeout=5)
    jobs.add("you", case_id, files(tmp_path, "五"))
    reader.pages.release(7)  # one of the two ends, the other does not
    assert reader.began.acquire(timeout=5)
    assert reader.read[2] == "五.txt"
    reader.pages.release(40)
    assert jobs.wait(10)


def test_the_same_file_of_two_owners_is_read_once(
    store: CaseStore, case_id: str, reader: PacedReader, tmp_path: Path
) -> None:
    jobs = jobs_of(store, workers=2)
    for owner in ("me", "you"):
        jobs.add(owner, case_id, files(tmp_path, "一"))
    assert reader.began.acquire(timeout=5)
    (mine,) = jobs.of("me", case_id)
    jobs.cancel("me", mine.id)
    assert [job.state for job in jobs.of("me", case_id)] == ["cancelled"]
    assert [job.state for job in jobs.of("you", case_id)] == ["reading"]
    jobs.add("me", case_id, files(tmp_path, "一"))
    reader.pages.release(8)
    assert jobs.wait(10)
    assert [job.state for job in jobs.of("you", case_id)] == ["read"]
    assert [job.state for job in jobs.of("me", case_id)][-1] == "read"
    assert reader.read == ["一.txt"]
    assert len(store.passages(case_id)) == 1


def test_removing_what_is_read_drops_its_jobs(
    store: CaseStore, case_id: str, reader: PacedReader, tmp_path: Path
) -> None:
    jobs = jobs_of(store, workers=1)
    jobs.add("me", case_id, files(tmp_path, "一", "二"))
    assert reader.began.acquire(timeout=5)
    jobs.forget(case_id)
    store.delete_case(case_id)
    assert jobs.of("me", case_id) == ()
    assert jobs.wait(10)


def test_what_breaks_is_told_and_the_queue_goes_on(
    store: CaseStore, case_id: str, reader: PacedReader, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def broken(path: Path, **_: object) -> ReadResult:
        if path.read_text(encoding="utf-8") == "一":
            raise OSError("no space left")
        return reader(path, name="二.txt")

    jobs = jobs_of(CaseStore(store.home, read=broken), workers=1)
    reader.pages.release(4)
    jobs.add("me", case_id, files(tmp_path, "一", "二"))
    assert jobs.wait(10)
    first, second = jobs.of("me", case_id)
    assert first.state == "failed"
    assert first.reason is not None
    assert "no space left" in first.reason.text_en
    assert second.state == "read"


SERVER = """
import sys, time
from pathlib import Path
from corpus.cases.store import CaseStore
from corpus.reading import read_document
from corpus.jobs.board import JobBoard
from ui.jobs.messages import Messages
from ui.jobs.reading import ReadingJobs
from ui.jobs.workplace import Workplace

def slow(path, **rest):
    result = read_document(path, **rest)
    if "slow" in path.read_text():
        print("slow", flush=True)
        time.sleep(60)
    return result

home, case_id, *paths = sys.argv[1:]
store = CaseStore(Path(home), read=slow)
place = Workplace(JobBoard(store.home), Messages(), {"quick": 1})
ReadingJobs(store, place).add("me", case_id, [Path(p) for p in paths])
time.sleep(60)
"""


def test_after_a_kill_the_rest_is_read_and_nothing_twice(tmp_path: Path) -> None:
    store = CaseStore(tmp_path / "home")
    case_id = store.create_case("甲", "tcrea-2023", "C")
    paths = files(tmp_path, "quick words.", "slow words.", "last words.")
    command = [sys.executable, "-c", SERVER, str(store.home), case_id, *map(str, paths)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"slow\n"
        early = jobs_of(store)
        early.resume()  # another server on the same home helps, and leaves alone what is under way
        deadline = time.monotonic() + 30
        while early.of("me", case_id)[2].state != "read":
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert [job.state for job in early.of("me", case_id)] == ["read", "reading", "read"]
        server.send_signal(signal.SIGKILL)
    assert [kept.status for kept in store.documents(case_id)] == ["read", "reading", "read"]
    before = store.passages(case_id)
    assert len(before) == 2
    jobs = jobs_of(store)
    jobs.resume()
    assert jobs.wait(30)
    assert [job.state for job in jobs.of("me", case_id)] == ["read"] * 3
    assert [kept.status for kept in store.documents(case_id)] == ["read"] * 3
    assert len(store.passages(case_id)) == 3
    assert store.passages(case_id)[0] == before[0]
    jobs.resume()
    assert len(jobs.of("me", case_id)) == 3
