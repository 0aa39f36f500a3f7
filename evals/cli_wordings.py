"""`anping eval wordings`: how many ways of saying a thing are recognised."""

from __future__ import annotations

import click

from evals.cli_faults import reported
from ui.cli.output import print_json


@click.command()
@click.option("--half", type=click.Choice(["dev", "test"]), default="test", show_default=True)
@click.option("--row", default="", help="Only rows whose id begins like this, such as A1.2.")
@click.option("--wrong", is_flag=True, help="List the wrong ones; of the dev half only.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def wordings(*, half: str, row: str, wrong: bool, as_json: bool) -> None:
    """
    Judge single sentences that show an aspect, deny it, or only sound like it.

    Their authors did not know the words of the expectations. Figures are shares of right ones
    with 95% intervals and n.
    """
    from dataclasses import asdict

    from evals.report import shown, table
    from evals.wording_bank import KINDS, figures_of, judge, load_bank, wrong_wordings

    with reported():
        bank = [one for one in load_bank() if one.half == half and one.indicator.startswith(row)]
        judged = judge(bank)
        figures = {"all": figures_of(judged)}
        for rule_set in dict.fromkeys(one.rule_set for one in bank):
            figures[rule_set] = figures_of([j for j in judged if j.wording.rule_set == rule_set])
        if as_json:
            print_json(
                {
                    name: {
                        f"{kind} {language}".strip(): asdict(found) if found else None
                        for (kind, language), found in part.items()
                    }
                    for name, part in figures.items()
                }
            )
            return
        rows = [
            [
                f"{name} {language}".strip(),
                *(shown(part[kind, language], with_n=True) for kind in KINDS),
            ]
            for name, part in figures.items()
            for language in ("", "zh", "en")
        ]
        click.echo(table([f"{half} half", *KINDS], rows))
        if wrong:
            click.echo("\n".join(["", *wrong_wordings(judged)]))
