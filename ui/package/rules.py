"""The rules of a case as files of its package, and back: read with limits, never run."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.cases.case import CaseRules
from scoring import RuleSet
from scoring.body_file import read_body_rules
from scoring.errors import RuleDataError, ScoringError
from scoring.load import RULES, load_edition
from scoring.overlay import with_body_rules
from scoring.sheet_file import read_yaml_words
from ui.case_rules import effective_rules
from ui.cli.output import json_text
from ui.package.members import BODY, CLAUSES, EDITION
from ui.rule_stamp import clauses_of

_LARGEST_FILE = 4 * 1024 * 1024
_FILE = re.compile(r"[\w-]{1,60}\.(yaml|txt)")
_MOST_ROWS, _MOST_DIGITS = 5000, 12
_BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class PackedRulesError(Exception):
    """The rules in a package cannot be used; `member` says which file."""

    def __init__(self, member: str, fault: str) -> None:
        super().__init__(f"{member}: {fault}")
        self.member = member
        self.fault = fault


def packed_rules(kept: CaseRules) -> dict[str, bytes]:
    """
    Return the files of what a case is judged by: the edition, the body's own rules, the clauses.

    Raises:
        UnknownRuleSetError, BodyRulesError: see `effective_rules`.
    """
    rules = effective_rules(kept)
    folder = RULES / rules.id / rules.edition
    files = {
        EDITION + path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if _FILE.fullmatch(path.name)
    }
    if kept.body is not None and kept.body.text is not None:
        files[BODY] = kept.body.text.encode()
    files[CLAUSES] = json_text(clauses_of(rules)).encode()
    return files


def read_rules(files: Mapping[str, bytes]) -> RuleSet:
    """
    Return the rules that the files of a package say.

    Raises:
        PackedRulesError: a file is too large, no plain YAML, or says nothing that can be used.
    """
    edition = _edition({n: d for n, d in files.items() if n.startswith(EDITION)})
    if BODY not in files:
        return edition
    try:
        return with_body_rules(edition, read_body_rules(_text(BODY, files[BODY])))
    except (ScoringError, *_BROKEN) as fault:
        raise PackedRulesError(BODY, str(fault)) from fault


def read_clauses(files: Mapping[str, bytes]) -> dict[str, list[str | None]]:
    """
    Return the clauses of a package by row.

    Raises:
        PackedRulesError: they are missing, or no such list.
    """
    try:
        found: Any = json.loads(files.get(CLAUSES, b""))
    except (ValueError, RecursionError) as fault:
        raise PackedRulesError(CLAUSES, f"it is no JSON: {fault}") from fault
    if not isinstance(found, dict) or not all(map(_is_clause, found.values())):
        raise PackedRulesError(CLAUSES, "it is no list of clauses by row")
    return found


def _is_clause(one: object) -> bool:
    return isinstance(one, list) and all(text is None or isinstance(text, str) for text in one)


def _edition(files: Mapping[str, bytes]) -> RuleSet:
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            short = name.removeprefix(EDITION)
            if not _FILE.fullmatch(short):
                raise PackedRulesError(name, "no such file belongs to an edition")
            text = _text(name, data)
            if short.endswith(".yaml"):
                _require_plain(name, text)
            (Path(folder) / short).write_bytes(data)
        try:
            rules = load_edition(Path(folder))
        except (RuleDataError, *_BROKEN) as fault:
            told = str(fault).replace(folder, EDITION.rstrip("/"))
            raise PackedRulesError(EDITION, told) from fault
    if len(rules.rows) > _MOST_ROWS or not all(map(_is_short, _numbers(rules))):
        raise PackedRulesError(EDITION, "it has too many rows, or numbers of too many digits")
    return rules


def _text(name: str, data: bytes) -> str:
    if len(data) > _LARGEST_FILE:
        raise PackedRulesError(name, f"it has {len(data)} bytes; {_LARGEST_FILE} are allowed")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise PackedRulesError(name, "it is not UTF-8") from fault


def _require_plain(name: str, text: str) -> None:
    """Refuse aliases, deep nesting and what is no YAML before anything is made of it."""
    try:
        read_yaml_words(text)
    except (ScoringError, RecursionError) as fault:
        raise PackedRulesError(name, str(fault)) from fault


def _numbers(rules: RuleSet) -> list[Decimal]:
    found = [rules.mark, *(level.declared for level in rules.levels)]
    found += [number for row in rules.rows for number in (row.points, row.unit)]
    found += [group.printed for group in rules.groups]
    found += [one.missing for one in rules.sum_exceptions]
    return [number for number in found if number is not None]


def _is_short(number: Decimal) -> bool:
    sign_digits_exponent = number.as_tuple()
    exponent = sign_digits_exponent.exponent
    digits = len(sign_digits_exponent.digits)
    return isinstance(exponent, int) and max(abs(exponent), digits) <= _MOST_DIGITS
