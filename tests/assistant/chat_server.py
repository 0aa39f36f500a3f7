"""A server on this machine that speaks the chat-completions protocol, well or badly, on demand."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class Exchange:
    """What a request brought, and the ways to answer it."""

    handler: BaseHTTPRequestHandler
    body: dict[str, Any]
    headers: dict[str, str]
    path: str
    stopping: Event

    def head(self, status: int = 200, kind: str = "text/event-stream", **more: str) -> None:
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", kind)
        self.handler.send_header("Connection", "close")
        for name, value in more.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()

    def raw(self, text: str) -> None:
        self.handler.wfile.write(text.encode())
        self.handler.wfile.flush()

    def piece(self, text: str, finish: str | None = None) -> None:
        delta = {"role": "assistant", "content": text} if text else {}
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        self.raw("data: " + json.dumps({**chunk, "choices": [choice]}) + "\n\n")

    def say(self, text: str, finish: str = "stop") -> None:
        """Answer properly: in pieces of five characters, with an end."""
        self.head()
        for start in range(0, len(text), 5):
            self.piece(text[start : start + 5])
        self.piece("", finish)
        self.raw("data: [DONE]\n\n")

    def say_whole(self, text: str) -> None:
        """Answer as an endpoint that cannot stream."""
        self.head(kind="application/json")
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        whole = {"id": "c", "object": "chat.completion", "created": 1, "model": "m"}
        self.raw(json.dumps({**whole, "choices": [choice]}))

    def refuse(self, status: int, **headers: str) -> None:
        self.head(status, "application/json", **headers)
        echoed = {"message": f"bad key {self.headers.get('authorization')}", "code": status}
        self.raw(json.dumps({"error": echoed}))

    def wait(self, seconds: float) -> None:
        self.stopping.wait(seconds)


Play = Callable[[Exchange], None]


@dataclass
class ChatServer:
    """The running server: its address, the requests it got, and the plays it will act out."""

    address: str
    plays: list[Play]
    stopping: Event
    requests: list[Exchange] = field(default_factory=list)
    visits: list[str] = field(default_factory=list)
    hung_up_at: list[float] = field(default_factory=list)

    @property
    def prompt(self) -> str:
        """Everything that the last request told the model."""
        return "\n".join(message["content"] for message in self.requests[-1].body["messages"])


@contextmanager
def chat_server(*plays: Play) -> Iterator[ChatServer]:
    """Run a server that acts out the plays in order; the last one is repeated."""
    stopping = Event()
    server = ChatServer("", list(plays), stopping)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server.visits.append(self.path)
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            exchange = Exchange(self, body, headers, self.path, stopping)
            server.requests.append(exchange)
            play = server.plays.pop(0) if len(server.plays) > 1 else server.plays[0]
            try:
                play(exchange)
            except OSError:
                server.hung_up_at.append(time.monotonic())
            self.close_connection = True

        def log_message(self, *arguments: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *arguments: Any) -> None:
            pass

    with Quiet(("127.0.0.1", 0), Handler) as http:
        server.address = f"http://127.0.0.1:{http.server_address[1]}/v1"
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        stopping.set()
        http.shutdown()
        thread.join(2)
