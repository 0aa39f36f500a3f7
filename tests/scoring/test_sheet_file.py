"""Bad and good sheet files: every fault at once, nothing scored."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scoring import SheetError, assess, load_rule_set
from scoring.errors import SheetFileError
from scoring.load import RULES
from scoring.sheet_file import load_sheet
from scoring.sheet_workbook import RowText, write_workbook
from tests.editions import next_edition
from tests.scoring.sheets import all_met


def _write(folder: Path, text: str, name: str = "sheet.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _faults(path: Path) -> list[tuple[str, str, int | None]]:
    with pytest.raises(SheetError) as caught:
        load_sheet(path)
    return [(fault.code, fault.where, fault.line) for fault in caught.value.faults]


def test_every_fault_of_a_bad_sheet_is_listed_with_its_line(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        """rule_set: tcrea-2023
target: B
judgements:
  C1.1.1: {met: 1}
  C1.2.1: {points: "4.5", reason: x}
  C1.2.1: {points: 2.55}
  C9.9.9: {met: true}
  A4.1.1: {met: true}
  C1.1.2: {count: 3}
  C1.2.2: {points: 1}
  B1.4.2: {not_applicable: 无机动车出入口}
  A5.3.1: {met: true}
  C1.3.1: {mett: true}
  C1.3.2: {met: true, points: 1}
  C1.3.3: {points: abc}
  C1.3.4: [1]
""",
    )
    assert _faults(path) == [
        ("duplicate_key", "judgements.C1.2.1", 6),
        ("not_true_or_false", "judgements.C1.1.1:met", 4),
        ("wrong_step", "judgements.C1.2.1:points", 5),
        ("missing_reason", "judgements.C1.2.1:reason", 5),
        ("unknown_row", "judgements.C9.9.9", 7),
        ("ambiguous_printed_id", "judgements.A4.1.1", 8),
        ("wrong_kind", "judgements.C1.1.2:count", 9),
        ("missing_reason", "judgements.C1.2.2:reason", 10),
        ("missing_approver", "judgements.B1.4.2:approved_by", 11),
        ("not_applicable_refused", "judgements.B1.4.2:not_applicable", 11),
        ("lost_row", "judgements.A5.3.1", 12),
        ("unknown_key", "judgements.C1.3.1:mett", 13),
        ("judgement_shape", "judgements.C1.3.1", 13),
        ("judgement_shape", "judgements.C1.3.2", 14),
        ("not_a_number", "judgements.C1.3.3:points", 15),
        ("judgement_shape", "judgements.C1.3.4", 16),
    ]


def test_points_out_of_range_are_refused_not_clamped(tmp_path: Path) -> None:
    for points in ("4.1", "-0.1", "1e2"):
        path = _write(
            tmp_path,
            f"rule_set: tcrea-2023\ntarget: C\njudgements: {{C1.2.1: {{points: '{points}', reason: x}}}}",
        )
        assert _faults(path)[0][0] in ("out_of_range", "not_a_number")


def test_table_c1_faults(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        """rule_set: scs-c1
target: A
weights: {SE11: "0.7", SE12: "0.7", SE99: "0.1", SE13: x}
judgements:
  SE11.2: {count: -1}
  SE21.2: {count: 1}
  SE42.2: {options: ["1", "1", "11"]}
  SE43.1: {options: ["1"], others: [防疫]}
  SE52.4: {options: 3}
  SE53.4: {options: ["1"], others: ["", a]}
