"""The program as a wheel, and installed from it where nothing of the checkout is in reach."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("assistant", "corpus", "scoring", "ui")
_BESIDE = ("pyproject.toml", "setup.py", "README.md", "LICENSE")


def build_wheel(room: Path, epoch: int = 1_700_000_000) -> Path:
    """Build the wheel of a copy of the checkout, since a build leaves things behind."""
    source = room / "source"
    junk = shutil.ignore_patterns("__pycache__", "*.pyc", "dossiers")
    for name in (*PACKAGES, "evals", "tests"):
        shutil.copytree(ROOT / name, source / name, ignore=junk, copy_function=shutil.copyfile)
    for name in _BESIDE:
        shutil.copyfile(ROOT / name, source / name)
    subprocess.run(
        [
            sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", room / "made",
            source,
        ],
        check=True, capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)},
    )  # fmt: skip
    (made,) = (room / "made").glob("*.whl")
    return made


@dataclass(frozen=True)
class Installed:
    """A virtual environment with the wheel, and an empty folder to work in."""

    environment: Path
    folder: Path

    @property
    def anping(self) -> Path:
        """The command."""
        return self.environment / "bin" / "anping"

    def run(
        self, *command: str | Path, more: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment, such as `anping`, in the empty folder."""
        program, *words = command
        return subprocess.run(
            [self.environment / "bin" / program, *words], capture_output=True, text=True,
            check=False, cwd=self.folder, env=self.variables(more),
        )  # fmt: skip

    def variables(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the environment's variables: nothing that would lead to the checkout."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        home = str(self.folder.parent / "home")
        return {**kept, "HOME": home, "ANPING_HOME": home, **(more or {})}


def install(wheel: Path, room: Path) -> Installed:
    """Install a wheel with pip; its libraries are those of the present environment."""
    environment, folder = room / "environment", room / "empty"
    folder.mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    made = Installed(environment, folder)
    subprocess.run(
        [
            sys.executable, "-m", "pip", "--python", environment / "bin" / "python", "install",
            "--quiet", "--no-deps", "--no-index", wheel,
        ],
        check=True, capture_output=True, cwd=folder,
    )  # fmt: skip
    # The folder alone: what its own .pth files add, such as an editable install, stays out.
    (site,) = environment.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return made


def files_of(packages: Iterable[str]) -> set[str]:
    """Return all files of packages of the checkout, by their paths."""
    return {
        path.relative_to(ROOT).as_posix()
        for package in packages
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
