"""
The derivation of every number as steps, and the steps as sentences. Pure.

A step holds values only; sentences are made from it on demand, in Chinese or English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from scoring.assessment import Number, Step
from scoring.award import ZERO, Award, Readings
from scoring.body_note import body_steps
from scoring.number import exact_string
from scoring.rule_set import Row, RuleSet
from scoring.tally import LevelTally, mark_is_inclusive

Awards = Mapping[str, Award]


def derive_levels(
    rule_set: RuleSet,
    tallies: Iterable[LevelTally],
    target: str,
    awards: Awards,
    readings: Readings,
) -> tuple[Step, ...]:
    """Return the steps of every level, lowest level first, rows in document order."""
    steps: list[Step] = []
    for tally in reversed(tuple(tallies)):
        steps += _level_steps(rule_set, tally, target, awards, readings)
    return tuple(steps)


def _level_steps(
    rule_set: RuleSet, tally: LevelTally, target: str, awards: Awards, readings: Readings
) -> list[Step]:
    steps: list[Step] = []
    level_total = ZERO
    group, group_total = "", ZERO
    rows = rule_set.rows_of(tally.level.id)
    for index, row in enumerate(rows):
        outermost = rule_set.first_level_group(row)
        if outermost != group:
            group, group_total = outermost, ZERO
        entry = awards[row.id]
        group_total += entry.kept
        steps.append(_row_step(entry, None if row.kind == "gate" else group_total))
        steps += body_steps(rule_set, entry)
        if index + 1 == len(rows) or rule_set.first_level_group(rows[index + 1]) != group:
            level_total += tally.groups.get(group, ZERO)
            steps.append(_group_step(rule_set, tally, group, (group_total, level_total)))
    declared = tally.level.declared
    if tally.excluded or tally.widened:
        inputs = {"excluded": exact_string(tally.excluded)}
        if tally.widened:
            inputs["widened"] = exact_string(tally.widened)
        rule = "rescaled_extra" if tally.widened else "rescaled"
        steps.append(
            Step(
                tally.level.id, rule, "9.1", inputs, level_total, declared,
                tally.points, tally.points,
            )
        )  # fmt: skip
    sign = "ge" if mark_is_inclusive(tally.level, target, readings) else "gt"
    steps.append(
        Step(
            tally.level.id, f"level_total_{sign}", "9.1", {"mark": str(rule_set.mark)},
            tally.points, declared, tally.points, tally.points,
        )
    )  # fmt: skip
    return steps


def _group_step(
    rule_set: RuleSet, tally: LevelTally, name: str, totals: tuple[Decimal, Decimal]
) -> Step:
    """Return the step of a first-level group; totals: of its rows, and of the level with it."""
    group, (rows, level) = rule_set.group(name), totals
    printed, kept = group.printed or ZERO, tally.groups.get(name, ZERO)
    if group.extra == "beside":
        return Step(name, "extra_beside", "4.2", {}, rows, printed, rows, None)
    if name in tally.zeroed:
        return Step(name, "group_not_scored", "6.2", {}, rows, printed, kept, level)
    if group.extra:
        return Step(name, f"extra_{group.extra}", "4.2", {}, rows, printed, kept, level)
    return Step(name, "group_total", "6.2", {}, rows, printed, kept, level)


def _row_step(entry: Award, total: Number | None) -> Step:
    rule = entry.rule
    if entry.row.kind == "gate" and rule in ("met", "not_met", "not_assessed", "recognised"):
        rule = f"gate_{rule}"
    return Step(
        entry.row.id, rule, entry.row.id, entry.inputs, entry.raw, entry.cap, entry.kept, total
    )


def derive_indicators(
    rule_set: RuleSet,
    indicators: Mapping[str, tuple[Row, ...]],
    awards: Awards,
    values: Mapping[str, Number | None],
    overall: tuple[Number, Number] | None,
) -> tuple[Step, ...]:
    """Return the steps of every indicator in document order, then the weighted figure."""
    steps: list[Step] = []
    for name, rows in indicators.items():
        total = ZERO
        for row in rows:
            total += awards[row.id].kept
            steps.append(_row_step(awards[row.id], total))
            steps += body_steps(rule_set, awards[row.id])
        value = values[name]
        declared = rule_set.group(name).printed or ZERO
        excluded = sum((row.points for row in rows if awards[row.id].excluded), Decimal(0))
        if value is None:
            steps.append(Step(name, "indicator_open", name, {}, ZERO, declared, ZERO, None))
            continue
        rule = "rescaled" if excluded else "indicator_floor" if total < 0 else "indicator_total"
        inputs = {"excluded": exact_string(excluded)} if excluded else {}
        steps.append(Step(name, rule, name, inputs, total, declared, value, value))
    if overall is not None:
        mean, weight = overall
        inputs = {"weight": exact_string(weight)}
        steps.append(Step("overall", "weighted", "", inputs, mean, Fraction(100), mean, mean))
    return tuple(steps)


def sentence(step: Step, language: Literal["zh", "en"]) -> str:
    """
    Say one step as a sentence.

    >>> sentence(Step("C1.2.1", "partial", "C1.2.1", {"points": "2.5", "reason": "北侧无联动"},
    ...     Decimal("2.5"), Decimal(4), Decimal("2.5"), Decimal("2.5")), "zh")
    'C1.2.1：部分满足，得 2.5/4 分（理由：北侧无联动），累计 2.5 分。'
    """
    texts = _SENTENCES_ZH if language == "zh" else _SENTENCES_EN
    values = {
        **step.inputs,
        "id": step.subject,
        "clause": step.clause,
        "raw": exact_string(step.raw),
        "cap": exact_string(step.cap),
        "kept": exact_string(step.kept),
        "total": "" if step.total is None else exact_string(step.total),
    }
    return texts[step.rule].format_map(values)


_SENTENCES_ZH = {
    "met": "{id}：满足，得 {kept}/{cap} 分，累计 {total} 分。",
    "not_met": "{id}：不满足，得 0/{cap} 分，累计 {total} 分。",
    "partial": "{id}：部分满足，得 {kept}/{cap} 分（理由：{reason}），累计 {total} 分。",
    "partial_earns_nothing": "{id}：部分满足（{points}/{cap} 分），按“不完全满足即 0 分”的读法得 0 分，累计 {total} 分。",
    "not_assessed": "{id}：尚未评价，暂计 0 分（满分 {cap} 分），累计 {total} 分。",
    "lost_row": "{id}：草案缺失条文，计 {kept} 分。",
    "not_applicable_met": "{id}：不适用（{reason}；{approved_by} 批准），视为满足，得 {kept} 分。",
    "not_applicable_excluded": "{id}：不适用（{reason}；{approved_by} 批准），不计入分母。",
    "not_applicable_refused": "{id}：不接受“不适用”，按不满足计 0 分。",
    "per_time": "{id}：{count} 次 × {unit} 分 = {raw} 分，上限 {cap} 分，计 {kept} 分，累计 {total} 分。",
    "no_event": "{id}：全年无事件，按该读法得满分 {kept} 分，累计 {total} 分。",
    "per_incident": "{id}：{cap} 分 − {incidents} 次 × {unit} 分 = {raw} 分，计 {kept} 分，累计 {total} 分。",
    "per_option": "{id}：{number} 项 × {unit} 分 = {raw} 分，上限 {cap} 分，计 {kept} 分，累计 {total} 分。",
    "gate_met": "{id}：基本要求，满足。",
    "gate_not_met": "{id}：基本要求，不满足（6.2、9.3）。",
    "gate_not_assessed": "{id}：基本要求，尚未评价。",
    "recognised": "{id}：以 {item} 互认（9.4；证明：{proof}），视为满足，得 {kept}/{cap} 分，累计 {total} 分。",
    "gate_recognised": "{id}：基本要求，以 {item} 互认（9.4；证明：{proof}），视为满足。",
    "group_total": "{id}：各项合计 {kept} 分（标称 {cap} 分），等级累计 {total} 分。",
    "group_not_scored": "{id}：有基本要求不满足，不进行打分项评价（6.2）；各项合计 {raw} 分不计，等级累计 {total} 分。",
    "extra_beside": "{id}：增项合计 {kept}/{cap} 分，单独列出，不计入总分（4.2）。",
    "extra_added": "{id}：增项合计 {kept}/{cap} 分，加入总分（4.2），等级累计 {total} 分。",
    "extra_scaled": "{id}：增项合计 {kept}/{cap} 分，计入总分后折算（4.2），等级累计 {total} 分。",
    "rescaled_extra": "{id}：增项 {widened} 分计入分母，剔除不适用 {excluded} 分，{raw} 分折算为 {kept} 分（满分 {cap} 分）。",
    "body_steps": "{id}：{body_zh}的细则（4.6）分 {steps} 分档，本行取 {kept} 分。",
    "body_supplied": "{id}：草案缺失条文，按{body_zh}的细则（4.6）补充的条文评价。",
    "body_reading": "{id}：{body_zh}的细则（4.6）读作“{reading_zh}”，默认读作“{default_zh}”（理由：{reason_zh}）；换回默认读法，结果不变。",
    "body_reading_decides": "{id}：{body_zh}的细则（4.6）读作“{reading_zh}”，默认读作“{default_zh}”（理由：{reason_zh}）；换回默认读法，结果会不同。",
    "body_total": "{id}：按{body_zh}的细则为 {kept}，不按细则为 {without}。",
    "rescaled": "{id}：剔除不适用 {excluded} 分后，{raw} 分折算为 {kept} 分（满分 {cap} 分）。",
    "level_total_gt": "{id} 级：总分 {kept}/{cap} 分，分数线为大于 {mark} 分（9.1）。",
    "level_total_ge": "{id} 级：总分 {kept}/{cap} 分，分数线为不低于 {mark} 分（9.2）。",
    "indicator_total": "{id}：指标值 {kept}（满分 {cap}）。",
    "indicator_floor": "{id}：各行合计 {raw}，指标值最低为 {kept}。",
    "indicator_open": "{id}：尚未评价。",
    "weighted": "按所给权重（合计 {weight}）加权平均为 {kept}。",
}
_SENTENCES_EN = {
    "met": "{id}: met, {kept} of {cap} points; running total {total}.",
    "not_met": "{id}: not met, 0 of {cap} points; running total {total}.",
    "partial": "{id}: met in part, {kept} of {cap} points (reason: {reason}); running total {total}.",
    "partial_earns_nothing": '{id}: met in part ({points} of {cap}), which earns nothing under the reading "all or nothing"; running total {total}.',
    "not_assessed": "{id}: not assessed yet, 0 of {cap} points so far; running total {total}.",
    "lost_row": "{id}: the draft lost the text; counts {kept} points.",
    "not_applicable_met": "{id}: not applicable ({reason}; approved by {approved_by}), counted as met, {kept} points.",
    "not_applicable_excluded": "{id}: not applicable ({reason}; approved by {approved_by}), left out of the denominator.",
    "not_applicable_refused": '{id}: "not applicable" is refused and counts as not met, 0 points.',
    "per_time": "{id}: {count} times x {unit} points = {raw}, at most {cap}; counts {kept}; running total {total}.",
    "no_event": "{id}: no event in the year, which earns the full {kept} points under this reading; running total {total}.",
    "per_incident": "{id}: {cap} points - {incidents} incidents x {unit} = {raw}; counts {kept}; running total {total}.",
    "per_option": "{id}: {number} things x {unit} points = {raw}, at most {cap}; counts {kept}; running total {total}.",
    "gate_met": "{id}: gate, met.",
    "gate_not_met": "{id}: gate, not met (6.2, 9.3).",
    "gate_not_assessed": "{id}: gate, not assessed yet.",
    "recognised": "{id}: met by recognition of {item} (9.4; proof: {proof}), {kept} of {cap} points; running total {total}.",
    "gate_recognised": "{id}: gate, met by recognition of {item} (9.4; proof: {proof}).",
    "group_total": "{id}: rows add up to {kept} points ({cap} printed); level total {total}.",
    "group_not_scored": "{id}: a gate failed, so the group is not scored (6.2); its {raw} points do not count; level total {total}.",
    "extra_beside": "{id}: extra indicators, {kept} of {cap} points, beside the total (4.2).",
    "extra_added": "{id}: extra indicators, {kept} of {cap} points, added to the total (4.2); level total {total}.",
    "extra_scaled": "{id}: extra indicators, {kept} of {cap} points, in the total before it is scaled (4.2); level total {total}.",
    "rescaled_extra": "{id}: with {widened} points of extra indicators added and {excluded} left out as not applicable, {raw} points scale to {kept} (of {cap}).",
    "body_steps": "{id}: the rules of {body_en} (4.6) allow {steps} points; this row takes {kept}.",
    "body_supplied": "{id}: the draft lost the text; judged by the text that the rules of {body_en} (4.6) supply.",
    "body_reading": '{id}: the rules of {body_en} (4.6) read "{reading_en}", the default is "{default_en}" (reason: {reason_en}); the default would give the same result.',
    "body_reading_decides": '{id}: the rules of {body_en} (4.6) read "{reading_en}", the default is "{default_en}" (reason: {reason_en}); the default would give another result.',
    "body_total": "{id}: {kept} by the rules of {body_en}, {without} without them.",
    "rescaled": "{id}: with {excluded} points left out as not applicable, {raw} points scale to {kept} (of {cap}).",
    "level_total_gt": "Level {id}: {kept} of {cap} points; the mark is more than {mark} (9.1).",
    "level_total_ge": "Level {id}: {kept} of {cap} points; the mark is {mark} or more (9.2).",
    "indicator_total": "{id}: value {kept} (of {cap}).",
    "indicator_floor": "{id}: the rows add up to {raw}; an indicator is never below {kept}.",
    "indicator_open": "{id}: not assessed yet.",
    "weighted": "Weighted mean by the given weights ({weight} in all): {kept}.",
}
