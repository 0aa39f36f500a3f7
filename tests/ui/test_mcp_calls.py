"""How calls are run: within a time, only so many at once, cancelled without harm."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable

import anyio
import pytest
from mcp import Client
from mcp.server.mcpserver.exceptions import ToolError

from tests.ui.mcp_home import words
from ui.mcp.call import Calls
from ui.mcp.server import AnpingServer


class Slow:
    """A tool that answers when it is told to."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.ended = (threading.Event() for _ in range(3))

    def list_cases(self, name: str = "") -> str:
        """Wait."""
        self.begun.set()
        assert self.go_on.wait(20)
        self.ended.set()
        return f"done {name}"


@pytest.fixture
def slow() -> Slow:
    return Slow()


def run(calls: Calls, slow: Slow, ask: Callable[[Client], Awaitable[None]]) -> None:
    async def asked() -> None:
        server = AnpingServer("slow", log_level="CRITICAL")
        server.add(slow.list_cases, calls)
        async with Client(server) as client:
            await ask(client)

    try:
        asyncio.run(asked())
    finally:
        slow.go_on.set()


def test_a_call_that_takes_too_long_is_given_up(slow: Slow) -> None:
    async def ask(client: Client) -> None:
        result = await client.call_tool("list_cases")
        assert result.is_error
        assert "[mcp-slow]" in words(result)
        assert "nothing was changed" in words(result)

    run(Calls(limit_s=0.05), slow, ask)


def test_cancelled_calls_keep_their_place_until_their_thread_ends(slow: Slow) -> None:
    async def ask(client: Client) -> None:
        with anyio.move_on_after(30) as waiting:
            async with anyio.create_task_group() as both:
                both.start_soon(client.call_tool, "list_cases")
                await anyio.to_thread.run_sync(slow.begun.wait, 20)
                both.cancel_scope.cancel()
        assert not waiting.cancelled_caught
        busy = await client.call_tool("list_cases")
        assert busy.is_error
        assert "[mcp-busy] 1 calls are under way" in words(busy)
        slow.go_on.set()
        await anyio.to_thread.run_sync(slow.ended.wait, 20)
        for _ in range(200):  # the thread frees its place just after it has ended
            result = await client.call_tool("list_cases", {"name": "甲"})
            if not result.is_error:
                break
            await anyio.sleep(0.01)
        assert words(result) == "done 甲"

    run(Calls(most=1), slow, ask)


def test_a_call_cancelled_before_it_began_gives_its_place_back(slow: Slow) -> None:
    calls = Calls(most=1)
    slow.go_on.set()
    tool = calls.bounded(slow.list_cases)

    async def asked() -> None:
        with anyio.CancelScope() as scope:
            scope.cancel()
            await tool("乙")
        assert scope.cancelled_caught
        assert await tool("丙") == "done 丙"

    asyncio.run(asked())


def test_a_fault_of_ours_is_not_told_in_words_of_the_machine(slow: Slow) -> None:
    def broken() -> str:
        """Fail."""
        raise RuntimeError("/secret/path")

    broken.__name__ = "list_cases"

    async def asked() -> None:
        server = AnpingServer("broken", log_level="CRITICAL")
        server.add(broken, Calls())
        with pytest.raises(ToolError) as caught:
            await server.call_tool("list_cases", {})
        assert "/secret/path" not in str(caught.value)

    asyncio.run(asked())
