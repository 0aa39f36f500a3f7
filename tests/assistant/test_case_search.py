"""Questions about the documents of a case: what is found, and what is told where meaning is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.asking.case_search import index_case, search_case
from corpus.cases.store import CaseStore
from corpus.encoder import HashEncoder
from corpus.passage_index import PassageIndex
from corpus.vectors import open_vectors
from corpus.vectors.errors import VectorsDownError
from corpus.words import WordIndex

DOWN = "chroma+http://127.0.0.1:9"
TEXT = "# 说明\n\n电梯轿厢内安装半球摄像机 12 台。\n\n周界设置红外对射入侵报警装置。\n"


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    return CaseStore(tmp_path / "home")


@pytest.fixture
def case_id(store: CaseStore, tmp_path: Path) -> str:
    made = store.create_case("甲", "tcrea-2023", "C")
    (tmp_path / "说明.md").write_text(TEXT, encoding="utf-8")
    store.add_document(made, tmp_path / "说明.md")
    return made


def test_an_engine_that_is_down_leaves_words_and_is_told(
    store: CaseStore, case_id: str, tmp_path: Path
) -> None:
    down = PassageIndex(WordIndex(tmp_path), open_vectors(tmp_path, DOWN))
    for may_index in (True, False):
        found = search_case(
            store, case_id, HashEncoder(), "电梯摄像机", may_index=may_index, index=down
        )
        assert found.passages[0]["quote"] == "电梯轿厢内安装半球摄像机 12 台。"
        said = found.json()
        assert said["searched_by"] == ["words"]
        assert said["search_fault"]["code"] == "corpus-vectors-down"
    with pytest.raises(VectorsDownError):
        index_case(store, case_id, HashEncoder(), index=down)


def test_an_engine_that_is_back_is_searched_again(store: CaseStore, case_id: str) -> None:
    found = search_case(store, case_id, HashEncoder(), "周界报警")
    assert found.fault is None
    assert found.json()["searched_by"] == ["words", "meaning"]
    assert "search_fault" not in found.json()
    assert found.passages[0]["quote"].startswith("周界")
