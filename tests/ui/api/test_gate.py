"""Who may use the API, and what is told of errors."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.corpus.accounts.clock import Clock
from tests.corpus.accounts.conftest import PASSWORD
from tests.ui.api.conftest import PEOPLE, SITE
from ui.api.client import ApiClient, ApiProblemError
from ui.api.problems import STATUS
from ui.services import Services

ROOT = Path(__file__).parents[3]
Sign = Callable[[str], ApiClient]


def told(api: ApiClient, method: str, path: str, **more: Any) -> tuple[int, str]:
    """Return the status and the code of what an act comes to."""
    try:
        return api.send(method, path, **more).status_code, ""
    except ApiProblemError as fault:
        return fault.status, fault.code


def test_every_code_has_a_status_and_every_status_a_code() -> None:
    text = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^\| `([a-z-]+)`", text, re.MULTILINE))
    elsewhere = {code for code in known if code.startswith(("eval-", "mcp-")) or code == "settings"}
    assert set(STATUS) == known - elsewhere


def test_without_a_valid_token_nobody_comes_in(
    browser: TestClient, sign: Sign, services: Services, clock: Clock
) -> None:
    account = services.accounts.find("chen")
    token, secret = services.accounts.make_token(account.id, "x", 1)
    for given in ("", "anping_", "anping_forged", secret[:-1], secret.upper(), token.id):
        api = ApiClient(token=given, http=browser)
        assert told(api, "GET", "/cases") == (401, "api-token")
    api = ApiClient(token=secret, http=browser)
    assert told(api, "GET", "/cases") == (200, "")
    services.accounts.revoke_token(account.id, token.id)
    assert told(api, "GET", "/cases") == (401, "api-token")
    _, late = services.accounts.make_token(account.id, "y", 1)
    clock.later(days=1)
    assert told(ApiClient(token=late, http=browser), "GET", "/cases") == (401, "api-token")


def test_a_session_reads_and_changes_nothing(
    browser: TestClient, sign: Sign, services: Services
) -> None:
    session = services.accounts.sign_in("chen", PASSWORD)
    browser.cookies.set("anping-session", session.token)
    api = ApiClient(http=browser)
    assert told(api, "GET", "/cases") == (200, "")
    assert told(api, "POST", "/cases", json={"name": "x", "level": "C"}) == (401, "api-token")
    # A wrong token is not made good by a session.
    assert told(ApiClient(token="x", http=browser), "GET", "/cases") == (401, "api-token")


def test_a_token_opens_nothing_but_the_api(sign: Sign, browser: TestClient) -> None:
    sign("li")
    headers = sign("li")._headers
    for path in ("/", "/accounts", "/api/v1", "/api/v12/cases", "/gradio_api/info"):
        assert browser.get(path, headers=headers).status_code == 401
    assert browser.get("/api/v1/openapi.json", headers=headers).json()["openapi"] == "3.1.0"


@pytest.mark.parametrize("path", ["/api/v1/cases%0A", "/api/v1/%0A/x", "/api/v1/cases/%00"])
def test_an_address_with_a_line_break_is_nobodys(
    sign: Sign, browser: TestClient, path: str
) -> None:
    answer = browser.get(path, headers=sign("li")._headers)
    assert (answer.status_code, answer.json()["code"]) == (404, "api-nothing-here")


def test_an_account_with_a_password_of_an_admin_changes_it_first(
    sign: Sign, services: Services, browser: TestClient
) -> None:
    account, _ = services.accounts.create("neu", "新", ["applicant"])
    _, secret = services.accounts.make_token(account.id, "x")
    api = ApiClient(token=secret, http=browser)
    assert told(api, "GET", "/cases") == (403, "accounts-password-due")


def test_without_accounts_no_page_of_another_site_changes_anything(browser: TestClient) -> None:
    words = {"name": "x", "level": "C"}
    plain = browser.post("/api/v1/cases", content=b"{}", headers={"content-type": "text/plain"})
    form = browser.post("/api/v1/cases/c-x/documents", files={"file": ("a.txt", b"a")})
    foreign = [
        browser.post("/api/v1/cases", json=words, headers={"origin": "https://evil.example"}),
        browser.post("/api/v1/cases", json=words, headers={"sec-fetch-site": "cross-site"}),
        browser.delete("/api/v1/cases/c-x", headers={"origin": "https://evil.example"}),
    ]
    for answer in (plain, form, *foreign):
        assert (answer.status_code, answer.json()["code"]) == (403, "api-origin")
    rebound = browser.get("/api/v1/cases", headers={"host": "evil.example"})
    assert (rebound.status_code, rebound.json()["code"]) == (403, "api-not-local")
    own = browser.post("/api/v1/cases", json=words, headers={"origin": SITE})
    assert own.status_code == 201


CASE = "/cases/{case}"
PARTY = {"party": "builder", "organisation": "甲公司"}
_IN_SCHEMA = {
    r"/(own|case)/pre": "/{owner}/{stage}", r"/C1.2.1": "/{indicator}", r"/p-1": "/{passage}",
    r"/people/{passage}": "/people/{person}", r"/1(?=/|$)": "/{number}", r"/jobs/x": "/jobs/{job}",
    r"/gaps": "/{kind}", r"[?].*": "",
}  # fmt: skip
"""How what is tried stands in the schema."""
ROLES: list[tuple[str, str, Any, dict[str, int]]] = [
    ("GET", CASE, None, {"chen": 200, "zhou": 200, "li": 200, "sun": 404, "wang": 404}),
    ("PATCH", CASE, {"name": "y"}, {"chen": 200, "zhou": 200, "li": 403, "sun": 404, "wang": 404}),
    ("GET", CASE + "/documents", None, {"chen": 200, "li": 200, "sun": 404}),
    ("GET", CASE + "/documents/ab", None, {"chen": 404, "sun": 404}),
    ("DELETE", CASE + "/documents/ab", None, {"chen": 404, "li": 403, "sun": 404}),
    ("GET", CASE + "/passages", None, {"chen": 200, "sun": 404}),
    ("GET", CASE + "/jobs", None, {"chen": 200, "sun": 404}),
    ("GET", CASE + "/jobs/x", None, {"chen": 404, "sun": 404}),
    ("GET", CASE + "/evidence", None, {"chen": 200, "zhou": 200, "sun": 404, "wang": 404}),
    ("GET", CASE + "/sheets", None, {"chen": 200, "sun": 404}),
    ("GET", CASE + "/sheets/own/pre", None, {"chen": 200, "sun": 404}),
    ("GET", CASE + "/sheets/case/pre", None, {"chen": 403, "zhou": 200, "sun": 404}),
    ("GET", CASE + "/sheets/case/pre/assessment", None, {"chen": 403, "sun": 404}),
    ("POST", CASE + "/sheets/own/pre/submission", None, {"chen": 404, "sun": 404}),
    ("DELETE", CASE + "/sheets/own/pre/submission", None, {"chen": 404, "sun": 404}),
    ("GET", CASE + "/procedure", None, {"chen": 200, "zhou": 200, "sun": 404, "wang": 404}),
    ("GET", CASE + "/procedure/due", None, {"chen": 200, "sun": 404}),
    ("POST", CASE + "/procedure/steps", {"step": "fly"}, {"chen": 422, "sun": 404}),
    ("GET", CASE + "/reports/gaps", None, {"chen": 403, "zhou": 200, "sun": 404}),
    ("GET", CASE + "/decisions", None, {"chen": 200, "sun": 404}),
    ("PUT", CASE + "/decisions/C1.2.1/p-1", {"decision": "accepted"}, {"li": 404, "sun": 404}),
    ("DELETE", CASE + "/decisions/C1.2.1/p-1", None, {"li": 404, "sun": 404}),
    ("GET", CASE + "/notes", None, {"chen": 200, "sun": 404}),
    ("PUT", CASE + "/notes/C1.2.1", {"note": "缺图"}, {"chen": 200, "zhou": 403, "sun": 404}),
    ("DELETE", CASE + "/notes/C1.2.1", None, {"chen": 204, "zhou": 403, "sun": 404}),
    ("GET", CASE + "/suspects", None, {"chen": 200, "li": 200, "sun": 404}),
    ("POST", CASE + "/suspects/case/pre/C1.2.1/confirmation", None, {"chen": 403, "sun": 404}),
    ("GET", CASE + "/certificate", None, {"chen": 404, "sun": 404}),
    ("GET", CASE + "/certificate/file", None, {"chen": 404, "sun": 404}),
    ("GET", CASE + "/rules", None, {"chen": 200, "sun": 404}),
    ("GET", CASE + "/rules/1", None, {"chen": 404, "sun": 404}),
    ("PATCH", CASE + "/rules", {"edition": "2023"}, {"sun": 404}),
    ("GET", CASE + "/people", None, {"chen": 200, "sun": 404}),
    ("POST", CASE + "/people", {"login": "wang", "part": "member"}, {"chen": 403, "sun": 404}),
    ("PATCH", CASE + "/people/p-1", {"part": "member"}, {"chen": 404, "sun": 404}),
    ("GET", CASE + "/parties", None, {"chen": 200, "sun": 404}),
    ("POST", CASE + "/parties", PARTY, {"li": 403, "sun": 404}),
    ("DELETE", CASE + "/parties?party=builder&organisation=x", None, {"li": 403, "sun": 404}),
    ("GET", CASE + "/declarations", None, {"sun": 404}),
    ("POST", CASE + "/declarations", {"employer": "甲大学"}, {"chen": 403, "sun": 404}),
    ("GET", CASE + "/findings", None, {"chen": 200, "sun": 404}),
    ("PUT", CASE + "/findings/C1.2.1", {"methods": ["site"]}, {"zhou": 403, "sun": 404}),
    ("GET", CASE + "/samples", None, {"chen": 200, "sun": 404}),
    ("GET", CASE + "/samples/1", None, {"chen": 404, "sun": 404}),
    ("POST", CASE + "/samples", {"name": "摄像机", "ids": ["1"]}, {"chen": 403, "sun": 404}),
    ("GET", CASE + "/holds", None, {"li": 200, "sun": 404}),
    ("POST", CASE + "/holds", {"reason": "诉讼"}, {"chen": 403, "sun": 404}),
    ("POST", CASE + "/holds/1/lifting", {"reason": "诉讼"}, {"chen": 403, "sun": 404}),
    ("GET", CASE + "/package", None, {"sun": 404}),
    ("POST", "/cases", {"name": "x", "level": "C"}, {"sun": 201, "zhou": 201, "wang": 403, "li": 403}),
    ("DELETE", CASE, None, {"wang": 404, "sun": 404, "li": 403, "chen": 204}),
]  # fmt: skip


def test_every_operation_asks_whose_right_it_is(sign: Sign) -> None:
    clients = {login: sign(login) for login in PEOPLE}
    case = clients["chen"].make_case("望江苑", level="C")["id"]
    found, wanted = {}, {}
    for method, path, words, statuses in ROLES:
        for login, status in statuses.items():
            more = {"json": words} if words is not None else {}
            at = (method, path, login)
            found[at] = told(clients[login], method, path.format(case=case), **more)[0]
            wanted[at] = status
    assert found == wanted


def test_the_schema_and_the_roles_name_the_same_operations(browser: TestClient) -> None:
    schema = browser.get("/api/v1/openapi.json").json()
    of_cases = {
        (method.upper(), path.replace("{sha256}", "ab"))
        for path, methods in schema["paths"].items()
        for method in methods
        if path.startswith("/cases")
    }
    tried = set()
    for method, path, *_ in ROLES:
        for given, named in _IN_SCHEMA.items():
            path = re.sub(given, named, path)  # noqa: PLW2901 - step by step
        tried.add((method, path))
    others = {
        ("GET", "/cases"), ("POST", CASE + "/documents"), ("DELETE", CASE + "/jobs/{job}"),
        ("PUT", CASE + "/sheets/{owner}/{stage}"),
    }  # fmt: skip
    assert of_cases == tried | others


def test_outsiders_neither_add_nor_judge_nor_see_in_lists(sign: Sign, services: Services) -> None:
    case = sign("chen").make_case("望江苑", level="C")["id"]
    assert [one["id"] for one in sign("chen").all("/cases")] == [case]
    for login in ("sun", "wang"):
        assert list(sign(login).all("/cases")) == []
        for act in (
            lambda api: api.add_document(case, "a.txt", b"a"),
            lambda api: api.save_sheet(case, {"rule_set": "tcrea-2023"}, 0, "own"),
            lambda api: api.send("DELETE", f"/cases/{case}/jobs/x"),
            lambda api: api.ask("?", case=case),
        ):
            with pytest.raises(ApiProblemError) as caught:
                act(sign(login))
            assert (caught.value.status, caught.value.code) == (404, "corpus-unknown-case")


def test_what_is_done_is_told_in_the_name_of_the_account(sign: Sign, services: Services) -> None:
    from corpus.record.event import person_mark

    case = sign("chen").make_case("望江苑", level="C")["id"]
    account = services.accounts.find("chen")
    assert services.cases.events(case)[0].who == person_mark(account.id)


def test_a_post_under_a_key_is_done_once(sign: Sign) -> None:
    api = sign("chen")
    first = api.make_case("一", level="C", key="k-1")
    assert api.make_case("一", level="C", key="k-1") == first
    assert len(list(api.all("/cases"))) == 1
    words = {"name": "二", "level": "C"}
    assert told(api, "POST", "/cases", json=words, key="k-1") == (422, "accounts-key-reused")
    assert told(api, "POST", "/cases", json=words, key="a b") == (422, "api-invalid")
    assert sign("sun").make_case("一", level="C", key="k-1")["id"] != first["id"]
    # What is refused leaves its key free.
    assert told(api, "POST", "/cases", json={"name": " ", "level": "C"}, key="k-2")[0] == 422
    assert told(api, "POST", "/cases", json=words, key="k-2") == (201, "")


def test_of_two_at_once_under_one_key_one_is_done(sign: Sign) -> None:
    api, start = sign("chen"), threading.Barrier(2)
    answers: list[Any] = []

    def make() -> None:
        start.wait()
        answers.append(told(api, "POST", "/cases", json={"name": "一", "level": "C"}, key="k"))

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (201, "") in answers
    assert set(answers) <= {(201, ""), (409, "accounts-key-under-way")}
    assert len(list(api.all("/cases"))) == 1


def test_an_upload_under_a_key_is_one_job(sign: Sign) -> None:
    api = sign("chen")
    case = api.make_case("一", level="C")["id"]
    job = api.add_document(case, "a.txt", "摄像机".encode(), key="k")
    assert api.add_document(case, "a.txt", "摄像机".encode(), key="k") == job
    with pytest.raises(ApiProblemError, match="accounts-key-reused"):
        api.add_document(case, "a.txt", "门禁".encode(), key="k")
    assert len(list(api.all(f"/cases/{case}/jobs"))) == 1


def test_problems_say_what_and_nothing_of_what_is_inside(
    browser: TestClient, api: ApiClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = browser.get("/api/v1/nowhere")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:anping:error:api-nothing-here", "title": "Not found", "status": 404,
        "detail": "There is no such address here; /api/v1/openapi.json has all.",
        "code": "api-nothing-here",
    }  # fmt: skip
    assert browser.put("/api/v1/cases", json={}).json()["code"] == "api-method"
    invalid = browser.post("/api/v1/cases", json={"name": 1, "other": 2}).json()
    assert {one["where"] for one in invalid["faults"]} == {"body.name", "body.other"}

    def broken(*_: object) -> None:
        raise RuntimeError("secret path /home/x")

    monkeypatch.setattr(type(services.cases), "cases", broken)
    told = browser.get("/api/v1/cases")
    assert (told.status_code, told.json()["code"]) == (500, "api-internal")
    assert "secret" not in told.text


def test_every_operation_is_described_with_an_example_and_its_problems(browser: TestClient) -> None:
    schema = browser.get("/api/v1/openapi.json").json()
    known = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            at = f"{method} {path}"
            assert told["summary"], at
            assert told["description"], at
            answers = told["responses"]
            assert {"401", "403", "422", "503"} <= set(answers), at
            for status, answer in answers.items():
                if status >= "400":
                    assert list(answer["content"]) == ["application/problem+json"], at
            (done,) = (status for status in answers if status < "300")
            words = answers[done].get("content", {}).get("application/json", {})
            is_file = "/reports/" in path or path.endswith(("/package", "/certificate/file"))
            assert done == "204" or "example" in words or is_file, at
            sent = told.get("requestBody", {}).get("content", {}).get("application/json")
            if sent is not None:
                assert known[sent["schema"]["$ref"].rpartition("/")[2]]["examples"], at


def test_the_examples_are_as_the_schema_says() -> None:
    from ui.api import (
        asking,
        cases,
        certificates,
        documents,
        evidence,
        notes,
        procedure,
        sheets,
        standards,
        suspects,
    )

    asking.AnswerOut.model_validate(asking._ANSWER)
    cases.CaseOut.model_validate(cases._CASE)
    certificates.CertificateOut.model_validate(certificates._CERTIFICATE)
    certificates.VerificationOut.model_validate(certificates._VERIFICATION)
    documents.DocumentOut.model_validate(documents._DOCUMENT)
    documents.JobOut.model_validate(documents._JOB)
    documents.PassageOut.model_validate(documents._PASSAGE)
    evidence.EvidenceOut.model_validate(evidence._EVIDENCE)
    notes.NoteOut.model_validate(notes._NOTE)
    procedure.StandingOut.model_validate(procedure._STANDING)
    procedure.AlarmOut.model_validate(procedure._ALARM)
    sheets.AssessmentOut.model_validate(sheets._ASSESSMENT)
    sheets.SheetOut.model_validate(sheets._SHEET)
    sheets.SheetStateOut.model_validate(sheets._STATE)
    standards.StandardOut.model_validate(standards._STANDARD)
    standards.ClauseOut.model_validate(standards._CLAUSE)
    suspects.SuspectOut.model_validate(suspects._SUSPECT)
    suspects.ConfirmedOut.model_validate(suspects._CONFIRMED)
