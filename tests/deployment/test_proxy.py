"""The site of nginx in front of a real server: https, the right names, answers as they come."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from corpus.accounts.store import AccountStore
from corpus.encoder import Encoder
from tests.browser.conftest import served
from tests.corpus.accounts.conftest import PASSWORD
from tests.deployment.installed import ROOT
from tests.ui.served import token_on

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("nginx") and shutil.which("openssl")),
        reason="nginx or openssl is not installed (Debian packages nginx-light, openssl)",
    ),
]
NAME = "anping.example.org"
_AROUND = """
daemon off; pid {room}/pid; error_log stderr; worker_processes 1;
events {{}}
http {{
  access_log off; client_body_temp_path {room}/a; proxy_temp_path {room}/b;
  fastcgi_temp_path {room}/c; uwsgi_temp_path {room}/d; scgi_temp_path {room}/e;
  include {room}/site.conf;
}}
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def site(room: Path, server: str, plain: int, secure: int) -> None:
    """Write the example with the addresses of this test, and what of nginx stands around it."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    changes = {
        "server 127.0.0.1:7860;": f"server {server};",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;",
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl;\n": "",
        "/etc/ssl/anping/": f"{room}/",
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    (room / "site.conf").write_text(text, encoding="utf-8")
    (room / "nginx.conf").write_text(_AROUND.format(room=room), encoding="utf-8")
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
            f"/CN={NAME}", "-keyout", room / "key.pem", "-out", room / "fullchain.pem",
        ],
        check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def ports(
    tmp_path_factory: pytest.TempPathFactory, real_encoder: Encoder
) -> Iterator[tuple[int, int]]:
    """The server behind nginx; gives the ports of http and https."""
    home, room = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("nginx")
    AccountStore(home).create("li", "李工", ["admin"], given=PASSWORD)
    plain, secure = free_port(), free_port()
    more = {"ANPING_TRUST_PROXY": "yes", "ANPING_HTTPS": "yes"}
    with served(home, more=more) as address:
        site(room, httpx.URL(address).netloc.decode(), plain, secure)
        with subprocess.Popen(["nginx", "-p", room, "-c", room / "nginx.conf"]) as proxy:
            try:
                _wait_for(secure, proxy)
                yield plain, secure
            finally:
                proxy.terminate()


def _wait_for(port: int, proxy: subprocess.Popen[bytes]) -> None:
    while True:
        assert proxy.poll() is None, "nginx ended"
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


@pytest.fixture
def browser(ports: tuple[int, int]) -> Iterator[httpx.Client]:
    # The certificate is nobody's: it was made for this test.
    with httpx.Client(
        base_url=f"https://127.0.0.1:{ports[1]}", verify=False, headers={"host": NAME}, timeout=30  # noqa: S501
    ) as client:  # fmt: skip
        yield client


def signed_in(browser: httpx.Client, origin: str = f"https://{NAME}") -> httpx.Response:
    """Sign in as a browser does; cookies go by hand, since the name is not the address."""
    page = browser.get("/sign-in")
    secret = page.headers["set-cookie"].split(";")[0]
    return browser.post(
        "/sign-in",
        data={"form": token_on(page.text), "login": "li", "password": PASSWORD},
        headers={"origin": origin, "cookie": secret},
    )


def test_plain_http_leads_to_https(ports: tuple[int, int]) -> None:
    answer = httpx.get(f"http://127.0.0.1:{ports[0]}/?view=ask", headers={"host": NAME})
    assert (answer.status_code, answer.headers["location"]) == (301, f"https://{NAME}/?view=ask")


def test_cookies_are_for_https_alone(browser: httpx.Client) -> None:
    answer = signed_in(browser)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert "secure" in cookie.lower()
    assert "strict-transport-security" in answer.headers


def test_what_a_browser_says_of_the_proxy_is_not_believed(browser: httpx.Client) -> None:
    foreign = "https://evil.example"
    browser.headers["x-forwarded-host"] = "evil.example"
    assert signed_in(browser, foreign).status_code == 403


def test_an_answer_that_does_not_end_comes_as_it_goes(browser: httpx.Client) -> None:
    cookie = signed_in(browser).headers["set-cookie"].split(";")[0]
    headers = {"cookie": cookie}
    with browser.stream("GET", "/gradio_api/heartbeat/x", headers=headers) as answer:
        assert answer.status_code == 200
        assert "ALIVE" in next(answer.iter_text())
