"""
Answers from the user's own copies of norms: a clause that is named, or the best matching ones.

Quotes are the norm's own words with clause and page. What belongs elsewhere is left alone: whether
a norm is in force, and where the evaluation documents cite it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Answer
from assistant.asking.compose import Draft
from assistant.asking.fusion import fused
from assistant.asking.question import Language
from assistant.citations import Citation, verify
from assistant.wording import say
from corpus.index import StandardIndex
from corpus.norms.imported_norm import ImportedNorm
from corpus.norms.number import mentions
from corpus.norms.unit import NormUnit
from corpus.notation import NormNumber, has_chinese
from corpus.traditional import simplified
from corpus.unit_name import unit_names, without_units

# Set on questions with known clauses in three norms: margin, plus what the words held add.
_HELD_WEIGHT = 0.08
_FOUND_IN_NAMED = 0.025
_CLEARLY_FOUND = 0.055
# Words are of no help across languages, and every question is nearer to its own language.
_FOUND_ACROSS = -0.05
_CLEARLY_ACROSS = 0.02
# Without vectors words alone decide.
_HELD_IN_NAMED = 0.35
_HELD_CLEARLY = 0.6
_SHOWN_UNITS = 3
_CLOSE = 1.5
_WHOLE_CLAUSE = 700  # characters up to which a found item is shown with its whole clause
_MANY = 12
_OTHER_MATTERS = re.compile(
    r"现行|有效|作废|废止|过期|替代|代替|取代|新版|最新|哪一?年|什么时候(?:发布|实施|施行)|实施日期|引用|提到|"
    r"草案|评价标准|评价文件|全称|"
    r"in force|valid|supersed|replac|withdrawn|abolish|repeal|latest|newest|current|cite|refer|mention|draft",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"国标|国家标准|行业标准|规范|条例|法规|强制性?条文|\bnorms?\b|\bregulations?\b|\bcodes?\b",
    re.IGNORECASE,
)
_OWN_DOCUMENTS = re.compile(
    r"评价标准|草案|本标准|表\s*C|table\s*C|T/CREA|[ABC]\s*级", re.IGNORECASE
)
_FILLER = re.compile(
    r"请问|里面?|中|对|的|了|是|有|吗|呢|什么|怎么|如何|规定|要求|内容|写|说|条文?|原文|讲|关于|"
    r"\b(?:what|does|do|is|are|the|of|in|on|say|says|about|clause|article|section|text|please)\b|[\W_]",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"条文说明|为什么|为何|解释|依据是|\bwhy\b|explanation|explain", re.IGNORECASE
)


class NormShelf(Protocol):
    """What answering needs of the imported norms; `corpus.norms.library.NormLibrary` is one."""

    def norms(self) -> tuple[ImportedNorm, ...]:
        """Return the imported norms."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Units found in a norm, best first; `score` says how clearly: from 1 on they are shown."""

    norm: ImportedNorm
    units: tuple[NormUnit, ...]
    score: float


