"""`anping jobs`: what waits, what is done, and what was set aside."""

from __future__ import annotations

import json
from typing import NoReturn

import click

from corpus.jobs.board import JobBoard
from corpus.jobs.job import LANES, Job
from ui.cli.acting import own_services
from ui.cli.output import EXIT_NOT_DONE, reported_errors
from ui.services import Services
from ui.settings import Settings


@click.group()
def jobs() -> None:
    """Look at work in the background, and put right what was set aside."""


@jobs.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def list_jobs(settings: Settings, *, as_json: bool) -> None:
    """Show how many jobs there are in each lane, and what was set aside after several tries."""
    board = _board(settings)
    counts, aside = board.counts(), board.set_aside()
    if as_json:
        lanes = {
            lane: {state: counts.get((lane, state), 0) for state in ("waiting", "reading")}
            for lane in LANES
        }
        told = {"lanes": lanes, "set_aside": [_told(job) for job in aside]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for lane in LANES:
        waiting, under_way = counts.get((lane, "waiting"), 0), counts.get((lane, "reading"), 0)
        click.echo(f"{lane:8} {waiting} waiting, {under_way} under way")
    for job in aside:
        click.echo(f"set aside {job.id}  {job.asked.case_id}  {job.asked.file}: {job.fault}")


@jobs.command()
@click.argument("job_id")
@click.pass_obj
def retry(settings: Settings, job_id: str) -> None:
    """Have a job done again that was set aside."""
    services = Services(settings)
    job = services.workplace.board.retry(job_id)
    if job is None:
        _end_without(job_id)
    if not services.messages.is_of_this_process:
        with reported_errors():
            services.messages.send(job)
    click.echo(f"{job_id} waits again; the server or a worker does it.", err=True)


@jobs.command()
@click.argument("job_id")
@click.pass_obj
def drop(settings: Settings, job_id: str) -> None:
    """Give up a job that was set aside; a file that was never read leaves its case."""
    services = own_services(settings)
    board = services.workplace.board
    found = board.find(job_id)
    if found is None or found.state != "failed":
        _end_without(job_id)
    if found.asked.sha256:
        with reported_errors():
            services.own_cases.withdraw_document(found.asked.case_id, found.asked.sha256)
    board.drop(job_id)


def _board(settings: Settings) -> JobBoard:
    return Services(settings).workplace.board


def _told(job: Job) -> dict[str, object]:
    asked = job.asked
    return {"id": job.id, "kind": asked.kind, "case": asked.case_id, "file": asked.file,
            "tries": job.tries, "fault": job.fault}  # fmt: skip


def _end_without(job_id: str) -> NoReturn:
    click.echo(
        f"No job {job_id} was set aside. `anping jobs list` shows those that were.", err=True
    )
    raise SystemExit(EXIT_NOT_DONE)
