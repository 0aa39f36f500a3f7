"""Who acts on the command line: the machine itself, or the account that `anping --user` names."""

from __future__ import annotations

import os
from typing import Any

import click

from ui.cli.output import reported_errors
from ui.services import Services
from ui.settings import PASSWORD, Settings

_KEY = "anping.person"


def own_services(settings: Settings, **more: Any) -> Services:
    """
    Return the services for acts of whoever runs the command; `own_cases` are that person's.

    more: what else `Services` takes. A wrong login or password ends the command.
    """
    return Services(settings, person=acting_person(settings), **more)


def acting_person(settings: Settings) -> str:
    """
    Return the id of the account that the command acts as; "" for the machine itself.

    The password is asked for once a run, unless ANPING_PASSWORD holds it.
    """
    if not settings.user:
        return ""
    known = click.get_current_context().meta
    if _KEY not in known:
        with reported_errors():
            known[_KEY] = _signed_in(settings)
    return str(known[_KEY])


def asked_password(words: str, *, twice: bool = False) -> str:
    """Return ANPING_PASSWORD, or what is typed without being shown."""
    given = os.environ.get(PASSWORD)
    if given:
        return given
    return str(click.prompt(words, hide_input=True, confirmation_prompt=twice, err=True))


def _signed_in(settings: Settings) -> str:
    from corpus.accounts.errors import PasswordDueError

    account = Services(settings).accounts.check(
        settings.user, asked_password(f"Password of {settings.user}")
    )
    if account.must_change:
        raise PasswordDueError(account.login)
    return account.id
