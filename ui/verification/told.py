"""Certificates as JSON: to whoever may see their case, and to everybody."""

from __future__ import annotations

from typing import Any

from ui.reports.certificate_fields import verification_address
from ui.verification.page import short_head
from ui.verification.register import Issued


def certificate_json(found: Issued, public_url: str) -> dict[str, Any]:
    """Return the JSON object of a certificate for those who may see its case."""
    one = found.certificate
    return {
        **_shown(found),
        "rule_set": one.rule_set,
        "rules_hash": one.rules_hash,
        "head": one.head,
        "head_now": found.head_now,
        "code": one.code,
        "address": verification_address(one, public_url) or None,
    }


def verification_json(found: Issued) -> dict[str, Any]:
    """Return what everybody is told of a certificate: no more than the public page shows."""
    return {
        **_shown(found),
        "head": short_head(found.certificate.head),
        "head_now": short_head(found.head_now),
        "on": found.on.isoformat(),
    }


def _shown(found: Issued) -> dict[str, Any]:
    one, worth = found.certificate, found.standing
    return {
        "number": one.number,
        "state": worth.state,
        "level": worth.level,
        "since": worth.since.isoformat() if worth.since else None,
        "awarded_level": one.level,
        "theme": one.theme,
        "body": one.body,
        "project": one.project,
        "applicant": one.applicant,
        "issued_on": one.issued_on.isoformat(),
        "valid_from": one.valid_from.isoformat(),
        "valid_until": one.valid_until.isoformat(),
        "edition": one.edition,
    }
