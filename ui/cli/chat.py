"""`anping chat`: a conversation in the terminal, kept by case and user."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

import click

from assistant.asking.dialogue import Dialogue, Thread, transcript
from ui.cli.acting import own_services
from ui.cli.ask import print_answer
from ui.cli.output import print_json, reported_errors
from ui.settings import Settings
from ui.wording import t


@click.command()
@click.option("--case", "case_id", default="", help="Keep the conversation with this case.")
@click.option("--user", default=None, help="Whose conversation; by default your login name.")
@click.option("--show", is_flag=True, help="Print the conversation so far and end.")
@click.option("--json", "as_json", is_flag=True, help="With --show: print JSON.")
@click.option("--clear", is_flag=True, help="Forget the conversation and end.")
@click.option("--export", type=click.Path(path_type=Path), help="Write it as Markdown and end.")
@click.option("--no-model", is_flag=True, help="Answer without the configured language model.")
@click.pass_obj
def chat(
    settings: Settings,
    *,
    case_id: str,
    user: str | None,
    show: bool,
    as_json: bool,
    clear: bool,
    export: Path | None,
    no_model: bool,
) -> None:
    """
    Ask one question a line; follow-ups lean on what was said, also in an earlier run.

    `:undo` takes the last question back, `:clear` forgets all, `:quit` or end of input ends.
    """
    services = own_services(
        settings,
        notify=lambda message: click.echo(message, err=True),
        environment={} if no_model else os.environ,
    )
    with reported_errors():
        services.check_model()
        if case_id:
            services.own_cases.case(case_id)
        thread = Thread(services.person or user or getpass.getuser(), case_id)
        dialogue = services.dialogue
        if show:
            _show(dialogue, thread, as_json=as_json)
        elif export is not None:
            export.write_text(transcript(dialogue.exchanges(thread)), encoding="utf-8")
            click.echo(str(export))
        elif clear:
            dialogue.clear(thread)
        else:
            _converse(dialogue, thread, settings.language)


def _show(dialogue: Dialogue, thread: Thread, *, as_json: bool) -> None:
    exchanges = dialogue.exchanges(thread)
    if as_json:
        print_json([{"question": e.question, "answer": e.answer} for e in exchanges])
    else:
        click.echo(transcript(exchanges))


def _converse(dialogue: Dialogue, thread: Thread, language: str) -> None:
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    while True:
        click.echo("> ", nl=False, err=True)
        line = sys.stdin.readline()
        words = line.strip()
        if not line or words in (":quit", ":q"):
            return
        if words == ":undo":
            taken = dialogue.undo(thread)
            click.echo(
                t("chat_undone", language, question=taken.question)
                if taken
                else t("chat_nothing", language)
            )
        elif words == ":clear":
            dialogue.clear(thread)
            click.echo(t("chat_cleared", language))
        elif words:
            print_answer(dialogue.ask(thread, words))
            click.echo()
