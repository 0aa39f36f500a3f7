"""The steps of a case's procedure as they were taken, and legal holds."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from corpus.cases.case import Stage
from corpus.cases.procedure import LegalHold, StepTaken
from corpus.cases.record_words import iso_day, kept_text
from corpus.cases.retention import kept_until
from corpus.cases.samples import CaseSamples
from corpus.errors import (
    CaseChangedError,
    CertificateNumberError,
    RecordWordsError,
    StepTakenError,
    UnknownHoldError,
)
from corpus.record.chain import Head, head_of
from corpus.record.event import HOME, Subject, person_mark
from corpus.record.procedure_tables import case_steps, legal_holds
from corpus.record.tables import events, json_text

LONGEST_FACTS = 200_000


class CaseSteps(CaseSamples):
    """Steps are only added, one after the other; what they mean is known elsewhere."""

    def add_step(self, case_id: str, given: StepTaken, head: Head | None = None) -> None:
        """
        Keep a step as the last one of its stage.

        Its `number` says on how many steps before it the decision was based. head: the head of the
        case's record that its facts were read at; None leaves that unasked.

        Raises:
            UnknownCaseError: there is no such case.
            StepTakenError: there are more or fewer steps; somebody took one meanwhile.
            CaseChangedError: something else of the case changed since its facts were read.
            CertificateNumberError: another case of the home has or had this number.
            RecordWordsError: the facts are too long, or a day is none.
        """
        told = json_text(dict(given.facts))
        if len(told) > LONGEST_FACTS:
            fault = f"they have {len(told)} characters; {LONGEST_FACTS} are allowed"
            raise RecordWordsError("The facts of the step", fault)
        number = given.certificate
        words = {
            "stage": given.stage,
            "number": given.number,
            "step": given.step,
            "day": iso_day("The day of the step", given.day),
            "before": given.before,
            "after": given.after,
            "facts": told,
            "keep_until": iso_day("The day until which records are kept", given.keep_until),
            "closes": int(given.closes),
            "certificate": None if number is None else certificate_key(number),
            "by": person_mark(self._who),
        }
        subject = Subject("step", (given.stage, str(given.number)))
        with self._writing() as connection:
            self._require_case(connection, case_id)
            taken = _steps(connection, case_id, given.stage)
            if len(taken) + 1 != given.number:
                last = taken[-1].step if taken else ""
                raise StepTakenError(case_id, given.number - 1, len(taken), last)
            if head is not None and head_of(connection, case_id) != head:
                raise CaseChangedError(case_id)
            if number is not None:
                _require_new(connection, number)
            with self._recorded(connection, case_id, "step.taken", subject):
                connection.execute(
                    insert(case_steps).values(case_id=case_id, **words, at=self._clock())
                )

    def steps(self, case_id: str, stage: Stage | None = None) -> tuple[StepTaken, ...]:
        """Return the steps of a case, the pre-evaluation's first, or those of one stage."""
        self.case(case_id)
        query = select(case_steps).where(case_steps.c.case_id == case_id)
        if stage is not None:
            query = query.where(case_steps.c.stage == stage)
        order = (case_steps.c.stage.desc(), case_steps.c.number)
        return tuple(map(_step, self._rows(query.order_by(*order))))

    def all_steps(self) -> dict[str, tuple[StepTaken, ...]]:
        """
        Return the steps of every case that may be seen by its id, the pre-evaluation's first.

        One look for lists of cases; {} where no step was taken.
        """
        seen = {case.id for case in self.cases()}
        order = (case_steps.c.case_id, case_steps.c.stage.desc(), case_steps.c.number)
        found: dict[str, list[StepTaken]] = {}
        for row in self._rows(select(case_steps).order_by(*order)):
            if row.case_id in seen:
                found.setdefault(row.case_id, []).append(_step(row))
        return {case_id: tuple(steps) for case_id, steps in found.items()}

    def certified_case(self, number: str) -> str | None:
        """
        Return the id of the case that has a certificate of this number; None for no such one that
        may be seen.
        """
        try:
            key = certificate_key(number)
        except RecordWordsError:
            return None
        query = select(case_steps.c.case_id).where(case_steps.c.certificate == key)
        if not self._engine.is_there():
            return None
        with self._engine.reading() as connection:
            found: str | None = connection.execute(query).scalar()
            return found if found and self._sees(connection, found) else None

    def kept_until(self, case_id: str) -> str | None:
        """Return the last ISO day of keeping a case's records (4.9); None before any step."""
        self.case(case_id)
        if not self._engine.is_there():
            return None
        with self._engine.reading() as connection:
            return kept_until(connection, case_id)

    # legal holds

    def set_hold(self, case_id: str, reason: str) -> int:
        """
        Forbid that anything of a case is removed, for a reason; return the number of the hold.

        Raises:
            UnknownCaseError: there is no such case.
            RecordWordsError: the reason is empty or too long.
        """
        why = kept_text("The reason of a hold", reason, 2000)
        with self._writing() as connection:
            self._require_case(connection, case_id)
            of_case = legal_holds.c.case_id == case_id
            last = connection.execute(select(func.max(legal_holds.c.number)).where(of_case))
            number = int(last.scalar() or 0) + 1
            subject = Subject("hold", (str(number),))
            with self._recorded(connection, case_id, "hold.set", subject):
                connection.execute(
                    insert(legal_holds).values(
                        case_id=case_id,
                        number=number,
                        reason=why,
                        set_by=person_mark(self._who),
                        set_at=self._clock(),
                    )
                )
        return number

    def lift_hold(self, case_id: str, number: int, reason: str) -> None:
        """
        Lift a hold, for a reason.

        Raises:
            UnknownCaseError: there is no such case.
            UnknownHoldError: no hold of this number stands.
            RecordWordsError: the reason is empty or too long.
        """
        why = kept_text("The reason of lifting a hold", reason, 2000)
        with self._act(case_id, "hold.lifted", Subject("hold", (str(number),))) as connection:
            standing = connection.execute(
                select(legal_holds.c.number)
                .where(legal_holds.c.case_id == case_id, legal_holds.c.lifted_at.is_(None))
                .order_by(legal_holds.c.number)
            )
            stands = standing.scalars().all()
            if number not in stands:
                raise UnknownHoldError(case_id, number, stands)
            connection.execute(
                update(legal_holds)
                .where(legal_holds.c.case_id == case_id, legal_holds.c.number == number)
                .values(lifted_by=person_mark(self._who), lifted_at=self._clock(), lift_reason=why)
            )

    def holds(self, case_id: str) -> tuple[LegalHold, ...]:
        """Return the holds of a case in their order, lifted ones too; () for none."""
        self.case(case_id)
        query = select(legal_holds).where(legal_holds.c.case_id == case_id)
        return tuple(
            LegalHold(
                row.number, row.reason, row.set_by, row.set_at,
                row.lifted_by, row.lifted_at, row.lift_reason,
            )
            for row in self._rows(query.order_by(legal_holds.c.number))
        )  # fmt: skip


