"""
What a question says about a project ("我们小区没有电梯，申请 B 级"), and the answer to it. Pure.

Only statements count: a thing that is merely named ("电梯要装摄像机吗") says nothing about the
project, and what is not said stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.asking.compose import Draft, list_level
from assistant.asking.profile_report import ProfileReport, Statement, say
from corpus.standard import Clause, Standard
from corpus.traditional import simplified
from scoring import RuleSet
from scoring.applicability import RowFit, applicable
from scoring.fact import Fact, FactState
from scoring.profile import Profile
from scoring.sheet import Stage

# In this order, so that "没有" is not read as "有" and "without" not as "with".
_NO = (
    r"没有|没|不带|不设置?|不含|不配|不提供|不具备|不存在|未设置?|未配|未建|无|缺少|"
    r"\bwithout\b|\bno\b|\bnot\b|n't\b|\black(?:s|ing)?\b|\bneither\b|\bnor\b|\bnone\b"
)
_YES = (
    r"有|带|配|设置|设|含|建|通(?!往)|提供|允许|\bwith\b|\bhas\b|\bhave\b|\bhaving\b|"
    r"\bincludes?\b|\bincluding\b|\boffers?\b|\bthere (?:is|are)\b"
)
# "有没有电梯" and "有无电梯" ask; they do not say.
_ASKS = r"有没有|有无|是否有?|有哪些|有什么|\bdo we (?:need|have)\b|\bdoes it (?:need|have)\b"
_AFTER = re.compile(
    r"^\s*(?:[:：是为均都也]|\bis\b|\bare\b)?\s*(?:(?P<no>没有|没|无|不设|未设|暂无|none|no\b|not\b)|(?P<yes>有|yes\b))"
    r"(?=\s*(?:$|[，,。；;、.!！\s]))",
    re.IGNORECASE,
)
_ASKED_AFTER = re.compile(r"^[^，。；,;]{0,4}[吗么]")
_GLUE = re.compile(
    r"^(?:[\s、，,和及与或以及也的/]|\b(?:and|or|nor|a|an|the|any)\b)*$", re.IGNORECASE
)
_BREAK = r"[，。；！？,;.!?\n]|但是?|而且?|不过|\bbut\b|\bhowever\b"
_LOW = re.compile(
    r"多层(?!次)|低层(?!住户)|低密度|\blow-?\s?rise\b|\bno high-?\s?rise\b|\bmid-?rise\b",
    re.IGNORECASE,
)
_HIGH = re.compile(
    r"小高层|高层(?:住宅)?(?:小区|住区|项目|社区)|(?:是|为|均为|都是)(?:小)?高层|"
    r"\bhigh-?\s?rise (?:estate|community|project|development)\b",
    re.IGNORECASE,
)
_HEIGHT = re.compile(
    r"(?:高度?|height|tall)\D{0,12}?(?P<a>\d{1,3}(?:\.\d+)?)\s*(?:m\b|米|metres?|meters?)|"
    r"(?P<b>\d{1,3}(?:\.\d+)?)\s*(?:m|米|metres?|meters?)\s*(?:高|tall|high)",
    re.IGNORECASE,
)
_PRE = re.compile(
    r"预评|\bpre-?\s?evaluation\b|\bpre-?\s?assessment\b|设计阶段|试运行", re.IGNORECASE
)
_FORMAL = re.compile(r"正式评|\bformal (?:evaluation|assessment)\b|正式运行", re.IGNORECASE)
_WANTS = re.compile(
    r"哪些(?!条件下)|(?:什么|哪些)(?:要求|条款|指标)|要求(?:是什么|有哪些)|适用|满足什么|要满足|申请|申报|参评|"
    r"\b(?:which|what) (?:rows?|indicators?|gates?|requirements?|items?|clauses?|apply|applies)\b|"
    r"\b(?:apply|applies|applying)\b|\bgoing for\b|\brequirements\b|\brequires?\b|\baim(?:ing)? (?:for|at)\b|"
    r"\bmust we (?:meet|satisfy|fulfil)",
    re.IGNORECASE,
)
_PROJECT = re.compile(
    r"小区|住区|项目|楼盘|我们|本案|\bestate\b|\bproject\b|\bwe\b|\bour\b|\bdevelopment\b",
    re.IGNORECASE,
)
# Words of a question about one thing, which a description of the project only introduces.
_ASKS_ELSE = re.compile(
    r"多久|多少|多长|怎么|怎样|如何|什么时候|几[天年月人个名分]|是否|能否|可以吗|谁|"
    r"\bhow\b|\bwhen\b|\bwho\b|\bwhere\b|\bwhy\b|\bmay\b|\bcan\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a question says about the project. facts: by id; only what was said."""

    facts: Mapping[str, FactState]
    building_height_m: Decimal | None
    stage: Stage | None

    @property
    def is_profile(self) -> bool:
        """Whether anything about the project was said."""
        return bool(self.facts) or self.building_height_m is not None


