"""The evaluation report: what stands in it, templates of others, PDF."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document
from docx.oxml.ns import qn

from corpus.cases.store import CaseStore
from scoring import load_rule_set
from tests.ui.results import FORMULA, LIFT, judge, new_case, store_of
from tests.ui.score_tables import SOFFICE, result_of
from ui.cli.main import main
from ui.errors import PdfError, ReportDetailsError, ReportTemplateError
from ui.reports.case_result import CaseResult, Whose, case_result
from ui.reports.details import ReportDetails, parse_details
from ui.reports.evaluation_report import evaluation_report
from ui.reports.panel_record import submitted_sheets
from ui.reports.pdf import pdf_of
from ui.reports.report_fields import report_fields
from ui.reports.template import fill_template
from ui.reports.template_source import LANGUAGES, build_template, template_path
from ui.wording import t

DAY = "2026-10-17"
HOSTILE = '<w:p/> & "x" {{ 1234*1000 }} {% for a in b %} </w:t> ]]> \x07 {_{ '
PANEL = [
    {"name": "王敏", "organisation": "甲大学", "role": "组长", "expert": True, "declared": True},
    {"name": "李强", "expert": True, "ties": [{"party": "applicant", "nature": "曾任顾问"}]},
    {"name": "周平", "declared": True},
]
FIELDS = report_fields(result_of("tcrea-2023", "C"), ReportDetails(), (), DAY, "zh")


def words_of(data: bytes) -> str:
    """Return all words of a document in their order, tables too."""
    document = Document(io.BytesIO(data))
    told = []
    for paragraph in document.element.body.iter(qn("w:p")):
        parts = paragraph.iter(qn("w:t"), qn("w:br"))
        told.append("".join("\n" if one.tag == qn("w:br") else one.text or "" for one in parts))
    return "\n".join(told)


def made(result: CaseResult, details: ReportDetails | None = None, language: str = "zh") -> str:
    return words_of(
        evaluation_report(result, details or ReportDetails(), (), day=DAY, language=language)
    )


def panel_case(home: Path) -> tuple[CaseStore, str]:
    """A case whose consensus departs from what two members submitted."""
    store = store_of(home)
    case_id = new_case(store, level="C")
    for person, name, met in (("p1", "王敏", True), ("p2", "李强", False)):
        store.join_case(case_id, person, name)
        judge(store, case_id, {"C1.3.1": {"met": met}}, person=person, stage="formal")
        store.submit_sheet(case_id, person=person, stage="formal")
    judge(store, case_id, {"C1.3.1": {"points": "1.5", "reason": "一半出入口"},
                           "C1.2.1": {"met": False, "reason": "无联动"}}, stage="formal")  # fmt: skip
    return store, case_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_parts_stand_in_the_order_of_clause_9_5(language: str) -> None:
    told = made(result_of("tcrea-2023", "B", {"C1.1.1": {"met": False}}), language=language)
    body = told[told.index(t("report_contents", language)) :]
    after_contents = body[body.index(t("er_annex_readings", language)) :]
    places = [
        after_contents.index(t(key, language))
        for key in ("er_overview", "er_summary", "er_improve", "er_opinion", "er_names",
                    "er_annex_quotes")
    ]  # fmt: skip
    assert places == sorted(places)


def test_points_gates_and_reasons_are_those_of_the_assessment() -> None:
    result = result_of(
        "tcrea-2023", "B", {"C1.1.1": {"met": False}, "B1.2.1": {"points": "0.5", "reason": "北侧"}}
    )
    told = made(result)
    assert "B 级：基本要求不满足" in told
    assert f"得 {result.assessment.levels['B'].groups['B1']}/30 分" in told
    assert "有基本要求不满足，不计分（标准分值 25 分，6.2）" in told
    assert "得 0.5/3 分；北侧" in told or "得 0.5/2 分；北侧" in told
    for reason in result.deciding_reasons:
        assert reason.text_zh in told


def test_the_panel_its_ties_and_differences_are_told(tmp_path: Path) -> None:
    store, case_id = panel_case(tmp_path / "home")
    result = case_result(store, case_id, Whose(0, "formal"))
    sheets = submitted_sheets(store, result.case, "formal", result.rules)
    details = parse_details({"panel": PANEL, "reviewer": {"name": "王敏", "expert": True}})
    fields = report_fields(result, details, sheets, DAY, "zh")
    assert [one["name"] for one in fields["members"]] == ["王敏", "李强", "周平"]
    assert "提交" in fields["members"][0]["sheet"]
    assert fields["members"][2]["sheet"] == "未提交"
    assert fields["members"][1]["independence"] == "与申请单位：曾任顾问"
    findings = "\n".join(fields["panel_findings"])
    assert "李强 与申请单位有利益关系" in findings
    assert "复核人 王敏 是工作组成员" in findings
    differences = {one["id"]: one for one in fields["differences"]}
    assert set(differences) == {"C1.3.1", "C1.2.1"}
    assert differences["C1.3.1"]["views"] == "王敏: 满足\n李强: 不满足"
    assert differences["C1.3.1"]["reason"] == "一半出入口"
    assert fields["consensus_findings"] == []  # both have a reason
    unlisted = report_fields(result, ReportDetails(), sheets, DAY, "en")
    assert [one["role"] for one in unlisted["members"]] == ["not on the list of the panel"] * 2
    assert "cannot be checked" in unlisted["panel_findings"][0]
    told = words_of(evaluation_report(result, details, sheets, day=DAY, language="zh"))
    assert "一半出入口" in told
    assert LIFT in told  # the quote, in annex 1


def test_sheets_that_are_not_submitted_are_not_told(tmp_path: Path) -> None:
    store = store_of(tmp_path / "home")
    case_id = new_case(store)
    store.join_case(case_id, "p1", "王敏")
    judge(store, case_id, person="p1", stage="formal")
    assert submitted_sheets(store, store.case(case_id), "formal", load_rule_set("tcrea-2023")) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_table_c1_has_dimensions_and_no_verdict(language: str) -> None:
    result = result_of("scs-c1", None, {"SE21.2": {"incidents": 2}})
    told = made(result, language=language)
    assert "SE72.3" in told
    assert "93.333333…" in told  # the dimension of SE21 to SE23
    assert "5.4.1" not in told  # of the other document
    assert t("er_weights_none", language) in told
    assert t("er_results", language) + "\n" not in told
    assert t("er_c1_title", language) in told


@pytest.mark.parametrize("text", [HOSTILE, FORMULA, "{{ title }}", "a\nb"])
def test_what_people_write_stands_as_text(text: str) -> None:
    result = result_of("tcrea-2023", "C", {"C1.2.1": {"points": "0.5", "reason": text}}, name=text)
    details = parse_details({"overview": text, "panel": [{"name": text.strip()}]})
    told = made(result, details)
    shown = text.replace("\x07", "").replace("{_{", "{{").strip()
    for line in shown.splitlines():
        assert told.count(line.strip()) >= 4
    assert "1234000" not in told


def test_the_template_on_file_is_the_one_that_its_source_makes() -> None:
    for language in LANGUAGES:
        stream = io.BytesIO()
        build_template(language).save(stream)
        with zipfile.ZipFile(stream) as fresh, zipfile.ZipFile(template_path(language)) as kept:
            assert fresh.namelist() == kept.namelist()
            for name in fresh.namelist():
                if name != "docProps/core.xml":  # which holds a time
                    assert fresh.read(name) == kept.read(name), name


def test_every_field_is_documented_and_every_documented_one_exists() -> None:
    page = (Path(__file__).parents[2] / "docs/reports.md").read_text(encoding="utf-8")
    page = page.split("## The certificate")[0]
    assert set(re.findall(r"^\| `([a-z_]+)`", page, re.MULTILINE)) == set(FIELDS)


# --- templates of others


def template(*paragraphs: str, title: str = "") -> bytes:
    document = Document()
    for one in paragraphs:
        document.add_paragraph(one)
    document.core_properties.title = title
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def filled(*paragraphs: str) -> str:
    document = fill_template(template(*paragraphs), "t.docx", FIELDS)
    return "\n".join(one.text for one in document.paragraphs)


def test_a_body_writes_its_own_template(tmp_path: Path) -> None:
    _, case_id = panel_case(tmp_path / "home")
    own = tmp_path / "own.docx"
    own.write_bytes(template(
        "{{ community | upper }} {{ rules.edition }}",
        "{%p for level in levels %}", "{%p for group in level.groups %}",
        "{{ loop.index }}. {{ group.id }}: {{ group.points }}{% if group.points == '0' %} !{% endif %}",
        "{%p endfor %}", "{%p endfor %}",
    ))  # fmt: skip
    out = tmp_path / "r.docx"
    run = [
        "report",
        case_id,
        "--docx",
        str(out),
        "--template",
        str(own),
        "--stage",
        "formal",
        "--lang",
        "zh",
    ]
    done = CliRunner().invoke(main, run)
    assert done.exit_code == 0, done.output
    told = words_of(out.read_bytes())
    assert "江畔小区 V2.3" in told
    assert "1. C1: 19.5" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{{ comunity }}", "'comunity'; near it: community"),
        ("{{ rules.editon }}", "editon"),
        ("{% for l in levels %}{{ l.pionts }}{% endfor %}", "pionts"),
        ("{% if level %}", "endif"),
        ("{{ community ", "Near: “{{ community"),
        ("{{ community | safe }}", "filter"),
        ("{{ community.__class__ }}", "'__class__'"),
        ("{{ community['__class__'] }}", "'__class__'"),
        ("{{ community.upper() }}", "'Call'"),
        ("{{ levels.append }}", "append"),
        ("{{ rules.items }}", "items"),
        ("{{ ''.join }}", "join"),
        ("{{ loop.__init__ }}", "'__init__'"),
        ("{% autoescape false %}{{ community }}{% endautoescape %}", "fields, if and for"),
        ("{% set x = 1 %}", "'Assign'"),
        ("{% include '/etc/passwd' %}", "'Include'"),
        ("{% import 'os' as os %}", "'Import'"),
        ("{% macro m() %}{% endmacro %}", "'Macro'"),
        ("{{ 9 * 9 }}", "'Mul'"),
        ("{{ 'a' ~ 'b' }}", "'Concat'"),
        ("{% for a in range(10) %}{% endfor %}", "'Call'"),
        ("{% for a in levels %}{% for b in levels %}{% endfor %}{% endfor %}", "inner loop"),
        ("{% for a in levels %}{% for b in a.groups %}{% for c in a.groups %}{% endfor %}{% endfor %}{% endfor %}", "inner loop"),
        ("{% for a, b in levels %}{% endfor %}", "a loop is written"),
        ("{% for a in levels recursive %}{% endfor %}", "a loop is written"),
        ("{{ cycler }}", "'cycler'"),
        ("{{ self }}", "'self'"),
    ],
)  # fmt: skip
def test_mistakes_and_tricks_in_templates_are_named(words: str, said: str) -> None:
    with pytest.raises(ReportTemplateError) as caught:
        filled(words)
    assert said in caught.value.fault


def test_tricks_in_properties_and_headers_are_refused() -> None:
    with pytest.raises(ReportTemplateError):
        fill_template(template("x", title="{{ community.__class__ }}"), "t.docx", FIELDS)
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ nothing }}"
    stream = io.BytesIO()
    document.save(stream)
    with pytest.raises(ReportTemplateError, match="nothing"):
        fill_template(stream.getvalue(), "t.docx", FIELDS)


def changed(part: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template("x"))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return stream.getvalue()


_LINKED = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
 Target="http://example.test/t.dotm" TargetMode="External"/></Relationships>"""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no DOCX"), (b"PK\x03\x04rubbish", "no DOCX"),
        (changed("word/vbaProject.bin", b"x"), "macros"),
        (changed("word/_rels/settings.xml.rels", _LINKED), "outside"),
        (changed("word/document.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "entities"),
        (changed("word/document.xml", b"<x"), "no usable DOCX"),
        (changed("word/media/a.png", b"0" * (61 * 1024 * 1024)), "MiB"),
    ],
    ids=["empty", "rubbish", "macros", "linked", "entities", "broken", "bomb"],
)  # fmt: skip
def test_files_that_are_no_templates_are_refused(data: bytes, said: str) -> None:
    with pytest.raises(ReportTemplateError) as caught:
        fill_template(data, "t.docx", FIELDS)
    assert said in caught.value.fault


