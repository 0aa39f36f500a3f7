"""
The settings of one run: built once at the edge from defaults < environment < flags.

Nothing is created or read here; the values are passed down. `anping settings` prints them with
their origin.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from corpus.cases.files_address import FILES_ADDRESSES, is_files_address
from corpus.record.address import DATABASE_ADDRESSES, is_database_address, shown_address
from corpus.vectors.address import parse_vector_address
from corpus.vectors.errors import VectorsUrlError
from ui.jobs.queue_address import QUEUE_ADDRESSES, is_queue_address

PREFIX = "ANPING_"
PASSWORD = PREFIX + "PASSWORD"
"""A password for the command line; never kept with the settings."""
METRICS_TOKEN = PREFIX + "METRICS_TOKEN"
"""What whoever reads the figures of the server shows; never kept with the settings either."""
_CHOICES = {
    "language": ("zh", "en"),
    "log": ("text", "json"),
    "log_level": ("debug", "info", "warning", "error"),
}
VECTORS_TOKEN = PREFIX + "VECTORS_TOKEN"
"""What a vector engine asks for; read where it is opened, never kept with the settings."""
_NUMBERS = {
    "port": (65535, "0 to 65535; 0 takes any free port"),
    "stop_s": (600, "0 to 600, in seconds"),
}
SECRETS = (PASSWORD, METRICS_TOKEN, VECTORS_TOKEN)
"""What only the environment holds: no flag takes it, and no field of the settings."""
_RATE = re.compile(r"[1-9]\d{0,6}/(?:second|minute|hour|day)|off")
_YES, _NO = ("yes", "true", "1"), ("no", "false", "0", "")


@dataclass(frozen=True, slots=True)
class Settings:
    """
    Effective settings.

    home: cases, uploaded documents and score sheets (ANPING_HOME).
    cache: what can be made again: the built encoder and the standards' vectors (ANPING_CACHE).
    encoder: `default`, or `sentence-transformers:NAME_OR_FOLDER` (ANPING_ENCODER).
    language: of the workbench and of messages that no question fixes, `zh` or `en`
        (ANPING_LANGUAGE).
    host, port: where `anping serve` listens (ANPING_HOST, ANPING_PORT).
    user: the login that commands act as, "" for the machine itself (ANPING_USER).
    https: whether browsers reach the workbench by https (ANPING_HTTPS).
    trust_proxy: whether X-Forwarded-Proto and -Host are from a proxy of ours (ANPING_TRUST_PROXY).
    public_url: where others reach the workbench, for the square code on certificates; "" for
        nowhere (ANPING_PUBLIC_URL).
    log: `text` or `json`, the form of the server's log (ANPING_LOG).
    log_level: `debug`, `info`, `warning` or `error` (ANPING_LOG_LEVEL).
    rate_sign_in, rate_ask, rate_upload, rate_api: how often an account, or an address, may do so,
        as `60/minute`, or `off` (ANPING_RATE_SIGN_IN, …).
    stop_s: how many seconds answers under way have when the server stops (ANPING_STOP_S).
    vectors_url: the engine that keeps vectors of cases' documents; "" for Chroma on disk in the
        home (ANPING_VECTORS_URL; see docs/performance.md).
    database_url: where cases, accounts and conversations are kept; "" for the home
        (ANPING_DATABASE_URL, docs/stores.md).
    queue_url: where word of work in the background goes; "" keeps it in this process, and the
        process does it (ANPING_QUEUE_URL).
    files_url: where documents' bytes are kept; "" for the home (ANPING_FILES_URL, docs/stores.md).
    """

    home: Path
    cache: Path
    encoder: str = "default"
    language: str = "zh"
    host: str = "127.0.0.1"
    port: int = 7860
    user: str = ""
    https: bool = False
    trust_proxy: bool = False
    public_url: str = ""
    log: str = "text"
    log_level: str = "info"
    stop_s: int = 8
    rate_sign_in: str = "300/minute"
    rate_ask: str = "60/minute"
    rate_upload: str = "2000/hour"
    rate_api: str = "1200/minute"
    vectors_url: str = ""
    database_url: str = field(default="", repr=False)  # it may hold a password
    queue_url: str = field(default="", repr=False)  # it may hold a password
    files_url: str = ""


class SettingsError(ValueError):
    """A setting is unknown or has a value that is not allowed."""

    code = "settings"

    def __init__(self, name: str, value: str, allowed: str) -> None:
        super().__init__(f"The setting {name} cannot be {value!r}. Allowed: {allowed}.")


def default_cache() -> Path:
    """Return the cache beside the virtual environment, else in the user's cache folder."""
    if sys.prefix != sys.base_prefix:
        return Path(sys.prefix) / "share" / "anping"
    return Path(platformdirs.user_cache_dir("anping"))


