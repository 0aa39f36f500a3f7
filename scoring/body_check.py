"""
The words of a body's own rules (4.6), checked against the edition that they are for. Pure.

Reading the bytes of a file belongs to `scoring.body_file`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from scoring.body_indicators import read_indicators, read_methods, read_recognition, read_shares
from scoring.body_rows import GAPS, gap_groups, judged_rows, read_extras, read_supplied
from scoring.body_rules import BodyRules, ChosenReading
from scoring.body_words import BodyWords
from scoring.errors import BodyRulesError, Fault
from scoring.fingerprint import fingerprint
from scoring.number import exact_string
from scoring.rule_set import RuleSet

KEYS = (
    "body", "version", "date", "rule_set", "edition", "step_shares", "methods", "interpretations",
    "indicators", "supplied", "extras", "recognition",
)  # fmt: skip
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
# The readings that stand for what a section of the file holds: interpretation, reading, section.
# Extra indicators that all stand beside the total are what the default reading of 4.2 says.
_COMMERCIAL = ("commercial_parts", "body_rules", "extras")
_RECOGNITION = ("mutual_recognition", "taken_over", "recognition")


def parse_body_rules(given: object, rule_set: RuleSet) -> BodyRules:
    """
    Check the words of a body's own rules and return them.

    Raises:
        BodyRulesError: with every fault at once; nothing of faulty rules is used.
    """
    words = BodyWords(rule_set)
    if not isinstance(given, Mapping):
        fault = Fault("not_a_mapping", "file", "细则应是键与值的表。", "The rules are a mapping.")
        raise BodyRulesError([fault])
    content = words.mapping(given, "", KEYS)
    _check_header(words, content)
    supplied = read_supplied(words, content.get("supplied"))
    extras = read_extras(words, content.get("extras"))
    rows = judged_rows(words, supplied, extras)
    standard, recognised = read_recognition(words, content.get("recognition"), rows)
    rules = BodyRules(
        name=words.wording(content.get("body"), "body"),
        version=words.text(content.get("version"), "version"),
        date=words.text(content.get("date"), "date"),
        rule_set=rule_set.id,
        edition=rule_set.edition,
        shares=read_shares(words, content.get("step_shares")),
        methods=read_methods(words, content.get("methods"), "methods"),
        indicators=read_indicators(words, content.get("indicators"), rows),
        supplied=supplied,
        extras=extras,
        readings=_readings(words, content.get("interpretations")),
        standard=standard,
        recognised=recognised,
        content_hash=fingerprint(_plain(given)),
        scoring_hash=None,
    )
    _check_readings(words, rules)
    _check_steps(words, rules)
    if words.faults:
        raise BodyRulesError(words.faults)
    return _with_scoring_hash(rules)


def _check_header(words: BodyWords, content: Mapping[str, Any]) -> None:
    words.required(content, "", "body", "version", "date", "rule_set", "edition")
    rule_set = words.rule_set
    for key, code, expected in (
        ("rule_set", "wrong_rule_set", rule_set.id),
        ("edition", "wrong_edition", rule_set.edition),
    ):
        if content.get(key) not in (None, "", expected):
            words.unknown(code, key, str(content[key]), [expected])
    date = content.get("date")
    if date not in (None, "") and not (isinstance(date, str) and _DATE.fullmatch(date)):
        words.add(
            "wrong_date", "date",
            f"日期应写成 2024-03-01 的形式，而不是“{date}”。",
            f"A date is written like 2024-03-01, not {date!r}.",
        )  # fmt: skip


def _readings(words: BodyWords, given: object) -> dict[str, ChosenReading]:
    chosen: dict[str, ChosenReading] = {}
    known = {entry.id: entry for entry in words.rule_set.interpretations}
    for name, value in words.entries(given, "interpretations").items():
        where = f"interpretations.{name}"
        if name not in known:
            words.unknown("unknown_interpretation", where, name, known)
            continue
        content = words.mapping(value, where, ("reading", "reason"))
        words.required(content, where, "reading", "reason")
        readings = [reading.id for reading in known[name].readings]
        reading = content.get("reading")
        if reading not in (None, "", *readings):
            words.unknown("unknown_reading", f"{where}.reading", str(reading), readings)
            continue
        reason = words.wording(content.get("reason"), f"{where}.reason")
        chosen[name] = ChosenReading(str(reading), reason)
    return chosen


def _implied(words: BodyWords, rules: BodyRules) -> list[tuple[str, str, str, bool]]:
    """Return interpretation, reading, the section that stands for it, and whether that is given."""
    rule_set = words.rule_set
    known = {entry.id for entry in rule_set.interpretations}
    pairs = [
        (name, "judged", f"supplied.{row.id}", row.id in rules.supplied)
        for row in rule_set.rows
        if row.lost
        for name in row.interpretations[:1]
    ]
    gaps = gap_groups(words)
    for entry in rule_set.interpretations:
        if any(reading.id == GAPS for reading in entry.readings):
            given = any(row_id.rpartition(".")[0] in gaps for row_id in _new_rows(words, rules))
            pairs.append((entry.id, GAPS, "supplied", given))
    for (name, reading, section), given in (
        (_COMMERCIAL, any(group.counts != "beside" for group in rules.extras.values())),
        (_RECOGNITION, bool(rules.recognised)),
    ):
        if name in known:
            pairs.append((name, reading, section, given))
        elif given:
            words.add(
                "not_for_this_document", section,
                f"{rule_set.id} 没有 {section} 可依据的条款；请删去。",
                f"{rule_set.id} has no clause for {section}; leave it out.",
            )  # fmt: skip
    return pairs


def _new_rows(words: BodyWords, rules: BodyRules) -> list[str]:
    return [row_id for row_id in rules.supplied if row_id not in words.rule_set]


def _check_readings(words: BodyWords, rules: BodyRules) -> None:
    """A reading that rests on texts of the body needs them, and texts need no other reading."""
    for name, reading, section, given in _implied(words, rules):
        chosen = rules.readings.get(name)
        if chosen is None or (chosen.reading == reading) == given:
            continue
        where = f"interpretations.{name}.reading"
        if given:
            words.add(
                "contradicts", where,
                f"{section} 已给出内容，{name} 只能读作 {reading}，不能是 {chosen.reading}。",
                f"With {section} given, {name} can only be {reading}, not {chosen.reading}.",
            )  # fmt: skip
        else:
            words.add(
                "not_supplied", where,
                f"{name}: {reading} 须有 {section} 中的相应内容。",
                f"{name}: {reading} needs what {section} has to say about it.",
            )  # fmt: skip


def _check_steps(words: BodyWords, rules: BodyRules) -> None:
    """Steps between nothing and everything contradict a body that knows no partial points."""
    chosen = rules.readings.get("partial_points")
    if chosen is None or chosen.reading != "all_or_nothing":
        return
    places = {f"indicators.{name}.steps": len(e.steps) for name, e in rules.indicators.items()}
    for where, many in {"step_shares": len(rules.shares), **places}.items():
        if many > 2:
            words.add(
                "steps_without_partial_points", where,
                "partial_points 读作 all_or_nothing 时，分档只能是 0 与满分。",
                "With partial_points read as all_or_nothing the only steps are 0 and all points.",
            )  # fmt: skip


def implied_readings(rules: BodyRules, rule_set: RuleSet) -> dict[str, str]:
    """Return the readings that follow from what the body supplies, adds and recognises."""
    words = BodyWords(rule_set)
    return {name: reading for name, reading, _, given in _implied(words, rules) if given}


# --- hashes ---


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return str(value) if isinstance(value, Decimal) else value


def _with_scoring_hash(rules: BodyRules) -> BodyRules:
    counting = {
        "shares": [exact_string(share) for share in rules.shares],
        "steps": {
            name: [exact_string(step.points) for step in entry.steps]
            for name, entry in rules.indicators.items()
            if entry.steps
        },
        "supplied": {name: exact_string(row.points) for name, row in rules.supplied.items()},
        "extras": {
            name: {
                "counts": group.counts,
                "rows": {row: exact_string(extra.points) for row, extra in group.rows.items()},
            }
            for name, group in rules.extras.items()
        },
        "readings": {name: chosen.reading for name, chosen in rules.readings.items()},
        "recognised": sorted(rules.recognised),
    }
    if not any(counting.values()):
        return rules
    about = {"rule_set": rules.rule_set, "edition": rules.edition}
    return replace(rules, scoring_hash=fingerprint({**about, **counting}))
