"""
Evidence: for every indicator, the passages of a case's documents that bear on it.

What must be shown is data (`assistant.expectation`); whether a sentence shows it is decided by
rules that can be read (`assistant.aspect_match`). A suggestion is a verbatim quote with its place;
it never changes a score. An indicator that nothing shows gets `none`, not a weak guess.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from assistant.expectation import Expectation, Expectations
from assistant.extent import buildings, extent, places
from assistant.finding import Finding, by_indicator, finding_from_json, finding_json, findings_of
from assistant.load_expectations import load_expectations
from assistant.relation import Relation, Stance, stance
from assistant.statement import Statement, statements
from assistant.vocabulary import Vocabulary
from corpus.case import CaseDocument, Decision
from corpus.case_store import CaseStore
from corpus.derived import DerivedFiles
from corpus.load import load_standard
from scoring import load_rule_set

Status = Literal["supported", "partial", "contradicted", "none"]
STATUSES: tuple[Status, ...] = Status.__args__  # type: ignore[attr-defined]

# Set on the dev dossiers; docs/evals.md says what they do.
_DENIES = 0.7
_SPECIFIC = 2
_SHOWN_WELL = 0.8
# Share of what is needed that a denial must name to hold against what other documents show.
_NAMED = 0.5
_PART_DENIED = 2
# A row that only headings and neighbours speak of is not shown at all.
_SURE = 0.86
# What is shown this much worse than the best shows nothing more.
_NEAR_BEST = 0.05
_SHOWN, _SHOWN_MENTIONS = 8, 3
_MENTIONED = 0.9
# Raised with every change of the rules that makes kept findings stale.
_RULES = "12"
# Where a thing is shown best: where it was checked, then listed, then described.
_SOURCES = (
    ("验收", "检测", "竣工", "意见", "acceptance", "test report"),
    ("清单", "设备表", "材料表", "equipment", "bill of quantities"),
    ("设计", "说明", "方案", "design"),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    One passage that bears on an indicator; similarity in [0, 1] orders, it is no probability.

    stance: how the passage speaks of its matter; shortfall: the figure in it that falls short, as
    written, "" for none; also: other places that say the same; decision: a person's, if any;
    is_ocr: the quote was recognised in an image and may hold misreadings.
    """

    file: str
    page: int | None
    locator: str
    quote: str
    box: tuple[float, float, float, float] | None
    relation: Relation
    similarity: float
    aspects: tuple[str, ...]
    passage: str
    heading_path: tuple[str, ...] = ()
    stance: Stance = "provided"
    shortfall: str = ""
    also: tuple[str, ...] = ()
    decision: Decision | None = None
    is_ocr: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorEvidence:
    """What a case's documents hold for one indicator; aspects: whether each is wholly shown."""

    indicator: str
    status: Status
    aspects: Mapping[str, bool]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """
    A case's documents as statements and findings, with what people decided.

    buildings: the project's. places: those that each row names.
    """

    said: Mapping[str, Statement]
    found: Mapping[str, Sequence[Finding]]
    names: Mapping[str, str]
    decisions: Mapping[tuple[str, str], Decision] = field(default_factory=dict)
    buildings: frozenset[int] = frozenset()
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)


def case_evidence(
    store: CaseStore, case_id: str, level: str | None = None
) -> tuple[IndicatorEvidence, ...]:
    """
    Return the evidence for every indicator that the case's target needs, in document order.

    `level` restricts to the rows of one level. A case without documents has `none` everywhere.
    Documents are looked through once; what was found is kept with them.

    Raises:
        UnknownCaseError: no such case.
    """
    case = store.case(case_id)
    rules = load_rule_set(case.rule_set)
    levels = [level] if level else _levels(rules, case.level)
    indicators = [row.id for name in levels for row in rules.rows_of(name) if not row.lost]
    expectations = load_expectations(case.rule_set)
    reading = _read_case(store, case_id, expectations)
    return tuple(_judged(name, expectations.of(name), reading) for name in indicators)


def evidence_json(entry: IndicatorEvidence) -> dict[str, Any]:
    """Return the JSON object of one indicator's evidence; see docs/formats.md."""
    return {
        "indicator": entry.indicator,
        "status": entry.status,
        "aspects": dict(entry.aspects),
        "suggestions": [suggestion_json(one) for one in entry.suggestions],
    }


def suggestion_json(one: Suggestion) -> dict[str, Any]:
    """Return the JSON object of a suggestion."""
    return {
        "file": one.file,
        "page": one.page,
        "locator": one.locator,
        "quote": one.quote,
        "box": list(one.box) if one.box else None,
        "relation": one.relation,
        "similarity": one.similarity,
        "aspects": list(one.aspects),
        "passage": one.passage,
        "heading_path": list(one.heading_path),
        "stance": one.stance,
        "shortfall": one.shortfall,
        "also": list(one.also),
        "decision": one.decision,
        "is_ocr": one.is_ocr,
    }


