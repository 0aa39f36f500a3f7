"""
The settings of the language model, from the ANPING_LLM_ variables. Pure.

Without ANPING_LLM_BASE_URL and ANPING_LLM_MODEL there is no model, and nothing is ever sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from urllib.parse import urlsplit

from assistant.errors import ModelSettingsError

PREFIX = "ANPING_LLM_"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """
    Where the model is and what it may take; the variable of a field is ANPING_LLM_ and its name.

    base_url: base of an OpenAI-compatible interface, such as http://127.0.0.1:8000/v1.
    model: its name there. api_key: sent in the Authorization header only; "" sends none.
    timeout_s: for the whole answer, retries included. connect_timeout_s: for the connection.
    read_timeout_s: longest silence, the one before the first word included.
    max_tokens: budget of the reply. prompt_tokens: budget of what is sent, estimated.
    retries: further tries when the endpoint is overloaded or the connection fails.
    retry_wait_s: wait before the first of them; it doubles.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    timeout_s: float = 60.0
    connect_timeout_s: float = 5.0
    read_timeout_s: float = 30.0
    max_tokens: int = 800
    prompt_tokens: int = 6000
    retries: int = 2
    retry_wait_s: float = 0.5

    @property
    def masked_key(self) -> str:
        """What may be shown of the key: only whether there is one."""
        return "********" if self.api_key else ""


_LEAST: Mapping[str, float] = {
    "timeout_s": 0.05, "connect_timeout_s": 0.05, "read_timeout_s": 0.05, "max_tokens": 16,
    "prompt_tokens": 200, "retries": 0, "retry_wait_s": 0,
}  # fmt: skip
_MOST: Mapping[str, float] = {
    "timeout_s": 3600, "connect_timeout_s": 3600, "read_timeout_s": 3600, "max_tokens": 32_000,
    "prompt_tokens": 1_000_000, "retries": 10, "retry_wait_s": 60,
}  # fmt: skip
_WHOLE = ("max_tokens", "prompt_tokens", "retries")


def load_model_settings(environment: Mapping[str, str]) -> ModelSettings | None:
    """
    Build the settings; None when neither an address nor a model is named.

    Raises:
        ModelSettingsError: an unknown ANPING_LLM_ variable, a value that is not allowed, or only
            one of address and model.
    """
    names = {PREFIX + entry.name.upper(): entry.name for entry in fields(ModelSettings)}
    values: dict[str, str | float | int] = {}
    for variable, value in sorted(environment.items()):
        if variable.startswith(PREFIX):
            if variable not in names:
                near = get_close_matches(variable, names, n=3, cutoff=0.5) or sorted(names)
                raise ModelSettingsError(
                    variable, "there is no such setting", f"near it: {', '.join(near)}"
                )
            if value.strip():
                values[names[variable]] = _value(variable, names[variable], value.strip())
    named = [name for name in ("base_url", "model") if name in values]
    if not named:
        return None
    if len(named) == 1:
        missing = PREFIX + ("MODEL" if named == ["base_url"] else "BASE_URL")
        raise ModelSettingsError(
            missing, f"it is missing while {PREFIX}{named[0].upper()} is set", "both, or neither"
        )
    return ModelSettings(**values)  # type: ignore[arg-type]


def _value(variable: str, name: str, value: str) -> str | float | int:
    if name == "base_url":
        return _address(variable, value)
    if name == "api_key":
        if not value.isascii() or not value.isprintable() or " " in value:
            raise ModelSettingsError(
                variable, "it cannot be sent in a header", "printable ASCII without spaces"
            )
        return value
    if name not in _LEAST:
        return value
    allowed = f"{_LEAST[name]:g} to {_MOST[name]:g}"
    try:
        number = int(value) if name in _WHOLE else float(value)
    except ValueError:
        raise ModelSettingsError(variable, f"{value!r} is not a number", allowed) from None
    if not _LEAST[name] <= number <= _MOST[name]:
        raise ModelSettingsError(variable, f"{value!r} is out of range", allowed)
    return number


def _address(variable: str, value: str) -> str:
    allowed = "an address such as https://host/v1 or http://127.0.0.1:8000/v1"
    try:
        parts = urlsplit(value)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        raise ModelSettingsError(variable, "it is not an address", allowed) from None
    if parts.username is not None or parts.password is not None:
        # The value is not repeated: it holds a secret.
        raise ModelSettingsError(
            variable, "it holds a name or password", f"{allowed}; the key goes to {PREFIX}API_KEY"
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or not has_port:
        raise ModelSettingsError(variable, f"{value!r} is not an http(s) address", allowed)
    if parts.query or parts.fragment:
        raise ModelSettingsError(variable, "it has a query or fragment", allowed)
    return value.rstrip("/")
