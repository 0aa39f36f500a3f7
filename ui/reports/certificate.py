"""A certificate as DOCX, by our template or the body's own, with the square code of its address."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import segno
from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate

from scoring.certificate import Certificate, Standing
from scoring.rule_set import RuleSet
from ui.errors import CertificateError, ReportTemplateError
from ui.reports.certificate_fields import certificate_fields, scanned_words
from ui.reports.certificate_template import QR_ALT, certificate_template_path
from ui.reports.docx_pages import clean
from ui.reports.template import fill_template
from ui.wording import t

# The five parts of 8.2, each with the fields that show it.
_PARTS_8_2 = (
    ("theme",), ("level", "level_words", "sentence"), ("body",),
    ("years", "valid_from valid_until"), ("number",),
)  # fmt: skip
_QR_SCALE = 12


def certificate_document(
    certificate: Certificate,
    standing: Standing,
    rules: RuleSet,
    *,
    public_url: str,
    language: str,
    template: Path | None = None,
) -> bytes:
    """
    Return the certificate as the bytes of a DOCX file of one page.

    Args:
        certificate: what it shows.
        standing: what it is worth today.
        rules: by which the case was judged.
        public_url: where the workbench can be reached; "" puts words into the square code.
        language: "zh" or "en".
        template: the body's template; None for ours. The picture in it whose alternative text is
            `qr` becomes the square code.

    Raises:
        CertificateError: it was withdrawn or has expired.
        ReportTemplateError: the template cannot be read or used, or lacks a part of clause 8.2.
    """
    if not standing.holds:
        raise CertificateError(certificate.number, standing.state, standing.since)
    path = template or certificate_template_path(language)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReportTemplateError(path.name, f"it cannot be read ({error.strerror}).") from error
    fields = certificate_fields(certificate, standing, rules, public_url, language)
    filled = io.BytesIO()
    fill_template(data, path.name, fields).save(filled)
    document = Document(filled)  # anew: filling leaves the foot of the page without its pictures
    _check_parts(data, path.name)
    _place_code(document, scanned_words(certificate, public_url, language))
    properties = document.core_properties
    properties.title = clean(f"{fields['title']} {certificate.number}")[:255]
    properties.author = clean(certificate.body)[:255]
    properties.subject = clean(certificate.project)[:255]
    properties.language = "zh-CN" if language == "zh" else "en-GB"
    properties.keywords = t("title", language)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def square_code(words: str) -> bytes:
    """Return a QR code as PNG that is read even where an eighth of it is damaged (level M)."""
    stream = io.BytesIO()
    segno.make_qr(words, error="m").save(stream, kind="png", scale=_QR_SCALE, border=2)
    return stream.getvalue()


def _place_code(document: Any, words: str) -> None:
    """Put the square code in place of every picture whose alternative text is `qr`."""
    picture = square_code(words)
    edges = [edge for one in document.sections for edge in (one.header, one.footer)]
    for part, root in (
        (document.part, document.element.body),
        *((edge.part, edge._element) for edge in edges),  # noqa: SLF001 - no public name
    ):
        for drawn in root.iter(qn("wp:docPr")):
            if (drawn.get("descr") or "").strip().lower() != QR_ALT:
                continue
            relation, _ = part.get_or_add_image(io.BytesIO(picture))
            for blip in drawn.getparent().iter(qn("a:blip")):
                blip.set(qn("r:embed"), relation)


def _check_parts(data: bytes, name: str) -> None:
    """Refuse a template whose page lacks one of the five parts of 8.2."""
    shown = DocxTemplate(io.BytesIO(data)).get_undeclared_template_variables()
    missing = [ways[0] for ways in _PARTS_8_2 if not any(set(way.split()) <= shown for way in ways)]
    if missing:
        wanted = ", ".join(f"{{{{ {part} }}}}" for part in missing)
        raise ReportTemplateError(name, f"clause 8.2 asks for {wanted}, which it does not show.")
