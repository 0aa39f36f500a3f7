"""The style sheets: what one view needs does not reach into another."""

from __future__ import annotations

import re
from collections import defaultdict

from ui.app import CSS

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTORS = re.compile(r"([^{}]+)\{")
_FIRST_CLASS = re.compile(r"\s*(\.ap-[\w-]+)")


def test_a_class_that_two_views_style_is_one_that_all_share() -> None:
    styled = defaultdict(set)
    for sheet in CSS:
        text = _COMMENT.sub("", sheet.read_text(encoding="utf-8"))
        selectors = [one for found in _SELECTORS.findall(text) for one in found.split(",")]
        for first in filter(None, map(_FIRST_CLASS.match, selectors)):
            styled[first[1]].add(sheet.name)
    clashes = {name: files for name, files in styled.items() if len(files) > 1}
    assert all("workbench.css" in files for files in clashes.values()), clashes
