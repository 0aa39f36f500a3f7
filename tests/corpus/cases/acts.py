"""Every kind of act on a case, by name: what makes it possible, and the act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from corpus.cases.case import SuggestionDecision
from corpus.cases.files import FolderFiles
from corpus.cases.procedure import Declaration, SampleDraw, StepTaken
from corpus.cases.store import CaseStore
from corpus.document import Passage, ReadResult

Do = Callable[[CaseStore, str], object]
NAME = "设计说明.md"


def read_two(path: Path, *, name: str | None = None, **_: object) -> ReadResult:
    """Stand in for the reading process: two passages whatever the file."""
    passages = tuple(
        Passage(f"{path.name[:16]}-{n}", path.name, 1, (), f"第 {n} 段", text)
        for n, text in enumerate(("周界设置红外对射。", "录像保存30天。"), 1)
    )
    return ReadResult(name or "", path.name, "read", 1, passages, None)


def bytes_at(home: Path, sha256: str) -> Path:
    """Return where a home keeps the bytes of a document, to change them behind its back."""
    return FolderFiles(home / "files").path(sha256)


def document(store: CaseStore) -> Path:
    path = store.home.parent / NAME
    path.write_text("周界设置红外对射。录像保存30天。", encoding="utf-8")
    return path


def decided(store: CaseStore, case_id: str) -> SuggestionDecision:
    return store.suggestion_decisions(case_id)[0]


def prepared(home: Path) -> tuple[CaseStore, str]:
    """Return a store and its case: a person, a document with a decision, two sheets, a note."""
    store = CaseStore(home, read=read_two)
    case_id = store.create_case("甲", "tcrea-2023", "B")
    store.join_case(case_id, "me", "王工")
    store.set_rules(case_id, body=("细则.yaml", "body: 甲"))
    first = store.add_document(case_id, document(store)).passages[0]
    store.set_suggestion_decision(case_id, "B1.1.1", first.id, "accepted")
    for met in (True, False):
        store.save_sheet(case_id, {"judgements": {"B1.1.1": {"met": met}}}, person="me")
    store.save_sheet(case_id, {"judgements": {}})
    store.submit_sheet(case_id)
    store.add_party(case_id, "builder", "甲安防工程有限公司")
    store.set_note(case_id, "B1.2.1", "缺图")
    return store, case_id


def take(store: CaseStore, case_id: str, name: str) -> object:
    path = store.home.parent / name
    path.write_text(f"门禁，见{name}。", encoding="utf-8")
    return store.take_document(case_id, path)


DECLARATION = Declaration("me", "乙大学", True, "与各方无利益关系。", "1", "2026-03-01")
DRAW = SampleDraw("pre", "摄像机", ("K1", "K2", "K3"), "ab" * 32, "s", ("K2",), "7.4.a", {})
STEP = StepTaken(
    "pre", 1, "apply", "2026-03-02", "prepared", "applied", {"documents": {}}, "2032-03-02"
)
BEFOREHAND: Mapping[str, Do] = {"hold.lifted": lambda store, case: store.set_hold(case, "诉讼")}
"""What some acts need besides what is prepared for all."""
ACTS: Mapping[str, Do] = {
    "case.created": lambda store, _: store.create_case("乙", "scs-c1"),
    "case.renamed": lambda store, case: store.rename_case(case, "丙"),
    "case.stage-set": lambda store, case: store.set_stage(case, "formal"),
    "case.profile-set": lambda store, case: store.set_profile(case, {"level": "A"}),
    "case.edition-set": lambda store, case: store.set_rules(case, edition="V2.3"),
    "body-rules.set": lambda store, case: store.set_rules(case, body=("细则.yaml", "body: 乙")),
    "body-rules.removed": lambda store, case: store.set_rules(case, without_body=True),
    "person.joined": lambda store, case: store.join_case(case, "you", "李工"),
    "person.named": lambda store, case: store.join_case(case, "me", "王高工"),
    "document.added": lambda store, case: take(store, case, "其他.md"),
    "document.removed": lambda store, case: store.remove_document(
        case, store.documents(case)[0].sha256
    ),
    "suggestion.decided": lambda store, case: store.set_suggestion_decision(
        case, "B1.1.1", decided(store, case).passage_id, "rejected"
    ),
    "suggestion.forgotten": lambda store, case: store.set_suggestion_decision(
        case, "B1.1.1", decided(store, case).passage_id, None
    ),
    "note.written": lambda store, case: store.set_note(case, "B1.2.1", "图已补"),
    "sheet.saved": lambda store, case: store.save_sheet(
        case, {"judgements": {"B1.1.1": {"met": True}}}, person="me"
    ),
    "sheet.undone": lambda store, case: store.undo_sheet(case, person="me"),
    "sheet.removed": lambda store, case: store.remove_sheet(case, person="me"),
    "sheet.submitted": lambda store, case: store.submit_sheet(case, person="me"),
    "sheet.withdrawn": lambda store, case: store.withdraw_submission(case),
    "person.assigned": lambda store, case: store.assign_part(case, "me", "member"),
    "party.added": lambda store, case: store.add_party(case, "applicant", "乙置业有限公司"),
    "party.removed": lambda store, case: store.remove_party(case, "builder", "甲安防工程有限公司"),
    "independence.declared": lambda store, case: store.declare_independence(case, DECLARATION),
    "inspection.written": lambda store, case: store.set_inspection(
        case, "B1.1.1", ["site", "documents"], "围墙完好。", person="me"
    ),
    "sample.drawn": lambda store, case: store.add_sample(case, DRAW),
    "step.taken": lambda store, case: store.add_step(case, STEP),
    "hold.set": lambda store, case: store.set_hold(case, "投诉调查"),
    "hold.lifted": lambda store, case: store.lift_hold(case, 1, "已结案"),
    "case.removed": lambda store, case: store.delete_case(case),
}
