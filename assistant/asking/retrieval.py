"""
From a question to ranked clauses: exact ids and norm numbers, then words and meaning together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.asking.fusion import fused
from corpus.index import ClauseKey, ClauseScores, clause_key
from corpus.notation import NormNumber, clause_ids, norm_numbers
from corpus.parts import ALL_PARTS, Parts
from corpus.standard import Clause, Standard

Why = Literal["id", "norm", "words and meaning"]

# In the unit of `fusion.fused`: standard deviations. Set on the dev halves of our suites.
_HEADING_PENALTY = 1.5
_LOST_PENALTY = 3.0
_LEVEL_BONUS = 1.5
_GATE_BONUS = 1.0
_FIFTH = 4
_HEADING_KINDS = ("chapter", "appendix", "group", "subgroup", "dimension", "indicator")
# "B级", "A、B级", "level B", "levels A, B and C", "B-level"
_AND = r"\s*(?:,\s*and|,|，|、|/|和|与|跟|及|或|and|or|vs\.?|versus|to)\s*"
_LEVEL = re.compile(
    rf"(?<![A-Za-z])([ABC](?:{_AND}[ABC])*)(?:\s*[级級]|-level|\s*(?=[呢吗]))|"
    rf"[Ll]evels?\s*([ABC](?:{_AND}[ABC])*)(?![A-Za-z])"
)
_STEP = r"(?:的)?(?:那|这)?(?:一)?(?:个)?(?:档|级别|等级|级)"
_LEVEL_WORDS = {
    "A": re.compile(rf"最高(那一)?{_STEP}|\b(?:highest|top) (?:level|grade)", re.IGNORECASE),
    "B": re.compile(rf"中间{_STEP}|\bmiddle (?:level|grade)", re.IGNORECASE),
    "C": re.compile(rf"最低(那一)?{_STEP}|\b(?:lowest|bottom) (?:level|grade)", re.IGNORECASE),
}
_LETTER = re.compile(r"(?<![A-Za-z])[ABC](?![A-Za-z])")
_PROCEDURE = re.compile(
    r"申请|申报|材料|资料|受理|流程|公示|复核|证书|标识|有效期|评审组|专家组|报告|"
    r"apply|application|applicant|submit|procedure|certificate|label|valid|review|panel|report",
    re.IGNORECASE,
)
_GATE = re.compile(r"基本要求|必备项|否决项|[Gg]ates?\b|basic requirement|mandatory")


class ClauseIndex(Protocol):
    """What retrieval needs of an index; `corpus.index.StandardIndex` is one."""

    @property
    def standards(self) -> Mapping[str, Standard]:
        """Every standard by its id."""

    @property
    def clauses(self) -> Mapping[ClauseKey, Clause]:
        """Every clause by (standard, id)."""

    def search(self, query: str) -> ClauseScores:
        """Score every clause for a query."""


@dataclass(frozen=True, slots=True)
class Filters:
    """
    Restrictions on what may be found; None or () means no restriction.

    groups: ids of headings, such as A1 or B3.2; rows below them are meant. stage: leaves out what
    is about the other stage only.
    """

    standard: str | None = None
    levels: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    stage: str | None = None

    def allow(self, clause: Clause) -> bool:
        """Whether the clause may be found."""
        return (
            (self.standard is None or clause.standard == self.standard)
            and (not self.levels or clause.level in self.levels)
            and (not self.kinds or clause.kind in self.kinds)
            and (not self.groups or any(_is_below(clause.id, group) for group in self.groups))
            and (self.stage is None or clause.stage in (None, self.stage))
        )


def _is_below(clause: str, group: str) -> bool:
    is_dimension = len(group) == 3 and group.startswith("SE")  # SE4 stands for SE41, SE42, …
    return clause == group or clause.startswith(group if is_dimension else f"{group}.")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A found clause; `similarity` in [0, 1] orders the results and is no probability."""

    clause: Clause
    similarity: float
    why: Why


@dataclass(frozen=True, slots=True)
class Retrieval:
    """
    What was found for a question, best first.

    named: clauses that the question names by id. norms: norms that it names. margin: how much
    nearer the question is to a clause than to any question that no clause answers; outside_share:
    how many, in [0, 1], of the nearest known questions no clause answers, the nearer counting
    more. lead: by how much the best clause is more similar than the fifth.
    """

    ranked: tuple[Ranked, ...]
    named: tuple[Clause, ...] = ()
    norms: tuple[NormNumber, ...] = ()
    margin: float = 0.0
    outside_share: float = 0.0
    lead: float = 0.0
    levels: tuple[str, ...] = field(default=())


def levels_named(text: str) -> tuple[str, ...]:
    """
    Return the levels that a text names, in order, without repeats.

    >>> levels_named("A、C级"), levels_named("最高档比中间那档多什么")
    (('A', 'C'), ('A', 'B'))
    """
    found = [
        (match.start(), letter)
        for match in _LEVEL.finditer(text)
        for letter in _LETTER.findall(match[1] or match[2])
    ]
    for letter, words in _LEVEL_WORDS.items():
        found += [(match.start(), letter) for match in words.finditer(text)]
    return tuple(dict.fromkeys(letter for _, letter in sorted(found, key=lambda entry: entry[0])))


