"""The table of comments: every known defect of a document, by name, as DOCX and XLSX."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from docx import Document

from ui.cli.main import main
from ui.editions.comment import Comment, comments, left_out
from ui.editions.edition import find_edition

# What was found wrong, by series: references (R), numbering (N), rules (D), content (K), sums (S)
# of the draft; Table C-1 (T), of which T4 was looked into and holds.
SERIES = {
    "tcrea-2023": {"R": 15, "N": 22, "D": 22, "K": 27, "S": 1},
    "scs-c1": {"T": 44},
}
HOLDS = {"tcrea-2023": (), "scs-c1": ("T4",)}


def by_id(name: str, language: str) -> dict[str, Comment]:
    return {one.id: one for one in comments(find_edition(name), language)}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["standards", "comments", *arguments])


@pytest.mark.parametrize("name", SERIES)
def test_every_defect_is_a_comment_with_clause_problem_proposal_and_reason(name: str) -> None:
    ids = {f"{letter}{n}" for letter, last in SERIES[name].items() for n in range(1, last + 1)}
    assert left_out(find_edition(name).standard) == HOLDS[name]
    for language in ("zh", "en"):
        found = by_id(name, language)
        assert set(found) == ids - set(HOLDS[name])
        for one in found.values():
            assert all((one.clauses, one.problem, one.proposal, one.reason)), one.id
            assert one.reason not in (one.problem, one.proposal)


def test_there_are_130_in_all() -> None:
    assert [len(by_id(name, "zh")) for name in SERIES] == [87, 43]


def test_comments_stand_in_the_order_of_the_clauses_and_are_numbered() -> None:
    edition = find_edition("tcrea-2023")
    found = comments(edition, "zh")
    places = {str(clause.id): place for place, clause in enumerate(edition.standard)}
    firsts = [places[one.clauses.split(",")[0].split(" ")[0]] for one in found]
    assert firsts == sorted(firsts)
    assert [one.number for one in found] == list(range(1, 88))


def test_misnumbered_rows_are_named_as_they_are_printed() -> None:
    assert by_id("tcrea-2023", "zh")["N3"].clauses == "A2.4.3, A2.4.4 (印作 A2.4.3)"
    assert by_id("tcrea-2023", "en")["N8"].clauses == "5.5.2, A5.5.2 (printed as 5.5.2)"


def test_reasons_tell_the_reading_used_meanwhile_and_what_is_unconfirmed() -> None:
    found = by_id("tcrea-2023", "zh")
    assert "修改前暂按：各级总分均须大于 80 分（pass_mark）" in found["D1"].reason
    assert found["D4"].readings == ("sampling_boundary", "sampling_rounding", "sampling_steps")
    unconfirmed = [one.id for one in found.values() if one.reason.endswith("（依据待核实）")]
    assert sorted(unconfirmed) == ["K10", "K5", "K6", "R6"]


def test_both_files_hold_every_comment_whole(tmp_path: Path) -> None:
    pages, book = tmp_path / "c.docx", tmp_path / "c.xlsx"
    assert run("--docx", str(pages), "--xlsx", str(book)).exit_code == 0
    found = comments(find_edition("tcrea-2023"), "zh")
    about, table = Document(str(pages)).tables
    assert [cell.text for cell in table.rows[0].cells] == ["序号", "章条号", "问题", "建议", "理由"]
    assert [[cell.text for cell in row.cells] for row in table.rows[1:]] == [
        [str(one.number), one.clauses, one.problem, one.proposal, one.reason] for one in found
    ]
    assert about.cell(0, 1).text == "智慧居住小区安全防范安全评价标准（征求意见稿 V2.3）"
    assert about.cell(3, 1).text.startswith("87 条（")
    assert about.cell(4, 1).text == ""
    rows = list(openpyxl.load_workbook(book).worksheets[0].iter_rows(values_only=True))
    assert rows[0][:5] == ("序号", "章条号", "问题", "建议", "理由")
    assert [row[8] for row in rows[1:]] == [one.id for one in found]
    assert rows[1][2] == found[0].problem


def test_the_command_prints_json_and_text_and_minds_files(tmp_path: Path) -> None:
    public: Any = json.loads(run("scs-c1", "--json", "--language", "en").stdout)
    assert len(public) == 43
    assert set(public[0]) == {
        "number", "id", "kind", "clauses", "problem", "proposal", "reason", "readings", "confidence"
    }  # fmt: skip
    result = run("scs-c1", "--lang", "en")
    assert "Proposal: Use 6 per time or a value of 25." in result.stdout
    assert "not listed: 1 (T4)" in result.stderr
    path = tmp_path / "c.docx"
    path.write_text("mine", encoding="ascii")
    assert run("--docx", str(path)).exit_code == 2
    assert path.read_text(encoding="ascii") == "mine"
    assert run("--docx", str(tmp_path / "c.pdf")).exit_code == 2
    assert run("nothing").exit_code == 1
