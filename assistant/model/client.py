"""
The language model behind an OpenAI-compatible endpoint: the only module that talks to one.

Each request runs in a thread of its own, so that limits and cancelling hold whatever the
endpoint or a library does. Nothing is logged here, nothing is sent but the messages, and the key
goes into the Authorization header of the configured address only.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from assistant.errors import (
    ModelCancelledError,
    ModelError,
    ModelProtocolError,
    ModelSlowError,
    ModelTooLongError,
    ModelUnavailableError,
)
from assistant.model.language_model import Cancelled, Message
from assistant.model.settings import ModelSettings
from assistant.model.token_estimate import estimated_tokens

_POLL_S = 0.05
_JOIN_S = 1.0
# Estimates and an endpoint's own count differ; only what is clearly too much is cut.
_SLACK = 1.5
_RETRYABLE_STATUS = (408, 409, 425, 429)


class ChatModelClient:
    """A model behind an OpenAI-compatible endpoint. One instance may serve many threads."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        """The model's name at the endpoint."""
        return self._settings.model

    @property
    def prompt_tokens(self) -> int:
        """The budget of a prompt in estimated tokens."""
        return self._settings.prompt_tokens

    def stream(
        self, messages: Sequence[Message], cancelled: Cancelled | None = None
    ) -> Iterator[str]:
        """
        Yield the reply piece by piece; closing the iterator ends the request.

        Raises:
            ModelUnavailableError: no connection, a refusal or an overload that lasts.
            ModelSlowError: silent or not finished for longer than the settings allow.
            ModelTooLongError: more than the budget.
            ModelProtocolError: not a complete chat completion.
            ModelCancelledError: `cancelled` returned True; it is asked every 50 ms.
        """
        # Loading takes longer than many a limit, and is no fault of the endpoint.
        import langchain_openai  # noqa: F401, PLC0415

        exchange = _Exchange(self._settings, messages)
        deadline = time.monotonic() + self._settings.timeout_s
        said = 0
        exchange.start()
        try:
            while True:
                if cancelled is not None and cancelled():
                    raise ModelCancelledError
                if time.monotonic() > deadline:
                    raise ModelSlowError(
                        "did not finish", self._settings.timeout_s, "ANPING_LLM_TIMEOUT_S"
                    )
                try:
                    item = exchange.items.get(timeout=_POLL_S)
                except Empty:
                    continue
                if item is None:
                    return
                if isinstance(item, ModelError):
                    raise item
                said += estimated_tokens(item)
                if said > _SLACK * self._settings.max_tokens:
                    raise ModelTooLongError(self._settings.max_tokens)
                yield item
        finally:
            exchange.stop()


