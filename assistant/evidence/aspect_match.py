"""
Whether a statement shows an aspect, and how: by its words, headings, stance and figures. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from assistant.evidence.assertion import asserted, undoes
from assistant.evidence.condition import CLAUSE
from assistant.evidence.denial import denials, may_deny, without_denied
from assistant.evidence.expectation import Aspect, Need
from assistant.evidence.extent import places
from assistant.evidence.quantity import Quantity, quantities, satisfies
from assistant.evidence.relation import Relation, Stance, relation_of, stance
from assistant.evidence.row_denial import is_refused, row_denials, standing_text
from assistant.evidence.statement import Statement
from assistant.evidence.vocabulary import Vocabulary, contrary_of

_OWN, _ABOVE, _BESIDE = 1.0, 0.7, 0.4
# Words of a statement's neighbours may stand in for so many of an aspect's needs.
_MOST_BESIDE = 1
_DENIED = 0.79
# So many needs at least are named by what denies more than it names.
_LEAST_NAMED = 2
_HANG_TOGETHER = 2
# So many letters before what is lacking name what lacks it.
_SUBJECT = 3
_UNLINKED = re.compile(
    r"(?:未|没有?|不)(?:予|能|再)?(?:上传|接(?![回好线电水地]|[上通](?=$|来)|[进入到上]?(?:消防)?(?:主机|总线|回路|控制|消控))|上报|并入|推送|联动|对接|联网|送|传|上平台|打通|通(?=[^，。；]{0,6}(?:平台|门房|值班|消控|监控))|集成)|平台(?:侧|上|端)?(?:无|没有|看不)"
)
_OF_THE_PLATFORM = re.compile(
    r"平台[侧上端里]?(?:无|没有)[^，。；]{0,16}(?:功能|模块|菜单|入口|服务|界面|栏目|这一?[块项])"
)
_LINK = re.compile(
    r"平台|上传|接入|联动|联网|对接|推送|显示|监测|状态|数据|信息|报警|接口|集成|远程|互联"
)
# "车场软件不支持黑名单": what a subsystem's own program cannot do, of one that is asked to be joined.
_INTEGRATED = re.compile(r"^集成")
_OWN_PROGRAM = re.compile(r"软件|客户端|程序|菜单")
_JOINING = re.compile(
    r"平台|[接联连进]|集成|统一|同一|上传|互通|打通|共享|孤岛|单机|各[^，。；]{1,3}各|两套|没有|无(?!法)|取消|停用"
)
# "没有口令复杂度的强制选项": what is not forced may be done all the same.
_UNFORCED = re.compile(
    r"[没未不无][^，。；]{0,12}(?:强制|校验(?!码)|强行要求)|(?:强制|校验|策略)[^，。；]{0,8}(?:没|未|不|关着|关闭)"
)
_FORCED = re.compile(r"强制|校验|检查|策略|机制|限制|功能|应具备")
# "已留两套接口（未启用）": what is only reserved need not be used yet.
_NOT_YET_USED = re.compile(
    r"(?:留|有的?|备好|装好|做好|到位|reserved)[^。；]{0,30}?(?:未|没有?|暂不|尚未|待|not yet )(?:启用|开通|使用|投用|对接|接通|联通|联调|激活|动|碰|in use|used)",
    re.IGNORECASE,
)
_ONLY = re.compile(r"[只仅]|\bonly\b", re.IGNORECASE)
# Stances of a passage that is about this project, now: only these can deny.
_SAID_HERE: tuple[Stance, ...] = ("provided", "planned", "required")


@dataclass(frozen=True, slots=True)
class DeniedWords:
    """A denial, the words of the thing denied, what they meet, and what all of it does."""

    text: str
    words: str
    thing: frozenset[str]
    met: frozenset[str]


class Words:
    """
    What a statement's own words meet, what its headings and its neighbours add.

    Whatever else is asked of it is worked out when it is asked: most statements bear on nothing.
    """

    def __init__(self, statement: Statement, vocabulary: Vocabulary) -> None:
        self._statement, self._vocabulary = statement, vocabulary
        self.own = vocabulary.met(statement.text)
        self.above = vocabulary.met(statement.above)
        self.beside = vocabulary.met(statement.beside)
        self.contrary = contrary_of(self.own)
        self.is_row = statement.is_row

    @cached_property
    def may_deny(self) -> bool:
        """Whether it may deny anything; quicker to see than what."""
        return bool(self.contrary) or may_deny(self._statement.text)

    @cached_property
    def denied(self) -> tuple[DeniedWords, ...]:
        """What it denies."""
        if not self.may_deny and not self.is_row:
            return ()
        found = list(_denied_words(self._statement, self._vocabulary))
        if self.contrary:
            cells = self._statement.passage.cells if self.is_row else ()
            about = cells[0].text if cells else ""
            text = standing_text(cells) if cells else self._statement.text
            found += _contrary_words(text, about, self._vocabulary)
        return tuple(found)

    @cached_property
    def is_refused(self) -> bool:
        """Whether it is a row of a table whose verdict is that nothing of it is as it should be."""
        return self.is_row and is_refused(self._statement.passage.cells)

    @cached_property
    def said(self) -> frozenset[str]:
        """What its own words meet, those aside that it denies: "没有烟感" shows no detector."""
        if not self.denied:
            return self.own
        things = [denied.words for denied in self.denied]
        return self._held(self._statement.text, things)

    @cached_property
    def told(self) -> frozenset[str]:
        """What those of its clauses meet that deny nothing."""
        pieces = [part for one in self.denied for part in CLAUSE.findall(one.text)]
        clauses = CLAUSE.findall(self._statement.text)
        kept = [
            one
            for one in clauses
            if not _ONLY.search(one) and not any(p in one or one in p for p in pieces)
        ]
        return self._vocabulary.met("，".join(kept))

    @cached_property
    def said_beside(self) -> frozenset[str]:
        """What its neighbours meet, those words aside that they deny."""
        text = self._statement.beside
        return (
            self._held(text, [one.thing for one in denials(text)])
            if may_deny(text)
            else self.beside
        )

    def _held(self, text: str, things: Sequence[str]) -> frozenset[str]:
        negative = self._vocabulary.met_negatively(text)
        return self._vocabulary.met(without_denied(text, things)) | negative

    def meant_by(self, denied: DeniedWords) -> frozenset[str]:
        """Return the needs that ask for just what is denied ("无盲区")."""
        return self._vocabulary.met_negatively(denied.text)

    @cached_property
    def figures(self) -> tuple[Quantity, ...]:
        """The quantities in it."""
        return quantities(self._statement.text)

    @cached_property
    def stance(self) -> Stance:
        """How it speaks of its matter."""
        return stance(self._statement.text, self._statement.setting)

    @cached_property
    def reserving(self) -> Stance:
        """The same where a row asks for something to be reserved."""
        return stance(self._statement.text, self._statement.setting, reserves=True)


class AspectMatch(NamedTuple):
    """
    How a statement bears on an aspect. A tuple: large cases hold very many.

    strength: in (0, 1], how much of what is needed stands in the statement itself. shortfall: the
    figure that falls short, as written; "" for none. covers: it shows the aspect, figure included.
    denied: share of what is needed that the denied words themselves name; 0 where nothing is denied.
    by_meaning: words missed it.
    """

    aspect: str
    strength: float
    stance: Stance
    shortfall: str = ""
    covers: bool = False
    denied: float = 0.0
    by_meaning: bool = False

    @property
    def relation(self) -> Relation:
        """The public relation."""
        return "contradicts" if self.shortfall else relation_of(self.stance)


def words_of(statement: Statement, vocabulary: Vocabulary) -> Words:
    """Return what a statement speaks of."""
    return Words(statement, vocabulary)


def _denied_words(statement: Statement, vocabulary: Vocabulary) -> Iterator[DeniedWords]:
    found = row_denials(statement.passage.cells) if statement.is_row else denials(statement.text)
    for denial in found:
        # "没有默认密码" denies what nobody wants.
        *_, last = denial.thing.split("，")
        if undoes(last) and vocabulary.names_contrary(last):
            continue
        # "二、户内紧急按钮。清单里取消了": a denial that names nothing denies what the item is about.
        met = vocabulary.met(denial.text) or vocabulary.met(statement.topic)
        # "平台没有日志": a word of two parts stands half in the denied piece, half before it.
        before = denial.text.removesuffix(denial.thing)
        thing = (vocabulary.met(denial.thing) | (met - vocabulary.met(before))) or met
        yield DeniedWords(denial.text, denial.thing, thing, met)


def _contrary_words(text: str, about: str, vocabulary: Vocabulary) -> Iterator[DeniedWords]:
    """
    Yield what the clauses of a text deny by saying the contrary of it: "明文" of a cipher.

    about: what the row of a table is about; "" elsewhere.
    """
    for clause, held in asserted(text):
        contrary = vocabulary.contraries(held) | vocabulary.negative_contraries(clause)
        if contrary:
            met = vocabulary.met(clause) | vocabulary.met(about) | contrary
            yield DeniedWords(clause, "", contrary, met)


def strength_of(aspect: Aspect, own: frozenset[str], words: Words, beside: frozenset[str]) -> float:
    """
    Return how much of what an aspect needs stands in and around a statement; 0 for too little.

    own: what the statement itself meets. beside: what its neighbours do.
    """
    if words.own & set(aspect.excludes):
        return 0.0
    total, lent, met = 0.0, 0, 0
    for need in aspect.needs:
        if _meets(need, own):
            total, met = total + _OWN, met + 1
        elif _meets(need, words.above):
            total += _ABOVE
        elif _meets(need, beside):
            total, lent = total + _BESIDE, lent + 1
        else:
            return 0.0
    if not met or lent > _MOST_BESIDE:
        return 0.0
    return total / len(aspect.needs)


def match(
    aspect: Aspect, statement: Statement, words: Words, *, reserves: bool
) -> AspectMatch | None:
    """Return how a statement bears on an aspect; None when it does not."""
    spoken = words.reserving if reserves else words.stance
    is_unused = reserves and _is_not_yet_used(words)
    if spoken in _SAID_HERE and not is_unused and is_denied(aspect, words):
        strength = max(strength_of(aspect, words.own, words, words.beside), _DENIED)
        return AspectMatch(aspect.id, strength, "absent", denied=_named(aspect, words))
    strength = strength_of(aspect, words.own, words, words.beside)
    is_void = statement.is_void or (words.is_refused and not is_unused)
    if strength and spoken in _SAID_HERE and is_void:
        return _void(aspect, words, strength, is_whole=statement.is_void)
    # Asked in two steps: most statements bear on nothing, whatever they deny.
    said = words.own if is_unused else _said(aspect, words)
    strength = strength and strength_of(aspect, said, words, words.said_beside)
    if not strength:
        return None
    if aspect.figure is None or spoken != "provided":
        return AspectMatch(aspect.id, strength, spoken, covers=spoken == "provided")
    return _with_figure(aspect, words, strength, spoken)


def _void(aspect: Aspect, words: Words, strength: float, *, is_whole: bool) -> AspectMatch | None:
    """
    Return what is denied by a statement of which nothing holds; is_whole: it stands among others
    of which nothing does. A row whose verdict is no denies what it names wholly, and shows nothing.
    """
    if not is_whole and _count(aspect, words.own) < len(aspect.needs):
        return None
    return AspectMatch(aspect.id, strength, "absent", denied=1.0)


def _is_not_yet_used(words: Words) -> bool:
    """Whether all that a statement denies is that what it has is in use already."""
    return bool(words.denied) and all(_NOT_YET_USED.search(one.text) for one in words.denied)


def _said(aspect: Aspect, words: Words) -> frozenset[str]:
    """Return what a statement's own words meet and do not deny, unless it is asked to deny it."""
    needed = {key for need in aspect.needs for key in need}
    is_meant = any(words.meant_by(denied) & needed for denied in words.denied)
    return words.own if is_meant else words.said


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
    excludes = set(aspect.excludes)
    if words.is_row and words.own & excludes:
        return False
    # What excludes a sentence stands in the clauses that deny: of the others nothing is asked.
    denied = [one for one in words.denied if not one.met & excludes]
    denied = [one for one in denied if not _is_of_another_kind(aspect, one)]
    if all(_speaks_of_links(aspect, one) for one in denied):
        return False
    needed = {key for need in aspect.needs for key in need}
    # "才发现没画面": a clause with the contrary of one thing may well say what another asks for.
    named = [d for d in denied if d.thing & needed and not (d.words and words.meant_by(d) & needed)]
    least = max(len(aspect.needs) - 1, _LEAST_NAMED)
    if any(_count(aspect, denied.met) >= least for denied in named):
        return True
    if words.is_row:
        needs = aspect.needs
        return any(
            all(need in aspect.states or _meets(need, d.met | words.above) for need in needs)
            for d in named
        )
    return any(
        _denies_with(aspect, words, one) and not _is_said_of_another(aspect, words, one)
        for one in named
    )


