"""An answer with its citations, and its public JSON. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from assistant.asking.question import Intent, Language
from assistant.citations import Check, Citation


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under their columns, as texts; a cell may hold several lines or be empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quotation inside a sentence; `citation` is where it was found, None when nowhere."""

    quote: str
    check: Check
    citation: int | None
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class WordedSentence:
    """
    A sentence of a language model, checked.

    citations: the given clauses that it cites, by number. faults: stable codes; why: the same in
    words, in the language of the answer. It is supported when it has none.
    """

    text: str
    citations: tuple[int, ...]
    faults: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    quotes: tuple[CheckedQuote, ...] = ()

    @property
    def is_supported(self) -> bool:
        """Whether no check failed."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What the assistant says.

    text: with numbered marks [1] that refer to `citations`. answerable: whether the documents
    say something on the question. clauses: ids of what was found, best first. notes: misprints,
    contradictions and near misses worth knowing, each a sentence. table: a comparison at a glance.
    mode: who worded it; sentences: what a language model wrote, also when it was not used; model:
    its name, None without one. is_computed: it holds numbers that stand in no clause.
    """

    text: str
    language: Language
    intent: Intent
    answerable: bool
    citations: tuple[Citation, ...]
    clauses: tuple[str, ...]
    notes: tuple[str, ...]
    mode: Literal["extractive", "model"] = "extractive"
    table: Table | None = None
    sentences: tuple[WordedSentence, ...] = ()
    model: str | None = None
    is_computed: bool = False


def answer_json(answer: Answer, question_id: str | None = None) -> dict[str, Any]:
    """Return the JSON object of an answer; the format is described in docs/formats.md."""
    public: dict[str, Any] = {
        "id": question_id,
        "answer": answer.text,
        "language": answer.language,
        "intent": answer.intent,
        "answerable": answer.answerable,
        "mode": answer.mode,
        "citations": [citation_json(citation) for citation in answer.citations],
        "clauses": list(answer.clauses),
        "notes": list(answer.notes),
        **({"table": table_json(answer.table)} if answer.table else {}),
    }
    if answer.model is not None:
        public["model"] = answer.model
        public["sentences"] = [sentence_json(sentence) for sentence in answer.sentences]
    return public


def sentence_json(sentence: WordedSentence) -> dict[str, Any]:
    """Return the JSON object of a checked sentence."""
    return {
        "text": sentence.text,
        "citations": list(sentence.citations),
        "supported": sentence.is_supported,
        "faults": list(sentence.faults),
        "why": list(sentence.why),
        "quotes": [
            {"quote": quote.quote, "check": quote.check, "n": quote.citation}
            for quote in sentence.quotes
        ],
    }


def table_json(table: Table) -> dict[str, Any]:
    """Return the JSON object of a table."""
    return {"columns": list(table.columns), "rows": [list(row) for row in table.rows]}


def citation_json(citation: Citation) -> dict[str, Any]:
    """Return the JSON object of a citation."""
    return {
        "n": citation.number,
        "standard": citation.standard,
        "clause": citation.clause,
        "printed_id": citation.printed_id,
        "page": citation.page,
        "quote": citation.quote,
        "check": citation.check,
        "title": citation.title,
    }
