"""What the office and the panel keep with a case, by the client, where there are no accounts."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.ui.api.test_resources import TEXT, case, refused
from ui.api.client import ApiClient
from ui.errors import PdfError
from ui.reports.pdf import pdf_of
from ui.services import Services

__all__ = ["case"]
BODY = (Path(__file__).parents[3] / "docs/examples/body-rules.yaml").read_text(encoding="utf-8")


def test_people_get_their_parts_and_declare(api: ApiClient, case: str) -> None:
    member = api.add_person(case, "member", name="甲工")
    assert member["part"] == "member"
    assert api.add_person(case, "member", name="甲工") == member
    assert list(api.all(f"/cases/{case}/people")) == [member]
    assert api.give_part(case, member["person"], "reviewer")["part"] == "reviewer"
    made = api.declare(
        case, "甲大学", person="甲工", is_expert=True, ties=[{"party": "builder", "nature": "顾问"}],
        earlier=[{"organisation": "乙公司", "what": "设计", "until": "2020-01-02"}],
    )  # fmt: skip
    assert (made["person"], made["number"], made["is_expert"]) == (member["person"], 1, True)
    assert made["ties"] == [{"party": "builder", "nature": "顾问"}]
    assert list(api.all(f"/cases/{case}/declarations")) == [made]
    panel = api.get(f"/cases/{case}/procedure")["panel"]
    assert [one["name"] for one in panel["reviewers"]] == ["甲工"]
    for given in ({"login": "wang"}, {}, {"login": "wang", "name": "甲"}):
        with refused("api-invalid", 422):
            api.add_person(case, "member", **given)
    with refused("corpus-unknown-person", 404):
        api.give_part(case, "丙工", "member")
    with refused("api-invalid", 422):
        api.declare(case, "甲大学")


def test_parties_are_named_and_taken_away(api: ApiClient, case: str) -> None:
    first = api.add_party(case, "builder", " 甲安防工程有限公司 ", key="k")
    assert first == {"party": "builder", "organisation": "甲安防工程有限公司"}
    assert api.add_party(case, "builder", " 甲安防工程有限公司 ", key="k") == first
    assert list(api.all(f"/cases/{case}/parties")) == [first]
    api.remove_party(case, "builder", "甲安防工程有限公司")
    assert list(api.all(f"/cases/{case}/parties")) == []
    for name in ("", " ", "a\0b", "a\nb"):
        with refused("api-invalid", 422):
            api.add_party(case, "builder", name)


def test_a_sample_is_drawn_once_and_is_what_its_seed_draws(api: ApiClient, case: str) -> None:
    ids = [f"{number}#" for number in range(1, 121)]
    drawn = api.draw_sample(case, "摄像机", ids, key="k", seed="2026-11-21")
    assert drawn["sound"]
    assert drawn["size"] == len(drawn["chosen"]) < len(ids)
    assert api.draw_sample(case, "摄像机", ids, key="k", seed="2026-11-21") == drawn
    assert api.get(f"/cases/{case}/samples/1") == drawn
    with refused("corpus-sample-drawn", 409):
        api.draw_sample(case, "摄像机", ids)
    again = api.draw_sample(case, "摄像机", ids, reason="名单有误")
    assert [one["superseded"] for one in api.all(f"/cases/{case}/samples")] == [True, False]
    assert again["seed"]
    with refused("scoring-sampling", 422):
        api.draw_sample(case, "门", ["1", "1"])
    with refused("api-nothing-here", 404):
        api.get(f"/cases/{case}/samples/9")


def test_a_hold_keeps_a_case_until_it_is_lifted(api: ApiClient, case: str) -> None:
    assert api.set_hold(case, "诉讼")["lifted_at"] is None
    with refused("corpus-records-kept", 409):
        api.send("DELETE", f"/cases/{case}")
    assert api.lift_hold(case, 1, "结案")["lift_reason"] == "结案"
    with refused("corpus-unknown-hold", 404):
        api.lift_hold(case, 1, "结案")
    assert [one["number"] for one in api.all(f"/cases/{case}/holds")] == [1]
    assert api.send("DELETE", f"/cases/{case}").status_code == 204


def test_a_passage_is_accepted_and_the_decision_taken_back(
    api: ApiClient, case: str, services: Services
) -> None:
    api.add_document(case, "设计说明.md", TEXT)
    assert services.reading.wait(60)
    found = next(one for one in api.all(f"/cases/{case}/evidence") if one["suggestions"])
    indicator, passage = found["indicator"], found["suggestions"][0]["passage"]
    api.decide(case, indicator, passage, "accepted")
    kept = {"indicator": indicator, "passage": passage, "decision": "accepted"}
    assert list(api.all(f"/cases/{case}/decisions")) == [kept]
    (shown,) = api.all(f"/cases/{case}/evidence", indicator=indicator)
    assert shown["suggestions"][0]["decision"] == "accepted"
    api.decide(case, indicator, passage, None)
    assert list(api.all(f"/cases/{case}/decisions")) == []
    for row, of in (("C9.9.9", passage), (indicator, "none")):
        with refused("api-nothing-here", 404):
            api.decide(case, row, of, "rejected")


def test_a_note_is_written_replaced_and_taken_away(
    api: ApiClient, case: str, services: Services
) -> None:
    api.write_note(case, "C1.2.1", " 缺联动调试记录\n已电话询问 ")
    api.write_note(case, "C1.1.1", "见图")
    assert list(api.all(f"/cases/{case}/notes", limit=1)) == [
        {"indicator": "C1.1.1", "note": "见图"},
        {"indicator": "C1.2.1", "note": "缺联动调试记录\n已电话询问"},
    ]
    before = len(services.cases.events(case))
    api.write_note(case, "C1.1.1", "见图")
    assert len(services.cases.events(case)) == before
    api.write_note(case, "C1.1.1", "")
    api.write_note(case, "C1.1.1", "")
    assert services.cases.notes(case) == {"C1.2.1": "缺联动调试记录\n已电话询问"}
    assert len(services.cases.events(case)) == before + 1
    for note in (" ", "\n", "a\0b", "长" * 2001):
        with refused("api-invalid", 422):
            api.write_note(case, "C1.2.1", note)
    for note in ("见图", ""):
        with refused("api-nothing-here", 404):
            api.write_note(case, "C9.9.9", note)


def test_a_finding_is_written_and_taken_back(api: ApiClient, case: str) -> None:
    told = api.write_finding(case, "C1.2.1", ["site", "documents"], "围墙完好")
    assert (told["methods"], told["person"]) == (["documents", "site"], "")
    assert list(api.all(f"/cases/{case}/findings")) == [told]
    assert api.write_finding(case, "C1.2.1", [])["methods"] == []
    assert list(api.all(f"/cases/{case}/findings")) == []
    with refused("corpus-record-words", 422):
        api.write_finding(case, "C1.2.1", [], "无方法")
    with refused("api-nothing-here", 404):
        api.write_finding(case, "C9.9.9", ["site"])


def test_the_rules_of_a_case_are_set_by_version(api: ApiClient, case: str) -> None:
    told, tag = api.rules(case)
    assert told["body"] is None
    with refused("api-precondition", 428):
        api.send("PATCH", f"/cases/{case}/rules", json={"body": None})
    body = {"file": "细则.yaml", "text": BODY}
    kept = api.set_rules(case, tag, body=body)
    assert kept["body"]["number"] == 1
    with refused("api-changed", 412):
        api.set_rules(case, tag, body=None)
    assert api.get(f"/cases/{case}/rules/1")["text"] == BODY
    with refused("scoring-body", 422):
        api.set_rules(case, api.rules(case)[1], body={"file": "x.yaml", "text": "x: 1"})
    assert api.set_rules(case, api.rules(case)[1], body=None)["body"] is None
    assert len(api.rules(case)[0]["body_versions"]) == 2
    with refused("api-nothing-here", 404):
        api.get(f"/cases/{case}/rules/2")


def test_a_package_and_reports_are_taken_away(api: ApiClient, case: str) -> None:
    with ZipFile(BytesIO(api.package(case, files=False))) as archive:
        assert "MANIFEST.json" in archive.namelist()
    with refused("api-invalid", 422):
        api.report(case, "gaps", format="pdf")
    document = api.report(case, "evaluation")
    try:
        pdf_of(document)
    except PdfError as fault:
        pytest.skip(str(fault))
    for kind in ("evaluation", "self-check"):
        assert api.report(case, kind, format="pdf").startswith(b"%PDF")
