"""The index over the standards' clauses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.encoder import HashEncoder
from corpus.index import StandardIndex
from corpus.vector_file import stored_vectors


def test_the_standards_are_indexed_once_and_read_back(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    first = StandardIndex(HashEncoder(), tmp_path, lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] >= 2 * len(first.clauses)
    again: list[object] = []
    second = StandardIndex(HashEncoder(), tmp_path, lambda done, _: again.append(done))
    assert again == []
    one, two = first.search("周界入侵报警"), second.search("周界入侵报警")
    assert np.array_equal(one.dense, two.dense)
    assert one.keys == two.keys
    assert one.margin == two.margin


def test_a_question_out_of_reach_is_nearer_to_its_like_than_to_a_clause(tmp_path: Path) -> None:
    index = StandardIndex(HashEncoder(), tmp_path)
    assert index.search("今天天气怎么样，明天会下雨吗").margin < 0
    assert index.search("电梯轿厢设置视频图像采集装置").margin > 0


@pytest.mark.parametrize("damage", [b"", b"no array", b"\x93NUMPY\x01"])
def test_a_torn_file_is_made_again(tmp_path: Path, damage: bytes) -> None:
    texts = ["甲", "乙"]
    before = stored_vectors(texts, HashEncoder(), tmp_path)
    (path,) = tmp_path.glob("*.npy")
    path.write_bytes(damage)
    assert np.array_equal(stored_vectors(texts, HashEncoder(), tmp_path), before)


def test_stale_vectors_are_removed(tmp_path: Path) -> None:
    stored_vectors(["甲"], HashEncoder(), tmp_path)
    stored_vectors(["乙"], HashEncoder(), tmp_path)
    assert len(list(tmp_path.glob("*.npy"))) == 1
    assert not list(tmp_path.glob("*.draft"))
