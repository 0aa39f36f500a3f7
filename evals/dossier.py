"""
Dossiers: invented project files of one residential community, with gold for every indicator.

    >>> from evals.dossier import DOSSIERS, load_dossier
    >>> load_dossier(DOSSIERS / "harbour-garden").case.level
    'B'

A folder holds `sources/*.md`, the `files/` made of them (see `evals.dossier_files`) and `gold.yaml`.
Nothing is taken on trust: a dossier with any fault is refused with all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from evals.dossier_files import digest, read_lock, read_sources
from evals.dossier_source import Source, bare
from evals.errors import DossierError, DossierFault
from scoring.errors import UnknownRuleSetError
from scoring.load import load_rule_set

DOSSIERS = Path(__file__).parent / "dossiers"

Status = Literal["supported", "partial", "contradicted", "none"]
Shortfall = Literal["absent", "quantity"]
Lure = Literal["recited", "planned", "elsewhere", "brochure", "title"]
STATUSES: tuple[Status, ...] = get_args(Status)
SHORTFALLS: tuple[Shortfall, ...] = get_args(Shortfall)
LURES: tuple[Lure, ...] = get_args(Lure)
QUOTE_LENGTH = range(8, 81)
"""Characters of a quote without white space: long enough to be found again, and no whole page."""

_KEYS = {"case", "about", "indicators", "distractors"}
_CASE_KEYS = {"name", "rule_set", "level"}
_LURE_KEYS = {"quote", "why", "indicators"}
_INDICATOR_KEYS: dict[str, set[str]] = {
    "supported": {"status", "quotes", "file"},
    "partial": {"status", "quotes", "file", "missing"},
    "contradicted": {"status", "quotes", "file", "why"},
    "none": {"status"},
}


@dataclass(frozen=True, slots=True)
class Case:
    """
    What is applied for: the name of the community, the rule set and the level.

    level: None where the rule set has no levels.
    """

    name: str
    rule_set: str
    level: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """
    A piece of a source, verbatim but for white space, and the built files where it stands.

    Bars part the cells of a table row.
    """

    text: str
    files: tuple[str, ...]

    def stands_in(self, passage: str) -> bool:
        """
        Whether a passage as read from a file holds the quote, cell after cell, in this order.

        What stands between the cells of a row, such as the names of columns, is passed over.

        >>> Quote("大堂半球 | 24", ()).stands_in("名称: 大堂半球; 数量: 24")
        True
        """
        said = bare(passage)
        at = 0
        for piece in map(bare, self.text.split("|")):
            at = said.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        return True


@dataclass(frozen=True, slots=True)
class GoldIndicator:
    """
    What the files show for one row.

    Attributes:
        quotes: every passage that proves the status; () exactly for "none".
        why: how a contradicted row falls short; None for the others.
        missing: what a partial row does not show; "" for the others.
    """

    id: str
    status: Status
    quotes: tuple[Quote, ...] = ()
    why: Shortfall | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Distractor:
    """A passage that proves nothing, why, and the rows that a careless reader would give it to."""

    quote: Quote
    why: Lure
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """
    A dossier.

    Attributes:
        id: the name of its folder.
        files: the built files, in the order of their names.
        sources: what they were made of, in the same order.
        indicators: gold by row id, in the order of the rules: every row of the level and of the
            levels that it requires, or of a rule set without levels, without lost ones.
    """

    id: str
    about: str
    case: Case
    files: tuple[Path, ...]
    sources: tuple[Source, ...]
    indicators: Mapping[str, GoldIndicator]
    distractors: tuple[Distractor, ...]


def load_dossier(folder: Path) -> Dossier:
    """
    Load a dossier.

    Raises:
        DossierError: the gold or a source is wrong, or a built file is missing or out of date. All
            faults are listed.
    """
    sources, faults = read_sources(folder)
    faults += _file_faults(folder, sources)
    gold = _read_gold(folder)
    reader = _GoldReader(sources, faults)
    reader.check_keys("gold.yaml", gold, _KEYS)
    case = reader.case(gold.get("case"))
    rows = judged_rows(case)
    indicators = reader.indicators(gold.get("indicators"), rows)
    lures = reader.distractors(gold.get("distractors"), rows)
    about = gold.get("about")
    if not isinstance(about, str) or not about.strip():
        reader.fault("about", "it must say in a sentence or two what the community is")
    if faults:
        raise DossierError(folder, faults)
    files = tuple(folder / "files" / source.file for source in sources)
    return Dossier(folder.name, str(about).strip(), case, files, sources, indicators, lures)


def judged_rows(case: Case) -> tuple[str, ...]:
    """
    Return the ids of the rows that need gold: of the level and of those it requires, none lost.

    They stand in the order of the rules, the level itself first; all of a rule set without levels.
    () for an unknown rule set or level, and for a level that is missing or too much.
    """
    levels: list[str | None] = [None]
    try:
        rules = load_rule_set(case.rule_set)
        if case.level is not None:
            levels = [level.id for level in rules.required_levels(case.level)]
    except LookupError:
        return ()
    return tuple(row.id for level in levels for row in rules.rows_of(level) if not row.lost)


class _UniqueKeyLoader(yaml.SafeLoader):
    """YAML in which a key that occurs twice is an error: one of two golds would be lost."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {twice[0]!r} occurs twice", node.start_mark
            )
        return super().construct_mapping(node, deep)


