"""
The procedure of an evaluation (4.4-4.10, 5.1-5.5, 8.2) as a table of transitions. Pure.

Dates are inputs; nothing here knows what day it is. A step that is refused names every clause
that stands against it and what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from scoring.errors import ProcedureError

CaseStatus = Literal[
    "prepared", "applied", "returned", "accepted", "panel_formed", "reported", "reviewed",
    "on_notice", "objected", "certified", "downgraded", "withdrawn", "expired",
]  # fmt: skip
Facts = Mapping[str, Any]

VALID_YEARS, KEPT_YEARS = 5, 6
LEVELS = ("A", "B", "C")
CERTIFICATE = ("theme", "level", "body", "years", "number")
REPORT = ("overview", "summary", "improvements", "conclusion", "parties")


@dataclass(frozen=True, slots=True)
class Entry:
    """One step taken: which, when, from and to which status, with what facts."""

    step: str
    on: date
    before: CaseStatus
    after: CaseStatus
    facts: Facts


@dataclass(frozen=True, slots=True)
class Procedure:
    """
    Where a case stands.

    stage: `pre` or `formal` (4.7); level: applied for, or awarded once certified; history: every
    step in order.
    """

    stage: Literal["pre", "formal"]
    level: str
    status: CaseStatus = "prepared"
    history: tuple[Entry, ...] = ()

    @property
    def last_date(self) -> date | None:
        """The day of the last step; None before the first."""
        return self.history[-1].on if self.history else None

    def date_of(self, step: str) -> date | None:
        """Return the day on which a step was last taken; None when it never was."""
        return next((entry.on for entry in reversed(self.history) if entry.step == step), None)


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition of a step with the clause that sets it and what is missing when it fails."""

    clause: str
    holds: Callable[[Procedure, Facts, date], bool]
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: a step, the statuses it may be taken from, where it leads, its guards."""

    step: str
    before: tuple[CaseStatus, ...]
    after: CaseStatus
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True, slots=True)
class DueDates:
    """
    What falls due after certification; None before it.

    reviews: the yearly reviews within the validity (4.10); valid_until: last valid day;
    keep_until: records must be kept at least until this day (4.9).
    """

    valid_until: date | None
    reviews: tuple[date, ...]
    keep_until: date | None


def _given(*names: str) -> Callable[[Procedure, Facts, date], bool]:
    def holds(_case: Procedure, facts: Facts, _on: date) -> bool:
        return all(facts.get(name) not in (None, "", (), [], False) for name in names)

    return holds


def _names(key: str, wanted: Sequence[str]) -> Callable[[Procedure, Facts, date], bool]:
    def holds(_case: Procedure, facts: Facts, _on: date) -> bool:
        return set(wanted) <= set(facts.get(key) or ())

    return holds


def _documents(case: Procedure, facts: Facts, _on: date) -> bool:
    # 4.5 asks for what fits the stage: acceptance documents exist only once the work is done.
    wanted = {"4.5.1", "4.5.2"} | ({"4.5.3"} if case.stage == "formal" else set())
    return wanted <= set(facts.get("documents") or ())


def _no_findings(key: str) -> Callable[[Procedure, Facts, date], bool]:
    def holds(_case: Procedure, facts: Facts, _on: date) -> bool:
        return key in facts and not facts[key]

    return holds


def _is_days(key: str) -> Callable[[Procedure, Facts, date], bool]:
    def holds(_case: Procedure, facts: Facts, _on: date) -> bool:
        days = facts.get(key)
        return isinstance(days, int) and not isinstance(days, bool) and days > 0

    return holds


def _passed(_case: Procedure, facts: Facts, _on: date) -> bool:
    return facts.get("outcome") == "passed"


def _is_formal(case: Procedure, _facts: Facts, _on: date) -> bool:
    return case.stage == "formal"


def _lower(case: Procedure, facts: Facts, _on: date) -> bool:
    level = facts.get("level")
    return level in LEVELS and LEVELS.index(level) > LEVELS.index(case.level)


def _within_validity(case: Procedure, _facts: Facts, on: date) -> bool:
    certified = case.date_of("certify")
    return certified is not None and on <= plus_years(certified, VALID_YEARS)


def _after_validity(case: Procedure, _facts: Facts, on: date) -> bool:
    certified = case.date_of("certify")
    return certified is not None and on > plus_years(certified, VALID_YEARS)


_VALID = Guard("4.10", _within_validity, "已过五年有效期", "the five years of validity are over")
_REASON_410 = Guard("4.10", _given("reason"), "未写明理由", "the reason is missing")

TABLE: tuple[Transition, ...] = (
    Transition("apply", ("prepared", "returned"), "applied", (
        Guard("5.2.1", _given("self_check"), "未完成自检查与整改", "the self-check is missing"),
        Guard("5.2.2", _given("written_application"), "缺书面申请", "the written application is missing"),
        Guard("4.5", _documents, "申报资料不齐（4.5.1、4.5.2，正式评价另需 4.5.3）",
              "documents are missing (4.5.1, 4.5.2; for a formal evaluation 4.5.3 too)"),
        Guard("4.4", _given("meets_gbt_21741"), "未证明符合 GB/T 21741 并通过评审或验收",
              "proof of GB/T 21741 and of the passed review or acceptance is missing"),
    )),
    Transition("return", ("applied",), "returned", (
        Guard("5.3", _given("reason"), "退回未写明理由", "the reason for the return is missing"),
    )),
    Transition("accept", ("applied",), "accepted", (
        Guard("9.3", _no_findings("failed_gates"), "自检查有基本要求不符合，不具备申请资格",
              "a basic requirement is not met in the self-check, so there is no eligibility"),
        Guard("5.3", _given("eligibility_checked"), "未初评申请资格", "the eligibility is not checked"),
        Guard("5.3", _given("written_notice"), "未出具书面受理通知书", "the written notice is missing"),
    )),
    Transition("form_panel", ("accepted",), "panel_formed", (
        Guard("5.4.1", _no_findings("panel_findings"), "工作组不符合 4.8、5.4.1", "the panel does not meet 4.8 and 5.4.1"),
        Guard("4.6", _given("detailed_rules"), "未编制指标细则", "the body's detailed rules are missing"),
    )),
    Transition("report", ("panel_formed",), "reported", (
        Guard("5.4.1", _no_findings("panel_findings"), "工作组已不符合 4.8、5.4.1", "the panel no longer meets 4.8 and 5.4.1"),
        Guard("5.4.2", _given("methods"), "未记录评审方式", "the methods used are not recorded"),
        Guard("7.4", _no_findings("sample_findings"), "抽样记录与其种子、总体不符", "a sample is not what its seed draws from its population"),
        Guard("7.5", _no_findings("missing_sheets"), "有成员未提交评分表", "a member has not submitted a sheet"),
        Guard("7.5", _no_findings("open_rows"), "合议评分表有未评条目", "rows of the panel's sheet are not judged"),
        Guard("5.4.2", _no_findings("consensus_findings"), "合议缺理由", "the consensus lacks reasons"),
        Guard("4.9", _no_findings("suspects"), "有存疑而未确认的评判", "judgements are suspect and not confirmed"),
        Guard("9.5", _names("report", REPORT), "报告内容不全（9.5 五项）", "the report lacks one of the five parts of 9.5"),
    )),
    Transition("review", ("reported",), "reviewed", (
        Guard("9.1", _passed, "评分结论不是通过", "the outcome of the scoring is not a pass"),
        Guard("4.9", _no_findings("suspects"), "有存疑而未确认的评判", "judgements are suspect and not confirmed"),
        Guard("5.5.1", _no_findings("reviewer_findings"), "复核人不符合 5.5.1、4.8", "the reviewer does not meet 5.5.1 and 4.8"),
        Guard("5.5.1", _given("review_agrees"), "复核未同意", "the review does not agree"),
    )),
    # The draft is silent on a review that disagrees and on an objection that is right: the panel
    # has to go over its work, since only the panel judges (5.4).
    Transition("rework", ("reported", "reviewed", "objected"), "panel_formed", (
        Guard("5.5.1", _given("reason"), "退回工作组未写明理由", "the reason for going over it again is missing"),
    )),
    Transition("publish_notice", ("reviewed",), "on_notice", (
        Guard("5.5.1", _given("report_handed_over"), "未向申请单位提交报告", "the report was not handed to the applicant"),
        Guard("5.5.1", _given("notice"), "缺公示内容", "the text of the public notice is missing"),
        Guard("5.5.1", _is_days("notice_days"), "未定公示天数", "the body has not set for how many days the notice stands"),
    )),
    Transition("object", ("on_notice",), "objected", (
        Guard("5.5.2", _given("objection"), "未记录异议内容", "the objection is not recorded"),
    )),
    Transition("settle", ("objected",), "on_notice", (
        Guard("5.5.2", _given("settlement"), "未记录异议处理结果", "the settlement is not recorded"),
    )),
    Transition("certify", ("on_notice",), "certified", (
        Guard("4.7.2", _is_formal, "预评价在正式运行前进行，不颁发标识（条文未明言，取较严读法）",
              "a pre-evaluation comes before regular operation and leads to no label (not said in words; the stricter reading)"),
        Guard("5.5.2", _given("signed_by_head"), "机构负责人未签署", "the head of the body has not signed"),
        Guard("5.5.2", _given("notice_closed"), "公示未结束或异议未解决", "the public notice is not closed"),
        Guard("8.2", _names("certificate", CERTIFICATE), "标识内容不全（8.2 五项）", "the label lacks one of the five parts of 8.2"),
    )),
    Transition("yearly_review", ("certified", "downgraded"), "certified", (
        _VALID,
        Guard("4.10", _given("ability_kept"), "未确认能力保持", "it is not confirmed that the ability is kept"),
    )),
    Transition("downgrade", ("certified", "downgraded"), "downgraded", (
        _VALID, _REASON_410,
        Guard("4.10", _lower, "新等级应低于现等级", "the new level must be lower"),
    )),
    Transition("withdraw", ("certified", "downgraded"), "withdrawn", (_REASON_410,)),
    Transition("expire", ("certified", "downgraded"), "expired", (
        Guard("4.10", _after_validity, "五年有效期尚未届满", "the five years of validity are not over"),
    )),
)  # fmt: skip
STEPS: Mapping[str, Transition] = {transition.step: transition for transition in TABLE}


def refusals(
    case: Procedure, step: str, on: date, facts: Facts
) -> tuple[tuple[str, str, str], ...]:
    """
    Return everything against a step as (clause, Chinese, English); () when it may be taken.

    Raises:
        KeyError: no such step.
    """
    transition = STEPS[step]
    found = []
    if case.status not in transition.before:
        allowed = "、".join(transition.before)
        found.append(("5.1", f"现状态“{case.status}”不能进行此步（须为 {allowed}）",
                      f"not possible from status '{case.status}' (needs {', '.join(transition.before)})"))  # fmt: skip
    if case.last_date is not None and on < case.last_date:
        found.append(("4.9", f"日期 {on} 早于上一步 {case.last_date}", f"{on} lies before the last step, {case.last_date}"))  # fmt: skip
    found += [
        (guard.clause, guard.text_zh, guard.text_en)
        for guard in transition.guards
        if not guard.holds(case, facts, on)
    ]
    return tuple(found)


def take(case: Procedure, step: str, on: date, facts: Facts) -> Procedure:
    """
    Return the case after a step.

    Raises:
        ProcedureError: the step is refused, with every reason.
        KeyError: no such step.
    """
    against = refusals(case, step, on, facts)
    if against:
        raise ProcedureError(step, against)
    transition = STEPS[step]
    # A yearly review confirms the level as it stands: a downgraded label stays downgraded.
    after = case.status if step == "yearly_review" else transition.after
    entry = Entry(step, on, case.status, after, dict(facts))
    level = str(facts["level"]) if step == "downgrade" else case.level
    return replace(case, status=after, level=level, history=(*case.history, entry))


def allowed_steps(case: Procedure) -> tuple[str, ...]:
    """Return the steps that the status allows, in the table's order; guards are not looked at."""
    return tuple(entry.step for entry in TABLE if case.status in entry.before)


