"""constraints.txt pins everything that is installed for the project, each once and exactly."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LINES = [
    line
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
PINS = {canonicalize_name(line.partition("==")[0]): line.partition("==")[2] for line in LINES}
_LINE = re.compile(r"[A-Za-z0-9._-]+==[A-Za-z0-9._+!-]+")


def needed() -> dict[str, str]:
    """Return everything that the project and its extras bring, with the installed version."""
    found: dict[str, str] = {}
    extras = distribution("anping").metadata.get_all("Provides-Extra") or []
    open_ends = [(Requirement(f"anping[{','.join(extras)}]"))]
    seen: set[tuple[str, frozenset[str]]] = set()
    while open_ends:
        wanted = open_ends.pop()
        name = canonicalize_name(wanted.name)
        key = (name, frozenset(wanted.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            there = distribution(name)
        except PackageNotFoundError:
            continue  # of an extra that this machine does not have
        found[name] = there.version
        for text in there.requires or []:
            one = Requirement(text)
            chosen = [{"extra": extra} for extra in ("", *wanted.extras)]
            if one.marker is None or any(one.marker.evaluate(extra) for extra in chosen):
                open_ends.append(one)
    for itself in ("anping", "pip"):  # pip comes with every environment and installs the others
        found.pop(itself, None)
    return found


def test_every_dependency_is_pinned_to_the_version_that_is_installed() -> None:
    installed = needed()
    assert len(installed) > 100
    missing = sorted(set(installed) - set(PINS))
    assert missing == [], f"not in constraints.txt: {missing}"
    other = {
        name: (PINS[name], version)
        for name, version in installed.items()
        # "+cpu" names how a package was built, not which version it is.
        if Version(PINS[name]).public != Version(version).public
    }
    assert other == {}, f"constraints.txt, installed: {other}"


def test_every_line_pins_one_package_exactly_and_once() -> None:
    assert [line for line in LINES if not _LINE.fullmatch(line)] == []
    assert len(PINS) == len(LINES)


def test_torch_is_spelled_exactly() -> None:
    """Other spellings would bring CUDA, gigabytes of it."""
    assert "torch==2.13.0" in LINES
    assert '"torch==2.13.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "torch==2.13.0" in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["nvidia", "cuda", "triton"])
def test_nothing_of_cuda_is_pinned(kind: str) -> None:
    assert [name for name in PINS if name.startswith(kind)] == []
