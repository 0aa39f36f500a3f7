"""What each address of the API gives, by the client, where there are no accounts."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from assistant.answer import Answer, answer_json
from scoring import assess, assessment_json, load_rule_set, parse_sheet
from tests.scoring.sheets import all_met
from ui.api.client import ApiClient, ApiProblemError
from ui.services import Services

TEXT = "# 设计说明\n\n小区出入口设置视频监控摄像机，图像保存时间不少于 90 天。\n".encode()


@pytest.fixture
def case(api: ApiClient) -> str:
    return str(api.make_case("望江苑", level="C")["id"])


def refused(code: str, status: int) -> pytest.RaisesExc[ApiProblemError]:
    return pytest.RaisesExc(
        ApiProblemError, check=lambda fault: (fault.code, fault.status) == (code, status)
    )


def test_the_standards_and_their_clauses(api: ApiClient) -> None:
    assert {one["id"] for one in api.all("/standards")} == {"tcrea-2023", "scs-c1"}
    clauses = list(api.all("/standards/tcrea-2023/clauses", limit=200))
    assert len(clauses) > 300
    (clause,) = api.get("/standards/tcrea-2023/clauses/C1.1.1")["items"]
    assert clause in clauses
    printed = api.get("/standards/tcrea-2023/clauses/A2.4.3")["items"]
    assert [one["id"] for one in printed] == ["A2.4.3", "A2.4.4"]
    with refused("corpus-unknown-clause", 404):
        api.get("/standards/tcrea-2023/clauses/C99")
    with refused("corpus-unknown-standard", 404):
        api.get("/standards/other/clauses")


def test_pages_join_to_the_whole_and_foreign_cursors_are_refused(api: ApiClient) -> None:
    whole = list(api.all("/standards/scs-c1/clauses", limit=200))
    assert list(api.all("/standards/scs-c1/clauses", limit=7)) == whole
    for cursor in ("x", "YW5waW5nOi0x", "5", "", "YW5waW5nOmE"):
        with refused("api-cursor", 422):
            api.get("/standards", cursor=cursor)
    for limit in (0, 201, "x"):
        with refused("api-invalid", 422):
            api.get("/standards", limit=limit)


@pytest.mark.encoder
def test_a_search_ranks_clauses_and_pages_go_on(api: ApiClient, with_encoder: object) -> None:
    ten = api.get("/search", q="周界入侵报警", limit=10)["items"]
    first = api.get("/search", q="周界入侵报警", limit=4)
    rest = api.get("/search", q="周界入侵报警", limit=6, cursor=first["next"])
    assert first["items"] + rest["items"] == ten
    assert {
        one["standard"] for one in api.get("/search", q="fire", standard="scs-c1")["items"]
    } == {"scs-c1"}
    with refused("api-invalid", 422):
        api.get("/search", q="fire", kind="row")


@pytest.mark.encoder
def test_an_answer_comes_at_once_or_as_events(api: ApiClient, with_encoder: object) -> None:
    answer = api.ask("B级要多少分才算通过？")
    assert answer["answerable"]
    assert all(one["check"] != "not_found" for one in answer["citations"])
    assert list(api.ask_streamed("B级要多少分才算通过？")) == [("answer", answer)]
    with refused("corpus-unknown-case", 404):
        api.ask("有摄像机吗？", case="c-none")


@pytest.mark.encoder
def test_what_a_model_says_comes_sentence_by_sentence(
    api: ApiClient, services: Services, with_encoder: object
) -> None:
    answer = services.assistant.ask("B级要多少分才算通过？")

    class Model:
        def ask(
            self, _text: str, _turns: object, tell: Any = None, cancelled: Any = None
        ) -> Answer:
            if tell is not None:
                assert not cancelled()
                tell("一。")
                tell("二。")
            return answer

    services.worded = Model()  # type: ignore[assignment]
    events = list(api.ask_streamed("B级要多少分才算通过？"))
    assert events[:2] == [("sentence", {"text": "一。"}), ("sentence", {"text": "二。"})]
    assert events[2:] == [("answer", answer_json(answer))]
    assert api.ask("B级要多少分才算通过？") == answer_json(answer)

    def broken(*_: object) -> Answer:
        raise RuntimeError("secret")

    services.worded.ask = broken  # type: ignore[method-assign, union-attr]
    ((name, told),) = api.ask_streamed("B级要多少分才算通过？")
    assert (name, told["code"]) == ("problem", "api-internal")
    assert "secret" not in str(told)


def test_a_case_is_made_renamed_and_removed(api: ApiClient, case: str) -> None:
    assert [one["id"] for one in api.all("/cases")] == [case]
    changed = api.send("PATCH", f"/cases/{case}", json={"name": "二期", "stage": "formal"}).json()
    assert (changed["name"], changed["stage"]) == ("二期", "formal")
    assert api.get(f"/cases/{case}") == changed
    assert api.send("DELETE", f"/cases/{case}").status_code == 204
    with refused("corpus-unknown-case", 404):
        api.get(f"/cases/{case}")
    with refused("api-invalid", 422):
        api.make_case("无级", level=None)
    for name in ("  ", "a\0b", "a\nb", "长" * 201):
        with refused("api-invalid", 422):
            api.make_case(name, level="C")


def test_a_document_is_read_in_the_background_and_removed(
    api: ApiClient, case: str, services: Services
) -> None:
    job = api.add_document(case, "../设计说明.md", TEXT)
    assert services.reading.wait(60)
    done = api.get(f"/cases/{case}/jobs/{job['id']}")
    assert (done["state"], done["file"]) == ("read", "设计说明.md")
    (document,) = api.all(f"/cases/{case}/documents")
    assert api.get(f"/cases/{case}/documents/{document['sha256']}") == document
    assert next(api.all(f"/cases/{case}/passages"))["file"] == "设计说明.md"
    found = {one["indicator"]: one for one in api.all(f"/cases/{case}/evidence", limit=200)}
    assert any(one["suggestions"] for one in found.values())
    api.send("DELETE", f"/cases/{case}/jobs/{job['id']}")
    assert list(api.all(f"/cases/{case}/documents")) == [document]
    api.send("DELETE", f"/cases/{case}/documents/{document['sha256']}")
    assert list(api.all(f"/cases/{case}/documents")) == []
    with refused("corpus-unknown-document", 404):
        api.get(f"/cases/{case}/documents/{document['sha256']}")
    with refused("api-nothing-here", 404):
        api.get(f"/cases/{case}/jobs/{job['id']}")


def test_a_sheet_is_scored_exactly_as_by_the_core(api: ApiClient) -> None:
    rules = load_rule_set("tcrea-2023")
    words = {"rule_set": rules.id, "target": "C", "stage": "pre", "judgements": all_met(rules, "C")}
    assert api.assess(words) == json.loads(
        json.dumps(assessment_json(assess(rules, parse_sheet(words, rules))))
    )
    words["judgements"]["C1.1.1"] = {"points": "99"}
    with pytest.raises(ApiProblemError) as caught:
        api.assess(words)
    assert (caught.value.code, caught.value.status) == ("scoring-sheet", 422)
    assert caught.value.words["faults"][0]["where"].startswith("judgements.C1.1.1")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b'{"rule_set": "scs-c1", "rule_set": "scs-c1"}', 422), (b"[", 422), (b"[]", 422),
        (b"\xff", 422), (b'{"a": "\\ud800"}', 422), (b"[" * 5000, 422), (b" " * 1_100_000, 413),
        (b" " * 2_200_000, 413),
    ],
)  # fmt: skip
def test_hostile_sheets_are_refused(api: ApiClient, sent: bytes, status: int) -> None:
    with pytest.raises(ApiProblemError) as caught:
        api.send("POST", "/assess", content=sent, headers={"content-type": "application/json"})
    assert caught.value.status == status


def test_a_sheet_of_a_case_is_changed_by_version(api: ApiClient, case: str) -> None:
    empty = api.sheet(case)
    assert (empty["version"], empty["sheet"]["judgements"]) == (0, {})
    words = {**empty["sheet"], "judgements": {"C1.1.1": {"met": True}}}
    saved = api.save_sheet(case, words, 0)
    assert saved["sheet"]["judgements"] == {"C1.1.1": {"met": True}}
    assert api.sheet(case) == saved
    with refused("corpus-sheet-changed", 412):
        api.save_sheet(case, empty["sheet"], 0)
    with refused("api-precondition", 428):
        api.send("PUT", f"/cases/{case}/sheets/case/pre", json=words)
    with refused("scoring-sheet", 422):
        api.save_sheet(case, {**words, "judgements": {"C9": {}}}, saved["version"])
    assert api.get(f"/cases/{case}/sheets/case/pre/assessment")["outcome"] == "incomplete"
    assert [one["owner"] for one in api.all(f"/cases/{case}/sheets")] == ["case"]
    api.send("POST", f"/cases/{case}/sheets/case/pre/submission")
    with refused("corpus-sheet-submitted", 409):
        api.save_sheet(case, {**words, "judgements": {}}, saved["version"])
    again = api.send("DELETE", f"/cases/{case}/sheets/case/pre/submission").json()
    assert again["submitted"] is None


def test_the_procedure_refuses_a_step_with_every_clause(api: ApiClient, case: str) -> None:
    standing = api.get(f"/cases/{case}/procedure")
    assert (standing["status"], standing["parties"]) == ("prepared", [])
    with pytest.raises(ApiProblemError) as caught:
        api.take_step(case, "apply")
    assert caught.value.status in (409, 422)
    assert caught.value.words["faults"]
    with refused("procedure-words", 422):
        api.take_step(case, "fly")
    for day in ("0001-01-01", "9999-12-31", "tomorrow"):
        with refused("api-invalid", 422):
            words = {"step": "return", "day": day}
            api.send("POST", f"/cases/{case}/procedure/steps", json=words)
    assert api.get(f"/cases/{case}/procedure/due")["reviews"] == []
    assert api.get("/alarms")["items"] == []
    table = api.make_case("表", "scs-c1")["id"]
    with refused("procedure-none", 409):
        api.get(f"/cases/{table}/procedure")


@pytest.mark.slow
def test_every_report_can_be_taken_away(api: ApiClient, case: str) -> None:
    for kind in ("score-table", "gaps"):
        assert load_workbook(BytesIO(api.report(case, kind, language="en"))).sheetnames
    for kind in ("evaluation", "self-check"):
        assert api.report(case, kind).startswith(b"PK")
    assert "assessment-results" in json.loads(api.report(case, "oscal"))
    with refused("api-invalid", 422):
        api.report(case, "other")
