"""`/ask`: a question to a cited answer, at once or sentence by sentence."""

from __future__ import annotations

import contextvars
import json
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from assistant.answer import Answer, answer_json
from assistant.asking.case_search import search_case
from assistant.asking.question import Turn, parse_history
from ui.api.caller import Caller, Calling
from ui.api.described import described
from ui.api.errors import InternalError
from ui.api.problems import problem

router = APIRouter(tags=["ask"])
_STREAM = "text/event-stream"
_LOOK_S = 0.5


class TurnIn(BaseModel):
    """What was said before."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["user", "assistant"]
    content: str = Field(max_length=20_000)


class AskIn(BaseModel):
    """A question."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": "B级要多少分才算通过？"}]}
    )

    question: str = Field(max_length=2000, description="Chinese or English.")
    history: list[TurnIn] = Field(default=[], max_length=40, description="The turns so far.")
    case: str | None = Field(
        default=None, pattern=r"^[!-~]{1,64}$", description="Also search this case's documents."
    )
    model: bool = Field(default=True, description="With the language model, if there is one.")


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said while an answer is made. is_over: set once nobody listens any more."""

    told: queue.Queue[tuple[str, Any] | None] = field(default_factory=queue.Queue)
    is_over: threading.Event = field(default_factory=threading.Event)

    def tell(self, sentence: str) -> None:
        """Say a sentence."""
        self.told.put(("sentence", {"text": sentence}))


class CitationOut(BaseModel):
    """A clause that an answer cites. More fields may come."""

    model_config = ConfigDict(extra="allow")

    n: int
    standard: str
    clause: str
    printed_id: str | None
    page: int | None
    quote: str
    check: Literal["verbatim", "normalised", "not_found"]


class AnswerOut(BaseModel):
    """
    An answer. More fields may come: `table`, `model`, `sentences`, and of a case `passages`,
    `searched_by` and `search_fault`.
    """

    model_config = ConfigDict(extra="allow")

    id: str | None
    answer: str
    language: str
    intent: str
    answerable: bool
    mode: Literal["extractive", "model"]
    citations: list[CitationOut]
    clauses: list[str]
    notes: list[str]


_ANSWER = {
    "id": None, "answer": "…[1]", "language": "zh", "intent": "procedure", "answerable": True,
    "mode": "extractive", "clauses": ["9.1"], "notes": [],
    "citations": [{"n": 1, "standard": "tcrea-2023", "clause": "9.1", "printed_id": "9.1",
                   "page": None, "quote": "…", "check": "verbatim"}],
}  # fmt: skip
_SAID = described("A cited answer", _ANSWER, 404, 413, 415)
_SAID["responses"][200]["content"][_STREAM] = {
    "schema": {"type": "string"},
    "example": 'event: sentence\ndata: {"text": "…"}\n\nevent: answer\ndata: {…}\n\n',
}


@router.post("/ask", response_model=AnswerOut, **_SAID)
def ask(asked: AskIn, caller: Calling, request: Request) -> Response:
    """
    Answer a question in its own language with verified citations.

    With `Accept: text/event-stream` each sentence of the language model comes as an event
    `sentence` once it is checked, and the whole answer as an event `answer`; only that counts.
    Without a model there is one event. A fault on the way comes as an event `problem`.
    """
    caller.take("ask")
    turns = parse_history([turn.model_dump() for turn in asked.history])
    extra = _passages(caller, asked) if asked.case else {}
    if _STREAM in request.headers.get("accept", ""):
        stopping = caller.services.stopping
        events = _events(
            lambda say: {**answer_json(_answer(caller, asked, turns, say)), **extra},
            lambda: stopping.over.has_come,
        )
        return StreamingResponse(events, media_type=_STREAM, headers={"cache-control": "no-store"})
    return JSONResponse({**answer_json(_answer(caller, asked, turns)), **extra})


def _answer(
    caller: Caller,
    asked: AskIn,
    turns: tuple[Turn, ...],
    saying: Saying | None = None,
) -> Answer:
    worded = caller.services.worded if asked.model else None
    if worded is not None and saying is not None:
        return worded.ask(asked.question, turns, saying.tell, saying.is_over.is_set)
    if worded is not None:
        return worded.ask(asked.question, turns)
    return caller.services.assistant.ask(asked.question, turns)


def _passages(caller: Caller, asked: AskIn) -> dict[str, Any]:
    caller.cases.case(str(asked.case))  # before anything is loaded for it
    services = caller.services
    return search_case(
        caller.cases, str(asked.case), services.encoder, asked.question, index=services.passages
    ).json()


def _events(
    answer: Callable[[Saying], dict[str, Any]], is_over: Callable[[], bool]
) -> Iterator[str]:
    """Yield what is said while it is said, by a thread of its own, until nobody may listen."""
    saying = Saying()
    told = saying.told

    def work() -> None:
        try:
            told.put(("answer", answer(saying)))
        except Exception as fault:  # noqa: BLE001 - the thread's boundary; told as a problem
            is_ours = hasattr(fault, "code")
            said = problem(fault if is_ours else InternalError())
            told.put(("problem", json.loads(bytes(said.body))))
        told.put(None)

    around = contextvars.copy_context()  # errors of the thread are the request's
    threading.Thread(target=around.run, args=(work,), daemon=True, name="asking").start()
    try:
        while not is_over():
            try:
                event = told.get(timeout=_LOOK_S)
            except queue.Empty:
                continue
            if event is None:
                break
            name, words = event
            yield f"event: {name}\ndata: {json.dumps(words, ensure_ascii=False)}\n\n"
    finally:
        saying.is_over.set()  # whoever asked may have gone: the model need not go on
