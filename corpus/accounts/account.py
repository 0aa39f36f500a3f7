"""What is known of somebody who may sign in; values only, never a password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["applicant", "assessor", "expert", "reviewer", "clerk", "admin"]
"""
What somebody may be asked to do: the developer's side, the evaluation body's assessors, the experts
of the panel (5.4), who reviews their report (5.5.1), the body's office, whoever keeps the accounts.
"""
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Account:
    """
    Somebody who may sign in.

    id: opaque, such as "u-7f3k2q9mxw"; what the case store calls a person. login: what is typed to
    sign in, in small letters. name: what others see. employer: for the independence of 4.8; "" when
    not given. must_change: the password came from an admin and has to be changed before anything
    else. created: UTC, ISO 8601. locked_until: UTC; None for an account that is not locked, and
    possibly past.
    """

    id: str
    login: str
    name: str
    employer: str = ""
    roles: frozenset[Role] = frozenset()
    is_disabled: bool = False
    must_change: bool = False
    created: str = ""
    locked_until: str | None = None

    @property
    def is_admin(self) -> bool:
        """Whether this account keeps the accounts and can do so now."""
        return "admin" in self.roles and not self.is_disabled
