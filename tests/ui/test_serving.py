"""The server around the workbench: who comes in, the pages of accounts, what browsers are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from corpus.accounts.account import Account
from corpus.accounts.store import AccountStore
from corpus.cases.store import CaseStore
from corpus.record.event import HOME
from tests.corpus.accounts.clock import Clock
from tests.corpus.accounts.conftest import PASSWORD, quick
from tests.ui.served import PAGE, SITE, sent, sign_in, token_on, visiting
from ui.settings import Settings, load_settings

__all__ = ["quick"]
SESSION = "anping-session"
GUARDED = [
    "/", "/?view=score", "/config", "/theme.css", "/gradio_api/info", "/gradio_api/app_id",
    "/gradio_api/queue/data?session_hash=x", "/gradio_api/heartbeat/x", "/gradio_api/file=/etc/passwd",
    "/gradio_api/startup-events", "/monitoring", "/monitoring/summary", "/gradio_api/deep_link?session_hash=x",
    "/login_check", "/accounts", "/accounts/u-none", "/password", "/tokens", "/sign-out", "/verified", "/healthy",
    "/sign-in/x", "/looks/other.css", "/assets/index.js", "/robots.txt", "//sign-in", "/nowhere",
]  # fmt: skip
POSTS = [
    "/gradio_api/queue/join", "/gradio_api/upload", "/gradio_api/run/predict", "/gradio_api/api/predict",
    "/gradio_api/call/predict", "/gradio_api/cancel", "/gradio_api/reset", "/gradio_api/component_server",
    "/login", "/accounts", "/accounts/u-none", "/password", "/tokens", "/sign-out", "/process_recording",
]  # fmt: skip


@pytest.fixture
def admin(store: AccountStore) -> Account:
    return store.create("li", "李工", ["admin"], given=PASSWORD)[0]


@pytest.fixture
def client(settings: Settings, store: AccountStore, admin: Account) -> Iterator[TestClient]:
    with visiting(settings, store) as client:
        yield client


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server that is built once, for what changes nothing there."""
    home = tmp_path_factory.mktemp("guarded") / "home"
    store = AccountStore(home)
    store.create("li", "李工", ["admin"], given=PASSWORD)
    with visiting(load_settings({}, home=home, cache=home.parent / "cache"), store) as client:
        yield client


@pytest.fixture
def outside(shared: TestClient) -> TestClient:
    """Somebody who has not signed in."""
    shared.cookies.clear()
    return shared


@pytest.fixture
def open_client(settings: Settings, store: AccountStore) -> Iterator[TestClient]:
    """A server of a home without accounts."""
    with visiting(settings, store) as client:
        yield client


def alert(answer: Any) -> str:
    found = re.search(r'role="alert">(.*?)</p>', answer.text)
    return unescape(found[1]) if found else ""


# Who comes in


@pytest.mark.parametrize("path", GUARDED)
def test_nothing_is_served_without_a_session(outside: TestClient, path: str) -> None:
    answer = outside.get(f"{SITE}{path}", headers=PAGE)
    assert answer.status_code == 303, path
    assert answer.headers["location"].startswith("/sign-in")
    assert outside.get(f"{SITE}{path}").status_code == 401
    for forged in ("x", "0" * 43, "../../etc"):
        outside.cookies.set(SESSION, forged, domain="127.0.0.1")
        assert outside.get(f"{SITE}{path}").status_code == 401


@pytest.mark.parametrize("path", POSTS)
def test_nothing_is_taken_without_a_session(outside: TestClient, path: str) -> None:
    assert outside.post(path, json={"data": []}).status_code == 401


@pytest.mark.parametrize("path", ["/", "/config", "/theme.css", "/gradio_api/info", "/gradio_api/app_id",
                                  "/accounts", "/password", "/tokens", "/sign-out"])  # fmt: skip
def test_whoever_is_signed_in_is_served(client: TestClient, path: str) -> None:
    sign_in(client)
    assert client.get(path, headers=PAGE).status_code == 200


