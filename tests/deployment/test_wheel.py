"""The wheel holds all that the program needs and nothing else, and runs where it is installed."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from corpus.encoder import Encoder
from tests.browser.conftest import served
from tests.deployment.installed import PACKAGES, ROOT, Installed, build_wheel, files_of
from ui.settings import default_cache

pytestmark = pytest.mark.slow
EXAMPLES = ROOT / "docs" / "examples"


def kept(installed: Installed) -> dict[str, str]:
    """No path to the checkout; and the built encoder, so that it is not built once more."""
    return installed.variables({"ANPING_CACHE": str(default_cache()), "PYTHONPATH": ""})


def test_it_holds_the_packages_whole_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
        (top,) = [name for name in archive.namelist() if name.endswith("top_level.txt")]
        assert archive.read(top).decode().split() == list(PACKAGES)
    # What the files of the sample case are made of is for whoever makes them anew.
    makings = {
        name
        for name in files_of(["ui/sample"])
        if name.startswith("ui/sample/sources/") or name.endswith(".lock")
    }
    assert makings
    assert held == files_of(PACKAGES) - makings


def test_the_same_source_gives_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    assert build_wheel(tmp_path).read_bytes() == wheel.read_bytes()


def test_everything_is_imported_from_the_wheel(installed: Installed) -> None:
    told = installed.run(
        "python", "-c", f"import {', '.join(PACKAGES)}, sys, importlib.util as u\n"
        f"print(*[one.__file__ for one in ({', '.join(PACKAGES)})], u.find_spec('evals'))",
    )  # fmt: skip
    *files, evals = told.stdout.split()
    assert len(files) == len(PACKAGES)
    assert all(Path(file).is_relative_to(installed.environment) for file in files)
    assert evals == "None"


def test_its_version_is_that_of_the_project(installed: Installed) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert installed.run("anping", "--version").stdout.strip().endswith(project["version"])


def test_there_is_no_eval_without_a_checkout(installed: Installed) -> None:
    assert not re.search(r"^  eval\b", installed.run("anping", "--help").stdout, re.MULTILINE)
    assert "No such command" in installed.run("anping", "eval", "run").stderr


def test_its_data_pass_the_lints(installed: Installed) -> None:
    done = installed.run("anping", "check")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.encoder
def test_it_is_prepared_and_answers(installed: Installed, real_encoder: Encoder) -> None:
    more = {"ANPING_CACHE": str(default_cache())}
    ready = installed.run("anping", "prepare", more=more)
    assert ready.returncode == 0, ready.stderr
    assert "Ready" in ready.stderr
    answer = json.loads(installed.run("anping", "ask", "A1.4.3", "--json", more=more).stdout)
    assert {one["check"] for one in answer["citations"]} == {"verbatim"}


@pytest.mark.parametrize("sheet", sorted(EXAMPLES.glob("level-*.yaml")), ids=lambda path: path.stem)
def test_the_example_sheets_are_scored(installed: Installed, sheet: Path) -> None:
    done = installed.run("anping", "score", sheet, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)["outcome"]
    assert told in {"passed", "gate_failed", "below_mark"}
    assert installed.run("anping", "plan", sheet).returncode == 0


def test_the_other_examples_are_usable(installed: Installed) -> None:
    profile = EXAMPLES / "profile-level-b.yaml"
    assert installed.run("anping", "applies", "--profile", profile).returncode == 0
    assert installed.run("anping", "body", "check", EXAMPLES / "body-rules.yaml").returncode == 0
    assert {path.name for path in EXAMPLES.iterdir()} == {
        "body-rules.yaml", "profile-level-b.yaml", *(p.name for p in EXAMPLES.glob("level-*.yaml")),
    }  # fmt: skip


def test_a_document_is_read_and_a_report_written(installed: Installed) -> None:
    case = installed.run("anping", "case", "new", "望江苑", "--level", "C").stdout.strip()
    (installed.folder / "design.md").write_text("出入口设置视频监控摄像机。", encoding="utf-8")
    added = installed.run("anping", "case", "add", case, "design.md", "--json")
    assert [one["status"] for one in json.loads(added.stdout)] == ["read"]
    assert installed.run("anping", "evidence", case, "--summary").returncode == 0
    done = installed.run("anping", "report", case, "--docx", "report.docx")
    assert done.returncode == 0, done.stderr
    assert (installed.folder / "report.docx").read_bytes().startswith(b"PK")


@pytest.mark.encoder
def test_it_serves_the_workbench_and_the_api(
    installed: Installed, real_encoder: Encoder, tmp_path: Path
) -> None:
    with (
        served(tmp_path / "home", program=[installed.anping], more=kept(installed)) as address,
        httpx.Client(base_url=address) as browser,
    ):
        assert browser.get("/health").json()["ok"] is True
        assert "gradio" in browser.get("/").text
        assert browser.get("/looks/pages.css").status_code == 200
        found = browser.get("/api/v1/standards").json()["items"]
        assert {one["id"] for one in found} == {"tcrea-2023", "scs-c1"}
