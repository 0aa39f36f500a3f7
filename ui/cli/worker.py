"""`anping worker`: does work in the background for the servers of a home."""

from __future__ import annotations

import os
import signal
import threading

import click

from ui.cli.output import EXIT_NOT_DONE, reported_errors
from ui.services import Services
from ui.settings import Settings

_PATIENCE_S = 20.0
_THREADS = click.IntRange(0, 64)


@click.command()
@click.option("--quick", type=_THREADS, default=1, show_default=True, help="Small files at once.")
@click.option("--long", type=_THREADS, default=1, show_default=True, help="Large files at once.")
@click.option("--vectors", type=_THREADS, default=1, show_default=True, help="Cases at once.")
@click.option(
    "--nice",
    type=click.IntRange(0, 19),
    default=10,
    show_default=True,
    help="How far to give way to servers on the same machine.",
)
@click.pass_obj
def worker(settings: Settings, quick: int, long: int, vectors: int, nice: int) -> None:
    """
    Read files and make vectors for servers with the same ANPING_QUEUE_URL.

    Any number of workers share the work. One that is told to stop (SIGTERM) hands back what it is
    at; one that is killed loses nothing: another begins that anew.
    """
    if not settings.queue_url:
        raise click.UsageError(
            "Without ANPING_QUEUE_URL the server does this work itself, and no worker hears of it. "
            "Set it for the server and the worker alike, such as sqlite:////var/lib/anping/queue.sqlite3 "
            "on one machine or redis://HOST:6379/0 on several (docs/operations.md)."
        )
    if not quick + long + vectors:
        raise click.UsageError("A worker needs something to do: --quick, --long or --vectors.")
    from ui.operations.logs import configure_logs

    configure_logs(settings)
    services = Services(
        settings,
        notify=lambda message: click.echo(message, err=True),
        threads={"quick": quick, "long": long, "vectors": vectors},
    )
    told = threading.Event()
    with reported_errors():
        services.messages.check()
        os.nice(nice)  # the processes that read files inherit it
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: told.set())
        services.reading.resume()
        services.removals.start()
    click.echo(f"Working: {quick} quick, {long} long, {vectors} vectors.", err=True)
    told.wait()
    click.echo("Stopping: what is under way is handed back …", err=True)
    if not services.workplace.close(_PATIENCE_S):
        click.echo("Something did not stop in time; another worker begins it anew.", err=True)
        # Its threads would keep the process; what they hold is on the board.
        os._exit(EXIT_NOT_DONE)
