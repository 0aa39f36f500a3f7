"""What a line that runs the program, or a setting that is handed to it, has to agree with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields

import click

from assistant.model.settings import PREFIX as MODEL_PREFIX
from assistant.model.settings import ModelSettings
from ui.cli.main import main
from ui.settings import PASSWORD, PREFIX, VECTORS_TOKEN, Settings


def known_settings() -> set[str]:
    """Return the names of all variables that the program reads."""
    own = {PREFIX + field.name.upper() for field in fields(Settings)}
    model = {MODEL_PREFIX + field.name.upper() for field in fields(ModelSettings)}
    return own | model | {PASSWORD, VECTORS_TOKEN}


def settings_in(text: str) -> set[str]:
    """Return the names of the variables of ours that stand in a text."""
    return set(re.findall(r"\bANPING_[A-Z_]*[A-Z]", text))


def unknown_settings(text: str) -> set[str]:
    """Return the names in a text that the program does not know."""
    return settings_in(text) - known_settings()


def faults_of_command(words: Sequence[str]) -> list[str]:
    """
    Return what is wrong with the words after `anping`: no such command, no such flag.

    >>> faults_of_command(["user", "add", "li", "--name", "李工", "--role", "admin"])
    []
    >>> faults_of_command(["serve", "--hots", "::1"]), faults_of_command(["sevre"])
    (['serve has no --hots'], ['no command sevre'])
    """
    command: click.Command = main
    context = click.Context(main)
    faults = []
    names: list[str] = []
    for word in words:
        flag = word.partition("=")[0]
        if flag.startswith("--") and len(flag) > 2:
            known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
            if flag not in known | {"--help"}:
                faults.append(f"{' '.join(names)} has no {flag}")
        elif isinstance(command, click.Group) and not _is_value(words, word, command):
            found = command.get_command(context, word)
            if found is None:
                return [*faults, f"no command {' '.join([*names, word])}"]
            command = found
            names.append(word)
    return faults


def _is_value(words: Sequence[str], word: str, group: click.Group) -> bool:
    """Tell whether a word is the value of a flag of the group itself."""
    before = words[words.index(word) - 1] if words.index(word) else ""
    return any(before in one.opts for one in group.params if isinstance(one, click.Option))


_RUN_BY_DOCKER = ("server", "worker", "anping:0.1.0")


def commands_in(lines: Iterable[str]) -> list[list[str]]:
    """Return what stands after `anping`, its image or its service in lines that run it."""
    found = []
    for line in lines:
        words = line.partition(" # ")[0].replace("'", " ").replace('"', " ").split()
        if words[:1] == ["docker"]:
            places = [words.index(one) for one in _RUN_BY_DOCKER if one in words]
            found += [words[at + 1 :] for at in places if "--entrypoint" not in words]
            continue
        for at, word in enumerate(words):
            if word == "anping" or word.endswith("/bin/anping"):
                end = next(
                    (i for i, w in enumerate(words) if i > at and w in ("&&", "|", ";")), None
                )
                found.append(words[at + 1 : end])
    return found
