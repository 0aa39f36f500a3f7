"""
How many tokens a text has, estimated without any tokenizer. Pure.

Tokenizers differ by model and would have to be downloaded; budgets only need the right size.
"""

from __future__ import annotations

from corpus.notation import has_chinese

_LETTERS_PER_TOKEN = 4


def estimated_tokens(text: str) -> int:
    """
    Return about how many tokens a text has, rather too many than too few; 0 for an empty text.

    >>> estimated_tokens("不少于 30d"), estimated_tokens("")
    (4, 0)
    """
    wide = sum(1 for character in text if has_chinese(character))
    return wide + -(-(len(text) - wide) // _LETTERS_PER_TOKEN)