def _read_gold(folder: Path) -> dict[str, Any]:
    try:
        with (folder / "gold.yaml").open(encoding="utf-8") as stream:
            gold = yaml.load(stream, Loader=_UniqueKeyLoader)  # noqa: S506 - a safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise DossierError(folder, [DossierFault("gold.yaml", str(fault))]) from fault
    if not isinstance(gold, dict):
        text = f"it must hold the keys {', '.join(sorted(_KEYS))}"
        raise DossierError(folder, [DossierFault("gold.yaml", text)])
    return gold


def _file_faults(folder: Path, sources: tuple[Source, ...]) -> list[DossierFault]:
    lock = read_lock(folder)
    faults = []
    for source in sources:
        again = f"run `python -m evals.dossier_files {folder}`"
        if not (folder / "files" / source.file).is_file():
            faults.append(DossierFault(f"files/{source.file}", f"it was not made: {again}"))
        elif lock.get(source.file) != digest(folder, source):
            faults.append(DossierFault(f"files/{source.file}", f"its source has changed: {again}"))
    return faults


class _GoldReader:
    """Turns what `gold.yaml` holds into values, gathering faults on the way."""

    def __init__(self, sources: tuple[Source, ...], faults: list[DossierFault]) -> None:
        self._sources = {source.stem: source for source in sources}
        self._faults = faults

    def fault(self, where: str, text: str) -> None:
        """Note that something is wrong."""
        self._faults.append(DossierFault(where, text))

    def check_keys(self, where: str, entry: Mapping[str, Any], allowed: set[str]) -> None:
        """Note keys that are missing or unknown."""
        for key in sorted(map(str, entry.keys() - allowed)):
            self.fault(where, f"unknown key {key!r}; allowed: {', '.join(sorted(allowed))}")
        for key in sorted(allowed - entry.keys() - {"file"}):
            self.fault(where, f"the key {key!r} is missing")

    def case(self, entry: Any) -> Case:
        """Return the case as given."""
        fields = entry if isinstance(entry, dict) else {}
        level = str(fields["level"]) if "level" in fields else None
        case = Case(str(fields.get("name", "")), str(fields.get("rule_set", "")), level)
        try:
            rules = load_rule_set(case.rule_set)
        except UnknownRuleSetError as fault:
            self.check_keys("case", fields, _CASE_KEYS)
            self.fault("case.rule_set", str(fault))
            return case
        levels = [level.id for level in rules.levels]
        self.check_keys("case", fields, _CASE_KEYS if levels else _CASE_KEYS - {"level"})
        if levels and case.level not in levels:
            self.fault("case.level", f"{case.level!r} is not one of {', '.join(levels)}")
        return case

    def indicators(self, entries: Any, rows: Sequence[str]) -> dict[str, GoldIndicator]:
        """Return the gold by row id in the order of the rules."""
        given = entries if isinstance(entries, dict) else {}
        for row_id in sorted(map(str, given.keys() - set(rows))):
            self.fault(f"indicators.{row_id}", "no row of the level or of those it requires")
        for row_id in rows:
            if row_id not in given:
                self.fault(f"indicators.{row_id}", "the row has no gold")
        found = (self._indicator(row_id, given[row_id]) for row_id in rows if row_id in given)
        return {entry.id: entry for entry in found if entry}

    def _indicator(self, row_id: str, entry: Any) -> GoldIndicator | None:
        where = f"indicators.{row_id}"
        status = entry.get("status") if isinstance(entry, dict) else None
        known = next((name for name in STATUSES if name == status), None)
        if known is None:
            self.fault(where, f"the status {status!r} is not one of {', '.join(STATUSES)}")
            return None
        self.check_keys(where, entry, _INDICATOR_KEYS[known])
        why = next((name for name in SHORTFALLS if name == entry.get("why")), None)
        if known == "contradicted" and why is None:
            self.fault(f"{where}.why", f"it must be one of {', '.join(SHORTFALLS)}")
        quotes = self._quotes(where, entry) if known != "none" else ()
        return GoldIndicator(row_id, known, quotes, why, str(entry.get("missing", "")))

    def _quotes(self, where: str, entry: Mapping[str, Any]) -> tuple[Quote, ...]:
        given = entry.get("quotes")
        quotes = given if isinstance(given, list) else []
        named = entry.get("file", [])
        stems = [
            str(name).removesuffix(".md") for name in ([named] if isinstance(named, str) else named)
        ]
        if not quotes:
            self.fault(f"{where}.quotes", "there must be at least one quote")
        for stem in stems:
            if stem not in self._sources:
                self.fault(f"{where}.file", f"there is no source {stem!r}")
        found = tuple(
            self.quote(f"{where}.quotes[{at}]", text, stems) for at, text in enumerate(quotes)
        )
        held = {file for quote in found for file in quote.files}
        for stem in stems:
            if stem in self._sources and self._sources[stem].file not in held:
                self.fault(f"{where}.file", f"no quote stands in {stem!r}")
        return found

    def quote(self, where: str, text: Any, stems: list[str]) -> Quote:
        """Return a quote with the files where it stands: of those named, or of all."""
        words = text if isinstance(text, str) else ""
        if len(bare(words)) not in QUOTE_LENGTH:
            limits = f"{QUOTE_LENGTH.start} to {QUOTE_LENGTH.stop - 1}"
            self.fault(where, f"a quote has {limits} characters, not {len(bare(words))}")
        searched = [self._sources[stem] for stem in stems if stem in self._sources]
        files = tuple(
            source.file for source in searched or self._sources.values() if source.holds(words)
        )
        if not files:
            self.fault(where, f"the quote stands in no line of the sources: {words!r}")
        return Quote(words, files)

    def distractors(self, entries: Any, rows: Sequence[str]) -> tuple[Distractor, ...]:
        """Return the distractors as given."""
        given = entries if isinstance(entries, list) else []
        if not given:
            self.fault("distractors", "there must be at least one")
        return tuple(
            self._distractor(f"distractors[{at}]", entry if isinstance(entry, dict) else {}, rows)
            for at, entry in enumerate(given)
        )

    def _distractor(self, where: str, entry: Mapping[str, Any], rows: Sequence[str]) -> Distractor:
        self.check_keys(where, entry, _LURE_KEYS)
        why = next((name for name in LURES if name == entry.get("why")), None)
        if why is None:
            self.fault(f"{where}.why", f"it must be one of {', '.join(LURES)}")
        named = entry.get("indicators")
        lured = tuple(map(str, named)) if isinstance(named, list) else ()
        if not lured:
            self.fault(f"{where}.indicators", "there must be at least one row")
        for row_id in lured:
            if rows and row_id not in rows:
                self.fault(f"{where}.indicators", f"{row_id!r} is no row of the levels asked for")
        return Distractor(
            self.quote(f"{where}.quote", entry.get("quote"), []), why or LURES[0], lured
        )
