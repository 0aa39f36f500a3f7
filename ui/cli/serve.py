"""`anping serve`: the workbench in the browser."""

from __future__ import annotations

import os
from dataclasses import replace

import click

from ui.cli.output import EXIT_NOT_DONE, reported_errors
from ui.services import Services
from ui.settings import Settings, SettingsError


@click.command()
@click.option("--host", help="Address to listen on; only this machine by default.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes any free one.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language to start in.")
@click.pass_obj
def serve(settings: Settings, host: str | None, port: int | None, lang: str | None) -> None:
    """
    Start the workbench and print its address.

    Without accounts it is for whoever works on this machine. As soon as there are accounts
    everybody signs in; any other address than this machine's needs them (docs/accounts.md).
    """
    chosen = replace(
        settings,
        host=host or settings.host,
        port=settings.port if port is None else port,
        language=lang or settings.language,
    )
    services = Services(
        chosen, notify=lambda message: click.echo(message, err=True), environment=os.environ
    )
    from ui.operations.logs import configure_logs
    from ui.operations.traces import configure_traces, stop_traces
    from ui.serving.request import is_loopback

    configure_logs(chosen)

    with reported_errors():
        model = services.model_settings
        if not is_loopback(chosen.host) and not services.accounts.has_accounts():
            raise click.UsageError(
                f"Listening on {chosen.host} would let other machines in, and there are no "
                "accounts yet. Make the first admin with `anping user add LOGIN --name NAME "
                "--role admin`, or keep 127.0.0.1."
            )
    try:
        _ = services.metrics_token
        configure_traces(os.environ)
    except SettingsError as fault:
        raise click.UsageError(str(fault)) from fault
    click.echo("Starting the workbench …", err=True)
    from ui.serving.running import listening, run_server
    from ui.serving.server import build_server

    try:
        at = listening(chosen.host, chosen.port)
    except OSError as error:
        click.echo(
            f"Nothing can listen on {chosen.host}, port {chosen.port}: {error.strerror}. Use "
            "another --port, 0 for any free one.",
            err=True,
        )
        raise SystemExit(EXIT_NOT_DONE) from error
    clauses = len(services.index.clauses)
    services.make_ready()
    services.reading.resume()
    services.removals.start()
    name = f"[{chosen.host}]" if ":" in chosen.host.strip("[]") else chosen.host
    address = f"http://{name}:{at.getsockname()[1]}/"

    def tell() -> None:
        click.echo(f"Workbench with {clauses} clauses: {address}", err=True)
        if model is not None:
            click.echo(f"Answers are worded by {model.model} at {model.base_url}.", err=True)

    run_server(build_server(services), at, tell, services.stopping)
    stop_traces()
