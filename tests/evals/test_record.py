"""What is kept of a question, and what is not kept of the test half."""

from __future__ import annotations

import json

import pytest

from evals.record import CheckedCitation, record_from, record_json, record_of, veiled
from evals.summary import ANSWERING, RANKING
from tests.evals.samples import outcome, question

SECRET = "没人看过的问题"


def test_a_record_read_back_is_the_same() -> None:
    found = outcome("B1.2.1", "A1.2.1", text=("90 天",), abstained=False)
    record = record_of("assistant", "s", question("q1", facts=(("90",),)), found, 0.5)
    assert record_from(json.loads(json.dumps(record_json(record)))) == record
    assert (record.gains, record.ideal, record.found, record.facts) == ((0, 2), (2,), 1, (True,))


def test_of_the_test_half_nothing_is_kept_that_names_question_or_answer() -> None:
    asked = question("q2", split="test", question=SECRET, facts=(("九十天",),))
    found = outcome(
        "A1.2.1",
        text=(SECRET,),
        abstained=False,
        citations=(CheckedCitation("A1.2.1", "引文", holds=True),),
    )
    kept = json.dumps(record_json(record_of("a", "s", asked, found, 0.1)), ensure_ascii=False)
    for word in (SECRET, "q2", "A1.2.1", "九十天", "引文"):
        assert word not in kept


def test_an_error_on_a_test_question_keeps_its_type_alone() -> None:
    asked = question("q2", split="test", question=SECRET)
    assert record_of("a", "s", asked, f"ValueError: {SECRET}", 0.1).error == "ValueError"
    assert record_of("a", "s", question("q1"), "ValueError: why", 0.1).error == "ValueError: why"


def test_a_veiled_id_is_the_same_in_every_run_and_differs_by_suite() -> None:
    assert veiled("s", "q2") == veiled("s", "q2")
    assert len({veiled("s", "q2"), veiled("t", "q2"), veiled("s", "q4")}) == 3


def test_a_system_that_only_ranks_is_not_blamed_for_facts() -> None:
    record = record_of("dense", "s", question("q1", facts=(("90",),)), outcome("A1.2.1"), 0.1)
    assert ANSWERING["facts"](record) is None
    assert RANKING["R@1"](record) == 1.0


def test_a_record_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(TypeError, match="unknown"):
        record_from({"unknown": 1})
