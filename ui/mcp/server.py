"""The server of tools, resources and prompts: built from the services, run by a transport."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolResult,
    GetPromptResult,
    InputRequiredResult,
    ToolAnnotations,
)
from pydantic import ValidationError

from ui.errors import ArgumentError
from ui.mcp.call import Calls
from ui.mcp.cases import CaseTools
from ui.mcp.clauses import ClauseTools
from ui.mcp.indicators import IndicatorTools
from ui.mcp.projects import ProjectTools
from ui.mcp.questions import QuestionTools
from ui.mcp.resources import add_prompts, add_resources, both
from ui.services import Services
from ui.wording import t


def build_server(services: Services, calls: Calls | None = None) -> AnpingServer:
    """
    Return a server of everything that other programs may ask. Nothing is loaded before it is asked.

    services: made with `keeps=False`, so that no call writes anything. calls: how calls are run.
    """
    server = AnpingServer(
        "anping",
        title=both("mcp_server"),
        instructions=f"{t('mcp_quoted', 'en')}\n{t('mcp_quoted', 'zh')}",
        version=version("anping"),
        log_level="ERROR",
    )
    runs = calls or Calls()
    asks_a_model = services.model_settings is not None
    for tool in _tools(services):
        server.add(tool, runs, is_open=asks_a_model and tool.__name__ == "ask")
    add_resources(server)
    add_prompts(server)
    return server


def _tools(services: Services) -> tuple[Callable[..., Any], ...]:
    clauses, questions, cases = (
        ClauseTools(services), QuestionTools(services), CaseTools(services),
    )  # fmt: skip
    indicators, projects = IndicatorTools(), ProjectTools()
    return (
        clauses.search_clauses,
        indicators.explain_indicator,
        questions.ask,
        projects.list_applicable,
        cases.list_cases,
        cases.find_evidence,
        projects.assess_sheet,
        questions.norm_status,
    )


class AnpingServer(MCPServer):
    """A server whose tools read only and refuse arguments that they do not take."""

    def add(self, tool: Callable[..., Any], calls: Calls, *, is_open: bool = False) -> None:
        """Offer a tool under its own name. is_open: whether it asks others, such as a model."""
        name = tool.__name__
        self.add_tool(
            calls.bounded(tool),
            name=name,
            title=both(f"mcp_{name}"),
            description=both(f"mcp_{name}_hint"),
            annotations=ToolAnnotations(
                read_only_hint=True,
                destructive_hint=False,
                idempotent_hint=True,
                open_world_hint=is_open,
            ),
        )
        self._tool_manager.get_tool(name).parameters["additionalProperties"] = False  # type: ignore[union-attr]

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """
        Call a tool.

        Raises:
            ToolError: unknown tool or arguments, arguments that are not allowed, or a fault of ours.
        """
        found = self._tool_manager.get_tool(name)
        if found is None:
            names = ", ".join(one.name for one in self._tool_manager.list_tools())
            message = f"There is no tool {name[:80]!r}. There are: {names}."
            raise ToolError(message)
        known = list(found.parameters["properties"])
        unknown = [(one, "there is no such argument") for one in arguments if one not in known]
        if unknown:
            raise _refused(ArgumentError(name, unknown, known))
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                faults = [(_place(one["loc"]), one["msg"]) for one in error.__cause__.errors()]
                raise _refused(ArgumentError(name, faults, known)) from error
            raise

    async def get_prompt(
        self,
        name: str,
        arguments: dict[str, Any] | None = None,
        context: Context[Any, Any] | None = None,
    ) -> GetPromptResult | InputRequiredResult:
        """
        Return the text of a prompt.

        Raises:
            MCPError: unknown prompt, or arguments that are not allowed.
        """
        found = self._prompt_manager.get_prompt(name)
        if found is None:
            names = ", ".join(one.name for one in self._prompt_manager.list_prompts())
            raise MCPError(INVALID_PARAMS, f"There is no prompt {name[:80]!r}. There are: {names}.")
        takes, given = found.arguments or [], arguments or {}
        known = [one.name for one in takes]
        faults = [(one, "there is no such argument") for one in given if one not in known]
        faults += [(o.name, "it is needed") for o in takes if o.required and o.name not in given]
        if not faults:
            try:
                return await super().get_prompt(name, arguments, context)
            except ValueError as error:
                inner = error.__cause__.__cause__ if error.__cause__ else None
                if not isinstance(inner, ValidationError):
                    raise
                faults = [(_place(one["loc"]), one["msg"]) for one in inner.errors()]
        raise MCPError(INVALID_PARAMS, str(_refused(ArgumentError(name, faults, known))))


def _refused(error: ArgumentError) -> ToolError:
    return ToolError(f"[{error.code}] {error}")


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location))
