"""
The rows that a body's own rules bring: texts of lost ones and extra indicators, checked. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import cast

from scoring.body_rules import (
    COUNTINGS,
    Counting,
    ExtraGroup,
    ExtraRow,
    SuppliedRow,
    level_of_extra,
)
from scoring.body_words import BodyWords
from scoring.rule_set import Row, RowId

ZERO = Decimal(0)
GAPS = "supplied_rows"


def read_supplied(words: BodyWords, given: object) -> dict[str, SuppliedRow]:
    """Return the texts of lost rows; points must be those that the document's sums leave."""
    supplied: dict[str, SuppliedRow] = {}
    for row_id, value in words.entries(given, "supplied").items():
        where = f"supplied.{row_id}"
        row = _lost_row(words, row_id)
        if row is None:
            lost = [entry.id for entry in words.rule_set.rows if entry.lost]
            words.unknown("not_lost", where, row_id, [*lost, *gap_groups(words)])
            continue
        content = words.mapping(value, where, ("points", "text", "reason"))
        words.required(content, where, "text", "reason")
        if row.kind == "gate" and "points" in content:
            words.add(
                "gate_with_points", f"{where}.points",
                f"{row_id} 是基本要求，没有分值；请删去 points。",
                f"{row_id} is a gate and has no points; leave points out.",
            )  # fmt: skip
        elif row.kind != "gate":
            _check_sum(words, row, content.get("points"), f"{where}.points")
        supplied[row_id] = SuppliedRow(
            row.points,
            words.wording(content.get("text"), f"{where}.text"),
            words.wording(content.get("reason"), f"{where}.reason"),
        )
    return supplied


def _check_sum(words: BodyWords, row: Row, given: object, where: str) -> None:
    stated = words.points(given, where, None)
    if stated is not None and stated != row.points:
        words.add(
            "points_sum", where,
            f"{row.id} 应补 {row.points} 分：{row.group} 印出的分值与所列各行相差此数，而不是 {stated} 分。",
            f"{row.id} takes {row.points} points, which is what the rows of {row.group} lack of "
            f"its printed points, not {stated}.",
        )  # fmt: skip


def gap_groups(words: BodyWords) -> list[str]:
    """Return the groups whose numbering gaps a reading lets the body fill."""
    groups = {group.id for group in words.rule_set.groups}
    return [
        clause
        for entry in words.rule_set.interpretations
        if any(reading.id == GAPS for reading in entry.readings)
        for clause in entry.clauses
        if clause in groups
    ]


def _lost_row(words: BodyWords, row_id: str) -> Row | None:
    """Return the row that a text is supplied for: a lost one, or a gate in a numbering gap."""
    if row_id in words.rule_set:
        row = words.rule_set.row(row_id)
        return row if row.lost else None
    group, _, number = row_id.rpartition(".")
    if group in gap_groups(words) and number.isdecimal():
        numbers = [_number(row) for row in words.rule_set.rows if row.group == group]
        # Behind the last printed number nothing is missing.
        if not 0 < int(number) < max(numbers):
            return None
        return Row(RowId(row_id), "gate", group, ZERO, level=group[0])
    return None


def _number(row: Row) -> int:
    return int(row.id.rpartition(".")[2])


def read_extras(words: BodyWords, given: object) -> dict[str, ExtraGroup]:
    """Return the groups of extra indicators (4.2), each with how it counts."""
    extras: dict[str, ExtraGroup] = {}
    levels = [level.id for level in words.rule_set.levels]
    for group_id, value in words.entries(given, "extras").items():
        where = f"extras.{group_id}"
        level = level_of_extra(group_id)
        if level is None or level not in levels:
            words.add(
                "extra_id", where,
                f"增项组的编号应为等级、X、序号，如 CX1（可用等级：{'、'.join(levels) or '无'}），"
                f"而不是“{group_id}”。",
                f"A group of extra indicators is numbered by its level, as in CX1 (levels: "
                f"{', '.join(levels) or 'none'}), not {group_id!r}.",
            )  # fmt: skip
            continue
        content = words.mapping(value, where, ("name", "counts", "points", "reason", "rows"))
        words.required(content, where, "name", "counts", "points", "reason", "rows")
        rows = _extra_rows(words, group_id, content.get("rows"))
        counts = "beside"
        if content.get("counts") is not None:
            counts = words.choice(content["counts"], f"{where}.counts", COUNTINGS)
        points = ZERO
        if content.get("points") is not None:
            points = words.points(content["points"], f"{where}.points", None) or ZERO
        listed = sum((row.points for row in rows.values()), ZERO)
        if listed != points:
            words.add(
                "points_sum", f"{where}.points",
                f"{group_id} 标 {points} 分，各行合计 {listed} 分。",
                f"{group_id} states {points} points; its rows add up to {listed}.",
            )  # fmt: skip
        extras[group_id] = ExtraGroup(
            level,
            cast("Counting", counts or "beside"),
            points,
            words.wording(content.get("name"), f"{where}.name"),
            words.wording(content.get("reason"), f"{where}.reason"),
            rows,
        )
    return extras


def _extra_rows(words: BodyWords, group_id: str, given: object) -> dict[str, ExtraRow]:
    rows: dict[str, ExtraRow] = {}
    for row_id, value in words.entries(given, f"extras.{group_id}.rows").items():
        where = f"extras.{group_id}.rows.{row_id}"
        if not re.fullmatch(rf"{re.escape(group_id)}\.[1-9]\d?", row_id):
            words.add(
                "extra_id", where,
                f"{group_id} 的行应编号为 {group_id}.1、{group_id}.2 等，而不是“{row_id}”。",
                f"Rows of {group_id} are numbered {group_id}.1, {group_id}.2 …, not {row_id!r}.",
            )  # fmt: skip
            continue
        content = words.mapping(value, where, ("points", "text", "norm"))
        words.required(content, where, "points", "text")
        points = None
        if content.get("points") is not None:
            points = words.points(content["points"], f"{where}.points", None)
        if points == ZERO:
            words.add(
                "wrong_points", f"{where}.points",
                f"{row_id} 是打分项，分值须大于 0。",
                f"{row_id} is a scored row; its points are more than 0.",
            )  # fmt: skip
        rows[row_id] = ExtraRow(
            points or ZERO,
            words.wording(content.get("text"), f"{where}.text"),
            words.text(content.get("norm"), f"{where}.norm"),
        )
    return rows


def judged_rows(
    words: BodyWords, supplied: Mapping[str, SuppliedRow], extras: Mapping[str, ExtraGroup]
) -> dict[str, Row]:
    """Return the rows that are judged under these rules: the edition's, supplied and extra ones."""
    rows: dict[str, Row] = {row.id: row for row in words.rule_set.rows if not row.lost}
    for row_id in supplied:
        row = _lost_row(words, row_id)
        if row is not None:
            rows[row_id] = replace(row, lost=False)
    for group_id, group in extras.items():
        for row_id, extra in group.rows.items():
            rows[row_id] = Row(RowId(row_id), "item", group_id, extra.points, level=group.level)
    return rows
