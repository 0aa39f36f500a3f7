"""The sample case: its files are what its sources say, and it is a case like any other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.evidence.indicator import case_evidence
from corpus.reading import read_document
from evals.dossier_files import digest, read_lock, read_sources
from evals.dossier_source import bare
from scoring import assess, load_rule_set, parse_sheet
from scoring.profile_file import profile_of_words
from ui.sample import decide, load_sample, open_sample
from ui.sample.load import FOLDER
from ui.services import Services
from ui.settings import load_settings

LARGEST = 400 * 1000  # bytes, all files


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    # Without an encoder: nothing here searches by meaning.
    services = Services(load_settings({}, home=tmp_path_factory.mktemp("home")))
    services.__dict__["indexing"] = _NoVectors()
    return services


class _NoVectors:
    def want(self, case_id: str) -> None: ...


@pytest.fixture(scope="module")
def opened(services: Services) -> str:
    case_id = open_sample(services.cases, services.reading, "me", "zh")
    assert services.reading.wait(120)
    return case_id


def test_the_files_are_made_of_the_sources_that_stand_beside_them() -> None:
    sources, faults = read_sources(FOLDER)
    assert faults == []
    lock = read_lock(FOLDER)
    assert {source.file: digest(FOLDER, source) for source in sources} == lock
    files = {path.name: path.stat().st_size for path in (FOLDER / "files").iterdir()}
    assert set(files) == set(lock) == {document.path.name for document in load_sample().documents}
    assert sum(files.values()) < LARGEST


def test_the_files_say_what_the_sources_say() -> None:
    sources, _ = read_sources(FOLDER)
    for source in sources:
        read = read_document(FOLDER / "files" / source.file)
        assert read.status == "read"
        for passage in read.passages:
            for value in [cell.text for cell in passage.cells] or passage.text.splitlines():
                is_page_number = re.fullmatch(r"\d+ / \d+", value)
                entry = value.removeprefix("· ")
                assert is_page_number or _said(source.file, entry), (source.file, value)


def _said(file: str, value: str) -> bool:
    text = (FOLDER / "sources" / f"{Path(file).stem}.md").read_text(encoding="utf-8")
    return bare(value) in bare(text)


def test_its_words_hold_by_the_rules() -> None:
    sample = load_sample()
    profile = profile_of_words(
        {**sample.profile, "rule_set": sample.rule_set, "level": sample.level}
    )
    assert profile.facts["has_lift"] == "yes"
    rules = load_rule_set(sample.rule_set)
    sheet = parse_sheet(dict(sample.sheet), rules)
    found = assess(rules, sheet)
    assert found.outcome == "incomplete"
    assert 25 < len(sample.sheet["judgements"]) < len(rules.rows_of(sample.level)) - 10


def test_it_opens_as_a_case_of_the_person_alone(services: Services, opened: str) -> None:
    (case,) = services.cases.cases_of("me")
    assert (case.id, case.name, case.is_sample) == (opened, "示例：松涛里小区", True)
    assert services.cases.cases_of("other") == ()
    documents = services.cases.documents(opened)
    assert {document.status for document in documents} == {"read"}
    names = [
        "设计说明.docx",
        "设备清单.xlsx",
        "竣工验收记录.pdf",
        "安防管理制度.docx",
        "会议纪要.txt",
    ]
    assert [document.file for document in documents] == names
    sheet = services.cases.load_sheet(opened)
    assert sheet is not None
    assert sheet.content == load_sample().sheet
    assert open_sample(services.cases, services.reading, "me", "en") == opened


def test_it_shows_partly_contradicts_and_lacks(services: Services, opened: str) -> None:
    found = {one.indicator: one for one in case_evidence(services.cases, opened)}
    statuses = {name: found[name].status for name in ("C1.2.2", "C1.4.1", "C1.3.5", "C1.5.1")}
    assert statuses == {
        "C1.2.2": "supported",
        "C1.4.1": "contradicted",
        "C1.3.5": "partial",
        "C1.5.1": "none",
    }
    (first, *_) = found["C1.4.1"].suggestions
    assert (first.relation, "86%" in first.quote) == ("contradicts", True)


def test_decisions_are_those_of_its_words_and_stay_as_people_change_them(
    services: Services, opened: str
) -> None:
    found = {one.indicator: one for one in case_evidence(services.cases, opened)}
    for wanted in load_sample().decisions:
        decided = [
            one.decision for one in found[wanted.indicator].suggestions if one.decision is not None
        ]
        assert decided, wanted
        assert set(decided) == {wanted.decision}
    passages = services.cases.passages(opened)
    for wanted in load_sample().decisions:
        assert sum(wanted.quote in passage.text for passage in passages) == 1, wanted
    one = services.cases.suggestion_decisions(opened)[0]
    other = "rejected" if one.decision == "accepted" else "accepted"
    services.cases.set_suggestion_decision(opened, one.indicator, one.passage_id, other)
    decide(services.cases, opened)
    assert services.cases.suggestion_decisions(opened)[0].decision == other
    services.cases.set_suggestion_decision(opened, one.indicator, one.passage_id, one.decision)


def test_a_second_person_has_a_sample_with_its_decisions_at_once(
    services: Services, opened: str
) -> None:
    other = open_sample(services.cases, services.reading, "you", "en")
    assert services.cases.case(other).name == "Sample: Songtaoli"
    assert other != opened
    assert services.reading.wait(120)
    mine, yours = (services.cases.suggestion_decisions(case) for case in (opened, other))
    assert mine == yours
