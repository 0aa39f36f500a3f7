"""Authored questions on figures, procedure and lists, from their file; checked against the clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.errors import PracticeDataError
from assistant.practice.question import Choice, PracticeQuestion, Worded, together
from assistant.practice.source import Source, mixed
from assistant.practice.wording import say
from corpus.errors import UnknownClauseError
from corpus.load import read_yaml

FIGURES = Path(str(files("assistant"))) / "data" / "practice" / "figures.yaml"
_NUMBER = re.compile(r"[0-9]+")


def figure_questions(source: Source, file: Path = FIGURES) -> Iterator[PracticeQuestion]:
    """
    Yield the authored questions on a standard.

    Raises:
        PracticeDataError: a record has a wrong key, or quotes what its clause does not say.
    """
    for record in read_yaml(file):
        if record.get("rule_set", "tcrea-2023") != source.id:
            continue
        try:
            yield _question(source, record)
        except (KeyError, TypeError, ValueError, UnknownClauseError) as fault:
            raise PracticeDataError(file, str(record.get("id")), str(fault)) from fault


def _question(source: Source, record: dict[str, Any]) -> PracticeQuestion:
    clause = source.clause(record["clause"])
    _check_words(source, record["clause"], record["words"])
    right, wrong = _choice(source, record["right"]), [_choice(source, c) for c in record["wrong"]]
    _check_choices(source, record, right, wrong)
    numbers = [_number(one) for one in (right, *wrong)]
    is_ranked = None not in numbers and len(set(numbers)) == len(numbers)
    choices, answer = mixed(right, wrong, f"{source.seed} {record['id']}")
    if is_ranked:
        choices = tuple(sorted(choices, key=lambda one: _number(one) or 0))
        answer = choices.index(right)
    listed = [one for one in wrong if one.clause and record.get("asks") == "not"]
    return PracticeQuestion(
        id=f"{record['kind']}-{source.id}-{record['id']}",
        kind=record["kind"],
        rule_set=source.id,
        clause=clause.id,
        level=clause.level,
        prompt=Worded(record["zh"], record["en"]),
        choices=choices,
        answer=answer,
        is_ranked=is_ranked,
        explanation=together(
            [
                say("not_listed" if listed else "says", id=clause.id, right=right.text),
                *(_defect(source, name) for name in record.get("defects", ())),
            ]
        ),
        quote=" ".join([clause.quote, *_below(source, clause.id, listed)]),
        also=tuple(dict.fromkeys(c.clause for c in choices if c.clause not in ("", clause.id))),
    )


def _choice(source: Source, entry: dict[str, Any]) -> Choice:
    named = str(entry.get("clause", ""))
    if named:
        source.clause(named)
    why = Worded(entry.get("why_zh", ""), entry.get("why_en", ""))
    if "words" in entry:
        _check_words(source, named, entry["words"])
        why = say("says_so", id=named)
    return Choice(Worded(entry["zh"], entry["en"]), why, named)


def _number(choice: Choice) -> int | None:
    """Return the number that a choice begins with; None where it begins with none."""
    found = _NUMBER.match(choice.text.zh)
    return int(found[0]) if found else None


def _check_words(source: Source, clause: str, words: str) -> None:
    if words not in source.clause(clause).quote:
        raise ValueError(f"{clause} does not say {words!r}")


def _check_choices(
    source: Source, record: dict[str, Any], right: Choice, wrong: list[Choice]
) -> None:
    if record["kind"] not in ("procedure", "quantity") or len(wrong) != 3:
        raise ValueError("the kind is procedure or quantity, and three choices are wrong")
    if len({one.text for one in (right, *wrong)}) != 4:
        raise ValueError("two choices are the same")
    if record.get("asks") == "not":
        said = " ".join(source.clause(one.clause).quote for one in wrong)
        if right.text.zh in said or not all("words" in one for one in record["wrong"]):
            raise ValueError("what is not listed is listed, or what is listed has no words")


def _below(source: Source, clause: str, listed: list[Choice]) -> list[str]:
    """Return the quotes of the list items that are asked for, in the order of the document."""
    named = {one.clause for one in listed} - {clause}
    return [child.quote for child in source.standard.children(clause) if child.id in named]


def _defect(source: Source, name: str) -> Worded:
    defect = next((one for one in source.standard.defects if one.id == name), None)
    if defect is None:
        raise ValueError(f"no defect {name}")
    return say("defect", text=Worded(defect.text_zh, defect.text_en))
