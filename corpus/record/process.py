"""Which process did something, so that others know when it can have been killed."""

from __future__ import annotations

import os
import secrets
import socket

_HOST, _BOOT = socket.gethostname(), secrets.token_hex(4)


def this_process() -> str:
    """Return a name for this process among all that ever worked on a home."""
    return f"{_HOST}/{os.getpid()}/{_BOOT}"


def has_ended(name: str) -> bool:
    """
    Tell whether a process is known to have ended: one of this machine that runs no more. Of other
    machines nothing is known, nor of what is no name of a process.
    """
    host, _, rest = name.partition("/")
    process, _, boot = rest.partition("/")
    if host != _HOST or not process.isdigit():
        return False
    if int(process) == os.getpid():
        return boot != _BOOT  # an earlier one of the same number
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False  # somebody else's: it lives
    return False
