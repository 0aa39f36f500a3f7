"""Rule files to rule sets. The only module of `scoring` that parses YAML rule data.

Rules that ship with the package are trusted at run time; `scoring.lint` proves them sound.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from scoring.errors import RuleDataError, UnknownRuleSetError
from scoring.fact import Fact
from scoring.fingerprint import fingerprint
from scoring.rule_set import (
    Group,
    Interpretation,
    Level,
    Option,
    Reading,
    Row,
    RowId,
    RuleSet,
    SumException,
)

RULES = Path(str(files("scoring"))) / "rules"
FACTS = RULES / "facts.yaml"
RULE_SET_IDS = ("tcrea-2023", "scs-c1")
_NOT_ROWS = ("header.yaml", "interpretations.yaml")
_WORDING = ("title_zh", "title_en", "text_zh", "text_en", "question_zh", "question_en")
# What a row takes for granted changes no number: under every reading people judge or refuse it.
_NOT_SCORING = ("presupposes",)
_WORDING_OF_READING = ("zh", "en", "why_zh", "why_en", "source", "issuing_body_zh")


def read_yaml(path: Path) -> Any:
    """
    Parse one trusted rule file.

    Raises:
        RuleDataError: the file is missing or is not YAML.
    """
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as fault:
        raise RuleDataError(path, str(fault)) from fault


def editions(rule_set_id: str) -> tuple[str, ...]:
    """Return the editions on file, oldest first by their dates; () for an unknown rule set."""
    folder = RULES / rule_set_id
    if rule_set_id not in RULE_SET_IDS or not folder.is_dir():
        return ()
    folders = [path for path in folder.iterdir() if path.is_dir()]
    dates = {path.name: str(read_yaml(path / "header.yaml").get("date", "")) for path in folders}
    return tuple(sorted(dates, key=lambda name: (dates[name], name)))


def row_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of an edition that hold groups and rows, in document order."""
    return tuple(sorted(path for path in folder.glob("*.yaml") if path.name not in _NOT_ROWS))


@cache
def load_rule_set(rule_set_id: str, edition: str | None = None) -> RuleSet:
    """
    Load an edition of a rule set; the newest when none is named.

    Raises:
        UnknownRuleSetError: no such rule set or edition.
        RuleDataError: a rule file cannot be read.
    """
    available = editions(rule_set_id)
    chosen = edition or (available[-1] if available else "")
    if chosen not in available:
        known = [f"{name} {entry}" for name in RULE_SET_IDS for entry in editions(name)]
        raise UnknownRuleSetError(f"{rule_set_id} {chosen}".strip(), known)
    return load_edition(RULES / rule_set_id / chosen)


@cache
def load_facts() -> dict[str, Fact]:
    """
    Load what projects have or lack, by fact id in the order of the file.

    Raises:
        RuleDataError: the file cannot be read or a record has a wrong or missing key.
    """
    entries = read_yaml(FACTS)
    try:
        return {entry["id"]: _fact(entry) for entry in entries}
    except (TypeError, KeyError, ValueError) as fault:
        raise RuleDataError(FACTS, f"a record has a wrong or missing key: {fault}") from fault


def _fact(entry: dict[str, Any]) -> Fact:
    height = entry.get("above_height_m")
    lists = {key: tuple(entry.get(key, ())) for key in ("any_of", "in_part", "clauses", "defects")}
    return Fact(
        id=entry["id"],
        name_zh=entry["zh"],
        name_en=entry["en"],
        question_zh=entry["question_zh"],
        question_en=entry["question_en"],
        words=tuple(entry["words"]),
        above_height_m=None if height is None else Decimal(height),
        remark_zh=entry.get("remark_zh", ""),
        remark_en=entry.get("remark_en", ""),
        any_of=lists["any_of"],
        in_part=lists["in_part"],
        clauses=lists["clauses"],
        defects=lists["defects"],
    )


def load_edition(folder: Path) -> RuleSet:
    """
    Load one edition from its folder; see docs/formats.md for the files in it.

    Raises:
        RuleDataError: a record has a wrong or missing key, or a level has no rows.
    """
    header = read_yaml(folder / "header.yaml")
    tables = [read_yaml(path) for path in row_files(folder)]
    readings = read_yaml(folder / "interpretations.yaml")
    try:
        rule_set = _rule_set(header, tables, readings)
    except (TypeError, KeyError, ValueError) as fault:
        raise RuleDataError(folder, f"a record has a wrong or missing key: {fault}") from fault
    empty = [level.id for level in rule_set.levels if not rule_set.rows_of(level.id)]
    if empty or not rule_set.rows:
        raise RuleDataError(folder, f"no rows for level {', '.join(empty) or '(any)'}")
    return rule_set


def _rule_set(
    header: dict[str, Any], tables: list[dict[str, Any]], readings: list[dict[str, Any]]
) -> RuleSet:
    everything = {"header": header, "tables": tables, "interpretations": readings}
    facts = dict(header)
    mark = facts.pop("mark")
    return RuleSet(
        mark=None if mark is None else Decimal(mark),
        levels=tuple(
            Level(entry["id"], Decimal(entry["declared"]), tuple(entry["requires"]))
            for entry in facts.pop("levels")
        ),
        sum_exceptions=tuple(
            SumException(entry["group"], Decimal(entry["missing"]), entry["row"])
            for entry in facts.pop("sum_exceptions")
        ),
        groups=tuple(_group(entry) for table in tables for entry in table["groups"]),
        rows=tuple(_row(entry) for table in tables for entry in table["rows"]),
        interpretations=tuple(_interpretation(entry) for entry in readings),
        scoring_hash=fingerprint(_without_wording(everything)),
        content_hash=fingerprint(everything),
        **facts,
    )


def _group(entry: dict[str, Any]) -> Group:
    printed = entry["printed"]
    return Group(entry["id"], entry.get("parent"), None if printed is None else Decimal(printed))


def _row(entry: dict[str, Any]) -> Row:
    group = entry["id"].rsplit(".", 1)[0]
    unit = entry.get("unit")
    return Row(
        id=RowId(entry["id"]),
        kind=entry["kind"],
        group=group,
        points=Decimal(entry.get("points", "0")),
        level=group[0] if group[0] in "ABC" else None,
        printed_id=entry.get("printed"),
        unit=None if unit is None else Decimal(unit),
        options=tuple(
            Option(option["key"], option["zh"], option["en"]) for option in entry.get("options", ())
        ),
        open_list=entry.get("open_list", False),
        lost=entry.get("lost", False),
        presupposes=tuple(entry.get("presupposes", ())),
        interpretations=tuple(entry.get("interpretations", ())),
    )


def _interpretation(entry: dict[str, Any]) -> Interpretation:
    facts = dict(entry)
    return Interpretation(
        clauses=tuple(facts.pop("clauses")),
        defects=tuple(facts.pop("defects")),
        readings=tuple(
            Reading(
                id=reading["id"],
                text_zh=reading["zh"],
                text_en=reading["en"],
                needs_judgement=reading.get("needs_judgement", False),
                turns=reading.get("turns", {}),
                opens=tuple(reading.get("opens", ())),
            )
            for reading in facts.pop("readings")
        ),
        **facts,
    )


def _without_wording(value: Any) -> Any:
    if isinstance(value, dict):
        skip = {*_WORDING, *_WORDING_OF_READING, *_NOT_SCORING, "issuing_body_en"}
        return {key: _without_wording(entry) for key, entry in value.items() if key not in skip}
    if isinstance(value, list):
        return [_without_wording(entry) for entry in value]
    return value
