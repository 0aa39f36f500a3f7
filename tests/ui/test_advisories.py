"""The audit of dependencies: what is said, what fails, and that it works offline."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest

from ui.lint.advisories import (
    Acceptance,
    AdvisoriesError,
    Audit,
    ask,
    load_accepted,
    read_audit,
    report,
)

TODAY = date(2026, 3, 4)
TOLD = {
    "dependencies": [
        {"name": "a", "version": "1.0", "vulns": []},
        {"name": "b", "version": "2.0", "vulns": [
            {"id": "PYSEC-2026-7", "aliases": ["CVE-2026-7"], "fix_versions": ["2.1"]},
        ]},
        {"name": "c", "skip_reason": "not found"},
    ]
}  # fmt: skip


def accepted(package: str = "b", since: date = TODAY, id_: str = "CVE-2026-7") -> Acceptance:
    return Acceptance(id_, package, "What it needs is never given.", since)


def test_an_advisory_fails_and_says_what_mends_it() -> None:
    lines, is_well = report(read_audit(TOLD), (), TODAY)
    assert not is_well
    assert lines == [
        "b 2.0: PYSEC-2026-7, CVE-2026-7; mended in 2.1.",
        "1 advisories on 2 packages; OF 1 NOTHING COULD BE LEARNT",
    ]


def test_an_accepted_one_is_let_through_for_ninety_days() -> None:
    audit = read_audit(TOLD)
    assert report(audit, [accepted()], TODAY)[1]
    assert report(audit, [accepted(since=date(2025, 12, 4))], TODAY)[1]
    lines, is_well = report(audit, [accepted(since=date(2025, 12, 3))], TODAY)
    assert not is_well
    assert "look at it anew" in lines[0]
    assert not report(audit, [accepted(package="a")], TODAY)[1]


@pytest.mark.parametrize("audit", [None, Audit(3, 3, ())])
def test_where_nobody_answers_it_is_said_and_nothing_fails(audit: Audit | None) -> None:
    lines, is_well = report(audit, (), TODAY)
    assert is_well
    assert "WERE NOT LOOKED UP" in lines[0]
    assert not report(audit, [accepted(since=date(2025, 1, 1))], TODAY)[1]


def test_what_the_command_says_is_read_and_what_is_none_is_no_answer(tmp_path: Path) -> None:
    def command(code: str) -> list[str]:
        return [sys.executable, "-c", code]

    found = ask(command(f"print({json.dumps(json.dumps(TOLD))}); raise SystemExit(1)"))
    assert found == read_audit(TOLD)
    for code in ("print('no route to host')", "print('{}')", "raise SystemExit(1)"):
        assert ask(command(code)) is None
    assert ask([str(tmp_path / "no-such-program")]) is None


def test_every_accepted_one_has_its_reason_and_date(tmp_path: Path) -> None:
    load_accepted()
    path = tmp_path / "a.yaml"
    for text in ("- id: X", "- x", "- {id: X, package: a, accepted: soon, reason: r}"):
        path.write_text(text)
        with pytest.raises(AdvisoriesError):
            load_accepted(path)
    path.write_text("- {id: X, package: a, accepted: 2026-01-31, reason: r}")
    assert load_accepted(path) == (Acceptance("X", "a", "r", date(2026, 1, 31)),)
