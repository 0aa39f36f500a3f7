"""The rows as fields of a report: by level and group or dimension, with reasons and evidence."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from assistant.evidence.suggestion import Suggestion
from scoring import Row
from scoring.assessment import Number
from scoring.dimension import dimension_figures
from scoring.judgement import NOT_ASSESSED
from scoring.number import decimal_string, exact_string
from scoring.tally import mark_is_inclusive
from ui.reports.case_result import CaseResult
from ui.reports.gap import Lack
from ui.reports.report_evidence import quotes_of, source_words
from ui.reports.result_charts import group_figures
from ui.reports.result_words import outcome_words, short_title, state_words
from ui.wording import t

Fields = dict[str, Any]


class ReportRows:
    """
    The rows of a result with their quotes, numbered through in the order of the rows. A quote that
    says the same of several rows has one number.
    """

    def __init__(self, result: CaseResult, language: str) -> None:
        self.result, self.language = result, language
        self._rows: dict[tuple[str, str], list[str]] = {}
        for entry in result.found:
            for one in quotes_of(entry)[0]:
                rows = self._rows.setdefault((one.quote, self._source(one)), [])
                if entry.indicator not in rows:
                    rows.append(entry.indicator)
        self._numbers: dict[str, list[str]] = {}
        for number, rows in enumerate(self._rows.values(), 1):
            for row in rows:
                self._numbers.setdefault(row, []).append(f"[{number}]")

    def quoted(self) -> list[Fields]:
        """Return the quotes by number."""
        return [
            {"number": f"[{number}]", "rows": " ".join(rows), "text": text, "source": source}
            for number, ((text, source), rows) in enumerate(self._rows.items(), 1)
        ]

    def _source(self, one: Suggestion) -> str:
        told = source_words(one, self.language)
        return told if one.decision else f"{told} · {t('er_undecided', self.language)}"

    def refs(self, row: str) -> str:
        """Return the numbers of a row's quotes, such as "[3] [4]"; "" for none."""
        return " ".join(self._numbers.get(row, ()))

    def row(self, row: Row) -> Fields:
        """Return one row."""
        award = self.result.assessment.awards[row.id]
        judgement = self.result.sheet.judgements.get(row.id, NOT_ASSESSED)
        is_gate = row.kind == "gate"
        comma = "、" if self.language == "zh" else ", "
        listed = comma.join((*judgement.options, *judgement.others))
        said = [state_words(award, self.language), judgement.reason, listed]
        if judgement.approved_by:
            said.append(f"{t('table_approved', self.language)}: {judgement.approved_by}")
        return {
            "id": row.id,
            "title": short_title(self.result, row.id, self.language),
            "kind": t(f"table_kind_{'gate' if is_gate else 'item'}", self.language),
            "worth": "—" if is_gate else exact_string(row.points),
            "awarded": "—" if is_gate or award.is_open else exact_string(award.kept),
            "state": state_words(award, self.language),
            "judged": (" · " if self.language == "en" else "；").join(one for one in said if one),
            "reason": judgement.reason,
            "refs": self.refs(row.id),
            "note": self.result.notes.get(row.id, ""),
        }


def level_fields(rows: ReportRows) -> list[Fields]:
    """Return the levels, the one applied for first, with their groups and rows; [] without."""
    result, language = rows.result, rows.language
    found = []
    for name, level in result.assessment.levels.items():
        sign = "≥" if mark_is_inclusive(
            result.rules.level(name), result.sheet.target or "", result.sheet.readings
        ) else ">"  # fmt: skip
        met = sum(state == "met" for state in level.gates.values())
        found.append(
            {
                "id": name,
                "title": t("er_group_heading", language, level=name),
                "points": exact_string(level.points),
                "declared": exact_string(level.declared),
                "awardable": exact_string(level.awardable),
                "mark": f"{sign} {result.rules.mark}",
                "gates": f"{met}/{len(level.gates)}",
                "outcome": outcome_words(level.outcome, language),
                "groups": _groups(rows, name),
                "beside": _beside(rows, name),
            }
        )
    return found