def said_of_project(text: str, catalogue: Mapping[str, Fact]) -> Said:
    """
    Return what a text says about a project; what it contradicts later counts as said last.

    >>> from scoring.load import load_facts
    >>> said = said_of_project("没有地下车库也没有电梯，有燃气", load_facts())
    >>> dict(said.facts)
    {'has_underground_garage': 'no', 'has_lift': 'no', 'has_gas_supply': 'yes'}
    """
    plain = simplified(text).replace("’", "'")
    facts = _stated(plain, catalogue)
    if "has_high_rise" in catalogue and "has_high_rise" not in facts:
        if _LOW.search(plain):
            facts["has_high_rise"] = "no"
        elif _HIGH.search(plain):
            facts["has_high_rise"] = "yes"
    height = _height(plain)
    if height is not None:
        facts.pop("has_high_rise", None)  # the number says it
    return Said(_agreeing(facts, catalogue), height, _stage(plain))


def asks_what_applies(text: str, catalogue: Mapping[str, Fact]) -> bool:
    """Whether a text describes a project and wants to know what it has to meet."""
    said, plain = said_of_project(text, catalogue), simplified(text)
    if not said.is_profile or _ASKS_ELSE.search(plain):
        return False
    # Two facts, or one with the stage, are a description; one alone may be in passing.
    if len(said.facts) + (said.stage is not None) >= 2:
        return True
    # "B级含电梯的条款有哪些" asks for rows about lifts; a lack, or a project's own, describes.
    own = "no" in said.facts.values() or said.building_height_m or _PROJECT.search(plain)
    return bool(own) and _WANTS.search(plain) is not None


def profile_said(
    text: str, catalogue: Mapping[str, Fact], rule_set: str, level: str | None
) -> Profile | None:
    """Return the profile that a text describes; None when it says nothing about a project."""
    said = said_of_project(text, catalogue)
    if not said.is_profile:
        return None
    return Profile(
        rule_set=rule_set,
        level=level,
        stage=said.stage,
        facts=said.facts,
        building_height_m=said.building_height_m,
    )


def _stage(text: str) -> Stage | None:
    pre, formal = _PRE.search(text), _FORMAL.search(text)
    return None if bool(pre) == bool(formal) else "pre" if pre else "formal"


def _height(text: str) -> Decimal | None:
    found = _HEIGHT.search(text)
    return Decimal(found["a"] or found["b"]) if found else None


def _stated(text: str, catalogue: Mapping[str, Fact]) -> dict[str, FactState]:
    """Walk the text: a negation or assertion holds for what follows it until the clause ends."""
    fact_by_word = {word.casefold(): fact.id for fact in catalogue.values() for word in fact.words}
    longest = sorted(fact_by_word, key=lambda word: (-len(word), word))
    named = "|".join(
        rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in longest
    )
    token = re.compile(
        f"(?P<named>{named})|(?P<asks>{_ASKS})|(?P<no>{_NO})|(?P<yes>{_YES})|(?P<end>{_BREAK})",
        re.IGNORECASE,
    )
    facts: dict[str, FactState] = {}
    state: FactState = "unknown"
    turned_at = -1
    before: tuple[int, FactState] | None = None
    for found in token.finditer(text):
        kind = found.lastgroup
        if kind == "named":
            listed = before is not None and _GLUE.match(text[before[0] : found.start()])
            own = state if state != "unknown" or not listed or before is None else before[1]
            own = _after(text[found.end() :], own)
            if own != "unknown":
                facts[fact_by_word[found.group().casefold()]] = own
            before = (found.end(), own)
        else:
            joined = turned_at >= 0 and not text[turned_at : found.start()].strip()
            state = _turned(kind, state, joined=joined)
            turned_at = found.end()
    return facts


def _turned(kind: str | None, state: FactState, *, joined: bool) -> FactState:
    """Return the state after a word; `joined` words ("没有设", "don't have") are one."""
    if kind not in ("no", "yes"):
        return "unknown"
    if joined and state == "no":
        return "no" if kind == "yes" else "unknown"  # twice denied is too clever to trust
    return "no" if kind == "no" else "yes"


def _after(rest: str, state: FactState) -> FactState:
    """Return what is said behind the thing ("电梯：无"), else what was said before it."""
    if _ASKED_AFTER.match(rest):
        return "unknown"
    found = _AFTER.match(rest)
    if found is None:
        return state
    return "no" if found["no"] else "yes"


def _agreeing(
    facts: Mapping[str, FactState], catalogue: Mapping[str, Fact]
) -> dict[str, FactState]:
    """Let the particular win over the general: "no charging, but e-bike charging"."""
    kept = dict(facts)
    for fact in catalogue.values():
        said = kept.get(fact.id)
        parts = [kept[part] for part in fact.any_of if part in kept]
        if said == "no" and "yes" in parts:
            del kept[fact.id]
            kept |= {part: "no" for part in fact.any_of if part not in kept}
        elif said == "yes" and len(parts) == len(fact.any_of) and set(parts) == {"no"}:
            del kept[fact.id]
    return kept


