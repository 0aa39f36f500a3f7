"""What must be shown for an indicator, told from the expectations. Pure composition."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asking.compose import Draft, describe
from assistant.evidence.load_expectations import load_expectations
from assistant.wording import say
from corpus.standard import Clause, Standard
from corpus.traditional import simplified

_EVIDENCE = re.compile(
    r"证据|佐证|(怎么|如何|拿什么|用什么|凭什么)(来)?(证明|体现|说明|举证)|证明材料|支撑材料|(要|该|需要)(准备|提供|提交|附)(哪些|什么)|"
    r"看什么(材料|资料|文件)|现场看什么|what evidence|evidence for|how (do|can|should) (we|i|you) (prove|show)|"
    r"what (documents|papers|proof)\b.*\b(show|prove|support)",
    re.IGNORECASE,
)
_MOST = 3


def asks_evidence(text: str) -> bool:
    """Whether a question asks what shows that an indicator is met."""
    return _EVIDENCE.search(simplified(text)) is not None


def describe_evidence(
    draft: Draft, clauses: Sequence[Clause], standards: Sequence[Standard]
) -> tuple[Clause, ...]:
    """
    Write, for the first few judged rows among the clauses, what must be shown and where it is
    usually found; return those rows, () when none of them is judged.
    """
    by_id = {standard.id: standard for standard in standards}
    told: list[Clause] = []
    for clause in clauses:
        expectation = load_expectations(clause.standard).of(clause.id)
        if expectation is None or len(told) == _MOST:
            continue
        describe(draft, clause, by_id[clause.standard])
        draft.lines.append(say("must_show", draft.language))
        draft.lines += [f"- {aspect.title(draft.language)}" for aspect in expectation.aspects]
        places = expectation.usual_places(draft.language)
        if places:
            draft.lines.append(say("usual_places", draft.language, places=places))
        note = expectation.note_zh if draft.language == "zh" else expectation.note_en
        if note:
            draft.note(note)
        told.append(clause)
    if told:
        draft.note(say("expectations_ours", draft.language))
    return tuple(told)
