"""`anping user token`: what programs show to act as an account."""

from __future__ import annotations

from dataclasses import asdict

import click

from corpus.accounts.store import AccountStore
from corpus.accounts.tokens import LONGEST_DAYS, USUAL_DAYS
from ui.cli.acting import acting_person
from ui.cli.output import print_json, print_table, reported_errors
from ui.services import Services
from ui.settings import Settings

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def token() -> None:
    """Tokens with which programs act as an account (docs/api.md)."""


@token.command("new")
@click.argument("login")
@click.option("--name", required=True, help="What it is for.")
@click.option(
    "--days", type=click.IntRange(1, LONGEST_DAYS), default=USUAL_DAYS, show_default=True,
    help="How long it lasts.",
)  # fmt: skip
@click.pass_obj
def new(settings: Settings, login: str, name: str, days: int) -> None:
    """Make a token of LOGIN and print it, once; only its hash is kept."""
    store = _accounts(settings)
    with reported_errors():
        made, secret = store.make_token(store.find(login).id, name, days)
    click.echo(secret)
    click.echo(f"{made.id}: shown once; lasts until {made.until}.", err=True)


@token.command("list")
@click.argument("login")
@_JSON
@click.pass_obj
def list_tokens(settings: Settings, login: str, *, as_json: bool) -> None:
    """List the tokens of LOGIN, also those that ended."""
    store = _accounts(settings)
    with reported_errors():
        found = store.tokens(store.find(login).id)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    rows = [
        (one.id, one.made, one.until, one.used or "—", one.revoked or "—", one.name)
        for one in found
    ]
    print_table(("id", "made", "until", "used", "revoked", "name"), rows)


@token.command("revoke")
@click.argument("login")
@click.argument("token_id")
@click.pass_obj
def revoke(settings: Settings, login: str, token_id: str) -> None:
    """End the token TOKEN_ID of LOGIN."""
    store = _accounts(settings)
    with reported_errors():
        store.revoke_token(store.find(login).id, token_id)
    click.echo(token_id)


def _accounts(settings: Settings) -> AccountStore:
    return Services(settings).accounts.acting(acting_person(settings))
