"""`anping procedure sample` and `hold`: drawn samples (7.4), and legal holds (4.9)."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import click

from ui.cli.acting import own_services
from ui.cli.output import EXIT_NOT_DONE, print_json, reported_errors
from ui.cli.procedure_given import json_option, lang_option, stage_of, stage_option
from ui.procedure.samples import draw_sample, is_as_drawn
from ui.procedure.told import hold_json, sample_json
from ui.settings import Settings
from ui.wording import t

_LONGEST_FILE = 8_000_000
"""Bytes; 20 000 ids of 200 characters fit."""


@click.group()
def sample() -> None:
    """Samples of large populations: drawn once, checked whenever they are looked at (7.4)."""


@sample.command("draw")
@click.argument("case_id")
@click.argument("name")
@click.argument("ids", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--seed", help="Default: one is made. It decides, with the ids, who is drawn.")
@click.option("--reason", default="", help="Why the population is drawn from again.")
@stage_option
@lang_option
@json_option
@click.pass_obj
def draw(settings: Settings, /, case_id: str, name: str, ids: Path, **given: Any) -> None:
    """Draw a sample from the population NAME, whose ids stand in the file IDS, one a line."""
    from scoring import load_rule_set

    if ids.stat().st_size > _LONGEST_FILE:
        raise click.UsageError(f"'{ids.name}' is larger than {_LONGEST_FILE} bytes.")
    try:
        lines = ids.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise click.UsageError(f"'{ids.name}' is not text in UTF-8.") from error
    population = [line.strip() for line in lines if line.strip()]
    cases = own_services(settings).own_cases
    with reported_errors():
        stage = stage_of(cases, case_id, given["stage"])
        # A sheet may read 7.4 otherwise than by default.
        saved = cases.load_sheet(case_id, stage=stage)
        chosen = (saved.content.get("interpretations") or {}) if saved else {}
        readings = {**load_rule_set(cases.case(case_id).rule_set).default_readings, **chosen}
        seed = given["seed"] or secrets.token_hex(8)
        number = draw_sample(
            cases, case_id, stage, name, population, seed, readings, given["reason"]
        )
        drawn = next(one for one in cases.samples(case_id) if one.number == number)
    if given["as_json"]:
        print_json(sample_json(drawn))
        return
    click.echo(_line(drawn, given["lang"] or settings.language))
    click.echo("\n".join(drawn.chosen))


@sample.command("list")
@click.argument("case_id")
@stage_option
@lang_option
@json_option
@click.pass_obj
def list_samples(
    settings: Settings, case_id: str, stage: Any, lang: str | None, *, as_json: bool
) -> None:
    """List the samples of CASE_ID, superseded ones too, each checked anew."""
    language = lang or settings.language
    with reported_errors():
        found = own_services(settings).own_cases.samples(case_id, stage)
    if as_json:
        print_json([sample_json(one) for one in found])
        return
    for one in found:
        click.echo(_line(one, language))
    if not found:
        click.echo(t("procedure_no_samples", language))


@sample.command("verify")
@click.argument("case_id")
@lang_option
@json_option
@click.pass_obj
def verify(settings: Settings, case_id: str, lang: str | None, *, as_json: bool) -> None:
    """Draw every sample of CASE_ID anew; exits with 1 where one comes out otherwise."""
    language = lang or settings.language
    with reported_errors():
        found = own_services(settings).own_cases.samples(case_id)
    if as_json:
        print_json([{"number": one.number, "sound": is_as_drawn(one)} for one in found])
    else:
        for one in found:
            click.echo(_line(one, language))
    if not all(map(is_as_drawn, found)):
        raise SystemExit(EXIT_NOT_DONE)


def _line(sample: Any, language: str) -> str:
    sound = t("sample_is_sound" if is_as_drawn(sample) else "sample_is_not_sound", language)
    line = t(
        "sample_line",
        language,
        number=sample.number,
        name=sample.name,
        population=len(sample.ids),
        size=sample.size,
        clause=sample.clause,
        seed=sample.seed,
        sound=sound,
    )
    return f"{line} · {t('sample_superseded', language)}" if sample.superseded else line


@click.group()
def hold() -> None:
    """Legal holds: as long as one stands, nothing of the case can be removed."""


@hold.command("set")
@click.argument("case_id")
@click.option("--reason", required=True)
@click.pass_obj
def set_hold(settings: Settings, case_id: str, reason: str) -> None:
    """Set a hold on CASE_ID and print its number."""
    with reported_errors():
        click.echo(own_services(settings).own_cases.set_hold(case_id, reason))


@hold.command("lift")
@click.argument("case_id")
@click.argument("number", type=int)
@click.option("--reason", required=True)
@click.pass_obj
def lift_hold(settings: Settings, case_id: str, number: int, reason: str) -> None:
    """Lift the hold NUMBER of CASE_ID."""
    with reported_errors():
        own_services(settings).own_cases.lift_hold(case_id, number, reason)


@hold.command("list")
@click.argument("case_id")
@json_option
@click.pass_obj
def list_holds(settings: Settings, case_id: str, *, as_json: bool) -> None:
    """List the holds of CASE_ID, lifted ones too."""
    with reported_errors():
        found = own_services(settings).own_cases.holds(case_id)
    if as_json:
        print_json([hold_json(one) for one in found])
        return
    for one in found:
        lifted = f" – {one.lifted_at} {one.lift_reason}" if one.lifted_at else ""
        click.echo(f"{one.number}. {one.set_at} {one.reason}{lifted}")
