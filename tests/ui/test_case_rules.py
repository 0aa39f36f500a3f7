"""The rules that a case keeps: its edition, the body's own rules, and what they change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from scoring.errors import BodyRulesError
from tests.corpus.cases.old_stores import CASE, old_store
from tests.ui.results import judge, new_case, read, store_of
from ui.case_rules import change_rules, effective_rules
from ui.cli.main import main
from ui.errors import CaseRulesError
from ui.reports.case_result import case_result
from ui.rule_stamp import rule_stamp
from ui.services import Services
from ui.settings import Settings
from ui.views.score.desk import SheetDesk

EXAMPLE = Path(__file__).parents[2] / "docs/examples/body-rules.yaml"
BODY = ("细则.yaml", EXAMPLE.read_bytes())


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    return CaseStore(tmp_path / "home", read=read, rules=rule_stamp)


@pytest.fixture
def case_id(store: CaseStore) -> str:
    case_id = new_case(store, document=False)
    judge(store, case_id)
    return case_id


def run(store: CaseStore, *words: str) -> Result:
    return CliRunner().invoke(main, ["case", "rules", *words], env={"ANPING_HOME": str(store.home)})


def with_text(*changes: tuple[str, str]) -> tuple[str, bytes]:
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return "细则.yaml", text.encode()


def test_a_case_is_made_for_the_newest_edition_and_an_old_one_names_none(tmp_path: Path) -> None:
    store = CaseStore(tmp_path / "new", rules=rule_stamp)
    assert store.case(store.create_case("甲", "tcrea-2023", "B")).edition == "V2.3"
    old = CaseStore(tmp_path / "old", rules=rule_stamp)
    old_store(old.home, 3)
    assert old.rules(CASE).edition is None
    assert effective_rules(old.rules(CASE)).edition == "V2.3"
    change_rules(old, CASE, edition="V2.3")
    assert old.events(CASE)[-1].after == {"edition": "V2.3"}
    found = RecordAudit(old.home).verify(CASE).findings
    assert {one.fault for one in found} == {"file-missing"}  # such stores here have no files


def test_rules_of_a_body_are_kept_verbatim_in_every_version(store: CaseStore, case_id: str) -> None:
    change_rules(store, case_id, body=BODY)
    change_rules(store, case_id, body=BODY)
    change_rules(store, case_id, without_body=True)
    change_rules(store, case_id, body=with_text(("2024.1", "2024.2")))
    texts = [one.text for one in store.body_files(case_id)]
    assert texts[:2] == [EXAMPLE.read_bytes().decode(), None]
    assert [one.what for one in store.events(case_id)[-3:]] == [
        "body-rules.set",
        "body-rules.removed",
        "body-rules.set",
    ]
    kept = store.rules(case_id).body
    assert kept is not None
    assert (kept.number, kept.file) == (3, "细则.yaml")
    assert RecordAudit(store.home).verify(case_id).findings == ()


def test_the_record_names_the_rules_that_hold(store: CaseStore, case_id: str) -> None:
    change_rules(store, case_id, body=BODY)
    store.set_note(case_id, "B1.1.1", "x")
    stamp = store.events(case_id)[-1].basis["rules"]
    body = store.rules(case_id).body
    assert body is not None
    assert (stamp["edition"], stamp["body"]["sha256"]) == ("V2.3", body.sha256)
    assert stamp["body"]["hash"] == effective_rules(store.rules(case_id)).body.content_hash  # type: ignore[union-attr]


def test_only_rows_that_the_rules_touch_become_suspect(store: CaseStore, case_id: str) -> None:
    assert store.suspects(case_id) == ()
    plain = "body: 乙\nversion: '1'\ndate: '2024-03-01'\nrule_set: tcrea-2023\nedition: V2.3\n"
    change_rules(store, case_id, body=("乙.yaml", f"{plain}methods: [site]\n".encode()))
    assert store.suspects(case_id) == ()
    steps = "indicators: {C1.2.1: {steps: ['0', '2', '4']}}\n"
    change_rules(store, case_id, body=("乙.yaml", (plain + steps).encode()))
    assert {(one.indicator, one.causes) for one in store.suspects(case_id)} == {
        ("C1.2.1", ("rule",))
    }
    change_rules(store, case_id, without_body=True)
    assert store.suspects(case_id) == ()


def test_every_view_of_the_case_goes_by_its_rules(store: CaseStore, case_id: str) -> None:
    change_rules(store, case_id, body=BODY)
    result = case_result(store, case_id)
    assert "CX1.1" in {str(row.id) for row in result.rows}
    assert not result.is_override
    sheet = SheetDesk(store).opened(case_id, "", "", "formal")
    assert sheet.rules.body == result.rules.body
    assert sheet.title("CX1", "zh") == "配套商业（底商）"
    sheet = SheetDesk(store).judge(sheet, "CX1.1", {"points": "3", "reason": "一半"})
    assert sheet.assessment.levels["C"].beside["CX1"].points == 3
    recognised = {"recognised": "报告第 12 页"}
    assert SheetDesk(store).judge(sheet, "C1.1.3", recognised).judgements["C1.1.3"] == recognised


def test_rules_that_a_sheet_does_not_fit_change_nothing(store: CaseStore, case_id: str) -> None:
    store.save_sheet(
        case_id,
        {"judgements": {"C1.2.1": {"points": "0.5", "reason": "少"}}},
        person="me",
        stage="formal",
    )
    before = store.head(case_id)
    with pytest.raises(CaseRulesError) as caught:
        change_rules(store, case_id, body=BODY)
    (misfit,) = caught.value.misfits
    assert (misfit.is_own, misfit.rows) == (False, ("C1.2.1",))
    assert "0.5" not in str(caught.value)
    assert store.head(case_id) == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (b"body: [", "file_format"),
        (b"\xff\xfe", "file_encoding"),
        (b"x" * 1_100_000, "file_too_large"),
        (with_text(("rule_set: tcrea-2023", "rule_set: scs-c1"))[1], "wrong_edition"),
    ],
)
def test_faulty_rules_are_refused_with_every_fault(
    store: CaseStore, case_id: str, given: bytes, code: str
) -> None:
    with pytest.raises(BodyRulesError) as caught:
        change_rules(store, case_id, body=("r.yaml", given))
    assert code in {fault.code for fault in caught.value.faults}
    assert store.body_files(case_id) == ()


def test_rules_of_another_document_are_refused(tmp_path: Path) -> None:
    store = store_of(tmp_path / "home")
    case_id = store.create_case("甲", "scs-c1")
    with pytest.raises(BodyRulesError, match="the case is judged by scs-c1"):
        change_rules(store, case_id, body=BODY)


def test_the_command_shows_sets_and_takes_away(store: CaseStore, case_id: str) -> None:
    assert "No body's own rules" in run(store, case_id, "--lang", "en").output
    told = run(store, case_id, "--body", str(EXAMPLE), "--lang", "zh")
    assert told.exit_code == 0, told.output
    assert "示例评价中心" in told.output
    assert "存疑" in told.output
    told = json.loads(run(store, case_id, "--no-body", "--json").output)
    assert told["body"] is None
    assert [one["file"] for one in told["body_versions"]] == ["body-rules.yaml", None]
    assert run(store, case_id, "--text", "1").output == EXAMPLE.read_text(encoding="utf-8")
    assert run(store, case_id, "--text", "2").exit_code == 1
    assert run(store, case_id, "--edition", "V9").exit_code == 1


def test_the_command_lists_the_faults_of_a_file_by_line(
    store: CaseStore, case_id: str, tmp_path: Path
) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_bytes(with_text(('version: "2024.1"', "versoin: 1"))[1])
    told = run(store, case_id, "--body", str(faulty))
    assert told.exit_code == 2
    assert f"{faulty}:4: [" in told.output
    assert store.body_files(case_id) == ()


def test_services_stamp_by_the_rules_of_the_case(tmp_path: Path) -> None:
    services = Services(Settings(home=tmp_path / "home", cache=tmp_path / "cache"))
    case_id = services.cases.create_case("甲", "tcrea-2023", "C")
    change_rules(services.cases, case_id, body=BODY)
    services.cases.save_sheet(case_id, {"judgements": {"CX1.1": {"met": True}}})
    assert set(services.cases.events(case_id)[-1].basis["rules"]["rows"]) == {"CX1.1"}
