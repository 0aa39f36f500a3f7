"""`anping settings`: the effective settings and where they come from."""

from __future__ import annotations

import os
from dataclasses import fields

import click

from assistant.model.settings import PREFIX as MODEL_PREFIX
from assistant.model.settings import ModelSettings, load_model_settings
from corpus.record.address import shown_address
from ui.cli.output import print_table, reported_errors
from ui.settings import PREFIX, Settings


@click.command()
@click.pass_obj
def settings(effective: Settings) -> None:
    """Show the effective settings with their origin."""
    rows = []
    for field in fields(effective):
        variable = PREFIX + field.name.upper()
        origin = variable if variable in os.environ else "default"
        value = str(getattr(effective, field.name))
        shown = shown_address(value) if field.name.endswith("_url") else value
        rows.append((field.name, shown, origin))
    with reported_errors():
        rows += _model_rows(load_model_settings(os.environ))
    print_table(("setting", "value", "origin"), rows)


def _model_rows(model: ModelSettings | None) -> list[tuple[str, str, str]]:
    """Return the language model's settings; of the key only whether there is one."""
    if model is None:
        return [("llm", "none; answers are composed without a language model", "default")]
    rows = []
    for field in fields(model):
        variable = MODEL_PREFIX + field.name.upper()
        origin = variable if os.environ.get(variable, "").strip() else "default"
        value = model.masked_key if field.name == "api_key" else getattr(model, field.name)
        rows.append((f"llm_{field.name}", str(value), origin))
    return rows
