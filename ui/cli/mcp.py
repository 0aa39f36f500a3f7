"""`anping mcp`: what other programs may ask, by the Model Context Protocol."""

from __future__ import annotations

import os
from collections.abc import Mapping

import click

from ui.cli.acting import own_services
from ui.cli.output import EXIT_NOT_DONE, reported_errors
from ui.services import Services
from ui.settings import PASSWORD, Settings

PORT = 7861


@click.command()
@click.option("--http", "by_http", is_flag=True, help="Serve streamable HTTP on this machine.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help=f"For --http, {PORT} by default; 0: any free one."
)
@click.option("--no-model", is_flag=True, help="Answer without the configured language model.")
@click.pass_obj
def mcp(settings: Settings, *, by_http: bool, port: int | None, no_model: bool) -> None:
    """
    Serve tools, resources and prompts for other programs; nothing that they do changes anything.

    Without --http by standard input and output, as whoever runs the command (`anping --user`).
    """
    if port is not None and not by_http:
        raise click.UsageError("--port goes with --http.")
    if by_http:
        _serve_http(settings, PORT if port is None else port, no_model=no_model)
    else:
        _serve_stdio(settings, no_model=no_model)


def _serve_stdio(settings: Settings, *, no_model: bool) -> None:
    if settings.user and not os.environ.get(PASSWORD):
        raise click.UsageError(
            f"Standard input belongs to the protocol, so nobody can be asked for a password: put "
            f"that of {settings.user} into {PASSWORD}."
        )
    services = own_services(settings, notify=_notify, environment=_model(no_model), keeps=False)
    with reported_errors():
        services.check_model()
    from ui.mcp.server import build_server

    build_server(services).run("stdio")


def _serve_http(settings: Settings, port: int, *, no_model: bool) -> None:
    if settings.user:
        raise click.UsageError(
            "With --http every request brings its own token (`anping user token new LOGIN --name "
            "NAME`): leave out --user."
        )
    from ui.mcp.http import HOST, PATH, build_http
    from ui.operations.logs import configure_logs
    from ui.serving.running import listening, run_server

    services = Services(settings, notify=_notify, environment=_model(no_model), keeps=False)
    with reported_errors():
        services.check_model()
    configure_logs(settings)
    try:
        at = listening(HOST, port)
    except OSError as error:
        click.echo(f"Nothing can listen on port {port}: {error.strerror}.", err=True)
        raise SystemExit(EXIT_NOT_DONE) from error
    address = f"http://{HOST}:{at.getsockname()[1]}{PATH}"
    app = build_http(services)
    run_server(app, at, lambda: click.echo(f"Serving {address}", err=True), services.stopping)


def _notify(message: str) -> None:
    click.echo(message, err=True)


def _model(no_model: bool) -> Mapping[str, str]:
    return {} if no_model else os.environ
