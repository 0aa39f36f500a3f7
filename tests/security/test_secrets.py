"""Secrets come from the environment alone, and nothing shows them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import fields

import click
import pytest
from click.testing import CliRunner

from ui.cli.main import COMMANDS, main
from ui.settings import SECRETS, Settings, SettingsError, load_settings

SECRET = re.compile(r"passw|secret|token|api.?key|credential", re.IGNORECASE)
SHOWN = {
    "ANPING_METRICS_TOKEN": "hunter2-of-the-figures", "ANPING_VECTORS_TOKEN": "hunter2-of-the-vectors",
    "ANPING_PASSWORD": "hunter2-of-li", "ANPING_LLM_API_KEY": "sk-hunter2hunter2hunter2",
    "ANPING_LLM_BASE_URL": "http://127.0.0.1:9/v1", "ANPING_LLM_MODEL": "m",
    "ANPING_DATABASE_URL": "postgresql://anping:hunter2-of-the-database@127.0.0.1/anping",
    "ANPING_QUEUE_URL": "redis://:hunter2-of-the-queue@127.0.0.1:6379/0",
}  # fmt: skip


def commands(
    group: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Parameter]]:
    for parameter in group.params:
        yield " ".join(path), parameter
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            assert found is not None
            yield from commands(found, (*path, name))


def test_no_option_of_any_command_takes_a_secret() -> None:
    """Options stand in the history of a shell and in the list of processes."""
    named = {
        (path, option)
        for path, parameter in commands(main)
        if isinstance(parameter, click.Option) and not parameter.is_flag
        for option in parameter.opts
        if SECRET.search(option)
    }
    assert named == set()
    assert len(COMMANDS) > 20


def test_no_field_of_the_settings_is_a_secret() -> None:
    assert [one.name for one in fields(Settings) if SECRET.search(one.name)] == []
    for name in SECRETS:
        assert SECRET.search(name)
        load_settings({name: "x"})
        with pytest.raises((SettingsError, TypeError, ValueError)):
            load_settings({}, **{name.removeprefix("ANPING_").lower(): "hunter2"})


def test_the_command_that_shows_settings_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SHOWN.items():
        monkeypatch.setenv(name, value)
    shown = CliRunner().invoke(main, ["settings"])
    assert shown.exit_code == 0, shown.output
    assert "hunter2" not in shown.output
    assert "database_url" in shown.output
    settings = load_settings(os.environ)
    assert "hunter2-of-the-database" not in repr(settings)
