"""A server of the workbench without a socket, and a browser without scripts that visits it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from starlette.testclient import TestClient
from starlette.types import ASGIApp

from corpus.accounts.store import AccountStore
from tests.corpus.accounts.conftest import PASSWORD
from ui.services import Services
from ui.serving.server import build_server
from ui.settings import Settings

SITE = "http://127.0.0.1:7860"
PAGE = {"accept": "text/html"}


@contextmanager
def visiting(
    settings: Settings, store: AccountStore, site: str = SITE, *, raises: bool = True,
    client: tuple[str, int] = ("testclient", 50000), environment: Mapping[str, str] | None = None,
) -> Iterator[TestClient]:  # fmt: skip
    """A browser without cookies at a server. raises: what fails there fails here too. client: from where it comes."""
    services = Services(settings, environment=environment)
    services.accounts = store

    async def built() -> ASGIApp:
        return build_server(services)  # gradio leaves a loop of its own open where none runs

    app = asyncio.run(built())
    with TestClient(
        app, site, follow_redirects=False, raise_server_exceptions=raises, client=client
    ) as browser:
        yield browser


def token_on(text: str) -> str:
    return str(re.search(r'name="form" value="([0-9a-f]{64})"', text)[1])  # type: ignore[index]


def sent(client: TestClient, path: str, shown: str = "", **fields: Any) -> Any:
    """Fill in a form as a browser does: fetch its page, send it back from there."""
    form = token_on(client.get(shown or path, headers=PAGE).text)
    return client.post(
        path, data={"form": form, **fields}, headers={**PAGE, "origin": str(client.base_url)}
    )


def sign_in(client: TestClient, login: str = "li", password: str = PASSWORD, **more: str) -> Any:
    return sent(client, "/sign-in", login=login, password=password, **more)