def test_the_command_names_the_mistake_and_writes_nothing(tmp_path: Path) -> None:
    _, case_id = panel_case(tmp_path / "home")
    own, out = tmp_path / "own.docx", tmp_path / "r.docx"
    own.write_bytes(template("{{ comunity }}"))
    done = CliRunner().invoke(main, ["report", case_id, "--docx", str(out), "--template", str(own)])
    assert done.exit_code == 1
    assert "[report-template]" in done.output
    assert "comunity" in done.output
    assert not out.exists()
    missing = ["report", case_id, "--docx", str(out), "--template", str(tmp_path / "none.docx")]
    assert "cannot be read" in CliRunner().invoke(main, missing).output
    copy = ["report", case_id, "--copy-template", str(tmp_path / "copy.docx"), "--lang", "en"]
    assert CliRunner().invoke(main, copy).exit_code == 0
    assert (tmp_path / "copy.docx").read_bytes() == template_path("en").read_bytes()


# --- details


def test_all_faults_of_the_details_are_listed() -> None:
    words: Any = {
        "bdoy": "x", "date": "gestern", "number": ["1"], "improvements": "x",
        "panel": [{"name": "", "expert": "yes"}, {"name": "x", "ties": [{"party": "friend"}]}, 3],
    }  # fmt: skip
    with pytest.raises(ReportDetailsError) as caught:
        parse_details(words)
    told = "\n".join(caught.value.faults)
    for part in ("'bdoy'; allowed: body", "date", "number", "improvements", "panel.1.name",
                 "panel.1.expert", "panel.2.ties.1.party", "panel.3"):  # fmt: skip
        assert part in told
    assert parse_details(None) == ReportDetails()


