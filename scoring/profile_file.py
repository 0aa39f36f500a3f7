"""
Profile files (YAML, JSON) to checked profiles.

Reads no bytes itself: `scoring.sheet_file` reads hostile files safely, this module checks what
they say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from scoring.errors import Fault, ProfileError, SheetError
from scoring.fact import fact_named
from scoring.load import RULE_SET_IDS, load_facts, load_rule_set
from scoring.profile import Profile, parse_profile
from scoring.sheet_file import read_sheet_words

SUFFIXES = (".yaml", ".yml", ".json")


def load_profile(path: Path, overrides: Mapping[str, Any] | None = None) -> Profile:
    """
    Read and check a profile file; `overrides` replace entries of it, facts one by one.

    Raises:
        ProfileError: the file cannot be read (missing, too large, wrong encoding or format), or
            the profile has faults; all are listed, with lines where the format has them.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ProfileError(
            [
                Fault(
                    "file_kind",
                    "file",
                    f"项目概况文件应为 {'、'.join(SUFFIXES)}，而不是“{path.name}”。",
                    f"A profile file is one of {', '.join(SUFFIXES)}, not {path.name!r}.",
                )
            ]
        )
    try:
        content = read_sheet_words(path)
    except SheetError as error:
        raise ProfileError(error.faults) from error
    faults = list(content.faults)
    try:
        profile = profile_of_words(merged(content.words, overrides or {}))
    except ProfileError as error:
        faults += error.faults
    if faults:
        raise ProfileError([_with_line(fault, content.line_by_path) for fault in faults])
    return profile


def profile_of_words(words: object) -> Profile:
    """
    Check the words of a profile against the facts and rule sets on file.

    Raises:
        ProfileError: with every fault at once.
    """
    levels = {
        name: tuple(level.id for level in load_rule_set(name).levels) for name in RULE_SET_IDS
    }
    return parse_profile(words, load_facts(), levels)


def merged(words: object, overrides: Mapping[str, Any]) -> object:
    """Return the words with the overrides put in; words that are no mapping stay as they are."""
    if not isinstance(words, Mapping):
        return words
    both = {**words, **{key: value for key, value in overrides.items() if key != "facts"}}
    facts, more = words.get("facts"), overrides.get("facts")
    if more and isinstance(facts, Mapping):
        both["facts"] = {**_without(facts, more), **more}
    elif more and facts is None:
        both["facts"] = dict(more)
    return both


def _without(facts: Mapping[Any, Any], more: Mapping[str, Any]) -> dict[Any, Any]:
    """Leave out the facts that `more` (by fact id) replaces, however the file names them."""
    catalogue = load_facts()
    named = {name: fact_named(str(name), catalogue) for name in facts}
    return {
        name: state
        for name, state in facts.items()
        if (fact := named[name]) is None or fact.id not in more
    }


def _with_line(fault: Fault, line_by_path: Mapping[str, int]) -> Fault:
    line = fault.line or line_by_path.get(fault.where)
    return replace(fault, line=line)
