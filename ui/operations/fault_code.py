"""The code of an error, of which there is a known number."""

from __future__ import annotations

import re

UNFORESEEN = "unforeseen"
_OURS = ("assistant", "corpus", "scoring", "ui", "evals")
_CODE = re.compile(r"[a-z][a-z-]{0,39}")


def fault_code(fault: BaseException) -> str:
    """
    Return the code of an error of ours; "unforeseen" for all others, whatever they call a code.

    >>> fault_code(ValueError("x"))
    'unforeseen'
    """
    code = getattr(fault, "code", None)
    is_ours = type(fault).__module__.partition(".")[0] in _OURS
    return code if is_ours and isinstance(code, str) and _CODE.fullmatch(code) else UNFORESEEN
