"""Where documents' bytes are: a folder, a file system of fsspec, a bucket; all keep one promise."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fsspec
import pytest

from corpus.cases.distant_files import DistantFiles, DistantPlace
from corpus.cases.fetched import FetchedFiles
from corpus.cases.files import CaseFiles, FolderFiles, case_files
from corpus.cases.files_address import is_files_address
from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.document import Passage, ReadResult
from corpus.record.errors import (
    FileAlteredError,
    FileGoneError,
    StoreAddressError,
    StoreUnreachableError,
)
from corpus.record.tables import leaving_files
from tests.corpus.cases.bucket import bucket_server, bucket_url
from tests.corpus.sample_files import text_pdf
from ui.jobs.removals import RemovalJobs

__all__ = ["bucket_server", "bucket_url"]
ROOT = Path(__file__).parents[3]
WORDS = b"words of a document"
SHA256 = hashlib.sha256(WORDS).hexdigest()


def in_memory(folder: Path, root: str) -> DistantFiles:
    return DistantFiles(DistantPlace(fsspec.filesystem("memory"), root, "memory"), folder)


@pytest.fixture(params=["folder", "memory", "bucket"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], CaseFiles]:
    """Gives the files as a machine of a name has them; all machines share one place."""
    if request.param == "folder":
        (tmp_path / "shared").mkdir()
        return lambda machine: case_files(tmp_path / machine, f"file://{tmp_path}/shared")
    if request.param == "bucket":
        url = str(request.getfixturevalue("bucket_url"))
        return lambda machine: case_files(tmp_path / machine, url)
    root = f"/{tmp_path.name}-{time.monotonic_ns()}"
    return lambda machine: in_memory(tmp_path / machine / "fetched", root)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "document"
    path.write_bytes(WORDS)
    return path


def put(files: CaseFiles, source: Path) -> str:
    incoming = files.copy_in(source)
    files.file(incoming)
    files.discard(incoming)
    return incoming.sha256


def everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_one_machine_files_another_has(
    opened: Callable[[str], CaseFiles], source: Path
) -> None:
    one, other = opened("one"), opened("other")
    assert not other.has(SHA256)
    assert put(one, source) == SHA256
    assert other.has(SHA256)
    for files in (one, other, other):
        with files.local(SHA256) as path:
            assert path.read_bytes() == WORDS


def test_a_copy_is_seen_by_nobody_before_it_is_filed(
    opened: Callable[[str], CaseFiles], source: Path
) -> None:
    one, other = opened("one"), opened("other")
    incoming = one.copy_in(source)
    assert (incoming.sha256, incoming.size) == (SHA256, len(WORDS))
    assert not one.has(SHA256)
    assert not other.has(SHA256)
    one.discard(incoming)
    assert not one.has(SHA256)
    assert not incoming.path.exists()


def test_filing_what_is_there_changes_nothing(
    opened: Callable[[str], CaseFiles], source: Path
) -> None:
    one, other = opened("one"), opened("other")
    late = one.copy_in(source)
    put(other, source)
    one.file(late)
    one.discard(late)
    assert put(one, source) == SHA256
    with other.local(SHA256) as path:
        assert path.read_bytes() == WORDS


def test_what_was_there_and_was_dropped_meanwhile_is_filed_all_the_same(
    opened: Callable[[str], CaseFiles], source: Path
) -> None:
    one, other = opened("one"), opened("other")
    put(other, source)
    incoming = one.copy_in(source)
    other.drop(SHA256)
    one.file(incoming)
    one.discard(incoming)
    assert other.has(SHA256)


def test_dropping_removes_it_for_all(opened: Callable[[str], CaseFiles], source: Path) -> None:
    one, other = opened("one"), opened("other")
    put(one, source)
    with other.local(SHA256) as path:
        one.drop(SHA256)
        if not isinstance(other, FolderFiles):
            assert path.read_bytes() == WORDS  # lent: readable until the work is done
    one.drop(SHA256)
    assert not one.has(SHA256)
    for stray in other.strays():
        other.forget(stray)
    for files in (one, other):
        with pytest.raises(FileGoneError, match="not in '") as told, files.local(SHA256):
            pass
        assert told.value.code == "corpus-file-gone"
        assert files.strays() == []


def test_nothing_is_left_on_a_machine_that_dropped(
    opened: Callable[[str], CaseFiles], source: Path, tmp_path: Path
) -> None:
    one = opened("one")
    put(one, source)
    with one.local(SHA256):
        pass
    one.drop(SHA256)
    assert everything(tmp_path / "one") == []


def test_what_is_not_what_its_name_says_is_not_used(tmp_path: Path, source: Path) -> None:
    root = f"/altered-{time.monotonic_ns()}"
    put(in_memory(tmp_path / "one", root), source)
    fsspec.filesystem("memory").pipe_file(f"{root}/{SHA256[:2]}/{SHA256}", b"other words")
    other = in_memory(tmp_path / "other", root)
    with pytest.raises(FileAlteredError, match="not what was added") as told, other.local(SHA256):
        pass
    assert told.value.code == "corpus-file-altered"
    assert everything(tmp_path / "other") == []


def test_copies_are_bounded_and_the_longest_unused_goes_first(tmp_path: Path) -> None:
    fetched = FetchedFiles(tmp_path, kept_bytes=250)
    names = [hashlib.sha256(bytes([number])).hexdigest() for number in range(3)]

    def fetch(path: Path) -> None:
        path.write_bytes(bytes(100))

    for age, name in zip((300, 200, 100), names[:2] + names[:1], strict=True):
        with fetched.lent(name, fetch) as path:
            os.utime(path, (time.time() - age, time.time() - age))
    with fetched.lent(names[2], fetch):
        pass
    assert fetched.held() == sorted([names[0], names[2]])


def test_uploads_that_a_killed_server_left_are_swept_after_a_day(
    tmp_path: Path, source: Path
) -> None:
    root = f"/left-{time.monotonic_ns()}"
    memory = fsspec.filesystem("memory")
    old, new = int(time.time()) - 90_000, int(time.time()) - 60
    for begun in (old, new):
        memory.pipe_file(f"{root}/incoming/{begun}-token", b"half")
    put(in_memory(tmp_path, root), source)
    assert memory.ls(f"{root}/incoming", detail=False) == [f"{root}/incoming/{new}-token"]


def test_a_kill_within_an_upload_leaves_no_half_file(
    tmp_path: Path, bucket_url: str, source: Path
) -> None:
    large = tmp_path / "large"
    large.write_bytes(os.urandom(64 * 1024 * 1024))
    sha256 = hashlib.sha256(large.read_bytes()).hexdigest()
    code = (
        "import sys; from pathlib import Path; from corpus.cases.files import case_files;"
        "files = case_files(Path(sys.argv[1]), sys.argv[2]); print('ready', flush=True);"
        "files.file(files.copy_in(Path(sys.argv[3])))"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "killed"), bucket_url, str(large)]
    for wait in (0.25, 0.5, 0.75):
        process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ})
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        other = case_files(tmp_path / "other", bucket_url)
        if other.has(sha256):  # it was quicker than the kill
            with other.local(sha256) as path:
                assert path.stat().st_size == large.stat().st_size
            other.drop(sha256)
    assert put(case_files(tmp_path / "other", bucket_url), large) == sha256


@pytest.mark.parametrize(
    "address",
    ["s3://", "s3://b", "s3://key:s3cret@bucket/x", "s3://bucket/../x", "s3://bucket/a?b=c",
     "file://", "file://host/folder", "file:///", "/folder", "gs://bucket/x", "s3://Bucket/x"],
)  # fmt: skip
def test_other_addresses_are_refused(tmp_path: Path, address: str) -> None:
    assert not is_files_address(address)
    with pytest.raises(StoreAddressError, match="Allowed: file:///FOLDER, s3://BUCKET") as told:
        case_files(tmp_path, address)
    assert "s3cret" not in str(told.value)


def test_a_folder_elsewhere_may_have_any_name(tmp_path: Path, source: Path) -> None:
    (tmp_path / "文 件").mkdir()
    files = case_files(tmp_path / "home", f"file://{tmp_path}/%E6%96%87%20%E4%BB%B6")
    put(files, source)
    assert (tmp_path / "文 件" / SHA256[:2] / SHA256).read_bytes() == WORDS


def test_a_shared_folder_that_nobody_mounted_is_told_and_not_made(
    tmp_path: Path, source: Path
) -> None:
    store = CaseStore(tmp_path / "home", files_url=f"file://{tmp_path}/mounted", read=read_one)
    case_id = store.create_case("甲", "scs-c1")
    for act in (store.check_files, lambda: store.add_document(case_id, source)):
        with pytest.raises(StoreUnreachableError, match="mount it, or make it once"):
            act()
    assert store.documents(case_id) == ()
    assert not (tmp_path / "mounted").exists()
    (tmp_path / "mounted").mkdir()
    store.check_files()
    assert store.add_document(case_id, source).status == "read"


def test_a_bucket_that_does_not_answer_is_told_without_keys(
    tmp_path: Path, bucket_url: str, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucketless = "s3://anping-no-such-bucket"
    for url, endpoint, reason in (
        (bucketless, os.environ["AWS_ENDPOINT_URL"], "NoSuchBucket"),
        (bucket_url, "http://127.0.0.1:1", "error sending request"),
    ):
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        files = case_files(tmp_path / "home", url)
        with pytest.raises(StoreUnreachableError, match=reason) as told:
            files.copy_in(source)
        assert told.value.code == "corpus-store-unreachable"
        assert "s3cret" not in str(told.value)
        assert "anping-key" not in str(told.value)
    assert everything(tmp_path / "home") == []


def test_a_missing_client_is_named_with_what_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    monkeypatch.setitem(sys.modules, "obstore.exceptions", None)
    with pytest.raises(StoreUnreachableError, match=r"pip install 'anping\[s3\]'"):
        case_files(tmp_path, "s3://bucket")


# stores on shared files


def read_one(path: Path, *, name: str | None = None, **_: object) -> ReadResult:
    """Stand in for the reading process: one passage whatever the file."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    passage = Passage(f"{sha256[:16]}-1", sha256, 1, (), "第 1 段", "周界设置红外对射。")
    return ReadResult(name or "", sha256, "read", 1, (passage,), None)


