"""The server over streamable HTTP, on this machine only."""

from __future__ import annotations

from starlette.types import ASGIApp

from ui.mcp.call import Calls
from ui.mcp.gate import McpGate
from ui.mcp.server import build_server
from ui.operations.access import Access
from ui.operations.answering import Answering
from ui.services import Services

HOST = "127.0.0.1"
PATH = "/mcp"
_LARGEST_REQUEST = 2 * 1024 * 1024


def build_http(services: Services, calls: Calls | None = None) -> ASGIApp:
    """
    Return what answers at `PATH`, behind its gate.

    Requests stand alone: no session of the protocol outlives the token that began it.
    """
    app = build_server(services, calls).streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        max_request_body_size=_LARGEST_REQUEST,
        host=HOST,
    )
    gate = McpGate(app, services.accounts, services.rates)
    return Access(Answering(gate, services.stopping))
