"""Whatever a sheet, a body's rules or a profile says: it is read, or told by an error of ours."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from scoring import assess
from scoring.body_file import read_body_rules
from scoring.errors import ScoringError
from scoring.profile_file import load_profile, profile_of_words
from scoring.sheet import parse_sheet
from scoring.sheet_file import load_sheet, read_json_words, read_yaml_words
from tests.fuzz.effort import looking
from tests.fuzz.harm import JSON, changed, harmed, harmed_zip
from ui.cli.main import main

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
SHEET = (EXAMPLES / "level-b-fails-one-gate.yaml").read_bytes()
BODY = (EXAMPLES / "body-rules.yaml").read_bytes()
PROFILE = (EXAMPLES / "profile-level-b.yaml").read_bytes()
WORDS = yaml.safe_load(SHEET)
WORDS["judgements"] = dict(list(WORDS["judgements"].items())[:6])


def is_scored_or_told(path: Path) -> None:
    with contextlib.suppress(ScoringError):
        assert assess(*load_sheet(path)).outcome


def workbook() -> bytes:
    runner = CliRunner()
    with runner.isolated_filesystem():
        command = ["sheet", "new", "--rule-set", "tcrea-2023", "--level", "B", "--out", "s.xlsx"]
        made = runner.invoke(main, command)
        assert made.exit_code == 0, made.output
        return Path("s.xlsx").read_bytes()


@given(data=harmed(SHEET))
@looking()
def test_a_harmed_sheet_is_scored_or_told(tmp_path_factory: object, data: bytes) -> None:
    path = _file(tmp_path_factory, "sheet.yaml", data)
    is_scored_or_told(path)


@given(words=changed(WORDS))
@looking()
def test_a_sheet_with_other_values_is_scored_or_told(words: object) -> None:
    with contextlib.suppress(ScoringError):
        text = yaml.safe_dump(words, allow_unicode=True)
        read_yaml_words(text)
    from scoring import load_rule_set

    with contextlib.suppress(ScoringError):
        assess(load_rule_set("tcrea-2023"), parse_sheet(words, load_rule_set("tcrea-2023")))


@given(text=st.text(max_size=300) | st.binary(max_size=300).map(lambda b: b.decode("latin-1")))
@looking()
def test_any_text_is_a_sheet_or_told(text: str) -> None:
    for read in (read_yaml_words, read_json_words, read_body_rules):
        with contextlib.suppress(ScoringError):
            read(text)


@given(data=st.deferred(lambda: harmed_zip(workbook_bytes())))
@looking(0.6)
def test_a_harmed_workbook_is_scored_or_told(tmp_path_factory: object, data: bytes) -> None:
    is_scored_or_told(_file(tmp_path_factory, "sheet.xlsx", data))


@pytest.mark.parametrize("data", [b"", b"<", b"\x00", b"<a>&b;</a>"])
def test_a_workbook_with_a_part_that_is_no_xml_is_told(tmp_path: Path, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook_bytes())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name in members:
        with zipfile.ZipFile(tmp_path / "sheet.xlsx", "w") as harmed_one:
            for one, good in members.items():
                harmed_one.writestr(one, data if one == name else good)
        is_scored_or_told(tmp_path / "sheet.xlsx")


@given(data=harmed(BODY))
@looking()
def test_harmed_rules_of_a_body_are_read_or_told(data: bytes) -> None:
    with contextlib.suppress(ScoringError):
        read_body_rules(data.decode("utf-8", "replace"))


@given(words=changed(yaml.safe_load(BODY)))
@looking()
def test_rules_of_a_body_with_other_values_are_read_or_told(words: object) -> None:
    with contextlib.suppress(ScoringError, yaml.YAMLError):
        read_body_rules(yaml.safe_dump(words, allow_unicode=True))


@given(data=harmed(PROFILE))
@looking()
def test_a_harmed_profile_is_read_or_told(tmp_path_factory: object, data: bytes) -> None:
    with contextlib.suppress(ScoringError):
        load_profile(_file(tmp_path_factory, "profile.yaml", data))


@given(words=changed(yaml.safe_load(PROFILE)) | JSON)
@looking()
def test_a_profile_with_other_values_is_read_or_told(words: object) -> None:
    with contextlib.suppress(ScoringError):
        profile_of_words(words)


_made: list[bytes] = []


def workbook_bytes() -> bytes:
    if not _made:
        _made.append(workbook())
    return _made[0]


def _file(factory: object, name: str, data: bytes) -> Path:
    folder = factory.getbasetemp() / "harmed"  # type: ignore[attr-defined]
    folder.mkdir(exist_ok=True)
    path = Path(folder / name)
    path.write_bytes(io.BytesIO(data).getvalue())
    return path
