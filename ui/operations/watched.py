"""What is asked, looked for and read, with its span and its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.answer import Answer
from assistant.asking.conversation import Assistant
from assistant.asking.question import Turn
from assistant.asking.retrieval import Filters, Retrieval, Retriever
from corpus.document import ReadResult
from ui.jobs.run import PutBackError
from ui.operations.metrics import METRICS
from ui.operations.traces import span


class WatchedAssistant(Assistant):
    """An assistant whose questions are counted."""

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question."""
        with span("question") as note:
            try:
                answer = super().ask(text, history)
            except Exception:
                METRICS.asked("failed")
                raise
            outcome = "answered" if answer.answerable else "not_said"
            METRICS.asked(outcome)
            note("anping.outcome", outcome)
            note("anping.intent", answer.intent)
            note("anping.turns", len(history))
            return answer


class WatchedRetriever(Retriever):
    """A retriever whose searches are measured."""

    def retrieve(self, question: str, *, k: int = 10, filters: Filters | None = None) -> Retrieval:
        """Rank clauses for a question."""
        with span("retrieval") as note:
            found = super().retrieve(question, k=k, filters=filters)
            note("anping.found", len(found.ranked))
            return found


def watched_reading(read: Callable[[], ReadResult]) -> ReadResult:
    """Read a document, measured and counted by how it ended."""
    with span("reading") as note:
        try:
            found = read()
        except PutBackError:
            METRICS.read("put_back")
            raise
        except Exception:
            METRICS.read("failed")
            raise
        is_cancelled = found.reason is not None and found.reason.code == "cancelled"
        outcome = "cancelled" if is_cancelled else found.status
        METRICS.read(outcome)
        note("anping.outcome", outcome)
        note("anping.pages", found.pages or 0)
        note("anping.passages", len(found.passages))
        return found
