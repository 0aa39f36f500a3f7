"""Which figure is asked for, and whether a text gives one of that kind."""

from __future__ import annotations

import pytest

from assistant.asking.asked_figure import figures_asked, gives_figure


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("消防水箱得装多少吨水？", ("volume",)),
        ("证书能用几年", ("time",)),
        ("保安几分钟内要到现场", ("hours",)),
        ("How long must recordings be kept?", ("time",)),
        ("How long may one zone of the fence be?", ("length",)),
        ("評審組最少幾個人", ("people",)),
        ("A1.2.1 值几分", ()),
        ("要装摄像头吗", ()),
        ("", ()),
    ],
)
def test_the_figure_asked_for(question: str, figures: tuple[str, ...]) -> None:
    assert figures_asked(question) == figures


@pytest.mark.parametrize(
    ("figure", "text", "given"),
    [
        ("time", "保存期限不少于 30d", True),
        ("time", "每年对其做复核", True),
        ("hours", "保存期限不少于 30d", False),
        ("hours", "应急电源不少于 8h", True),
        ("volume", "具有消防储水箱水位监控", False),
        ("ratio", "抽样比例不低于 30%", True),
    ],
)
def test_whether_a_text_gives_it(figure: str, text: str, given: bool) -> None:
    assert gives_figure(figure, [text]) is given  # type: ignore[arg-type]


def test_no_texts_give_nothing() -> None:
    assert not gives_figure("time", [])
