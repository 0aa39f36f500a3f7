"""compose.yaml agrees with the image and the program, and starts with nothing by default."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deployment.installed import ROOT
from tests.deployment.program import faults_of_command, settings_in, unknown_settings
from tests.deployment.test_image import variables
from ui.settings import load_settings

FILE, EXAMPLE = ROOT / "compose.yaml", ROOT / ".env.example"
TEXT = FILE.read_text(encoding="utf-8")
WORDS: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = WORDS["services"]
OURS = ("server", "worker")
SECRETS = {"SITE": "anping.example.org", "POSTGRES_PASSWORD": "p0", "REDIS_PASSWORD": "r0"}


def filled(text: str, given: dict[str, str]) -> str:
    """What compose makes of a value: variables as given, what follows `:-` without."""

    def value(found: re.Match[str]) -> str:
        return given.get(found[1]) or (found[3] if found[2] == ":-" else "")

    return re.sub(r"\$\{(\w+)(:[-?])?([^}]*)\}", value, text)


def test_every_image_is_pinned_by_version_and_ours_is_that_of_the_project() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, service in SERVICES.items():
        image, _, tag = service["image"].partition(":")
        assert re.match(r"\d+\.\d+", tag), name
        if name in OURS:
            assert (image, tag) == ("anping", version["version"])
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    chroma = SERVICES["chroma"]["image"].partition(":")[2]
    assert f"\nchromadb=={chroma}\n" in constraints, "client and server of Chroma go together"
    assert SERVICES["postgres"]["image"].startswith("postgres:15.")


def test_its_settings_are_known_and_allowed() -> None:
    assert unknown_settings(TEXT) == set()
    assert unknown_settings(EXAMPLE.read_text(encoding="utf-8")) == set()
    for name in OURS:
        said = {key: filled(value, SECRETS) for key, value in SERVICES[name]["environment"].items()}
        settings = load_settings(said)
        assert settings.public_url == "https://anping.example.org"
        assert (settings.https, settings.trust_proxy) == (True, True)


def test_the_parts_are_reached_where_they_are() -> None:
    said = SERVICES["server"]["environment"]
    database, queue = said["ANPING_DATABASE_URL"], said["ANPING_QUEUE_URL"]
    own = SERVICES["postgres"]["environment"]
    assert re.match(
        rf"postgresql://{own['POSTGRES_USER']}:.*@postgres:5432/{own['POSTGRES_DB']}$", database
    )
    assert re.match(r"redis://:.*@redis:6379/0$", queue)
    assert said["ANPING_VECTORS_URL"] == "chroma+http://chroma:8000"
    for name in OURS:
        assert SERVICES[name]["environment"] == said
        assert "stores" in SERVICES[name]["networks"]
    proxy = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    port = variables()["ANPING_PORT"]
    assert f"dynamic a server {port}" in proxy
    assert SERVICES["server"]["expose"] == [port]


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["proxy"]
    assert WORDS["networks"]["stores"] == {"internal": True}
    for name in ("postgres", "redis", "chroma"):
        assert SERVICES[name]["networks"] == ["stores"]


def test_what_it_runs_exists_and_its_folders_are_those_of_the_image() -> None:
    for name in OURS:
        service = SERVICES[name]
        assert faults_of_command(service["command"]) == []
        assert [one.split(":")[1] for one in service["volumes"]] == [
            variables()["ANPING_HOME"], variables()["ANPING_CACHE"],
        ]  # fmt: skip
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    assert faults_of_command(SERVICES["worker"]["healthcheck"]["test"][2:]) == []
    named = {one.split(":")[0] for each in SERVICES.values() for one in each["volumes"]}
    assert {name for name in named if not name.startswith(".")} == set(WORDS["volumes"])


def test_everything_has_health_limits_and_waits_for_what_it_needs() -> None:
    for name, service in SERVICES.items():
        assert service["restart"] == "unless-stopped", name
        assert {"cpus", "memory"} == set(service["deploy"]["resources"]["limits"]), name
        assert "no-new-privileges:true" in service["security_opt"], name
        if name != "server":  # its check is that of the image
            assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL"), name
        for needed in service.get("depends_on", {}).values():
            assert needed == {"condition": "service_healthy"}, name
    for name in OURS:
        assert set(SERVICES[name]["depends_on"]) == {"postgres", "redis", "chroma"}


def test_no_secret_has_a_default() -> None:
    for name in SECRETS:
        asked = re.findall(rf"\$\{{{name}([^}}]*)\}}", TEXT)
        assert asked, name
        assert all(one.startswith(":?") for one in asked), name
    example = dict(
        line.split("=", 1)
        for line in EXAMPLE.read_text(encoding="utf-8").splitlines()
        if "=" in line and not line.startswith("#")
    )
    assert {name: example.pop(name) for name in SECRETS} == dict.fromkeys(SECRETS, "")
    wanted = set(re.findall(r"\$\{(\w+)", TEXT))
    assert set(example) | set(SECRETS) == wanted
    assert settings_in("\n".join(example)) == {
        name for name in wanted if name.startswith("ANPING_")
    }


def compose(given: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run the real Compose, which reads and checks the file without any daemon."""
    found = find_spec("compose")
    program = Path(str(found.origin)).with_name("docker-compose") if found else None
    if program is None or not program.exists() or sys.platform != "linux":
        pytest.skip("Compose is not installed (its package is for Linux on x86-64)")
    environment = {"PATH": os.environ["PATH"], **given}
    return subprocess.run(
        [program, "--file", FILE, "--env-file", os.devnull, *words],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip


def test_compose_takes_it_and_refuses_without_secrets() -> None:
    done = compose(SECRETS, "config", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)["services"]) == set(SERVICES)
    for name in SECRETS:
        without = {key: value for key, value in SECRETS.items() if key != name}
        refused = compose(without, "config", "--quiet")
        assert (refused.returncode != 0, f"Set {name}" in refused.stderr) == (True, True)
