"""The real server in a process of its own, as `anping serve` starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = (sys.executable, "-c", "from ui.cli.main import main; main()")
"""The command `anping` of the checkout."""


@dataclass
class Server:
    """address: without a slash at its end. log: where it writes what it says."""

    address: str
    log: Path
    process: subprocess.Popen[str]

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def stop(self) -> int:
        """Tell it to stop as an operator does; its exit code."""
        self.process.terminate()
        return self.process.wait(60)


@contextmanager
def serving(
    home: Path,
    environment: Mapping[str, str] | None = None,
    program: Sequence[str | Path] = CHECKOUT,
    port: int = 0,
) -> Iterator[Server]:
    """Start a server on a home and wait for its address; it is gone afterwards in any case.

    port: 0 for any free one.
    """
    plain = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    chosen = {**plain, "ANPING_HOME": str(home), **(environment or {})}
    command = [*program, "serve", "--port", str(port)]
    # Into a file: a pipe that nobody reads would stop a server that has much to say.
    log = home.with_name(f"{home.name}-server.log")
    with (
        log.open("w", encoding="utf-8") as told,
        subprocess.Popen(command, stderr=told, stdout=told, text=True, env=chosen) as process,
    ):
        try:
            yield Server(_address(log, process), log, process)
        finally:
            process.kill()


def _address(log: Path, process: subprocess.Popen[str]) -> str:
    while True:
        is_over = process.poll() is not None
        said = log.read_text(encoding="utf-8")
        found = re.search(r"Workbench with .*(http://\S+)/\n", said)
        if found:
            return found[1]
        assert not is_over, f"the server ended before it told its address: {said[-2000:]}"
        time.sleep(0.1)
