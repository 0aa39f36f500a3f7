"""The server by standard input and output and by HTTP, as real processes, with the SDK's client."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import anyio
import httpx2
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from corpus.accounts.store import AccountStore
from corpus.cases.store import CaseStore
from corpus.encoder import Encoder
from tests.corpus.accounts.conftest import PASSWORD, quick
from tests.ui.mcp_home import add_case, kept, words
from ui.cli.main import main

__all__ = ["quick"]
T = TypeVar("T")
ROOT = Path(__file__).parents[2]
START = [sys.executable, "-c", "from ui.cli.main import main; main()"]


def environment(home: Path, **more: str) -> dict[str, str]:
    return {"ANPING_HOME": str(home), "PYTHONPATH": str(ROOT), **more}


def by_stdio(home: Path, ask: Callable[[Client], Awaitable[T]], *before: str, **more: str) -> T:
    async def asked() -> T:
        server = StdioServerParameters(
            command=START[0],
            args=[*START[1:], *before, "mcp"],
            env=environment(home, **more),
            cwd=str(ROOT),
        )
        with anyio.fail_after(120):
            async with Client(server) as client:
                return await ask(client)

    return asyncio.run(asked())


def by_http(
    address: str, ask: Callable[[Client], Awaitable[T]], token: str = "", mode: str = "auto"
) -> T:
    async def asked() -> T:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=120) as http,
            Client(streamable_http_client(address, http_client=http), mode=mode) as client,
        ):
            return await ask(client)

    return asyncio.run(asked())


@contextmanager
def serving(home: Path) -> Iterator[str]:
    process = subprocess.Popen(
        [*START, "mcp", "--http", "--port", "0"],
        env={**os.environ, **environment(home)},
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        assert line.startswith("Serving http://127.0.0.1:"), line
        yield line.removeprefix("Serving ").strip()
    finally:
        process.terminate()
        printed, _ = process.communicate(timeout=20)
    assert printed == ""


async def case_names(client: Client) -> list[str]:
    result = await client.call_tool("list_cases")
    assert not result.is_error, words(result)
    return [one["name"] for one in (result.structured_content or {})["cases"]]


async def a_conversation(client: Client) -> list[str]:
    tools = (await client.list_tools()).tools
    assert "find_evidence" in [tool.name for tool in tools]
    explained = await client.call_tool("explain_indicator", {"id": "A1.4.3"})
    assert [one["id"] for one in (explained.structured_content or {})["rows"]] == [
        "A1.4.3", "A3.4.3",
    ]  # fmt: skip
    bad = await client.call_tool("search_clauses", {"query": "x", "k": 99})
    assert "[mcp-argument]" in words(bad)
    assert (await client.read_resource("anping://tcrea-2023/8.1")).contents
    assert (await client.list_prompts()).prompts
    return await case_names(client)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def office(home: Path, tmp_path: Path, quick: None) -> dict[str, str]:
    """Two applicants with a case each, and their ids by login."""
    accounts = AccountStore(home)
    ids = {}
    for login, role in (("li", "admin"), ("wang", "applicant"), ("zhao", "applicant")):
        ids[login] = accounts.create(login, login, [role], given=PASSWORD)[0].id  # type: ignore[list-item]
    for login, name in (("wang", "王家小区"), ("zhao", "赵家小区")):
        add_case(CaseStore(home).acting(ids[login]), tmp_path, name)
    return ids


@pytest.mark.slow
def test_by_stdio_as_whoever_works_on_the_machine(home: Path, tmp_path: Path) -> None:
    add_case(CaseStore(home), tmp_path)
    before = kept(home)
    assert by_stdio(home, a_conversation) == ["甲小区"]
    assert kept(home) == before


@pytest.mark.slow
def test_by_stdio_as_an_account(home: Path, office: dict[str, str]) -> None:
    found = by_stdio(home, case_names, "--user", "wang", ANPING_PASSWORD=PASSWORD)
    assert found == ["王家小区"]
    others = CaseStore(home).acting(office["zhao"]).cases()[0].id

    async def ask(client: Client) -> str:
        return words(await client.call_tool("find_evidence", {"case": others}))

    told = by_stdio(home, ask, "--user", "wang", ANPING_PASSWORD=PASSWORD)
    assert "[corpus-unknown-case]" in told
    assert "赵家小区" not in told


@pytest.mark.slow
@pytest.mark.encoder
def test_standard_output_belongs_to_the_protocol(home: Path, real_encoder: Encoder) -> None:
    sent = [
        "this is no message",
        '{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": '
        '"2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}}',
        '{"jsonrpc": "2.0", "method": "notifications/initialized"}',
        '{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "ask", '
        '"arguments": {"question": "评价有哪些等级？"}}}',
    ]
    with subprocess.Popen(
        [*START, "mcp"],
        env={**os.environ, **environment(home)},
        cwd=ROOT,
        encoding="utf-8",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n".join(sent) + "\n")
        process.stdin.flush()
        lines = []
        while not lines or lines[-1].get("id") != 2:
            lines.append(json.loads(process.stdout.readline()))
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(20) == 0
    assert {line["jsonrpc"] for line in lines} == {"2.0"}
    assert [line["id"] for line in lines if "result" in line] == [1, 2]


def test_nobody_is_asked_for_a_password_by_stdio(home: Path, office: dict[str, str]) -> None:
    result = CliRunner().invoke(main, ["--user", "wang", "mcp"])
    assert result.exit_code == 2
    assert "ANPING_PASSWORD" in result.stderr
    assert result.stdout == ""


@pytest.mark.slow
def test_by_http_without_accounts(home: Path, tmp_path: Path) -> None:
    add_case(CaseStore(home), tmp_path)
    before = kept(home)
    with serving(home) as address:
        for mode in ("auto", "legacy"):
            assert by_http(address, a_conversation, mode=mode) == ["甲小区"]
        assert kept(home) == before
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        accept = {"accept": "application/json, text/event-stream"}
        for headers in ({"host": "evil.example"}, {"origin": "http://evil.example"}):
            refused = httpx2.post(address, json=message, headers={**accept, **headers})
            assert refused.status_code in (403, 421)
        large = httpx2.post(address, content=b"x" * (2 * 1024 * 1024 + 1), headers=accept)
        assert large.status_code == 413
        # From the first account on everybody brings a token.
        AccountStore(home).create("li", "li", ["admin"], given=PASSWORD)
        assert httpx2.post(address, json=message, headers=accept).status_code == 401
    assert {name for name in kept(home) if name not in before} == set()


@pytest.mark.slow
def test_by_http_each_account_sees_its_own_cases(home: Path, office: dict[str, str]) -> None:
    accounts = AccountStore(home)
    made = {login: accounts.make_token(account, "test") for login, account in office.items()}
    tokens = {login: secret for login, (_, secret) in made.items()}
    session = accounts.sign_in("wang", PASSWORD).token
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    for secret in tokens.values():
        assert accounts.token_account(secret)  # its first use is written down
    before = kept(home)
    with serving(home) as address:
        assert by_http(address, case_names, tokens["wang"]) == ["王家小区"]
        assert by_http(address, case_names, tokens["zhao"]) == ["赵家小区"]
        assert by_http(address, case_names, tokens["li"]) == ["王家小区", "赵家小区"]

        async def both() -> None:
            async with httpx2.AsyncClient(timeout=120) as http:
                for login in ("wang", "zhao") * 3:
                    told = await http.post(
                        address,
                        json={**message, "method": "tools/call", "params": {"name": "list_cases", "arguments": {}}},
                        headers={"accept": "application/json, text/event-stream", "authorization": f"Bearer {tokens[login]}"},
                    )  # fmt: skip
                    assert told.status_code == 200, told.text
                    assert ("王家" in told.text) is (login == "wang")

        asyncio.run(both())
        assert kept(home) == before
        for header in (
            "",
            "Bearer nothing",
            f"Bearer {session}",
            f"Basic {tokens['wang']}",
            "Bearer " + "x" * 5000,
        ):
            refused = httpx2.post(address, json=message, headers={"authorization": header})
            assert refused.status_code == 401
            assert "anping user token new" in refused.json()["error_description"]
        accounts.revoke_token(office["wang"], made["wang"][0].id)
        ended = httpx2.post(
            address, json=message, headers={"authorization": f"Bearer {tokens['wang']}"}
        )
        assert ended.status_code == 401


@pytest.mark.parametrize("arguments", [["mcp", "--port", "1"], ["--user", "wang", "mcp", "--http"]])
def test_options_that_do_not_go_together(
    home: Path, office: dict[str, str], arguments: list[str]
) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "--http" in result.stderr
