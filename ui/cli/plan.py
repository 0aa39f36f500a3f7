"""`anping plan`: the shortest way from a sheet to its target."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from corpus import load_standard
from scoring import RuleSet, SheetError
from scoring.body_rules import BodyRules
from scoring.number import decimal_string
from scoring.plan import LevelPlan, Plan
from scoring.plan import plan as make_plan
from scoring.sheet_file import load_sheet
from ui.body_told import body_line
from ui.cli.body_option import body_option
from ui.cli.output import EXIT_INVALID, print_json, print_table, reported_errors
from ui.cli.score import parse_readings
from ui.row_words import row_title
from ui.settings import Settings


@click.command()
@click.argument("sheet", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@click.option("--read", "readings", multiple=True, metavar="ID=READING", help="Override a reading.")
@body_option
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the plan.")
@click.pass_obj
def plan(
    settings: Settings,
    sheet: Path,
    *,
    as_json: bool,
    readings: tuple[str, ...],
    body: BodyRules | None,
    lang: str | None,
) -> None:
    """Show the fewest rows, then the fewest points, that bring SHEET to its target."""
    try:
        rule_set, checked = load_sheet(sheet, parse_readings(readings), body)
    except SheetError as error:
        click.echo(str(error), err=True)
        raise SystemExit(EXIT_INVALID) from error
    with reported_errors():
        result = make_plan(rule_set, checked)
    if as_json:
        print_json(plan_json(result))
        return
    language = lang or settings.language
    if body is not None:
        click.echo(body_line(body, language))
    for level in result.levels:
        _print_level(level, rule_set, language)


def plan_json(plan: Plan) -> dict[str, Any]:
    """Return the JSON object of a plan; points are decimal strings."""
    return {
        "target": plan.target,
        "feasible": plan.feasible,
        "levels": {
            level.level: {
                "gates": list(level.gates),
                "rows": [
                    {
                        "id": gain.row,
                        "has": decimal_string(gain.has),
                        "full": decimal_string(gain.full),
                        "gain": decimal_string(gain.gain),
                        "assessed": not gain.is_open,
                    }
                    for gain in level.gains
                ],
                "before": decimal_string(level.before),
                "after": decimal_string(level.after),
                "feasible": level.feasible,
            }
            for level in plan.levels
        },
    }


def _print_level(level: LevelPlan, rules: RuleSet, language: str) -> None:
    zh = language == "zh"
    standard = load_standard(rules.id, rules.edition)
    before, after = decimal_string(level.before), decimal_string(level.after)
    if not level.feasible:
        click.echo(
            f"{level.level} 级：即使全部满足也只有 {after} 分，达不到分数线。"
            if zh
            else f"Level {level.level}: even with everything met only {after} points; the mark is out of reach."
        )
        return
    click.echo(
        f"{level.level} 级：{before} → {after} 分，需先满足基本要求 {len(level.gates)} 项，再补 {len(level.gains)} 行"
        if zh
        else f"Level {level.level}: {before} → {after} points; {len(level.gates)} gates first, then {len(level.gains)} rows"
    )
    gains = [(row_id, "—") for row_id in level.gates]
    gains += [(gain.row, f"+{decimal_string(gain.gain)}") for gain in level.gains]
    rows = [(name, gain, row_title(rules, standard, name, language)) for name, gain in gains]
    if rows:
        print_table(("编号", "增分", "内容") if zh else ("Row", "Gain", "Title"), rows)
    click.echo()
