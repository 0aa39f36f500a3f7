"""
What a passage denies: the things that it says are lacking, broken, taken away or not good enough.

A denial has a scope: "道闸已装，未设人行闸" denies the second thing only. What is lacking stands
behind the word that denies it ("没有人行闸"), or before it at the end of a clause ("人行闸未装");
what is broken stands before ("人行闸坏了半年"). Pure; decided by words that can be read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.evidence import denial_words as words
from assistant.evidence.condition import CLAUSE, conditions, holds_back

# "断开一台摄像机网线，5 分钟内显示离线": what begins a clause is done to a thing.
_DONE_BY_A_TESTER = 2
_BEHIND, _BEFORE, _SHORT = 18, 24, 4
_BLANK = "\u3000"
_STOPS = "。；;！!\n"


@dataclass(frozen=True, slots=True)
class Denial:
    """What is denied, and the words around it that say of what: "[防火墙没有]入侵防御"."""

    thing: str
    text: str


def denials(text: str) -> tuple[Denial, ...]:
    """
    Return what a passage denies; () for nothing.

    >>> [denial.thing for denial in denials("南门设道闸，未设人行闸；电梯轿厢摄像机未安装")]
    ['未设人行闸', '电梯轿厢摄像机未安装']
    """
    if words.REMEDIED.search(text):
        return ()
    # "合同里写着八路，实际一路没装"
    pretended = [Denial(text.strip(), text.strip())] if words.PRETENDED.match(text) else []
    found: list[Denial] = pretended
    before = ""
    conditional = conditions(text) | _provided_for(text)
    for match in CLAUSE.finditer(text):
        clause = match[0].strip()
        if match.start() and text[match.start() - 1] in _STOPS:
            before = ""
        if match.start() in conditional:
            before = ""
            continue
        if _is_only_asked(clause, text[match.end() :]) or words.UNANSWERED.search(clause):
            before = clause
            continue
        if words.NOBODY_IN.search(clause) or words.WHENEVER.match(clause):
            before = clause
            continue
        if _is_kept_out(clause, text):
            continue
        if words.VERDICT.fullmatch(clause) or _is_result(clause, before):
            found += map(_whole, (_sentence_until(match.end(), text), _joined(before, clause)))
            continue
        found += _after(before, clause, text, match.end())
        if words.ONLY_ON_PAPER.fullmatch(clause) and before:
            before = _joined(before, clause)
        elif not words.NO_THING.fullmatch(clause):
            before = clause
    return tuple(dict.fromkeys(_of_topic(one, text) for one in found))


def _provided_for(text: str) -> frozenset[int]:
    """Return where the clauses begin that say what shall be done in a case, that case included."""
    found: set[int] = set()
    goes_on = False
    for match in CLAUSE.finditer(text):
        begins = match.start() == 0 or text[match.start() - 1] in _STOPS
        goes_on = words.SHOULD_IT.fullmatch(match[0].strip()) is not None or (
            goes_on and not begins
        )
        if goes_on:
            found.add(match.start())
    return frozenset(found)


def _is_only_asked(clause: str, rest: str) -> bool:
    """Whether a clause asks whether something is so; who asks why takes it for granted."""
    return words.ASKED.match(rest) is not None and words.ASKED_WHY.search(clause) is None


def _after(before: str, clause: str, text: str, end: int) -> list[Denial]:
    """Return what a clause denies, of itself or of the one before it; end: where it ends in text."""
    denied = _denied_in(clause, text[end + 1 :])
    # "存住户资料的服务器还在办公网段，没有隔离": a short clause speaks of what came before.
    if before and _has_no_thing(clause):
        if not denied and words.LOST.search(clause):
            denied = [_whole(clause)]
        return [_whole(_joined(before, one.text)) for one in denied]
    if denied and words.UNTOLD.fullmatch(clause) and words.OCCASION.search(before):
        return [*denied, _whole(_joined(before, clause))]
    # "物业有多少设备，靠年底派人带着纸笔去数": how it is done, of what came before.
    if before and denied and words.ONLY_ON_PAPER.fullmatch(clause):
        return [_whole(_joined(before, clause))]
    # "指纹机报废，改用普通钥匙", "探头不装，由业主自行选购": what there is instead.
    if words.WORSE.search(clause) or words.LEFT_TO_THEM.fullmatch(clause):
        return [*denied, _whole(_joined(before, clause))]
    if words.BY_SOMEBODY.search(clause) and not words.SPARED.search(clause):
        # "靠门岗去点屏幕，看访客机死没死": at the start, it is done for what comes behind.
        after = None if before else CLAUSE.search(text, end)
        return [*denied, _whole(_joined(before, clause, after[0].strip() if after else ""))]
    return denied


def _whole(said: str) -> Denial:
    return Denial(said, said)


def _joined(*clauses: str) -> str:
    return "，".join(clause for clause in clauses if clause)


def _is_kept_out(clause: str, text: str) -> bool:
    """Whether a clause says that who should not get in does not, or that an attack came to nothing."""
    if words.OUTSIDER.search(text) and words.BARRED.fullmatch(clause):
        return True
    return (
        words.ATTACKED.search(text) is not None and words.FENDED_OFF.fullmatch(clause) is not None
    )


def _is_result(clause: str, before: str) -> bool:
    """Whether a clause counts what came of the trial that the one before it tells of: nought."""
    return words.NOUGHT.search(clause) is not None and words.TRIAL.search(before) is not None


def _sentence_until(end: int, text: str) -> str:
    """Return what the sentence that a verdict ends there has said, the verdict included."""
    start = max(text.rfind(mark, 0, end) for mark in _STOPS) + 1
    return text[start:end].strip()


def _of_topic(denial: Denial, text: str) -> Denial:
    """Return a denial with what the text names first, where it speaks of just that."""
    topic = words.NAMED_FIRST.match(text)
    if topic is None or denial.text in topic[1]:
        return denial
    shared = any(denial.thing[at : at + 2] in topic[1] for at in range(1, len(denial.thing) - 1))
    if not shared:
        return denial
    return Denial(f"{topic[1]}，{denial.thing}", f"{topic[1]}，{denial.text}")


def without_denied(text: str, things: Iterable[str]) -> str:
    """
    Return a text with what it denies blanked out.

    >>> without_denied("南门设道闸，未设人行闸", ["未设人行闸"])
    '南门设道闸，　　　　　'
    """
    for thing in things:
        for part in CLAUSE.findall(thing):
            text = text.replace(part, _BLANK * len(part))
    return text


def may_deny(text: str) -> bool:
    """
    Return whether a text holds a letter or word of a denial at all; quick.

    >>> may_deny("南门设道闸"), may_deny("人行闸未设")
    (False, True)
    """
    return words.TRACE.search(text) is not None


def _has_no_thing(clause: str) -> bool:
    return (
        (len(clause) <= _SHORT and words.BARE.match(clause) is not None)
        or (words.NO_THING.fullmatch(clause) or words.SILENT.fullmatch(clause)) is not None
        or words.BY_HAND.match(clause) is not None
    )


def _denied_in(clause: str, rest: str) -> list[Denial]:
    """Return what a clause denies; what is told behind a colon speaks for itself."""
    told = words.TOLD_BEHIND.search(clause)
    if told and words.CLOSES.search(clause[: told.start()]) and not words.CALL_FOR.match(clause):
        return [*_denied(clause[: told.start()], ""), *_denied(clause[told.end() :], rest)]
    return _denied(clause, rest)


def _denied(clause: str, rest: str) -> list[Denial]:
    """Return what a clause denies; rest: what follows it."""
    if _is_as_it_should_be(clause, rest):
        return []
    cannot = words.CANNOT.search(clause) or words.UNABLE.search(clause)
    if cannot and words.SHUT_OUT.search(clause[: cannot.start()]):
        return []
    if cannot:
        # What stands behind, if anything does: "图像上看不出哪个口在充" denies no image.
        thing = clause[cannot.end() :] if cannot.end() < len(clause) else clause
        return [Denial(thing, f"{clause}，{_plainly(clause, cannot)}")]
    by_hand = list(words.BY_HAND.finditer(clause))
    if words.WHETHER.search(clause) and not by_hand:
        return []
    short = words.SHORT_OF.search(clause)
    if short and not words.SUPPOSED.match(clause[short.end() :]):
        return [Denial(clause, clause)]
    lost = (
        ()
        if words.NOTICED.match(rest)
        else [w for w in words.LOST.finditer(clause) if _is_so(clause, w)]
    )
    is_replaced = (
        words.REPLACED.search(clause) is not None or words.REPLACED.match(rest) is not None
    )
    ends = [
        word
        for word in (*words.CLOSES.finditer(clause), *(() if is_replaced else lost))
        if word.start() >= _DONE_BY_A_TESTER and not words.WHILE.match(clause[word.end() :])
    ]
    starts = _starts(clause, ends)
    ends = [
        word
        for word in ends
        if not (words.WANTING.match(word[0]) and words.TOLD.search(clause[: word.start()]))
    ]
    if not words.NOTICED.match(rest):
        ends += words.FAILED.finditer(clause)
    ends += (
        word
        for kind in (
            words.ON_PAPER,
            words.BOUND,
            words.UNPAID,
            words.NOUGHT,
            words.NONE_SEEN,
            words.HARDLY,
        )
        for word in kind.finditer(clause)
    )
    undone = () if is_replaced else words.UNDOES.finditer(clause)
    found = [_behind(clause, word) for word in (*starts, *undone)]
    found += [
        Denial(piece, piece)
        for piece in (clause[max(0, word.start() - _BEFORE) : word.end()] for word in ends)
    ]
    is_english = words.ENGLISH.search(clause) and not words.KEPT_OUT.search(clause)
    return [*found, Denial(clause, clause)] if by_hand or is_english else found


def _starts(clause: str, ends: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Return the words of a clause that deny what stands behind them; ends: those before."""
    return [
        word
        for word in words.LACKING.finditer(clause)
        if word.end() < len(clause)
        and (
            words.TAKES_AWAY.match(clause, word.start())
            or (
                not _is_supposed(clause, word)
                and not any(end.start() <= word.start() < end.end() for end in ends)
            )
        )
    ]