def test_the_public_parts_need_no_session(client: TestClient) -> None:
    assert client.get("/health").json() == {"ok": True}
    assert client.get("/sign-in").status_code == 200
    assert "text/css" in client.get("/looks/pages.css").headers["content-type"]
    page = client.get("/verify", params={"number": "1", "code": "x"})
    assert page.status_code == 404
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "cookie" not in str(page.headers)
    told = client.get("/api/v1/verification", params={"number": "1", "code": "x"})
    assert told.json()["code"] == "certificate-unknown"


@pytest.mark.parametrize("path", ["/verify/../config", "/verify/%2e%2e/config", "/verify/config", "/verify//config",
                                  "/verify/gradio_api/info", "/health/", "/looks/pages.css/"])  # fmt: skip
def test_nothing_of_the_workbench_answers_at_public_paths(outside: TestClient, path: str) -> None:
    for method in ("GET", "POST", "PUT", "DELETE"):
        answer = outside.request(method, path)
        assert answer.status_code in (401, 404, 405), method
        assert "components" not in answer.text


def test_a_home_without_accounts_needs_no_session_on_this_machine(open_client: TestClient) -> None:
    assert open_client.get("/", headers=PAGE).status_code == 200
    assert open_client.get("/gradio_api/app_id").status_code == 200
    for path in ("/sign-in", "/password", "/tokens", "/accounts", "/accounts/u-x"):
        assert open_client.get(path).headers["location"] == "/"


def test_without_accounts_no_other_name_leads_in(open_client: TestClient) -> None:
    assert open_client.get("/", headers={"host": "evil.example"}).status_code == 403
    assert open_client.get("/", headers={"host": "127.0.0.1.evil.example:80"}).status_code == 403
    assert open_client.get("/", headers={"host": "localhost:9999"}).status_code == 200


def test_without_accounts_another_address_serves_nobody(
    settings: Settings, store: AccountStore
) -> None:
    with visiting(replace(settings, host="0.0.0.0"), store) as client:
        assert client.get("/").status_code == 403
        assert client.get("/health").status_code == 200


def test_the_first_account_closes_a_server_that_runs(
    open_client: TestClient, store: AccountStore
) -> None:
    assert open_client.get("/config").status_code == 200
    store.create("li", "李工", ["admin"], given=PASSWORD)
    assert open_client.get("/config").status_code == 401


# Signing in and out


def test_one_signs_in_and_goes_on_to_where_one_was_going(client: TestClient) -> None:
    turned = client.get("/?view=score&case=c-abcdef", headers=PAGE).headers["location"]
    assert turned == "/sign-in?next=%2F%3Fview%3Dscore%26case%3Dc-abcdef"
    page = client.get(turned).text
    assert 'name="next" value="/?view=score&amp;case=c-abcdef"' in page
    answer = sign_in(client, next="/?view=score&case=c-abcdef")
    assert answer.headers["location"] == "/?view=score&case=c-abcdef"
    cookie = answer.headers["set-cookie"]
    assert re.search(rf"{SESSION}=[\w-]{{43}};", cookie)
    for part in ("HttpOnly", "Path=/", "SameSite=lax"):
        assert part in cookie
    assert "Secure" not in cookie
    assert client.get("/sign-in").headers["location"] == "/"


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example",
     "evil.example", "", "/" + "x" * 3000, "/\r\nset-cookie: a=b"],
)  # fmt: skip
def test_one_goes_on_to_this_server_only(client: TestClient, wanted: str) -> None:
    assert sign_in(client, next=wanted).headers["location"] == "/"


def test_a_wrong_login_and_a_wrong_password_read_the_same(client: TestClient) -> None:
    pages = [sign_in(client, "li", "not this one"), sign_in(client, "wang", PASSWORD)]
    assert {page.status_code for page in pages} == {401}
    assert alert(pages[0]) == alert(pages[1])
    assert "登录名或密码不正确" in alert(pages[0])
    assert "not this one" not in pages[0].text
    assert SESSION not in client.cookies


