"""
A person's decision on one row, and its parsing from the words of a sheet.

Pure. Out-of-range values are refused here, never clamped; counts over the cap are accepted and
capped where the award is reckoned, so that the derivation can show both numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, Literal

from scoring.body_rules import Wording
from scoring.errors import Fault
from scoring.rule_set import Row, RowKind

State = Literal[
    "met", "not_met", "points", "count", "incidents", "options", "not_applicable", "not_assessed"
]
MAX_REASON = 2000
MAX_COUNT = 1_000_000
MAX_OTHERS = 100
STEP = Decimal("0.1")
FINE_STEP = Decimal("0.01")

# Which ways of judging fit which kind of row, and how to say so.
WAYS: Mapping[RowKind, tuple[str, ...]] = {
    "gate": ("met",),
    "item": ("met", "points"),
    "count": ("count",),
    "deduction": ("incidents",),
    "checklist": ("options",),
}
# What any row takes, whatever its kind; each is refused where the rules do not provide for it.
_ANYWHERE = ("recognised", "not_applicable", "not_assessed")
_DECISIONS = ("met", "points", "count", "incidents", "options", *_ANYWHERE)
_BESIDE = ("reason", "approved_by", "others", "note")
KEYS = (*_DECISIONS, *_BESIDE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    One decision. Which fields are filled depends on `state`.

    points: for `points`. number: for `count` and `incidents`. options: keys of the listed things
    found; others: things found that an open list does not name. reason: why points are partial,
    or why the row does not apply; approved_by: who approved that it does not. recognised: the item
    of another standard by which the row is met (9.4), with its proof; "" where it was judged.
    """

    state: State
    points: Decimal | None = None
    number: int = 0
    options: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    reason: str = ""
    approved_by: str = ""
    recognised: str = ""
    proof: str = ""


NOT_ASSESSED = Judgement("not_assessed")


@dataclass(frozen=True, slots=True)
class JudgementRules:
    """
    What of a row's judging depends on the chosen readings and on the body's own rules.

    steps: the only points allowed, () for any by the reading. recognised: the item of another
    standard that the body recognises for the row, "" for none. body: whose rules these are.
    """

    kind: RowKind
    open_list: bool
    partial_points: str
    not_applicable: str
    steps: tuple[Decimal, ...] = ()
    recognised: str = ""
    body: Wording | None = None


