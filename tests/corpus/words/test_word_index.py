"""Words of cases are kept document by document, and searched with the numbers of `LexicalIndex`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.lexical import LexicalIndex
from corpus.lexicon import load_synonyms
from corpus.words import IndexedPassage, WordIndex
from corpus.words.posting import SHELF
from corpus.words.rarity import words_of_the_standards
from evals.bench_search import passages, questions

CASE = "c-abc123"


def said(document: str, *texts: str) -> list[IndexedPassage]:
    return [
        IndexedPassage(f"{document}:{place}#0", document, text, "1 周界", 3, f"第 {place} 段")
        for place, text in enumerate(texts)
    ]


def found(index: WordIndex, question: str, case_id: str = CASE) -> list[str]:
    """Return the texts that share a word with a question, the best first."""
    scores = index.search(case_id, question)
    places = [int(at) for at in np.argsort(-scores.lexical.scores, kind="stable")]
    given = index.passages(scores, places)
    return [given[at].text for at in places if scores.lexical.coverage[at] > 0]


@pytest.fixture
def filled(index: WordIndex) -> WordIndex:
    index.add(CASE, "doc1", "1", said("doc1", "周界设置红外对射入侵报警", "电梯轿厢内安装摄像机"))
    index.add(CASE, "doc2", "1", said("doc2", "消防水箱设水位报警"))
    return index


def test_the_numbers_are_those_of_the_index_in_memory(index: WordIndex) -> None:
    documents = {f"doc{n}": passages(7, n, size) for n, size in enumerate((40, SHELF + 7, 1))}
    for name, passages_of in documents.items():
        index.add(CASE, name, "1", passages_of)
        index.add("c-other", name, "1", passages_of[:5])
    every = [one for passages_of in documents.values() for one in passages_of]
    in_memory = LexicalIndex(
        [(one.id, [(one.text, 1.0), (one.heading, 0.4)]) for one in every],
        load_synonyms(),
        words_of_the_standards(),
    )
    for question in [*questions()[:15], "电梯里有监控吗", "CCTV in lifts", "？"]:
        expected, kept = in_memory.search(question), index.search(CASE, question)
        assert np.allclose(kept.lexical.scores, expected.scores, rtol=1e-12)
        assert np.array_equal(kept.lexical.coverage, expected.coverage)
    assert [one.text for one in index.passages_of(CASE, "doc1")] == [
        one.text for one in documents["doc1"]
    ]


def test_what_an_answer_needs_comes_with_the_passage(filled: WordIndex) -> None:
    scores = filled.search(CASE, "水箱")
    (at,) = np.flatnonzero(scores.lexical.coverage).tolist()
    assert filled.passages(scores, [at]) == {at: said("doc2", "消防水箱设水位报警")[0]}
    assert filled.places(scores, ["doc1:1#0", "doc9:0#0", "doc2:0#0"]) == {
        "doc1:1#0": 1,
        "doc2:0#0": 2,
    }


def test_a_document_is_removed_with_its_rows_and_no_other(filled: WordIndex) -> None:
    filled.forget(CASE, "doc1")
    filled.forget(CASE, "doc9")
    assert found(filled, "电梯 报警") == ["消防水箱设水位报警"]
    assert list(filled.documents(CASE)) == ["doc2"]
    assert filled.passages_of(CASE, "doc1") == []
    filled.forget(CASE)
    filled.forget(CASE)
    assert found(filled, "报警") == []
    assert filled.documents(CASE) == {}


def test_nothing_is_kept_of_what_was_removed(filled: WordIndex) -> None:
    from sqlalchemy import func, select

    from corpus.words.tables import metadata

    filled.forget(CASE)
    left = {
        table.name: filled._database.read(
            lambda connection, table=table: connection.execute(
                select(func.count()).select_from(table)
            ).scalar()
        )
        for table in metadata.sorted_tables
    }
    assert left == {"edition": 1, "cases": 0, "documents": 0, "passages": 0, "postings": 0}


def test_a_document_of_two_cases_is_found_in_both(filled: WordIndex) -> None:
    filled.add("c-second", "doc2", "1", said("doc2", "消防水箱设水位报警"))
    assert found(filled, "水箱", "c-second") == ["消防水箱设水位报警"]
    filled.forget(CASE, "doc2")
    assert found(filled, "水箱") == []
    assert found(filled, "水箱", "c-second") == ["消防水箱设水位报警"]


def test_a_document_is_kept_anew_under_another_key_only(filled: WordIndex) -> None:
    filled.mark_vectors(CASE, ["doc2"], "made")
    filled.add(CASE, "doc2", "1", said("doc2", "别的话"))
    assert found(filled, "水箱") == ["消防水箱设水位报警"]
    assert filled.documents(CASE)["doc2"].vectors == "made"
    filled.add(CASE, "doc2", "2", said("doc2", "泵房装水浸探测器", "门禁"))
    assert found(filled, "水箱") == []
    kept = filled.documents(CASE)["doc2"]
    assert (kept.key, kept.vectors, kept.passages) == ("2", "", 2)


def test_a_case_that_is_not_kept_and_an_empty_document_have_nothing(index: WordIndex) -> None:
    assert found(index, "报警") == []
    index.add(CASE, "doc1", "1", [])
    index.add(CASE, "doc2", "1", said("doc2", "？！"))
    index.add(CASE, "doc3", "1", said("doc3", "周界报警"))
    index.add(CASE, "doc4", "1", [])
    assert found(index, "报警") == ["周界报警"]
    assert found(index, "") == []


def _in_a_process(code: str, *arguments: str) -> subprocess.Popen[bytes]:
    before = (
        "import sys, os; from pathlib import Path\n"
        "import corpus.words.index as own\n"
        "from corpus.words import WordIndex\n"
        "from tests.corpus.words.test_word_index import CASE, said\n"
        "home, address, *rest = sys.argv[1:]\n"
        "index = WordIndex(Path(home), address)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", before + code, *arguments], stderr=subprocess.PIPE
    )


def test_a_document_is_in_whole_or_not_at_all_after_a_kill(
    filled: WordIndex, address: str, tmp_path: Path
) -> None:
    killed = _in_a_process(
        "insert = own.insert_document\n"
        "def killed(*given):\n"
        "    insert(*given)\n"
        "    os.kill(os.getpid(), 9)\n"
        "own.insert_document = killed\n"
        "index.add(CASE, 'doc3', '1', said('doc3', '泵房装水浸探测器'))\n",
        str(tmp_path / "home"),
        address,
    )
    killed.communicate()
    assert killed.returncode == -9
    assert list(filled.documents(CASE)) == ["doc1", "doc2"]
    assert found(filled, "泵房") == []
    filled.add(CASE, "doc3", "1", said("doc3", "泵房装水浸探测器"))
    assert found(filled, "泵房") == ["泵房装水浸探测器"]


def test_two_processes_add_to_a_case_at_once(
    index: WordIndex, address: str, tmp_path: Path
) -> None:
    code = (
        "for n in range(int(rest[0]), int(rest[0]) + 15):\n"
        "    index.add(CASE, f'doc{n}', '1', said(f'doc{n}', f'{n}号楼电梯装摄像机'))\n"
        "    index.add(CASE, 'shared', '1', said('shared', '门禁'))\n"
    )
    home = str(tmp_path / "home")
    workers = [_in_a_process(code, home, address, first) for first in ("0", "15")]
    for worker in workers:
        _, told = worker.communicate(timeout=120)
        assert worker.returncode == 0, told.decode()
    assert len(found(index, "电梯")) == 30
    assert len(index.documents(CASE)) == 31


@pytest.mark.parametrize("keep", [0, 7, 5000])
def test_a_torn_file_is_thrown_away(tmp_path: Path, keep: int) -> None:
    said_once = said("doc1", "周界设置红外对射入侵报警")
    WordIndex(tmp_path).add(CASE, "doc1", "1", said_once)
    file = tmp_path / "words" / "words.sqlite3"
    for beside in file.parent.glob("*-*"):
        beside.unlink()
    file.write_bytes(file.read_bytes()[:keep] or b"no database")
    index = WordIndex(tmp_path)
    assert index.documents(CASE) == {}
    index.add(CASE, "doc1", "1", said_once)
    assert found(index, "周界") == [said_once[0].text]


def test_an_index_of_another_edition_is_made_anew(
    filled: WordIndex, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.words.engine.EDITION", "another")
    anew = WordIndex(tmp_path / "home", address)
    assert anew.documents(CASE) == {}
    anew.add(CASE, "doc1", "1", said("doc1", "周界"))
    assert found(anew, "周界") == ["周界"]


def test_to_forget_makes_no_file(tmp_path: Path) -> None:
    WordIndex(tmp_path / "home").forget(CASE)
    assert not (tmp_path / "home").exists()