def _levels(rules: Any, target: str | None) -> list[str | None]:
    if target is None:
        return [level.id for level in rules.levels] or [None]
    return [level.id for level in rules.required_levels(target)]


# --- reading ---


def _read_case(store: CaseStore, case_id: str, expectations: Expectations) -> _Reading:
    kept = DerivedFiles(store.home)
    vocabulary: Vocabulary | None = None
    reserving = _reserving(expectations.rule_set)
    said: dict[str, Statement] = {}
    found: list[Finding] = []
    documents = store.documents(case_id)
    for document in documents:
        own = document_statements(store, case_id, document)
        said |= {statement.id: statement for statement in own}
        key = _key(document, expectations)
        known = kept.get(document.sha256, "findings", key)
        if known is None:
            vocabulary = vocabulary or Vocabulary(expectations)
            fresh = findings_of(own, expectations, vocabulary, reserving)
            kept.put(document.sha256, "findings", key, [finding_json(one) for one in fresh])
            found += fresh
        else:
            found += (finding_from_json(one) for one in known)
    return _Reading(
        said,
        by_indicator(found),
        {document.sha256: document.file for document in documents},
        {(d.indicator, d.passage_id): d.decision for d in store.suggestion_decisions(case_id)},
        known_buildings(said.values()),
        {clause.id: places(clause.text) for clause in load_standard(expectations.rule_set)},
    )


def known_buildings(said: Iterable[Statement]) -> frozenset[int]:
    """Return the numbers of a project's buildings, as far as ranges name them."""
    found: set[int] = set()
    for statement in said:
        named = buildings(statement.text)
        if named and stance(statement.text, statement.setting) != "elsewhere":
            found |= named
    return frozenset(found)


def document_statements(
    store: CaseStore, case_id: str, document: CaseDocument
) -> tuple[Statement, ...]:
    """Return the statements of one document of a case, in reading order."""
    passages = store.passages(case_id, document.sha256)
    first = next((p.heading_path[0] for p in passages if p.heading_path), "")
    return statements(f"{document.file} {first}".strip(), passages)


def _key(document: CaseDocument, expectations: Expectations) -> str:
    made_from = f"{_RULES} {document.file} {document.passages} {expectations.rule_set}"
    digest = hashlib.sha256(f"{made_from} {expectations.fingerprint}".encode())
    return digest.hexdigest()[:24]


def _reserving(rule_set: str) -> frozenset[str]:
    standard = load_standard(rule_set)
    return frozenset(clause.id for clause in standard if "预留" in clause.text)


# --- judging ---


def _judged(
    indicator: str, expectation: Expectation | None, reading: _Reading
) -> IndicatorEvidence:
    found = [
        finding
        for finding in reading.found.get(indicator, ())
        if _decision(finding, reading) != "rejected"
    ]
    showing: dict[str, list[Finding]] = {
        aspect.id: [] for aspect in (expectation.aspects if expectation else ())
    }
    for finding in found:
        if finding.match.covers or _decision(finding, reading) == "accepted":
            showing[finding.match.aspect].append(finding)
    if not any(_is_sure(one, reading) for shows in showing.values() for one in shows):
        showing = {name: [] for name in showing}
    denials = [
        finding
        for finding in found
        if finding.match.relation == "contradicts" and finding.match.strength >= _DENIES
    ]
    denied = {
        finding.match.aspect
        for finding in denials
        if expectation is not None
        and not _is_limited(finding, reading)
        and _denies(finding, found, expectation, reading)
    }
    asked_at = reading.places.get(indicator, frozenset())
    doubted = denied | {
        finding.match.aspect
        for finding in denials
        if _is_limited(finding, reading) or places(reading.said[finding.statement].text) & asked_at
    }
    aspects = {
        name: name not in doubted and _is_whole(shows, reading) for name, shows in showing.items()
    }
    suggestions = _suggestions(indicator, reading)
    return IndicatorEvidence(indicator, _status(aspects, showing, denied), aspects, suggestions)


def _denies(
    finding: Finding, found: Sequence[Finding], expectation: Expectation, reading: _Reading
) -> bool:
    """
    Whether a denial denies an aspect.

    What takes three things to say, all in the denial's own words, is denied as a whole. A denial
    of less may be about one place only: it is set aside where the same document shows the thing
    elsewhere ("no camera in the pump room" does not deny that there are cameras), and one that
    names hardly anything of what is needed where any document shows it.
    """
    bears = finding.match
    needs = next(len(aspect.needs) for aspect in expectation.aspects if aspect.id == bears.aspect)
    if bears.shortfall or (needs > _SPECIFIC and bears.strength == 1 and bears.denied >= _NAMED):
        return True
    document = reading.said[finding.statement].passage.document
    return not any(
        other.match.covers
        and other.match.aspect == bears.aspect
        and other.match.strength >= _SHOWN_WELL
        and (bears.denied < _NAMED or reading.said[other.statement].passage.document == document)
        for other in found
    )


