"""The page and the Markdown of a run."""

from __future__ import annotations

from html.parser import HTMLParser

from evals.page import asset, page
from evals.record import CheckedCitation, Record, record_of
from evals.report import run_markdown
from evals.summary import summarise
from tests.evals.samples import CONDITIONS, HOSTILE, outcome, question, record

SECRET = "谁也不许看的问题"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]


def _page(*records: Record) -> str:
    return page(summarise(records), records, CONDITIONS, asset("page.css"), asset("page.js"))


def _hostile() -> Record:
    asked = question("q1", question=HOSTILE, gold={"A1.2.1": 2}, facts=((HOSTILE + "!",),))
    found = outcome(
        HOSTILE,
        "A1.2.1",
        text=(HOSTILE.upper(),),
        abstained=False,
        citations=(CheckedCitation(HOSTILE, HOSTILE, holds=False),),
    )
    return record_of("assistant", "s", asked, found, 0.1)


def test_whatever_a_question_or_an_answer_holds_is_shown_as_text() -> None:
    tags = _Tags()
    tags.feed(_page(_hostile()))
    assert tags.opened.count("script") == 1
    assert "alert" not in "".join(tags.sources)


def test_the_page_needs_nothing_from_elsewhere() -> None:
    text = _page(record("q1", "A1.2.1"))
    tags = _Tags()
    tags.feed(text)
    assert tags.sources == []
    assert "http" not in text


def test_of_the_test_half_only_figures_are_shown() -> None:
    hidden = record("q2", "B1.2.1", split="test", question=SECRET)
    for text in (_page(record("q1"), hidden), run_markdown(summarise([hidden]), [hidden])):
        assert SECRET not in text
        assert "q2" not in text
        assert "test" in text


def test_gold_is_marked_and_the_first_right_rank_told() -> None:
    text = _page(record("q1", "B1.2.1", "A1.2.1"))
    assert '<span class="g2">A1.2.1</span>' in text
    assert "first right at rank 2" in text
    assert 'data-result="miss"' in text


def test_a_failed_question_is_shown_as_failed() -> None:
    failed = record_of("assistant", "s", question("q1"), "KeyError: <b>", 0.1)
    text = _page(failed)
    assert "1 failed" in text
    assert "failed with KeyError: &lt;b&gt;" in text


def test_a_chunk_with_many_clauses_shows_its_gold_and_how_many_more() -> None:
    chunk = record_of("chain", "s", question("q1"), outcome(), 0.1)
    assert chunk.shown is not None
    chunk.shown["ranked"].append(["A1.2.1", "a", "b", "c"])  # type: ignore[attr-defined]
    assert '<span class="g2">A1.2.1</span> <small>3 others</small>' in _page(chunk)


def test_the_report_lists_the_misses_of_the_dev_half_with_reasons() -> None:
    declined = record_of("assistant", "s", question("q3"), outcome("B1.2.1", abstained=True), 0.1)
    answered = record_of(
        "assistant", "s", question("q4", gold={}), outcome("B1.2.1", abstained=False), 0.1
    )
    records = [record("q1", "A1.2.1"), _hostile(), declined, answered]
    text = run_markdown(summarise(records), records)
    assert "- s q3: nothing right among the first ten, says that nothing answers" in text
    assert "- s q4: answers what nothing answers" in text
    assert "1 of 1 facts missing, 1 citations do not hold" in text
    assert "- s q1: first right at rank 2" in text
    assert text.count("\n- s ") == 3
