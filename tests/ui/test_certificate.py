"""The certificate as a document: what stands on it, its square code, templates of others."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from scoring import load_rule_set
from scoring.certificate import Certificate, Standing
from tests.ui.score_tables import SOFFICE
from ui.errors import CertificateError, ReportTemplateError
from ui.reports.certificate import certificate_document
from ui.reports.certificate_fields import certificate_fields
from ui.reports.certificate_template import (
    build_certificate_template,
    certificate_template_path,
)
from ui.reports.pdf import pdf_of
from ui.settings import SettingsError, load_settings

RULES = load_rule_set("tcrea-2023")
ISSUED = date(2026, 3, 2)
HOSTILE = '<w:p/> & "x" {{ 1234*1000 }} ]]> \x07'
CERTIFICATE = Certificate(
    number="ZHZQ-2026/0017", level="A", body="华东智慧住区评价中心", project="滨江花园",
    applicant="滨江置业", issued_on=ISSUED, valid_from=ISSUED, valid_until=date(2031, 3, 2),
    rule_set="tcrea-2023", edition=RULES.version, rules_hash=RULES.content_hash,
    head="137:" + "ab12cd34" * 8,
)  # fmt: skip
VALID = Standing("valid", "A")
URL = "https://anping.example.org/a"


def made(
    certificate: Certificate = CERTIFICATE, standing: Standing = VALID, *, language: str = "zh",
    public_url: str = URL, template: Path | None = None,
) -> bytes:  # fmt: skip
    return certificate_document(
        certificate, standing, RULES, public_url=public_url, language=language, template=template
    )


def words_of(data: bytes) -> str:
    """Return all words of a certificate, those at its foot too."""
    document = Document(io.BytesIO(data))
    parts = [document.element.body, document.sections[0].footer._element]
    return "\n".join(
        "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
        for part in parts
        for paragraph in part.iter(qn("w:p"))
    )


def scanned(data: bytes) -> str:
    """Return what a phone reads from the square code."""
    footer = Document(io.BytesIO(data)).sections[0].footer
    (blip,) = footer._element.iter(qn("a:blip"))
    picture = Image.open(io.BytesIO(footer.part.related_parts[blip.get(qn("r:embed"))].blob))
    read, _, _ = cv2.QRCodeDetector().detectAndDecode(np.array(picture.convert("L")))
    return str(read)


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("zh", ["智慧住区安全", "A 级", "华东智慧住区评价中心", "2026 年 3 月 2 日 至 2031 年 3 月 2 日",
                "编号 ZHZQ-2026/0017"]),
        ("en", ["Safety of the Smart Residential Community", "Level A", "华东智慧住区评价中心",
                "2 Mar 2026 to 2 Mar 2031", "No. ZHZQ-2026/0017"]),
    ],
)  # fmt: skip
def test_the_five_parts_of_clause_8_2_stand_on_it(language: str, parts: list[str]) -> None:
    told = words_of(made(language=language))
    for part in (*parts, "滨江花园", RULES.version, RULES.content_hash, CERTIFICATE.head):
        assert part in told
    assert "{{" not in told
    assert "{%" not in told


def test_the_square_code_leads_to_the_verification() -> None:
    address = f"{URL}/verify/ZHZQ-2026%2F0017?code={CERTIFICATE.code}"
    assert scanned(made()) == address
    assert "扫码查验" in words_of(made())


def test_without_a_public_address_the_code_holds_words_and_the_page_says_so() -> None:
    data = made(public_url="")
    assert scanned(data).splitlines() == [
        "编号 ZHZQ-2026/0017", "A 级", "颁发机构 华东智慧住区评价中心", "颁发日期 2026-03-02",
        f"查验码 {CERTIFICATE.code}",
    ]  # fmt: skip
    assert "扫码读取要点" in words_of(data)
    assert "扫码查验" not in words_of(data)


def test_a_downgraded_one_shows_the_level_that_holds_and_since_when() -> None:
    told = words_of(made(standing=Standing("downgraded", "C", date(2027, 4, 1))))
    assert "颁发时为 A 级，自 2027 年 4 月 1 日 起为 C 级。" in told
    assert "授予智慧住区安全评价 C 级标识" in told


@pytest.mark.parametrize("state", ["withdrawn", "expired"])
def test_what_does_not_hold_is_not_written(state: Any) -> None:
    with pytest.raises(CertificateError, match=f"is {state}"):
        made(standing=Standing(state, "A", date(2028, 1, 1)))


def test_hostile_names_stand_as_text() -> None:
    data = made(replace(CERTIFICATE, project=HOSTILE, applicant=HOSTILE, body=HOSTILE))
    assert words_of(data).count("{{ 1234*1000 }} ]]>") == 3


def test_the_templates_on_file_are_those_that_the_code_makes() -> None:
    for language in ("zh", "en"):
        kept = Document(str(certificate_template_path(language)))
        made_anew = build_certificate_template(language)
        for one in (kept, made_anew):
            for drawn in one.sections[0].footer._element.iter(qn("pic:cNvPr")):
                drawn.set("name", "")  # numbered as it is added
        assert kept.element.xml == made_anew.element.xml
        feet = [one.sections[0].footer._element.xml for one in (kept, made_anew)]
        assert feet[0] == feet[1]


def own_template(path: Path, *lines: str) -> Path:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def test_a_body_may_bring_its_own_template(tmp_path: Path) -> None:
    five = (
        "{{ theme }} {{ number }} {{ body }}",
        "{{ valid_from }}–{{ valid_until }} {{ level_words }}",
    )
    told = words_of(made(template=own_template(tmp_path / "own.docx", *five)))
    assert "智慧住区安全 ZHZQ-2026/0017 华东智慧住区评价中心" in told


@pytest.mark.parametrize("part", ["theme", "level", "body", "years", "number"])
def test_a_template_that_lacks_a_part_of_8_2_is_refused(tmp_path: Path, part: str) -> None:
    rest = " ".join(
        f"{{{{ {one} }}}}" for one in ("theme", "level", "body", "years", "number") if one != part
    )
    with pytest.raises(ReportTemplateError, match=rf"8\.2 asks for {{{{ {part} }}}}"):
        made(template=own_template(tmp_path / "own.docx", rest))


def test_a_template_that_reads_more_than_its_fields_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportTemplateError):
        made(template=own_template(tmp_path / "own.docx", "{{ number.__class__ }}"))


def test_docs_list_the_fields() -> None:
    part = Path("docs/reports.md").read_text(encoding="utf-8").split("## The certificate")[1]
    listed = set(re.findall(r"^\| `([a-z_]+)`", part, re.MULTILINE))
    assert listed == set(certificate_fields(CERTIFICATE, VALID, RULES, URL, "zh"))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_one_page_also_with_long_names(language: str) -> None:
    import pypdfium2

    long = replace(CERTIFICATE, project="滨江花园智慧居住小区二期三期及配套商业综合体住区联合体北区",
                   applicant="某某市滨江花园智慧居住小区建设开发运营管理有限责任公司第一分公司")  # fmt: skip
    standing = Standing("downgraded", "B", date(2027, 4, 1))
    pages = pypdfium2.PdfDocument(pdf_of(made(long, standing, language=language)))
    assert len(pages) == 1
    assert CERTIFICATE.code in pages[0].get_textpage().get_text_range()


@pytest.mark.parametrize(
    "value", ["anping.example.org", "ftp://x", "https://", "https://x/?a", "https://x/#a", "https://u@x", "https://x y", "https://甲"]
)  # fmt: skip
def test_a_public_address_is_an_address(value: str) -> None:
    assert load_settings({"ANPING_PUBLIC_URL": URL}).public_url == URL
    with pytest.raises(SettingsError, match=r"https://anping\.example\.org"):
        load_settings({"ANPING_PUBLIC_URL": value})
