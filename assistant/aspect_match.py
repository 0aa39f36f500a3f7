"""
Whether a statement shows an aspect, and how: by its words, headings, stance and figures. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.denial import denials
from assistant.expectation import Aspect, Need
from assistant.extent import places
from assistant.quantity import Quantity, quantities, satisfies
from assistant.relation import Relation, Stance, relation_of, stance
from assistant.row_denial import row_denials
from assistant.statement import Statement
from assistant.vocabulary import Vocabulary
from corpus.document import Cell

_OWN, _ABOVE, _BESIDE = 1.0, 0.7, 0.4
# Words of a statement's neighbours may stand in for so many of an aspect's needs.
_MOST_BESIDE = 1
_DENIED = 0.79
# So many needs at least are named by what denies more than it names.
_NAMED = 2
_UNLINKED = re.compile(
    r"(?:未|没有?|不)(?:予|能|再)?(?:上传|接入|接|上报|并入|推送|联动|对接|联网|送|传|上平台|打通|集成)|平台(?:侧|上|端)?(?:无|没有|看不)"
)
_LINK = re.compile(
    r"平台|上传|接入|联动|联网|对接|推送|显示|监测|状态|数据|信息|报警|接口|集成|远程|互联"
)
# Stances of a passage that is about this project, now: only these can deny.
_SAID_HERE: tuple[Stance, ...] = ("provided", "planned", "required")


@dataclass(frozen=True, slots=True)
class DeniedWords:
    """What the words of a denial meet: those of the thing itself, and all of it."""

    text: str
    thing: frozenset[str]
    met: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """
    What a statement's own words meet, what its headings and its neighbours add.

    denied: what it denies. stance: how it speaks of its matter; reserving: the same where a row
    asks for something to be reserved. is_row: it is a row of a table.
    """

    own: frozenset[str]
    above: frozenset[str]
    beside: frozenset[str]
    denied: tuple[DeniedWords, ...]
    figures: tuple[Quantity, ...]
    stance: Stance
    reserving: Stance
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class AspectMatch:
    """
    How a statement bears on an aspect.

    strength: in (0, 1], how much of what is needed stands in the statement itself. shortfall: the
    figure that falls short, as written; "" for none. covers: it shows the aspect, figure included.
    denied: share of what is needed that the denied words themselves name; 0 where nothing is denied.
    """

    aspect: str
    strength: float
    stance: Stance
    shortfall: str = ""
    covers: bool = False
    denied: float = 0.0

    @property
    def relation(self) -> Relation:
        """The public relation."""
        return "contradicts" if self.shortfall else relation_of(self.stance)


def words_of(statement: Statement, vocabulary: Vocabulary) -> Words:
    """Return what a statement speaks of."""
    return Words(
        own=vocabulary.met(statement.text),
        above=vocabulary.met(statement.above),
        beside=vocabulary.met(statement.beside),
        denied=tuple(_denied_words(statement, vocabulary)),
        is_row=statement.is_row,
        figures=quantities(statement.text),
        stance=stance(statement.text, statement.setting),
        reserving=stance(statement.text, statement.setting, reserves=True),
    )


def _denied_words(statement: Statement, vocabulary: Vocabulary) -> Iterator[DeniedWords]:
    if statement.is_row:
        cells = [
            Cell(cell.header, vocabulary.without_negatives(cell.text))
            for cell in statement.passage.cells
        ]
        found = row_denials(cells)
    else:
        found = denials(vocabulary.without_negatives(statement.text))
    for denial in found:
        # "二、户内紧急按钮。清单里取消了": a denial that names nothing denies what the item is about.
        met = vocabulary.met(denial.text) or vocabulary.met(statement.topic)
        yield DeniedWords(denial.text, vocabulary.met(denial.thing) or met, met)


def strength_of(aspect: Aspect, words: Words) -> float:
    """Return how much of what an aspect needs stands in and around a statement; 0 for too little."""
    if words.own & set(aspect.excludes):
        return 0.0
    total, beside, own = 0.0, 0, 0
    for need in aspect.needs:
        if _meets(need, words.own):
            total, own = total + _OWN, own + 1
        elif _meets(need, words.above):
            total += _ABOVE
        elif _meets(need, words.beside):
            total, beside = total + _BESIDE, beside + 1
        else:
            return 0.0
    if not own or beside > _MOST_BESIDE:
        return 0.0
    return total / len(aspect.needs)


def match(
    aspect: Aspect, statement: Statement, words: Words, *, reserves: bool
) -> AspectMatch | None:
    """Return how a statement bears on an aspect; None when it does not."""
    spoken = words.reserving if reserves else words.stance
    if spoken in _SAID_HERE and is_denied(aspect, words):
        strength = max(strength_of(aspect, words), _DENIED)
        return AspectMatch(aspect.id, strength, "absent", denied=_named(aspect, words))
    strength = strength_of(aspect, words)
    if not strength:
        return None
    if spoken in _SAID_HERE and statement.is_void:
        return AspectMatch(aspect.id, strength, "absent", denied=1.0)
    if aspect.figure is None or spoken != "provided":
        return AspectMatch(aspect.id, strength, spoken, covers=spoken == "provided")
    return _with_figure(aspect, words, strength, spoken)


def _named(aspect: Aspect, words: Words) -> float:
    """
    Return the share of what is needed that one denied piece names, at best.

    One that speaks of a place that nobody asked about names nothing: "no camera in the control
    room" says little of cameras at large.
    """
    named = [
        _count(aspect, denied.met)
        for denied in words.denied
        if not places(denied.text) - places(aspect.zh)
    ]
    return max(named, default=0) / len(aspect.needs)


def is_denied(aspect: Aspect, words: Words) -> bool:
    """
    Whether a statement denies an aspect: what it denies is among what is needed, and all the rest
    stands in and around it, most of it in its own words. A piece that by itself names two needs
    or more denies what hangs on them too: without a help button no call reaches the guards. In a
    table the cells of a row speak of different things, so the piece must name all that is needed.
    """
    if words.own & set(aspect.excludes) or (
        words.denied and all(_speaks_of_links(aspect, denied) for denied in words.denied)
    ):
        return False
    needed = {key for need in aspect.needs for key in need}
    named = [denied for denied in words.denied if denied.thing & needed]
    least = max(len(aspect.needs) - 1, _NAMED)
    if any(_count(aspect, denied.met) >= least for denied in named):
        return True
    if words.is_row:
        every = len(aspect.needs)
        return any(_count(aspect, denied.met | words.above) == every for denied in named)
    return bool(named) and strength_of(aspect, words) >= _DENIED


def _count(aspect: Aspect, met: frozenset[str]) -> int:
    """Return how many of an aspect's needs are met."""
    return sum(_meets(need, met) for need in aspect.needs)


def _speaks_of_links(aspect: Aspect, denied: DeniedWords) -> bool:
    """Whether what is denied is that a thing is connected, which the aspect does not ask for."""
    return bool(_UNLINKED.search(denied.text)) and not _LINK.search(aspect.zh)


def _with_figure(aspect: Aspect, words: Words, strength: float, spoken: Stance) -> AspectMatch:
    figure = aspect.figure
    assert figure is not None  # noqa: S101 - the caller looked
    if figure.about and not _meets(figure.about, words.own | words.above | words.beside):
        return AspectMatch(aspect.id, strength, spoken)
    if figure.is_optional and not any(
        q.dimension == figure.needed.dimension for q in words.figures
    ):
        return AspectMatch(aspect.id, strength, spoken, covers=True)
    answers = [(given, satisfies(given, figure.needed)) for given in words.figures]
    if any(met for _, met in answers):
        return AspectMatch(aspect.id, strength, spoken, covers=True)
    short = next((given.words for given, met in answers if met is False), "")
    return AspectMatch(aspect.id, strength, spoken, shortfall=short)


def _meets(need: Need, met: Iterable[str]) -> bool:
    return not set(need).isdisjoint(met)
