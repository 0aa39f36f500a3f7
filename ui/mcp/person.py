"""Who calls: the account of the request, or whoever runs the command."""

from __future__ import annotations

from typing import Any

from mcp.server.mcpserver import Context

from corpus.cases.store import CaseStore
from ui.services import Services

CALLER = "anping.caller"
"""The key under which the gate notes in a request who sends it: an account's id, "" for nobody."""

Call = Context[Any, Any]
"""What a tool is told of its call."""


def cases_of(call: Call, services: Services) -> CaseStore:
    """
    Return the cases as whoever calls may see them.

    A request that came by HTTP without passing the gate gets no case at all: KeyError.
    """
    request = call.request_context.request
    if request is None:
        return services.own_cases
    person = str(request.scope[CALLER])
    return services.cases_for(person) if person else services.cases
