"""Searching the clauses of both documents."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, with_config
from typing_extensions import TypedDict

from assistant.asking.retrieval import Filters
from corpus.standard import Clause
from ui.mcp.quoted import OPEN, Language, QuoteNotice, quote_notice
from ui.services import Services

MOST_FOUND = 20
LONGEST_QUERY = 2000
StandardName = Literal["tcrea-2023", "scs-c1"]
LevelName = Literal["A", "B", "C"]
Query = Annotated[
    str, Field(min_length=1, max_length=LONGEST_QUERY, description="Words or a question, zh or en.")
]
Count = Annotated[int, Field(ge=1, le=MOST_FOUND, description="How many clauses at most.")]
Standard = Annotated[
    StandardName | None,
    Field(description="Search one document only: tcrea-2023 (the draft) or scs-c1 (Table C-1)."),
]
Level = Annotated[LevelName | None, Field(description="Rows of one level of the draft only.")]


@with_config(OPEN)
class FoundClause(TypedDict):
    """A clause that was found."""

    standard: Annotated[str, Field(description="The document: tcrea-2023 or scs-c1.")]
    clause: Annotated[str, Field(description="Canonical id: where the clause stands. Cite this.")]
    printed_id: Annotated[
        str | None, Field(description="What the document prints there; differs where misnumbered.")
    ]
    kind: Annotated[str, Field(description="gate, item, criterion, clause, definition, …")]
    level: Annotated[str | None, Field(description="A, B or C; null where it has none.")]
    similarity: Annotated[float, Field(description="0 to 1; orders results, is no probability.")]
    title_zh: Annotated[str, Field(description="Short title in Chinese, in our own words.")]
    title_en: Annotated[str, Field(description="Short title in English, in our own words.")]
    text: Annotated[str, Field(description="Verbatim words of the document: quoted, to be cited.")]
    uri: Annotated[str, Field(description="The clause as a resource of this server.")]


@with_config(OPEN)
class SearchResult(TypedDict):
    """Clauses, most similar first."""

    query: Annotated[str, Field(description="What was searched for.")]
    results: Annotated[list[FoundClause], Field(description="Most similar first; [] for none.")]
    quoted: QuoteNotice


def clause_uri(clause: Clause) -> str:
    """Return the address of a clause among the resources."""
    return f"anping://{clause.standard}/{clause.id}"


class ClauseTools:
    """The tools that search clauses."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def search_clauses(
        self,
        query: Query,
        k: Count = 10,
        standard: Standard = None,
        level: Level = None,
        language: Language = "zh",
    ) -> SearchResult:
        """
        Return the clauses nearest to a query, in either language.

        Raises:
            CorpusError: the index cannot be used.
        """
        filters = Filters(standard=standard, levels=(level,) if level else ())
        wanted = query.strip()
        ranked = (
            self._services.retriever.retrieve(wanted, k=k, filters=filters).ranked if wanted else ()
        )
        return {
            "query": wanted,
            "results": [_found(one.clause, one.similarity) for one in ranked],
            "quoted": quote_notice(language),
        }


def _found(clause: Clause, similarity: float) -> FoundClause:
    return {
        "standard": clause.standard,
        "clause": clause.id,
        "printed_id": clause.printed_id,
        "kind": clause.kind,
        "level": clause.level,
        "similarity": similarity,
        "title_zh": clause.title_zh,
        "title_en": clause.title_en,
        "text": clause.quote,
        "uri": clause_uri(clause),
    }