class _Exchange:
    """
    One request with its retries, in a thread with an event loop.

    `items` receives the pieces, then None when the reply is complete, or the error.
    """

    def __init__(self, settings: ModelSettings, messages: Sequence[Message]) -> None:
        self.items: SimpleQueue[str | ModelError | None] = SimpleQueue()
        self._settings = settings
        self._messages = [(message.role, message.content) for message in messages]
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_stopped = False
        self._has_spoken = False
        self._thread = Thread(target=self._run, name="language-model", daemon=True)

    def start(self) -> None:
        """Send the request."""
        self._thread.start()

    def stop(self) -> None:
        """End the request; returns within a second even if a library hangs."""
        self._is_stopped = True
        loop, task = self._loop, self._task
        if loop is not None and task is not None and not loop.is_closed():
            try:
                loop.call_soon_threadsafe(task.cancel)
            except RuntimeError:  # the loop was closed meanwhile: the request has ended
                return
        self._thread.join(_JOIN_S)

    def _run(self) -> None:
        try:
            asyncio.run(self._converse())
        except asyncio.CancelledError:
            pass
        except ModelError as error:
            self.items.put(error)
        except Exception as fault:  # noqa: BLE001 - whatever bytes of an endpoint break in libraries is told as its fault
            self.items.put(_as_model_error(fault))

    async def _converse(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        if self._is_stopped:
            return
        import openai  # noqa: PLC0415 - only a configured model needs it

        tries = 0
        dialects = iter(_DIALECTS[1:])
        dialect = _DIALECTS[0]
        while True:
            try:
                await self._attempt(dialect)
            except Exception as fault:  # noqa: BLE001 - see _run
                following = None
                if isinstance(fault, (openai.BadRequestError, _NothingSaidError)):
                    following = next(dialects, None)
                if following is not None and not self._has_spoken:
                    dialect = following
                    continue
                error = _as_model_error(fault, has_spoken=self._has_spoken)
                if isinstance(fault, _CutError):
                    error = ModelTooLongError(self._settings.max_tokens)
                wait_s = self._settings.retry_wait_s * 2**tries
                tries += 1
                is_final = tries > self._settings.retries or self._has_spoken
                if is_final or not (isinstance(error, ModelUnavailableError) and error.retryable):
                    raise error from None
                wait_s = max(wait_s, error.retry_after_s or 0.0)
                if wait_s > self._settings.timeout_s:
                    raise error from None
                await asyncio.sleep(wait_s)
            else:
                self.items.put(None)
                return

    async def _attempt(self, dialect: dict[str, Any]) -> None:
        from langsmith import tracing_context  # noqa: PLC0415 - see _converse

        limit_s = self._settings.read_timeout_s
        http = _http_client(self._settings)
        # No prompt goes to a tracing service.
        with tracing_context(enabled=False):
            async with (
                http,
                aclosing(_pieces(_chat(self._settings, dialect, http), self._messages)) as pieces,
            ):
                while not self._is_stopped:
                    try:
                        # Not `wait_for`: it may swallow a cancellation (Python 3.11).
                        async with asyncio.timeout(limit_s):
                            piece = await anext(pieces, None)
                    except TimeoutError:
                        raise ModelSlowError(
                            "said nothing", limit_s, "ANPING_LLM_READ_TIMEOUT_S"
                        ) from None
                    if piece is None:
                        return
                    if piece:
                        self._has_spoken = True
                        self.items.put(piece)


class _NothingSaidError(ModelProtocolError):
    """The endpoint answered, but no part of it is a completion."""

    def __init__(self) -> None:
        super().__init__("its response holds no completion")


class _CutError(Exception):
    """The endpoint cut the reply at the budget."""


# Endpoints differ in what they accept: the budget's field, a temperature, streaming. The next
# dialect is tried when one is refused with 400 or yields nothing.
_DIALECTS: tuple[dict[str, Any], ...] = (
    {"budget": "max_tokens", "temperature": 0, "streaming": True},
    {"budget": "max_completion_tokens", "temperature": None, "streaming": True},
    {"budget": "max_tokens", "temperature": None, "streaming": False},
)


def _http_client(settings: ModelSettings) -> Any:
    import openai  # noqa: PLC0415 - only a configured model needs it

    async def keep_to_what_is_configured(request: Any) -> None:
        # Other variables of the environment must not add what these settings do not say.
        for header in ("openai-organization", "openai-project"):
            request.headers.pop(header, None)
        if not settings.api_key:
            request.headers.pop("authorization", None)

    # A redirect would take the question to an address that nobody configured.
    return openai.DefaultAsyncHttpxClient(
        follow_redirects=False,
        event_hooks={"request": [keep_to_what_is_configured]},
        timeout=openai.Timeout(settings.read_timeout_s, connect=settings.connect_timeout_s),
    )


def _chat(settings: ModelSettings, dialect: dict[str, Any], http: Any) -> Any:
    import openai  # noqa: PLC0415 - only a configured model needs it
    from langchain_openai import ChatOpenAI  # noqa: PLC0415

    body: dict[str, Any] = {dialect["budget"]: settings.max_tokens}
    if dialect["temperature"] is not None:
        body["temperature"] = dialect["temperature"]
    return ChatOpenAI(
        model=settings.model, base_url=settings.base_url, api_key=settings.api_key or "none",  # type: ignore[arg-type]
        http_async_client=http, openai_proxy=None, max_retries=0, stream_usage=False,
        use_responses_api=False, output_version="v0", stream_chunk_timeout=None, cache=False,
        timeout=openai.Timeout(settings.read_timeout_s, connect=settings.connect_timeout_s),
        extra_body=body, disable_streaming=not dialect["streaming"],
    )  # fmt: skip


async def _pieces(chat: Any, messages: Sequence[tuple[str, str]]) -> AsyncGenerator[str, None]:
    """
    Yield the pieces of one response, "" included, so that a thinking model does not seem silent.
    """
    finish = None
    has_chunks = False
    try:
        async with aclosing(chat.astream(list(messages))) as chunks:
            async for chunk in chunks:
                has_chunks = True
                finish = chunk.response_metadata.get("finish_reason") or finish
                yield str(chunk.text)
    except ValueError as fault:
        if not has_chunks:
            raise _NothingSaidError from fault
        raise
    if not has_chunks:
        raise _NothingSaidError
    if finish == "length":
        raise _CutError
    if finish is None:
        raise ModelProtocolError("the reply broke off")


def _as_model_error(fault: Exception, *, has_spoken: bool = False) -> ModelError:
    """Return our error for a fault; its own words are left out, they may hold anything."""
    import openai  # noqa: PLC0415 - only a configured model needs it

    error: ModelError = ModelProtocolError(f"its response cannot be read ({type(fault).__name__})")
    if isinstance(fault, ModelError):
        error = fault
    elif has_spoken:
        error = ModelProtocolError("the reply broke off")
    elif isinstance(fault, openai.APITimeoutError):
        error = ModelUnavailableError("the connection took too long", retryable=True)
    elif isinstance(fault, openai.APIConnectionError):
        error = ModelUnavailableError("it cannot be reached", retryable=True)
    elif isinstance(fault, openai.APIStatusError):
        error = _refused(fault)
    elif type(fault) is openai.APIError:  # sent inside a stream that began well
        error = ModelUnavailableError("it reports an error instead of a reply", retryable=True)
    return error


def _refused(fault: Any) -> ModelUnavailableError:
    status = int(fault.status_code)
    reasons = {
        401: "it refuses the key (401)",
        403: "it refuses the key (403)",
        404: "it does not know the address or the model (404)",
        429: "it is overloaded or a quota is used up (429)",
    }
    reason = reasons.get(status, f"it answers with status {status}")
    return ModelUnavailableError(
        reason,
        status=status,
        retryable=status in _RETRYABLE_STATUS or status >= 500,
        retry_after_s=_seconds(fault.response.headers.get("retry-after")),
    )


def _seconds(header: str | None) -> float | None:
    """Return a Retry-After in seconds; None for a date, which the back-off covers well enough."""
    if header is None or not header.strip().isdigit():
        return None
    return min(float(header), 3600.0)
