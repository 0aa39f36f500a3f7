"""The store of cases: nothing twice, nothing half, nothing left behind."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.cases.store import CaseStore
from corpus.derived import DerivedFiles
from corpus.document import Passage, ReadResult
from corpus.errors import (
    SheetChangedError,
    StoreTooNewError,
    UnknownCaseError,
    UnknownDocumentError,
)
from corpus.page_image import page_image
from corpus.reading.read import refused
from corpus.reading.reasons import reason
from tests.corpus.cases.acts import bytes_at
from tests.corpus.sample_files import text_pdf


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    return CaseStore(tmp_path / "home")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "设计说明.pdf"
    path.write_bytes(text_pdf(["周界设置红外对射。"], ["录像保存30天。"]))
    return path


def files(store: CaseStore) -> list[Path]:
    return [path for path in (store.home / "files").rglob("*") if path.is_file()]


def pages(store: CaseStore) -> list[Path]:
    return list((store.home / "pages").rglob("*.png"))


def test_the_home_is_made_by_the_first_write_only(store: CaseStore) -> None:
    assert store.cases() == ()
    assert not store.home.exists()
    store.create_case("甲小区", "tcrea-2023", "B")
    assert store.home.exists()


def test_a_case_is_found_again_with_what_it_was_created_with(store: CaseStore) -> None:
    case_id = store.create_case("甲小区", "tcrea-2023", "B")
    case = CaseStore(store.home).case(case_id)
    assert (case.name, case.rule_set, case.level) == ("甲小区", "tcrea-2023", "B")
    assert case_id.startswith("c-")


def test_an_unknown_case_names_the_nearest_ids(store: CaseStore) -> None:
    case_id = store.create_case("甲小区", "tcrea-2023")
    with pytest.raises(UnknownCaseError, match=case_id):
        store.documents(case_id[:-1] + "0")


def test_a_read_document_gives_its_passages_back_as_they_were(
    store: CaseStore, document: Path
) -> None:
    case_id = store.create_case("甲小区", "tcrea-2023")
    result = store.add_document(case_id, document)
    assert result.status == "read"
    assert store.passages(case_id) == result.passages
    (kept,) = store.documents(case_id)
    assert (kept.file, kept.status, kept.pages, kept.passages) == ("设计说明.pdf", "read", 2, 2)
    assert bytes_at(store.home, result.sha256).read_bytes() == document.read_bytes()


def test_the_same_bytes_again_change_nothing_and_say_so(store: CaseStore, document: Path) -> None:
    case_id = store.create_case("甲小区", "tcrea-2023")
    first = store.add_document(case_id, document)
    second = store.add_document(case_id, document, name="别名.pdf")
    assert [note.code for note in second.notes] == ["already-in-case"]
    assert second.passages == first.passages
    assert [kept.file for kept in store.documents(case_id)] == ["设计说明.pdf"]
    assert len(files(store)) == 1


def test_another_case_shares_the_file_and_its_passages(store: CaseStore, document: Path) -> None:
    first, second = (store.create_case(name, "tcrea-2023") for name in "甲乙")
    store.add_document(first, document)
    result = store.add_document(second, document)
    assert [note.code for note in result.notes] == ["read-before"]
    assert store.passages(second) == store.passages(first)
    assert len(files(store)) == 1


def test_removing_keeps_what_another_case_uses_and_nothing_else(
    store: CaseStore, document: Path
) -> None:
    first, second = (store.create_case(name, "tcrea-2023") for name in "甲乙")
    sha256 = store.add_document(first, document).sha256
    store.add_document(second, document)
    derived = DerivedFiles(store.home)
    derived.put(sha256, "findings", "k", [1])
    page_image(bytes_at(store.home, sha256), 1, width=100, cache=store.home)
    store.remove_document(first, sha256)
    assert (len(store.passages(first)), len(store.passages(second))) == (0, 2)
    assert derived.get(sha256, "findings", "k") == [1]
    assert len(pages(store)) == 1
    store.remove_document(second, sha256)
    assert files(store) == []
    assert derived.get(sha256, "findings", "k") is None
    assert pages(store) == []
    with pytest.raises(UnknownDocumentError):
        store.remove_document(second, sha256)


def test_deleting_a_case_leaves_no_file_or_row(store: CaseStore, document: Path) -> None:
    case_id = store.create_case("甲", "tcrea-2023")
    passage = store.add_document(case_id, document).passages[0]
    store.set_suggestion_decision(case_id, "A1.2.1", passage.id, "accepted")
    store.save_sheet(case_id, {"judgements": {}})
    for owner in (case_id, passage.document):
        DerivedFiles(store.home).put(owner, "findings", "k", [1])
    page_image(bytes_at(store.home, passage.document), 1, width=100, cache=store.home)
    store.delete_case(case_id)
    assert files(store) == pages(store) == []
    assert list((store.home / "derived").iterdir()) == []
    connection = sqlite3.connect(store.home / "cases.sqlite3")
    tables = ("cases", "documents", "case_documents", "passages", "sheets", "suggestion_decisions")
    counts = [connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables]  # noqa: S608 - our own names
    connection.close()
    assert counts == [0] * len(tables)


def test_a_refused_document_is_listed_with_its_reason(store: CaseStore, tmp_path: Path) -> None:
    case_id = store.create_case("甲", "tcrea-2023")
    drawing = tmp_path / "a.dwg"
    drawing.write_bytes(b"AC1032" + bytes(100))
    store.add_document(case_id, drawing)
    (kept,) = store.documents(case_id)
    assert kept.status == "refused"
    assert kept.reason is not None
    assert kept.reason.code == "convert-dwg"


def test_a_file_that_cannot_be_copied_is_not_kept(store: CaseStore, tmp_path: Path) -> None:
    case_id = store.create_case("甲", "tcrea-2023")
    result = store.add_document(case_id, tmp_path / "missing.pdf")
    assert result.status == "refused"
    assert store.documents(case_id) == ()


def test_a_name_can_never_leave_the_store(store: CaseStore, document: Path) -> None:
    case_id = store.create_case("甲", "tcrea-2023")
    result = store.add_document(case_id, document, name="../../../etc/x.pdf")
    assert result.file == "x.pdf"
    assert all(path.is_relative_to(store.home / "files") for path in files(store))


def test_a_cancelled_document_leaves_nothing(store: CaseStore, document: Path) -> None:
    case_id = store.create_case("甲", "tcrea-2023")
    result = store.add_document(case_id, document, cancelled=lambda: True)
    assert result.reason is not None
    assert result.reason.code == "cancelled"
    assert store.documents(case_id) == ()
    assert files(store) == []


class ScriptedReader:
    """Gives the queued outcomes; stands in for the real reading process."""

    def __init__(self, *codes: str) -> None:
        self.codes = list(codes)

    def __call__(self, path: Path, *, name: str | None = None, **_: object) -> ReadResult:
        code = self.codes.pop(0)
        if code != "read":
            return refused(name or "", path.name, reason(code, limit=60))
        passage = Passage(f"{path.name[:16]}-1", path.name, 1, (), "第 1 页", "一")
        return ReadResult(name or "", path.name, "read", 1, (passage,), None)


@pytest.mark.parametrize("code", ["time-limit", "memory-limit", "crashed"])
def test_a_reading_that_broke_down_is_tried_again_by_the_next_add(
    tmp_path: Path, document: Path, code: str
) -> None:
    store = CaseStore(tmp_path / "home", read=ScriptedReader(code, "read"))
    case_id = store.create_case("甲", "tcrea-2023")
    assert store.add_document(case_id, document).status == "refused"
    assert store.add_document(case_id, document).status == "read"
    assert len(store.passages(case_id)) == 1


def test_what_was_found_in_old_passages_goes_when_a_document_is_read_anew(
    tmp_path: Path, document: Path
) -> None:
    store = CaseStore(tmp_path / "home", read=ScriptedReader("crashed", "read"))
    case_id = store.create_case("甲", "tcrea-2023")
    sha256 = store.add_document(case_id, document).sha256
    derived = DerivedFiles(store.home)
    derived.put(sha256, "findings", "k", [1])
    store.add_document(case_id, document)
    assert derived.get(sha256, "findings", "k") is None


def test_a_document_removed_while_it_is_read_stays_removed(tmp_path: Path, document: Path) -> None:
    home = tmp_path / "home"

    class Removing(ScriptedReader):
        def __call__(self, path: Path, **_: object) -> ReadResult:
            CaseStore(home).remove_document(case_id, path.name)
            return super().__call__(path)

    store = CaseStore(home, read=Removing("read"))
    case_id = store.create_case("甲", "tcrea-2023")
    store.add_document(case_id, document)
    assert store.documents(case_id) == ()
    assert store.passages(case_id) == ()
    assert files(store) == []


LINES = ((0, 1, (1.0, 2.0, 3.0, 4.0)),)
ADD = """
import sys, time
from pathlib import Path
from corpus.cases.store import CaseStore
from corpus.reading import read_document

