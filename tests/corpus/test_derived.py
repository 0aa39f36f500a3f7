"""Values worked out of documents: kept, replaced, torn, forgotten."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.derived import DerivedFiles, DerivedInMemory


def test_a_value_is_kept_under_its_key_only(tmp_path: Path) -> None:
    files = DerivedFiles(tmp_path)
    files.put("abc", "findings", "k1", [{"词": 1}])
    assert files.get("abc", "findings", "k1") == [{"词": 1}]
    assert files.get("abc", "findings", "k2") is None
    assert files.get("other", "findings", "k1") is None


def test_a_new_key_replaces_the_old_one_of_its_kind(tmp_path: Path) -> None:
    files = DerivedFiles(tmp_path)
    files.put("abc", "findings", "k1", 1)
    files.put("abc", "other", "k1", 2)
    files.put("abc", "findings", "k2", 3)
    assert files.get("abc", "findings", "k1") is None
    assert files.get("abc", "other", "k1") == 2


def test_a_torn_file_is_as_none(tmp_path: Path) -> None:
    files = DerivedFiles(tmp_path)
    files.put("abc", "findings", "k1", 1)
    (tmp_path / "derived" / "abc" / "findings-k1.json").write_text("[1, ", encoding="utf-8")
    assert files.get("abc", "findings", "k1") is None


def test_forgetting_an_owner_leaves_the_others(tmp_path: Path) -> None:
    files = DerivedFiles(tmp_path)
    files.put("abc", "findings", "k", 1)
    files.put("def", "findings", "k", 2)
    files.forget("abc")
    files.forget("never")
    assert (files.get("abc", "findings", "k"), files.get("def", "findings", "k")) == (None, 2)


@pytest.mark.parametrize("name", ["../x", "", "a/b", "a.b", "x" * 81])
def test_names_cannot_leave_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        DerivedFiles(tmp_path).put(name, "findings", "k", 1)


def test_drafts_of_killed_processes_are_swept_and_those_under_way_are_not(tmp_path: Path) -> None:
    files = DerivedFiles(tmp_path)
    files.put("owner", "findings", "a", 1)
    old, new = (tmp_path / "derived" / "owner" / f"{name}.draft" for name in ("old", "new"))
    for draft in (old, new):
        draft.write_text("[")
    os.utime(old, (0, 0))
    files.put("owner", "findings", "b", 2)
    assert (old.exists(), new.exists()) == (False, True)


def test_what_is_made_for_an_owner_forgotten_meanwhile_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = DerivedFiles(tmp_path)

    def dumps(*_: object, **__: object) -> str:
        files.forget("owner")
        return "1"

    monkeypatch.setattr("corpus.derived.json.dumps", dumps)
    files.put("owner", "findings", "a", 1)
    assert files.get("owner", "findings", "a") is None


def test_what_is_held_in_memory_is_not_written(tmp_path: Path) -> None:
    DerivedFiles(tmp_path).put("abc", "findings", "k1", "kept")
    held = DerivedInMemory(tmp_path)
    assert held.get("abc", "findings", "k1") == "kept"
    held.put("abc", "nearness", "k1", {"词": (1, None)})
    assert held.has("abc", "nearness", "k1")
    assert held.get("abc", "nearness", "k1") == {"词": [1, None]}
    assert not DerivedFiles(tmp_path).has("abc", "nearness", "k1")
    held.forget("abc")
    assert held.get("abc", "nearness", "k1") is None
    assert held.get("abc", "findings", "k1") == "kept"


def test_memory_holds_only_so_much(tmp_path: Path) -> None:
    held = DerivedInMemory(tmp_path, most=2)
    for key in ("k1", "k2", "k3"):
        held.put("abc", "findings", key, key)
    found = [held.get("abc", "findings", key) for key in ("k1", "k2", "k3")]
    assert found == [None, "k2", "k3"]
    assert list(tmp_path.iterdir()) == []