class NormTexts:
    """Answers questions on the imported norms of a shelf; `index_of` gives a norm's index."""

    def __init__(self, shelf: NormShelf, index_of: Callable[[ImportedNorm], StandardIndex]) -> None:
        self._shelf = shelf
        self._index_of = index_of

    def answer(self, question: str, language: Language) -> Answer | None:
        """
        Answer a question that names an imported norm, by number or title; None when it names none
        or asks what the norm's text cannot tell.
        """
        asked = simplified(question)
        named, rest = self._named(asked)
        if not named or _OTHER_MATTERS.search(rest):
            return None
        draft = Draft(language)
        shown: list[str] = []
        missing = False
        for norm, wanted in named:
            if wanted.year and wanted.year != norm.year:
                draft.note(say("norm_other_year", language, wanted=wanted, norm=norm.number))
            ids, unknown = unit_names(rest, norm.unit_ids)
            if ids or unknown:
                shown += [unit for name in ids for unit in self._unit(draft, norm, name, rest)]
                missing = missing or not ids
                for name in unknown:
                    draft.lines.append(say("norm_no_clause", language, norm=norm.number, id=name))
            elif len(_FILLER.sub("", without_units(rest))) >= 2:
                found = self._found(norm, rest, clearly=False)
                if found.score < 1:
                    missing = True
                    draft.lines.append(say("norm_not_said", language, norm=norm.number))
                    near = [f"{u.id} {u.heading or u.text[:30]}" for u in found.units]
                    draft.note(say("nearest", language, ids="；".join(near)))
                    continue
                shown += self._matches(draft, found)
        if not draft.lines:
            return None
        return _finished(draft, shown, answerable=bool(shown) and not (missing and not shown))

    def best(
        self, question: str, language: Language, *, generic_only: bool = False
    ) -> Answer | None:
        """
        Answer a question that names no norm with the clauses of imported norms that clearly match;
        None when none does. `generic_only`: only where norms are spoken of (国标, 规范, 条例).
        """
        asked = simplified(question)
        is_generic = _GENERIC.search(asked) and not _OWN_DOCUMENTS.search(asked)
        if (generic_only and not is_generic) or mentions(asked):
            return None
        words = _GENERIC.sub(" ", asked) if is_generic else asked
        if len(_FILLER.sub("", words)) < 2 or _OTHER_MATTERS.search(words):
            return None
        found = [self._found(norm, words, clearly=True) for norm in self._shelf.norms()]
        clear = sorted(
            (one for one in found if one.score >= 1), key=lambda one: (-one.score, one.norm.number)
        )
        if not clear:
            return None
        draft = Draft(language)
        draft.lines.append(say("norm_found", language))
        return _finished(draft, self._matches(draft, clear[0]), answerable=True)

    # --- which norm ---

    def _named(self, text: str) -> tuple[list[tuple[ImportedNorm, NormNumber]], str]:
        """Return the imported norms that a text names, and the text without their names."""
        norms = self._shelf.norms()
        named: dict[str, tuple[ImportedNorm, NormNumber]] = {}
        rest = list(text)
        for mention in mentions(text):
            editions = [norm for norm in norms if _is_of(norm.norm_number, mention.norm)]
            exact = [norm for norm in editions if norm.year == (mention.norm.year or "")]
            if editions:
                norm = exact[0] if exact else max(editions, key=lambda one: one.year)
                named.setdefault(norm.number, (norm, mention.norm))
                rest[slice(*mention.span)] = " " * (mention.span[1] - mention.span[0])
        left = "".join(rest)
        for norm in norms:
            if len(norm.title) >= 4 and norm.title in left:
                named.setdefault(norm.number, (norm, NormNumber(norm.number, "", None)))
                left = left.replace(f"《{norm.title}》", " ").replace(norm.title, " ")
        return list(named.values()), left

    # --- what it says ---

    def _unit(self, draft: Draft, norm: ImportedNorm, unit_id: str, question: str) -> list[str]:
        """Write a named unit in full; of a long chapter, what stands in it."""
        unit = norm.unit(unit_id)
        within = norm.within(unit_id)
        if unit.kind in ("chapter", "section", "appendix") and len(within) > _MANY:
            draft.lines.append(f"{_name(norm)} {unit.words}")
            for child in norm.children(unit.id):
                opening = child.heading or child.text.split("\n", maxsplit=1)[0]
                draft.lines.append(f"- {child.id} {opening[:60]}{'…' if len(opening) > 60 else ''}")
            return [unit.id, *(child.id for child in norm.children(unit.id))]
        _quote(draft, norm, unit, norm.full_text(unit_id))
        explanation = norm.explanation(norm.clause_of(unit_id).id)
        if explanation is not None and _EXPLAINS.search(question):
            _quote(draft, norm, explanation, explanation.words)
        elif explanation is not None:
            draft.note(say("norm_explained", draft.language, id=unit.id))
        return [unit.id]

    def _matches(self, draft: Draft, found: _Found) -> list[str]:
        """Write found units: with their whole clause where that is short."""
        shown: list[str] = []
        for unit in found.units:
            clause = found.norm.clause_of(unit.id)
            whole = found.norm.full_text(clause.id)
            if len(whole) > _WHOLE_CLAUSE or unit.kind in ("explanation", "rest"):
                clause, whole = unit, unit.words
            if clause.id not in shown:
                _quote(draft, found.norm, clause, whole)
                shown.append(clause.id)
        if not self._index_of(found.norm).has_vectors:
            draft.note(say("norm_words_only", draft.language, norm=found.norm.number))
        return shown

    def _found(self, norm: ImportedNorm, question: str, *, clearly: bool) -> _Found:
        index = self._index_of(norm)
        scores = index.search(question)
        total = fused(scores.dense, scores.lexical.coverage)
        with_explanations = _EXPLAINS.search(question) is not None
        rows = [
            (float(total[row]), row, unit)
            for row, unit in enumerate(norm.units)
            if (unit.text or unit.kind == "table")
            and (unit.kind != "explanation" or with_explanations)
        ]
        if not rows:
            return _Found(norm, (), 0.0)
        rows.sort(key=lambda entry: (-entry[0], entry[1]))
        best = rows[0]
        held = float(scores.lexical.coverage[best[1]])
        if index.has_vectors:
            value = scores.margin + _HELD_WEIGHT * held
            least = _CLEARLY_FOUND if clearly else _FOUND_IN_NAMED
            if has_chinese(question) != (norm.language == "zh"):
                least = _CLEARLY_ACROSS if clearly else _FOUND_ACROSS
        else:
            value = held
            least = _HELD_CLEARLY if clearly else _HELD_IN_NAMED
        near = [unit for value, _, unit in rows[:_SHOWN_UNITS] if best[0] - value <= _CLOSE]
        return _Found(norm, tuple(near), 1 + value - least)


def _is_of(norm: NormNumber, wanted: NormNumber) -> bool:
    """Whether a norm is an edition of what was named; GB and GB/T are often mixed up."""
    return norm.number == wanted.number and norm.series.split("/")[0] == wanted.series.split("/")[0]


def _name(norm: ImportedNorm) -> str:
    return f"{norm.number}《{norm.title}》" if norm.title else norm.number


def _quote(draft: Draft, norm: ImportedNorm, unit: NormUnit, words: str) -> None:
    """Write a unit's words with norm, clause and page, and cite them."""
    number = len(draft.citations) + 1
    stored = words if unit.kind == "explanation" else norm.full_text(unit.id)
    draft.citations.append(
        Citation(
            number=number,
            standard=norm.id,
            clause=unit.id,
            printed_id=unit.printed or None,
            page=unit.page,
            quote=words,
            check=verify(words, stored).check,
            title=unit.heading,
        )
    )
    page = "" if unit.page is None else say("on_page", draft.language, page=unit.page)
    draft.lines.append(f"{_name(norm)} {unit.id}{page}: “{words}”[{number}]")


def _finished(draft: Draft, shown: Sequence[str], *, answerable: bool) -> Answer:
    return Answer(
        text="\n".join(draft.lines),
        language=draft.language,
        intent="norm",
        answerable=answerable,
        citations=tuple(draft.citations),
        clauses=tuple(dict.fromkeys(shown)),
        notes=tuple(draft.notes),
    )
