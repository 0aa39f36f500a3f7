"""What the commands of `anping procedure` share: options, facts, naming a person of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from corpus.cases.store import CaseStore

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
lang_option = click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the lines.")
stage_option = click.option(
    "--stage", type=click.Choice(["pre", "formal"]), help="Default: the stage the case is in."
)


def pairs_of(given: Sequence[str]) -> dict[str, str]:
    """
    Return what was given as KEY=TEXT.

    Raises:
        UsageError: there is no "=", or a key stands twice.
    """
    found: dict[str, str] = {}
    for one in given:
        key, mark, text = one.partition("=")
        key = key.strip()
        if not mark or not key or key in found:
            raise click.UsageError(f"'{one[:60]}' is not KEY=TEXT, or the key stands twice.")
        found[key] = text
    return found


def stage_of(cases: CaseStore, case_id: str, stage: Any) -> Any:
    """Return a stage that was named, else the one that the case is in."""
    return stage or cases.case(case_id).stage
