"""
The certificates that a store's procedures have issued, as they stand today.

What is public of a case is decided here: a certificate and what became of it, nothing of panel,
sheets, documents or ids.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.cases.case import Case, Stage
from corpus.cases.procedure import StepTaken
from corpus.cases.store import CaseStore
from corpus.record.event import Event
from scoring import load_rule_set
from scoring.certificate import (
    THEME,
    Certificate,
    Standing,
    awarded_level,
    issued,
    plain_code,
    standing,
    validity,
)
from ui.errors import DeskError
from ui.procedure.record import followed

_STAGE: Stage = "formal"


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate, what it is worth on the day asked for, and the head of the record now."""

    certificate: Certificate
    standing: Standing
    head_now: str
    on: date


class CertificateRegister:
    """Finds certificates by case or by number; reads the store and changes nothing."""

    def __init__(self, cases: CaseStore) -> None:
        self._cases = cases

    def of_case(self, case_id: str, day: date) -> Issued | None:
        """
        Return the certificate of a case; None where none was awarded.

        Raises:
            UnknownCaseError: there is no such case.
            StepHistoryError: the stored steps are not what the rules allow.
        """
        case = self._cases.case(case_id)
        steps = self._cases.steps(case_id, _STAGE)
        if not any(one.step == "certify" for one in steps):
            return None
        procedure = followed(case, _STAGE, steps)
        entry = issued(procedure)
        if entry is None:
            return None
        readings = _readings(case, entry.facts)
        days, worth = validity(procedure, readings), standing(procedure, readings, day)
        event = self._event(case_id, steps)
        if days is None or worth is None or event is None:
            return None
        label, rules = _label(entry.facts), event.basis.get("rules") or {}
        applicants = [
            one.organisation for one in self._cases.parties(case_id) if one.party == "applicant"
        ]
        certificate = Certificate(
            number=str(label.get("number", "")),
            level=awarded_level(procedure),
            body=str(label.get("body", "")),
            project=str(label.get("project") or case.name),
            applicant=str(label.get("applicant") or "、".join(applicants)),
            issued_on=entry.on,
            valid_from=days[0],
            valid_until=days[1],
            rule_set=case.rule_set,
            edition=str(rules.get("version", "")),
            rules_hash=str(rules.get("hash", "")),
            head=f"{event.number}:{event.hash}",
            theme=str(label.get("theme") or THEME["zh"]),
        )
        return Issued(certificate, worth, str(self._cases.head(case_id)), day)

    def find(self, number: str, code: str, day: date) -> Issued | None:
        """
        Return the certificate of a number and its check code; None where they do not belong together.

        A number that is not there gets the same answer as a wrong code: nobody learns which
        numbers there are.
        """
        case_id = self._cases.certified_case(number)
        found = None
        if case_id is not None:
            with suppress(DeskError):  # a record that was tampered with vouches for nothing
                found = self.of_case(case_id, day)
        wanted = plain_code(found.certificate.code) if found else ""
        same = hmac.compare_digest(wanted.encode(), plain_code(code).encode())
        return found if found and same else None

    def _event(self, case_id: str, steps: tuple[StepTaken, ...]) -> Event | None:
        """Return the event of the award."""
        number = next((one.number for one in reversed(steps) if one.step == "certify"), None)
        wanted = {"kind": "step", "stage": _STAGE, "number": str(number)}
        return next(
            (
                event
                for event in reversed(self._cases.events(case_id))
                if event.what == "step.taken" and event.subject == wanted
            ),
            None,
        )


def _label(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    label = facts.get("certificate")
    return label if isinstance(label, Mapping) else {}


def _readings(case: Case, facts: Mapping[str, Any]) -> Mapping[str, str]:
    given = facts.get("readings")
    defaults = load_rule_set(case.rule_set).default_readings
    return {**defaults, **given} if isinstance(given, Mapping) else defaults
