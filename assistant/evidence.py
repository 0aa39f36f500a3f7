"""
Evidence: for every indicator, the passages of a case's documents that bear on it.

A suggestion is a verbatim quote with its place and a relation found by rules; it never changes a
score. An indicator without a passage above the thresholds gets `none`, not a weak guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.quantity import quantities
from assistant.relation import Relation, relation_of
from corpus.case_store import CaseStore
from corpus.document import Passage
from corpus.encoder import Encoder
from corpus.index import IndexedPassage, PassageIndex, Progress, Similarities
from corpus.load import load_standard
from corpus.standard import Clause
from scoring import load_rule_set

Status = Literal["supported", "partial", "contradicted", "none"]

# A passage is a candidate when it shares enough of the row's words and is near in meaning.
# First values, set on authored texts; see docs/evals.md for what they do.
_COVERED, _COVERED_FULLY = 0.20, 0.42
_NEAR, _VERY_NEAR = 0.905, 0.925
_SHOWN = 5
_CONTENTS = "目次"
_SHORTEST = 6
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    One passage that bears on an indicator; similarity in [0, 1] orders, it is no probability.
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


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a passage, verbatim."""

    passage: Passage
    text: str


@dataclass(frozen=True, slots=True)
class IndicatorEvidence:
    """What a case's documents hold for one indicator."""

    indicator: str
    status: Status
    aspects: Mapping[str, bool]
    suggestions: tuple[Suggestion, ...]


def case_evidence(
    store: CaseStore,
    case_id: str,
    encoder: Encoder,
    level: str | None = None,
    on_progress: Progress | None = None,
) -> tuple[IndicatorEvidence, ...]:
    """
    Return the evidence for every indicator that the case's target needs, in document order.

    `level` restricts to the rows of one level. A case without documents has `none` everywhere.

    Raises:
        UnknownCaseError: no such case.
    """
    case = store.case(case_id)
    rules = load_rule_set(case.rule_set)
    standard = load_standard(case.rule_set)
    levels = [level] if level else _levels(rules, case.level)
    clauses = [
        standard.clause(row.id) for name in levels for row in rules.rows_of(name) if not row.lost
    ]
    sentences = _searchable(store.passages(case_id))
    if not sentences:
        return tuple(_nothing(clause) for clause in clauses)
    names = {entry.sha256: entry.file for entry in store.documents(case_id)}
    index = PassageIndex(store.home, case_id, encoder)
    indexed = _indexed(sentences)
    index.embed(indexed, on_progress)
    found = index.search_many(indexed, [_query(clause) for clause in clauses])
    return tuple(
        _judged(clause, scores, sentences, names)
        for clause, scores in zip(clauses, found, strict=True)
    )


def search_case(
    store: CaseStore, case_id: str, encoder: Encoder, question: str, k: int = 5
) -> list[dict[str, Any]]:
    """Return the passages of a case nearest to a question, best first, as JSON objects."""
    sentences = _searchable(store.passages(case_id))
    if not sentences or not question.strip():
        return []
    names = {entry.sha256: entry.file for entry in store.documents(case_id)}
    index = PassageIndex(store.home, case_id, encoder)
    indexed = _indexed(sentences)
    index.embed(indexed)
    (scores,) = index.search_many(indexed, [question])
    order = _best(scores, k)
    return [
        {
            "file": names[sentences[scores.keys[row]].passage.document],
            "page": sentences[scores.keys[row]].passage.page,
            "locator": sentences[scores.keys[row]].passage.locator,
            "quote": sentences[scores.keys[row]].text,
            "similarity": _similarity(scores, row),
        }
        for row in order
        if scores.lexical.coverage[row] > 0 or scores.dense[row] > _NEAR
    ]


def evidence_json(entry: IndicatorEvidence) -> dict[str, Any]:
    """Return the JSON object of one indicator's evidence; see docs/formats.md."""
    return {
        "indicator": entry.indicator,
        "status": entry.status,
        "aspects": dict(entry.aspects),
        "suggestions": [
            {
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
            }
            for one in entry.suggestions
        ],
    }


