"""
Whether what we depend on has known weaknesses: `make check` asks pip-audit over constraints.txt.

Where nobody answers it says so in a line of its own and goes on, since everything else of `make
check` works offline. Accepted advisories stand in advisories.yaml, each with a reason, for 90 days.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import yaml

ACCEPTED = Path(__file__).with_name("advisories.yaml")
CONSTRAINTS = Path(__file__).parents[2] / "constraints.txt"
ACCEPTED_FOR = timedelta(days=90)
_COMMAND = (
    sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off",
    "--timeout", "10", "--format", "json", "--requirement",
)  # fmt: skip
_LONGEST_S = 240
_KEYS = {"id", "package", "accepted", "reason"}


@dataclass(frozen=True, slots=True)
class Acceptance:
    """An advisory that does no harm here. since: the day on which somebody looked."""

    id: str
    package: str
    reason: str
    since: date


@dataclass(frozen=True, slots=True)
class Advisory:
    """A known weakness of a version. ids: its own and its aliases. mended: versions without it."""

    package: str
    version: str
    ids: tuple[str, ...]
    mended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """What is known. asked: how many packages; unanswered: those of which nothing could be learnt."""

    asked: int
    unanswered: int
    advisories: tuple[Advisory, ...]


class AdvisoriesError(ValueError):
    """The list of accepted advisories cannot be read."""

    code = "advisories"


def load_accepted(path: Path = ACCEPTED) -> tuple[Acceptance, ...]:
    """
    Return the accepted advisories.

    Raises:
        AdvisoriesError: an entry lacks a key, a reason or a date.
    """
    entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    found = []
    for entry in entries:
        is_whole = isinstance(entry, dict) and set(entry) == _KEYS
        if not is_whole or not isinstance(entry["accepted"], date) or not str(entry["reason"]):
            message = f"{path.name}: {entry!r} needs {', '.join(sorted(_KEYS))}; a date, a reason."
            raise AdvisoriesError(message)
        found.append(
            Acceptance(str(entry["id"]), str(entry["package"]), entry["reason"], entry["accepted"])
        )
    return tuple(found)


def ask(command: Sequence[str] = _COMMAND, constraints: Path = CONSTRAINTS) -> Audit | None:
    """Ask pip-audit; None where it cannot say anything."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, no shell
            [*command, str(constraints)],
            capture_output=True, text=True, timeout=_LONGEST_S, check=False,
        )  # fmt: skip
        return read_audit(json.loads(done.stdout))
    except (OSError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired):
        return None


def read_audit(told: Any) -> Audit:
    """
    Return what pip-audit says in JSON.

    Raises:
        KeyError, TypeError: it is not of this form.
    """
    packages = told["dependencies"]
    advisories = tuple(
        Advisory(
            one["name"], one["version"], (fault["id"], *fault.get("aliases", ())),
            tuple(fault.get("fix_versions", ())),
        )
        for one in packages
        for fault in one.get("vulns", ())
    )  # fmt: skip
    return Audit(len(packages), sum("skip_reason" in one for one in packages), advisories)


def report(
    audit: Audit | None, accepted: Sequence[Acceptance], today: date
) -> tuple[list[str], bool]:
    """Return what is to be said, and whether all is well."""
    lines, is_well = [], True
    for one in accepted:
        if today - one.since > ACCEPTED_FOR:
            is_well = False
            lines.append(f"{one.id} ({one.package}) was accepted on {one.since}: look at it anew.")
    if audit is None or audit.asked == audit.unanswered:
        lines.append("ADVISORIES WERE NOT LOOKED UP: the advisory service does not answer.")
        return lines, is_well
    by_id = {one.id: one for one in accepted}
    found = 0
    for advisory in audit.advisories:
        if any(name in by_id and by_id[name].package == advisory.package for name in advisory.ids):
            continue
        found, is_well = found + 1, False
        mended = f"mended in {', '.join(advisory.mended)}" if advisory.mended else "not mended yet"
        ids = ", ".join(advisory.ids)
        lines.append(f"{advisory.package} {advisory.version}: {ids}; {mended}.")
    told = f"{found} advisories on {audit.asked - audit.unanswered} packages"
    if audit.unanswered:
        told += f"; OF {audit.unanswered} NOTHING COULD BE LEARNT"
    lines.append(told)
    return lines, is_well


def main() -> None:
    """Say what is known; exit code 1 where something has to be done."""
    lines, is_well = report(ask(), load_accepted(), datetime.now(UTC).date())
    for line in lines:
        click.echo(line)
    raise SystemExit(0 if is_well else 1)


if __name__ == "__main__":
    main()
