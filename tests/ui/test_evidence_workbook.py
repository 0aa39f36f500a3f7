"""The matrix of a case as a workbook, and what was read by OCR said wherever it is quoted."""

from __future__ import annotations

from pathlib import Path

from assistant.evidence.indicator import case_evidence, evidence_json
from corpus.cases.store import CaseStore
from corpus.document import Passage, ReadResult
from ui.reports.evidence_workbook import matrix_workbook

PRINTED = "电梯轿厢内安装半球摄像机，采集的图像能清晰显示人员的乘梯情况。"
RECOGNISED = "电梯轿厢内设置摄像机，图像能清晰显示乘梯人员的情况。"


def read(path: Path, *, name: str | None = None, **_: object) -> ReadResult:
    passages = tuple(
        Passage(f"{path.name[:16]}-{page}", path.name, page, (), f"第 {page} 页", text, is_ocr=ocr)
        for page, text, ocr in ((1, PRINTED, False), (2, RECOGNISED, True))
    )
    return ReadResult(name or "", path.name, "read", 2, passages, None)


def test_a_quote_that_was_recognised_is_said_to_be(tmp_path: Path) -> None:
    store = CaseStore(tmp_path / "home", read=read)
    case_id = store.create_case("甲", "tcrea-2023", "C")
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    store.add_document(case_id, tmp_path / "a.pdf")
    (entry,) = [one for one in case_evidence(store, case_id) if one.indicator == "C1.3.5"]
    told = {one["quote"]: one["is_ocr"] for one in evidence_json(entry)["suggestions"]}
    assert told == {PRINTED: False, RECOGNISED: True}
    for language, word, heading in (("zh", "OCR 识别", "文字来源"), ("en", "OCR", "Text from")):
        book = matrix_workbook(store.case(case_id), [entry], {"C1.3.5": "=补图纸"}, language)
        head, *rows = book.worksheets[1].iter_rows(values_only=True)
        assert head[-1] == heading
        assert {row[2]: row[-1] or "" for row in rows} == {PRINTED: "", RECOGNISED: word}
