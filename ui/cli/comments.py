"""`anping standards comments`: the known defects of an edition as a table of comments."""

from __future__ import annotations

import io
from dataclasses import asdict
from pathlib import Path

import click

from ui.cli.output import print_json, reported_errors, write_file
from ui.editions.comment import Comment, comments, left_out
from ui.editions.edition import find_edition
from ui.settings import Settings
from ui.wording import t

_TARGET = click.Path(path_type=Path, dir_okay=False)


@click.command("comments")
@click.argument("edition", default="tcrea-2023")
@click.option("--docx", type=_TARGET, help="Write a document to hand in.")
@click.option("--xlsx", type=_TARGET, help="Write a workbook.")
@click.option("--force", is_flag=True, help="Replace existing files.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--lang", "--language", "lang", type=click.Choice(["zh", "en"]), help="Language.")
@click.pass_obj
def comment_table(
    settings: Settings,
    edition: str,
    *,
    docx: Path | None,
    xlsx: Path | None,
    force: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """
    List the known defects of EDITION as comments: clause, problem, proposal, reason.

    EDITION: an id (default tcrea-2023), `tcrea-2023@V2.3`, or a folder with `text/` and `rules/`.
    """
    language = lang or settings.language
    with reported_errors():
        about = find_edition(edition)
    found = comments(about, language)
    if docx is not None:
        from ui.reports.comment_pages import comment_pages

        stream = io.BytesIO()
        comment_pages(about, found, language).save(stream)
        write_file(docx, ".docx", "--docx", stream.getvalue(), force=force)
    if xlsx is not None:
        from ui.reports.comment_workbook import comment_workbook

        write_file(xlsx, ".xlsx", "--xlsx", comment_workbook(found, language), force=force)
    if as_json:
        print_json([asdict(one) for one in found])
    elif docx is None and xlsx is None:
        _print(found, language)
    checked = left_out(about.standard)
    if checked:
        told = t("comment_checked", language, number=len(checked), ids=", ".join(checked))
        click.echo(told, err=True)


def _print(found: tuple[Comment, ...], language: str) -> None:
    names = [t(f"comment_{name}", language) for name in ("problem", "proposal", "reason")]
    for one in found:
        click.echo(f"{one.number}. {one.clauses}  [{one.id}]")
        for name, words in zip(names, (one.problem, one.proposal, one.reason), strict=True):
            click.echo(f"   {name}: {words}")