def _is_supposed(clause: str, word: re.Match[str]) -> bool:
    """Whether what is denied is only what the clause speaks of: "未登记的车辆"."""
    if word[0].startswith(("没有一", "无一")) or words.OF_ITS_KIND.match(clause[word.end() :]):
        return False
    supposed = words.SUPPOSED.match(clause[word.end() :])
    if supposed is None:
        return words.FLAGGED.match(clause[word.end() :]) is not None
    # "天花没留烟感的盒子" is said of what stands before it; "对没装烟感的户" is not.
    if "没" in word[0] and words.SAID_OF.search(clause[: word.start()]):
        return words.THING_AT_END.match(clause[word.end() :]) is None
    before = clause[: word.start()]
    return not (words.EVER.search(before) or (supposed[1] == "的" and words.SUBJECT.search(before)))


def _is_as_it_should_be(clause: str, rest: str) -> bool:
    """
    Whether what a clause denies is a function, held back, spared, refused or told of.

    rest: what follows it.
    """
    kinds = (
        words.FUNCTION,
        words.REFUSED,
        words.APART,
        words.SPARED,
        words.CLOSED,
        words.SHUT_FAST,
        words.NOT_LOOKED_AT,
        words.NO_PLACE,
        words.WITHHELD,
        words.CALL_FOR,
    )
    if any(kind.search(clause) for kind in kinds) or holds_back(clause):
        return True
    if words.TURNED_AWAY.match(rest.lstrip("，, ")):
        return words.LACKING.search(clause) is not None
    return words.OVERDUE.match(clause) is not None and words.REMINDED.match(rest) is not None


