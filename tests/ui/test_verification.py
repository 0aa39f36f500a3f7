"""The public verification of certificates: what it says, to whom, and what it never shows."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.ui.certified import NUMBER, certified_case, take
from ui.services import Services
from ui.settings import load_settings
from ui.verification.pace import PER_MINUTE, Pace
from ui.verification.public import PublicRegister
from ui.verification.register import CertificateRegister
from ui.verification.routes import verification_routes

DAY = "2026-06-01"


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def client_of(
    home: Path, day: str = DAY, seconds: Seconds | None = None, **environment: str
) -> TestClient:
    services = Services(load_settings({"ANPING_HOME": str(home), **environment}))
    services.certificates = PublicRegister(services.cases, lambda: day, seconds or Seconds())
    app = FastAPI()
    app.include_router(verification_routes(services))
    return TestClient(app)


def code_of(home: Path) -> str:
    store, case_id = certified_case(home)
    found = CertificateRegister(store).of_case(case_id, date.fromisoformat(DAY))
    assert found is not None
    return found.certificate.code


def test_a_valid_certificate_is_told_in_both_languages(tmp_path: Path) -> None:
    code = code_of(tmp_path)
    answer = client_of(tmp_path).get("/verify/ZHZQ-2026%2F0017", params={"code": code})
    assert answer.status_code == 200
    for words in ("有效", "Valid", NUMBER, "江畔&lt;小区&gt;", "江畔置业", "B 级", "Level B",
                  "华东智慧住区评价中心", "2031 年 3 月 2 日", "2 Mar 2031", "2026 年 6 月 1 日"):  # fmt: skip
        assert words in answer.text, words


def test_it_shows_nothing_but_what_the_certificate_shows(tmp_path: Path) -> None:
    store, case_id = certified_case(tmp_path)
    register = CertificateRegister(store)
    found = register.of_case(case_id, date.fromisoformat(DAY))
    assert found is not None
    answer = client_of(tmp_path).get(
        "/verify", params={"number": NUMBER, "code": found.certificate.code}
    )
    for secret in (case_id, "王敏", "p-secret", "孙立", found.certificate.head, found.head_now):
        assert secret not in answer.text
    number, _, digest = found.certificate.head.partition(":")
    assert f"{number}:{digest[:12]}" in answer.text


def test_wrong_codes_and_numbers_that_are_not_there_get_the_same_answer(tmp_path: Path) -> None:
    code_of(tmp_path)
    client = client_of(tmp_path)
    wrong = client.get("/verify", params={"number": NUMBER, "code": "00000-00000"})
    absent = client.get("/verify", params={"number": "ZHZQ-2026/9999", "code": "00000-00000"})
    none = client.get("/verify/ZHZQ-2026%2F0017")
    blank = client.get("/verify", params={"number": " ", "code": ""})
    long = client.get("/verify", params={"number": "x" * 500, "code": "x"})
    answers = (wrong, absent, none, blank, long)
    assert [one.status_code for one in answers] == [404] * 5
    assert len({one.text for one in answers}) == 1
    assert "查无此证书" in wrong.text
    assert "No such certificate" in wrong.text


def test_codes_are_taken_as_people_type_them(tmp_path: Path) -> None:
    code = code_of(tmp_path)
    typed = {"number": " zhzq-2026/0017 ", "code": code.lower().replace("-", " ")}
    assert client_of(tmp_path).get("/verify", params=typed).status_code == 200


@pytest.mark.parametrize(
    ("steps", "day", "said"),
    [
        ([("downgrade", "2027-01-05", {"level": "C", "reason": "x"})], "2027-02-01",
         ["有效，已降为 C 级，自 2027 年 1 月 5 日 起", "Valid, downgraded to level C since 5 Jan 2027",
          "授予级别", "现级别"]),
        ([("withdraw", "2028-01-05", {"reason": "geheim"})], "2028-02-01",
         ["已撤销，自 2028 年 1 月 5 日 起", "Withdrawn since 5 Jan 2028"]),
        ([], "2031-03-02", ["有效", "Valid"]),
        ([], "2031-03-03", ["已过有效期，止于 2031 年 3 月 2 日", "Expired on 2 Mar 2031"]),
    ],
)  # fmt: skip
def test_what_became_of_it_is_told(
    tmp_path: Path, steps: list[tuple[str, str, dict[str, str]]], day: str, said: list[str]
) -> None:
    store, case_id = certified_case(tmp_path)
    first = CertificateRegister(store).of_case(case_id, date.fromisoformat(DAY))
    for step, on, facts in steps:
        take(store, case_id, step, on, dict(facts))
    assert first is not None
    answer = client_of(tmp_path, day).get(
        "/verify", params={"number": NUMBER, "code": first.certificate.code}
    )
    assert answer.status_code == 200  # the code on the paper stays the same
    for words in said:
        assert words in answer.text
    assert "geheim" not in answer.text


def test_headers_keep_the_page_to_itself(tmp_path: Path) -> None:
    answer = client_of(tmp_path).get("/verify")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script" not in answer.text


def test_who_asks_too_often_waits_a_minute(tmp_path: Path) -> None:
    seconds = Seconds()
    client = client_of(tmp_path, seconds=seconds)
    ask = {"number": "x", "code": "y"}
    answers = [client.get("/verify", params=ask).status_code for _ in range(PER_MINUTE + 1)]
    assert answers == [404] * PER_MINUTE + [429]
    seconds.now = 61
    assert client.get("/verify", params=ask).status_code == 404


def test_behind_a_proxy_of_ours_each_visitor_counts_alone(tmp_path: Path) -> None:
    ask = {"number": "x", "code": "y"}
    for trusted, status in (("yes", 404), ("no", 429)):
        client = client_of(tmp_path, ANPING_TRUST_PROXY=trusted)
        for _ in range(PER_MINUTE):
            client.get("/verify", params=ask, headers={"x-forwarded-for": "203.0.113.7"})
        other = client.get("/verify", params=ask, headers={"x-forwarded-for": "203.0.113.8"})
        assert other.status_code == status


def test_one_address_does_not_slow_another() -> None:
    seconds = Seconds()
    pace = Pace(seconds, per_window=1)
    assert [pace.allows(one) for one in ("a", "b", "a", "b")] == [True, True, False, False]


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.labelled: dict[str, bool] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "input":
            self.labelled[str(dict(attrs)["name"])] = "label" in self.open
        elif tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() in (tag, "br")


def test_the_form_asks_for_number_and_code_with_labels(tmp_path: Path) -> None:
    fields = _Fields()
    fields.feed(client_of(tmp_path).get("/verify").text)
    assert fields.labelled == {"number": True, "code": True}


def test_a_case_without_a_certificate_has_none(tmp_path: Path) -> None:
    store, _ = certified_case(tmp_path)
    other = store.create_case("乙", "tcrea-2023", "C")
    assert CertificateRegister(store).of_case(other, date.fromisoformat(DAY)) is None
    assert store.certified_case("") is None
    assert store.certified_case("x" * 200) is None
    assert store.certified_case("AP-2026\0") is None
