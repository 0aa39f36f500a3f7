"""
The command `anping`: one module a command, imported only when the command runs.

Data goes to standard output, talk to standard error. Exit codes: 0 done, 1 the request could not
be met (unknown id, unreadable file), 2 the input is invalid (usage, score sheet).
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec

import click

from ui.operations.silence import keep_silent
from ui.settings import SettingsError, load_settings

# name -> (module, attribute, one line for the overview)
COMMANDS: dict[str, tuple[str, str, str]] = {
    "applies": ("ui.cli.applies", "applies", "Show which rows apply to a project."),
    "ask": ("ui.cli.ask", "ask", "Answer a question with verified citations."),
    "backup": ("ui.cli.backup", "backup", "Write everything of the home into one file."),
    "body": ("ui.cli.body", "body", "Check and show an evaluation body's own rules."),
    "audit": ("ui.cli.audit", "audit", "Verify and show the record of a case."),
    "case": ("ui.cli.case", "case", "Create cases, add documents, list evidence."),
    "certificate": (
        "ui.cli.certificate",
        "certificate",
        "Show, write and verify certificates.",
    ),
    "chat": ("ui.cli.chat", "chat", "Hold a conversation that is kept by case and user."),
    "check": ("ui.cli.check", "check", "Run every lint over the data files."),
    "cohort": ("ui.cli.cohort", "cohort", "Compare communities with each other by Table C-1."),
    "compare": ("ui.cli.compare", "compare", "Compare two score sheets row by row."),
    "eval": ("evals.cli", "evaluate", "Measure search and answers against suites of questions."),
    "evidence": ("ui.cli.case", "evidence", "List the evidence of a case per indicator."),
    "jobs": ("ui.cli.jobs", "jobs", "Look at work in the background."),
    "mcp": ("ui.cli.mcp", "mcp", "Serve tools for other programs (MCP)."),
    "norms": ("ui.cli.norms", "norms", "Show the norms behind the draft; import your own copies."),
    "plan": ("ui.cli.plan", "plan", "Show the shortest way to the mark."),
    "prepare": ("ui.cli.prepare", "prepare", "Build the encoder and the standards' index."),
    "procedure": ("ui.cli.procedure", "procedure", "Take a case from application to certificate."),
    "report": ("ui.cli.report", "report", "Write reports and tables of a case."),
    "restore": ("ui.cli.backup", "restored", "Fill an empty home from a backup."),
    "score": ("ui.cli.score", "score", "Assess a score sheet."),
    "search": ("ui.cli.search", "search", "Search the clauses."),
    "serve": ("ui.cli.serve", "serve", "Start the workbench in the browser."),
    "settings": ("ui.cli.settings", "settings", "Show the effective settings."),
    "sheet": ("ui.cli.sheet", "sheet", "Write a fillable score sheet."),
    "user": ("ui.cli.user", "user", "Make accounts and keep them."),
    "worker": ("ui.cli.worker", "worker", "Work in the background for servers."),
    "standards": ("ui.cli.standards", "standards", "List and show the standards."),
}


# `evals` measures and stays in the checkout: an installed program has none.
_OF_THE_CHECKOUT = "eval"


def commands() -> dict[str, tuple[str, str, str]]:
    """Return the commands that there are here; `eval` only in a checkout."""
    has_all = find_spec("evals") is not None
    return {name: said for name, said in COMMANDS.items() if has_all or name != _OF_THE_CHECKOUT}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, so that `anping` starts fast."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the command names in alphabetical order."""
        return sorted(commands())

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import and return one command; None when there is no such command."""
        known = commands()
        if name not in known:
            return None
        module, attribute, _ = known[name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview without importing any command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in sorted(commands().items())])


@click.group(cls=LazyGroup)
@click.version_option(package_name="anping")
@click.option("--user", metavar="LOGIN", help="Act as this account; asks for its password.")
@click.pass_context
def main(ctx: click.Context, user: str | None) -> None:
    """安评 Anping: cited answers, verbatim evidence and exact scoring, offline."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    keep_silent(os.environ)
    try:
        ctx.obj = load_settings(os.environ, user=user)
    except SettingsError as fault:
        raise click.UsageError(str(fault)) from fault
