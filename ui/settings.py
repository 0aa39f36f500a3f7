"""
The settings of one run: built once at the edge from defaults < environment < flags.

Nothing is created or read here; the values are passed down. `anping settings` prints them with
their origin.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

PREFIX = "ANPING_"
PASSWORD = PREFIX + "PASSWORD"
"""A password for the command line; never kept with the settings."""
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
    read by the assistant's model client and ignored here, as is ANPING_PASSWORD.

    Raises:
        SettingsError: an unknown ANPING_ variable or a value that is not allowed.
    """
    settings = Settings(home=Path(platformdirs.user_data_dir("anping")), cache=default_cache())
    names = {PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    for variable, value in sorted(environment.items()):
        if not variable.startswith(PREFIX) or variable.startswith(PREFIX + "LLM_"):
            continue
        if variable == PASSWORD:
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
    if name == "language" and value not in ("zh", "en"):
        raise SettingsError("language", value, "zh, en")
    if name == "port":
        if not value.isdigit() or not 0 <= int(value) <= 65535:
            raise SettingsError("port", value, "0 to 65535; 0 takes any free port")
        return replace(settings, port=int(value))
    if name in ("https", "trust_proxy"):
        if value.lower() not in (*_YES, *_NO):
            raise SettingsError(name, value, "yes, no")
        return replace(settings, **{name: value.lower() in _YES})  # type: ignore[arg-type]
    if name == "public_url" and value and not _is_public_url(value):
        allowed = "an address such as https://anping.example.org, without ? and #"
        raise SettingsError(name, value, allowed)
    return replace(settings, **{name: value})  # type: ignore[arg-type]


def _is_public_url(value: str) -> bool:
    parts = urlsplit(value)
    is_plain = value.isascii() and value.isprintable() and " " not in value
    return (
        is_plain
        and parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and not (parts.query or parts.fragment or parts.username)
    )
