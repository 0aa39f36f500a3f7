"""
Understanding a question: language, what it names, what it wants, and follow-ups. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.asking.retrieval import levels_named
from assistant.errors import HistoryError
from corpus.notation import has_chinese
from corpus.traditional import simplified

Language = Literal["zh", "en"]
Intent = Literal[
    "clause", "compare_levels", "lookup", "definition", "procedure", "points", "applies", "norm",
    "what_if", "evidence", "greeting", "help", "unclear", "empty", "out_of_scope",
]  # fmt: skip
MAX_QUESTION = 2000
MAX_HISTORY = 50

_LETTERS = re.compile(r"[A-Za-z]{2,}")
# Ids and norm numbers are the same in both languages.
_CODE = re.compile(r"\b(SE ?[0-9]{2}|T/CREA|(GB|GA|JGJ)(\s*/\s*T|T)?(?=[\s0-9-]|$))", re.IGNORECASE)
_WORDLESS = re.compile(r"^[\W_]*$")
_GREETING = re.compile(
    r"^\s*(你好|您好|hi|hello|hey|早上好|下午好|谢谢|thanks?|thank you)[\s!！。.,，]*$",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"^\s*(你|您)?(是谁|能做什么|会什么|能干什么|可以做什么)|怎么用(你|这个助手)|^\s*help\s*$|"
    r"what can you do|who are you|how do i use (you|this)",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"(区别|不同|不一样|差别|差异|对比|比较|相比|分别|(级|档).{0,8}比.{0,8}(级|档)|compare|difference|differ|versus|\bvs\b)",
    re.IGNORECASE,
)
_ALL_LEVELS = re.compile(
    r"各级|各等级|各个等级|三个(等级|级别|档次?|级)|三(级|档)|各档|每(一)?(级|档)|不同(等级|级别|档次?)|(all|each|three|different|between) (the )?levels?",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"多少分|几分|分值|占分|总分|满分|how many points|what points|worth|points (?:for|does|is)|"
    r"total points|total score",
    re.IGNORECASE,
)
_APPLIES = re.compile(
    r"(适用|包含|包括|有|要满足|满足)(哪些|什么)?(指标|条款|要求项|评价项|基本要求|打分项)|"
    r"(基本要求|必备项|硬性条件|硬性要求|门槛|否决项|打分项|得分项|指标)(总共|一共|共)?有?(几|多少)(条|个|项)?|"
    r"(几|多少)(条|个|项)(基本要求|必备项|硬性条件|门槛|打分项|得分项|指标)|how many (gates|scored rows|rows|requirements)|"
    r"哪些(指标|基本要求|打分项|必备项)|(指标|基本要求|打分项|必备项)(都|分别)?(有|包括|包含|是)(哪些|什么)|"
    r"which (indicators|rows|gates|requirements|items)|list (all|the) (indicators|gates|rows)",
    re.IGNORECASE,
)
_GATES = re.compile(
    r"基本要求|必备项|否决项|硬性(条件|要求)|门槛|\bgates?\b|basic requirements?", re.IGNORECASE
)
_ITEMS = re.compile(r"打分项|得分项|评分项|scored rows?|scored items?", re.IGNORECASE)
_TABLE_C1 = re.compile(
    r"表\s*C\s*-?\s*1(?![0-9.])|英文(那|的)?(张|份)?(表|文件|标准)|tabe?le?\s*C\s*-?\s*1(?![0-9.])",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"草案|草稿|中文(那|的)?(份|本)?(标准|文件)|这本标准|T/?CREA|\bdraft\b|chinese (document|standard|draft)",
    re.IGNORECASE,
)
_CLAUSE_NAME = re.compile(r"(?<![A-Za-z0-9])(?:[ABC][0-9]|SE[0-9]{2})(?:\.[0-9]+){0,2}")
# The five first-level groups by their number.
_TOPICS: Mapping[str, re.Pattern[str]] = {
    "1": re.compile(r"公共区域|public area", re.IGNORECASE),
    "2": re.compile(r"信息安全|information security|cyber ?security", re.IGNORECASE),
    "3": re.compile(r"消防|\bfire\b", re.IGNORECASE),
    "4": re.compile(r"家庭居室|家居|居室|\bhome\b", re.IGNORECASE),
    "5": re.compile(r"平台|platform", re.IGNORECASE),
}
_FOLLOW_UP = re.compile(
    r"^(那|那么|换成|再|也|刚才|它|这个|这条|该条|其|还有|前一个|后一个|第一个|第二个|上面|and|what about|how about|it|"
    r"that|this|then|so|same|why|the (first|second|third|latter|former|last))\b|^(那|它|这|该条|其|还有|前|后|第[一二三][个条项本]|头一|上面|里面|换成|再|刚才|为什么这|同样)|也(这么|这样|要|得|列|有)|"
    r"呢[？?]?\s*$|\b(it|this one|that one|them|those|these)\b\s*(worth)?\s*\?*",
    re.IGNORECASE,
)
# What a question may be made of that says nothing about its subject.
_LEVEL_WORDS = re.compile(
    r"(?<![A-Za-z])[ABC]\s*级|(?<![A-Za-z])[ABC](?=\s*[呢吗])|level\s*[ABC](?![A-Za-z])",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"一共|总共|合计|总分|满分|分值|多少分|几分|基本要求|打分项|请问|那么|这个|这条|该条|"
    r"什么|多少|怎么|内容|意思|安全|评价|指标|前一个|后一个|第[一二三][个条项本]|头一[个条项本]|最后(?:一)?[个条项本]|末一[个条项本]|两个|分别|各自|各|值|条|"
    r"[那它其的了是有吗呢在和与占说要这些都各个们]|"
    r"\b(how|much|each|them|they|those|these|both|first|second|third|latter|former|one|many|points?|what|about|is|are|the|of|does|do|for|have|has|in|total|score|full|and|it|"
    r"that|this|one|worth|mean|means|say|says|then|gates?|scored|items?|security|safety)\b|[\W_]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """
    A question made ready for answering.

    text: as asked, cut at 2,000 characters; search_text: with what a follow-up takes over from
    the conversation. levels: the levels meant; groups: numbers of the first-level groups that it
    names; kinds: whether gates or scored rows are meant, () for both. standard: the only one
    meant; both_documents: both are named. at_levels_only: nothing outside `levels` can answer. is_bare: it names no subject of
    its own beyond level and group ("它几分？", "B 级一共多少分").
    """

    text: str
    search_text: str
    language: Language
    intent: Intent
    levels: tuple[str, ...]
    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    standard: str | None = None
    at_levels_only: bool = False
    is_bare: bool = False
    was_cut: bool = False
    both_documents: bool = False

    @property
    def asks_points(self) -> bool:
        """Whether points are asked for."""
        return _POINTS.search(simplified(self.text)) is not None


def parse_history(turns: object) -> tuple[Turn, ...]:
    """
    Read a conversation: a list of turns {"role", "content"} or of plain strings, user first.

    Raises:
        HistoryError: not a list, or a turn of another shape.
    """
    if turns is None:
        return ()
    if not isinstance(turns, Sequence) or isinstance(turns, str):
        raise HistoryError(f"it is {type(turns).__name__}, not a list")
    return tuple(_turn(turn, number) for number, turn in enumerate(turns))[-MAX_HISTORY:]


def _turn(turn: Any, number: int) -> Turn:
    if isinstance(turn, str):
        return Turn("assistant" if number % 2 else "user", turn)
    if isinstance(turn, Mapping) and isinstance(turn.get("content"), str):
        role = turn.get("role", "user")
        if role in ("user", "assistant"):
            return Turn(role, turn["content"])
    raise HistoryError(f"turn {number + 1} is {turn!r:.80}")


def language_of(text: str, history: Sequence[Turn] = ()) -> Language:
    """Return the language to answer in: that of the question, else of the last question with one."""
    for candidate in (text, *(turn.content for turn in reversed(history) if turn.role == "user")):
        if has_chinese(candidate):
            return "zh"
        if _LETTERS.search(_CODE.sub(" ", candidate)):
            return "en"
    return "zh"


def understand(text: str, history: Sequence[Turn] = (), *, names_clause: bool = False) -> Question:
    """
    Understand a question. `names_clause`: whether it names a clause id that exists.
    """
    cut = text[:MAX_QUESTION]
    asked = simplified(cut)
    previous = next((turn.content for turn in reversed(history) if turn.role == "user"), "")
    search = _with_context(asked, simplified(previous)) if previous else asked
    in_table, in_draft = bool(_TABLE_C1.search(asked)), bool(_DRAFT.search(asked))
    groups = tuple(number for number, words in _TOPICS.items() if words.search(asked))
    return Question(
        text=cut,
        search_text=search,
        language=language_of(cut, history),
        intent=_intent(asked, search, names_clause=names_clause, groups=groups),
        levels=_levels(asked) or _levels(search),
        groups=groups,
        kinds=_kinds(asked),
        standard="scs-c1" if in_table and not in_draft else None,
        both_documents=in_table and in_draft,
        is_bare=_is_bare(asked),
        was_cut=len(text) > MAX_QUESTION,
    )


def _levels(text: str) -> tuple[str, ...]:
    compares_all = _COMPARE.search(text) and _ALL_LEVELS.search(text)
    return levels_named(text) or (("A", "B", "C") if compares_all else ())


def _kinds(text: str) -> tuple[str, ...]:
    gates, items = _GATES.search(text) is not None, _ITEMS.search(text) is not None
    return ("gate",) if gates and not items else ("item",) if items and not gates else ()


def _is_bare(text: str) -> bool:
    rest = _LEVEL_WORDS.sub(" ", text)
    for words in _TOPICS.values():
        rest = words.sub(" ", rest)
    return bool(text.strip()) and not _FILLER.sub("", rest)


_SHORT_QUESTION = re.compile(
    r"^(谁|何时|什么时候|为什么|哪里|哪儿|多久|几).{0,6}$|"
    r"^(who|when|where|why|how (long|often|much|many))(\W+\w+){0,3}\W*$",
    re.IGNORECASE,
)


def without_documents(text: str) -> str:
    """Return a question without the names of the two documents and words of comparison."""
    return _COMPARE.sub(" ", _DRAFT.sub(" ", _TABLE_C1.sub(" ", text)))


def is_follow_up(text: str) -> bool:
    """Whether a question leans on the one before: short, and pointing back or without a subject."""
    if _SHORT_QUESTION.match(text.strip()):
        return True
    return (
        len(text) <= (40 if has_chinese(text) else 90)
        and _FOLLOW_UP.search(text.strip()) is not None
    )


_SAME = re.compile(
    r"一样的|同样的|相同的|对应的|类似的|相应的|也|同样|\balso\b|\btoo\b|\b(same|similar|counterpart|equivalent|corresponding)\b",
    re.IGNORECASE,
)


def asks_same(text: str) -> bool:
    """Whether a question asks for what is the same elsewhere."""
    return _SAME.search(text) is not None


_ORDINALS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        0,
        re.compile(
            r"前一个|前者|第一[个条项本]|头一[个条项本]|the (first|former)\b", re.IGNORECASE
        ),
    ),
    (1, re.compile(r"第二[个条项本]|the second\b", re.IGNORECASE)),
    (2, re.compile(r"第三[个条项本]|the third\b", re.IGNORECASE)),
    (
        -1,
        re.compile(
            r"后一个|后者|最后(一)?[个条项本]|末一[个条项本]|the (latter|last)\b", re.IGNORECASE
        ),
    ),
)
_ALL_OF_THEM = re.compile(
    r"它们|这些|那些|这(几|两|三)[个条项]|分别|各自|都|\b(them|they|those|these|both|each|all)\b",
    re.IGNORECASE,
)


_THIS_ONE = re.compile(
    r"(这|那|该)(个|条|一条|项|一项|行)(?=[是几多值为反在要怎呢吗的？?，,]|$)|头一[个条项]|最后(一)?[个条项]|第[一二三][个条项]|"
    r"\b(this|that|the (first|second|third|last|latter|former)) (one|row|clause|item)\b",
    re.IGNORECASE,
)


def names_nothing_else(text: str) -> bool:
    """Whether a short follow-up is about "this one", whatever it asks of it."""
    return len(text) <= (20 if has_chinese(text) else 60) and _THIS_ONE.search(text) is not None


_HIGHER = re.compile(
    r"往上|上一[级級]|更高(一)?(的)?(级|等级|档)|再高|(next|one) (level )?(up|higher)|higher level"
)
_LOWER = re.compile(
    r"往下|下一[级級]|更低(一)?(的)?(级|等级|档)|再低|(next|one) (level )?(down|lower)|lower level"
)


def level_beside(text: str, level: str) -> str | None:
    """
    Return the level that a follow-up means from where it stands; None where there is none.

    >>> level_beside("再往上一级呢", "B"), level_beside("下一级呢", "C"), level_beside("它呢", "B")
    ('A', None, None)
    """
    levels = "ABC"
    step = -1 if _HIGHER.search(text) else 1 if _LOWER.search(text) else 0
    place = levels.index(level) + step
    return levels[place] if step and 0 <= place < len(levels) else None


def pointed_at(text: str, number: int) -> tuple[int, ...]:
    """
    Return which of the things named before a follow-up means, as indices from 0; the first when
    it does not say. `number`: how many there are.

    >>> pointed_at("后一个几分", 3), pointed_at("how much is each of them", 2), pointed_at("它呢", 2)
    ((2,), (0, 1), (0,))
    """
    chosen = [index % number for index, words in _ORDINALS if _points(words, text, index, number)]
    if chosen:
        return tuple(dict.fromkeys(chosen))
    if _ALL_OF_THEM.search(text):
        return tuple(range(number))
    return (0,) if number else ()


def _points(words: re.Pattern[str], text: str, index: int, number: int) -> bool:
    return words.search(text) is not None and -number <= index < number


def _with_context(text: str, previous: str) -> str:
    """Return the question with its predecessor, whose levels give way to newly named ones."""
    if not is_follow_up(text):
        return text
    kept = previous
    if levels_named(text):
        kept = _LEVEL_WORDS.sub(" ", previous)
    if not _is_bare(text):
        # What is asked now has its own subject; a clause named before would be answered instead.
        kept = _CLAUSE_NAME.sub(" ", kept)
    return f"{kept[:MAX_QUESTION]} {text}"


def _intent(text: str, search: str, *, names_clause: bool, groups: Sequence[str]) -> Intent:
    fixed = _fixed_intent(text)
    if fixed:
        return fixed
    if names_clause:
        return "points" if _POINTS.search(text) else "clause"
    if _COMPARE.search(search) and len(_levels(search)) >= 2:
        return "compare_levels"
    if _is_bare(text) and levels_named(text) and _POINTS.search(text):
        return "points"
    if _APPLIES.search(search) and (
        levels_named(search) or groups or _TABLE_C1.search(search) is not None
    ):
        return "applies"
    return "lookup"


def _fixed_intent(text: str) -> Intent | None:
    if not text.strip() or _WORDLESS.match(text):
        return "empty"
    if _GREETING.match(text):
        return "greeting"
    return "help" if _HELP.search(text) else None


def intent_of_found(text: str, kind: str, clause: str) -> Intent:
    """Return the intent of a question whose best clause is known by its kind and id."""
    if kind == "definition":
        return "definition"
    if _POINTS.search(simplified(text)) and kind in ("item", "gate", "criterion"):
        return "points"
    return "procedure" if clause[:1] in "456789" else "lookup"
