"""
Whether what was found answers a question, or the documents do not say. Pure.

Four signs, weighed by a logistic regression on the dev halves of our suites (docs/evals.md): how
much nearer the question is to a clause than to any question that no clause answers, how clearly
the best clauses stand out, how many of the nearest known questions no clause answers, and whether
a word of another topic stands in it.
"""

from __future__ import annotations

from assistant.asking.retrieval import Retrieval

_MARGIN, _LEAD, _OUTSIDE_SHARE, _OUTSIDE_WORD = 65.0, 9.0, 8.0, 2.3
# Below it a question that the documents do not answer is of another topic altogether.
_FAR = -1.6


def balance(found: Retrieval, *, names_outside: bool) -> float:
    """
    Return what speaks for an answer less what speaks against it, in logits: above 0 the question
    is answered. `names_outside`: a word of another topic stands in the question.
    """
    return (
        _MARGIN * found.margin
        + _LEAD * found.lead
        - _OUTSIDE_SHARE * found.outside_share
        - _OUTSIDE_WORD * names_outside
    )


def is_far(weight: float) -> bool:
    """Whether a question with this balance is about something else altogether."""
    return weight < _FAR
