"""What went wrong, in the language of the page; the errors themselves speak English."""

from __future__ import annotations

from corpus.accounts.errors import (
    AccountError,
    AccountFieldsError,
    AccountLockedError,
    LoginTakenError,
    PasswordRefusedError,
)
from corpus.errors import NotAllowedError, SheetCoveredError, StoreFullError
from corpus.record.errors import StoreUnreachableError
from corpus.vectors.errors import VectorsDownError
from ui.errors import UnknownCertificateError
from ui.local_form import local_moment
from ui.operations.errors import TooOftenError
from ui.wording import TEXT, t

_SAID = {
    SheetCoveredError: "sheet_covered",
    StoreFullError: "store_full",
    StoreUnreachableError: "store_unreachable",
    UnknownCertificateError: "ve_unknown_why",
}
"""Errors whose words need no values."""


def fault_words(fault: Exception, language: str) -> str:
    """Return what an error says, in Chinese where the catalogue has words for it."""
    if isinstance(fault, NotAllowedError):
        return _not_allowed(fault, language)
    if isinstance(fault, VectorsDownError):
        return t("vectors_down", language, engine=fault.shown)
    if isinstance(fault, TooOftenError):
        return t("too_often", language, seconds=fault.wait_s)
    if isinstance(fault, AccountError):
        return _of_account(fault, language)
    key = next((key for kind, key in _SAID.items() if isinstance(fault, kind)), "")
    return t(key, language) if key else str(fault)


def _of_account(fault: AccountError, language: str) -> str:
    key, values = fault.code, dict[str, str]()
    match fault:
        case AccountFieldsError():
            key = f"{fault.code}-{fault.field}"
        case PasswordRefusedError():
            key = f"{fault.code}-{fault.reason}"
        case LoginTakenError():
            values = {"login": fault.login}
        case AccountLockedError():
            values = {"until": local_moment(fault.until, language)}
    return t(f"fault_{key}", language, **values) if f"fault_{key}" in TEXT else str(fault)


def _not_allowed(fault: NotAllowedError, language: str) -> str:
    act = next(
        (t(key, language) for key in (f"act_{fault.act}", f"step_{fault.act}") if key in TEXT),
        fault.act,
    )
    if not fault.roles:
        return t("not_allowed_to_anybody", language, act=act)
    roles = "、" if language == "zh" else ", "
    return t(
        "not_allowed", language, act=act,
        roles=roles.join(t(f"role_{role}", language) for role in fault.roles),
    )  # fmt: skip
