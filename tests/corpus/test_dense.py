"""Long texts by meaning."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from corpus.dense import DenseIndex, windows
from corpus.encoder import HashEncoder


@given(st.text(alphabet="电梯ab .。；\n", max_size=80), st.integers(1, 40))
def test_windows_joined_are_the_text(text: str, width: int) -> None:
    assert "".join(windows(text, width)) == text


def test_windows_hold_whole_sentences() -> None:
    assert windows("周界报警。电梯监控。", 12) == ("周界报警。", "电梯监控。")
    assert windows("一句很长的话没有句号", 3) == ("一句很长的话没有句号",)
    assert windows("") == ()


def test_a_sentence_of_a_long_text_is_found() -> None:
    long = "周界设置入侵报警。" * 40 + "电梯轿厢设置摄像机。" + "消防水箱设水位报警。" * 40
    index = DenseIndex([long, "小区绿化养护和花卉更换。"], HashEncoder())
    found = index.similarities(["电梯轿厢设置摄像机"])
    assert found.shape == (1, 2)
    assert found[0, 0] > found[0, 1]
    whole = (
        HashEncoder().encode_passages([long])
        @ HashEncoder().encode_queries(["电梯轿厢设置摄像机"]).T
    )
    assert found[0, 0] > float(whole[0, 0])


def test_short_texts_and_no_texts() -> None:
    short = DenseIndex(["电梯"], HashEncoder())
    assert np.allclose(short.similarities(["电梯"]), 1.0)
    assert DenseIndex([], HashEncoder()).similarities(["电梯"]).shape == (1, 0)
