"""`anping norms import|imported|remove|text`: what a person sees and a script reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.corpus import sample_norms as sample
from ui.cli.main import main


@pytest.fixture(autouse=True)
def _hash_encoder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ANPING_ENCODER", "hash")
    monkeypatch.setenv("ANPING_CACHE", str(tmp_path / "cache"))


def norms(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["norms", *arguments])


@pytest.fixture
def norm_file(tmp_path: Path) -> Path:
    return sample.write_pdf(tmp_path / "示范.pdf")


def test_an_import_tells_what_it_found_and_shows_progress(norm_file: Path) -> None:
    result = norms("import", str(norm_file), "--number", "gb59999-2031")
    assert result.exit_code == 0, result.output
    assert "GB 59999-2031" in result.stdout
    assert f"{len(sample.CLAUSES)} clause" in result.stdout
    assert "by meaning" in result.stderr
    again = norms("import", str(norm_file), "--number", "gb59999-2031")
    assert "is imported already" in again.stdout
    assert "by meaning" not in again.stderr


def test_the_json_of_an_import_lists_units_rest_and_what_was_left_out(norm_file: Path) -> None:
    result = norms("import", str(norm_file), "--number", sample.NUMBER, "--no-index", "--json")
    outcome = json.loads(result.stdout)
    assert outcome["change"] == "imported"
    assert outcome["units"]["clause"] == len(sample.CLAUSES)
    assert {"rest", "left_out", "unread", "sha256", "pages"} <= set(outcome)


def test_imported_norms_are_listed_and_removed(norm_file: Path) -> None:
    norms("import", str(norm_file), "--number", sample.NUMBER, "--no-index")
    listed = json.loads(norms("imported", "--json").stdout)
    assert [norm["number"] for norm in listed] == [sample.NUMBER]
    assert sample.NUMBER in norms("imported").stdout
    assert norms("remove", "GB59999").stdout.strip() == sample.NUMBER
    assert json.loads(norms("imported", "--json").stdout) == []


def test_a_clause_is_printed_with_its_page(norm_file: Path) -> None:
    norms("import", str(norm_file), "--number", sample.NUMBER, "--no-index")
    assert (
        norms("text", "GB 59999", "第3.2.1条").stdout == "3.2.1 探测器应布置在顶棚中央。  [p. 5]\n"
    )
    (unit, *_) = json.loads(norms("text", "GB 59999", "3.1.1", "--json").stdout)
    assert (unit["norm"], unit["id"], unit["page"]) == (sample.NUMBER, "3.1.1", 3)
    assert "1.0.1" in norms("text", "GB 59999").stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("text", "GB 1", "1"), "corpus-norm-not-imported"), (("remove", "GB 1"), "corpus-norm-not-imported"),
     (("remove", "../x"), "corpus-norm-number"), (("import", "no.pdf", "--number", "GB 1"), "corpus-norm-file"),
     (("import", "no.xls", "--number", "GB 1"), "corpus-norm-file")],
)  # fmt: skip
def test_faults_are_one_message_with_their_code(arguments: tuple[str, ...], code: str) -> None:
    result = norms(*arguments)
    assert result.exit_code == 1
    assert f"[{code}]" in result.stderr
    assert result.stdout == ""


def test_an_unknown_clause_names_the_nearest(norm_file: Path) -> None:
    norms("import", str(norm_file), "--number", sample.NUMBER, "--no-index")
    result = norms("text", "GB 59999", "3.2.9")
    assert result.exit_code == 1
    assert "3.2.1" in result.stderr


def test_another_file_for_the_number_is_refused_without_replace(
    norm_file: Path, tmp_path: Path
) -> None:
    norms("import", str(norm_file), "--number", sample.NUMBER, "--no-index")
    other = sample.write_txt(tmp_path / "other.txt")
    refused = norms("import", str(other), "--number", sample.NUMBER, "--no-index")
    assert "[corpus-norm-exists]" in refused.stderr
    assert (
        "replaced"
        in norms("import", str(other), "--number", sample.NUMBER, "--no-index", "--replace").stdout
    )


def test_asking_quotes_the_imported_norm(norm_file: Path) -> None:
    norms("import", str(norm_file), "--number", sample.NUMBER)
    answer = json.loads(CliRunner().invoke(main, ["ask", "GB 59999 第3.2.1条", "--json"]).stdout)
    (citation,) = answer["citations"]
    assert (citation["standard"], citation["clause"], citation["page"]) == (
        f"norm:{sample.NUMBER}",
        "3.2.1",
        5,
    )
    assert citation["check"] == "verbatim"
