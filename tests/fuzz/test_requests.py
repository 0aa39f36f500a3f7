"""Whatever a browser or a program sends: an answer that is no fault of the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp import Client
from starlette.testclient import TestClient

from corpus.accounts.store import AccountStore
from corpus.cases.store import CaseStore
from tests.corpus.accounts.conftest import PASSWORD, quick
from tests.fuzz.effort import looking
from tests.fuzz.harm import JSON, NASTY, changed, harmed
from tests.ui.mcp_home import add_case, asking, services_of
from tests.ui.served import SITE, visiting
from ui.settings import load_settings

__all__ = ["quick"]
SHEET = {"rule_set": "tcrea-2023", "judgements": {"C1.1.1": {"met": True, "note": "见图"}}}
BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/api/v1/cases"): {"name": "望江苑", "rule_set": "tcrea-2023", "level": "C"},
    ("POST", "/api/v1/assess"): {"sheet": SHEET, "readings": {}},
    ("PUT", "/api/v1/cases/{case}/sheets/own/pre"): SHEET,
    ("PATCH", "/api/v1/cases/{case}"): {"name": "望江苑二期", "stage": "formal"},
    ("POST", "/api/v1/cases/{case}/procedure/steps"): {"step": "apply", "given": {"number": "1"}},
}
TOOLS: dict[str, Any] = {
    "explain_indicator": {"id": "A1.4.3", "standard": "tcrea-2023", "language": "en"},
    "list_applicable": {"profile": {"level": "B", "facts": {"lift": False}}, "short": True},
    "list_cases": {"offset": 0, "limit": 5},
    "find_evidence": {"case": "c-x", "indicator": "C1.1.1", "offset": 0, "limit": 3},
    "assess_sheet": {"sheet": SHEET, "readings": {}, "trace": False},
    "norm_status": {"number": "GB 50116", "language": "zh"},
}
# What HTTP itself can carry in the value of a header.
VALUES = st.binary(max_size=60).map(
    lambda raw: bytes(byte for byte in raw if byte in b"\t" or 32 <= byte != 127)
)
HEADERS = st.dictionaries(
    st.sampled_from(
        ["cookie", "authorization", "origin", "accept", "accept-language", "content-type", "if-match", "host",
         "idempotency-key", "x-request-id", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host",
         "traceparent", "range", "sec-fetch-site", "x-anping-api", "content-length"]
    ),
    VALUES, max_size=5,
)  # fmt: skip
PATHS = st.sampled_from(
    ["/", "/sign-in", "/password", "/accounts", "/health", "/metrics", "/verify", "/config", "/api/v1/cases",
     "/api/v1/standards", "/gradio_api/queue/data", "/gradio_api/file=", "/looks/pages.css"]
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("asked") / "home"


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    """The whole server of a home with accounts."""
    settings = load_settings({"ANPING_RATE_API": "off", "ANPING_RATE_SIGN_IN": "off"}, home=home)
    with visiting(settings, AccountStore(home), raises=False) as client:
        yield client


@pytest.fixture(scope="module")
def token(home: Path) -> str:
    store = AccountStore(home)
    account = store.create("li", "李工", ["admin", "clerk", "applicant"], given=PASSWORD)[0]
    return store.make_token(account.id, "x")[1]


@pytest.fixture(scope="module")
def case(token: str, client: TestClient) -> str:
    sent = {"name": "望江苑", "level": "C"}
    made = client.post("/api/v1/cases", json=sent, headers={"authorization": f"Bearer {token}"})
    return str(made.json()["id"])


def is_answered(answer: Any) -> None:
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400 and "/api/v1/" in str(answer.url):
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"]


@pytest.mark.parametrize(("method", "path"), BODIES)
def test_any_values_in_a_body_are_answered(
    client: TestClient, token: str, case: str, method: str, path: str
) -> None:
    headers = {"authorization": f"Bearer {token}", "if-match": '"0"'}

    @given(body=changed(BODIES[method, path]) | JSON)
    @looking()
    def answered(body: Any) -> None:
        is_answered(
            client.request(method, path.format(case=case), json=_sendable(body), headers=headers)
        )

    answered()


@pytest.mark.parametrize(("method", "path"), BODIES)
def test_any_bytes_in_a_body_are_answered(
    client: TestClient, token: str, case: str, method: str, path: str
) -> None:
    headers = {
        "authorization": f"Bearer {token}", "if-match": '"0"', "content-type": "application/json",
    }  # fmt: skip
    good = str(BODIES[method, path]).replace("'", '"').replace("True", "true").encode()

    @given(body=harmed(good))
    @looking(0.5)
    def answered(body: bytes) -> None:
        url = path.format(case=case)
        is_answered(client.request(method, url, content=body, headers=headers))

    answered()


@given(path=PATHS, headers=HEADERS, method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "TRACE"]))
@looking(3)
def test_any_headers_and_cookies_are_answered(
    client: TestClient, path: str, headers: dict[str, bytes], method: str
) -> None:
    sent = {name: value for name, value in headers.items() if name != "content-length"}
    if "host" in sent:  # a redirect names it, and the client here reads no other letters there
        sent["host"] = sent["host"].decode("ascii", "ignore").encode() or b"x"
    answer = client.request(method, path, headers=sent)  # type: ignore[arg-type]
    assert answer.status_code < 500, (answer.status_code, answer.text)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(answer.headers["x-request-id"]) <= 64


@given(
    session=NASTY | st.text(max_size=60),
    form=NASTY,
    fields=st.dictionaries(NASTY, NASTY, max_size=4),
)
@looking()
def test_any_form_and_session_is_answered(
    client: TestClient, token: str, session: str, form: str, fields: dict[str, str]
) -> None:
    assert token  # there are accounts, so there is a form to sign in by
    cookie = f"anping-session={session}; anping-form={form}".encode("utf-8", "replace")
    clean = bytes(byte for byte in cookie if 32 <= byte != 127)
    data = {_text(k): _text(v) for k, v in {**fields, "form": form}.items()}
    answer = client.post("/sign-in", data=data, headers={"cookie": clean})  # type: ignore[dict-item]
    assert answer.status_code in (400, 401, 403)


@given(parts=st.lists(NASTY | st.text(max_size=12), min_size=1, max_size=4))
@looking(2)
def test_any_address_is_answered(client: TestClient, token: str, parts: list[str]) -> None:
    from urllib.parse import quote

    at = "/".join(quote(part, safe="", errors="replace") for part in parts)
    headers = {"authorization": f"Bearer {token}"}
    for root in ("/api/v1/cases/", "/api/v1/standards/", "/verify/", "/looks/", "/"):
        is_answered(client.get(f"{SITE}{root}{at}"[:4000], headers=headers))


@pytest.mark.parametrize("tool", TOOLS)
def test_any_arguments_of_a_tool_are_answered(tool: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    case = add_case(CaseStore(home), tmp_path)
    good = {**TOOLS[tool], **({"case": case} if "case" in TOOLS[tool] else {})}
    services = services_of(home)

    @given(arguments=changed(good).filter(lambda one: isinstance(one, dict)))
    @looking(0.25)
    def answered(arguments: dict[str, Any]) -> None:
        async def ask(client: Client) -> Any:
            return await client.call_tool(tool, _sendable(arguments))

        result = asking(services, ask)
        if result.is_error:
            assert result.content[0].text.startswith(("[", "Error executing")), result.content

    answered()


def _text(value: str) -> str:
    return value.encode("utf-8", "replace").decode()


def _sendable(value: Any) -> Any:
    """Return values as JSON can carry them: no halves of characters, no numbers without end."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return value if abs(value) < 1e300 else None
    if isinstance(value, dict):
        return {_text(str(k)): _sendable(v) for k, v in value.items()}
    return [_sendable(one) for one in value] if isinstance(value, list) else value
