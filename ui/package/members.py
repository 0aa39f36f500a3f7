"""What a package of a case holds, by the names that docs/formats.md has for it."""

from __future__ import annotations

FORM = 1
"""Raised when packages are written otherwise; others are refused."""
MANIFEST = "MANIFEST.json"
README = "README.txt"
EVENTS = "record/events.jsonl"
TABLES = "tables/"
EDITION = "rules/edition/"
BODY = "rules/body.yaml"
CLAUSES = "rules/clauses.json"
SHEETS = "sheets/"
SCORES = "scores/"
REPORTS = "reports/"
DOCUMENTS = "documents/"
LINES = ".jsonl"

ABOUT = """\
This is a package of one case of Anping: the score sheets with every version, the evidence, the
rules that it is judged by, what was done to it (record/events.jsonl, a chain of hashes), and what
the rules make of the sheets (scores/). `anping case verify FILE` checks all of it without a
database; docs/formats.md of Anping says how it can be checked without Anping.

本文件是安评一个案卷的完整打包：评分表及其各版本、证据、所依据的规则、操作记录（record/events.jsonl，
哈希链）以及按规则算出的结果（scores/）。用 `anping case verify FILE` 可在没有数据库的机器上核验；
格式见安评的 docs/formats.md，不用安评也能核验。
"""


def table_member(name: str) -> str:
    """Return where the rows of a table are."""
    return f"{TABLES}{name}{LINES}"


def sheet_name(mark: str, stage: str) -> str:
    """Return the name of a sheet's files: by the mark of whose it is, "case" for the case's own."""
    return f"{mark or 'case'}-{stage}.json"