# --- the answer ---

_LINES: Mapping[str, tuple[str, str]] = {
    "understood": ("按您的描述：{facts}。", "As you describe it: {facts}."),
    "no_level": (
        "没有说明等级，按 A 级列出，其中包含 B、C 级的行。",
        "No level was named, so level A is shown, which includes the rows of levels B and C.",
    ),
    "lacking": ("以所缺设施为前提的行：", "Rows that presuppose what is lacking:"),
    "none_lacking": (
        "没有一行以所缺设施为前提。",
        "No row presupposes what is lacking.",
    ),
    "open": ("还需回答（未回答的不作假定）：", "Still to be answered (nothing is assumed):"),
    "cost": ("代价：", "What that costs:"),
    "has": ("有{name}", "{name}: yes"),
    "has_not": ("无{name}", "{name}: no"),
    "height": ("建筑高度 {metres} m", "building height {metres} m"),
    "more": (
        "逐行清单与工作簿：anping applies。",
        "Row by row, or as a workbook: anping applies.",
    ),
}  # fmt: skip


def _line(key: str, language: str, **values: object) -> str:
    return _LINES[key][0 if language == "zh" else 1].format(**values)


@dataclass(frozen=True, slots=True)
class ProfileAnswer:
    """Writes the answer to a profile into a draft. standard: the words of the rule set's document."""

    draft: Draft
    rules: RuleSet
    standard: Standard
    facts: Mapping[str, Fact]

    def write(self, profile: Profile, *, level_named: bool = True) -> tuple[Clause, ...]:
        """Write the answer and return the clauses it is about: special rows first, then all."""
        found = applicable(self.rules, profile, self.facts)
        report = ProfileReport(found, self.rules, self.standard, self.facts, self.draft.language)
        lines, language = self.draft.lines, self.draft.language
        lines.append(_line("understood", language, facts=self._understood(profile)))
        if not level_named and profile.level:
            lines.append(_line("no_level", language))
        lines += report.sums()
        special = found.with_status("lacks")
        lines.append(_line("lacking" if special else "none_lacking", language))
        lines += [self._row(fit, report) for fit in special]
        self._questions(report)
        rule = report.no_rule()
        lines.append(rule.text + self._marks(rule))
        if report.costs():
            lines.append(_line("cost", language))
            lines += [f"- {line}" for line in report.costs()]
        self._documents(report)
        for note in report.notes():
            lines.append(note.text + self._marks(note))
        if profile.level:
            list_level(self.draft, profile.level, self.standard)
        lines.append(_line("more", language))
        rows = [*special, *(fit for fit in found.rows if fit not in special)]
        return tuple(self.standard.clause(fit.row.id) for fit in rows)

    def _understood(self, profile: Profile) -> str:
        language = self.draft.language
        parts = [
            _line("has" if state == "yes" else "has_not", language, name=self.facts[name].name(language))
            for name, state in profile.facts.items()
        ]  # fmt: skip
        if profile.building_height_m is not None:
            parts.append(_line("height", language, metres=profile.building_height_m))
        return ("，" if language == "zh" else ", ").join(parts)

    def _row(self, fit: RowFit, report: ProfileReport) -> str:
        clause = self.standard.clause(fit.row.id)
        facts = f"{report.worth(fit)}，{report.status(fit)}"
        if self.draft.language == "zh":
            return f"- {clause.id} {report.title(clause.id)}（{facts}）{self.draft.cite(clause)}"
        facts = f"{report.worth(fit)}, {report.status(fit)}"
        return f"- {clause.id} {report.title(clause.id)} ({facts}){self.draft.cite(clause)}"

    def _questions(self, report: ProfileReport) -> None:
        questions = report.questions()
        if not questions:
            self.draft.lines.append(say("none_open", self.draft.language))
            return
        self.draft.lines.append(_line("open", self.draft.language))
        for fact, fits in questions:
            points = report.points(sum((fit.row.points for fit in fits), Decimal(0)))
            ids = " ".join(fit.row.id for fit in fits)
            question = fact.question(self.draft.language)
            self.draft.lines.append(f"- {question} ({ids}: {points})")

    def _documents(self, report: ProfileReport) -> None:
        clauses = report.documents()
        if not clauses:
            return
        titles = [f"{report.title(clause.id)}{self.draft.cite(clause)}" for clause in clauses]
        joint = "；" if self.draft.language == "zh" else "; "
        line = say("documents", self.draft.language, titles=joint.join(titles))
        self.draft.lines.append(line)

    def _marks(self, statement: Statement) -> str:
        return "".join(self.draft.cite(self.standard.clause(name)) for name in statement.clauses)


def asked_level(levels: Sequence[str], rule_set: str) -> tuple[str | None, bool]:
    """Return the level to show for the levels named, and whether one was named; A by default."""
    if rule_set != "tcrea-2023":
        return None, False
    return (min(levels), True) if levels else ("A", False)
