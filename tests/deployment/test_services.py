"""The units of systemd and the examples of proxies agree with the program and each other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.deployment.installed import ROOT
from tests.deployment.program import commands_in, faults_of_command, unknown_settings
from ui.settings import load_settings

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
SETTINGS = DEPLOY / "anping.env"
PROGRAM = "/opt/anping/bin/anping"
HARD = {
    "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes",
    "NoNewPrivileges": "yes", "CapabilityBoundingSet": "", "RestrictSUIDSGID": "yes",
    "ProtectKernelTunables": "yes", "ProtectControlGroups": "yes", "RestrictNamespaces": "yes",
    "StateDirectory": "anping", "CacheDirectory": "anping", "Restart": "on-failure",
    "EnvironmentFile": "/etc/anping/anping.env", "User": "anping", "UMask": "0077",
}  # fmt: skip


class Several(dict[str, str]):
    """Keys that stand several times, joined by lines."""

    def __setitem__(self, key: str, value: object) -> None:
        if key in self and isinstance(value, list):
            value = [*self[key], *value]  # type: ignore[misc]
        super().__setitem__(key, value)  # type: ignore[assignment]


def unit(path: Path) -> ConfigParser:
    parsed = ConfigParser(strict=False, interpolation=None, dict_type=Several)
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string(path.read_text(encoding="utf-8"))
    return parsed


def settings(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_is_hardened_and_runs_what_there_is(path: Path) -> None:
    said = unit(path)["Service"]
    assert {name: said.get(name) for name in HARD} == HARD
    assert "@system-service" in said["SystemCallFilter"]
    for name in ("ExecStart", "ExecStartPre"):
        program, *words = said[name].split()
        assert program == PROGRAM
        assert faults_of_command(words) == []
    assert unit(path)["Install"]["WantedBy"] == "multi-user.target"


def test_there_is_one_for_the_server_and_one_for_the_worker() -> None:
    started = {path.stem: unit(path)["Service"]["ExecStart"].split()[1] for path in UNITS}
    assert started == {"anping": "serve", "anping-worker": "worker"}


def test_systemd_gives_longer_than_the_program_takes_to_stop() -> None:
    given = {path.stem: int(unit(path)["Service"]["TimeoutStopSec"]) for path in UNITS}
    assert given["anping"] >= load_settings({}).stop_s + 10


def test_their_settings_are_known_and_lie_in_their_folders() -> None:
    text = SETTINGS.read_text(encoding="utf-8")
    assert unknown_settings(text) == set()
    loaded = load_settings(settings(SETTINGS))
    assert (loaded.home, loaded.cache) == (Path("/var/lib/anping"), Path("/var/cache/anping"))
    assert (loaded.host, loaded.trust_proxy, loaded.https) == ("127.0.0.1", True, True)
    every = dict(re.findall(r"^#?(ANPING_\w+)=(.*)$", text, re.MULTILINE))
    load_settings({key: value for key, value in every.items() if "_LLM_" not in key})


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_systemd_takes_a_unit_and_finds_it_little_exposed(path: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    copy = tmp_path / path.name
    copy.write_text(path.read_text(encoding="utf-8").replace(PROGRAM, "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if path.name in line]) == (
        0, [],
    )  # fmt: skip
    exposed = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", copy],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert exposed.returncode == 0, exposed.stdout[-300:]


def test_nginx_passes_on_what_the_server_believes_and_nothing_late() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    port = settings(SETTINGS)["ANPING_PORT"]
    assert f"server 127.0.0.1:{port};" in text
    for line in (
        "proxy_set_header Host $host;", "proxy_set_header X-Forwarded-Host $host;",
        "proxy_set_header X-Forwarded-Proto $scheme;", "proxy_buffering off;", "ip_hash;",
        "client_max_body_size 110m;",
    ):  # fmt: skip
        assert line in text


def test_caddy_takes_its_example(tmp_path: Path) -> None:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert "flush_interval -1" in text
    if shutil.which("caddy") is None:
        pytest.skip("Caddy is not installed (Debian package caddy)")
    environment = {**os.environ, "SITE": "anping.example.org", "HOME": str(tmp_path)}
    done = subprocess.run(
        ["caddy", "validate", "--adapter", "caddyfile", "--config", DEPLOY / "Caddyfile"],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]


def test_every_command_of_the_page_exists() -> None:
    text = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\w*\n(.+?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    found = commands_in(lines)
    assert len(found) > 5
    assert [faults for one in found if (faults := faults_of_command(one))] == []
    assert unknown_settings(text) == set()
    for name in re.findall(r"deploy/[\w.-]+", text):
        assert (ROOT / name).exists(), name
