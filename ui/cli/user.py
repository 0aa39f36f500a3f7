"""`anping user`: who may sign in, with which roles."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from corpus.accounts.account import ROLES, Account
from corpus.accounts.store import AccountStore
from ui.cli.acting import acting_person, asked_password
from ui.cli.output import print_json, print_table, reported_errors
from ui.cli.user_token import token
from ui.services import Services
from ui.settings import Settings

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_ROLE = click.Choice(ROLES)


@click.group()
def user() -> None:
    """
    Accounts: without any, the workbench is for one person on this machine.

    Passwords are asked for, or come from ANPING_PASSWORD; they are never arguments.
    """


@user.command("add")
@click.argument("login")
@click.option("--name", required=True, help="What others see.")
@click.option("--role", "roles", type=_ROLE, multiple=True, required=True, help="May be repeated.")
@click.option("--employer", default="", help="For the independence that 4.8 asks for.")
@click.option("--temporary", is_flag=True, help="Make a password for once and print it.")
@click.pass_obj
def add(
    settings: Settings, login: str, name: str, roles: tuple[str, ...], employer: str, *,
    temporary: bool,
) -> None:  # fmt: skip
    """
    Make the account LOGIN; the first one has to be an admin.

    Its password is asked for twice. With --temporary one is made and printed, once; it has to be
    changed at the first sign-in. Who acts with --user makes accounts with --temporary only: an
    admin knows nobody else's password.
    """
    store = _accounts(settings)
    if settings.user and not temporary:
        raise click.UsageError("With --user an account is made with --temporary.")
    given = None if temporary else asked_password(f"Password for {login}", twice=True)
    with reported_errors():
        account, secret = store.create(login, name, roles, employer=employer, given=given)
    click.echo(f"{account.id}  {account.login}")
    if temporary:
        _print_temporary(secret)


@user.command("list")
@_JSON
@click.pass_obj
def list_accounts(settings: Settings, *, as_json: bool) -> None:
    """List the accounts."""
    with reported_errors():
        found = _accounts(settings).accounts()
    if as_json:
        print_json([_json(one) for one in found])
        return
    print_table(
        ("id", "login", "roles", "state", "employer", "name"),
        [
            (one.id, one.login, _roles(one), _state(one), one.employer or "—", one.name)
            for one in found
        ],
    )


@user.command("show")
@click.argument("login")
@_JSON
@click.pass_obj
def show(settings: Settings, login: str, *, as_json: bool) -> None:
    """Show the account LOGIN."""
    with reported_errors():
        account = _accounts(settings).find(login)
    if as_json:
        print_json(_json(account))
        return
    for name, value in _json(account).items():
        shown = ", ".join(value) if isinstance(value, list) else value
        click.echo(f"{name}: {'—' if shown in (None, '') else shown}")


@user.command("roles")
@click.argument("login")
@click.argument("names", nargs=-1, required=True, type=_ROLE)
@click.pass_obj
def roles(settings: Settings, login: str, names: tuple[str, ...]) -> None:
    """Give LOGIN these roles, and no others."""
    store = _accounts(settings)
    with reported_errors():
        account = store.find(login)
        store.set_roles(account.id, names)
        click.echo(_roles(store.account(account.id)))


@user.command("rename")
@click.argument("login")
@click.option("--name", help="What others see.")
@click.option("--employer", help="For the independence that 4.8 asks for.")
@click.pass_obj
def rename(settings: Settings, login: str, name: str | None, employer: str | None) -> None:
    """Give LOGIN another name or employer."""
    if name is None and employer is None:
        raise click.UsageError("Give --name, --employer or both.")
    store = _accounts(settings)
    with reported_errors():
        account = store.find(login)
        store.rename(account.id, account.name if name is None else name, employer)
    click.echo(account.login)


@user.command("disable")
@click.argument("login")
@click.pass_obj
def disable(settings: Settings, login: str) -> None:
    """Let LOGIN sign in no more; what was done with it stays."""
    store = _accounts(settings)
    with reported_errors():
        store.disable(store.find(login).id)
    click.echo(login)


@user.command("enable")
@click.argument("login")
@click.pass_obj
def enable(settings: Settings, login: str) -> None:
    """Let LOGIN sign in again, with its password of before."""
    store = _accounts(settings)
    with reported_errors():
        store.enable(store.find(login).id)
    click.echo(login)


@user.command("reset-password")
@click.argument("login")
@click.pass_obj
def reset_password(settings: Settings, login: str) -> None:
    """Print a password for once for LOGIN; ends its sessions and any lock."""
    store = _accounts(settings)
    with reported_errors():
        _print_temporary(store.reset_password(store.find(login).id))


@user.command("password")
@click.pass_obj
def password(settings: Settings) -> None:
    """Change the password of the account that --user names; ends its sessions."""
    if not settings.user:
        raise click.UsageError("Name the account: anping --user LOGIN user password.")
    store = Services(settings).accounts
    old = asked_password(f"Password of {settings.user}")
    with reported_errors():
        account = store.check(settings.user, old)
        new = click.prompt("New password", hide_input=True, confirmation_prompt=True, err=True)
        store.change_password(account.id, old, str(new))
    click.echo(account.login)


@user.command("sign-out")
@click.argument("login")
@click.pass_obj
def sign_out(settings: Settings, login: str) -> None:
    """End all sessions of LOGIN."""
    store = _accounts(settings)
    with reported_errors():
        store.sign_out_everywhere(store.find(login).id)
    click.echo(login)


user.add_command(token)


def _accounts(settings: Settings) -> AccountStore:
    return Services(settings).accounts.acting(acting_person(settings))


def _print_temporary(secret: str) -> None:
    click.echo(secret)
    click.echo("Shown once; it has to be changed at the first sign-in.", err=True)


def _roles(account: Account) -> str:
    return ", ".join(role for role in ROLES if role in account.roles)


def _state(account: Account) -> str:
    if account.is_disabled:
        return "disabled"
    return "password due" if account.must_change else "active"


def _json(account: Account) -> dict[str, Any]:
    return {**asdict(account), "roles": [role for role in ROLES if role in account.roles]}
