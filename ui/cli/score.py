"""`anping score`: assess a score sheet."""

from __future__ import annotations

from pathlib import Path

import click

from scoring import Assessment, RuleSet, SheetError, assess, assessment_json, invalid_json, sentence
from scoring.body_rules import BodyRules
from scoring.number import exact_string
from scoring.sheet_file import load_sheet
from ui.body_told import body_line, difference_rows
from ui.cli.body_option import body_option
from ui.cli.output import EXIT_INVALID, print_json, print_table
from ui.settings import Settings
from ui.wording import t

OUTCOME_ZH = {
    "invalid": "评分表无效",
    "incomplete": "尚未评完",
    "gate_failed": "基本要求不满足",
    "below_mark": "未达分数线",
    "passed": "通过",
    "scored": "已计分",
}
OUTCOME_EN = {
    "invalid": "invalid sheet",
    "incomplete": "incomplete",
    "gate_failed": "gate failed",
    "below_mark": "below the mark",
    "passed": "passed",
    "scored": "scored",
}


@click.command()
@click.argument("sheet", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the assessment as JSON.")
@click.option("--trace", is_flag=True, help="Print the derivation of every number.")
@click.option("--read", "readings", multiple=True, metavar="ID=READING", help="Override a reading.")
@body_option
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the report.")
@click.pass_obj
def score(
    settings: Settings,
    sheet: Path,
    *,
    as_json: bool,
    trace: bool,
    readings: tuple[str, ...],
    body: BodyRules | None,
    lang: str | None,
) -> None:
    """
    Assess SHEET (YAML, JSON or XLSX).

    Exit code 0 whatever the outcome; 2 for an invalid sheet, with every fault and nothing scored.
    """
    language = lang or settings.language
    try:
        rule_set, checked = load_sheet(sheet, parse_readings(readings), body)
    except SheetError as error:
        _print_invalid(error, as_json=as_json, language=language)
        raise SystemExit(EXIT_INVALID) from error
    assessment = assess(rule_set, checked)
    if as_json:
        print_json(assessment_json(assessment))
    else:
        _print_report(rule_set, assessment, language)
        if trace:
            _print_trace(assessment, language)


def parse_readings(readings: tuple[str, ...]) -> dict[str, str]:
    """Parse `ID=READING` flags; a flag without `=` is a usage error."""
    chosen = {}
    for entry in readings:
        name, separator, reading = entry.partition("=")
        if not separator:
            raise click.BadParameter(f"{entry!r} is not ID=READING", param_hint="--read")
        chosen[name] = reading
    return chosen


def _print_invalid(error: SheetError, *, as_json: bool, language: str) -> None:
    if as_json:
        print_json(invalid_json(None, error))
        return
    many = len(error.faults)
    click.echo(
        f"评分表无效：{many} 处错误，未计分。"
        if language == "zh"
        else f"Invalid sheet: {many} fault(s), nothing scored."
    )
    for fault in error.faults:
        line = f":{fault.line}" if fault.line else ""
        text = fault.text_zh if language == "zh" else fault.text_en
        click.echo(f"  {fault.where}{line}  {text}")


def _print_report(rule_set: RuleSet, assessment: Assessment, language: str) -> None:
    zh = language == "zh"
    words = OUTCOME_ZH if zh else OUTCOME_EN
    title = rule_set.title_zh if zh else rule_set.title_en
    click.echo(f"{title}  [{rule_set.version}]")
    if assessment.body is not None:
        click.echo(body_line(assessment.body.rules, language))
    click.echo(f"{'结论' if zh else 'Outcome'}: {words[assessment.outcome]}\n")
    if assessment.levels:
        _print_levels(assessment, words, zh=zh)
        _print_beside(rule_set, assessment, language)
    else:
        _print_indicators(assessment, zh=zh)
    if assessment.reasons:
        click.echo(f"\n{'理由' if zh else 'Reasons'}:")
        for reason in assessment.reasons[:20]:
            click.echo(f"  - {reason.text_zh if zh else reason.text_en}")
        if len(assessment.reasons) > 20:
            more = len(assessment.reasons) - 20
            click.echo(f"  … {f'另有 {more} 条，见 --json' if zh else f'{more} more, see --json'}")
    _print_differences(assessment, language)
    if assessment.decisive:
        click.echo(
            f"\n{'换一种读法会改变结论的解释项' if zh else 'Another reading would change the outcome'}:"
        )
        for name in assessment.decisive:
            entry = rule_set.interpretation(name)
            used = assessment.used[name]
            click.echo(f"  - {name} = {used}: {entry.question_zh if zh else entry.question_en}")


def _print_levels(assessment: Assessment, words: dict[str, str], *, zh: bool) -> None:
    headings = (
        ("等级", "得分", "可得", "基本要求", "范围", "结论")
        if zh
        else ("Level", "Points", "Awardable", "Gates met", "Bounds", "Outcome")
    )
    rows = []
    for level in assessment.levels.values():
        met = sum(state == "met" for state in level.gates.values())
        rows.append(
            (
                level.level,
                exact_string(level.points),
                exact_string(level.awardable),
                f"{met}/{len(level.gates)}",
                f"{exact_string(level.bounds.least)}–{exact_string(level.bounds.most)}",
                words[level.outcome],
            )
        )
    print_table(headings, rows)


def _print_beside(rule_set: RuleSet, assessment: Assessment, language: str) -> None:
    for level in assessment.levels.values():
        for name, group in level.beside.items():
            own = rule_set.body.text_of(name) if rule_set.body else None
            title = own.told(language) if own else ""
            points, declared = exact_string(group.points), exact_string(group.declared)
            click.echo(
                t("body_beside", language, id=name, title=title, points=points, declared=declared)
            )


def _print_differences(assessment: Assessment, language: str) -> None:
    if assessment.body is None:
        return
    click.echo(f"\n{t('body_differences', language)}:")
    told = difference_rows(
        assessment.body, OUTCOME_ZH if language == "zh" else OUTCOME_EN, language
    )
    for subject, without, with_rules in told:
        click.echo(f"  - {subject}: {without} → {with_rules}")
    if not told:
        click.echo(f"  {t('body_same', language)}")


def _print_indicators(assessment: Assessment, *, zh: bool) -> None:
    rows = [
        (name, "—" if value is None else exact_string(value),
         f"{exact_string(assessment.indicator_bounds[name].least)}–{exact_string(assessment.indicator_bounds[name].most)}")
        for name, value in assessment.indicators.items()
    ]  # fmt: skip
    print_table(("指标", "分值", "范围") if zh else ("Indicator", "Value", "Bounds"), rows)
    if assessment.overall is not None:
        value, weight = assessment.overall
        label = "加权平均（所给权重合计 {}）" if zh else "Weighted mean (weights given: {})"
        click.echo(f"\n{label.format(exact_string(weight))}: {exact_string(value)}")


def _print_trace(assessment: Assessment, language: str) -> None:
    click.echo()
    for step in assessment.trace:
        click.echo(sentence(step, "zh" if language == "zh" else "en"))
