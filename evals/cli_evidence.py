"""`anping eval evidence` and `anping eval pin-evidence`: evidence on dossiers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evals.cli_faults import reported
from ui.cli.output import EXIT_NOT_DONE, print_json
from ui.settings import Settings

if TYPE_CHECKING:
    from corpus.encoder import Encoder
    from evals.evidence import EvidenceRun

_DOCS = Path(__file__).parents[1] / "docs" / "evals.md"
_JSON, _MARKDOWN = "evidence.json", "evidence.md"


@click.command()
@click.argument("dossiers", nargs=-1)
@click.option("--out", type=click.Path(path_type=Path), help="Keep the report in this folder.")
@click.option("--baselines", is_flag=True, help="Search by words and by meaning alone too.")
@click.option("--words", is_flag=True, help="By words alone, as before a case has vectors.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--check", is_flag=True, help="Fail when a figure is worse than its pin.")
@click.pass_obj
def evidence(
    settings: Settings,
    dossiers: tuple[str, ...],
    *,
    out: Path | None,
    baselines: bool,
    words: bool,
    as_json: bool,
    check: bool,
) -> None:
    """
    Find evidence in DOSSIERS, by name or folder, and judge it; in every shipped one without any.

    Wrong rows are listed for dev dossiers only. Exit code 1 when a dossier or folder cannot be
    used, or, with --check, a figure has fallen.
    """
    if words and baselines:
        raise click.UsageError("--baselines takes vectors, which --words does without.")
    from evals.evidence import evaluate, find_dossiers
    from evals.evidence_report import evidence_report, evidence_tables, wrong_lines

    with reported():
        _require_new(out)
        folders = find_dossiers(dossiers)
        near = None if words else _near(settings)
        run = evaluate(folders, near, _encoder(settings) if baselines else None)
        if as_json:
            print_json(evidence_report(run))
        else:
            click.echo("\n".join([evidence_tables(run), "", *wrong_lines(run)]))
        if out is not None:
            _write_report(out, run)
        if check and _fallen(run):
            raise SystemExit(EXIT_NOT_DONE)


@click.command("pin-evidence")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the pins into this folder instead, and leave the docs as they are.",
)
@click.pass_obj
def pin_evidence(settings: Settings, *, into: Path | None) -> None:
    """
    Pin the figures that evidence reaches now on every shipped dossier, and write them into the
    docs.

    Look at `anping eval evidence --check` first: pinning makes a loss the new measure.
    """
    from evals.baseline import BASELINES
    from evals.evidence import evaluate, find_dossiers
    from evals.evidence_pins import pins_of, with_evidence_figures, write_pins

    with reported():
        pins = pins_of(evaluate(find_dossiers(()), _near(settings), _encoder(settings)))
        click.echo(str(write_pins(pins, into or BASELINES)))
        if into is None and _DOCS.is_file():
            text = with_evidence_figures(_DOCS.read_text(encoding="utf-8"), pins)
            _DOCS.write_text(text, encoding="utf-8")
            click.echo(str(_DOCS))


def _encoder(settings: Settings) -> Encoder:
    from corpus.encoder import load_encoder

    return load_encoder(settings.encoder, settings.cache)


def _near(settings: Settings) -> Encoder | None:
    from ui.services import Services

    services = Services(settings)
    return services.evidence_encoder if services.weighs_nearness else None


def _require_new(folder: Path | None) -> None:
    """Refuse a folder with a report before the run, so that none is lost after it."""
    from evals.errors import RunError

    if folder is None:
        return
    if (folder / _JSON).exists():
        raise RunError(folder, "it holds a report already", "Name another folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise RunError(folder, fault.strerror or str(fault), "Name another folder.") from fault


def _write_report(folder: Path, run: EvidenceRun) -> None:
    from evals.evidence_report import evidence_markdown, evidence_report

    (folder / _MARKDOWN).write_text(evidence_markdown(run), encoding="utf-8")
    # Last: with it the report is whole.
    text = json.dumps(evidence_report(run), ensure_ascii=False, indent=1) + "\n"
    (folder / _JSON).write_text(text, encoding="utf-8")
    click.echo(f"{folder / _MARKDOWN}", err=True)


def _fallen(run: EvidenceRun) -> bool:
    from evals.evidence_pins import are_pinned, evidence_drift, read_pins

    if not are_pinned():
        click.echo("evidence: no figures are pinned (`anping eval pin-evidence`)", err=True)
        return False
    drift = evidence_drift(read_pins(), run)
    for line in (*drift.notes, *(f"FALLEN {entry}" for entry in drift.fallen)):
        click.echo(line, err=True)
    return bool(drift.fallen)
