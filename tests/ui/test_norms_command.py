"""`anping norms`: status, list and show."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from ui.cli.main import main


def norms(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["norms", *arguments])


def test_the_status_names_every_kind_with_place_truth_and_advice() -> None:
    found = json.loads(norms("status", "--json").stdout)
    assert {finding["kind"] for finding in found} == {
        "wrong", "superseded", "partly", "missing", "unused", "undated", "unconfirmed",
    }  # fmt: skip
    never = next(f for f in found if f["number"] == "GB 50045-2014")
    assert never["clauses"] == ["2.4", "A3.1.1", "B3.1.1"]
    assert never["printed"] == ["GB 50045-2014", "GB 50045"]
    assert "R2" in never["defects"]
    assert all(f["truth_zh"] and f["truth_en"] and f["advice_zh"] for f in found)


@pytest.mark.parametrize(("language", "said"), [("zh", "未证实"), ("en", "unconfirmed")])
def test_what_is_general_knowledge_is_shown_as_unconfirmed(language: str, said: str) -> None:
    text = norms("status", "--lang", language).stdout
    line = next(line for line in text.splitlines() if "GB/T 50504-2009" in line and "2.14" in line)
    assert line
    assert f"[{said}]" in text
    assert said in norms("show", "GB/T 50504", "--lang", language).stdout
    assert "[GK" not in norms("show", "GB 55029", "--lang", language).stdout


def test_cards_are_listed_and_shown_by_any_notation() -> None:
    listed = json.loads(norms("list", "--json").stdout)
    assert len(listed) >= 42
    assert "GB 50016-2006" in norms("list").stdout
    shown = json.loads(norms("show", "gb", "50045", "--json").stdout)
    assert shown["number"] == "GB 50045-2014"
    assert shown["true_number"] is None
    fact = next(
        f for f in json.loads(norms("show", "GB55029", "--json").stdout)["facts"] if "3.5.2(5)" in f["id"]
    )  # fmt: skip
    assert fact["is_confirmed"]
    assert "our words" in norms("show", "GB55029", "--lang", "en").stdout


def test_an_unknown_number_is_refused_with_the_nearest() -> None:
    result = norms("show", "GB 55028-2022")
    assert result.exit_code == 1
    assert "[corpus-unknown-norm]" in result.stderr
    assert "GB 55029-2022" in result.stderr


def test_cards_and_facts_open_in_the_workbench() -> None:
    from ui.views.clause.words import open_clause

    assert "30 天" in open_clause("GB 55029-2022 3.5.2(5)", "zh")
    assert "never existed" in open_clause("GB 50045-2014", "en")
    assert "our words" in open_clause("GB/T 35273-2020 5.4 c)", "en")
