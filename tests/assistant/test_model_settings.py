"""The ANPING_LLM_ variables."""

from __future__ import annotations

import pytest

from assistant.errors import ModelSettingsError
from assistant.model.settings import load_model_settings

BOTH = {"ANPING_LLM_BASE_URL": "https://host.example/v1/", "ANPING_LLM_MODEL": "m"}


def test_without_variables_there_is_no_model() -> None:
    assert load_model_settings({}) is None
    assert load_model_settings({"ANPING_LLM_API_KEY": "k", "ANPING_LLM_TIMEOUT_S": "3"}) is None
    assert load_model_settings({"ANPING_LLM_BASE_URL": "", "ANPING_LLM_MODEL": " "}) is None


def test_values_are_read_and_the_key_is_not_shown() -> None:
    more = {"ANPING_LLM_API_KEY": "sk-1", "ANPING_LLM_TIMEOUT_S": "2.5", "ANPING_LLM_RETRIES": "0"}
    found = load_model_settings({**BOTH, **more, "OTHER": "1"})
    assert found is not None
    assert (found.base_url, found.timeout_s, found.retries) == ("https://host.example/v1", 2.5, 0)
    assert found.api_key == "sk-1"
    assert "sk-1" not in repr(found) + found.masked_key


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ANPING_LLM_BASE_ULR", "x", "ANPING_LLM_BASE_URL"), ("ANPING_LLM_BASE_URL", "ftp://host/v1", "https://"),
        ("ANPING_LLM_BASE_URL", "host:8000", "https://"), ("ANPING_LLM_BASE_URL", "http://", "https://"),
        ("ANPING_LLM_BASE_URL", "http://h:99999/v1", "https://"), ("ANPING_LLM_BASE_URL", "http://h/v1?key=1", "query"),
        ("ANPING_LLM_BASE_URL", "file:///etc/passwd", "https://"), ("ANPING_LLM_TIMEOUT_S", "soon", "not a number"),
        ("ANPING_LLM_TIMEOUT_S", "nan", "out of range"), ("ANPING_LLM_MAX_TOKENS", "1.5", "not a number"), ("ANPING_LLM_MAX_TOKENS", "0", "16 to"),
        ("ANPING_LLM_RETRIES", "-1", "0 to 10"), ("ANPING_LLM_API_KEY", "a b", "header"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_with_what_is_allowed(
    name: str, value: str, words: str
) -> None:
    with pytest.raises(ModelSettingsError, match=name) as caught:
        load_model_settings({**BOTH, name: value})
    assert words in str(caught.value)


def test_secrets_in_values_are_not_repeated() -> None:
    for name, value in (
        ("ANPING_LLM_BASE_URL", "https://user:hunter2@host/v1"),
        ("ANPING_LLM_API_KEY", "hunter2\nX-Header: 1"),
    ):
        with pytest.raises(ModelSettingsError) as caught:
            load_model_settings({**BOTH, name: value})
        assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("given", list(BOTH))
def test_half_of_a_configuration_names_the_missing_half(given: str) -> None:
    (missing,) = set(BOTH) - {given}
    with pytest.raises(ModelSettingsError, match=missing):
        load_model_settings({given: BOTH[given]})
