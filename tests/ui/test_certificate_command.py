"""`anping certificate`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.ui.certified import NUMBER, certified_case, take
from tests.ui.test_certificate import words_of
from ui.cli.main import main


def run(home: Path, *arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(
        main, ["certificate", *arguments], env={"ANPING_HOME": str(home), **environment}
    )


@pytest.fixture
def case_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("ui.cli.certificate.today", lambda: "2026-06-01")
    return certified_case(tmp_path)[1]


def test_it_is_shown_written_and_verified(tmp_path: Path, case_id: str) -> None:
    shown = run(tmp_path, "show", case_id, "--json", ANPING_PUBLIC_URL="https://a.example")
    told = json.loads(shown.stdout)
    assert (told["state"], told["level"], told["number"]) == ("valid", "B", NUMBER)
    assert told["valid_until"] == "2031-03-02"
    assert told["edition"].startswith("V2.3")
    assert told["address"] == f"https://a.example/verify/ZHZQ-2026%2F0017?code={told['code']}"
    out = tmp_path / "z.docx"
    assert run(tmp_path, "write", case_id, "--docx", str(out), "--lang", "en").exit_code == 0
    assert told["head"] in words_of(out.read_bytes())
    checked = run(tmp_path, "check", NUMBER, told["code"].lower(), "--lang", "en")
    assert checked.exit_code == 0
    assert checked.stdout.startswith("Valid\nNo.: ZHZQ-2026/0017\n")
    wrong = run(tmp_path, "check", NUMBER, "00000-00000")
    assert wrong.exit_code == 1
    assert "查无此证书" in wrong.stderr


def test_a_case_without_one_and_a_withdrawn_one_are_refused(tmp_path: Path, case_id: str) -> None:
    store, _ = certified_case(tmp_path, "ZHZQ-2026/0018")
    bare = store.create_case("乙", "tcrea-2023", "C")
    refused = run(tmp_path, "show", bare)
    assert refused.exit_code == 1
    assert "[certificate]" in refused.stderr
    take(store, case_id, "withdraw", "2026-05-01", {"reason": "x"})
    out = tmp_path / "z.docx"
    gone = run(tmp_path, "write", case_id, "--docx", str(out))
    assert gone.exit_code == 1
    assert "is withdrawn (2026-05-01)" in gone.stderr
    assert not out.exists()


def test_our_template_can_be_copied_and_something_must_be_asked_for(
    tmp_path: Path, case_id: str
) -> None:
    assert run(tmp_path, "write", case_id).exit_code == 2
    out = tmp_path / "t.docx"
    assert run(tmp_path, "write", case_id, "--copy-template", str(out)).exit_code == 0
    own = tmp_path / "own.docx"
    made = run(tmp_path, "write", case_id, "--docx", str(own), "--template", str(out))
    assert made.exit_code == 0, made.stderr
