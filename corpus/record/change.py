"""What an act changed, told in few words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.record.event import Words, brief

_LONGEST_SAID = 1_000_000
_ABSENT = object()


def told(before: Words | None, after: Words | None) -> tuple[Words | None, Words | None]:
    """
    Return of two states what differs; all of one where the other is None.

    What a sheet says (`said`) is told by the entries that differ, so that a sheet can be followed
    from its events; more than a million characters are told by their hash.
    """
    was, is_now = _without_said(before), _without_said(after)
    if was is not None and is_now is not None:
        names = [
            name for name in (was | is_now) if was.get(name, _ABSENT) != is_now.get(name, _ABSENT)
        ]
        was = {name: was[name] for name in names if name in was}
        is_now = {name: is_now[name] for name in names if name in is_now}
    said = _said(before), _said(after)
    if said[0] != said[1]:
        first, second = (brief(one, _LONGEST_SAID) for one in _differing(*said))
        if was is not None:
            was["said"] = first
        if is_now is not None:
            is_now["said"] = second
    return was, is_now


def changed_indicators(before: Words | None, after: Words | None) -> set[str]:
    """Return the rows whose judgement differs between two states of a sheet."""
    first, second = (_judgements(_said(state)) for state in (before, after))
    rows = first.keys() | second.keys()
    return {row for row in rows if first.get(row, _ABSENT) != second.get(row, _ABSENT)}


def _judgements(said: Mapping[str, Any]) -> Mapping[str, Any]:
    found = said.get("judgements")
    return found if isinstance(found, dict) else {}


def _said(state: Words | None) -> Any:
    return {} if state is None else state.get("said", {})


def _without_said(state: Words | None) -> Words | None:
    if state is None:
        return None
    return {name: value for name, value in state.items() if name != "said"}


def _differing(first: Any, second: Any, depth: int = 2) -> tuple[Any, Any]:
    """Return the entries of two mappings that differ, down to the rows of a sheet."""
    if not (depth and isinstance(first, dict) and isinstance(second, dict)):
        return first, second
    one, two = {}, {}
    for name in first.keys() | second.keys():
        was, is_now = first.get(name, _ABSENT), second.get(name, _ABSENT)
        if was == is_now:
            continue
        if isinstance(was, dict) and isinstance(is_now, dict):
            was, is_now = _differing(was, is_now, depth - 1)
        if was is not _ABSENT:
            one[name] = was
        if is_now is not _ABSENT:
            two[name] = is_now
    return one, two
