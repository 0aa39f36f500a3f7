"""`anping norms import|imported|remove|text`: the user's own copies of norms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ui.cli.output import EXIT_NOT_DONE, print_json, print_table, reported_errors
from ui.services import Services
from ui.settings import Settings

if TYPE_CHECKING:
    from corpus.norms.imported_norm import ImportedNorm

_REST_SHOWN = 5


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--number", required=True, help="The norm's number, such as 'GB 50116-2013'.")
@click.option("--title", default="", help="Its title; else taken from the first lines.")
@click.option("--replace", is_flag=True, help="Put this file in the place of another one.")
@click.option("--no-index", is_flag=True, help="Do not index by meaning now; words find clauses.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def import_norm(
    settings: Settings,
    file: Path,
    *,
    number: str,
    title: str,
    replace: bool,
    no_index: bool,
    as_json: bool,
) -> None:
    """Import FILE (PDF, DOCX, MD, TXT) as your own copy of a norm, split to its clauses."""
    from corpus.norms.library import summary_json

    def pages_read(done: int, total: int | None) -> None:
        if done % 50 == 0 or done == total:
            click.echo(f"  {file.name}: {done}/{total or '?'}", err=True)

    services = Services(settings, notify=lambda message: click.echo(message, err=True))
    with reported_errors():
        outcome = services.norms.import_norm(
            file, number, title=title, replace=replace, on_progress=pages_read
        )
        norm = outcome.norm
        if as_json:
            print_json({"change": outcome.change, **summary_json(norm)})
        else:
            _print_outcome(norm, outcome.change)
        if not no_index:
            _index(services, norm)


def _index(services: Services, norm: ImportedNorm) -> None:
    """Make the vectors; broken off, the norm stays imported and the next import goes on."""

    def encoded(done: int, total: int) -> None:
        click.echo(f"  indexing {norm.number} by meaning: {done}/{total}", err=True)

    try:
        services.norms.index(norm.number, services.encoder, encoded, may_encode=True)
    except KeyboardInterrupt:
        click.echo(
            f"Stopped. {norm.number} is imported and can be searched by words; the same import"
            " again goes on with indexing.",
            err=True,
        )
        raise SystemExit(EXIT_NOT_DONE) from None


def _print_outcome(norm: ImportedNorm, change: str) -> None:
    said = "is imported already, from the same file" if change == "unchanged" else change
    counts = ", ".join(f"{number} {kind}" for kind, number in norm.counts().items())
    click.echo(f"{norm.number} {norm.title} {said}: {counts}".replace("  ", " "))
    if not any(unit.printed for unit in norm.units):
        click.echo("  No numbered clause was found; the text can be searched only.")
    for reason in norm.unread:
        click.echo(f"  Not all was read: {reason}")
    for unit in norm.rest[:_REST_SHOWN]:
        page = "" if unit.page is None else f" (page {unit.page})"
        opening = unit.text[:60].replace("\n", " ")
        click.echo(f"  Not placed{page}: {opening}{'…' if len(unit.text) > 60 else ''}")
    if len(norm.rest) > _REST_SHOWN:
        click.echo(f"  … and {len(norm.rest) - _REST_SHOWN} more; --json lists them.")


@click.command("imported")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def imported(settings: Settings, *, as_json: bool) -> None:
    """List your own copies of norms."""
    from corpus.norms.library import summary_json

    with reported_errors():
        norms = Services(settings).norms.norms()
    if as_json:
        print_json([summary_json(norm) for norm in norms])
        return
    print_table(
        ("number", "clauses", "units", "pages", "file", "title"),
        [
            (norm.number, str(norm.counts().get("clause", 0)), str(len(norm.units)),
             str(norm.pages or "—"), norm.file, norm.title)
            for norm in norms
        ],
    )  # fmt: skip


@click.command("remove")
@click.argument("number")
@click.pass_obj
def remove(settings: Settings, number: str) -> None:
    """Remove your copy of norm NUMBER: its file, its clauses and its vectors."""
    with reported_errors():
        click.echo(Services(settings).norms.remove(number).number)


@click.command("text")
@click.argument("number")
@click.argument("clause", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def text(settings: Settings, number: str, clause: str | None, *, as_json: bool) -> None:
    """Print your copy of norm NUMBER, or one CLAUSE of it with all that stands in it."""
    from corpus.unit_name import unit_names

    with reported_errors():
        norm = Services(settings).norms.norm(number)
        units = norm.units
        if clause is not None:
            named, _ = unit_names(clause, norm.unit_ids)
            wanted = clause if clause in norm else named[0] if named else clause
            units = norm.within(wanted)
    if as_json:
        print_json([_unit_json(norm, unit.id) for unit in units])
        return
    for unit in units:
        page = "" if unit.page is None else f"  [p. {unit.page}]"
        label = "" if unit.printed else f"[{unit.kind}] "
        click.echo(f"{label}{unit.words}{page}")


def _unit_json(norm: ImportedNorm, unit_id: str) -> dict[str, Any]:
    unit = norm.unit(unit_id)
    return {
        "norm": norm.number,
        "id": unit.id,
        "kind": unit.kind,
        "parent": unit.parent,
        "printed": unit.printed,
        "heading": unit.heading,
        "text": unit.text,
        "page": unit.page,
    }


LIBRARY_COMMANDS = (import_norm, imported, remove, text)
