"""Who sends a request, and what they may use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Header, Request

from corpus.accounts.kept_answers import KeptAnswers
from corpus.cases.store import CaseStore
from ui.operations.rates import Act
from ui.services import Services
from ui.serving.request import signed_in

_KEY_PATTERN = r"^[!-~]{1,128}$"


@dataclass
class Caller:
    """person: the id of an account; "" where there are no accounts. key: of `Idempotency-Key`."""

    services: Services
    person: str
    request: Request
    key: str | None = None

    @cached_property
    def cases(self) -> CaseStore:
        """The cases as the caller may see and change them."""
        return self.services.cases_for(self.person)

    def take(self, act: Act) -> None:
        """
        Count an act of the caller.

        Raises:
            TooOftenError: it was done too often.
        """
        self.services.rates.take(act, self.person)

    @property
    def answers(self) -> KeptAnswers:
        """The answers that are kept under keys."""
        return self.services.kept_answers


def _caller(request: Request) -> Caller:
    who = signed_in(request)
    return Caller(request.app.state.services, who.account.id if who else "", request)


def _keyed(
    request: Request,
    key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            pattern=_KEY_PATTERN,
            description="Names the request, so that it can be sent again: within 24 hours the "
            "same request has the same answer and is done once.",
        ),
    ] = None,
) -> Caller:
    found = _caller(request)
    found.key = key
    return found


Calling = Annotated[Caller, Depends(_caller)]
KeyedCalling = Annotated[Caller, Depends(_keyed)]
"""As `Calling`, for what is done once under its key."""
