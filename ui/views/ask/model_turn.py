"""One question in the words of a language model: sentences while they come, then the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from queue import SimpleQueue
from threading import Event, Thread

from assistant.answer import Answer
from assistant.asking.question import Turn
from assistant.model.worded_assistant import WordedAssistant


class ModelTurn:
    """
    Asks in a thread of its own, so that a page can show what is there and stop the rest.

    `stop` may be called from anywhere, at any time, more than once.
    """

    def __init__(self, worded: WordedAssistant, text: str, history: Sequence[Turn]) -> None:
        self._worded = worded
        self._text = text
        self._history = tuple(history)
        self._stopped = Event()
        self._events: SimpleQueue[str | Answer | Exception] = SimpleQueue()

    def stop(self) -> None:
        """Stop the model; the answer is then the one without it."""
        self._stopped.set()

    def events(self) -> Iterator[str | Answer]:
        """
        Yield checked sentences as they come and the answer at last; closing stops the model.
        """
        Thread(target=self._ask, name="model-turn", daemon=True).start()
        try:
            while True:
                event = self._events.get()
                if isinstance(event, Exception):
                    raise event
                yield event
                if isinstance(event, Answer):
                    return
        finally:
            self.stop()

    def _ask(self) -> None:
        try:
            answer = self._worded.ask(
                self._text, self._history, self._events.put, self._stopped.is_set
            )
        except Exception as fault:  # noqa: BLE001 - raised again where the events are read
            self._events.put(fault)
        else:
            self._events.put(answer)