def _beside(rows: ReportRows, level: str) -> list[str]:
    """Return what a body's extra groups come to beside the total of a level."""
    return [
        t(
            "body_beside", rows.language, id=name,
            title=rows.result.title(name, rows.language),
            points=exact_string(group.points), declared=exact_string(group.declared),
        )
        for name, group in rows.result.assessment.levels[level].beside.items()
    ]  # fmt: skip


def _groups(rows: ReportRows, level: str) -> list[Fields]:
    result, language = rows.result, rows.language
    found = []
    for bar in group_figures(result, level, language):
        points, declared = exact_string(bar.points), exact_string(bar.declared)
        told = (
            t("er_group_lost", language, declared=declared)
            if bar.is_lost
            else t("er_of", language, points=points, declared=declared)
        )
        inside = [
            row
            for row in result.rules.rows_of(level)
            if result.rules.first_level_group(row) == bar.id
        ]
        found.append(
            {
                "id": bar.id,
                "title": short_title(result, bar.id, language),
                "points": points,
                "declared": declared,
                "told": told,
                "rows": [rows.row(row) for row in inside],
            }
        )
    return found


def dimension_fields(rows: ReportRows) -> list[Fields]:
    """Return the dimensions of Table C-1 with their indicators and rows; [] for levels."""
    result, language = rows.result, rows.language
    if result.assessment.levels:
        return []
    figures = {
        one.id: _readable(one.points)
        for one in dimension_figures(result.rules, result.assessment, result.weights)
    }
    inside: dict[str, list[Row]] = {}
    for row in result.rules.rows:
        inside.setdefault(row.group, []).append(row)
    found: dict[str, Fields] = {}
    for indicator, members in inside.items():
        parent = result.rules.group(indicator).parent or indicator
        dimension = found.setdefault(
            parent,
            {
                "id": parent,
                "title": short_title(result, parent, language),
                "points": figures.get(parent, "—"),
                "indicators": [],
            },
        )
        value = result.assessment.indicators[indicator]
        weight = result.weights.get(indicator)
        dimension["indicators"].append(
            {
                "id": indicator,
                "title": short_title(result, indicator, language),
                "points": t("award_not_assessed", language) if value is None else _readable(value),
                "weight": "—" if weight is None else exact_string(weight),
                "rows": [rows.row(row) for row in members],
            }
        )
    return list(found.values())


def _readable(value: Number) -> str:
    """Return a number as a decimal; one that does not end is cut and says so."""
    text = decimal_string(value)
    return text if Fraction(text) == Fraction(value) else f"{text}…"


def improvement_fields(rows: ReportRows) -> list[Fields]:
    """Return the rows that are failed, short of points or open, failed gates first."""
    result, language = rows.result, rows.language
    order: tuple[Lack, ...] = ("gate_failed", "points_short", "not_judged")
    found: list[tuple[int, Fields]] = []
    for row in result.rows:
        award = result.assessment.awards[row.id]
        if award.excluded or (
            award.kept == row.points and award.state not in ("not_met", "not_assessed")
        ):
            continue
        lack: Lack = "points_short"
        if award.is_open:
            lack = "not_judged"
        elif row.kind == "gate":
            lack = "gate_failed"
        loses = "—" if row.kind == "gate" else exact_string(row.points - award.kept)
        shown = rows.row(row)
        # "Not met" said of a gate needs no second time.
        detail = {"points_short": shown["judged"], "gate_failed": shown["reason"]}.get(lack, "")
        colon = "：" if language == "zh" else ": "
        words = colon.join(part for part in (t(f"lack_{lack}", language), detail) if part)
        found.append(
            (
                order.index(lack),
                {**shown, "loses": loses, "lack": words},
            )
        )
    return [fields for _, fields in sorted(found, key=lambda one: one[0])]