class Retriever:
    """Ranks the clauses of an index for a question; `parts`: what takes part in the ranking."""

    def __init__(self, index: ClauseIndex, parts: Parts = ALL_PARTS) -> None:
        self.index = index
        self._parts = parts
        self._ids = {clause.id for clause in index.clauses.values()} | {
            clause.printed_id for clause in index.clauses.values() if clause.printed_id
        }

    def named(self, text: str) -> tuple[Clause, ...]:
        """Return the clauses that a text names: by canonical id, then those that print the id."""
        found: list[Clause] = []
        for name in clause_ids(text, self._ids):
            for standard in self.index.standards.values():
                exact = [standard.clause(name)] if name in standard else []
                printing = [clause for clause in standard.printing(name) if clause not in exact]
                found += [clause for clause in (*exact, *printing) if clause not in found]
        return tuple(found)

    def retrieve(self, question: str, *, k: int = 10, filters: Filters | None = None) -> Retrieval:
        """Return the k best clauses; ids and norms that the question names come first."""
        allowed = filters or Filters()
        named = self.named(question) if self._parts.names else ()
        norms = norm_numbers(question) if self._parts.names else ()
        levels = levels_named(question)
        scores = self.index.search(question)
        similar = self._similar(scores, question, levels)
        order = sorted(range(len(similar)), key=lambda row: (-similar[row], scores.keys[row]))
        ranked = [Ranked(clause, 1.0, "id") for clause in named if allowed.allow(clause)]
        ranked += [
            Ranked(clause, 0.99, "norm")
            for clause in self._citing(norms)
            if allowed.allow(clause) and clause not in named
        ]
        taken = {clause_key(entry.clause) for entry in ranked}
        for row in order:
            clause = self.index.clauses[scores.keys[row]]
            if len(ranked) >= k:
                break
            if scores.keys[row] not in taken and allowed.allow(clause):
                ranked.append(Ranked(clause, _squashed(float(similar[row])), "words and meaning"))
        return Retrieval(
            ranked=tuple(ranked[:k]),
            named=named,
            norms=norms,
            margin=scores.margin,
            outside_share=scores.outside_share,
            lead=_lead([float(similar[row]) for row in order]),
            levels=levels,
        )

    def _similar(
        self, scores: ClauseScores, question: str, levels: Sequence[str]
    ) -> NDArray[np.float64]:
        # An array of zeros says nothing about any clause, so its part is off.
        similar = fused(
            scores.dense * self._parts.meaning, scores.lexical.coverage * self._parts.words
        )
        if not self._parts.structure:
            return similar
        wants_gate = _GATE.search(question) is not None
        # "Which documents for level B?" is about applying, not about the rows of level B.
        asks_procedure = _PROCEDURE.search(question) is not None
        for row, key in enumerate(scores.keys):
            clause = self.index.clauses[key]
            if clause.kind == "appendix" or (clause.kind in _HEADING_KINDS and not clause.text):
                similar[row] -= _HEADING_PENALTY
            if clause.lost:
                similar[row] -= _LOST_PENALTY
            if clause.level is not None and clause.level in levels and not asks_procedure:
                similar[row] += _LEVEL_BONUS
            if wants_gate and clause.kind == "gate":
                similar[row] += _GATE_BONUS
        return similar

    def _citing(self, norms: Sequence[NormNumber]) -> list[Clause]:
        """Return the clauses whose words name one of the norms, whatever the year."""
        if not norms:
            return []
        wanted = {(norm.series, norm.number) for norm in norms}
        return [
            clause
            for clause in self.index.clauses.values()
            if any((norm.series, norm.number) in wanted for norm in norm_numbers(clause.text))
        ]


def _squashed(score: float) -> float:
    """Map a fused score onto (0, 0.98): order is kept, named clauses stay above."""
    return round(0.98 / (1 + math.exp(-(score - 7) / 3)), 6)


def _lead(ordered: Sequence[float]) -> float:
    if len(ordered) <= _FIFTH:
        return 0.0
    return _squashed(ordered[0]) - _squashed(ordered[_FIFTH])


def clause_document(clause: Clause) -> Any:
    """Return the clause as a LangChain document, for chains that want one."""
    from langchain_core.documents import Document  # noqa: PLC0415 - only chains need it

    return Document(
        page_content=clause.quote,
        id=f"{clause.standard}/{clause.id}",
        metadata={
            "standard": clause.standard,
            "clause": clause.id,
            "printed_id": clause.printed_id,
            "level": clause.level,
            "kind": clause.kind,
            "title_zh": clause.title_zh,
            "title_en": clause.title_en,
        },
    )


def as_langchain_retriever(retriever: Retriever, *, k: int = 10) -> Any:
    """Return the retriever behind LangChain's own interface."""
    from langchain_core.callbacks import CallbackManagerForRetrieverRun  # noqa: PLC0415
    from langchain_core.documents import Document  # noqa: PLC0415
    from langchain_core.retrievers import BaseRetriever  # noqa: PLC0415

    class ClauseDocuments(BaseRetriever):
        """Clauses of the standards as LangChain documents, best first."""

        def _get_relevant_documents(
            self,
            query: str,
            *,
            run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it
        ) -> list[Document]:
            found = retriever.retrieve(query, k=k).ranked
            return [clause_document(entry.clause) for entry in found]

    return ClauseDocuments()
