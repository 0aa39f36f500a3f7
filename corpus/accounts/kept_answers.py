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

from sqlalchemy import ColumnElement, delete, insert, select, update

from corpus.accounts.errors import KeyReusedError, KeyUnderWayError
from corpus.record.database import CaseDatabase
from corpus.record.tables import kept_answers

KEPT_HOURS = 24
_GIVEN_UP = timedelta(minutes=15)  # whoever claimed a key and was killed


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
            if found is None or self._is_given_up(found.status, found.at, now):
                connection.execute(delete(kept_answers).where(_is(account_id, key)))
                row = {"account": account_id, "key": key, "request": request, "at": self._clock()}
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

    def _is_given_up(self, status: int | None, at: str, now: datetime) -> bool:
        return status is None and now - datetime.fromisoformat(at) >= _GIVEN_UP


def _is(account_id: str, key: str) -> ColumnElement[bool]:
    return (kept_answers.c.account == account_id) & (kept_answers.c.key == key)
