"""The value types of a split norm: its units, and what was left out. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.norms.lines import LeftOut

UnitKind = Literal[
    "chapter", "section", "clause", "paragraph", "item", "table", "continued",
    "appendix", "matter", "explanation", "rest",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NormUnit:
    """
    One citable unit of a norm, or a stretch of text that could not be placed (kind `rest`).

    id: unique in the norm: `5.1.3A`, `第七条`, `5.4.2(1)`, `表5.1.1`, `附录A`, `条文说明 5.1.1`.
    printed: the number as the norm prints it; "" where it prints none. heading, text: verbatim,
    text without the heading; paragraphs are parted by line breaks. joint: what stands between
    the number and the words beside it, "" or spaces. page: on which the unit begins, from 1; None
    where the format has none.

    Kinds: `paragraph` is a 款 of an article of a law; `item` a numbered item of a clause;
    `continued` what follows a table within a clause; `matter` a preface or list without numbers;
    `explanation` a part of 条文说明.
    """

    id: str
    kind: UnitKind
    parent: str | None
    printed: str
    heading: str
    text: str
    page: int | None
    joint: str = ""

    @property
    def words(self) -> str:
        """Everything the norm prints here: number, heading and text, verbatim."""
        below = "\n" if self.heading and self.text else ""
        return f"{self.printed}{self.joint}{self.heading}{below}{self.text}"


@dataclass(frozen=True, slots=True)
class SplitNorm:
    """The units of a norm in reading order, and the lines that are no text of it."""

    units: tuple[NormUnit, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def rest(self) -> tuple[NormUnit, ...]:
        """The stretches of text that could not be placed; () when there are none."""
        return tuple(unit for unit in self.units if unit.kind == "rest")


class UnitDraft:
    """A unit being filled line by line."""

    def __init__(
        self, unit_id: str, kind: UnitKind, parent: str | None, printed: str, page: int | None
    ) -> None:
        self.id = unit_id
        self.kind: UnitKind = kind
        self.parent = parent
        self.printed = printed
        self.page = page
        self.heading = ""
        self.joint = ""
        self.lines: list[str] = []

    @property
    def last(self) -> str:
        """The last words so far; "" when there are none."""
        return self.lines[-1] if self.lines else self.heading

    def finished(self) -> NormUnit:
        """Return the unit."""
        text = "\n".join(self.lines)
        return NormUnit(
            self.id, self.kind, self.parent, self.printed, self.heading, text, self.page, self.joint
        )


class UnitList:
    """The units so far, with ids that stay unique: a second `5.1.1(1)` becomes `5.1.1(1)#2`."""

    def __init__(self) -> None:
        self.drafts: list[UnitDraft] = []
        self._uses: dict[str, int] = {}

    def __contains__(self, unit_id: str) -> bool:
        return unit_id in self._uses

    def open(
        self, unit_id: str, kind: UnitKind, parent: str | None, printed: str, page: int | None
    ) -> UnitDraft:
        """Add a unit and return it."""
        self._uses[unit_id] = self._uses.get(unit_id, 0) + 1
        uses = self._uses[unit_id]
        if uses > 1:
            unit_id = f"{unit_id}#{uses}"
            self._uses.setdefault(unit_id, 1)
        draft = UnitDraft(unit_id, kind, parent, printed, page)
        self.drafts.append(draft)
        return draft
