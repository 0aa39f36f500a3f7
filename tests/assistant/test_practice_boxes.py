"""What is asked next, and how far a person is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assistant.practice import (
    KINDS,
    Attempt,
    PracticeQuestion,
    Worded,
    next_question,
    progress,
    progress_by_kind,
)
from assistant.practice.boxes import RESTS, cards
from assistant.practice.question import Choice, Kind

START = datetime(2025, 3, 3, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def question(name: str, kind: Kind = "points") -> PracticeQuestion:
    choices = (Choice(Worded("1", "1")), Choice(Worded("2", "2")))
    return PracticeQuestion(
        name, kind, "tcrea-2023", "A1.2.1", "A", Worded("?", "?"), choices, 0, Worded(), "quote"
    )


FOUR = [question(name) for name in ("a", "b", "c", "d")]


def attempts(said: str, at: datetime = START) -> list[Attempt]:
    """Read "a+ b-" as answers, right or wrong, a minute apart."""
    return [
        Attempt(word[0], "1", word[1] == "+", at + timedelta(minutes=n))
        for n, word in enumerate(said.split())
    ]


def asked(said: str, now: datetime = START + timedelta(hours=1)) -> tuple[str, str]:
    found = next_question(FOUR, attempts(said), now, "me")
    return (found.question.id, found.reason) if found else ("", "")


def test_a_right_answer_moves_up_and_a_wrong_one_goes_back_to_the_first_box() -> None:
    right = attempts("a+")
    right += attempts("a+", START + DAY * 2)
    right += attempts("a+", START + DAY * 6)
    assert [cards(right[:n])["a"].box for n in (1, 2, 3)] == [2, 3, 4]
    assert cards([*right, *attempts("a-", START + DAY * 20)])["a"].box == 1
    assert cards(right)["a"].due == START + DAY * 6 + RESTS[3]


def test_answers_ahead_of_time_do_not_move_a_question_up() -> None:
    assert cards(attempts("a+ a+ a+"))["a"].box == 2


def test_a_missed_question_comes_back_after_three_others() -> None:
    assert asked("a- b+")[0] in ("c", "d")
    assert asked("a- b+ c+ d+") == ("a", "missed")


def test_a_missed_question_comes_at_once_when_nothing_else_is_left() -> None:
    assert asked("b+ c+ d+ a-") == ("a", "again")


def test_what_is_due_comes_before_what_was_never_asked() -> None:
    assert asked("a+ b+", START + DAY * 2) == ("a", "due")
    assert asked("a+ b+")[1] == "new"


def test_nothing_is_next_when_all_that_is_left_rests() -> None:
    assert asked("a+ b+ c+ d+") == ("", "")
    assert asked("a+ b+ c+ d+", START + DAY * 2) == ("a", "due")
    assert next_question([], [], START, "me") is None


def test_whoever_goes_ahead_gets_what_rests_shortest() -> None:
    found = next_question(FOUR, attempts("c+ b+ a+ d+"), START, "me", ahead=True)
    assert found is not None
    assert (found.question.id, found.reason, found.turn) == ("c", "ahead", 1)


def test_a_question_that_is_put_off_is_not_asked() -> None:
    first = next_question(FOUR, [], START, "me")
    assert first is not None
    other = next_question(FOUR, [], START, "me", apart_from=[first.question.id])
    assert other is not None
    assert other.question != first.question


def test_kinds_take_turns_and_two_people_do_not_begin_alike() -> None:
    many = [question(f"{kind}-{n}", kind) for kind in KINDS for n in range(9)]
    given: list[Attempt] = []
    for _ in KINDS:
        found = next_question(many, given, START, "me")
        assert found is not None
        given.append(Attempt(found.question.id, "1", True, START))
    assert {attempt.question.split("-")[0] for attempt in given} == set(KINDS)
    firsts = [next_question(many, [], START, f"person {n}") for n in range(20)]
    assert len({found.question.id for found in firsts if found}) > 3


def test_progress_counts_what_was_answered_last() -> None:
    now = START + timedelta(hours=1)
    found = progress(FOUR, attempts("a- b+ a+ c- z+"), now)
    assert (found.total, found.seen, found.right, found.known) == (4, 3, 2, 0)
    assert (found.due, found.answers) == (1, 4)
    assert found.next_due == START + timedelta(minutes=1) + DAY
    assert progress(FOUR, [], now).next_due is None


def test_progress_by_kind_leaves_out_kinds_without_questions() -> None:
    both = [question("a"), question("b", "gate")]
    found = progress_by_kind(both, attempts("a+"), START)
    assert {kind: one.seen for kind, one in found.items()} == {"points": 1, "gate": 0}


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), max_size=30))
def test_boxes_and_counts_stay_in_their_bounds(said: list[tuple[str, bool]]) -> None:
    given = [
        Attempt(name, "1", right, START + timedelta(hours=7 * n))
        for n, (name, right) in enumerate(said)
    ]
    now = START + timedelta(hours=7 * len(said))
    found = progress(FOUR, given, now)
    assert 0 <= found.known <= found.right <= found.seen <= found.total
    assert found.seen - found.right <= found.due <= found.seen
    assert found.answers == len(given)
    assert all(1 <= card.box <= len(RESTS) for card in cards(given).values())
    nothing_next = next_question(FOUR, given, now, "me") is None
    assert nothing_next == (found.seen == found.total and found.due == 0)