def _levels(rules: Any, target: str | None) -> list[str | None]:
    if target is None:
        return [level.id for level in rules.levels] or [None]
    return [level.id for level in rules.required_levels(target)]


def _searchable(passages: Sequence[Passage]) -> dict[str, _Sentence]:
    """
    Cut passages into sentences, so that a denial beside a provision does not colour it.

    Entries of tables of contents are dropped: a heading is no evidence. Table rows stay whole.
    """
    found: dict[str, _Sentence] = {}
    for passage in passages:
        if passage.heading_path == (_CONTENTS,):
            continue
        parts = [passage.text] if passage.cells else _SENTENCE.findall(passage.text)
        for number, part in enumerate(parts):
            words = part.strip()
            if len(words) >= _SHORTEST:
                found[f"{passage.id}#{number}"] = _Sentence(passage, words)
    return found


def _indexed(sentences: Mapping[str, _Sentence]) -> list[IndexedPassage]:
    return [
        IndexedPassage(key, one.passage.document, one.text, " ".join(one.passage.heading_path))
        for key, one in sentences.items()
    ]


def _query(clause: Clause) -> str:
    return f"{clause.title_zh} {clause.text}"


def _nothing(clause: Clause) -> IndicatorEvidence:
    return IndicatorEvidence(clause.id, "none", {clause.title_zh: False}, ())


def _judged(
    clause: Clause,
    scores: Similarities,
    sentences: Mapping[str, _Sentence],
    names: Mapping[str, str],
) -> IndicatorEvidence:
    suggestions = []
    complete = False
    for row in _best(scores, 4 * _SHOWN):
        coverage, nearness = float(scores.lexical.coverage[row]), float(scores.dense[row])
        if coverage < _COVERED or nearness < _NEAR:
            continue
        sentence = sentences[scores.keys[row]]
        passage = sentence.passage
        relation = _relation(clause, sentence.text)
        is_full = coverage >= _COVERED_FULLY and nearness >= _VERY_NEAR
        complete = complete or (is_full and relation == "supports")
        suggestions.append(
            Suggestion(
                file=names[passage.document],
                page=passage.page,
                locator=passage.locator,
                quote=sentence.text,
                box=passage.box,
                relation=relation,
                similarity=_similarity(scores, row),
                aspects=(clause.title_zh,) if relation == "supports" else (),
                passage=passage.id,
                heading_path=passage.heading_path,
            )
        )
    unique = _without_equals(suggestions)[:_SHOWN]
    return IndicatorEvidence(
        clause.id, _status(unique, complete=complete), {clause.title_zh: complete}, tuple(unique)
    )


def _best(scores: Similarities, number: int) -> list[int]:
    order = range(len(scores.keys))
    return sorted(order, key=lambda row: (-_similarity(scores, row), scores.keys[row]))[:number]


def _similarity(scores: Similarities, row: int) -> float:
    nearness = max(0.0, (float(scores.dense[row]) - 0.7) / 0.3)
    return round(min(1.0, 0.5 * nearness + 0.5 * float(scores.lexical.coverage[row])), 6)


def _relation(clause: Clause, text: str) -> Relation:
    """Return the wording's relation, unless a duration falls short of the row's."""
    needed = [q.value for q in quantities(clause.text) if q.dimension == "time"]
    given = [q.value for q in quantities(text) if q.dimension == "time"]
    relation = relation_of(text)
    if needed and given and relation == "supports" and max(given) < min(needed):
        return "contradicts"
    return relation


def _status(suggestions: Sequence[Suggestion], *, complete: bool) -> Status:
    relations = {one.relation for one in suggestions}
    if "contradicts" in relations:
        return "contradicted"
    if complete:
        return "supported"
    return "partial" if "supports" in relations else "none"


def _without_equals(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    seen: set[str] = set()
    kept = []
    for one in suggestions:
        if one.quote not in seen:
            seen.add(one.quote)
            kept.append(one)
    return kept
