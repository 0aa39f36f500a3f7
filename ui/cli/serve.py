"""`anping serve`: the workbench in the browser."""

from __future__ import annotations

import os

import click

from ui.cli.output import reported_errors
from ui.services import Services
from ui.settings import Settings, load_settings

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option("--host", help="Address to listen on; only this machine by default.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes any free one.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language to start in.")
@click.option("--allow-network", is_flag=True, help="Allow other machines: there are no accounts.")
@click.pass_obj
def serve(
    settings: Settings, host: str | None, port: int | None, lang: str | None, *, allow_network: bool
) -> None:
    """Start the workbench and print its address."""
    chosen = load_settings(
        {},
        home=settings.home,
        cache=settings.cache,
        encoder=settings.encoder,
        host=host or settings.host,
        port=settings.port if port is None else port,
        language=lang or settings.language,
    )
    if chosen.host not in _LOOPBACK and not allow_network:
        raise click.UsageError(
            f"Listening on {chosen.host} would let other machines in, and there are no accounts "
            "yet. Use --allow-network if that is meant, or keep 127.0.0.1."
        )
    click.echo("Starting the workbench …", err=True)
    from ui.app import CSS, build_app, theme

    services = Services(
        chosen, notify=lambda message: click.echo(message, err=True), environment=os.environ
    )
    with reported_errors():
        model = services.model_settings
    clauses = len(services.index.clauses)
    services.make_ready()
    services.reading.resume()
    app = build_app(services)
    _, address, _ = app.queue(default_concurrency_limit=4).launch(
        server_name=chosen.host,
        server_port=chosen.port or _free_port(chosen.host),
        share=False,
        quiet=True,
        theme=theme(),
        css_paths=CSS,
        footer_links=[],
        max_file_size="100mb",
        prevent_thread_lock=True,
        show_error=False,
        ssr_mode=False,
        run_history=False,  # questions and pages of documents would stay in the browser
    )
    click.echo(f"Workbench with {clauses} clauses: {address}", err=True)
    if model is not None:
        click.echo(f"Answers are worded by {model.model} at {model.base_url}.", err=True)
    app.block_thread()


def _free_port(host: str) -> int:
    import socket

    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