def _is_said_of_another(aspect: Aspect, words: Words, denied: DeniedWords) -> bool:
    """
    Whether a piece denies of another thing what other clauses say of this one: "进入时间、地点留存，
    谁授权开门无记录" is no denial that the time is kept.
    """
    subject = denied.text.removesuffix(denied.words) if denied.words else denied.text
    names_another = subject != denied.text and len(subject) >= _SUBJECT
    is_hardly_named = _count(aspect, denied.met) == 1 and len(aspect.needs) > _LEAST_NAMED
    if not names_another or not is_hardly_named:
        return False
    return strength_of(aspect, words.told, words, frozenset()) > 0


def _denies_with(aspect: Aspect, words: Words, denied: DeniedWords) -> bool:
    """
    Whether a denied piece denies an aspect whose other needs stand around it. A thing that is
    denied is so with all that it would be: of what says that it is there or runs, none must stand.
    Of two things that hang together ("充电插座是普通墙插，带了多少负荷谁也不知道") one may stand beside
    it in the sentence.
    """
    if strength_of(aspect, words.own | denied.met, words, words.beside) >= _DENIED:
        return True
    things = [need for need in aspect.needs if need not in aspect.states]
    is_alone = len(things) > _HANG_TOGETHER or _UNLINKED.search(denied.text)
    around = denied.met if is_alone else denied.met | words.own
    return any(_meets(need, denied.thing) for need in things) and all(
        _meets(need, around) for need in things
    )


def _count(aspect: Aspect, met: frozenset[str]) -> int:
    """Return how many of an aspect's needs are met."""
    return sum(_meets(need, met) for need in aspect.needs)


def _is_of_another_kind(aspect: Aspect, denied: DeniedWords) -> bool:
    """
    Whether what is denied is of another kind than what the aspect asks for: what a program does,
    where it asks that its system be joined; that something is forced, where it asks that it be done.
    """
    if _INTEGRATED.match(aspect.zh):
        return bool(_OWN_PROGRAM.search(denied.text)) and not _JOINING.search(denied.text)
    return _UNFORCED.search(denied.text) is not None and not _FORCED.search(aspect.zh)


def _speaks_of_links(aspect: Aspect, denied: DeniedWords) -> bool:
    """
    Whether what is denied is that a thing is connected, which the aspect does not ask for.

    "平台没有报修功能" is said of the platform itself, "平台没有火警信号" of what does not reach it.
    """
    if _LINK.search(aspect.zh) or not _UNLINKED.search(denied.text):
        return False
    return not _OF_THE_PLATFORM.search(denied.text)


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
