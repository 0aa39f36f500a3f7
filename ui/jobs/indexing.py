"""
Vectors of cases' documents, made in the background while no file is read.

Words and evidence work without them; they let a question find what is said in other words.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from assistant.asking.case_search import index_case
from corpus.cases.store import CaseStore
from corpus.encoder import Encoder
from corpus.errors import UnknownCaseError
from corpus.jobs.job import Asked
from corpus.passage_index import PassageIndex, open_passage_index
from corpus.vectors.errors import VectorsDownError
from ui.jobs.run import PutBackError, Run
from ui.jobs.workplace import Ended, Workplace

_PAUSE_S = 0.5
_DOWN_S = 5.0
_GIVES_WAY_S = 60.0


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
    What vectors are missing, made case by case.

    encoder: gives the encoder when the first case needs it. is_busy: tells whether this process
    reads files, which comes first, for a minute at most. first: what is done with a case before
    its vectors. index: gives where they are kept; None for the store's home. near: gives the encoder
    of evidence; None where nearness is not wanted.
    """

    def __init__(
        self,
        store: CaseStore,
        place: Workplace,
        encoder: Callable[[], Encoder],
        is_busy: Callable[[], bool],
        first: Callable[[str], object] = lambda _: None,
        index: Callable[[], PassageIndex] | None = None,
        near: Callable[[], Encoder] | None = None,
    ) -> None:
        self._store = store
        self._place = place
        self._encoder = encoder
        self._is_busy = is_busy
        self._first = first
        self._kept_in = index or (lambda: open_passage_index(store.home))
        self._near = near
        self._given_way: dict[str, float] = {}
        place.take_on("indexing", self._index)

    def want(self, case_id: str) -> None:
        """
        Ask for the vectors of a case; asking again while they are made is heard too. Nothing happens
        where the case is gone.
        """
        job = self._place.board.want(Asked(_id(case_id), "indexing", "", case_id, "vectors"))
        if job is not None:
            self._place.send(job)

    def of(self, case_id: str) -> Indexing | None:
        """Return how far a case is; None when nothing is to be done."""
        job = self._place.board.find(_id(case_id))
        if job is None:
            return None
        if job.fault:
            return Indexing(fault=job.fault)
        told = job.progress
        return Indexing(told.done, told.total or 0) if job.is_live else None

    def wait(self, timeout_s: float) -> bool:
        """Wait until nothing is wanted any more; False when that took too long."""
        return self._place.wait("indexing", timeout_s)

    def _index(self, run: Run) -> Ended:
        """Make vectors until they are complete, or files are to be read, which are given way."""
        case_id = run.job.asked.case_id

        def cancelled() -> bool:
            if self._gives_way(case_id):
                run.put_back(pause_s=_PAUSE_S)
            return run.is_cancelled()

        try:
            cancelled()
            self._first(case_id)
            index_case(
                self._store,
                case_id,
                self._encoder(),
                run.tell,
                cancelled,
                self._kept_in(),
                self._near,
            )
        except UnknownCaseError:
            self._kept_in().forget(case_id)
            return Ended("cancelled")
        except VectorsDownError as fault:
            # No fault of the case: its vectors follow when the engine answers, however long that is.
            raise PutBackError(pause_s=_DOWN_S, fault=str(fault)) from fault
        self._given_way.pop(case_id, None)
        return Ended("read")

    def _gives_way(self, case_id: str) -> bool:
        if not self._is_busy():
            return False
        since = self._given_way.setdefault(case_id, time.monotonic())
        return time.monotonic() - since < _GIVES_WAY_S


def _id(case_id: str) -> str:
    return f"indexing-{case_id}"
