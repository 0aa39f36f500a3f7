"""
The score table: its formulas come to what `assess` says, for any sheet and any change in it.

Every formula carries the value that `assess` gave; what LibreOffice and `formulas` reckon from the
cells alone must be the same.
"""

from __future__ import annotations

import io
import math
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from scoring import load_rule_set
from scoring.body_file import read_body_rules
from scoring.body_rules import BodyRules
from tests.ui.results import FORMULA, judge, new_case, store_of
from tests.ui.score_tables import SOFFICE, reckoned, result_of
from ui.cli.main import main
from ui.reports.case_result import CaseResult
from ui.reports.result_words import outcome_words
from ui.reports.row_formula import AWARDED, JUDGEMENT, NUMBER, REASON
from ui.reports.score_table import score_table

DAY = "2026-10-17"
NA = {"not_applicable": "无电梯", "approved_by": "王工"}
HALF = {"points": "0.5", "reason": "一半"}


def _random_sheet(seed: int, target: str) -> dict[str, Any]:
    dice = random.Random(seed)  # noqa: S311
    rules = load_rule_set("tcrea-2023")
    words: dict[str, Any] = {}
    for level in rules.required_levels(target):
        for row in rules.rows_of(level.id):
            if row.lost:
                continue
            if row.kind == "gate":
                words[row.id] = {"met": dice.random() > 0.02}
            elif dice.random() < 0.5:
                points = Decimal(dice.randint(0, int(row.points * 10))) / 10
                words[row.id] = {"points": str(points), "reason": "理由"}
            else:
                words[row.id] = {"met": dice.random() > 0.2}
    return words


def _random_table(seed: int) -> dict[str, Any]:
    dice = random.Random(seed)  # noqa: S311
    words: dict[str, Any] = {}
    for row in load_rule_set("scs-c1").rows:
        if dice.random() < 0.1:
            words[row.id] = None
        elif row.kind == "item":
            words[row.id] = {"met": dice.random() > 0.4}
        elif row.kind == "checklist":
            chosen = [one.key for one in row.options if dice.random() > 0.5]
            words[row.id] = {"options": chosen}
        else:
            key = "count" if row.kind == "count" else "incidents"
            words[row.id] = {key: dice.choice([0, 1, 2, 3, 7, 1000])}
    return words


# Level C of this sheet has exactly 80 points, of parts that binary fractions do not hold exactly.
EIGHTY = {
    "C3.2.1": {"met": False}, "C1.2.1": {"points": "0.1", "reason": "缺"},
    "C5.3.3": {"points": "0.1", "reason": "缺"}, "C2.2.1": {"points": "1.3", "reason": "缺"},
}  # fmt: skip
T, C1 = "tcrea-2023", "scs-c1"
EXAMPLE = Path(__file__).parents[2] / "docs/examples/body-rules.yaml"


def _body(*change: tuple[str, str]) -> BodyRules:
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in change:
        assert old in text
        text = text.replace(old, new)
    return read_body_rules(text)


BODY = {
    "beside": _body(),
    "added": _body(("counts: beside", "counts: added")),
    "scaled": _body(("counts: beside", "counts: scaled"), ('["0", "0.5", "1"]', '["0", "0.125", "1"]')),
}  # fmt: skip
BY_BODY = {
    "CX1.1": {"points": "3", "reason": "一半"}, "C1.1.3": {"recognised": "报告 12 页"},
    "C1.2.1": {"points": "1", "reason": "少"}, "A5.3.1": {"met": True}, "B1.4.2": NA,
}  # fmt: skip
FINE = {**BY_BODY, "CX1.1": {"points": "0.75", "reason": "少"}, "CX1.2": NA,
        "C2.2.1": {"points": "0.1875", "reason": "少"}}  # fmt: skip
