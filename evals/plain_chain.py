"""
The pipeline of a tutorial: LangChain's splitter, Chroma in memory, the nearest chunks.

The only module of `evals` that knows LangChain's splitters and Chroma.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from assistant.asking.retrieval import ClauseIndex
from corpus.encoder import Encoder
from corpus.notation import normalise
from corpus.standard import Clause, Standard
from evals.errors import NotInstalledError
from evals.record import Outcome
from evals.system import System, search_text

if TYPE_CHECKING:
    from evals.suite import Question

CHUNK, OVERLAP = 500, 50  # characters
_TELLING = 20  # characters of a clause by which a chunk is taken to hold it
_RESULTS = 10


def plain_text(standard: Standard) -> str:
    """Return the document as a text file: a line a clause, printed id first."""
    lines = (f"{clause.printed_id or ''} {clause.quote}".strip() for clause in standard)
    return "\n".join(line for line in lines if line)


def plain_chain(index: ClauseIndex, encoder: Encoder) -> System:
    """
    Return the pipeline over the documents of an index, with the same encoder.

    A chunk counts for every clause whose first 20 characters it holds, normalised: generous,
    since a chunk of 500 characters shows some ten rows of the draft at one rank.

    Raises:
        NotInstalledError: LangChain's splitters or its Chroma are not installed.
    """
    try:
        from langchain_chroma import Chroma  # noqa: PLC0415 - only for evaluation
        from langchain_text_splitters import (  # noqa: PLC0415
            RecursiveCharacterTextSplitter,
        )
    except ImportError as fault:
        raise NotInstalledError(str(fault.name)) from fault
    from chromadb import EphemeralClient  # noqa: PLC0415
    from chromadb.config import Settings  # noqa: PLC0415

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    texts = [plain_text(standard) for standard in index.standards.values()]
    chunks = [chunk for text in texts for chunk in splitter.split_text(text)]
    # Clients in memory share their collections within a process.
    store = Chroma(
        collection_name=f"plain-{uuid4().hex}",
        embedding_function=_embeddings(encoder),
        client=EphemeralClient(Settings(anonymized_telemetry=False)),
    )
    store.add_texts(chunks)
    shown = {chunk: clauses_in(chunk, list(index.clauses.values())) for chunk in chunks}

    def search(question: Question) -> Outcome:
        found = store.similarity_search(search_text(question), k=_RESULTS)
        return Outcome(tuple(shown[document.page_content] for document in found))

    return search


def clauses_in(chunk: str, clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Return the ids of the clauses of which a chunk holds the first characters."""
    held = normalise(chunk).text
    starts = ((clause.id, normalise(clause.text or clause.quote).text) for clause in clauses)
    return tuple(name for name, text in starts if text and text[:_TELLING] in held)


def _embeddings(encoder: Encoder) -> Any:
    from langchain_core.embeddings import Embeddings  # noqa: PLC0415

    class SameEncoder(Embeddings):
        """The product's encoder behind LangChain's interface."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            """Encode chunks."""
            return [[float(x) for x in vector] for vector in encoder.encode_passages(texts)]

        def embed_query(self, text: str) -> list[float]:
            """Encode a question."""
            return [float(x) for x in encoder.encode_queries([text])[0]]

    return SameEncoder()
