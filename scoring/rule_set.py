"""
The value types of a rule set: what is judged, how much it counts, and how the rules are read.

Pure data and look-ups. `scoring.load` makes these from files; `scoring.assess` uses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NewType

from scoring.body_rules import BodyRules, Counting

RowId = NewType("RowId", str)
RowKind = Literal["gate", "item", "deduction", "count", "checklist"]
ROW_KINDS: tuple[RowKind, ...] = ("gate", "item", "deduction", "count", "checklist")
Effect = Literal["outcome", "points", "sampling", "panel", "procedure", "judgement"]
EFFECTS: tuple[Effect, ...] = ("outcome", "points", "sampling", "panel", "procedure", "judgement")


@dataclass(frozen=True, slots=True)
class Option:
    """One listed thing of a checklist row; `key` is its printed or ordinal number."""

    key: str
    title_zh: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row that is judged. Its id is the id of the clause that it judges.

    `points` is the most the row can give (0 for a gate). `unit` is the points a counted thing
    adds or takes away. `printed_id` is what the document prints where that differs from the id.
    `open_list` says that the document's list ends in "and so on".
    `lost` rows stand in the document's sums or numbering but their text is unknown.
    `steps` are the only points that a body's own rules allow (4.6); () where they name none.
    """

    id: RowId
    kind: RowKind
    group: str
    points: Decimal
    level: str | None = None
    printed_id: str | None = None
    unit: Decimal | None = None
    options: tuple[Option, ...] = ()
    open_list: bool = False
    lost: bool = False
    presupposes: tuple[str, ...] = ()
    interpretations: tuple[str, ...] = ()
    steps: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """
    A heading with the points printed beside it; None where the document prints none.

    For `tcrea-2023` the first level (A1) and the second (A1.2); for `scs-c1` an indicator (SE11).
    `extra` says how a group that a body's own rules add (4.2) counts; None for the document's own.
    """

    id: str
    parent: str | None
    printed: Decimal | None
    extra: Counting | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level that can be applied for; `requires` are the lower levels that must be met too."""

    id: str
    declared: Decimal
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """
    One way to read an ambiguous rule.

    `needs_judgement` marks a reading under which people would judge something that a sheet made
    under another reading does not hold; such a reading cannot be tried out by re-reckoning.
    `turns` gives rows another kind under this reading, `opens` makes their lists open.
    """

    id: str
    text_zh: str
    text_en: str
    needs_judgement: bool = False
    turns: Mapping[str, RowKind] = field(default_factory=dict)
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interpretation:
    """An ambiguity of the documents with its readings, the default one, and why it is that one."""

    id: str
    effect: Effect
    clauses: tuple[str, ...]
    defects: tuple[str, ...]
    default: str
    readings: tuple[Reading, ...]
    question_zh: str
    question_en: str
    why_zh: str
    why_en: str

    def reading(self, reading_id: str) -> Reading:
        """Return the reading with this id; KeyError when there is none."""
        for reading in self.readings:
            if reading.id == reading_id:
                return reading
        raise KeyError(reading_id)


@dataclass(frozen=True, slots=True)
class SumException:
    """A printed total that the rows do not add up to, named so that no other slips through."""

    group: str
    missing: Decimal
    row: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """
    An edition of the rules.

    `mark` is the number that the pass mark compares with, None where the document names none.
    `scoring_hash` covers all that can change a number or an outcome; `content_hash` the wording
    too. `version` is computed from the edition and the scoring hash. With a body's own rules
    applied (`scoring.overlay`), `body` holds them and `base` the edition without them; the hashes
    stay those of the edition.
    """

    id: str
    edition: str
    title_zh: str
    title_en: str
    issuing_body_zh: str
    issuing_body_en: str
    date: str
    source: str
    mark: Decimal | None
    levels: tuple[Level, ...]
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    interpretations: tuple[Interpretation, ...]
    sum_exceptions: tuple[SumException, ...]
    scoring_hash: str
    content_hash: str
    body: BodyRules | None = None
    base: RuleSet | None = field(default=None, repr=False, compare=False)
    _row_by_id: Mapping[str, Row] = field(init=False, repr=False, compare=False)
    _rows_by_level: Mapping[str | None, tuple[Row, ...]] = field(
        init=False, repr=False, compare=False
    )
    _group_by_id: Mapping[str, Group] = field(init=False, repr=False, compare=False)
    _outermost: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_level: dict[str | None, list[Row]] = {}
        for row in self.rows:
            by_level.setdefault(row.level, []).append(row)
        object.__setattr__(self, "_row_by_id", {row.id: row for row in self.rows})
        object.__setattr__(self, "_rows_by_level", {k: tuple(v) for k, v in by_level.items()})
        groups = {group.id: group for group in self.groups}
        object.__setattr__(self, "_group_by_id", groups)
        object.__setattr__(
            self,
            "_outermost",
            {group.id: group.parent or group.id for group in self.groups},
        )

    @property
    def version(self) -> str:
        """Edition and the first eight digits of the scoring hash."""
        return f"{self.edition}+{self.scoring_hash[:8]}"

    def __contains__(self, row_id: object) -> bool:
        return row_id in self._row_by_id

    def row(self, row_id: str) -> Row:
        """Return the row with this canonical id; KeyError when there is none."""
        return self._row_by_id[row_id]

    def group(self, group_id: str) -> Group:
        """Return the group with this id; KeyError when there is none."""
        return self._group_by_id[group_id]

    def rows_of(self, level: str | None) -> tuple[Row, ...]:
        """Return the rows of a level in document order; () for a level without rows."""
        return self._rows_by_level.get(level, ())

    def level(self, level_id: str) -> Level:
        """Return the level with this id; KeyError when there is none."""
        for level in self.levels:
            if level.id == level_id:
                return level
        raise KeyError(level_id)

    def required_levels(self, target: str) -> tuple[Level, ...]:
        """Return the target and every level that it requires, the target first."""
        level = self.level(target)
        return (level, *(self.level(lower) for lower in level.requires))

    def first_level_group(self, row: Row) -> str:
        """Return the id of the outermost group the row stands in (A1 for A1.2.1)."""
        return self._outermost[row.group]

    def interpretation(self, interpretation_id: str) -> Interpretation:
        """Return the interpretation with this id; KeyError when there is none."""
        for interpretation in self.interpretations:
            if interpretation.id == interpretation_id:
                return interpretation
        raise KeyError(interpretation_id)

    @property
    def default_readings(self) -> dict[str, str]:
        """The default reading of every interpretation, by interpretation id."""
        return {entry.id: entry.default for entry in self.interpretations}
