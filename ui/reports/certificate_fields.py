"""
The fields of a certificate: what its template can show, as texts. Pure.

docs/reports.md lists them; a test compares the list with what is made here.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from scoring.certificate import THEME, Certificate, Standing
from scoring.rule_set import RuleSet
from ui.local_form import local_day
from ui.wording import t


def certificate_fields(
    certificate: Certificate, standing: Standing, rules: RuleSet, public_url: str, language: str
) -> dict[str, Any]:
    """
    Return the fields by name.

    Args:
        certificate: what it shows.
        standing: what it is worth today; a downgraded one shows the level that holds, and a note.
        rules: by which the case was judged.
        public_url: where the workbench can be reached; "" for none.
        language: "zh" or "en".
    """
    zh = language == "zh"
    title = rules.title_zh if zh else rules.title_en
    level = t("ce_level", language, level=standing.level)
    days = (certificate.valid_from, certificate.valid_until)
    start, end = (local_day(one.isoformat(), language) for one in days)
    return {
        "theme": certificate.theme if zh or certificate.theme != THEME["zh"] else THEME["en"],
        "title": t("ce_title", language),
        "level": standing.level,
        "level_words": level,
        "project": certificate.project,
        "applicant": certificate.applicant,
        "sentence": t("ce_sentence", language, rules=title, level=level),
        "body": certificate.body,
        "number": certificate.number,
        "years": t("ce_years_words", language, start=start, end=end),
        "valid_from": start,
        "valid_until": end,
        "issued_on": local_day(certificate.issued_on.isoformat(), language),
        "note": _note(certificate, standing, language),
        "rules": {
            "title": title,
            "edition": certificate.edition,
            "hash": certificate.rules_hash,
        },
        "record": certificate.head,
        "code": certificate.code,
        "address": verification_address(certificate, public_url),
        "scan": t("ce_scan" if public_url else "ce_scan_text", language),
    }  # fmt: skip


def verification_address(certificate: Certificate, public_url: str) -> str:
    """Return where a certificate is verified, with its check code; "" without a public address."""
    if not public_url:
        return ""
    number = quote(certificate.number, safe="")
    return f"{public_url.rstrip('/')}/verify/{number}?code={certificate.code}"


def scanned_words(certificate: Certificate, public_url: str, language: str) -> str:
    """
    Return what the square code of a certificate holds.

    The address of its verification; without a public address what matters of it in words.
    """
    address = verification_address(certificate, public_url)
    return address or "\n".join(
        (
            f"{t('ce_number', language)} {certificate.number}",
            f"{t('ce_level', language, level=certificate.level)}",
            f"{t('ce_body', language)} {certificate.body}",
            f"{t('ce_issued', language)} {certificate.issued_on.isoformat()}",
            f"{t('ce_code', language)} {certificate.code}",
        )
    )


def _note(certificate: Certificate, standing: Standing, language: str) -> str:
    if standing.state != "downgraded" or standing.since is None:
        return ""
    since = local_day(standing.since.isoformat(), language)
    return t("ce_lowered", language, awarded=certificate.level, level=standing.level, since=since)
