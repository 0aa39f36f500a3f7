"""
Files of a body's own rules (YAML) to checked rules.

Reads no bytes itself: `scoring.sheet_file` reads hostile files safely, `scoring.body_check` checks
what they say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from scoring.body_check import parse_body_rules
from scoring.body_rules import BodyRules
from scoring.errors import BodyRulesError, Fault, SheetError
from scoring.load import RULE_SET_IDS, editions, load_rule_set
from scoring.sheet_file import read_sheet_words, read_yaml_words
from scoring.sheet_words import SheetWords

SUFFIXES = (".yaml", ".yml")


def load_body_rules(path: Path) -> BodyRules:
    """
    Read and check a file of a body's own rules against the edition that it names.

    Raises:
        BodyRulesError: the file cannot be read, or has faults; all are listed with their lines.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise BodyRulesError(
            [
                Fault(
                    "file_kind",
                    "file",
                    f"细则文件应为 {'、'.join(SUFFIXES)}，而不是“{path.name}”。",
                    f"A file of a body's own rules is one of {', '.join(SUFFIXES)}, not "
                    f"{path.name!r}.",
                )
            ]
        )
    try:
        content = read_sheet_words(path)
    except SheetError as error:
        raise BodyRulesError(error.faults) from error
    return _checked(content)


def read_body_rules(text: str) -> BodyRules:
    """
    Check the text of a file of a body's own rules, as `load_body_rules` does.

    Raises:
        BodyRulesError: it is no YAML, or has faults; all are listed with their lines.
    """
    try:
        content = read_yaml_words(text.removeprefix("\ufeff"))
    except SheetError as error:
        raise BodyRulesError(error.faults) from error
    return _checked(content)


def _checked(content: SheetWords) -> BodyRules:
    faults, rules = list(content.faults), None
    try:
        rules = _parsed(content)
    except BodyRulesError as error:
        faults += error.faults
    if faults or rules is None:
        found = [_with_line(fault, content.line_by_path) for fault in faults]
        raise BodyRulesError(sorted(found, key=lambda fault: (fault.line or 0, fault.where)))
    return rules


def _parsed(content: SheetWords) -> BodyRules:
    words = content.words if isinstance(content.words, Mapping) else {}
    wanted, edition = words.get("rule_set"), words.get("edition")
    if wanted not in RULE_SET_IDS:
        raise BodyRulesError([_unknown("wrong_rule_set", "rule_set", wanted, RULE_SET_IDS)])
    if edition not in editions(wanted):
        raise BodyRulesError([_unknown("wrong_edition", "edition", edition, editions(wanted))])
    return parse_body_rules(words, load_rule_set(wanted, edition))


def _unknown(code: str, where: str, wanted: object, known: tuple[str, ...]) -> Fault:
    return Fault(
        code,
        where,
        f"{where} 应为 {'、'.join(known)} 之一，而不是 {wanted!r}。",
        f"{where} is one of {', '.join(known)}, not {wanted!r}.",
    )


def _with_line(fault: Fault, line_by_path: Mapping[str, int]) -> Fault:
    """Return the fault with the line of its place, or of the nearest place around it."""
    where = fault.where
    while where and fault.line is None:
        if where in line_by_path:
            return replace(fault, line=line_by_path[where])
        where = where[: max(where.rfind("."), where.rfind("["), 0)]
    return fault