@pytest.fixture
def stores(tmp_path: Path, server_url: str, bucket_url: str) -> tuple[CaseStore, CaseStore]:
    """Two machines that share a database and a bucket."""
    shared: dict[str, Any] = {"url": server_url, "files_url": bucket_url, "read": read_one}
    return CaseStore(tmp_path / "one", **shared), CaseStore(tmp_path / "other", **shared)


def test_two_machines_share_documents_and_a_removal_removes_everything(
    stores: tuple[CaseStore, CaseStore], tmp_path: Path, source: Path
) -> None:
    one, other = stores
    case_id = one.create_case("甲", "scs-c1")
    sha256 = one.add_document(case_id, source).sha256
    with other.document_file(case_id, sha256) as path:
        assert path.read_bytes() == WORDS
    other._derived.put(sha256, "findings", "key", {"quote": "周界"})
    other._derived.put(case_id, "sums", "key", 1)
    picture = other.home / "pages" / sha256[:2] / f"{sha256}-2-1-900.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"picture")
    forgotten: list[str] = []
    removals = RemovalJobs(other, forgotten.append, is_shared=True)
    removals.follow()
    assert picture.exists()
    assert other._files.strays() == [sha256]
    checked = RecordAudit(other.home, url=other.url, files_url=other.files_url).verify_all()
    assert [one.findings for one in checked] == [(), ()]
    one.delete_case(case_id)
    assert not other._files.has(sha256)
    removals.follow()
    assert forgotten == [case_id]
    assert [everything(store.home) for store in stores] == [[], []]
    removals.follow()
    assert forgotten == [case_id]