SHEETS: dict[str, CaseResult] = {
    "body, beside": result_of(T, "A", BY_BODY, body=BODY["beside"]),
    "body, beside open": result_of(T, "C", {"CX1.1": None}, body=BODY["beside"]),
    "body, added": result_of(T, "B", {**BY_BODY, "CX1.2": NA}, body=BODY["added"]),
    "body, added open": result_of(T, "C", {"CX1.1": None}, body=BODY["added"]),
    "body, scaled": result_of(T, "C", FINE, body=BODY["scaled"]),
    "body, failed": result_of(T, "C", {"C1.1.1": {"met": False}}, body=BODY["scaled"]),
    "everything": result_of(T, "A"),
    "nothing": result_of(T, "B", is_empty=True),
    "open rows": result_of(T, "C", {"C1.2.1": None, "C2.1.1": None}),
    "failed gate": result_of(T, "A", {"B1.1.1": {"met": False}}),
    "failed gate, level": result_of(T, "B", {"C1.1.1": {"met": False}}, interpretations={"failed_gate": "level_not_scored"}),
    "failed gate, scored": result_of(T, "B", {"C1.1.1": {"met": False}}, interpretations={"failed_gate": "scored_anyway"}),
    "lower gates do not count": result_of(T, "B", {"C1.1.1": {"met": False}, "C2.1.1": None}, interpretations={"gates_scope": "own_level"}),
    "lower mark only": result_of(T, "B", is_empty=True, interpretations={"own_mark": "lower_only"}),
    "all or nothing": result_of(T, "C", {"C1.2.1": HALF}, interpretations={"partial_points": "all_or_nothing"}),
    "hundredths": result_of(T, "C", {"C1.2.1": {"points": "0.07", "reason": "少"}}, interpretations={"partial_points": "hundredths"}),
    "not applicable, met": result_of(T, "B", {"B1.4.2": NA, "B1.1.1": NA}, interpretations={"not_applicable": "met"}),
    "not applicable, left out": result_of(T, "B", {"B1.4.2": NA, "C1.1.1": NA, "C1.2.1": HALF}, interpretations={"not_applicable": "exclude"}),
    "left out in a failed group": result_of(T, "B", {"B1.4.2": NA, "B1.1.1": {"met": False}}, interpretations={"not_applicable": "exclude"}),
    "lost row granted": result_of(T, "A", interpretations={"lost_a531": "granted"}),
    "lost rows judged": result_of(T, "A", {"A5.3.1": {"met": True}, "C3.1.1": {"met": False}}, interpretations={"lost_a531": "judged", "lost_c311": "judged"}),
    **{f"mark {reading}": result_of(T, "B", EIGHTY, interpretations={"pass_mark": reading}) for reading in ("gt", "ge", "split")},
    **{f"random {seed}": result_of(T, "CBA"[seed % 3], _random_sheet(seed, "CBA"[seed % 3]), is_empty=True) for seed in range(9)},
    "table": result_of(C1, None),
    "table, nothing": result_of(C1, None, is_empty=True),
    "table, weights": result_of(C1, None, {"SE13.1": None}, weights={"SE11": "0.04", "SE12": "0.2", "SE13": "0.1"}),
    "table, open weights": result_of(C1, None, {"SE11.1": None, "SE11.2": None, "SE11.3": None}, weights={"SE11": "0.04", "SE12": "0.2"}),
    "table, readings": result_of(
        C1, None, {"SE72.2": {"count": 7}, "SE21.2": {"incidents": 9}, "SE43.2": {"count": 0}, "SE41.2": {"incidents": 2},
                   "SE67.2": {"met": True}, "SE52.4": {"options": ["1"], "others": ["跌倒", "走失", "火"]}},
        interpretations={"c1_cap": "whole_units", "c1_floor": "indicator", "no_events": "full_when_none",
                         "se41_uploads": "per_omission", "se67_disasters": "whole_row"}),
    "table, listed only": result_of(C1, None, {"SE52.4": {"options": ["1"], "others": ["跌倒", "走失"]}}, interpretations={"c1_open_list": "listed_only"}),
    "table, left out": result_of(C1, None, {"SE44.1": NA}, interpretations={"not_applicable": "exclude"}),
    **{f"table, random {seed}": result_of(C1, None, _random_table(seed), is_empty=True) for seed in range(4)},
}  # fmt: skip


def same(found: object, expected: object) -> bool:
    """Whether two cells say the same; quotients are compared as far as doubles reach."""
    if isinstance(found, (int, float)) and isinstance(expected, (int, float)):
        return math.isclose(found, expected, rel_tol=1e-13)
    return (found or "") == (expected or "")


