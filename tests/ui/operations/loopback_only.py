"""
A process whose sockets reach this machine alone: run as `python loopback_only.py LOG COMMAND…`.

Every other address, and every name that is not this machine's, is written to the log and refused.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_TO = ("socket.connect", "socket.sendto", "socket.sendmsg")
_NAMES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_OURS = ("localhost", "", None, socket.gethostname())


def is_ours(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in _OURS:
        return True
    try:
        address = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def guard(log: Path) -> Callable[[str, tuple[Any, ...]], None]:
    """Return a hook that writes what it refuses to a log."""

    def guarded(event: str, arguments: tuple[Any, ...]) -> None:
        """Python asks this before any of it is done, whoever does it."""
        where: Any = None
        if event in _TO and isinstance(arguments[1], tuple):
            where = arguments[1][0]
        elif event in _NAMES:
            where = arguments[0]
        if not is_ours(where):
            with log.open("a", encoding="utf-8") as told:
                told.write(f"{event} {where}\n")
            raise OSError(101, "Network is unreachable")

    return guarded


if __name__ == "__main__":
    sys.addaudithook(guard(Path(sys.argv[1])))
    sys.path.insert(0, str(Path.cwd()))
    sys.argv = ["anping", *sys.argv[2:]]
    from ui.cli.main import main

    main()