class _Faults:
    """Collects the faults of one row."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.found: list[Fault] = []

    def add(self, code: str, key: str, text_zh: str, text_en: str) -> None:
        where = f"judgements.{self.row.id}" + (f":{key}" if key else "")
        self.found.append(Fault(code, where, text_zh, text_en))


def parse_judgement(
    row: Row, words: object, rules: JudgementRules
) -> tuple[Judgement, tuple[Fault, ...]]:
    """
    Parse the words of one judgement; None means not assessed.

    Returns the judgement and every fault found; with faults the judgement is NOT_ASSESSED.
    """
    faults = _Faults(row)
    if words is None:
        return NOT_ASSESSED, ()
    if not isinstance(words, Mapping) or not words:
        faults.add(
            "judgement_shape", "",
            f"判断应写成 {_example(rules)} 的形式，而不是 {words!r}。",
            f"A judgement is written like {_example(rules)}, not {words!r}.",
        )  # fmt: skip
        return NOT_ASSESSED, tuple(faults.found)
    decision = _decision(words, rules, faults)
    judgement = NOT_ASSESSED
    if decision:
        judgement = _PARSERS[decision](words, rules, faults)
    _check_texts(words, faults)
    if faults.found:
        return NOT_ASSESSED, tuple(faults.found)
    return judgement, ()


def _decision(words: Mapping[str, Any], rules: JudgementRules, faults: _Faults) -> str | None:
    for key in words:
        if key not in KEYS:
            near = get_close_matches(str(key), KEYS, n=2, cutoff=0.5) or list(WAYS[rules.kind])
            faults.add(
                "unknown_key", str(key),
                f"没有“{key}”这种写法；相近的有：{'、'.join(near)}。",
                f"There is no key {key!r}; near it: {', '.join(near)}.",
            )  # fmt: skip
    given = [key for key in _DECISIONS if key in words]
    if len(given) != 1:
        faults.add(
            "judgement_shape", "",
            f"每行只写一个判断，例如 {_example(rules)}；这里有：{'、'.join(given) or '无'}。",
            f"Give exactly one decision, e.g. {_example(rules)}; found: {', '.join(given) or 'none'}.",
        )  # fmt: skip
        return None
    if given[0] not in (*WAYS[rules.kind], *_ANYWHERE):
        faults.add(
            "wrong_kind", given[0],
            f"{faults.row.id} 是{_KIND_ZH[rules.kind]}，应写 {_example(rules)}，不能写 {given[0]}。",
            f"{faults.row.id} is {_KIND_EN[rules.kind]}: write {_example(rules)}, not {given[0]}.",
        )  # fmt: skip
        return None
    return given[0]


def _met(words: Mapping[str, Any], _rules: JudgementRules, faults: _Faults) -> Judgement:
    met = words["met"]
    if not isinstance(met, bool):
        faults.add(
            "not_true_or_false", "met",
            f"met 只能是 true 或 false，而不是 {met!r}。",
            f"met is true or false, not {met!r}.",
        )  # fmt: skip
    return Judgement("met" if met else "not_met", reason=str(words.get("reason") or ""))


def _points(words: Mapping[str, Any], rules: JudgementRules, faults: _Faults) -> Judgement:
    row = faults.row
    points = parse_decimal(words["points"])
    reason = str(words.get("reason") or "").strip()
    if points is None:
        faults.add(
            "not_a_number", "points",
            f"分值应为 0 到 {row.points} 的数，而不是 {words['points']!r}。",
            f"Points are a number from 0 to {row.points}, not {words['points']!r}.",
        )  # fmt: skip
        return NOT_ASSESSED
    if not 0 <= points <= row.points:
        faults.add(
            "out_of_range", "points",
            f"{points} 分超出范围；{row.id} 可得 0 到 {row.points} 分。",
            f"{points} is out of range; {row.id} gives 0 to {row.points} points.",
        )  # fmt: skip
        return NOT_ASSESSED
    _check_step(points, rules, faults)
    if 0 < points < row.points and not reason:
        faults.add(
            "missing_reason", "reason",
            f"部分得分须说明理由（reason），{row.id} 给了 {points}/{row.points} 分而没有理由。",
            f"Partial points need a reason; {row.id} has {points} of {row.points} without one.",
        )  # fmt: skip
    return Judgement("points", points=points, reason=reason)


def _check_step(points: Decimal, rules: JudgementRules, faults: _Faults) -> None:
    step = FINE_STEP if rules.partial_points == "hundredths" else STEP
    if rules.steps and rules.body and points not in rules.steps:
        allowed = [str(one) for one in rules.steps]
        faults.add(
            "not_a_body_step", "points",
            f"{faults.row.id} 按{rules.body.zh}的细则只能给 {'、'.join(allowed)} 分，不能给 {points} 分。",
            f"By the rules of {rules.body.en} {faults.row.id} takes {', '.join(allowed)} points, "
            f"not {points}.",
        )  # fmt: skip
    elif not rules.steps and points % step != 0:
        faults.add(
            "wrong_step", "points",
            f"分值以 {step} 为步长，{points} 不是其整倍数。",
            f"Points go in steps of {step}; {points} is not one of them.",
        )  # fmt: skip


def _number(words: Mapping[str, Any], key: Literal["count", "incidents"], faults: _Faults) -> int:
    number = words[key]
    if isinstance(number, str) and number.strip().isdigit() and len(number.strip()) < 8:
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MAX_COUNT:
        faults.add(
            "not_a_count", key,
            f"次数应为 0 到 {MAX_COUNT} 的整数，而不是 {words[key]!r}。",
            f"A number of times is a whole number from 0 to {MAX_COUNT}, not {words[key]!r}.",
        )  # fmt: skip
        return 0
    return number


def _count(words: Mapping[str, Any], _rules: JudgementRules, faults: _Faults) -> Judgement:
    return Judgement(
        "count", number=_number(words, "count", faults), reason=str(words.get("reason") or "")
    )


def _incidents(words: Mapping[str, Any], _rules: JudgementRules, faults: _Faults) -> Judgement:
    return Judgement(
        "incidents",
        number=_number(words, "incidents", faults),
        reason=str(words.get("reason") or ""),
    )


def _options(words: Mapping[str, Any], rules: JudgementRules, faults: _Faults) -> Judgement:
    known = [option.key for option in faults.row.options]
    given = words["options"]
    if not isinstance(given, list):
        faults.add(
            "not_a_list", "options",
            f"options 应为清单，例如 [\"{known[0]}\"]，可选：{'、'.join(known)}。",
            f"options is a list like [\"{known[0]}\"]; allowed: {', '.join(known)}.",
        )  # fmt: skip
        return NOT_ASSESSED
    chosen = [str(key).strip() for key in given]
    for key in sorted({key for key in chosen if key not in known}):
        faults.add(
            "unknown_option", "options",
            f"没有第“{key}”项；可选：{'、'.join(known)}。",
            f"There is no option {key!r}; allowed: {', '.join(known)}.",
        )  # fmt: skip
    for key in sorted({key for key in chosen if chosen.count(key) > 1}):
        faults.add(
            "duplicate_option", "options",
            f"第“{key}”项重复。",
            f"Option {key!r} is given twice.",
        )  # fmt: skip
    return Judgement(
        "options",
        options=tuple(sorted(set(chosen) & set(known), key=known.index)),
        others=_others(words, rules, faults),
        reason=str(words.get("reason") or ""),
    )


def _others(words: Mapping[str, Any], rules: JudgementRules, faults: _Faults) -> tuple[str, ...]:
    given = words.get("others")
    if given is None:
        return ()
    if not rules.open_list:
        faults.add(
            "closed_list", "others",
            f"{faults.row.id} 的清单是封闭的，不能另列项目。",
            f"The list of {faults.row.id} is closed; no other things can be named.",
        )  # fmt: skip
        return ()
    texts = [str(entry).strip() for entry in given] if isinstance(given, list) else []
    if not isinstance(given, list) or not all(texts) or len(set(texts)) < len(texts):
        faults.add(
            "not_a_list", "others",
            "others 应为互不相同的项目名称清单。",
            "others is a list of names, each different and none empty.",
        )  # fmt: skip
    if len(texts) > MAX_OTHERS:
        faults.add(
            "too_many", "others",
            f"others 最多 {MAX_OTHERS} 项。",
            f"others holds at most {MAX_OTHERS} names.",
        )  # fmt: skip
    return tuple(texts)


def _not_applicable(words: Mapping[str, Any], rules: JudgementRules, faults: _Faults) -> Judgement:
    reason = words["not_applicable"]
    approver = str(words.get("approved_by") or "").strip()
    if not isinstance(reason, str) or not reason.strip():
        faults.add(
            "missing_reason", "not_applicable",
            "“不适用”须写明理由。",
            "not_applicable needs the reason as its text.",
        )  # fmt: skip
    if not approver:
        faults.add(
            "missing_approver", "approved_by",
            "“不适用”须写明批准人（approved_by）。",
            "not_applicable needs approved_by, the name of who approved it.",
        )  # fmt: skip
    if rules.not_applicable == "refused":
        faults.add(
            "not_applicable_refused", "not_applicable",
            "该规则没有“不适用”的规定，默认不接受；若评价机构另有规定，请在 interpretations 中写 "
            "not_applicable: exclude 或 met。",
            "The rules know no such judgement, so it is refused by default. If the body reads it "
            "otherwise, set interpretations.not_applicable to exclude or met.",
        )  # fmt: skip
    return Judgement("not_applicable", reason=str(reason), approved_by=approver)


def _recognised(words: Mapping[str, Any], rules: JudgementRules, faults: _Faults) -> Judgement:
    proof = words["recognised"]
    if not rules.recognised:
        faults.add(
            "not_recognised", "recognised",
            f"{faults.row.id} 没有可互认的条款：9.4 未给对照表，须由评价机构细则（recognition）列出；"
            f"请逐项评价，例如 {_example(rules)}。",
            f"{faults.row.id} is not recognised: 9.4 gives no mapping, so the body's own rules "
            f"have to name the row (recognition). Judge it, e.g. {_example(rules)}.",
        )  # fmt: skip
    elif not isinstance(proof, str) or not proof.strip():
        faults.add(
            "missing_proof", "recognised",
            "互认须写明所依据的证明材料，例如 {recognised: \"评价报告编号及页码\"}。",
            'Recognition needs its proof as its text, e.g. {recognised: "number and page of the '
            'report"}.',
        )  # fmt: skip
    reason = str(words.get("reason") or "")
    return Judgement("met", reason=reason, recognised=rules.recognised, proof=str(proof).strip())


def _not_assessed(words: Mapping[str, Any], _rules: JudgementRules, faults: _Faults) -> Judgement:
    if words["not_assessed"] is not True:
        faults.add(
            "not_true_or_false", "not_assessed",
            "not_assessed 只能写 true。",
            "not_assessed can only be true.",
        )  # fmt: skip
    return NOT_ASSESSED


def _check_texts(words: Mapping[str, Any], faults: _Faults) -> None:
    for key in ("reason", "note", "approved_by", "not_applicable", "recognised"):
        text = words.get(key)
        if text is not None and not isinstance(text, str):
            faults.add(
                "not_a_text",
                key,
                f"{key} 应为文字，而不是 {text!r}。",
                f"{key} is a text, not {text!r}.",
            )
        elif text and len(text) > MAX_REASON:
            faults.add(
                "too_long", key,
                f"{key} 最多 {MAX_REASON} 字，这里有 {len(text)} 字。",
                f"{key} holds at most {MAX_REASON} characters; this has {len(text)}.",
            )  # fmt: skip


def parse_decimal(words: object) -> Decimal | None:
    """
    Return the number exactly as written, or None when it is not a plain number.

    Floats count as the shortest decimal that prints them (what a spreadsheet shows).
    """
    if isinstance(words, bool) or not isinstance(words, (str, int, float, Decimal)):
        return None
    text = str(words).strip()
    if len(text) > 20 or not text.replace(".", "", 1).replace("-", "", 1).isdecimal():
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


_PARSERS = {
    "met": _met,
    "points": _points,
    "count": _count,
    "incidents": _incidents,
    "options": _options,
    "recognised": _recognised,
    "not_applicable": _not_applicable,
    "not_assessed": _not_assessed,
}
_KIND_ZH = {
    "gate": "基本要求", "item": "打分项", "count": "按次计分的行",
    "deduction": "按次扣分的行", "checklist": "按项计分的行",
}  # fmt: skip
_KIND_EN = {
    "gate": "a gate (basic requirement)", "item": "a scored row", "count": "a row counted per time",
    "deduction": "a row with deductions per incident", "checklist": "a row counted per listed thing",
}  # fmt: skip
_EXAMPLES = {
    "gate": "{met: true}", "item": '{met: true} / {points: "0.5", reason: "…"}',
    "count": "{count: 2}", "deduction": "{incidents: 0}", "checklist": '{options: ["1", "2"]}',
}  # fmt: skip


def _example(rules: JudgementRules) -> str:
    return _EXAMPLES[rules.kind]
