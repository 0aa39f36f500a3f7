"""`anping ask`: a question to a cited answer."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

import click

from assistant.answer import Answer, Table, answer_json
from assistant.asking.case_search import FoundPassages, search_case
from assistant.asking.conversation import Assistant
from assistant.asking.question import Turn, parse_history
from assistant.errors import HistoryError
from assistant.model.worded_assistant import WordedAssistant
from ui.cli.acting import own_services
from ui.cli.batch import batch_lines
from ui.cli.output import print_json, print_table, reported_errors
from ui.services import Services
from ui.settings import Settings


@click.command()
@click.argument("question", required=False)
@click.option(
    "--batch", type=click.Path(path_type=Path), help="JSON lines {id, question, history}."
)
@click.option("--history", type=click.Path(path_type=Path), help="JSON file with the turns so far.")
@click.option("--case", "case_id", help="Also search this case's documents.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--no-model", is_flag=True, help="Answer without the configured language model.")
@click.option("--stream", is_flag=True, help="Print each sentence of the model once it is checked.")
@click.pass_obj
def ask(
    settings: Settings,
    question: str | None,
    *,
    batch: Path | None,
    history: Path | None,
    case_id: str | None,
    as_json: bool,
    no_model: bool,
    stream: bool,
) -> None:
    """Answer QUESTION in Chinese or English, in its own language, with verified citations."""
    if (question is None) == (batch is None):
        raise click.UsageError("Give either a question or --batch FILE.")
    if batch is not None and (history is not None or case_id is not None):
        raise click.UsageError(
            "--history and --case go with one question; batch lines hold theirs."
        )
    if stream and (batch is not None or as_json):
        raise click.UsageError("--stream prints for reading; leave out --json and --batch.")
    services = own_services(
        settings,
        notify=lambda message: click.echo(message, err=True),
        environment={} if no_model else os.environ,
    )
    with reported_errors():
        if batch is not None:
            _ask_batch(services.answerer, batch)
            return
        found = _case_passages(services, case_id, question or "") if case_id else None
        turns = _read_history(history)
        if stream and services.worded is not None:
            _print_streamed(services.worded, question or "", turns, found)
            return
        answer = services.answerer.ask(question or "", turns)
    if as_json:
        extra = found.json() if found else {}
        print_json({**answer_json(answer), **extra})
    else:
        print_answer(answer, found)


def _ask_batch(assistant: Assistant | WordedAssistant, batch: Path) -> None:
    for line in batch_lines(batch):
        error = line.error
        if error is None:
            try:
                turns = parse_history(line.fields.get("history"))
                answer = assistant.ask(line.fields["question"], turns)
                print_json(answer_json(answer, line.id), indent=None)
            except HistoryError as fault:
                error = str(fault)
        if error is not None:
            print_json({"id": line.id, "error": error}, indent=None)


def _read_history(path: Path | None) -> tuple[Turn, ...]:
    if path is None:
        return ()
    try:
        return parse_history(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as fault:
        raise HistoryError(f"'{path}' cannot be read: {fault}") from fault


def _case_passages(services: Services, case_id: str, question: str) -> FoundPassages:
    return search_case(
        services.own_cases, case_id, services.encoder, question, index=services.passages
    )


def _print_comparison(table: Table) -> None:
    """Print a table whose cells hold several lines as one printed row a line."""
    rows = []
    for row in table.rows:
        columns = [cell.split("\n") for cell in row]
        rows += [tuple(line) for line in zip_longest(*columns, fillvalue="")]
    print_table(table.columns, rows)
    click.echo()


def print_answer(answer: Answer, found: FoundPassages | None = None) -> None:
    """Print an answer for reading: text, quotes, notes, passages of a case."""
    if answer.table is not None and answer.table.rows:
        _print_comparison(answer.table)
    click.echo(answer.text)
    _print_sources(answer, found)


def _print_streamed(
    worded: WordedAssistant,
    question: str,
    turns: Sequence[Turn],
    found: FoundPassages | None,
) -> None:
    told: list[str] = []

    def tell(sentence: str) -> None:
        told.append(sentence)
        click.echo(sentence, nl=False)

    answer = worded.ask(question, turns, tell)
    if answer.mode == "model":
        click.echo(answer.text.removeprefix("".join(told)))
        _print_sources(answer, found)
    else:
        if told:
            click.echo("----")  # what stands above is void; the first note says why
        print_answer(answer, found)


def _print_sources(answer: Answer, found: FoundPassages | None) -> None:
    for citation in answer.citations:
        click.echo(
            f"  [{citation.number}] {citation.standard} {citation.clause}: “{citation.quote}”"
        )
    for note in answer.notes:
        click.echo(f"  * {note}")
    for passage in found.passages if found else ():
        click.echo(f"  - {passage['file']} {passage['locator']}: “{passage['quote']}”")
    if found and found.fault:
        click.echo(f"  * {found.fault} [{found.fault.code}]")
