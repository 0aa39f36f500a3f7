"""`anping eval`: run suites, compare runs, pin figures, search foreign paragraphs, judge evidence."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from evals.cli_evidence import evidence, pin_evidence
from evals.cli_faults import reported
from evals.cli_wordings import wordings
from ui.cli.output import EXIT_NOT_DONE, print_json
from ui.settings import Settings

if TYPE_CHECKING:
    from evals.record import Record
    from evals.run import Conditions
    from evals.summary import Row

_SPLITS = {"dev": ("dev",), "test": ("test",), "all": ("dev", "test")}
_DOCS = Path(__file__).parents[1] / "docs" / "evals.md"


@click.group("eval")
def evaluate() -> None:
    """
    Measure search and answers against suites of questions, evidence against dossiers.

    docs/evals.md defines every figure. Of the test half only figures are ever shown.
    """


@evaluate.command()
@click.argument("suites", nargs=-1)
@click.option("--split", type=click.Choice(list(_SPLITS)), default="all", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Keep the run in this new folder.")
@click.option("--baselines", is_flag=True, help="Ask naive rankings and a plain chain too.")
@click.option(
    "--ablations", is_flag=True, help="Rank the dev half with one part of search off at a time too."
)
@click.option("--check", is_flag=True, help="Fail when a figure lies below its pin.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def run(
    settings: Settings,
    suites: tuple[str, ...],
    *,
    split: str,
    out: Path | None,
    baselines: bool,
    ablations: bool,
    check: bool,
    as_json: bool,
) -> None:
    """
    Ask the questions of SUITES, by name or file; of every shipped suite without any.

    Exit code 1 when a suite or folder cannot be used, or, with --check, a figure has fallen.
    """
    with reported():
        records, conditions, taken = _run(
            settings, suites, _SPLITS[split], out, baselines=baselines, ablations=ablations
        )
        from evals.report import answer_table, short_table
        from evals.summary import row_json, summarise

        rows = summarise(records)
        if as_json:
            print_json([row_json(row) for row in rows])
        else:
            click.echo(f"{short_table(rows)}\n\n{answer_table(rows)}")
        if out is not None:
            _write_report(out, records, rows, conditions)
        questions = len({record.key for record in records})
        click.echo(f"{questions} questions, {len(records)} calls, {taken:.1f} s", err=True)
        if check and _fallen(rows, conditions):
            raise SystemExit(EXIT_NOT_DONE)


def _run(
    settings: Settings,
    names: Sequence[str],
    splits: Sequence[str],
    out: Path | None,
    *,
    baselines: bool,
    ablations: bool,
) -> tuple[tuple[Record, ...], Conditions, float]:
    from corpus.encoder import load_encoder
    from evals.run import ask_all, set_up, write_records
    from evals.suite import find_suites, load_suite

    # Every file is read before the first question: a fault in the last one must not cost a run.
    suites = [load_suite(path) for path in find_suites(names)]
    encoder = load_encoder(settings.encoder, settings.cache)
    bench = set_up(encoder, settings.cache, baselines=baselines, ablations=ablations)
    start = time.perf_counter()
    asked = ask_all(suites, bench, splits)
    records = tuple(asked) if out is None else write_records(out, asked)
    return records, bench.conditions(suites), time.perf_counter() - start


def _write_report(
    folder: Path, records: Sequence[Record], rows: Sequence[Row], conditions: Conditions
) -> None:
    from evals.page import asset, page
    from evals.report import run_markdown
    from evals.run import SUMMARY
    from evals.summary import row_json

    summary = {"conditions": asdict(conditions), "rows": [row_json(row) for row in rows]}
    texts = {
        "results.md": run_markdown(rows, records),
        "results.html": page(rows, records, conditions, asset("page.css"), asset("page.js")),
        # Last: with it the run is whole.
        SUMMARY: json.dumps(summary, ensure_ascii=False, indent=1) + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    click.echo(f"{folder / 'results.html'}", err=True)


def _fallen(rows: Sequence[Row], conditions: Conditions) -> bool:
    from evals.baseline import drift_of, pinned_suites, read_baseline

    fallen = False
    for suite in conditions.suites:
        if suite not in pinned_suites():
            click.echo(f"{suite}: no figures are pinned (`anping eval pin {suite}`)", err=True)
            continue
        drift = drift_of(read_baseline(suite), rows, conditions)
        for line in (*drift.notes, *(f"FALLEN {entry}" for entry in drift.fallen)):
            click.echo(line, err=True)
        fallen = fallen or bool(drift.fallen)
    return fallen


@evaluate.command()
@click.argument("suites", nargs=-1)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the pins into this folder instead, and leave the docs as they are.",
)
@click.pass_obj
def pin(settings: Settings, suites: tuple[str, ...], *, into: Path | None) -> None:
    """
    Pin the figures that SUITES reach now, or all that are pinned, and write them into the docs.

    Look at `anping eval run --check` first: pinning makes a loss the new measure.
    """
    from evals.baseline import (
        BASELINES,
        baseline_of,
        pinned_suites,
        read_baseline,
        write_baseline,
    )
    from evals.pinned_page import with_figures
    from evals.summary import summarise

    with reported():
        names = suites or pinned_suites()
        records, conditions, _ = _run(
            settings, names, _SPLITS["all"], None, baselines=True, ablations=True
        )
        rows = summarise(records)
        for suite in conditions.suites:
            baseline = baseline_of(suite, rows, conditions)
            click.echo(str(write_baseline(baseline, into or BASELINES)))
        if into is None and _DOCS.is_file():
            pinned = [read_baseline(suite) for suite in pinned_suites()]
            text = with_figures(_DOCS.read_text(encoding="utf-8"), pinned)
            _DOCS.write_text(text, encoding="utf-8")
            click.echo(str(_DOCS))


@evaluate.command()
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option("--system", default="assistant", show_default=True, help="The system to compare.")
@click.option("--with", "other", help="The system of the second run, where it is another.")
@click.option("--kinds", is_flag=True, help="By kind of question too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def compare(
    first: Path, second: Path, *, system: str, other: str | None, kinds: bool, as_json: bool
) -> None:
    """
    Compare two runs question by question: FIRST and SECOND are folders of `eval run --out`.

    The difference is second minus first, with a paired bootstrap interval. With the same folder
    twice and --with, two systems of one run are compared.
    """
    from evals.comparison import compare as compared
    from evals.comparison import comparison_json, comparison_text
    from evals.run import records_of

    with reported():
        found = compared(records_of(first, system), records_of(second, other or system))
    if as_json:
        print_json(comparison_json(found))
    else:
        click.echo(comparison_text(found, kinds=kinds))


@evaluate.command()
@click.argument("questions", type=click.Path(path_type=Path))
@click.option(
    "--passages",
    type=click.Path(path_type=Path),
    help="Search the paragraphs of this file, joined by question id: another language's, say.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def retrieval(settings: Settings, questions: Path, *, passages: Path | None, as_json: bool) -> None:
    """Search the paragraphs of a SQuAD-format file with its questions."""
    from corpus.encoder import load_encoder
    from evals.passages import measure, pair, read_paragraphs
    from evals.report import shown, table

    with reported():
        asked = read_paragraphs(questions)
        held = asked if passages is None else read_paragraphs(passages)
        pairs = pair(asked, held, passages or questions)
        encoder = load_encoder(settings.encoder, settings.cache)
        found = measure(pairs, held.texts, encoder)
    if as_json:
        print_json([asdict(figures) for figures in found])
        return
    rows = [
        [figures.ranking, str(figures.r1.n), *map(shown, (figures.r1, figures.r10, figures.mrr))]
        for figures in found
    ]
    click.echo(table(["ranking", "n", "R@1", "R@10", "MRR@10"], rows))


evaluate.add_command(evidence)
evaluate.add_command(pin_evidence)
evaluate.add_command(wordings)