def test_the_fifth_wrong_password_says_until_when(client: TestClient, clock: Clock) -> None:
    for _ in range(4):
        assert sign_in(client, "li", "not this one").status_code == 401
    told = alert(sign_in(client, "li", "not this one"))
    assert "锁定至 2026 年 3 月 4 日" in told
    assert "管理员" in told
    assert "锁定至" in alert(sign_in(client))
    clock.later(minutes=15)
    assert sign_in(client).status_code == 303


def test_a_session_that_is_over_is_turned_away(client: TestClient, clock: Clock) -> None:
    sign_in(client)
    clock.later(hours=11)
    assert client.get("/gradio_api/app_id").status_code == 200
    clock.later(hours=1)
    # What the page asks by itself does not let the session last.
    assert client.get("/gradio_api/app_id").status_code == 401


def test_signing_out_ends_the_session(client: TestClient, store: AccountStore) -> None:
    sign_in(client)
    token = client.cookies[SESSION]
    assert client.get("/sign-out").status_code == 200
    assert store.session_account(token) is not None
    answer = sent(client, "/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert SESSION not in client.cookies
    assert store.session_account(token) is None


def test_signing_in_again_ends_the_session_of_before(
    client: TestClient, store: AccountStore
) -> None:
    form = token_on(client.get("/sign-in").text)
    sign_in(client)
    token = client.cookies[SESSION]
    data = {"form": form, "login": "li", "password": PASSWORD}
    assert client.post("/sign-in", data=data).status_code == 303
    assert store.session_account(token) is None


# What others could have a browser send


def test_a_form_without_its_token_changes_nothing(client: TestClient, store: AccountStore) -> None:
    client.get("/sign-in")
    for form in ("", "0" * 64, "登"):
        data = {"form": form, "login": "li", "password": PASSWORD}
        answer = client.post("/sign-in", data=data)
        assert answer.status_code == 400
        assert "页面已过期" in alert(answer)
    sign_in(client)
    other = store.create("wang", "王工", ["expert"])[0]
    at = f"/accounts/{other.id}"
    for path, fields in ((at, {"act": "disable"}), ("/accounts", {"login": "z1", "name": "z"})):
        assert (
            client.post(path, data={"form": "0" * 64, "role": "clerk", **fields}).status_code == 400
        )
    assert client.post("/sign-out", data={"form": "0" * 64}).headers["location"] == "/sign-out"
    new = {"old": PASSWORD, "new": "another password", "again": "another password"}
    assert client.post("/password", data=new).status_code == 400
    assert [one.login for one in store.accounts()] == ["li", "wang"]
    assert not store.account(other.id).is_disabled
    assert store.sign_in("li", PASSWORD)


def test_a_token_is_of_one_session_only(client: TestClient, store: AccountStore) -> None:
    sign_in(client)
    form = token_on(client.get("/password").text)
    client.cookies.set(SESSION, store.sign_in("li", PASSWORD).token, domain="127.0.0.1")
    data = {"form": form, "old": PASSWORD, "new": "another password", "again": "another password"}
    assert client.post("/password", data=data).status_code == 400


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:7861", SITE + ".evil"]
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/gradio_api/queue/join", "/gradio_api/upload"])  # fmt: skip
def test_what_another_site_sends_is_refused(outside: TestClient, path: str, origin: str) -> None:
    form = token_on(outside.get("/sign-in").text)
    sign_in(outside)
    data = {"form": form, "login": "li", "password": PASSWORD}
    assert outside.post(path, data=data, headers={"origin": origin}).status_code == 403
    cross = {"sec-fetch-site": "cross-site"}
    assert outside.post(path, data=data, headers=cross).status_code == 403


def test_a_body_that_is_no_form_of_ours_is_not_read(client: TestClient) -> None:
    client.get("/sign-in")
    assert client.post("/sign-in", content=b"x" * 70_000).status_code == 400
    many = "&".join(f"a{n}=1" for n in range(100))
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/sign-in", content=many.encode(), headers=kind).status_code == 400
    assert client.post("/sign-in", json={"login": "li"}).status_code == 400


def test_what_was_typed_is_escaped(client: TestClient) -> None:
    evil = '"><script>alert(1)</script>'
    page = sign_in(client, evil, "x", next=f"/{evil}").text
    assert "<script" not in page
    assert "<script" not in client.get("/sign-in", params={"next": f"/{evil}", "lang": evil}).text


# Headers and cookies


@pytest.mark.parametrize("path", ["/", "/sign-in", "/health", "/gradio_api/app_id", "/password"])
def test_every_answer_is_kept_out_of_frames(outside: TestClient, path: str) -> None:
    for is_first in (True, False):
        headers = outside.get(path, headers=PAGE).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        if is_first:
            sign_in(outside)


def test_our_pages_allow_no_scripts_and_are_not_kept(client: TestClient) -> None:
    headers = client.get("/sign-in").headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert headers["cache-control"] == "no-store"
    sign_in(client)
    assert client.get("/", headers=PAGE).headers["cache-control"] == "no-store"
    assert "no-cache" in client.get("/config").headers["cache-control"]


def test_the_page_hears_whose_session_it_is(client: TestClient, admin: Account) -> None:
    assert "x-anping-account" not in client.get("/sign-in").headers
    sign_in(client)
    assert client.get("/gradio_api/app_id").headers["x-anping-account"] == admin.id


@pytest.mark.parametrize(
    ("https", "trust", "said", "is_secure"),
    [(False, False, "https", False), (False, True, "https", True), (False, True, "http", False),
     (True, False, "", True), (False, True, "", False)],
)  # fmt: skip
def test_a_cookie_is_secure_where_the_browser_comes_by_https(
    settings: Settings, store: AccountStore, admin: Account,
    https: bool, trust: bool, said: str, is_secure: bool,
) -> None:  # fmt: skip
    chosen = replace(settings, https=https, trust_proxy=trust)
    with visiting(chosen, store) as client:
        client.headers.update({"x-forwarded-proto": said} if said else {})
        page = client.get("/sign-in")
        cookie = page.headers["set-cookie"]
        assert ("Secure" in cookie, cookie.startswith("__Host-")) == (is_secure, is_secure)
        assert ("strict-transport-security" in page.headers) == is_secure


def test_behind_a_proxy_forms_come_from_its_name(
    settings: Settings, store: AccountStore, admin: Account
) -> None:
    origin = {"origin": "https://anping.example", "x-forwarded-host": "anping.example"}
    for trust, status in ((True, 400), (False, 403)):
        with visiting(replace(settings, trust_proxy=trust), store) as client:
            assert client.post("/sign-in", data={}, headers=origin).status_code == status


# Passwords


def test_a_temporary_password_has_to_be_changed_before_anything_else(
    client: TestClient, store: AccountStore
) -> None:
    _, secret = store.create("wang", "王工", ["expert"])
    answer = sign_in(client, "wang", secret, next="/?view=ask")
    assert answer.headers["location"] == "/password?next=%2F%3Fview%3Dask"
    assert client.get("/", headers=PAGE).headers["location"].startswith("/password")
    for path in ("/config", "/accounts", "/gradio_api/app_id"):
        assert client.get(path).status_code == 401
    assert "由管理员设定" in client.get("/password").text
    token = client.cookies[SESSION]
    new = {"old": secret, "new": "another password", "again": "another password"}
    done = sent(client, "/password", next="/?view=ask", **new)
    assert done.headers["location"] == "/?view=ask"
    assert client.get("/", headers=PAGE).status_code == 200
    assert store.session_account(token) is not None


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [("not this one", "another password", "another password", "当前密码不正确"), (PASSWORD, "short", "short", "不足 10 个字符"),
     (PASSWORD, "another password", "anothr password", "不一致"), (PASSWORD, PASSWORD, PASSWORD, "与当前密码相同")],
)  # fmt: skip
def test_a_password_that_cannot_be_taken_is_said(
    client: TestClient, store: AccountStore, old: str, new: str, again: str, told: str
) -> None:
    sign_in(client)
    answer = sent(client, "/password", old=old, new=new, again=again)
    assert told in alert(answer)
    assert store.sign_in("li", PASSWORD)


