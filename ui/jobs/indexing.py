"""
Vectors of cases' documents, made in the background while no file is read.

Words and evidence work without them; they let a question find what is said in other words.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from assistant.asking.case_search import index_case
from corpus.cases.store import CaseStore
from corpus.encoder import Encoder
from corpus.errors import UnknownCaseError
from corpus.passage_index import forget_vectors

_PAUSE_S = 0.5


@dataclass(frozen=True, slots=True)
class Indexing:
    """
    How far the vectors of a case are. done, total: passages; total 0 while it is unknown. fault:
    why they could not be made, until they are asked for again.
    """

    done: int = 0
    total: int = 0
    fault: str = ""


class IndexingJobs:
    """
    One thread that makes what vectors are missing, case by case.

    encoder: gives the encoder when the first case needs it. is_busy: tells whether files are
    read, which comes first. first: what is done with a case before its vectors.
    """

    def __init__(
        self,
        store: CaseStore,
        encoder: Callable[[], Encoder],
        is_busy: Callable[[], bool],
        first: Callable[[str], object] = lambda _: None,
    ) -> None:
        self._store = store
        self._encoder = encoder
        self._is_busy = is_busy
        self._first = first
        self._wanted: dict[str, Indexing] = {}
        self._again: set[str] = set()
        self._failed: dict[str, Indexing] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def want(self, case_id: str) -> None:
        """Ask for the vectors of a case; asking again while they are made is heard too."""
        with self._changed:
            self._failed.pop(case_id, None)
            if case_id in self._wanted:
                self._again.add(case_id)
            else:
                self._wanted[case_id] = Indexing()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True, name="indexing")
                self._thread.start()
            self._changed.notify_all()

    def of(self, case_id: str) -> Indexing | None:
        """Return how far a case is; None when nothing is to be done."""
        with self._changed:
            return self._wanted.get(case_id) or self._failed.get(case_id)

    def wait(self, timeout_s: float) -> bool:
        """Wait until nothing is wanted any more; False when that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._wanted, timeout_s)

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._wanted:
                    self._changed.wait()
                case_id = next(iter(self._wanted))
                self._again.discard(case_id)
            if self._is_busy():
                time.sleep(_PAUSE_S)
                continue
            is_done = self._index(case_id)
            with self._changed:
                state = self._wanted.pop(case_id)
                if not is_done or case_id in self._again:
                    self._wanted[case_id] = state
                self._changed.notify_all()

    def _index(self, case_id: str) -> bool:
        """Make vectors until they are complete or files are to be read; tell whether they are."""
        stopped = False

        def progress(done: int, total: int) -> None:
            with self._changed:
                self._wanted[case_id] = Indexing(done, total)

        def cancelled() -> bool:
            nonlocal stopped
            stopped = self._is_busy()
            return stopped

        try:
            self._first(case_id)
            index_case(self._store, case_id, self._encoder(), progress, cancelled)
        except UnknownCaseError:
            forget_vectors(self._store.home, case_id)
        except Exception as fault:  # noqa: BLE001 - the thread's boundary; words are found anyway
            with self._changed:
                self._failed[case_id] = Indexing(fault=f"{type(fault).__name__}: {fault}")
        return not stopped
