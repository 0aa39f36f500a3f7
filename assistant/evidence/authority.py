"""Which documents say what shall be, and which what is: those overrule the first. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

_PROPOSES = re.compile(
    r"投标|技术标|标书|方案|设计|招标|可研|深化|专篇|"
    r"\b(?:bid|tender|design|proposal|solution|specification|scheme|concept|chapter)\b",
    re.IGNORECASE,
)
# "竣工图设计说明" tells what was built.
_FOUND = re.compile(r"竣工|验收|交付|检测|变更|as[ -]built|acceptance|handover", re.IGNORECASE)


@lru_cache(maxsize=1024)  # asked for every passage of a document
def is_proposal(file: str) -> bool:
    """
    Whether a document, by its name, says what shall be built, not what was.

    >>> [is_proposal(name) for name in ("智能化设计说明.docx", "竣工图说明.pdf", "03-design.pdf")]
    [True, False, True]
    """
    name = file.replace("-", " ").replace("_", " ")
    return _PROPOSES.search(name) is not None and _FOUND.search(name) is None
