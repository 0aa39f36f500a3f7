"""
Answers to requests that may be sent again under the same key, kept for a day.

    claim = answers.claim(account_id, key, digest)    # None: it is ours to do
    answers.keep(account_id, key, KeptAnswer(201, {}, "…"))

Two who claim the same key at once are told apart by the database: one does it, the other is told
that it is under way.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from corpus.accounts.errors import KeyReusedError, KeyUnderWayError
from corpus.record.database import CaseDatabase
from corpus.record.process import has_ended, this_process
from corpus.record.tables import kept_answers

KEPT_HOURS = 24
_CLAIMED_BY = "claimed by"  # stands where the headers will, until there is an answer
_GIVEN_UP = timedelta(minutes=2)  # whoever claimed a key on another machine and was killed


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered: a status of HTTP, headers and text."""

    status: int
    headers: Mapping[str, str]
    body: str


class KeptAnswers(CaseDatabase):
    """The answers that one home keeps."""

    def claim(self, account_id: str, key: str, request: str) -> KeptAnswer | None:
        """
        Return what was answered under a key before; None where it is now the caller's to do, who
        then calls `keep` or `release`.

        account_id: "" where there are no accounts. request: tells requests apart, such as a hash.

        Raises:
            KeyReusedError: another request came under this key.
            KeyUnderWayError: the same request is being answered.
        """
        with self._writing() as connection:
            now = datetime.fromisoformat(self._clock())
            too_old = (now - timedelta(hours=KEPT_HOURS)).isoformat(timespec="seconds")
            connection.execute(delete(kept_answers).where(kept_answers.c.at <= too_old))
            found = connection.execute(select(kept_answers).where(_is(account_id, key))).first()
            if found is None or self._is_given_up(found, now):
                connection.execute(delete(kept_answers).where(_is(account_id, key)))
                row = {
                    "account": account_id, "key": key, "request": request, "at": self._clock(),
                    "headers": json.dumps({_CLAIMED_BY: this_process()}),
                }  # fmt: skip
                connection.execute(insert(kept_answers).values(**row))
                return None
            if found.request != request:
                raise KeyReusedError(key)
            if found.status is None:
                raise KeyUnderWayError(key)
            return KeptAnswer(found.status, json.loads(found.headers), found.body)

    def keep(self, account_id: str, key: str, answer: KeptAnswer) -> None:
        """Keep what was answered under a key that was claimed."""
        said = {"status": answer.status, "headers": json.dumps(dict(answer.headers)),
                "body": answer.body}  # fmt: skip
        with self._writing() as connection:
            connection.execute(update(kept_answers).where(_is(account_id, key)).values(**said))

    def release(self, account_id: str, key: str) -> None:
        """Give a claimed key back: nothing was done under it."""
        with self._writing() as connection:
            connection.execute(delete(kept_answers).where(_is(account_id, key)))

    def _is_given_up(self, row: Row[Any], now: datetime) -> bool:
        """Tell whether whoever claimed a key was killed, or must have been."""
        if row.status is not None:
            return False
        claimed_by = json.loads(row.headers).get(_CLAIMED_BY, "")
        return has_ended(claimed_by) or now - datetime.fromisoformat(row.at) >= _GIVEN_UP


def _is(account_id: str, key: str) -> ColumnElement[bool]:
    return (kept_answers.c.account == account_id) & (kept_answers.c.key == key)