def load_settings(environment: Mapping[str, str], **flags: str | int | Path | None) -> Settings:
    """
    Build the settings from the environment's ANPING_ variables and the given flags.

    A flag that is None was not given. Variables of the language-model client (ANPING_LLM_…) are
    read by the assistant's model client and ignored here, as are the `SECRETS`.

    Raises:
        SettingsError: an unknown ANPING_ variable or a value that is not allowed.
    """
    settings = Settings(home=Path(platformdirs.user_data_dir("anping")), cache=default_cache())
    names = {PREFIX + one.name.upper(): one.name for one in fields(Settings)}
    for variable, value in sorted(environment.items()):
        if not variable.startswith(PREFIX) or variable.startswith(PREFIX + "LLM_"):
            continue
        if variable in SECRETS:
            continue
        if variable not in names:
            near = get_close_matches(variable, names, n=3, cutoff=0.5) or sorted(names)
            raise SettingsError(variable, value, f"no such setting; near it: {', '.join(near)}")
        settings = _with(settings, names[variable], value)
    for name, flag in flags.items():
        if flag is not None:
            settings = _with(settings, name, str(flag))
    return settings


def _with(settings: Settings, name: str, value: str) -> Settings:
    if name in ("home", "cache"):
        return replace(settings, **{name: Path(value).expanduser().absolute()})  # type: ignore[arg-type]
    if name in _CHOICES and value not in _CHOICES[name]:
        raise SettingsError(name, value, ", ".join(_CHOICES[name]))
    if name.startswith("rate_") and not _RATE.fullmatch(value):
        raise SettingsError(name, value, "a number a second, minute, hour or day: 60/minute; off")
    if name in _NUMBERS:
        most, allowed = _NUMBERS[name]
        if not (value.isascii() and value.isdigit()) or int(value) > most:
            raise SettingsError(name, value, allowed)
        return replace(settings, **{name: int(value)})  # type: ignore[arg-type]
    if name in ("https", "trust_proxy"):
        if value.lower() not in (*_YES, *_NO):
            raise SettingsError(name, value, "yes, no")
        return replace(settings, **{name: value.lower() in _YES})  # type: ignore[arg-type]
    if name.endswith("_url"):
        _check_address(name, value)
    return replace(settings, **{name: value})  # type: ignore[arg-type]


def _check_address(name: str, value: str) -> None:
    """
    Raises:
        SettingsError: it is no address of what the setting names.
    """
    if name == "public_url" and value and not _is_public_url(value):
        allowed = "an address such as https://anping.example.org, without ? and #"
        raise SettingsError(name, value, allowed)
    if name == "vectors_url":
        try:
            parse_vector_address(value)
        except VectorsUrlError as fault:
            raise SettingsError(name, fault.url, fault.allowed) from fault
    if name == "database_url" and value and not is_database_address(value):
        raise SettingsError(name, shown_address(value), DATABASE_ADDRESSES)
    if name == "queue_url" and value and not is_queue_address(value):
        raise SettingsError(name, shown_address(value), QUEUE_ADDRESSES)
    if name == "files_url" and value and not is_files_address(value):
        raise SettingsError(name, shown_address(value), FILES_ADDRESSES)


def _is_public_url(value: str) -> bool:
    parts = urlsplit(value)
    is_plain = value.isascii() and value.isprintable() and " " not in value
    return (
        is_plain
        and parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and not (parts.query or parts.fragment or parts.username)
    )
