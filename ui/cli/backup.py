"""`anping backup` and `anping restore`: everything of a home as one file, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from corpus.backup import Backup, back_up, check_backup, restore
from corpus.cases.verification import RecordAudit
from corpus.record.address import shown_address
from corpus.record.errors import KeptElsewhereError
from ui.cli.audit import print_verification
from ui.cli.output import EXIT_NOT_DONE, print_json, reported_errors
from ui.settings import Settings
from ui.wording import t

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Read FILE to its end instead of writing it.")
@click.option("--force", is_flag=True, help="Replace FILE when it exists.")
@_JSON
@click.pass_obj
def backup(settings: Settings, file: Path, *, check: bool, force: bool, as_json: bool) -> None:
    """
    Write all cases, documents, sheets, conversations and norms into FILE, a ZIP.

    Others may work meanwhile. Vectors and pictures are left out: they are made again. The file
    holds personal data; keep it as safe as the home.
    """
    if file.exists() and not (check or force):
        raise click.BadParameter(f"'{file}' exists; use --force to replace it", param_hint="FILE")
    with reported_errors():
        if not check:
            _require_here(settings)
        made = check_backup(file) if check else back_up(settings.home, file, datetime.now(UTC))
    _told(made, file, "sound" if check else "written", as_json=as_json)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_JSON
@click.pass_obj
def restored(settings: Settings, file: Path, *, as_json: bool) -> None:
    """
    Fill the empty home ANPING_HOME from FILE; all of it is checked before any is in place.

    The records of its cases are verified then (`anping audit verify --all`); exit code 1 where
    something is found. Vectors follow by themselves when a case is opened.
    """
    with reported_errors():
        _require_here(settings)
        found = restore(file, settings.home)
        checked = RecordAudit(settings.home).verify_all()
    _told(found, settings.home, "restored", as_json=as_json)
    faulty = [one for one in checked if one.findings]
    for one in faulty:
        print_verification(one, settings.language, err=True)
    key = "restore_faulty" if faulty else "restore_sound"
    told = t(key, settings.language, number=len(checked), faulty=len(faulty))
    click.echo(told, err=True)
    if faulty:
        raise SystemExit(EXIT_NOT_DONE)


def _require_here(settings: Settings) -> None:
    """
    Do nothing where the home holds everything.

    Raises:
        KeptElsewhereError: a part is kept elsewhere.
    """
    places = {
        "ANPING_DATABASE_URL": settings.database_url,
        "ANPING_FILES_URL": settings.files_url,
    }
    if any(places.values()):
        told = (f"{name} is {shown_address(url)}" for name, url in places.items() if url)
        raise KeptElsewhereError(told)


def _told(found: Backup, path: Path, done: str, *, as_json: bool) -> None:
    if as_json:
        values = {"created": found.created, "files": len(found.files), "bytes": found.size}
        print_json({"path": str(path), "done": done, **values})
        return
    click.echo(f"{path}: {done}, {len(found.files)} files, {found.size} bytes, of {found.created}")
