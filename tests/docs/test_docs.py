"""The documents say what the code does."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import assistant
import corpus
import evals
import scoring
import ui
from corpus.encoder import Encoder
from ui.cli.main import main

ROOT = Path(__file__).parents[2]
PACKAGES = (assistant, corpus, scoring, ui, evals)
MODULES = sorted(
    {package.__name__ for package in PACKAGES}
    | {
        module.name
        for package in PACKAGES
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
        if not module.name.endswith("reading.worker")
    }
)


def _codes() -> set[str]:
    found = set()
    homes = [f"{package.__name__}/errors.py" for package in (assistant, corpus, evals, scoring)]
    homes += [
        "corpus/accounts/errors.py",
        "corpus/vectors/errors.py",
        "corpus/record/errors.py",
        "ui/api/errors.py",
        "ui/errors.py",
        "ui/operations/errors.py",
        "ui/settings.py",
    ]
    for path in homes:
        found |= set(re.findall(r'code = "([a-z-]+)"', (ROOT / path).read_text(encoding="utf-8")))
    return found


def test_every_error_code_is_documented_and_every_documented_one_exists() -> None:
    page = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)`", page, re.MULTILINE)) == _codes()


def test_the_readme_is_short_and_its_links_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target


@pytest.mark.encoder
def test_the_examples_of_the_readme_print_what_they_say(
    real_encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(
        r"```\n\$ \.venv/bin/anping (.+?)\n(.+?)```",
        (ROOT / "README.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert len(blocks) == 2
    for command, expected in blocks:
        result = CliRunner().invoke(main, shlex.split(command))
        assert result.stdout.strip() == expected.strip()


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__, f"{name} says nothing about itself"
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_faces_export_what_exists(package: object) -> None:
    names = getattr(package, "__all__", [])
    assert list(names) == sorted(
        names, key=lambda name: (not name.isupper(), not name[0].isupper(), name)
    )
    for name in names:
        assert hasattr(package, name)


def test_every_example_sheet_scores_as_its_name_says() -> None:
    from scoring import assess
    from scoring.sheet_file import load_sheet

    outcomes = {
        path.stem: assess(*load_sheet(path))
        for path in sorted((ROOT / "docs/examples").glob("level-*.yaml"))
    }
    assert {name: result.outcome for name, result in outcomes.items()} == {
        "level-a-passes": "passed",
        "level-b-fails-one-gate": "gate_failed",
        "level-c-exactly-80": "below_mark",
    }
    assert outcomes["level-c-exactly-80"].decisive == ("pass_mark",)