def differences(found: Any, expected: Any) -> list[str]:
    told = []
    for sheet in expected.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                value = found[sheet.title][cell.coordinate].value
                if not same(value, cell.value):
                    told.append(f"{sheet.title}!{cell.coordinate}: {value!r}, not {cell.value!r}")
    return told


def opened(data: bytes, *, values: bool) -> Any:
    return load_workbook(io.BytesIO(data), data_only=values)


@pytest.fixture(scope="module")
def tables(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[dict[str, bytes], dict[str, Any]]:
    if SOFFICE is None:
        pytest.skip(
            "LibreOffice (libreoffice-calc-nogui) is not installed: nothing reckons formulas"
        )
    folder = tmp_path_factory.mktemp("tables")
    made = {name: score_table(result, DAY, "zh") for name, result in SHEETS.items()}
    files = {}
    for number, (name, data) in enumerate(made.items()):
        files[name] = folder / f"{number}.xlsx"
        opened(data, values=False).save(files[name])  # which drops the values: only formulas stay
    return made, reckoned(files, folder)


def test_the_sheets_come_to_every_outcome() -> None:
    outcomes = {result.assessment.outcome for result in SHEETS.values()}
    assert outcomes == {"passed", "below_mark", "gate_failed", "incomplete", "scored"}
    marks = [SHEETS[f"mark {one}"].assessment for one in ("gt", "ge", "split")]
    assert all(one.levels["C"].points == 80 for one in marks)
    assert [one.outcome for one in marks] == ["below_mark", "passed", "passed"]


@pytest.mark.slow
@pytest.mark.parametrize("name", SHEETS)
def test_libreoffice_reckons_what_assess_says(
    name: str, tables: tuple[dict[str, bytes], dict[str, Any]]
) -> None:
    made, found = tables
    expected = opened(made[name], values=True)
    assert differences(found[name], expected) == []
    assessment = SHEETS[name].assessment
    first = found[name]["结果"]
    words = outcome_words(assessment.outcome, "zh")
    if assessment.levels:
        for line, level in enumerate(assessment.levels.values(), 5):
            assert same(first.cell(line, 5).value, float(level.points))
            assert first.cell(line, 10).value == outcome_words(level.outcome, "zh")
        assert first.cell(6 + len(assessment.levels), 10).value == words
    else:
        values = [first.cell(line, 3).value for line in range(5, 37)]
        expected_values = [None if v is None else float(v) for v in assessment.indicators.values()]
        assert all(map(same, values, expected_values))
        assert same(first["C37"].value, sum(one or 0 for one in expected_values))
        assert first["C39"].value == words


def _line_of(sheet: Any, row: str) -> int:
    return next(line for line in range(1, sheet.max_row + 1) if sheet.cell(line, 1).value == row)


@pytest.mark.slow
def test_changed_judgements_are_reckoned_anew(tmp_path: Path) -> None:
    if SOFFICE is None:
        pytest.skip(
            "LibreOffice (libreoffice-calc-nogui) is not installed: nothing reckons formulas"
        )
    book = opened(score_table(SHEETS["everything"], DAY, "en"), values=False)
    changes = {
        "C1.1.1": ("not met", None, None), "C2.2.1": ("met in part", 0.3, "one of ten"),
        "C3.2.1": ("not judged", None, None),
    }  # fmt: skip
    for row, (judgement, number, reason) in changes.items():
        sheet = book["Level C"]
        line = _line_of(sheet, row)
        for column, value in ((JUDGEMENT, judgement), (NUMBER, number), (REASON, reason)):
            sheet.cell(line, column + 1).value = value
    book.save(tmp_path / "changed.xlsx")
    refused = opened(score_table(SHEETS["everything"], DAY, "en"), values=False)
    sheet = refused["Level B"]
    line = _line_of(sheet, "B1.2.1")
    sheet.cell(line, JUDGEMENT + 1).value, sheet.cell(line, NUMBER + 1).value = "met in part", 99
    refused.save(tmp_path / "refused.xlsx")
    found = reckoned({one: tmp_path / f"{one}.xlsx" for one in ("changed", "refused")}, tmp_path)
    expected = result_of(T, "A", {"C1.1.1": {"met": False}, "C3.2.1": None,
                                  "C2.2.1": {"points": "0.3", "reason": "one of ten"}}).assessment  # fmt: skip
    result = found["changed"]["Result"]
    assert [result.cell(line, 5).value for line in (5, 6, 7)] == [
        float(level.points) for level in expected.levels.values()
    ]
    assert result["J7"].value == outcome_words(expected.levels["C"].outcome, "en")
    assert result["J9"].value == outcome_words(expected.outcome, "en") == "incomplete"
    assert found["refused"]["Level B"].cell(line, AWARDED + 1).value == "#N/A"
    assert found["refused"]["Result"]["J6"].value == "invalid sheet"
    assert found["refused"]["Result"]["J9"].value == "invalid sheet"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["not applicable, left out", "table, readings"])
