"""
The judgements of a sheet carried over to another edition, and why some cannot be. Pure.

Only what still means the same is carried: a judgement whose row was merged, split, given another
list or other points to share is open in the new sheet, never guessed, scaled or clamped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from scoring.award import ZERO, lost_reading
from scoring.judgement import NOT_ASSESSED, Judgement, parse_judgement
from scoring.rule_change import Sources
from scoring.rule_set import Row, RuleSet
from scoring.sheet import Sheet, parse_sheet, rules_for

NotCarried = Literal["merged", "split", "options", "partial", "lost", "refused"]


@dataclass(frozen=True, slots=True)
class Carried:
    """
    A sheet under a later edition.

    sheet: with what could be carried over. open_again: by row of the later edition why what was
    judged before is not carried. readings: interpretations whose chosen reading the later edition
    does not know. weights: indicators whose weight found no single successor.
    """

    sheet: Sheet
    open_again: Mapping[str, NotCarried]
    readings: tuple[str, ...]
    weights: tuple[str, ...]


def carry_over(
    sheet: Sheet, chosen: Mapping[str, str], editions: tuple[RuleSet, RuleSet], sources: Sources
) -> Carried:
    """
    Carry a valid sheet of an edition over to a later one.

    chosen: the readings that the sheet names itself; for the others the later defaults hold.
    editions: the one that the sheet was made for, and the later one.

    Raises:
        SheetError: the later edition lacks the level applied for.
    """
    old, new = editions
    known = {name: reading for name, reading in chosen.items() if _knows(new, name, reading)}
    readings = {**new.default_readings, **known}
    parts = Counter(name for row in new.rows for name in sources.get(row.id, ()))
    judgements: dict[str, Any] = {}
    open_again: dict[str, NotCarried] = {}
    for row in _needed(new, sheet.target):
        came = [old.row(name) for name in sources.get(row.id, ()) if name in old]
        found = [sheet.judgements.get(before.id, NOT_ASSESSED) for before in came]
        if all(judgement.state == "not_assessed" for judgement in found):
            continue
        if len(came) > 1:
            open_again[row.id] = "merged"
        elif parts[came[0].id] > 1:
            open_again[row.id] = "split"
        else:
            words, obstacle = _carried(came[0], found[0], row, new, readings)
            if obstacle is None:
                judgements[row.id] = words
            else:
                open_again[row.id] = obstacle
    weights = _weights(sheet, new, sources)
    words = {
        "rule_set": new.id,
        "target": sheet.target,
        "stage": sheet.stage,
        "interpretations": known,
        "weights": {name: weight for name, (_, weight) in weights.items()} or None,
        "judgements": judgements,
    }
    kept = {source for source, _ in weights.values()}
    return Carried(
        sheet=parse_sheet(words, new),
        open_again=open_again,
        readings=tuple(name for name in chosen if name not in known),
        weights=tuple(name for name in sheet.weights if name not in kept),
    )


def judgement_words(judgement: Judgement) -> dict[str, Any]:
    """Return the words that `parse_judgement` reads as this judgement."""
    state = judgement.state
    words: dict[str, Any] = {}
    if judgement.recognised:
        words["recognised"] = judgement.proof
    elif state in ("met", "not_met"):
        words["met"] = state == "met"
    elif state == "points":
        words["points"] = judgement.points
    elif state in ("count", "incidents"):
        words[state] = judgement.number
    elif state == "options":
        words["options"] = list(judgement.options)
        words.update({"others": list(judgement.others)} if judgement.others else {})
    elif state == "not_applicable":
        return {"not_applicable": judgement.reason, "approved_by": judgement.approved_by}
    else:
        return {"not_assessed": True}
    return {**words, "reason": judgement.reason} if judgement.reason else words


def _knows(rule_set: RuleSet, name: str, reading: str) -> bool:
    entries = [entry for entry in rule_set.interpretations if entry.id == name]
    return any(one.id == reading for entry in entries for one in entry.readings)


def _needed(rule_set: RuleSet, target: str | None) -> tuple[Row, ...]:
    """Return the rows that the target needs; () for a level that the edition lacks."""
    if target is None:
        return rule_set.rows
    if target not in {level.id for level in rule_set.levels}:
        return ()
    return tuple(
        r for level in rule_set.required_levels(target) for r in rule_set.rows_of(level.id)
    )


def _carried(
    before: Row, judgement: Judgement, row: Row, rule_set: RuleSet, readings: Mapping[str, str]
) -> tuple[dict[str, Any], NotCarried | None]:
    """Return the words for the later edition, and what keeps them from being carried."""
    plain = _plain(before, judgement)
    words = judgement_words(plain)
    if row.lost and lost_reading(row, readings) != "judged":
        return words, "lost"
    if plain.state == "points" and before.points != row.points:
        return words, "partial"
    if plain.state == "options" and before.options != row.options:
        return words, "options"
    _, faults = parse_judgement(row, words, rules_for(row, rule_set, readings))
    return words, "refused" if faults else None


def _plain(row: Row, judgement: Judgement) -> Judgement:
    """Return all points as met and none as not met: what the row gives may have changed."""
    if judgement.state != "points" or judgement.points not in (ZERO, row.points):
        return judgement
    return replace(judgement, state="met" if judgement.points else "not_met", points=None)


def _weights(sheet: Sheet, rule_set: RuleSet, sources: Sources) -> dict[str, tuple[str, Any]]:
    """Return by indicator of the later edition where its weight comes from, and the weight."""
    parts = Counter(name for group in rule_set.groups for name in sources.get(group.id, ()))
    found: dict[str, tuple[str, Any]] = {}
    for group in rule_set.groups:
        came = sources.get(group.id, ())
        if len(came) == 1 and came[0] in sheet.weights and parts[came[0]] == 1:
            found[group.id] = (came[0], sheet.weights[came[0]])
    return found
