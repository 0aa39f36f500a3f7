"""What people give for a step of the procedure: reasons, notices, names; never what can be known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from ui.errors import StepWordsError

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Wanted:
    """
    Something that a step asks people for.

    key: its name, such as "reason"; what it means in words stands under `step_word_…` in the
    catalogue. kind: a text, a number of days, a level, or a document of the case. optional: the
    step may do without.
    """

    key: str
    kind: Literal["text", "days", "level", "document"] = "text"
    optional: bool = False


WANTED: Mapping[str, tuple[Wanted, ...]] = {
    "apply": (
        Wanted("written_application"),
        Wanted("meets_gbt_21741"),
        Wanted("4.5.1", "document"),
        Wanted("4.5.2", "document"),
        Wanted("4.5.3", "document", optional=True),
    ),
    "return": (Wanted("reason"),),
    "accept": (Wanted("eligibility_checked"), Wanted("written_notice")),
    "form_panel": (Wanted("body"), Wanted("detailed_rules")),
    "report": (
        Wanted("overview"),
        Wanted("summary"),
        Wanted("improvements"),
        Wanted("conclusion"),
    ),
    "review": (Wanted("review_agrees"),),
    "rework": (Wanted("reason"),),
    "publish_notice": (
        Wanted("report_handed_over"),
        Wanted("notice"),
        Wanted("notice_days", "days"),
    ),
    "object": (Wanted("objection"),),
    "settle": (Wanted("settlement"),),
    "certify": (Wanted("signed_by_head"), Wanted("number")),
    "yearly_review": (Wanted("ability_kept"),),
    "downgrade": (Wanted("reason"), Wanted("level", "level")),
    "withdraw": (Wanted("reason"),),
    "expire": (),
}
"""What each step of `scoring.procedure` asks people for."""
DOCUMENTS = ("4.5.1", "4.5.2", "4.5.3")


def given_words(step: str, given: Mapping[str, str], wanted: Sequence[Wanted]) -> dict[str, str]:
    """
    Return what was given for a step, without surrounding spaces; empty ones left out.

    Raises:
        StepWordsError: something is given that the step does not ask for, or is too long; all are
            listed.
    """
    known = [one.key for one in wanted]
    faults = []
    for key, value in given.items():
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.5) or known
            allowed = ", ".join(near) if near else "nothing"
            faults.append(f"'{key[:40]}' is not asked for; the step '{step}' asks for {allowed}")
        elif len(value) > LONGEST:
            faults.append(f"'{key}' has {len(value)} characters; {LONGEST} are allowed")
    if faults:
        raise StepWordsError(step, faults)
    return {key: value.strip() for key, value in given.items() if value.strip()}


def days_of(step: str, words: Mapping[str, str]) -> int | None:
    """
    Return the number of days given; None for none.

    Raises:
        StepWordsError: it is no whole number from 1 to 365.
    """
    text = words.get("notice_days")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= 365 and len(text) < 4):
        raise StepWordsError(step, [f"'notice_days' is {text[:20]!r}; whole days, 1 to 365"])
    return int(text)
