"""`/cases/{case}/certificate`, and `/verification`: what certificates are worth, for everybody."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from scoring import load_rule_set
from ui.api.caller import Caller, Calling
from ui.api.described import described, described_file
from ui.api.reports import DOCX, PDF, Language, file_headers
from ui.errors import CertificateError
from ui.local_form import today
from ui.operations.rates import address_of
from ui.services import Services
from ui.verification.public import LONGEST
from ui.verification.register import CertificateRegister, Issued
from ui.verification.told import certificate_json, verification_json

router = APIRouter(tags=["certificates"])


class _ShownOut(BaseModel):
    model_config = ConfigDict(extra="allow")

    number: str
    state: Literal["valid", "downgraded", "withdrawn", "expired"] = Field(
        description="What it is worth today."
    )
    level: str = Field(description="That holds, or held last.")
    since: str | None = Field(
        description="The first day of being downgraded or withdrawn, the last of one that expired."
    )
    awarded_level: str
    theme: str
    body: str
    project: str
    applicant: str
    issued_on: str
    valid_from: str
    valid_until: str = Field(description="A valid day too.")
    edition: str


class CertificateOut(_ShownOut):
    """A certificate. More fields may come."""

    rule_set: str
    rules_hash: str
    head: str = Field(description="Of the record at the issue.")
    head_now: str
    code: str = Field(description="The check code, with which everybody may verify it.")
    address: str | None = Field(description="Of the public page; null without ANPING_PUBLIC_URL.")


class VerificationOut(_ShownOut):
    """What everybody is told of a certificate. More fields may come."""

    head: str = Field(description="Of the record at the issue, with 12 digits of its hash.")
    head_now: str
    on: str = Field(description="The day of the answer.")


_SHOWN: dict[str, Any] = {
    "number": "ZHZQ-2026/0017", "state": "valid", "level": "B", "since": None, "awarded_level": "B",
    "theme": "智慧住区安全", "body": "华东智慧住区评价中心", "project": "望江苑",
    "applicant": "江畔置业有限公司", "issued_on": "2026-03-02", "valid_from": "2026-03-02",
    "valid_until": "2031-03-02", "edition": "V2.3+997843cf",
}  # fmt: skip
_CERTIFICATE: dict[str, Any] = {
    **_SHOWN, "rule_set": "tcrea-2023", "rules_hash": "997843cf…", "head": "41:3f2a9c…",
    "head_now": "43:b81d07…", "code": "7Q4MZ-0K2TD",
    "address": "https://anping.example.org/verify/ZHZQ-2026%2F0017?code=7Q4MZ-0K2TD",
}  # fmt: skip
_VERIFICATION: dict[str, Any] = {
    **_SHOWN, "head": "41:3f2a9c…", "head_now": "43:b81d07…", "on": "2026-06-01",
}  # fmt: skip


@router.get(
    "/cases/{case}/certificate",
    response_model=CertificateOut,
    **described("The certificate", _CERTIFICATE, 404),
)
def show_certificate(case: str, caller: Calling) -> JSONResponse:
    """Show the certificate of a case (8.2) and what it is worth today."""
    public_url = caller.services.settings.public_url
    return JSONResponse(certificate_json(_of_case(caller, case), public_url))


@router.get(
    "/cases/{case}/certificate/file",
    response_class=Response,
    **described_file("The certificate on one page", (PDF, DOCX), 404),
)
def write_certificate(
    case: str,
    caller: Calling,
    form: Annotated[Literal["pdf", "docx"], Query(alias="format")] = "pdf",
    language: Language = "zh",
) -> Response:
    """
    Write the certificate of a case with the square code of its verification, by our template. One
    that was withdrawn or has expired is not written any more.
    """
    from ui.reports.certificate import certificate_document  # noqa: PLC0415 - slow to import
    from ui.reports.pdf import pdf_of  # noqa: PLC0415

    found = _of_case(caller, case)
    document = certificate_document(
        found.certificate, found.standing, load_rule_set(found.certificate.rule_set),
        public_url=caller.services.settings.public_url, language=language,
    )  # fmt: skip
    headers = file_headers(f"{case}-certificate.{form}")
    if form == "docx":
        return Response(document, 200, headers, DOCX)
    return Response(pdf_of(document), 200, headers, PDF)


@router.get(
    "/verification",
    response_model=VerificationOut,
    openapi_extra={"security": []},
    **described("What the certificate is worth", _VERIFICATION, 404),
)
def verify_certificate(
    request: Request,
    number: Annotated[str, Query(max_length=LONGEST, description="Of the certificate.")],
    code: Annotated[
        str, Query(max_length=LONGEST, description="Its check code, as people type it.")
    ],
) -> JSONResponse:
    """
    Tell everybody, without a token and from anywhere, what the public page says of a certificate
    (docs/verification.md). A wrong code and a number that there is not get the same answer, and an
    address gets 30 answers a minute, those of the page among them.
    """
    services: Services = request.app.state.services
    address = address_of(request, services.settings)
    found = services.certificates.find(address, number, code)
    headers = {"cache-control": "no-store", "x-robots-tag": "noindex"}
    return JSONResponse(verification_json(found), headers=headers)


def _of_case(caller: Caller, case: str) -> Issued:
    """
    Raises:
        CertificateError: none was awarded.
    """
    found = CertificateRegister(caller.cases).of_case(case, date.fromisoformat(today()))
    if found is None:
        raise CertificateError(case)
    return found
