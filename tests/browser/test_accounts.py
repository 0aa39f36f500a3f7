"""Signing in, working, being signed out meanwhile and keeping accounts, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from corpus.accounts.store import AccountStore
from corpus.encoder import Encoder
from tests.browser.conftest import CHROMIUM, NewPage, says, served
from tests.browser.test_accessibility import faults
from tests.corpus.accounts.conftest import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium is installed (Debian package chromium)"
    ),
]
TYPED = "重点位置的录像要保存多久？"
WRONG = {"zh": "登录名或密码不正确", "en": "Login or password is wrong"}
NEW = {"zh": "新建账号", "en": "New account"}
ANOTHER = {"zh": "另一个账号", "en": "another account"}
ENDED = {"zh": "登录已失效", "en": "You are signed out"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> AccountStore:
    store = AccountStore(tmp_path_factory.mktemp("accounts"))
    store.create("li", "李工", ["admin", "clerk"], given=PASSWORD)
    store.create("zhou", "周工", ["expert"], given=PASSWORD)
    return store


@pytest.fixture(scope="module")
def address(store: AccountStore, real_encoder: Encoder) -> Iterator[str]:
    with served(store.home) as address:
        yield address


def fill_in(page: Any, login: str, password: str) -> None:
    page.fill("#login", login)
    page.fill("#password", password)
    page.click("main button")


def looked_at(page: Any) -> None:
    """axe-core finds nothing, and nothing is wider than a small window."""
    assert faults(page) == []
    size = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(size)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_journey_of_an_admin_and_of_somebody_new(
    new_page: NewPage, address: str, store: AccountStore, language: str
) -> None:
    login = f"wang-{language}"
    page = new_page()
    page.goto(f"{address}?view=ask")
    page.click(f".ap-tongues a[href*='lang={language}']")
    looked_at(page)
    fill_in(page, "li", "not this one")
    assert WRONG[language] in page.inner_text("[role=alert]")
    looked_at(page)
    fill_in(page, "li", PASSWORD)
    page.wait_for_selector(".ap-account")
    assert "view=ask" in page.url
    page.wait_for_function(
        "language => document.documentElement.lang.startsWith(language)", arg=language
    )
    page.click(".ap-account summary")
    assert faults(page) == [], "the menu of the account"
    page.click(".ap-account a[href^='/accounts']")
    assert NEW[language] in page.inner_text("main")
    looked_at(page)
    page.fill("#login", login)
    page.fill("#name", "王工")
    page.check("input[value=expert]")
    page.click("main .ap-main")
    secret = page.inner_text("code")
    looked_at(page)
    page.click(f"text={login}")
    looked_at(page)

    other = new_page()
    other.goto(f"{address}sign-in?lang={language}")
    fill_in(other, login, secret)
    other.wait_for_selector("#old")
    looked_at(other)
    other.fill("#old", secret)
    other.fill("#new", PASSWORD)
    other.fill("#again", PASSWORD)
    other.click("main .ap-main")
    says(other, ".ap-account", "王工")
    assert other.locator(".ap-account a[href^='/accounts']").count() == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_somebody_makes_and_revokes_a_token_of_their_own(
    new_page: NewPage, address: str, store: AccountStore, language: str
) -> None:
    page = new_page()
    page.goto(f"{address}sign-in?lang={language}&next=/tokens")
    fill_in(page, "zhou", PASSWORD)
    page.wait_for_selector("#days")
    looked_at(page)
    page.fill("#name", f"import {language}")
    page.click("main .ap-main")
    secret = page.inner_text(".ap-secret code")
    looked_at(page)
    who = store.token_account(secret)
    assert who is not None
    assert who.login == "zhou"
    page.reload()
    assert secret not in page.inner_text("body")
    page.click(f"[aria-label$='import {language}']")
    page.wait_for_selector(".ap-done")
    looked_at(page)
    assert store.token_account(secret) is None
    page.click("main a[href='/api/v1/docs']")
    page.wait_for_selector("h1")
    looked_at(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_typed_outlives_the_session(
    new_page: NewPage, address: str, store: AccountStore, language: str
) -> None:
    page = new_page()
    page.goto(f"{address}sign-in?lang={language}&next=/?view=ask")
    fill_in(page, "li", PASSWORD)
    page.wait_for_selector("#view-ask textarea")
    page.fill("#view-ask textarea", TYPED)
    store.sign_out_everywhere(store.find("li").id)
    says(page, ".ap-connection", ENDED[language])
    with page.context.expect_page() as opened:
        page.click(".ap-connection a")
    fill_in(opened.value, "li", PASSWORD)
    opened.value.wait_for_selector(".ap-account")
    page.bring_to_front()
    page.wait_for_function("!document.querySelector('.ap-connection').innerText")
    assert page.input_value("#view-ask textarea") == TYPED
    # Another account in the same browser: the page says so and does nothing for it.
    page.click(".ap-account summary")
    page.click(".ap-account form button")
    page.wait_for_url("**/sign-out")  # its form was of the session before: it asks again
    page.click("main button")
    fill_in(page, "zhou", PASSWORD)
    page.wait_for_selector(".ap-account")
    says(opened.value, ".ap-connection", ANOTHER[language])