""",
    )
    assert [fault[:2] for fault in _faults(path)] == [
        ("no_levels", "target"),
        ("not_a_count", "judgements.SE11.2:count"),
        ("wrong_kind", "judgements.SE21.2:count"),
        ("unknown_option", "judgements.SE42.2:options"),
        ("duplicate_option", "judgements.SE42.2:options"),
        ("closed_list", "judgements.SE43.1:others"),
        ("not_a_list", "judgements.SE52.4:options"),
        ("not_a_list", "judgements.SE53.4:others"),
        ("unknown_indicator", "weights.SE99"),
        ("wrong_weight", "weights.SE13"),
        ("weights_sum", "weights"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "wrong_rule_set"),
        ("- a\n- b\n", "wrong_rule_set"),
        ("rule_set: gb-1\n", "wrong_rule_set"),
        ("rule_set: [tcrea-2023\n", "file_format"),
        ("a: &a [1]\nb: *a\n", "file_aliases"),
        ("a: " + "[" * 40 + "]" * 40, "file_depth"),
        ("rule_set: tcrea-2023\ntarget: D\n", "wrong_target"),
        ("rule_set: tcrea-2023\ntarget: C\nstage: later\n", "wrong_stage"),
        ("rule_set: tcrea-2023\ntarget: C\nedition: V9\n", "wrong_edition"),
        ("rule_set: tcrea-2023\ntarget: C\nlevle: C\n", "unknown_key"),
        ("rule_set: tcrea-2023\ntarget: C\njudgements: [1]\n", "judgements_shape"),
        ("rule_set: tcrea-2023\ntarget: C\nweights: {SE11: 1}\n", "weights_shape"),
        ("rule_set: tcrea-2023\ntarget: C\ninterpretations: ge\n", "interpretations_shape"),
        (
            "rule_set: tcrea-2023\ntarget: C\ninterpretations: {pass_marc: ge}\n",
            "unknown_interpretation",
        ),
        ("rule_set: tcrea-2023\ntarget: C\ninterpretations: {pass_mark: le}\n", "unknown_reading"),
    ],
)
def test_a_sheet_that_is_wrong_as_a_whole_says_so(tmp_path: Path, text: str, code: str) -> None:
    assert code in [fault[0] for fault in _faults(_write(tmp_path, text))]


def test_the_bomb_of_aliases_is_refused_before_it_grows(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 12)]
    assert _faults(_write(tmp_path, "\n".join(lines)))[0][0] == "file_aliases"


def test_a_file_of_100_mb_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "sheet.yaml"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)  # sparse: nothing is read or written
    assert _faults(path)[0][0] == "file_too_large"


def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    assert _faults(tmp_path / "missing.yaml")[0][0] == "file_unreadable"
    assert _faults(_write(tmp_path, "x", "sheet.doc"))[0][0] == "file_kind"
    wrong = tmp_path / "gbk.yaml"
    wrong.write_bytes("rule_set: tcrea-2023\nnote: 备注\n".encode("gb18030"))
    assert _faults(wrong)[0] == ("file_encoding", "file", 2)


def test_json_sheets_keep_digits_and_report_duplicates(tmp_path: Path) -> None:
    good = _write(
        tmp_path,
        '{"rule_set": "tcrea-2023", "target": "C", "judgements": {"C1.2.1": {"points": 2.5, "reason": "x"}}}',
        "s.json",
    )
    _, sheet = load_sheet(good)
    assert str(sheet.judgements["C1.2.1"].points) == "2.5"
    double = _write(tmp_path, '{"rule_set": "tcrea-2023", "target": "C", "target": "B"}', "d.json")
    assert _faults(double)[0][0] == "duplicate_key"
    assert _faults(_write(tmp_path, "[" * 100_000, "deep.json"))[0][0] in (
        "file_depth",
        "file_format",
    )
    assert _faults(_write(tmp_path, "{", "broken.json"))[0][0] == "file_format"
    endless = _write(
        tmp_path,
        '{"rule_set": "tcrea-2023", "target": "C", "judgements": {"C1.2.1": {"points": NaN, "reason": "x"}}}',
        "nan.json",
    )
    assert _faults(endless)[0][0] == "not_a_number"


def _filled(rule_set: str, target: str | None) -> tuple[bytes, dict[str, Any]]:
    rules = load_rule_set(rule_set)
    texts = {row.id: RowText("标题", "Title", "=1+1") for row in rules.rows}
    book = load_workbook(io.BytesIO(write_workbook(rules, target, "pre", texts)))
    words = all_met(rules, target)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=8):
        judgement = words[str(row[0].value)]
        if "met" in judgement:
            row[5].value = "满足 met"
        else:
            row[5].value = "计数 counted"
            value = next(iter(judgement.values()))
            row[6].value = "，".join(value) if isinstance(value, list) else value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), words


@pytest.mark.parametrize(
    ("rule_set", "target"), [("tcrea-2023", "A"), ("tcrea-2023", "C"), ("scs-c1", None)]
)
def test_a_filled_workbook_scores_like_the_same_yaml(
    tmp_path: Path, rule_set: str, target: str | None
) -> None:
    data, words = _filled(rule_set, target)
    book = tmp_path / "sheet.xlsx"
    book.write_bytes(data)
    plain: dict[str, Any] = {"rule_set": rule_set, "judgements": words}
    if target:
        plain["target"] = target
    twin = _write(tmp_path, json.dumps(plain), "sheet.json")
    assert assess(*load_sheet(book)).indicators == assess(*load_sheet(twin)).indicators


def test_clause_texts_never_become_formulas() -> None:
    data, _ = _filled("tcrea-2023", "C")
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet["D8"].value == "=1+1"
    assert sheet["D8"].data_type == "s"


def test_faults_of_a_workbook_name_its_rows(tmp_path: Path) -> None:
    rules = load_rule_set("tcrea-2023")
    book = load_workbook(io.BytesIO(write_workbook(rules, "C", "pre", {})))
    sheet = book.worksheets[0]
    sheet["F8"], sheet["G11"], sheet["A12"] = "maybe", 9, sheet["A11"].value
    sheet["F12"] = "满足 met"
    sheet["F13"] = "不适用 n/a"
    path = tmp_path / "sheet.xlsx"
    book.save(path)
    codes = {(code, line) for code, _, line in _faults(path)}
    assert ("unknown_key", 8) in codes
    assert ("duplicate_key", 12) in codes
    assert ("not_applicable_refused", 13) in codes


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(b"PK no archive")
    assert _faults(path)[0][0] == "file_format"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 1024 * 1024))
    assert _faults(path)[0][0] == "file_too_large"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hi")
    assert _faults(path)[0][0] == "file_format"


def test_a_file_error_is_a_sheet_error_with_one_fault(tmp_path: Path) -> None:
    with pytest.raises(SheetFileError) as caught:
        load_sheet(tmp_path / "none.json")
    assert caught.value.faults[0].clause == ""
    assert "nothing was scored" in str(caught.value)


def test_a_sheet_is_scored_by_the_edition_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    draft = next_edition(tmp_path / "draft")
    shutil.copytree(draft.folder / "rules", tmp_path / "rules" / "tcrea-2023" / "V2.4")
    monkeypatch.setattr("scoring.load.RULES", tmp_path / "rules")
    text = "rule_set: tcrea-2023\ntarget: C\n"
    load_rule_set.cache_clear()
    try:
        chosen, _ = load_sheet(_write(tmp_path, text + "edition: V2.3\n"))
        newest, _ = load_sheet(_write(tmp_path, text))
        assert _faults(_write(tmp_path, text + "edition: V9\n")) == [
            ("wrong_edition", "edition", 3)
        ]
    finally:
        load_rule_set.cache_clear()
    assert (chosen.edition, newest.edition) == ("V2.3", "V2.4")
