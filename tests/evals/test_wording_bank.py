"""The bank of wordings: whole, halved by its sentences, and judged aspect by aspect."""

from __future__ import annotations

import dataclasses
from collections import Counter

from click.testing import CliRunner

from evals.wording_bank import (
    KINDS,
    Wording,
    figures_of,
    judge,
    load_bank,
    statement_of,
    unknown_aspects,
    wrong_wordings,
)
from ui.cli.main import main

BANK = load_bank()
SOME = Wording("A2.3.4", "camera-recording-kept", "shown", "全部摄像机录像保存 30 天", "tcrea-2023")


def test_every_aspect_of_both_documents_has_wordings() -> None:
    assert unknown_aspects(BANK) == ()
    counts = Counter((one.rule_set, one.indicator, one.aspect, one.kind) for one in BANK)
    aspects = {key[:3] for key in counts}
    assert len(aspects) > 600
    assert all(counts[(*aspect, "shown")] >= 2 for aspect in aspects)
    # An aspect parted in two has a denial for one of them only.
    for kind in KINDS:
        assert sum(counts[(*aspect, kind)] >= 1 for aspect in aspects) > 0.9 * len(aspects)


def test_no_sentence_stands_for_one_aspect_twice() -> None:
    assert len({(one.indicator, one.aspect, one.text) for one in BANK}) == len(BANK)


def test_both_halves_are_of_one_size_and_a_sentence_stays_in_its_half() -> None:
    halves = Counter(one.half for one in BANK)
    assert abs(halves["dev"] - halves["test"]) < 0.05 * len(BANK)
    assert dataclasses.replace(SOME, indicator="C1.1.1").half == SOME.half


def test_headings_and_cells_are_read_from_a_wording() -> None:
    one = statement_of(dataclasses.replace(SOME, text="清单 ▸ 录像机 | 64 路 | 4"))
    assert (one.above, [cell.text for cell in one.passage.cells]) == (
        "清单",
        ["录像机", "64 路", "4"],
    )


def test_wrong_ones_of_the_test_half_are_never_shown() -> None:
    some = [one for one in BANK if one.kind == "shown"][:40]
    wrong = [dataclasses.replace(one, aspect="no-such-aspect") for one in some]
    judged = judge(wrong)
    assert figures_of(judged)["shown", ""].value == 0.0  # type: ignore[union-attr]
    shown = list(wrong_wordings(judged))
    texts = {line.split(" | ", 1)[1] for line in shown}
    assert texts
    assert texts <= {one.text for one in BANK if one.half == "dev"}


def test_the_command_prints_a_table_and_lists_wrong_ones_of_the_dev_half_only() -> None:
    def run(half: str) -> str:
        arguments = ["eval", "wordings", "--half", half, "--row", "A1.2", "--wrong"]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    assert "| dev half | shown | denied | near | plain | recited | partly |" in run("dev")
    assert "taken for" not in run("test")
