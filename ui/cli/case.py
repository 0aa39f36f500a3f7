"""`anping case` and `anping evidence`: cases, their documents, and what these show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scoring import RULE_SET_IDS, load_rule_set
from ui.case_told import case_json, passage_json, read_json
from ui.cli.acting import own_services
from ui.cli.case_rules import rules
from ui.cli.evidence import evidence
from ui.cli.output import EXIT_NOT_DONE, print_json, print_table, reported_errors
from ui.cli.package import export, take_in, verify
from ui.services import Services
from ui.settings import Settings

LEVELS = click.Choice(["A", "B", "C"])


@click.group()
def case() -> None:
    """Cases: one project under evaluation, with its documents."""


@case.command("new")
@click.argument("name")
@click.option(
    "--rule-set", type=click.Choice(RULE_SET_IDS), default="tcrea-2023", show_default=True
)
@click.option("--level", type=LEVELS, help="The level applied for (not for scs-c1).")
@click.option("--stage", type=click.Choice(["pre", "formal"]), default="pre", show_default=True)
@click.pass_obj
def new(settings: Settings, name: str, rule_set: str, level: str | None, stage: Any) -> None:
    """Create a case called NAME and print its id."""
    has_levels = bool(load_rule_set(rule_set).levels)
    if has_levels != (level is not None):
        need = "needs --level A, B or C" if has_levels else "has no levels: leave out --level"
        raise click.UsageError(f"{rule_set} {need}.")
    if not name.strip():
        raise click.UsageError("The name of a case cannot be empty.")
    with reported_errors():
        cases = own_services(settings).own_cases
        click.echo(cases.create_case(name.strip()[:200], rule_set, level, stage=stage))


@case.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_cases(settings: Settings, *, as_json: bool) -> None:
    """List the cases."""
    store = own_services(settings).own_cases
    with reported_errors():
        entries = [(entry, store.documents(entry.id)) for entry in store.cases()]
    if as_json:
        print_json([case_json(e, len(documents)) for e, documents in entries])
        return
    print_table(
        ("id", "rule set", "level", "documents", "name"),
        [(e.id, e.rule_set, e.level or "—", str(len(d)), e.name) for e, d in entries],
    )


@case.command("add")
@click.argument("case_id")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def add(settings: Settings, case_id: str, files: tuple[Path, ...], *, as_json: bool) -> None:
    """Add FILES to a case: each is read in a process of its own, with limits."""
    store = own_services(settings).own_cases
    results: list[dict[str, Any]] = []
    with reported_errors():
        store.case(case_id)
        results += [_add_one(store, case_id, path, quiet=as_json) for path in files]
    if as_json:
        print_json(results)
        return
    for result in results:
        reason = f": {result['reason']}" if result["reason"] else ""
        click.echo(f"{result['file']}  {result['status']}, {result['passages']} passages{reason}")


def _add_one(store: Any, case_id: str, path: Path, *, quiet: bool) -> dict[str, Any]:
    if not path.is_file():
        return {
            "file": path.name, "status": "refused", "pages": None, "passages": 0,
            "reason": f"'{path}' is not a file that can be opened.", "reason_code": "no-file",
        }  # fmt: skip

    def progress(done: int, total: int | None) -> None:
        if not quiet and (done % 20 == 0 or done == total):
            click.echo(f"  {path.name}: {done}/{total or '?'}", err=True)

    return read_json(store.add_document(case_id, path, name=path.name, on_progress=progress))


@case.command("passages")
@click.argument("case_id")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def passages(settings: Settings, case_id: str, *, as_json: bool) -> None:
    """List the passages read from a case's documents."""
    store = own_services(settings).own_cases
    with reported_errors():
        names = {entry.sha256: entry.file for entry in store.documents(case_id)}
        found = store.passages(case_id)
    entries = [passage_json(names[p.document], p) for p in found]
    if as_json:
        print_json(entries)
        return
    for entry in entries:
        click.echo(f"{entry['file']} {entry['locator']}: {entry['text']}")


@case.command("remove")
@click.argument("case_id")
@click.argument("file", required=False)
@click.option("--yes", is_flag=True, help="Remove a whole case without asking.")
@click.pass_obj
def remove(settings: Settings, case_id: str, file: str | None, *, yes: bool) -> None:
    """
    Remove FILE (a name or sha256) from a case, or without FILE the whole case.

    What is removed is gone: passages, vectors, findings, pictures of pages, and with a case its
    sheet, decisions and conversations. Files that another case holds stay there.
    """
    services = own_services(settings)
    with reported_errors():
        if file is None:
            _remove_case(services, case_id, yes=yes)
            return
        matching = [d for d in services.own_cases.documents(case_id) if file in (d.file, d.sha256)]
        if not matching:
            click.echo(f"Case {case_id} has no document {file!r}.", err=True)
            raise SystemExit(EXIT_NOT_DONE)
        for document in matching:
            services.remove_document(case_id, document.sha256)
            click.echo(document.file)


def _remove_case(services: Services, case_id: str, *, yes: bool) -> None:
    found = services.own_cases.case(case_id)
    documents = len(services.own_cases.documents(case_id))
    if not yes:
        question = f"Remove case {case_id} ({found.name}) with {documents} documents for good?"
        click.confirm(question, abort=True, err=True)
    services.remove_case(case_id)
    click.echo(case_id)


case.add_command(evidence)
case.add_command(rules)
case.add_command(export)
case.add_command(verify)
case.add_command(take_in)
