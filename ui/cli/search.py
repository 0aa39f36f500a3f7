"""`anping search`: ranked clauses for a query."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from assistant.asking.retrieval import Filters, Retriever
from corpus import STANDARD_IDS
from corpus.standard import CLAUSE_KINDS
from ui.cli.batch import batch_lines
from ui.cli.output import print_json, reported_errors
from ui.services import Services
from ui.settings import Settings


@click.command()
@click.argument("query", required=False)
@click.option("-k", "number", type=click.IntRange(1, 600), default=10, show_default=True)
@click.option("--standard", type=click.Choice(STANDARD_IDS), help="Search one standard only.")
@click.option(
    "--level", "levels", type=click.Choice(["A", "B", "C"]), multiple=True, help="Rows of a level."
)
@click.option("--group", "groups", multiple=True, help="Below a heading only: A1, B3.2, 5.4, SE4.")
@click.option(
    "--kind", "kinds", type=click.Choice(CLAUSE_KINDS), multiple=True, help="Kinds of clauses."
)
@click.option("--stage", type=click.Choice(["pre", "formal"]), help="Leave the other stage out.")
@click.option("--batch", type=click.Path(path_type=Path), help="JSON lines {id, query}.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def search(
    settings: Settings,
    /,
    query: str | None,
    *,
    number: int,
    batch: Path | None,
    as_json: bool,
    **filters: Any,
) -> None:
    """Search the clauses for QUERY, in either language."""
    if (query is None) == (batch is None):
        raise click.UsageError("Give either a query or --batch FILE.")
    allowed = Filters(**filters)
    services = Services(settings, notify=lambda message: click.echo(message, err=True))
    with reported_errors():
        retriever = services.retriever
        if batch is not None:
            for line in batch_lines(batch):
                if line.error is not None:
                    print_json({"id": line.id, "error": line.error}, indent=None)
                else:
                    results = search_results(retriever, line.fields["question"], number, allowed)
                    print_json({"id": line.id, "results": results}, indent=None)
            return
        results = search_results(retriever, query or "", number, allowed)
    if as_json:
        print_json(results)
        return
    for result in results:
        click.echo(
            f"{result['similarity']:.3f}  {result['standard']} {result['clause']}  {result['text']}"
        )


def search_results(
    retriever: Retriever, query: str, number: int, filters: Filters
) -> list[dict[str, Any]]:
    """Return the clauses nearest to a query as JSON objects, best first; [] for an empty one."""
    if not query.strip():
        return []
    return [
        {
            "standard": entry.clause.standard,
            "clause": entry.clause.id,
            "similarity": entry.similarity,
            "text": entry.clause.quote,
        }
        for entry in retriever.retrieve(query[:2000], k=number, filters=filters).ranked
    ]