def certificate_key(number: str) -> str:
    """
    Return a certificate number as it is compared: width, capitals and spaces make no difference.

    >>> certificate_key(" ＡＰ-2026 001")
    'ap-2026001'

    Raises:
        RecordWordsError: it is empty, longer than 100 characters, or holds a NUL character.
    """
    folded = "".join(unicodedata.normalize("NFKC", number).casefold().split())
    return kept_text("The number of the certificate", folded, 100)


def certificates_of(connection: Connection, case_id: str) -> list[str]:
    """Return the numbers of the certificates of a case as they are compared, sorted."""
    query = select(case_steps.c.certificate).where(
        case_steps.c.case_id == case_id, case_steps.c.certificate.is_not(None)
    )
    return sorted(str(one) for one in connection.execute(query).scalars())


def _require_new(connection: Connection, number: str) -> None:
    """Refuse a number that a case has, or that a removed one had by the home's record."""
    key = certificate_key(number)
    issued = select(case_steps.c.number).where(case_steps.c.certificate == key)
    removed = select(events.c.basis).where(events.c.chain == HOME, events.c.what == "case.removed")
    proofs = (json.loads(text).get("proof", {}) for text in connection.execute(removed).scalars())
    if connection.execute(issued).first() or any(
        key in proof.get("certificates", ()) for proof in proofs
    ):
        raise CertificateNumberError(number)


def _steps(connection: Connection, case_id: str, stage: str) -> list[Row[Any]]:
    query = select(case_steps.c.step).where(
        case_steps.c.case_id == case_id, case_steps.c.stage == stage
    )
    return list(connection.execute(query.order_by(case_steps.c.number)).all())


def _step(row: Row[Any]) -> StepTaken:
    return StepTaken(
        stage=row.stage,
        number=row.number,
        step=row.step,
        day=row.day,
        before=row.before,
        after=row.after,
        facts=json.loads(row.facts),
        keep_until=row.keep_until,
        closes=bool(row.closes),
        certificate=row.certificate,
        by=row.by,
        at=row.at,
    )