# Keeping accounts


def test_an_admin_keeps_the_accounts(client: TestClient, store: AccountStore) -> None:
    sign_in(client)
    made = sent(
        client, "/accounts", login="wang", name="王工", role=["expert", "reviewer"], employer="甲院"
    )
    secret = str(re.search(r"<code>(.*?)</code>", made.text)[1])  # type: ignore[index]
    account = store.find("wang")
    assert account.roles == {"expert", "reviewer"}
    session = store.sign_in("wang", secret)
    assert "王工" in client.get("/accounts").text
    assert secret not in client.get("/accounts").text
    at = f"/accounts/{account.id}"
    sent(client, at, act="save", name="王五", employer="", role=["clerk"])
    assert (store.account(account.id).name, store.account(account.id).roles) == ("王五", {"clerk"})
    assert "退出" in sent(client, at, act="sign_out").text
    assert store.session_account(session.token) is None
    second = re.search(r"<code>(.*?)</code>", sent(client, at, act="reset").text)
    assert store.sign_in("wang", str(second[1]))  # type: ignore[index]
    sent(client, at, act="disable")
    assert store.account(account.id).is_disabled
    assert "已停用" in client.get("/accounts").text
    sent(client, at, act="enable")
    assert not store.account(account.id).is_disabled
    events = CaseStore(store.home).events(HOME)
    assert len({event.who for event in events[1:]}) == 1
    assert events[-1].who != ""


