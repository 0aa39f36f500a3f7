"""The value types of a standard: its clauses, its known defects, its numbering gaps.

Pure data and look-ups. Reading files belongs to `corpus.load`; searching belongs to
`corpus.index`. Anyone may import this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NewType

from corpus.errors import UnknownClauseError

ClauseId = NewType("ClauseId", str)
StandardId = Literal["tcrea-2023", "scs-c1"]

ClauseKind = Literal[
    "chapter",
    "clause",
    "definition",
    "list_item",
    "norm_reference",
    "appendix",
    "group",
    "subgroup",
    "gate",
    "item",
    "dimension",
    "indicator",
    "criterion",
    "norm_card",
    "norm_fact",
    "norm_clause",
]
CLAUSE_KINDS: tuple[ClauseKind, ...] = ClauseKind.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Clause:
    """
    One citable unit of a standard.

    `text` is verbatim (line breaks of the conversion joined); it is empty for headings and for
    lost rows. `id` is canonical (the place where the unit stands), `printed_id` is what the
    document prints there, or None where it prints nothing. `printed_points` is the cell as
    printed, dashes included. `lines` are the first and last line in the transcribed source.
    `stage` is set where the unit is about one of the two stages of 4.7 only.
    `replaces` names the units of the edition before that this one comes from: () for a new unit,
    several where they were merged; None means the unit of the same id, where there is one.
    Titles are our own short wording and never quoted as the document's. `page` is the page of an
    imported norm on which the unit begins, counted from 1; the two standards have none.
    """

    id: ClauseId
    standard: str
    kind: ClauseKind
    title_zh: str
    title_en: str
    text: str = ""
    heading: str = ""
    note: str = ""
    printed_id: str | None = None
    parent: ClauseId | None = None
    level: str | None = None
    stage: Literal["pre", "formal"] | None = None
    printed_points: str | None = None
    lost: bool = False
    lines: tuple[int, int] | None = None
    page: int | None = None
    replaces: tuple[ClauseId, ...] | None = None

    @property
    def quote(self) -> str:
        """The unit's verbatim words: heading, text and note as far as it has them."""
        return " ".join(part for part in (self.heading, self.text, self.note) if part)

    @property
    def is_misnumbered(self) -> bool:
        """Whether the printed id differs from the id of the place (list items print only `1)`)."""
        return (
            self.kind in ("gate", "item")
            and self.printed_id is not None
            and self.printed_id != self.id
        )


@dataclass(frozen=True, slots=True)
class Defect:
    """
    A known fault of a document, in our own words: what is wrong, what to write instead, and why.

    `kind` is citation, numbering, rule, content or arithmetic, or `checked` for what was looked into
    and holds.
    `confidence` is `text` where the document itself shows the fault, else C1 (source seen),
    C2 (secondary source) or GK (general knowledge, unconfirmed).
    """

    id: str
    kind: str
    clauses: tuple[ClauseId, ...]
    text_zh: str
    text_en: str
    advice_zh: str
    advice_en: str
    reason_zh: str
    reason_en: str
    confidence: str


RelationKind = Literal["identical", "same_requirement"]
RELATION_KINDS: tuple[RelationKind, ...] = RelationKind.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Relation:
    """
    Rows that belong together: word for word the same (`identical`), or asking for the same thing
    at several levels in other words or strength (`same_requirement`), the closest counterparts
    first. The notes say how the rows differ; identical rows have none.
    """

    kind: RelationKind
    clauses: tuple[ClauseId, ...]
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that the document's numbering skips."""

    id: str
    note_zh: str
    note_en: str


@dataclass(frozen=True, slots=True)
class Standard:
    """
    An edition of a standard with all its clauses in document order.

    `replaces` names the edition that this one follows; "" where none is on record.

    Raises:
        UnknownClauseError: from `clause` when the id is not in this edition.
    """

    id: str
    edition: str
    language: str
    number: str
    title_zh: str
    title_en: str
    short_zh: str
    short_en: str
    issuing_body_zh: str
    issuing_body_en: str
    date: str
    status: str
    source: str
    clauses: tuple[Clause, ...]
    defects: tuple[Defect, ...] = ()
    relations: tuple[Relation, ...] = ()
    gaps: tuple[Gap, ...] = ()
    replaces: str = ""
    _by_id: Mapping[str, Clause] = field(init=False, repr=False, compare=False)
    _children: Mapping[str | None, tuple[Clause, ...]] = field(
        init=False, repr=False, compare=False
    )
    _defects_by_clause: Mapping[str, tuple[Defect, ...]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        children: dict[str | None, list[Clause]] = {}
        for clause in self.clauses:
            children.setdefault(clause.parent, []).append(clause)
        defects: dict[str, list[Defect]] = {}
        for defect in self.defects:
            for clause_id in defect.clauses:
                defects.setdefault(clause_id, []).append(defect)
        object.__setattr__(self, "_by_id", {clause.id: clause for clause in self.clauses})
        object.__setattr__(self, "_children", {k: tuple(v) for k, v in children.items()})
        object.__setattr__(self, "_defects_by_clause", {k: tuple(v) for k, v in defects.items()})

    def __contains__(self, clause_id: object) -> bool:
        return clause_id in self._by_id

    def __iter__(self) -> Iterator[Clause]:
        return iter(self.clauses)

    def clause(self, clause_id: str) -> Clause:
        """Return the unit with this canonical id."""
        try:
            return self._by_id[clause_id]
        except KeyError:
            raise UnknownClauseError(clause_id, self.id, self._by_id) from None

    def title(self, name: str, language: str) -> str:
        """
        Return our short title of a unit, in English for "en", else in Chinese.

        Raises:
            UnknownClauseError: there is no such unit.
        """
        found = self.clause(name)
        return found.title_en if language == "en" else found.title_zh

    def children(self, clause_id: str | None) -> tuple[Clause, ...]:
        """Return the units directly below, in document order; () for a leaf."""
        return self._children.get(clause_id, ())

    def ancestors(self, clause_id: str) -> tuple[Clause, ...]:
        """Return the units above, outermost first; () for a top-level unit."""
        chain: list[Clause] = []
        parent = self.clause(clause_id).parent
        while parent is not None:
            clause = self._by_id[parent]
            chain.insert(0, clause)
            parent = clause.parent
        return tuple(chain)

    def printing(self, printed_id: str) -> tuple[Clause, ...]:
        """
        Return every unit that prints this id, in document order.

        `A1.4.3` is printed by two rows of appendix A: the one in A1.4 and one in A3.4.
        """
        return tuple(clause for clause in self.clauses if clause.printed_id == printed_id)

    def defects_of(self, clause_id: str) -> tuple[Defect, ...]:
        """Return the known defects that concern this unit; () when none is known."""
        return self._defects_by_clause.get(clause_id, ())

    def relations_of(self, clause_id: str) -> tuple[Relation, ...]:
        """Return the groups that this row belongs to, as on file; () when it stands alone."""
        return tuple(entry for entry in self.relations if clause_id in entry.clauses)

    def identical_to(self, clause_id: str) -> tuple[ClauseId, ...]:
        """Return the other rows that say the same word for word; () when there are none."""
        groups = (entry for entry in self.relations_of(clause_id) if entry.kind == "identical")
        return tuple(name for entry in groups for name in entry.clauses if name != clause_id)

    def gap(self, clause_id: str) -> Gap | None:
        """Return the numbering gap with this id, if the document skips it."""
        return next((gap for gap in self.gaps if gap.id == clause_id), None)
