"""Certificates by the API: of a case to those who may see it, what they are worth to everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.ui.api.conftest import SITE
from tests.ui.api.test_resources import refused
from tests.ui.certified import NUMBER, certified_case, take
from tests.ui.test_certificate import words_of
from tests.ui.test_verification import Seconds
from ui.api.client import ApiClient
from ui.errors import PdfError
from ui.reports.pdf import pdf_of
from ui.services import Services
from ui.verification.pace import PER_MINUTE
from ui.verification.public import PublicRegister
from ui.verification.routes import verification_routes

DAY = "2026-06-01"
AT = "/api/v1/verification"


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def certified(services: Services, seconds: Seconds, monkeypatch: pytest.MonkeyPatch) -> str:
    """A case with a certificate, as it stands on a day."""
    monkeypatch.setattr("ui.api.certificates.today", lambda: DAY)
    services.certificates = PublicRegister(services.cases, lambda: DAY, seconds)
    return certified_case(services.settings.home)[1]


def test_a_certificate_is_shown_written_and_verified(api: ApiClient, certified: str) -> None:
    shown = api.certificate(certified)
    assert (shown["number"], shown["state"], shown["level"]) == (NUMBER, "valid", "B")
    assert (shown["valid_from"], shown["valid_until"]) == ("2026-03-02", "2031-03-02")
    assert shown["address"] is None
    document = api.certificate_file(certified, format="docx", language="en")
    assert shown["head"] in words_of(document)
    assert shown["code"] in words_of(document)
    told = api.verify(f" {NUMBER.lower()} ", shown["code"].lower().replace("-", " "))
    assert told.pop("on") == DAY
    number, _, digest = shown["head"].partition(":")
    assert told.pop("head") == f"{number}:{digest[:12]}"
    assert shown["head_now"].startswith(told.pop("head_now"))
    assert told.items() <= shown.items()
    assert not told.keys() & {"code", "address", "rules_hash"}


def test_it_is_written_as_pdf(api: ApiClient, certified: str) -> None:
    try:
        pdf_of(api.certificate_file(certified, format="docx"))
    except PdfError as fault:
        pytest.skip(str(fault))
    assert api.certificate_file(certified).startswith(b"%PDF")


def test_there_is_none_before_it_is_awarded_and_no_file_once_it_is_withdrawn(
    api: ApiClient, services: Services, certified: str
) -> None:
    table = api.make_case("表", "scs-c1")["id"]
    for other in (api.make_case("乙", level="C")["id"], table):
        with refused("certificate", 404):
            api.certificate(other)
        with refused("certificate", 404):
            api.certificate_file(other)
    code = api.certificate(certified)["code"]
    take(services.cases, certified, "withdraw", "2026-05-01", {"reason": "geheim"})
    for told in (api.certificate(certified), api.verify(NUMBER, code)):
        assert (told["state"], told["since"]) == ("withdrawn", "2026-05-01")
        assert "geheim" not in str(told)
    with refused("certificate", 404):
        api.certificate_file(certified)
    with refused("api-invalid", 422):
        api.certificate_file(certified, format="odt")


def test_a_case_that_one_may_not_see_shows_no_certificate(
    sign: Callable[[str], ApiClient], certified: str
) -> None:
    assert sign("zhou").certificate(certified)["number"] == NUMBER
    for read in (sign("chen").certificate, sign("chen").certificate_file):
        with refused("corpus-unknown-case", 404):
            read(certified)


def test_everybody_learns_what_one_is_worth_and_nothing_more(
    sign: Callable[[str], ApiClient], browser: TestClient, certified: str
) -> None:
    shown = sign("zhou").certificate(certified)
    asked = {"number": NUMBER, "code": shown["code"]}
    for headers in ({}, {"authorization": "Bearer x"}, {"host": "anping.example.org"}):
        answer = browser.get(AT, params=asked, headers=headers)
        assert (answer.status_code, answer.json()["state"]) == (200, "valid")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex"
        assert "set-cookie" not in answer.headers
        for secret in (certified, "王敏", "p-secret", "孙立", shown["head"], shown["head_now"]):
            assert secret not in answer.text
    for path in (AT + "/", AT + "/x", "/api/v1/verifications", "/api/v1/cases"):
        assert browser.get(path, params=asked).json()["code"] == "api-token"
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert browser.request(method, AT, params=asked).json()["code"] == "api-method"


def test_without_accounts_it_is_told_beyond_this_machine(
    api: ApiClient, browser: TestClient, certified: str
) -> None:
    asked = {"number": NUMBER, "code": api.certificate(certified)["code"]}
    assert browser.get(AT, params=asked, headers={"host": "anping.example.org"}).is_success


def test_wrong_codes_and_numbers_that_are_not_there_get_the_same_answer(
    api: ApiClient, browser: TestClient, certified: str
) -> None:
    for number in (NUMBER, "ZHZQ-2026/9999", "", "x\0y"):
        with refused("certificate-unknown", 404):
            api.verify(number, "00000-00000")
    asked = {"number": NUMBER, "code": ""}
    told = browser.get(AT, params=asked, headers={"accept-language": "zh-CN"}).json()
    assert told["detail"].startswith("编号与查验码不符")
    for number in (None, "x" * 401):
        with refused("api-invalid", 422):
            api.get("/verification", number=number, code="x")


def test_page_and_api_count_together_how_often_an_address_asks(
    api: ApiClient, services: Services, certified: str, seconds: Seconds
) -> None:
    app = FastAPI()
    app.include_router(verification_routes(services))
    with TestClient(app, SITE) as page:
        for _ in range(PER_MINUTE - 1):
            page.get("/verify", params={"number": "x", "code": "y"})
        with refused("certificate-unknown", 404):
            api.verify("x", "y")
        assert page.get("/verify", params={"number": "x", "code": "y"}).status_code == 429
    with refused("api-too-often", 429):
        api.verify("x", "y")
    seconds.now = 61
    with refused("certificate-unknown", 404):
        api.verify("x", "y")