def _decision(finding: Finding, reading: _Reading) -> Decision | None:
    passage = reading.said[finding.statement].passage.id
    return reading.decisions.get((finding.indicator, passage))


def _is_limited(finding: Finding, reading: _Reading) -> bool:
    """Whether it speaks of some of the buildings only."""
    return bool(extent(reading.said[finding.statement].text, reading.buildings))


def _is_sure(shows: Finding, reading: _Reading) -> bool:
    return shows.match.strength >= _SURE or _decision(shows, reading) == "accepted"


def _is_whole(shows: Sequence[Finding], reading: _Reading) -> bool:
    """
    Whether what shows an aspect best, taken together, shows it for the whole project: a door
    station for buildings 1 to 6 of 12 does not.
    """
    best = max((one.match.strength for one in shows), default=0.0)
    together: set[int] = set()
    for one in shows:
        if _decision(one, reading) == "accepted":
            return True
        if one.match.strength >= best - _NEAR_BEST:
            limit = extent(reading.said[one.statement].text, reading.buildings)
            if limit is None:
                return True
            together |= limit
    return bool(together) and together >= reading.buildings


def _status(
    aspects: Mapping[str, bool], showing: Mapping[str, Sequence[Finding]], denied: Set[str]
) -> Status:
    """
    Return the status of a row. It is contradicted where half of what must be shown is denied or
    more, or some of it and nothing else is shown; else a denial leaves it shown in part.
    """
    others = any(shows for name, shows in showing.items() if name not in denied)
    if denied and (_PART_DENIED * len(denied) >= len(aspects) or not others):
        return "contradicted"
    if aspects and all(aspects.values()):
        return "supported"
    return "partial" if denied or any(showing.values()) else "none"


def _suggestions(indicator: str, reading: _Reading) -> tuple[Suggestion, ...]:
    """Return what bears on an indicator: denials first, then support, best source first."""
    groups: dict[str, list[Finding]] = {}
    for finding in reading.found.get(indicator, ()):
        groups.setdefault(finding.statement, []).append(finding)
    made = [_suggestion(group, reading) for group in groups.values()]
    bearing = [one for one in made if one.relation != "mentions"]
    mentioned = [one for one in made if one.relation == "mentions" and one.similarity >= _MENTIONED]
    ordered = sorted(bearing, key=_order)[:_SHOWN]
    return (*_merged(ordered), *_merged(sorted(mentioned, key=_order))[:_SHOWN_MENTIONS])


def _suggestion(group: Sequence[Finding], reading: _Reading) -> Suggestion:
    statement = reading.said[group[0].statement]
    passage = statement.passage
    denying = [one for one in group if one.match.relation == "contradicts"]
    supporting = [one for one in group if one.match.covers]
    best = max(denying or supporting or group, key=lambda one: one.match.strength)
    return Suggestion(
        file=reading.names[passage.document],
        page=passage.page,
        locator=passage.locator,
        quote=statement.text,
        box=passage.box,
        relation=best.match.relation,
        similarity=round(best.match.strength, 6),
        aspects=tuple(one.match.aspect for one in (denying or supporting)),
        passage=passage.id,
        heading_path=passage.heading_path,
        stance=best.match.stance,
        shortfall=best.match.shortfall,
        decision=_decision(best, reading),
        is_ocr=passage.is_ocr,
    )


def _order(one: Suggestion) -> tuple[Any, ...]:
    decided = {"accepted": 0, None: 1, "rejected": 2}[one.decision]
    kind = 0 if one.relation == "contradicts" else 1
    title = f"{one.file} {' '.join(one.heading_path)}".lower()
    source = next(
        (rank for rank, words in enumerate(_SOURCES) if any(w in title for w in words)),
        len(_SOURCES),
    )
    return (decided, kind, -len(one.aspects), -one.similarity, source, one.file, one.page or 0)


def _merged(ordered: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Return each quote once; the other places that hold it are named beside the best."""
    places: dict[str, list[str]] = {}
    first: dict[str, Suggestion] = {}
    for one in ordered:
        if one.quote in first:
            places.setdefault(one.quote, []).append(f"{one.file} {one.locator}")
        else:
            first[one.quote] = one
    return tuple(replace(one, also=tuple(places.get(quote, ()))) for quote, one in first.items())
