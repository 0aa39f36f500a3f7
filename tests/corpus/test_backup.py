"""A home as one file, and back."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.backup import MANIFEST, back_up, check_backup, restore
from corpus.cases.store import CaseStore
from corpus.errors import BackupError
from tests.corpus.cases.acts import bytes_at

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with two cases, three documents, a sheet and what can be made again."""
    home = tmp_path / "home"
    store = CaseStore(home)
    first = store.create_case("江畔花园", "tcrea-2023", "B")
    second = store.create_case("Table", "scs-c1", None)
    for number, case_id in enumerate((first, first, second)):
        path = tmp_path / f"说明{number}.txt"
        path.write_text(f"周界设置第 {number} 道入侵报警。", encoding="utf-8")
        store.add_document(case_id, path)
    store.save_sheet(first, {"judgements": {"B1.1.1": {"met": True}}}, expected_version=0)
    with closing(sqlite3.connect(home / "conversations.sqlite")) as other, other:
        other.execute("CREATE TABLE said (words)")
        other.execute("INSERT INTO said VALUES ('重点位置')")
    for name in ("vectors/chroma.sqlite3", "derived/x/y", "pages/a.png", "files/incoming/half"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(b"made again")
    return home


def contents(home: Path) -> list[object]:
    """Return what the store of a home tells of every case."""
    store = CaseStore(home)
    return [
        (
            case,
            store.documents(case.id),
            [store.passages(case.id, one.sha256) for one in store.documents(case.id)],
            [bytes_at(store.home, one.sha256).read_bytes()
             for one in store.documents(case.id)],
            store.load_sheet(case.id),
        )
        for case in store.cases()
    ]  # fmt: skip


def test_what_is_restored_is_what_was_there(home: Path, tmp_path: Path) -> None:
    archive, other = tmp_path / "a.zip", tmp_path / "other"
    made = back_up(home, archive, NOW)
    assert restore(archive, other) == made == check_backup(archive)
    assert made.created == "2026-03-01T08:30:00+00:00"
    assert contents(other) == contents(home)
    with closing(sqlite3.connect(other / "conversations.sqlite")) as said:
        assert said.execute("SELECT words FROM said").fetchall() == [("重点位置",)]
    assert not (other / "vectors").exists()
    assert not any("made again" in name for name in made.files)
    assert not [name for name in made.files if name.startswith(("vectors", "derived", "pages"))]
    assert not [name for name in made.files if "incoming" in name]
    assert archive.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".*")), "nothing is left lying about"


def test_an_empty_home_and_one_that_is_missing(tmp_path: Path) -> None:
    back_up(tmp_path / "none", tmp_path / "a.zip", NOW)
    restore(tmp_path / "a.zip", tmp_path / "new")
    assert CaseStore(tmp_path / "new").cases() == ()
    assert back_up(tmp_path / "new", tmp_path / "b.zip", NOW).size == 0


def test_a_home_that_holds_something_is_left_as_it_is(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "a.zip", NOW)
    before = contents(home)
    with pytest.raises(BackupError, match="is not empty"):
        restore(tmp_path / "a.zip", home)
    assert contents(home) == before


def test_others_may_write_meanwhile(home: Path, tmp_path: Path) -> None:
    stop = threading.Event()
    added: list[str] = []

    def at_work() -> None:
        store = CaseStore(home)
        (case, *_) = store.cases()
        while not stop.is_set():
            path = tmp_path / "busy.txt"
            path.write_text(f"第 {len(added)} 次", encoding="utf-8")
            added.append(store.add_document(case.id, path).sha256)

    worker = threading.Thread(target=at_work)
    worker.start()
    try:
        for number in range(3):
            before = set(added)
            back_up(home, tmp_path / "a.zip", NOW)
            restore(tmp_path / "a.zip", tmp_path / f"other{number}")
            other = CaseStore(tmp_path / f"other{number}")
            assert before <= {one.sha256 for one in other.documents(other.cases()[0].id)}
    finally:
        stop.set()
        worker.join()
    assert added