def slow(path, **rest):
    result = read_document(path, **rest)
    print("read", flush=True)
    time.sleep(float(sys.argv[4]))
    return result

CaseStore(Path(sys.argv[1]), read=slow).add_document(sys.argv[2], Path(sys.argv[3]))
"""


def adding(store: CaseStore, case_id: str, path: Path, pause: float = 0) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", ADD, str(store.home), case_id, str(path), str(pause)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3])


def test_a_document_whose_reading_was_killed_is_read_again(
    store: CaseStore, document: Path
) -> None:
    case_id = store.create_case("甲", "tcrea-2023")
    with adding(store, case_id, document, pause=60) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"read\n"
        process.send_signal(signal.SIGKILL)
    assert [kept.status for kept in store.documents(case_id)] == ["reading"]
    assert store.passages(case_id) == ()
    assert [result.status for result in store.resume(case_id)] == ["read"]
    assert len(store.passages(case_id)) == 2
    assert [note.code for note in store.add_document(case_id, document).notes] == [
        "already-in-case"
    ]
    assert len(files(store)) == 1


@pytest.mark.slow
def test_killing_an_add_at_any_moment_leaves_nothing_half(store: CaseStore, document: Path) -> None:
    case_id = store.create_case("甲", "tcrea-2023")
    for step in range(12):
        with adding(store, case_id, document) as process:
            time.sleep(0.05 + 0.03 * step)
            process.send_signal(signal.SIGKILL)
        statuses = [kept.status for kept in store.documents(case_id)]
        passages = store.passages(case_id)
        assert statuses in ([], ["reading"], ["read"])
        assert len(passages) == (2 if statuses == ["read"] else 0)
        if statuses == ["read"]:
            store.remove_document(case_id, store.documents(case_id)[0].sha256)
    store.add_document(case_id, document)
    assert len(store.passages(case_id)) == 2


def test_two_processes_adding_at_once_leave_each_document_once(
    store: CaseStore, document: Path, tmp_path: Path
) -> None:
    case_id = store.create_case("甲", "tcrea-2023")
    other = tmp_path / "other.pdf"
    other.write_bytes(text_pdf(["道闸与车牌识别。"]))
    processes = [adding(store, case_id, path, 0.2) for path in (document, document, other)]
    for process in processes:
        process.communicate(timeout=60)
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert sorted(kept.passages for kept in store.documents(case_id)) == [1, 2]
    assert len({passage.id for passage in store.passages(case_id)}) == 3
    assert len(files(store)) == 2


def test_two_processes_creating_the_store_at_once_both_succeed(store: CaseStore) -> None:
    code = (
        "import sys; from pathlib import Path; from corpus.cases.store import CaseStore;"
        "CaseStore(Path(sys.argv[1])).create_case('甲', 'tcrea-2023')"
    )
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", code, str(store.home)]
    processes = [subprocess.Popen(command, cwd=root) for _ in range(4)]
    assert [process.wait(timeout=60) for process in processes] == [0] * 4
    assert len(store.cases()) == 4


def test_copies_left_by_a_killed_process_are_swept_after_an_hour(
    store: CaseStore, document: Path
) -> None:
    case_id = store.create_case("甲", "tcrea-2023")
    incoming = store.home / "files" / "incoming"
    incoming.mkdir(parents=True)
    old, young = incoming / "old", incoming / "young"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    store.add_document(case_id, document)
    assert not old.exists()
    assert young.exists()


def test_a_sheet_is_saved_with_a_version_that_guards_against_lost_changes(
    store: CaseStore,
) -> None:
    case_id = store.create_case("甲", "tcrea-2023")
    assert store.load_sheet(case_id) is None
    assert store.save_sheet(case_id, {"judgements": {}}, expected_version=0) == 1
    assert store.save_sheet(case_id, {"judgements": {"C1.1.1": {"met": True}}}) == 2
    with pytest.raises(SheetChangedError):
        store.save_sheet(case_id, {}, expected_version=1)
    sheet = store.load_sheet(case_id)
    assert sheet is not None
    assert sheet.content == {"judgements": {"C1.1.1": {"met": True}}}
    assert sheet.version == 2


def test_decisions_on_suggestions_are_remembered_replaced_and_forgotten(
    store: CaseStore, document: Path
) -> None:
    case_id = store.create_case("甲", "tcrea-2023")
    first, second = store.add_document(case_id, document).passages
    store.set_suggestion_decision(case_id, "A1.2.1", first.id, "accepted")
    store.set_suggestion_decision(case_id, "A1.2.1", first.id, "rejected")
    store.set_suggestion_decision(case_id, "A1.2.1", second.id, "accepted")
    store.set_suggestion_decision(case_id, "A1.2.1", second.id, None)
    assert [(kept.passage_id, kept.decision) for kept in store.suggestion_decisions(case_id)] == [
        (first.id, "rejected")
    ]
    store.remove_document(case_id, first.document)
    assert store.suggestion_decisions(case_id) == ()


def test_a_recognised_passage_is_kept_as_such(tmp_path: Path, document: Path) -> None:
    def read(path: Path, *, name: str | None = None, **_: object) -> ReadResult:
        passage = Passage(
            f"{path.name[:16]}-1", path.name, 1, (), "第 1 页", "一", is_ocr=True, lines=LINES
        )
        return ReadResult(name or "", path.name, "read", 1, (passage,), None)

    store = CaseStore(tmp_path / "home", read=read)
    case_id = store.create_case("甲", "tcrea-2023")
    store.add_document(case_id, document)
    assert [(kept.is_ocr, kept.lines) for kept in store.passages(case_id)] == [(True, LINES)]


def test_a_store_of_a_newer_version_is_not_touched(store: CaseStore) -> None:
    store.create_case("甲", "tcrea-2023")
    connection = sqlite3.connect(store.home / "cases.sqlite3")
    connection.executescript("PRAGMA user_version = 99; UPDATE store_format SET oldest = 99;")
    connection.close()
    with pytest.raises(StoreTooNewError):
        store.cases()
