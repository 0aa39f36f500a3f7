"""Two servers and two workers, killed at any point: nothing is lost, nothing is done twice."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.jobs.board import JobBoard
from tests.cluster.conftest import Cluster, Member
from tests.corpus.sample_files import text_pdf
from ui.api.client import ApiClient, ApiProblemError

FILES = 12
_PATIENCE_S = 240.0


def content(number: int) -> bytes:
    """A document of a few pages that no other has."""
    pages = [
        [f"Part {page} of document {number}", f"Building {number} has {page + 2} cameras."]
        for page in range(1 + number % 4)
    ]
    return text_pdf(*pages)


def uploaded(
    cluster: Cluster, case: str, number: int, tries: Counter[int], refusals: Counter[str]
) -> None:
    """Send a file as a good client does: the same key again, to the other server, until it is taken."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        address = cluster.addresses[(number + tries[number]) % 2]
        tries[number] += 1
        try:
            with ApiClient(address) as api:
                api.add_document(case, f"d{number}.pdf", content(number), key=f"key-{number}")
        except (httpx.HTTPError, ApiProblemError) as fault:
            # A server that is gone, or the same request that another has not ended yet.
            is_told = isinstance(fault, ApiProblemError)
            refusals.update(
                [fault.code] if is_told and fault.code != "accounts-key-under-way" else []
            )
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"document {number} was never taken")


def killed_and_begun(member: Member) -> None:
    member.kill()
    member.begin()


def wait_until_idle(board: JobBoard) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while live := [*board.live("reading"), *board.live("indexing")]:
        assert time.monotonic() < deadline, live
        time.sleep(0.2)


@pytest.mark.slow
@pytest.mark.encoder
def test_kills_at_any_point_lose_nothing_and_do_nothing_twice(
    cluster: Cluster, tmp_path: Path
) -> None:
    chance = random.Random(20261122)  # noqa: S311 - when who is killed
    with ApiClient(cluster.addresses[0]) as api:
        case = str(api.make_case("望江苑", level="C")["id"])
    tries: Counter[int] = Counter()
    refusals: Counter[str] = Counter()
    uploads = [
        threading.Thread(target=uploaded, args=(cluster, case, number, tries, refusals))
        for number in range(FILES)
    ]
    for number, upload in enumerate(uploads):
        upload.start()
        if number % 3 == 2:
            killed_and_begun(chance.choice([*cluster.servers, *cluster.workers]))
        time.sleep(chance.random() * 0.5)
    for upload in uploads:
        upload.join()
    assert refusals == Counter()
    for _ in range(4):
        time.sleep(chance.random() * 2)
        killed_and_begun(chance.choice(cluster.workers))
    board = JobBoard(tmp_path / "home", url=cluster.database)
    wait_until_idle(board)

    store = CaseStore(tmp_path / "home", url=cluster.database, files_url=cluster.files)
    documents = store.documents(case)
    assert sorted(one.file for one in documents) == sorted(f"d{n}.pdf" for n in range(FILES))
    assert {one.status for one in documents} == {"read"}
    assert board.set_aside() == ()
    for one in documents:
        number = int(one.file[1:-4])
        pages = [passage.page for passage in store.passages(case, one.sha256)]
        assert sorted(set(pages)) == list(range(1, 2 + number % 4))
        assert len(pages) == len({passage.id for passage in store.passages(case, one.sha256)})
    acts = Counter((event.what, event.subject.get("sha256", "")) for event in store.events(case))
    for one in documents:
        assert acts["document.added", one.sha256] == 1
        assert acts["document.read", one.sha256] == 1
    checks = RecordAudit(
        tmp_path / "home", url=cluster.database, files_url=cluster.files
    ).verify_all()
    assert [check.findings for check in checks] == [()] * len(checks)

    for server in cluster.servers:
        server.wait_until(r"http://\S+")
    for address in cluster.addresses:
        with ApiClient(address) as api:
            answer = api.ask("How many cameras has building 7?", case=case)
        assert "d7.pdf" in str(answer)
    for member in (*cluster.servers, *cluster.workers):
        member.wait_until(r"http://\S+|Working:")
        assert member.stop() == 0
