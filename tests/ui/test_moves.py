"""Moves of a page that overtake one another."""

from __future__ import annotations

from ui.views.page.moves import Moves


def test_only_the_latest_move_of_a_session_counts() -> None:
    moves = Moves()
    moves.begin("a", 1)
    moves.begin("b", 1)
    moves.begin("a", 2)
    assert not moves.is_latest("a", 1)
    assert moves.is_latest("a", 2)
    assert moves.is_latest("b", 1)
    moves.begin("a", 1)  # arrives late
    assert not moves.is_latest("a", 1)


def test_sessions_without_moves_are_at_their_latest() -> None:
    assert Moves().is_latest("new", 0)