def test_another_reckoner_says_the_same(name: str, tmp_path: Path) -> None:
    formulas = pytest.importorskip("formulas")
    data = score_table(SHEETS[name], DAY, "en")
    path = tmp_path / "t.xlsx"
    opened(data, values=False).save(path)
    found = formulas.ExcelModel().loads(str(path)).finish().calculate()
    expected = opened(data, values=True)
    checked = 0
    for sheet in opened(data, values=False).worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                if cell.data_type == "f":
                    value = found[f"'[t.xlsx]{sheet.title.upper()}'!{cell.coordinate}"].value[0, 0]
                    told = expected[sheet.title][cell.coordinate].value
                    shown = value.item() if hasattr(value, "item") else value
                    assert same(shown, told), (sheet.title, cell.coordinate, shown, told)
                    checked += 1
    assert checked > 200


@pytest.mark.parametrize("text", [FORMULA, "+1+1", "@SUM(A1)", "-2", "{=1}", "x\x07y", '"&A1&"'])
def test_what_people_write_never_becomes_a_formula(text: str) -> None:
    result = result_of(T, "C", {"C1.2.1": {"points": "0.5", "reason": text}}, name=text)
    clean = score_table(result_of(T, "C", {"C1.2.1": HALF}), DAY, "zh")
    data = score_table(result, DAY, "zh")
    book, plain = opened(data, values=False), opened(clean, values=False)
    for sheet, other in zip(book.worksheets, plain.worksheets, strict=True):
        for line, beside in zip(sheet.iter_rows(), other.iter_rows(), strict=True):
            for cell, twin in zip(line, beside, strict=True):
                assert (cell.data_type == "f") == (twin.data_type == "f")
                if cell.data_type == "f":
                    assert cell.value == twin.value
    sheet = book["C 级"]
    cell = sheet.cell(_line_of(sheet, "C1.2.1"), REASON + 1)
    assert cell.data_type == "s"
    assert cell.value == text.replace("\x07", "")
    assert cell.quotePrefix == text.startswith(("=", "+", "@", "-"))


def test_equal_input_gives_equal_bytes_in_both_languages() -> None:
    for language in ("zh", "en"):
        first = score_table(SHEETS["open rows"], DAY, language)
        assert first == score_table(SHEETS["open rows"], DAY, language)


def test_only_judgements_can_be_changed() -> None:
    sheet = opened(score_table(SHEETS["everything"], DAY, "zh"), values=False)["A 级"]
    assert sheet.protection.sheet
    line = _line_of(sheet, "A1.2.1")
    loose = [column for column in range(1, 13) if not sheet.cell(line, column).protection.locked]
    assert loose == [5, 6, 11, 12]
    choices = [one for one in sheet.data_validations.dataValidation if f"E{line}" in one.sqref]
    assert [one.formula1 for one in choices] == ['"满足,不满足,部分满足,未评"']


def test_the_command_writes_the_table_and_replaces_none(tmp_path: Path) -> None:
    store = store_of(tmp_path / "home")
    case_id = new_case(store, document=False)
    judge(store, case_id, {"C1.1.1": {"met": False}})
    out = tmp_path / "t.xlsx"
    run = ["report", case_id, "--xlsx", str(out), "--lang", "en"]
    done = CliRunner().invoke(main, run)
    assert done.exit_code == 0, done.output
    assert opened(out.read_bytes(), values=True)["Result"]["J7"].value == "gate failed"
    again = CliRunner().invoke(main, run)
    assert (again.exit_code, "--force" in again.output) == (2, True)
    assert CliRunner().invoke(main, ["report", case_id]).exit_code == 2
    assert CliRunner().invoke(main, ["report", case_id, "--kind", "gaps"]).exit_code == 2