def test_what_an_admin_cannot_do_is_said(client: TestClient, admin: Account) -> None:
    sign_in(client)
    at = f"/accounts/{admin.id}"
    assert "最后一个" in alert(sent(client, at, act="disable"))
    assert "至少选择一个角色" in alert(sent(client, at, act="save", name="李工"))
    taken = sent(client, "/accounts", login="li", name="李四", role="clerk", employer="甲院")
    assert "已有账号" in alert(taken)
    assert 'value="甲院"' in taken.text
    assert 'value="clerk" checked' in taken.text
    missing = client.get("/accounts/u-none")
    assert (missing.status_code, "没有这个账号" in missing.text) == (404, True)


@pytest.mark.parametrize("role", ["applicant", "assessor", "expert", "reviewer", "clerk"])
def test_others_keep_no_accounts(
    client: TestClient, store: AccountStore, admin: Account, role: str
) -> None:
    store.create("wang", "王工", [role], given=PASSWORD)
    sign_in(client, "wang")
    form = token_on(client.get("/password").text)
    for path in ("/accounts", f"/accounts/{admin.id}", "/accounts/u-none"):
        assert client.get(path).status_code == 403
        for act in ("reset", "disable", "save"):
            fields = {"form": form, "act": act, "role": "admin", "login": "z1", "name": "z"}
            assert client.post(path, data=fields).status_code == 403
    assert store.account(admin.id) == admin
    assert len(store.accounts()) == 2


@pytest.mark.parametrize(("language", "words"), [("zh", "修改密码"), ("en", "Change password")])
def test_the_pages_speak_the_language_that_was_chosen(
    client: TestClient, language: str, words: str
) -> None:
    client.get("/sign-in", params={"lang": language})
    sign_in(client)
    page = client.get("/password").text
    assert words in page
    assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in page


def test_the_api_stands_beside_the_workbench_and_has_problems_of_its_own(
    client: TestClient, store: AccountStore, admin: Account
) -> None:
    assert client.get("/api/v1/cases").json()["code"] == "api-token"
    _, secret = store.make_token(admin.id, "test")
    headers = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/cases", headers=headers).json() == {"items": [], "next": None}
    for path in ("/api/v1/", "/api/v1/nowhere", "/api/v1//cases", "/api/v1/%0A"):
        answer = client.get(path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "api-nothing-here")
    for path in ("/api/v1", "/", "/config", "/api/v2/cases"):
        assert client.get(path, headers=headers).status_code == 401
    sign_in(client)
    assert client.get("/api/v1/cases").status_code == 200
    assert client.post("/api/v1/cases", json={"name": "x", "level": "C"}).status_code == 401
