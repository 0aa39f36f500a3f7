"""Requests that may be sent again: done once, answered again for a day."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import JSONResponse, Response

from corpus.accounts.kept_answers import KeptAnswer
from corpus.record.event import digest
from ui.api.caller import Caller

_KEPT_HEADERS = ("location", "etag")


def once(caller: Caller, words: object, act: Callable[[], JSONResponse]) -> Response:
    """
    Do something and return its answer; the answer of before where it was done under this key.

    words: what was sent, as JSON; with the address it tells requests apart. An act that is refused
    leaves its key free.

    Raises:
        KeyReusedError, KeyUnderWayError: see the classes.
    """
    if caller.key is None:
        return act()
    request, answers = caller.request, caller.answers
    asked = digest([request.method, request.url.path, str(request.url.query), words])
    known = answers.claim(caller.person, caller.key, asked)
    if known is not None:
        headers = {**known.headers, "idempotent-replayed": "true"}
        return Response(known.body, known.status, headers, media_type="application/json")
    try:
        answer = act()
    except BaseException:
        answers.release(caller.person, caller.key)
        raise
    headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
    kept = KeptAnswer(answer.status_code, headers, bytes(answer.body).decode())
    answers.keep(caller.person, caller.key, kept)
    return answer