def due_dates(case: Procedure, readings: Mapping[str, str]) -> DueDates:
    """Return what falls due; the start of both periods is a matter of interpretation (D15)."""
    certified = case.date_of("certify")
    if certified is None:
        return DueDates(None, (), None)
    start = certified
    if readings["validity_start"] == "report":
        start = case.date_of("report") or certified
    valid_until = plus_years(start, VALID_YEARS)
    kept_from = valid_until if readings["retention_start"] == "validity_end" else certified
    reviews = tuple(plus_years(start, year) for year in range(1, VALID_YEARS))
    return DueDates(valid_until, reviews, plus_years(kept_from, KEPT_YEARS))


def plus_years(day: date, years: int) -> date:
    """
    Return the same day some years later; 29 February becomes 28 February where there is none.

    >>> plus_years(date(2024, 2, 29), 5)
    datetime.date(2029, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def transition_rows(language: Literal["zh", "en"]) -> tuple[tuple[str, str, str, str], ...]:
    """Return the table for people: step, from, to, conditions with their clauses."""
    rows = []
    for entry in TABLE:
        conditions = "; ".join(
            f"{guard.clause}: {guard.text_zh if language == 'zh' else guard.text_en}"
            for guard in entry.guards
        )
        rows.append((entry.step, ", ".join(entry.before), entry.after, conditions))
    return tuple(rows)