def test_a_removal_holds_while_the_bucket_is_away_and_is_finished_later(
    stores: tuple[CaseStore, CaseStore], source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = stores
    case_id = one.create_case("甲", "scs-c1")
    sha256 = one.add_document(case_id, source).sha256

    def away(_: str) -> None:
        raise StoreUnreachableError("s3://bucket", "it is away")

    with monkeypatch.context() as patched:
        patched.setattr(one._files, "drop", away)
        one.remove_document(case_id, sha256)
    assert one.documents(case_id) == ()
    assert other._files.has(sha256)
    other.finish_removals()
    assert not other._files.has(sha256)
    assert other._rows(leaving_files.select()) == []


def test_bytes_that_were_changed_in_the_bucket_are_refused_and_found(
    stores: tuple[CaseStore, CaseStore], source: Path
) -> None:
    one, other = stores
    case_id = one.create_case("甲", "scs-c1")
    sha256 = one.take_document(case_id, source).sha256
    place = other._files._place  # type: ignore[attr-defined]
    place.system.pipe_file(f"{place.root}/{sha256[:2]}/{sha256}", b"other words")
    result = other.read_document(case_id, sha256)
    assert result.reason is not None
    assert (result.status, result.reason.code) == ("refused", "file-unreadable")
    audit = RecordAudit(other.home, url=other.url, files_url=other.files_url)
    assert [one.fault for one in audit.verify(case_id).findings] == ["file-altered"]
    place.system.rm_file(f"{place.root}/{sha256[:2]}/{sha256}")
    assert [one.fault for one in audit.verify(case_id).findings] == ["file-missing"]


def test_a_real_document_is_read_on_the_other_machine(
    tmp_path: Path, server_url: str, bucket_url: str
) -> None:
    one, other = (
        CaseStore(tmp_path / name, url=server_url, files_url=bucket_url) for name in ("a", "b")
    )
    path = tmp_path / "设计说明.pdf"
    path.write_bytes(text_pdf(["周界设置红外对射。"]))
    case_id = one.create_case("甲", "scs-c1")
    sha256 = one.take_document(case_id, path).sha256
    assert other.read_document(case_id, sha256).status == "read"
    assert [passage.text for passage in one.passages(case_id)] == ["周界设置红外对射。"]
