"""The certificates as anybody may ask for them: by number and check code, so many times a minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from corpus.cases.store import CaseStore
from ui.errors import UnknownCertificateError
from ui.local_form import today
from ui.operations.errors import TooOftenError
from ui.verification.pace import WINDOW_S, Pace
from ui.verification.register import CertificateRegister, Issued

LONGEST = 400
"""More characters has neither a number nor a code."""


class PublicRegister:
    """
    What the public page and the API answer to everybody; both count as one for an address.

    cases: the store, as the machine itself. day: today, ISO. clock: seconds.
    """

    def __init__(
        self,
        cases: CaseStore,
        day: Callable[[], str] = today,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._register = CertificateRegister(cases)
        self._day = day
        self._pace = Pace(clock)

    def find(self, address: str, number: str, code: str) -> Issued:
        """
        Return the certificate of a number and its check code, as it stands today.

        Raises:
            TooOftenError: the address has asked too often.
            UnknownCertificateError: number and code do not belong together, or there is none.
        """
        if not self._pace.allows(address):
            raise TooOftenError("verify", int(WINDOW_S))
        found = None
        if max(len(number), len(code)) <= LONGEST:
            found = self._register.find(number, code, date.fromisoformat(self._day()))
        if found is None:
            raise UnknownCertificateError
        return found
