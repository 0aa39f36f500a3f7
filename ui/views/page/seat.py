"""Who sits at the browser, by the word of the server and never by that of the browser."""

from __future__ import annotations

import logging
from collections import OrderedDict
from threading import Lock
from typing import Any

import gradio as gr

from ui.operations.fault_code import fault_code
from ui.operations.metrics import METRICS

_KEPT = 20_000
_log = logging.getLogger("anping.page")


class Seats:
    """
    Which account the pages that are open belong to, by the session hash that each page gives itself.

    A page holds what its account looks at, so it is nobody else's, even when another account signs
    in with the same browser. The longest silent pages are forgotten.
    """

    def __init__(self) -> None:
        self._accounts: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def is_of(self, page: str, account_id: str) -> bool:
        """Tell whether a page is not another account's."""
        with self._lock:
            return self._accounts.get(page, account_id) == account_id

    def take(self, page: str, account_id: str) -> bool:
        """Have a page belong to an account; False where it is another's already."""
        with self._lock:
            first = self._accounts.setdefault(page, account_id)
            self._accounts.move_to_end(page)
            if len(self._accounts) > _KEPT:
                self._accounts.popitem(last=False)
            return first == account_id


class SeatedBlocks(gr.Blocks):
    """
    Blocks whose handlers get the account that sent the request wherever they take the `person`.

    What the browser sends in its place is thrown away, except where there are no accounts: then it
    is the browser's own token. Everything that a page asks for comes through `process_api`.
    """

    person: Any = None

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.seats = Seats()

    async def process_api(
        self,
        block_fn: Any,
        inputs: list[Any],
        state: Any = None,
        request: Any = None,
        *more: Any,
        **named: Any,
    ) -> dict[str, Any]:
        """
        Run a handler for whoever sent the request.

        Raises:
            gradio.Error: the page is another account's, or the handler failed. Why it failed is in
                the log without its words; the library would print them.
        """
        function = self.fns[block_fn] if isinstance(block_fn, int) else block_fn
        account_id = getattr(request, "username", None) or ""
        if account_id:
            page = str(getattr(request, "session_hash", None) or "")
            if page and not self.seats.take(page, account_id):
                raise gr.Error(
                    "This page is another account's: load it again.", print_exception=False
                )
            inputs = [
                account_id if block is self.person else value
                for block, value in zip(function.inputs, inputs, strict=False)
            ] + inputs[len(function.inputs) :]
        try:
            return await super().process_api(function, inputs, state, request, *more, **named)
        except (gr.Error, StopIteration, StopAsyncIteration):
            raise
        except Exception as fault:  # noqa: BLE001 - the boundary of a page; it says that the step did not work
            code = fault_code(fault)
            METRICS.failed(code)
            extra = {"anping": {"code": code, "account": account_id}}
            _log.error("a step of a page failed", extra=extra, exc_info=fault)
            message = "This step did not work."
            raise gr.Error(message, visible=False, print_exception=False) from None
