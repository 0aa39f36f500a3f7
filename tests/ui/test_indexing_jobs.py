"""Vectors in the background: after reading, told, and not in the way of removal."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from corpus.cases.store import CaseStore
from corpus.encoder import HashEncoder, Vectors
from corpus.jobs.board import TRIES, JobBoard
from corpus.vectors import open_vectors
from corpus.vectors.errors import VectorsDownError
from ui.jobs import indexing
from ui.jobs.indexing import IndexingJobs
from ui.jobs.messages import Messages
from ui.jobs.workplace import Workplace

TEXT = "# 说明\n\n" + "\n\n".join(f"第{n}号楼电梯轿厢内安装半球摄像机 {n} 台。" for n in range(200))


class PacedEncoder(HashEncoder):
    """Encodes a batch when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.batches = threading.Semaphore(0)
        self.began = threading.Semaphore(0)

    def encode_passages(self, texts: list[str]) -> Vectors:  # type: ignore[override]
        self.began.release()
        assert self.batches.acquire(timeout=20)
        return super().encode_passages(texts)


def kept_vectors(store: CaseStore, case_id: str) -> int:
    encoder = HashEncoder()
    return open_vectors(store.home).of(case_id, encoder.fingerprint, encoder.dimension).count()


def place_of(store: CaseStore) -> Workplace:
    return Workplace(JobBoard(store.home), Messages(), {"vectors": 1}, pause_s=0.05)


@pytest.fixture
def encoder() -> PacedEncoder:
    return PacedEncoder()


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    store = CaseStore(tmp_path / "home")
    (tmp_path / "说明.md").write_text(TEXT, encoding="utf-8")
    store.add_document(store.create_case("甲", "tcrea-2023", "C"), tmp_path / "说明.md")
    return store


def test_vectors_are_made_batch_by_batch_and_told(store: CaseStore, encoder: PacedEncoder) -> None:
    (case,) = store.cases()
    jobs = IndexingJobs(store, place_of(store), lambda: encoder, lambda: False)
    assert jobs.of(case.id) is None
    jobs.want(case.id)
    assert encoder.began.acquire(timeout=20)
    jobs.want(case.id)
    encoder.batches.release()
    assert encoder.began.acquire(timeout=20)
    deadline = time.monotonic() + 20
    while (told := jobs.of(case.id)) is None or not told.done:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert told.done < told.total
    encoder.batches.release(50)
    assert jobs.wait(20)
    assert jobs.of(case.id) is None
    assert kept_vectors(store, case.id) == told.total


def test_reading_comes_first(store: CaseStore, encoder: PacedEncoder) -> None:
    (case,) = store.cases()
    busy = threading.Event()
    jobs = IndexingJobs(store, place_of(store), lambda: encoder, busy.is_set)
    jobs.want(case.id)
    assert encoder.began.acquire(timeout=20)
    busy.set()
    encoder.batches.release(50)
    assert not jobs.wait(1)
    kept = kept_vectors(store, case.id)
    busy.clear()
    assert jobs.wait(20)
    assert 0 < kept < kept_vectors(store, case.id)


def test_a_case_removed_meanwhile_leaves_no_vectors(
    store: CaseStore, encoder: PacedEncoder
) -> None:
    (case,) = store.cases()
    jobs = IndexingJobs(store, place_of(store), lambda: encoder, lambda: False)
    jobs.want(case.id)
    assert encoder.began.acquire(timeout=20)
    store.delete_case(case.id)
    encoder.batches.release(50)
    assert jobs.wait(20)
    assert kept_vectors(store, case.id) == 0


def test_a_fault_is_told_until_it_is_tried_again(store: CaseStore) -> None:
    (case,) = store.cases()

    def none() -> HashEncoder:
        raise OSError("no models")

    jobs = IndexingJobs(store, place_of(store), none, lambda: False)
    jobs.want(case.id)
    assert jobs.wait(20)
    told = jobs.of(case.id)
    assert told is not None
    assert "no models" in told.fault


def test_something_may_come_first(store: CaseStore) -> None:
    (case,) = store.cases()
    seen: list[str] = []
    jobs = IndexingJobs(store, place_of(store), HashEncoder, lambda: False, first=seen.append)
    jobs.want(case.id)
    assert jobs.wait(20)
    assert seen == [case.id]


def test_while_the_engine_is_down_it_is_told_and_vectors_follow(
    store: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "_DOWN_S", 0.2)
    (case,) = store.cases()
    down = threading.Event()
    down.set()
    asked: list[str] = []

    def first(case_id: str) -> None:
        asked.append(case_id)
        if down.is_set():
            raise VectorsDownError("chroma+http://here", "refused")

    place = place_of(store)
    jobs = IndexingJobs(store, place, HashEncoder, lambda: False, first=first)
    jobs.want(case.id)
    deadline = time.monotonic() + 20
    while len(asked) < TRIES + 2:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert place.board.set_aside() == ()
    told = jobs.of(case.id)
    assert told is not None
    down.clear()
    assert jobs.wait(20)
    assert jobs.of(case.id) is None
    assert kept_vectors(store, case.id) > 0
