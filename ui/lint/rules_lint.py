"""Lints of the rule sets: keys, kinds, points, sums, reachable caps, interpretations, hashes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from scoring.errors import RuleDataError
from scoring.load import load_edition, row_files
from scoring.rule_set import EFFECTS, ROW_KINDS
from ui.lint.finding import Finding
from ui.lint.marked import Record, check_keys, read_marked, records

_ROW = frozenset({"id", "kind"})
_ROW_MORE = frozenset(
    {"points", "unit", "options", "open_list", "lost", "presupposes", "interpretations", "printed"}
)
_GROUP = frozenset({"id"})
_GROUP_MORE = frozenset({"parent", "printed"})
_INTERPRETATION = frozenset(
    {"id", "effect", "clauses", "defects", "question_zh", "question_en", "default", "why_zh",
     "why_en", "readings"}
)  # fmt: skip
_READING = frozenset({"id", "zh", "en"})
_READING_MORE = frozenset({"needs_judgement", "turns", "opens"})
LOCK = "lock.txt"


@dataclass(slots=True)
class RuleData:
    """The records of one edition of a rule set, and what was found wrong."""

    folder: Path
    header: Record | None = None
    rows: dict[str, Record] = field(default_factory=dict)
    groups: dict[str, Record] = field(default_factory=dict)
    interpretations: dict[str, Record] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def lint_rule_set(folder: Path) -> RuleData:
    """Lint one edition of a rule set."""
    data = RuleData(folder)
    header, faults = read_marked(folder / "header.yaml")
    data.findings += faults
    data.header = header if isinstance(header, Record) else None
    content, faults = read_marked(folder / "interpretations.yaml")
    data.findings += faults
    for record in records(content):
        data.findings += _interpretation_faults(record, data)
        data.interpretations.setdefault(str(record.fields.get("id")), record)
    for path in row_files(folder):
        content, faults = read_marked(path)
        data.findings += faults
        if isinstance(content, Record):
            _collect(content, data)
    if not data.findings:
        data.findings += _sum_faults(data)
        data.findings += _mark_faults(data)
        data.findings += _lock_faults(data)
    return data


def _collect(table: Record, data: RuleData) -> None:
    for record in records(table.fields.get("groups")):
        data.findings += check_keys(record, _GROUP, _GROUP_MORE)
        data.groups.setdefault(str(record.fields.get("id")), record)
    for record in records(table.fields.get("rows")):
        data.findings += _row_faults(record, data)
        data.rows.setdefault(str(record.fields.get("id")), record)


def _decimal(value: object) -> Decimal | None:
    try:
        return Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        return None


def _row_faults(record: Record, data: RuleData) -> Iterator[Finding]:
    yield from check_keys(record, _ROW, _ROW_MORE)
    fields = record.fields
    name, kind = str(fields.get("id")), fields.get("kind")
    if name in data.rows:
        yield record.finding("duplicate-id", f"row {name!r} stands twice")
    if kind not in ROW_KINDS:
        yield record.finding(
            "unknown-kind", f"{name}: kind {kind!r}; allowed: {', '.join(ROW_KINDS)}"
        )
        return
    if name.rsplit(".", 1)[0] not in data.groups:
        yield record.finding("unknown-group", f"{name} stands in no group of the file")
    points = _decimal(fields.get("points"))
    if kind == "gate" and "points" in fields:
        yield record.finding("gate-with-points", f"{name} is a gate but has points")
    if kind != "gate" and (points is None or points <= 0):
        yield record.finding("points", f"{name}: points must be a positive decimal string")
    if fields.get("lost") and not fields.get("interpretations"):
        yield record.finding(
            "lost-without-reading",
            f"{name} is lost; name the interpretation that says what follows",
        )
    for entry in fields.get("interpretations") or ():
        if entry not in data.interpretations:
            yield record.finding(
                "unknown-interpretation", f"{name} names {entry!r}, which does not exist"
            )
    if kind in ("count", "deduction", "checklist") and points is not None:
        yield from _cap_faults(record, name, points)


def _cap_faults(record: Record, name: str, points: Decimal) -> Iterator[Finding]:
    fields = record.fields
    unit = _decimal(fields.get("unit"))
    if unit is None or unit <= 0:
        yield record.finding("unit", f"{name}: unit must be a positive decimal string")
        return
    options = list(records(fields.get("options")))
    keys = [entry.fields.get("key") for entry in options]
    if len(set(keys)) < len(keys):
        yield record.finding("duplicate-option", f"{name} has an option key twice")
    reachable = (
        unit * len(options) >= points if fields["kind"] == "checklist" else points % unit == 0
    )
    if not reachable and not fields.get("interpretations"):
        yield record.finding(
            "unreachable-cap",
            f"{name}: units of {unit} do not reach {points}; name an interpretation",
        )


def _interpretation_faults(record: Record, data: RuleData) -> Iterator[Finding]:
    yield from check_keys(record, _INTERPRETATION, frozenset())
    fields = record.fields
    name = str(fields.get("id"))
    if name in data.interpretations:
        yield record.finding("duplicate-id", f"interpretation {name!r} stands twice")
    if fields.get("effect") not in EFFECTS:
        yield record.finding("unknown-effect", f"{name}: effect {fields.get('effect')!r}")
    readings = list(records(fields.get("readings")))
    for reading in readings:
        yield from check_keys(reading, _READING, _READING_MORE)
    ids = [reading.fields.get("id") for reading in readings]
    if len(ids) < 2 or len(set(ids)) < len(ids):
        yield record.finding("readings", f"{name} needs two or more different readings")
    if fields.get("default") not in ids:
        yield record.finding(
            "unknown-default", f"{name}: default {fields.get('default')!r} is no reading"
        )


def _sum_faults(data: RuleData) -> Iterator[Finding]:
    if data.header is None:
        return
    missing = {
        str(entry.fields["group"]): Decimal(entry.fields["missing"])
        for entry in records(data.header.fields.get("sum_exceptions"))
    }
    for name, group in data.groups.items():
        printed = _decimal(group.fields.get("printed"))
        inside = [
            r
            for row, r in data.rows.items()
            if row.startswith(f"{name}.") and not r.fields.get("lost")
        ]
        total = sum((Decimal(r.fields.get("points", "0")) for r in inside), Decimal(0))
        if printed is not None and total + missing.get(name, Decimal(0)) != printed:
            yield group.finding("sum", f"{name}: rows add up to {total}, printed is {printed}")
    for level in records(data.header.fields.get("levels")):
        declared = Decimal(level.fields["declared"])
        printed_total = sum(
            (Decimal(g.fields["printed"]) for n, g in data.groups.items()
             if n.startswith(level.fields["id"]) and not g.fields.get("parent")),
            Decimal(0),
        )  # fmt: skip
        if printed_total != declared:
            yield level.finding(
                "sum",
                f"level {level.fields['id']}: groups add up to {printed_total}, declared is {declared}",
            )


def _mark_faults(data: RuleData) -> Iterator[Finding]:
    if data.header is None:
        return
    if data.header.fields.get("mark") is not None and "pass_mark" not in data.interpretations:
        yield data.header.finding(
            "mark-without-operator", "a mark needs the interpretation pass_mark (> or >=)"
        )


def _lock_faults(data: RuleData) -> Iterator[Finding]:
    """The same edition must not mean something else: its scoring hash is written down."""
    path = data.folder / LOCK
    try:
        rules = load_edition(data.folder)
    except RuleDataError as fault:
        yield Finding(data.folder / "header.yaml", 1, "load", str(fault))
        return
    locked = path.read_text(encoding="ascii").strip() if path.is_file() else ""
    if locked != rules.scoring_hash:
        yield Finding(
            path, 1, "hash",
            f"the scoring hash of {rules.id} {rules.edition} is {rules.scoring_hash}, not {locked or 'locked'}; "
            "a change of what scores needs a new edition, or a new lock before the first release",
        )  # fmt: skip
