"""
Understanding a question: language, what it names, what it wants, and follow-ups. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.errors import HistoryError
from assistant.retrieval import levels_named
from corpus.notation import has_chinese

Language = Literal["zh", "en"]
Intent = Literal[
    "clause", "compare_levels", "lookup", "points", "applies", "norm", "greeting", "empty",
    "out_of_scope",
]  # fmt: skip
MAX_QUESTION = 2000
MAX_HISTORY = 50

_LETTERS = re.compile(r"[A-Za-z]{2,}")
_WORDLESS = re.compile(r"^[\W_]*$")
_GREETING = re.compile(
    r"^\s*(你好|您好|hi|hello|hey|早上好|下午好|谢谢|thanks?|thank you)[\s!！。.,，]*$",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"(区别|不同|差别|对比|比较|相比|compare|difference|differ|versus|\bvs\b)", re.IGNORECASE
)
_POINTS = re.compile(
    r"多少分|几分|分值|占分|how many points|what points|worth|points (?:for|does|is)", re.IGNORECASE
)
_APPLIES = re.compile(
    r"(适用|包含|包括|有)(哪些|什么)?(指标|条款|要求项|评价项|基本要求)|哪些(指标|基本要求|打分项)|"
    r"which (indicators|rows|gates|requirements|items)|list (all|the) (indicators|gates|rows)",
    re.IGNORECASE,
)
_FOLLOW_UP = re.compile(
    r"^(那|那么|它|这个|这条|该条|其|还有|and|what about|how about|it|that|this|then)|呢[？?]?\s*$",
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
    the conversation. levels: the levels meant.
    """

    text: str
    search_text: str
    language: Language
    intent: Intent
    levels: tuple[str, ...]
    was_cut: bool = False


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
        if _LETTERS.search(candidate):
            return "en"
    return "zh"


def understand(text: str, history: Sequence[Turn] = (), *, names_clause: bool = False) -> Question:
    """
    Understand a question. `names_clause`: whether it names a clause id that exists.
    """
    cut = text[:MAX_QUESTION]
    previous = next((turn.content for turn in reversed(history) if turn.role == "user"), "")
    search = _with_context(cut, previous) if previous else cut
    return Question(
        text=cut,
        search_text=search,
        language=language_of(cut, history),
        intent=_intent(cut, search, names_clause=names_clause),
        levels=levels_named(cut) or levels_named(search),
        was_cut=len(text) > MAX_QUESTION,
    )


def is_follow_up(text: str) -> bool:
    """Whether a question leans on the one before: short and pointing back."""
    return len(text) <= 40 and _FOLLOW_UP.search(text.strip()) is not None


def _with_context(text: str, previous: str) -> str:
    """Return the question with its predecessor, whose levels give way to newly named ones."""
    if not is_follow_up(text):
        return text
    kept = previous
    if levels_named(text):
        kept = re.sub(r"(?<![A-Za-z])[ABC]\s*[级級]|[Ll]evel\s*[ABC](?![A-Za-z])", " ", previous)
    return f"{kept[:MAX_QUESTION]} {text}"


def _intent(text: str, search: str, *, names_clause: bool) -> Intent:
    if not text.strip() or _WORDLESS.match(text):
        return "empty"
    if _GREETING.match(text):
        return "greeting"
    if names_clause:
        return "points" if _POINTS.search(text) else "clause"
    if _COMPARE.search(search) and len(levels_named(search)) >= 2:
        return "compare_levels"
    if _APPLIES.search(search):
        return "applies"
    return "lookup"
