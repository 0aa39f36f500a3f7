"""`anping standards diff`: what a new edition changes."""

from __future__ import annotations

from pathlib import Path

import click

from ui.cli.output import print_json, print_table, reported_errors, write_file
from ui.editions.difference import Difference, difference
from ui.editions.edition import find_edition
from ui.editions.told import difference_json
from ui.settings import Settings
from ui.wording import t

_MOST_SHOWN = 40
_COLUMNS = ("subject", "id", "change", "old", "new")


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="Write a workbook.")
@click.option("--force", is_flag=True, help="Replace an existing workbook.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the lines.")
@click.pass_obj
def diff(
    settings: Settings,
    old: str,
    new: str,
    *,
    as_json: bool,
    xlsx: Path | None,
    force: bool,
    lang: str | None,
) -> None:
    """
    Show what edition NEW changes against OLD: rows, words, points, maxima, mark, readings.

    An edition is an id (`tcrea-2023`, its newest edition), an id with an edition
    (`tcrea-2023@V2.3`), or a folder with `text/` and `rules/` that is not installed.
    """
    language = lang or settings.language
    with reported_errors():
        found = difference(find_edition(old), find_edition(new), language)
    if xlsx is not None:
        from ui.reports.edition_workbook import edition_workbook

        write_file(xlsx, ".xlsx", "--xlsx", edition_workbook(found, language), force=force)
    if as_json:
        print_json(difference_json(found))
    else:
        _print(found, language)


def _print(found: Difference, language: str) -> None:
    versions = [f"{one.standard.id} {one.rules.version}" for one in (found.old, found.new)]
    click.echo(f"{versions[0]} → {versions[1]}")
    if found.old.rules.scoring_hash == found.new.rules.scoring_hash:
        click.echo(t("edition_same_scores", language))
    if not found.lines:
        click.echo(t("edition_same", language))
        return
    print_table(
        [t(f"edition_column_{name}", language) for name in _COLUMNS],
        [
            (
                t(f"edition_subject_{line.subject}", language),
                line.id,
                t(f"edition_kind_{line.kind}", language),
                _short(line.old),
                _short(line.new),
            )
            for line in found.lines
        ],
    )


def _short(text: str) -> str:
    """Return a text as one line of a table; the whole of it stands in JSON and workbook."""
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SHOWN else f"{line[: _MOST_SHOWN - 1]}…"