def test_the_details_are_read_from_a_file(tmp_path: Path) -> None:
    _, case_id = panel_case(tmp_path / "home")
    given, out = tmp_path / "d.yaml", tmp_path / "r.docx"
    given.write_text("body: 华东中心\ndate: 2026-10-01\nnumber: 017\n", encoding="utf-8")
    run = ["report", case_id, "--docx", str(out), "--details", str(given), "--lang", "zh"]
    done = CliRunner().invoke(main, run)
    assert done.exit_code == 0, done.output
    told = words_of(out.read_bytes())
    assert "华东中心" in told
    assert "2026 年 10 月 1 日" in told
    given.write_text("body: [", encoding="utf-8")
    failed = CliRunner().invoke(main, [*run, "--force"])
    assert (failed.exit_code, "[report-details]" in failed.output) == (1, True)


# --- PDF


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_becomes_a_pdf(language: str, tmp_path: Path) -> None:
    if SOFFICE is None or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice (libreoffice-writer-nogui) or pdftotext is not installed")
    result = result_of("tcrea-2023", "C", {"C1.1.1": {"met": False}})
    data = pdf_of(evaluation_report(result, ReportDetails(), (), day=DAY, language=language))
    assert data.startswith(b"%PDF-")
    (tmp_path / "r.pdf").write_bytes(data)
    told = subprocess.run(
        ["pdftotext", str(tmp_path / "r.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert t("er_verdict_level", language, level="C", outcome="").strip() in told
    assert "{%" not in told
    assert "{{" not in told


def test_without_libreoffice_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(PdfError, match="apt-get install libreoffice-writer-nogui"):
        pdf_of(b"")


def program(folder: Path, words: str) -> str:
    path = folder / "office"
    path.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_slow_libreoffice_is_stopped_with_its_children(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    slow = program(tmp_path, f"sleep 60 & echo $! > {pid}; wait")
    with pytest.raises(PdfError, match=r"more than 0\.5 seconds"):
        pdf_of(b"x", time_limit_s=0.5, program=slow)
    child = int(pid.read_text())
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_what_libreoffice_says_is_told(tmp_path: Path) -> None:
    with pytest.raises(PdfError, match="no filter"):
        pdf_of(b"x", program=program(tmp_path, "echo no filter"))
    with pytest.raises(PdfError, match="cannot be started"):
        pdf_of(b"x", program=str(tmp_path / "none"))


def test_the_rules_of_the_body_are_named_with_what_they_changed(tmp_path: Path) -> None:
    _, case_id = panel_case(tmp_path / "home")
    out, rules = tmp_path / "r.docx", "docs/examples/body-rules.yaml"
    run = [
        "report",
        case_id,
        "--docx",
        str(out),
        "--body",
        rules,
        "--stage",
        "formal",
        "--lang",
        "zh",
    ]
    done = CliRunner().invoke(main, run)
    assert done.exit_code == 0, done.output
    told = words_of(out.read_bytes())
    assert t("body_rules", "zh") in told
    assert t("body_column_without", "zh") in told
    assert "示例评价中心 2024.1" in told