def _plainly(clause: str, cannot: re.Match[str]) -> str:
    """Return what cannot be done, as it is called where it can: "开门，开了门" of "开不了门"."""
    verb, _, how = cannot[0].partition("不")
    rest = clause[cannot.end() :]
    return f"{verb}{rest}，{verb}{how}{rest}"


def _is_so(clause: str, word: re.Match[str]) -> bool:
    """Whether what became of a thing is a finding, not what a system would notice."""
    after, before = clause[word.end() :], clause[: word.start()]
    if words.LISTED.fullmatch(before) and not words.LOST.search(before):
        return False
    return words.NOTICED.match(after) is None and words.TOLD.search(before) is None


def _behind(clause: str, word: re.Match[str]) -> Denial:
    """
    Return what stands behind a word that denies, with the clause from its last turn before it:
    "有道闸但无人行闸" says nothing against the first.
    """
    turns = [turn.end() for turn in words.TURN.finditer(clause, 0, word.start())]
    start, end = max([0, word.start() - _BEFORE, *turns]), word.end() + _BEHIND
    is_whole = (
        words.AT_ALL.search(clause)
        or words.INERT.match(clause[word.start() :])
        or words.JOINED.match(clause[word.end() :])
    )
    thing = start if is_whole else word.start()
    return Denial(clause[thing:end], clause[start:end])
