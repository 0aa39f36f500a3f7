"""Cases with sheets and documents for the tests of results and reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.cases.store import CaseStore
from corpus.document import Passage, ReadResult
from scoring import load_rule_set
from tests.scoring.sheets import all_met

LIFT = "电梯轿厢内安装半球摄像机，采集的图像能清晰显示人员的乘梯情况。"
DENIED = "本期不设置周界入侵报警系统。"
FORMULA = '=HYPERLINK("http://evil.example","x")'
EVIL = '<img src=x onerror="alert(1)">'


def read(path: Path, *, name: str | None = None, **_: object) -> ReadResult:
    """Read any file as three passages: one that supports, one that denies, one like a formula."""
    passages = tuple(
        Passage(f"{path.name[:16]}-{page}", path.name, page, (), f"第 {page} 页", text)
        for page, text in ((1, LIFT), (2, DENIED), (3, FORMULA))
    )
    return ReadResult(name or "", path.name, "read", 3, passages, None)


def store_of(home: Path) -> CaseStore:
    """Return a store whose documents are read by `read`."""
    return CaseStore(home, read=read)


def new_case(
    store: CaseStore, rule_set: str = "tcrea-2023", level: str | None = "C", *,
    name: str = "江畔小区", document: bool = True,
) -> str:  # fmt: skip
    """Create a case, with one document unless told otherwise."""
    case_id = store.create_case(name, rule_set, level)
    if document:
        path = store.home / f"说明-{case_id}.pdf"
        path.write_bytes(b"%PDF " + case_id.encode())
        store.add_document(case_id, path)
    return case_id


def judge(
    store: CaseStore, case_id: str, change: dict[str, Any] | None = None, **more: Any
) -> None:
    """Save everything as met but `change` (None takes a row out); more: see `save_sheet`."""
    case = store.case(case_id)
    met = all_met(load_rule_set(case.rule_set), case.level)
    judgements = {**met, **(change or {})}
    words = {
        "judgements": {name: words for name, words in judgements.items() if words is not None},
        **more.pop("words", {}),
    }
    store.save_sheet(case_id, words, **more)
