"""Harmed packages and backups are told by errors of ours and leave nothing behind."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.backup import back_up, check_backup, restore
from corpus.errors import CorpusError
from tests.fuzz.effort import looking
from tests.fuzz.harm import harmed, harmed_zip
from tests.ui.test_package import store_at, whole_case
from ui.package.export import export_case
from ui.package.take_in import FaultyPackageError, import_case
from ui.package.verify import verify_package

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
_kept: dict[str, bytes] = {}


@pytest.fixture(scope="module", autouse=True)
def _archives(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("whole")
    store = store_at(folder / "home")
    export_case(store, whole_case(store), folder / "case.zip")
    back_up(folder / "home", folder / "home.zip", NOW)
    _kept["package"] = (folder / "case.zip").read_bytes()
    _kept["backup"] = (folder / "home.zip").read_bytes()


def archives(kind: str) -> st.SearchStrategy[bytes]:
    return st.deferred(lambda: harmed_zip(_kept[kind]) | harmed(_kept[kind]))


@pytest.mark.parametrize("kind", ["package", "backup"])
def test_a_changed_byte_anywhere_is_told_or_does_no_harm(
    tmp_path_factory: pytest.TempPathFactory, kind: str
) -> None:
    """Among them heads of members, streams that do not unpack, and the list at the end."""
    path = tmp_path_factory.mktemp("harmed") / "archive.zip"
    good = _kept[kind]
    for at in range(0, len(good), max(1, len(good) // 150)):
        path.write_bytes(good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :])
        with contextlib.suppress(CorpusError):
            (verify_package if kind == "package" else check_backup)(path)


@given(data=archives("package"))
@looking()
def test_a_harmed_package_is_verified_or_told(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("harmed") / "case.zip"
    path.write_bytes(data)
    with contextlib.suppress(CorpusError):
        verify_package(path)


@given(data=archives("package"))
@looking(0.4)
def test_a_harmed_package_is_taken_over_whole_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("harmed")
    (folder / "case.zip").write_bytes(data)
    store = store_at(folder / "home")
    try:
        import_case(store, folder / "case.zip")
    except (CorpusError, FaultyPackageError):
        assert store.cases() == ()
    assert {one.name for one in folder.iterdir()} <= {"case.zip", "home"}


@given(data=archives("backup"))
@looking(0.6)
def test_a_harmed_backup_is_restored_whole_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("harmed")
    archive = folder / "home.zip"
    archive.write_bytes(data)
    with contextlib.suppress(CorpusError):
        check_backup(archive)
    try:
        restore(archive, folder / "home")
    except CorpusError:
        left = list((folder / "home").iterdir()) if (folder / "home").exists() else []
        assert left == []
    assert {one.name for one in Path(folder).iterdir()} <= {"home.zip", "home"}
