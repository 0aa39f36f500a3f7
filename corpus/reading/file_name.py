"""Names and short texts from uploads, made safe to show and to store."""

from __future__ import annotations

import re
import unicodedata

UNNAMED = "unnamed"
_MAX_NAME = 160
_FORBIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def shown(text: str, limit: int) -> str:
    """Return `text` on one line without control or direction characters, at most `limit` long."""
    kept = "".join(
        char for char in text[: limit * 4] if unicodedata.category(char) not in _FORBIDDEN
    )
    kept = " ".join(kept.split())
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


def safe_name(name: str) -> str:
    r"""
    Return the last part of an uploaded file's name, safe to show and never a path.

    "../../x" and "C:\x" give "x"; "", "." and ".." give "unnamed"; an over-long name is cut
    but keeps its ending.
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = shown(last, 4 * _MAX_NAME)
    if kept.strip(". ") == "":
        return UNNAMED
    if len(kept) > _MAX_NAME:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[: _MAX_NAME - 12]}….{ending[:10]}" if dot and stem else kept[:_MAX_NAME]
    return kept


def ending(name: str) -> str:
    """Return the file name's ending in lower case without the dot; "" when there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def clean_text(text: str) -> str:
    """Return document text without characters that no store or page can hold."""
    return _SURROGATE.sub("\ufffd", _UNSTORABLE.sub("", text))