def test_an_archive_that_cannot_be_finished_replaces_nothing(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    back_up(home, archive, NOW)
    before = archive.read_bytes()
    (lost,) = (one for one in CaseStore(home).cases() if one.name == "Table")
    (document,) = CaseStore(home).documents(lost.id)
    bytes_at(home, document.sha256).unlink()
    with pytest.raises(BackupError, match="went away"):
        back_up(home, archive, NOW)
    assert archive.read_bytes() == before


def test_a_document_that_was_altered_is_not_taken_for_the_one_added(
    home: Path, tmp_path: Path
) -> None:
    store = CaseStore(home)
    case = store.cases()[0]
    bytes_at(store.home, store.documents(case.id)[0].sha256).write_bytes(b"other words")
    with pytest.raises(BackupError, match="not what was added"):
        back_up(home, tmp_path / "a.zip", NOW)


def test_an_archive_within_its_home_is_refused(home: Path) -> None:
    with pytest.raises(BackupError, match="another folder"):
        back_up(home, home / "a.zip", NOW)


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.9, 0.999])
def test_an_archive_that_is_cut_short_restores_nothing(
    home: Path, tmp_path: Path, keep: float
) -> None:
    archive, other = tmp_path / "a.zip", tmp_path / "other"
    back_up(home, archive, NOW)
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(BackupError):
        restore(archive, other)
    assert not other.exists()


def changed(archive: Path, change: dict[str, bytes | None], manifest: object = None) -> None:
    """Write an archive anew with some of its files changed, added or (None) left out."""
    with zipfile.ZipFile(archive) as opened:
        held = {name: opened.read(name) for name in opened.namelist()}
    held |= {name: data for name, data in change.items() if data is not None}
    if manifest is not None:
        held[MANIFEST] = json.dumps(manifest).encode()
    with zipfile.ZipFile(archive, "w") as opened:
        for name, data in held.items():
            if name not in change or change[name] is not None:
                opened.writestr(name, data)


def test_every_change_to_an_archive_is_found(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    made = back_up(home, archive, NOW)
    whole = tmp_path / "whole.zip"
    shutil.copy(archive, whole)
    (document, *_) = (name for name in made.files if name.startswith("files/"))
    for change in (
        {document: b"other words"}, {document: None}, {"files/more": b"x"}, {MANIFEST: None},
        {"cases.sqlite3": b"no database"},
    ):  # fmt: skip
        shutil.copy(whole, archive)
        changed(archive, change)
        with pytest.raises(BackupError):
            check_backup(archive)
        with pytest.raises(BackupError):
            restore(archive, tmp_path / "other")
        assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/evil", "a/../../evil", "a\\..\\evil", "C:/evil", "a//evil", "./evil"]
)
def test_no_path_leads_out_of_the_home(tmp_path: Path, name: str) -> None:
    archive = tmp_path / "a.zip"
    kept = {name: {"size": 1, "sha256": "x"}}
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(name, b"x")
        opened.writestr(MANIFEST, json.dumps({"form": 1, "created": "", "files": kept}))
    with pytest.raises(BackupError, match="no path within"):
        restore(archive, tmp_path / "home")


@pytest.mark.parametrize(
    "manifest", [[], {}, {"form": 2, "created": "", "files": {}}, {"form": 1, "files": {"a": 1}}]
)
def test_a_manifest_that_is_none(tmp_path: Path, manifest: object) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr(MANIFEST, json.dumps(manifest))
    with pytest.raises(BackupError):
        check_backup(archive)


def test_more_than_the_manifest_names_is_not_unpacked(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    files = {"files/bomb": {"size": 1, "sha256": "x"}}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("files/bomb", bytes(50_000_000))
        opened.writestr(MANIFEST, json.dumps({"form": 1, "created": "", "files": files}))
    with pytest.raises(BackupError, match="damaged"):
        restore(archive, tmp_path / "home")
