"""The description of the image agrees with the program; nothing is built here."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

from tests.deployment.installed import PACKAGES, ROOT
from tests.deployment.program import commands_in, faults_of_command, unknown_settings
from ui.reports import pdf
from ui.serving.gate import PUBLIC
from ui.settings import Settings

FILE = ROOT / "Dockerfile"
TEXT = FILE.read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def lines(instruction: str) -> list[str]:
    """The values of an instruction, in order."""
    parsed = DockerfileParser(path=str(FILE)).structure
    return [one["value"] for one in parsed if one["instruction"] == instruction]


def variables() -> dict[str, str]:
    """The variables of the image that is handed over."""
    (last,) = lines("ENV")[-1:]
    return dict(word.split("=", 1) for word in last.split())


def test_it_stands_on_the_python_of_the_project_by_version() -> None:
    (image,) = [one for one in lines("ARG") if one.startswith("PYTHON_IMAGE=")]
    version = re.fullmatch(r"PYTHON_IMAGE=python:(3\.\d+)-slim-[a-z]+", image)
    assert version
    assert PROJECT["requires-python"].startswith(f">={version[1]},")
    assert [one.split()[0] for one in lines("FROM")] == ["${PYTHON_IMAGE}"] * 2


def test_torch_is_the_version_of_the_project() -> None:
    assert set(re.findall(r"torch==[\d.]+\b", TEXT)) == {
        one for one in PROJECT["dependencies"] if one.startswith("torch")
    }


def test_it_copies_what_the_wheel_is_built_of() -> None:
    copied = {word for one in lines("COPY") if "--from" not in one for word in one.split()[:-1]}
    assert copied >= {*PACKAGES, "pyproject.toml", "setup.py", "constraints.txt"}
    assert all((ROOT / name).exists() for name in copied)
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert rules.index("*") < rules.index("!ui")
    assert {rule[1:] for rule in rules if rule.startswith("!")} == copied
    for secret in (".env", ".git", "evals", "tests", "cases.sqlite"):
        assert not any(fnmatch(secret, name) for name in copied)


def test_its_settings_are_known_and_its_folders_are_volumes() -> None:
    assert unknown_settings(TEXT) == set()
    said = variables()
    volumes = json.loads(lines("VOLUME")[0])
    assert volumes == [said["ANPING_HOME"], said["ANPING_CACHE"]]
    # What is made in the first stage comes to where the second looks for it.
    assert f"RUN ANPING_CACHE={said['ANPING_CACHE']} anping prepare" in TEXT
    assert lines("WORKDIR")[-1] == said["ANPING_HOME"]


def test_its_port_is_the_one_that_is_asked_for_its_health() -> None:
    port = str(Settings.__dataclass_fields__["port"].default)
    assert variables()["ANPING_PORT"] == port
    assert lines("EXPOSE") == [port]
    (asked,) = re.findall(r"http://127\.0\.0\.1:(\d+)(/[a-z]+)", lines("HEALTHCHECK")[0])
    assert asked == (port, "/health")
    assert "/health" in PUBLIC


def test_it_runs_as_nobody_special_and_gets_its_signals() -> None:
    user = lines("USER")[-1]
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)
    assert f"--uid {user.split(':')[0]}" in TEXT
    assert json.loads(lines("ENTRYPOINT")[0]) == ["tini", "--", "anping"]
    assert faults_of_command(json.loads(lines("CMD")[0])) == []


def test_what_it_runs_exists() -> None:
    found = commands_in(line for line in lines("RUN") if "anping prepare" in line)
    assert found == [["prepare"]]
    assert faults_of_command(found[0]) == []


def test_its_debian_packages_are_those_that_are_told() -> None:
    (run,) = [one for one in lines("RUN") if "apt-get install" in one]
    install = run.split("apt-get install")[1].split("&&")[0].split()
    packages = {word for word in install if not word.startswith("-")}
    assert pdf.PACKAGE in packages
    assert "--no-install-recommends" in install
    told = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in told for name in packages)


def test_the_linter_of_dockerfiles_has_nothing_to_say() -> None:
    beside = Path(sys.executable).with_name("hadolint")
    program = str(beside) if beside.exists() else shutil.which("hadolint")
    if program is None:
        pytest.skip("hadolint is not installed (its package has no build for this machine)")
    done = subprocess.run([program, FILE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
