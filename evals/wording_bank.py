"""
Wordings: sentences of project documents, and whether they show an aspect of a row.

    >>> bank = load_bank()
    >>> sorted({one.kind for one in bank})
    ['denied', 'near', 'partly', 'plain', 'recited', 'shown']

`evals/wordings` holds, for every aspect of both documents, sentences by people who did not know
the words of the expectations: six that show it, two that deny it, two that only sound like it; for
the rows of levels B and C of the draft seven, five and three more by others, then eight, six and
three by still others. For every aspect there are two more that show it in the plain words of a
design description, one that only recites what is asked, praised or wished for, and four that show
it in part. One half (by a hash of the sentence) is for working on the words, of the
other only figures are shown.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from assistant.evidence.aspect_match import match, words_of
from assistant.evidence.case_findings import reserving
from assistant.evidence.expectation import Expectations
from assistant.evidence.load_expectations import load_concepts, load_expectations
from assistant.evidence.relation import Setting
from assistant.evidence.statement import Statement
from assistant.evidence.vocabulary import Vocabulary
from corpus.document import Cell, Passage
from corpus.load import read_yaml
from corpus.notation import has_chinese
from evals.interval import Estimate, mean_of

WORDINGS = Path(__file__).parent / "wordings"
UNDER, CELL = "▸", "|"

Kind = Literal["shown", "denied", "near", "plain", "recited", "partly"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Half = Literal["dev", "test"]
Taken = Literal["shown", "denied", "else", "nothing"]


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence or table row, after the headings above it, and what it is to the aspect."""

    indicator: str
    aspect: str
    kind: Kind
    text: str
    rule_set: str

    @property
    def half(self) -> Half:
        """Which half it belongs to; the same whatever stands beside it."""
        return "test" if zlib.crc32(self.text.encode()) % 2 else "dev"

    @property
    def language(self) -> str:
        """Chinese (zh) as soon as there is any in it, else en."""
        return "zh" if has_chinese(self.text) else "en"


@dataclass(frozen=True, slots=True)
class Judged:
    """A wording, what it was taken for, and whether that is right."""

    wording: Wording
    taken: Taken

    @property
    def is_right(self) -> bool:
        """
        Whether it is taken for what it is: near and recited ones for anything but showing the
        aspect, plain and partly ones, of which something is there, for showing it.
        """
        kind = self.wording.kind
        if kind in {"near", "recited"}:
            return self.taken != "shown"
        return self.taken == ("denied" if kind == "denied" else "shown")


def load_bank(folder: Path = WORDINGS) -> tuple[Wording, ...]:
    """Return every wording in the order of the files."""
    return tuple(
        Wording(indicator, aspect, kind, text, path.parent.name)
        for path in sorted(folder.glob("*/*.yaml"))
        for indicator, aspects in read_yaml(path).items()
        for aspect, kinds in aspects.items()
        for kind in KINDS
        for text in kinds.get(kind, ())
    )


def unknown_aspects(bank: Sequence[Wording]) -> tuple[str, ...]:
    """Return the rows and aspects that the expectations do not have, or have without wordings."""
    named = {(one.rule_set, one.indicator, one.aspect) for one in bank}
    known = {
        (rule_set, row, aspect.id)
        for rule_set in {one.rule_set for one in bank}
        for row, expectation in load_expectations(rule_set).by_indicator.items()
        for aspect in expectation.aspects
    }
    return tuple(sorted(f"{row} {aspect}" for _, row, aspect in named ^ known))


def judge(bank: Sequence[Wording]) -> tuple[Judged, ...]:
    """Return what each wording is taken for, aspect by aspect as in a case's documents."""
    return tuple(Judged(one, _taken(one)) for one in bank)


def figures_of(judged: Sequence[Judged]) -> Mapping[tuple[Kind, str], Estimate | None]:
    """
    Return the share of right ones by kind and language ("" for both), with 95% intervals.

    None where there are no such wordings.
    """
    return {
        (kind, language): mean_of(
            [
                float(one.is_right)
                for one in judged
                if one.wording.kind == kind and language in ("", one.wording.language)
            ]
        )
        for kind in KINDS
        for language in ("", "zh", "en")
    }


def statement_of(wording: Wording) -> Statement:
    """
    Return a wording as a statement of a plain document.

    >>> one = Wording("A1.1.1", "video-analysis", "shown", "清单 ▸ 分析服务器 | 2 | 台", "tcrea-2023")
    >>> statement_of(one).above, [cell.text for cell in statement_of(one).passage.cells]
    ('清单', ['分析服务器', '2', '台'])
    """
    *headings, body = [part.strip() for part in wording.text.split(UNDER)]
    cells = tuple(Cell("", part.strip()) for part in body.split(CELL)) if CELL in body else ()
    passage = Passage("p", "0" * 64, None, tuple(headings), "", body, cells=cells)
    columns = tuple("" for _ in cells)
    # The first heading of a statement is the name of its document.
    return Statement("p#0", passage, body, Setting(("", *headings), "plain", columns))


def wrong_wordings(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield a line for each wrong wording of the dev half; never one of the test half."""
    for one in judged:
        wording = one.wording
        if not one.is_right and wording.half == "dev":
            place = f"{wording.indicator} {wording.aspect}"
            yield f"{place}: {wording.kind}, taken for {one.taken} | {wording.text}"


def _taken(wording: Wording) -> Taken:
    expectations, vocabulary = _words(wording.rule_set)
    expectation = expectations.of(wording.indicator)
    aspects = expectation.aspects if expectation else ()
    aspect = next((one for one in aspects if one.id == wording.aspect), None)
    if aspect is None:
        return "nothing"
    statement = statement_of(wording)
    reserves = wording.indicator in reserving(wording.rule_set)
    found = match(aspect, statement, words_of(statement, vocabulary), reserves=reserves)
    if found is None:
        return "nothing"
    if found.covers:
        return "shown"
    return "denied" if found.relation == "contradicts" else "else"


@cache
def _words(rule_set: str) -> tuple[Expectations, Vocabulary]:
    expectations = load_expectations(rule_set)
    return expectations, Vocabulary(expectations, load_concepts())
