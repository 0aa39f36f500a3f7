"""
What a profile amounts to, in sentences of either language with the clauses they rest on.

Used by the command, the workbook, the page and the conversation alike. Pure: numbers come from
`scoring.applicability`, words of the documents from `corpus`; the sentences around them are ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.wording import points_said
from corpus.standard import Clause, Standard
from scoring.applicability import INTERPRETATION, Applicability, Cost, FitSum, RowFit
from scoring.assessment import Number
from scoring.fact import Fact
from scoring.number import decimal_string
from scoring.rule_set import RuleSet

DOCUMENTS = ("4.5", "4.5.1", "4.5.2", "4.5.3")
# Words of the gates that a design cannot meet yet.
_ACCEPTANCE = "竣工验收"
SENTENCES: Mapping[str, Mapping[str, str]] = {
    "sum": {
        "zh": "{id}：适用基本要求 {gates} 项、打分项 {items} 个（{points}）",
        "en": "{id}: gates that apply: {gates}, scored rows that apply: {items} ({points})",
    },
    "sum_lacks": {
        "zh": "；缺少前提 {number} 行（{points}）",
        "en": "; rows that presuppose what is lacking: {number} ({points})",
    },
    "sum_unclear": {
        "zh": "；待明确 {number} 行（{points}）",
        "en": "; rows to be clarified: {number} ({points})",
    },
    "sum_lost": {"zh": "；草案遗失 {number} 行", "en": "; lost by the draft: {number}"},
    "level": {"zh": "{level} 级", "en": "Level {level}"},
    "all_rows": {"zh": "表 C-1", "en": "Table C-1"},
    "applies": {"zh": "适用", "en": "applies"},
    "lacks": {"zh": "缺少：{names}", "en": "lacks: {names}"},
    "unclear": {"zh": "待明确：{names}", "en": "to be clarified: {names}"},
    "lost": {"zh": "草案遗失条文，不能评价", "en": "text lost by the draft, cannot be judged"},
    "in_part": {
        "zh": "；条文还提到项目没有的：{names}",
        "en": "; it also names what the project lacks: {names}",
    },
    "gate": {"zh": "基本要求", "en": "gate"},
    "cost": {
        "zh": "{subject}，读法“{reading}”：{effect}",
        "en": "{subject}, reading [{reading}]: {effect}",
    },
    "refused": {"zh": "失去 {points}", "en": "{points} lost"},
    "exclude": {
        "zh": "{points}移出分母，其余折算为 100 分",
        "en": "{points} left out of the denominator, the rest scaled to 100",
    },
    "met": {"zh": "{points}照得", "en": "{points} granted"},
    "best": {"zh": "，最高 {best}", "en": "; at most {best}"},
    "room": {
        "zh": "，其余行的失分须少于 {room}",
        "en": "; the other rows may miss fewer than {room}",
    },
    "out_of_reach": {"zh": "，达不到分数线", "en": "; the mark is out of reach"},
    "worst": {
        "zh": "；若待明确的事项都没有，再涉及 {points}，最高 {best}",
        "en": "; if nothing that is unclear exists, {points} more are concerned and at most {best} remain",
    },
    "d19": {
        "zh": "文件没有“不适用”规则（{defect}）：{text}默认读法：{reading}（{why}）请在评价前与评价机构书面确认。",
        "en": 'The document has no rule for rows that do not apply ({defect}): {text} Default reading: {reading}. {why} Agree on it in writing with the evaluation body first.',
    },
    "requires": {
        "zh": "{level} 级还须同时满足 {levels} 级要求，以上包含这些等级的行。",
        "en": "Level {level} needs levels {levels} to be met as well; their rows are included.",
    },
    "documents": {
        "zh": "申报须提交：{titles}。",
        "en": "To be submitted with the application: {titles}.",
    },
    "stage_pre": {
        "zh": "预评价在设计阶段或试运行阶段进行；草案没有按阶段区分评价行。",
        "en": "Pre-evaluation takes place at design stage or in trial operation; the draft has the same rows for both stages.",
    },
    "stage_formal": {
        "zh": "正式评价在正式运行阶段进行；草案没有按阶段区分评价行。",
        "en": "Formal evaluation takes place in regular operation; the draft has the same rows for both stages.",
    },
    "stage_unknown": {
        "zh": "未说明是预评价还是正式评价；草案没有按阶段区分评价行，提交的资料须与阶段相适应（4.5）。",
        "en": "It was not said whether this is pre-evaluation or formal evaluation; the draft has the same rows for both, but the documents must fit the stage (4.5).",
    },
    "acceptance": {
        "zh": "这些基本要求写明“通过竣工验收”，设计阶段无法满足，草案没有说明预评价时如何处理：{ids}。",
        "en": "These gates ask for passed completion acceptance, which a design cannot have; the draft does not say how pre-evaluation treats them: {ids}.",
    },
    "commercial": {
        "zh": "商业经营部分须按相应国家标准增设指标。{text}默认读法：{reading}。",
        "en": "Commercial parts need extra indicators after the national standards for their use. {text} Default reading: {reading}.",
    },
    "commercial_open": {
        "zh": "如有商业经营部分，须按相应国家标准增设指标。",
        "en": "If there are commercial parts, they need extra indicators after the national standards for their use.",
    },
    "conditions": {
        "zh": "申请条件：技术文件符合 GB/T 21741，设计方案或竣工通过评审、验收。",
        "en": "Conditions to apply: the technical documents meet GB/T 21741, and the design or the finished work has passed review or acceptance.",
    },
    "residents": {
        "zh": "居民自行配置的安全设备不属于评价内容。",
        "en": "Safety devices that residents bought themselves are not evaluated.",
    },
    "other": {
        "zh": "两份文件没有关于“{names}”的行；这里没有替它增减任何行。",
        "en": "No row speaks of {names}; no row was added or left out for it.",
    },
    "none_open": {"zh": "没有待明确的事项。", "en": "No fact is left open."},
}  # fmt: skip


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence of this module with its values filled in."""
    return SENTENCES[key]["zh" if language == "zh" else "en"].format(**values)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with the clauses that it rests on."""

    text: str
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileReport:
    """
    Turns what a profile amounts to into sentences of one language (zh or en).

    standard: the words of the same document; facts: the catalogue.
    """

    found: Applicability
    rules: RuleSet
    standard: Standard
    facts: Mapping[str, Fact]
    language: str

    # --- rows and sums ---

    def names(self, facts: tuple[str, ...]) -> str:
        """Return the names of facts in a row."""
        return self._joint.join(self.facts[name].name(self.language) for name in facts)

    def status(self, fit: RowFit) -> str:
        """Return how a row fits the project, and what of it the project lacks."""
        words = say(fit.status, self.language, names=self.names(fit.lacking or fit.open))
        if fit.in_part and fit.status == "applies":
            words += say("in_part", self.language, names=self.names(fit.in_part))
        return words

    def worth(self, fit: RowFit) -> str:
        """Return the points of a row, or that it is a gate."""
        if fit.row.kind == "gate":
            return say("gate", self.language)
        return self.points(fit.row.points)

    def points(self, value: Number) -> str:
        """Return a number of points in words."""
        return points_said(decimal_string(value), self.language)

    def title(self, clause_id: str) -> str:
        """Return our title of a clause."""
        clause = self.standard.clause(clause_id)
        return clause.title_zh if self.language == "zh" else clause.title_en

    def subject(self, name: str) -> str:
        """Return a level or indicator as it is called."""
        is_level = any(level.id == name for level in self.rules.levels)
        if is_level:
            return say("level", self.language, level=name)
        return f"{name} {self.title(name)}"

    def sum_line(self, entry: FitSum, subject: str) -> str:
        """Return a sum in words; parts that are zero are left out."""
        line = say(
            "sum", self.language, id=subject, gates=entry.gates, items=entry.items,
            points=self.points(entry.points),
        )  # fmt: skip
        lacking = entry.lacking_gates + entry.lacking_items
        unclear = entry.unclear_gates + entry.unclear_items
        if lacking:
            points = self.points(entry.lacking_points)
            line += say("sum_lacks", self.language, number=lacking, points=points)
        if unclear:
            points = self.points(entry.unclear_points)
            line += say("sum_unclear", self.language, number=unclear, points=points)
        if entry.lost:
            line += say("sum_lost", self.language, number=entry.lost)
        return line + ("。" if self.language == "zh" else ".")

    def sums(self) -> tuple[str, ...]:
        """Return the sums of every required level, or of every dimension of Table C-1."""
        entries = self.found.levels or self.found.groups
        return tuple(self.sum_line(entry, self.subject(entry.id)) for entry in entries)

    def questions(self) -> tuple[tuple[Fact, tuple[RowFit, ...]], ...]:
        """Return the facts still to be answered, each with the rows that hang on it."""
        open_rows = self.found.with_status("unclear")
        return tuple(
            (self.facts[name], tuple(fit for fit in open_rows if name in fit.open))
            for name in self.found.unanswered
        )

    # --- costs ---

    def costs(self) -> tuple[str, ...]:
        """
        Return what the lacking rows cost under every reading; () where nothing is at stake.

        What only unclear rows may cost is told under the default reading alone.
        """
        default = self.rules.interpretation(INTERPRETATION).default
        return tuple(
            self._cost(cost)
            for cost in self.found.costs
            if cost.at_risk or (cost.open_points and cost.reading == default)
        )

    def _cost(self, cost: Cost) -> str:
        entry = self.rules.interpretation(INTERPRETATION).reading(cost.reading)
        points = self.points(cost.at_risk)
        effect = say(cost.reading, self.language, points=points)
        effect += say("best", self.language, best=self.points(cost.best))
        if cost.reaches is False:
            effect += say("out_of_reach", self.language)
        elif cost.room is not None:
            effect += say("room", self.language, room=self.points(cost.room))
        if cost.open_points:
            effect += say(
                "worst", self.language, points=self.points(cost.open_points),
                best=self.points(cost.worst),
            )  # fmt: skip
            if cost.worst_reaches is False and cost.reaches:
                effect += say("out_of_reach", self.language)
        reading = entry.text_zh if self.language == "zh" else entry.text_en
        line = say(
            "cost", self.language, subject=self.subject(cost.subject), reading=reading,
            effect=effect,
        )  # fmt: skip
        return line + ("。" if self.language == "zh" else ".")

    # --- statements ---

    def no_rule(self) -> Statement:
        """Return that the document has no rule for rows that do not apply, and the reading taken."""
        entry = self.rules.interpretation(INTERPRETATION)
        reading = entry.reading(entry.default)
        zh = self.language == "zh"
        return Statement(
            say(
                "d19", self.language, defect=", ".join(entry.defects),
                text=self._defects(entry.defects),
                reading=reading.text_zh if zh else reading.text_en,
                why=entry.why_zh if zh else entry.why_en,
            ),
            tuple(name for name in entry.clauses if name in self.standard),
        )  # fmt: skip

    def documents(self) -> tuple[Clause, ...]:
        """Return the clauses on what is submitted; () for a document that names none."""
        return tuple(self.standard.clause(name) for name in DOCUMENTS if name in self.standard)

    def notes(self) -> tuple[Statement, ...]:
        """Return what else the reader should know, each with its clauses."""
        return tuple(self._notes())

    def _notes(self) -> Iterator[Statement]:
        profile = self.found.profile
        required = self.rules.level(profile.level).requires if profile.level else ()
        if required:
            yield Statement(
                say("requires", self.language, level=profile.level, levels=self._joint.join(required)),
                ("9.2",),
            )  # fmt: skip
        if self.rules.levels:
            yield from self._stage()
            yield self._commercial()
            yield Statement(say("conditions", self.language), ("4.4",))
            yield Statement(say("residents", self.language), ("4.3",))
        for fact in self.facts.values():
            if fact.remark(self.language) and self._is_telling(fact):
                yield Statement(fact.remark(self.language))
        if profile.other:
            yield Statement(say("other", self.language, names=self._joint.join(profile.other)))

    def _is_telling(self, fact: Fact) -> bool:
        """Whether the remark bears on this project: a row hangs on it, or none ever does."""
        profile = self.found.profile
        if not any(fact.id in row.presupposes for row in self.rules.rows):
            return not (fact.in_part or fact.any_of) and profile.facts.get(fact.id) == "yes"
        concerns = any(fact.id in fit.row.presupposes for fit in self.found.rows)
        by_height = fact.above_height_m is not None and profile.building_height_m is not None
        return fact.id in self.found.lacking or (by_height and concerns)

    def _stage(self) -> Iterator[Statement]:
        stage = self.found.profile.stage
        clauses = {"pre": ("4.7.1",), "formal": ("4.7.2",)}.get(stage or "", ("4.7", "4.5"))
        yield Statement(say(f"stage_{stage or 'unknown'}", self.language), clauses)
        waiting = tuple(
            str(fit.row.id)
            for fit in self.found.rows
            if fit.row.kind == "gate" and _ACCEPTANCE in self.standard.clause(fit.row.id).text
        )
        if stage != "formal" and waiting:
            ids = self._joint.join(waiting)
            yield Statement(say("acceptance", self.language, ids=ids), waiting)

    def _commercial(self) -> Statement:
        fact = self.facts["has_commercial_parts"]
        if self.found.profile.state(fact, self.facts) != "yes":
            return Statement(say("commercial_open", self.language), fact.clauses)
        entry = self.rules.interpretation("commercial_parts")
        reading = entry.reading(entry.default)
        return Statement(
            say(
                "commercial", self.language, text=self._defects(fact.defects),
                reading=reading.text_zh if self.language == "zh" else reading.text_en,
            ),
            fact.clauses,
        )  # fmt: skip

    def _defects(self, ids: tuple[str, ...]) -> str:
        zh = self.language == "zh"
        found = [entry for entry in self.standard.defects if entry.id in ids]
        return " ".join(entry.text_zh if zh else entry.text_en for entry in found)

    @property
    def _joint(self) -> str:
        return "、" if self.language == "zh" else ", "
