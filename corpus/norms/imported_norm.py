"""An imported norm as a value: its units, its words, and the standard that searching needs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from corpus.document import Passage
from corpus.errors import UnknownClauseError
from corpus.norms.lines import LeftOut
from corpus.norms.number import parse_number
from corpus.norms.unit import NormUnit
from corpus.notation import NormNumber, has_chinese
from corpus.standard import Clause, ClauseId, Standard

FORMAT = 1
_ENDINGS = "规范|标准|规程|条例|办法|规定|导则|准则|通则|要求|细则|指南"
_TITLE = re.compile(rf"[#\s*《]*([^《》。；：\n]{{3,60}}?(?:{_ENDINGS}))[》*\s]*(?:（[^）]*）)?")
_FIRST_LINES = 40


@dataclass(frozen=True, slots=True)
class ImportedNorm:
    """
    A norm on file.

    number: such as `GB 50116-2013`. title: as given or found, "" when neither. file: the name it
    was imported from; sha256, suffix: of the original on file. imported: date and time (UTC).
    pages: None where the format has none. unread: why parts of the file were not read.

    Raises:
        UnknownClauseError: from `unit` and `full_text` for an id that the norm does not have.
    """

    number: str
    title: str
    file: str
    sha256: str
    suffix: str
    imported: str
    pages: int | None
    splitter: int
    units: tuple[NormUnit, ...]
    left_out: tuple[LeftOut, ...] = ()
    unread: tuple[str, ...] = ()
    _by_id: Mapping[str, NormUnit] = field(init=False, repr=False, compare=False)
    _children: Mapping[str | None, tuple[NormUnit, ...]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        children: dict[str | None, list[NormUnit]] = {}
        for unit in self.units:
            children.setdefault(unit.parent, []).append(unit)
        object.__setattr__(self, "_by_id", {unit.id: unit for unit in self.units})
        object.__setattr__(self, "_children", {k: tuple(v) for k, v in children.items()})

    @property
    def id(self) -> str:
        """How citations name it: `norm:GB 50116-2013`."""
        return f"norm:{self.number}"

    @property
    def norm_number(self) -> NormNumber:
        """The number as a value."""
        return parse_number(self.number) or NormNumber(self.number, "", None)

    @property
    def year(self) -> str:
        """The year of the edition; "" when the number has none."""
        return self.norm_number.year or ""

    @property
    def language(self) -> str:
        """`zh` or `en`, by what most units are written in."""
        sample = [unit.text or unit.heading for unit in self.units][:400]
        chinese = sum(has_chinese(text) for text in sample)
        return "zh" if 2 * chinese >= len(sample) else "en"

    @property
    def rest(self) -> tuple[NormUnit, ...]:
        """What could not be placed."""
        return tuple(unit for unit in self.units if unit.kind == "rest")

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._by_id

    @property
    def unit_ids(self) -> Collection[str]:
        """The ids of all units."""
        return self._by_id.keys()

    def unit(self, unit_id: str) -> NormUnit:
        """Return the unit with this id."""
        try:
            return self._by_id[unit_id]
        except KeyError:
            raise UnknownClauseError(unit_id, self.number, self._by_id) from None

    def children(self, unit_id: str | None) -> tuple[NormUnit, ...]:
        """Return the units directly below, in reading order; () for a leaf."""
        return self._children.get(unit_id, ())

    def within(self, unit_id: str) -> tuple[NormUnit, ...]:
        """Return a unit and all below it, in reading order, without explanations."""
        wanted = {self.unit(unit_id).id}
        found = [self.unit(unit_id)]
        for unit in self.units:
            if unit.parent in wanted and unit.id not in wanted and unit.kind != "explanation":
                wanted.add(unit.id)
                found.append(unit)
        return tuple(found)

    def full_text(self, unit_id: str) -> str:
        """Return everything the norm prints in a unit, items and tables included, verbatim."""
        return "\n".join(filter(None, (unit.words for unit in self.within(unit_id))))

    def clause_of(self, unit_id: str) -> NormUnit:
        """Return the clause that an item, table or paragraph belongs to; other units themselves."""
        unit = self.unit(unit_id)
        while unit.kind in ("item", "table", "continued", "paragraph") and unit.parent:
            if self.unit(unit.parent).kind in ("chapter", "section", "appendix"):
                break
            unit = self.unit(unit.parent)
        return unit

    def explanation(self, unit_id: str) -> NormUnit | None:
        """Return what 条文说明 says on a clause, if the norm holds it."""
        return self._by_id.get(f"条文说明 {unit_id}")

    def counts(self) -> dict[str, int]:
        """Return how many units of each kind there are, by kind."""
        return dict(sorted(Counter(unit.kind for unit in self.units).items()))

    def standard(self) -> Standard:
        """Return the norm as a standard, as the search index takes it."""
        language = self.language
        name = f"{self.number}《{self.title}》" if self.title else self.number
        zh, en = (self.title, "") if language == "zh" else ("", self.title)
        return Standard(
            id=self.id, edition=self.year, language=language, number=self.number,
            title_zh=zh, title_en=en, short_zh=name, short_en=name,
            issuing_body_zh="", issuing_body_en="", date="", status="imported", source=self.file,
            clauses=tuple(self._clause(unit, language) for unit in self.units),
        )  # fmt: skip

    def _paragraphs(self, unit: NormUnit) -> str:
        below = (child.text for child in self.children(unit.id) if child.kind == "paragraph")
        return "\n".join(below)

    def _clause(self, unit: NormUnit, language: str) -> Clause:
        return Clause(
            id=ClauseId(unit.id),
            standard=self.id,
            kind="norm_clause",
            title_zh=unit.heading if language == "zh" else "",
            title_en=unit.heading if language == "en" else "",
            # An article's words are those of its paragraphs; without any, nothing would tell it
            # from other empty units.
            text=unit.text or self._paragraphs(unit),
            heading=unit.heading,
            printed_id=unit.printed or None,
            parent=ClauseId(unit.parent) if unit.parent else None,
            page=unit.page,
        )


def record_of(norm: ImportedNorm) -> dict[str, Any]:
    """Return the record of a norm, which JSON can hold."""
    return {
        "format": FORMAT, "number": norm.number, "title": norm.title, "file": norm.file,
        "sha256": norm.sha256, "suffix": norm.suffix, "imported": norm.imported,
        "pages": norm.pages, "splitter": norm.splitter,
        "units": [asdict(unit) for unit in norm.units],
        "left_out": [asdict(line) for line in norm.left_out], "unread": list(norm.unread),
    }  # fmt: skip


def norm_of_record(record: Mapping[str, Any]) -> ImportedNorm:
    """
    Return the norm of a record.

    Raises:
        LookupError, TypeError, ValueError: it is not a record of this format.
    """
    if record["format"] != FORMAT:
        raise ValueError(record["format"])
    names = ("number", "title", "file", "sha256", "suffix", "imported", "pages", "splitter")
    return ImportedNorm(
        **{name: record[name] for name in names},
        units=tuple(NormUnit(**unit) for unit in record["units"]),
        left_out=tuple(LeftOut(**line) for line in record["left_out"]),
        unread=tuple(record["unread"]),
    )


def detected_title(passages: Sequence[Passage], norm: NormNumber, file: str = "") -> str:
    """
    Return the title that the first lines print, in book-title marks or alone on a line, else the
    one in the file's name; "" when there is none.
    """
    lines = list(islice(_first_lines(passages), _FIRST_LINES))
    named = f"{norm.series}{norm.number}".replace(" ", "").lower()
    for line in lines:
        match = re.search(r"《([^》]{3,60})》", line)
        if match and named in "".join(line.lower().split()):
            return match[1]
    for line in lines:
        match = _TITLE.fullmatch(line.strip())
        if match and not re.match(
            r"[\d第附]|总则|基本|一般|中华人民共和国|(?:国家|行业|地方|团体)标准", match[1]
        ):
            return " ".join(match[1].split())
    match = re.search(rf"[\u4e00-\u9fff]{{2,40}}(?:{_ENDINGS})", file)
    return match[0] if match else ""


def _first_lines(passages: Sequence[Passage]) -> Iterable[str]:
    for passage in passages:
        if not passage.cells:
            yield from passage.text.split("\n")
