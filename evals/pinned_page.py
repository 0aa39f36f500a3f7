"""The tables of docs/evals.md, made from the pinned figures. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evals.baseline import Baseline
from evals.errors import BaselineError
from evals.report import GROUPS, table
from evals.summary import ALL, ANSWERING, CROSS, PRECISION, RANKING, RECALL
from evals.system import ASSISTANT

_START, _END = "<!-- figures: written by `anping eval pin` -->", "<!-- /figures -->"
_ANSWER_FIGURES = (PRECISION, RECALL, *ANSWERING)
_SYSTEM_FIGURES = ("R@1", "MRR@10", "nDCG@10")


def with_figures(text: str, baselines: Sequence[Baseline]) -> str:
    """
    Return the page with its figures replaced by those of the baselines.

    Raises:
        BaselineError: the page has no place for them.
    """
    before, start, rest = text.partition(_START)
    _, end, after = rest.partition(_END)
    if not start or not end:
        raise BaselineError("docs/evals.md", f"it lacks the lines {_START!r} and {_END!r}")
    return f"{before}{start}\n{chr(10).join(_tables(baselines))}\n{end}{after}"


def _tables(baselines: Sequence[Baseline]) -> Iterator[str]:
    yield "\n### The assistant\n"
    yield "The value with its 95% interval.\n"
    yield table(["suite, split, group", "n", *RANKING], list(_ranking_rows(baselines)))
    yield "\n### Its answers\n"
    yield "The value with its 95% interval and n.\n"
    yield table(["suite, split, group", *_ANSWER_FIGURES], list(_answer_rows(baselines)))
    yield "\nQuestions that stand word for word among those the product knows (corpus/data/lexicon/):"
    known = (
        f"`{entry.suite}` {', '.join(f'{split} {n}' for split, n in entry.known.items())}"
        for entry in baselines
    )
    yield "; ".join(known) + ". What is worded nearly alike is not counted."
    yield "\n### Against other systems: test half"
    yield from _systems(baselines, "test")
    yield "\n### With one part off: dev half"
    yield from _systems(baselines, "dev")


def _assistant(baselines: Sequence[Baseline]) -> Iterator[tuple[str, Mapping[str, list[float]]]]:
    for baseline in baselines:
        for split, groups in baseline.figures.items():
            for group in GROUPS:
                pins = groups.get(group, {}).get(ASSISTANT)
                if pins:
                    yield f"{baseline.suite} {split} {group}", pins


def _ranking_rows(baselines: Sequence[Baseline]) -> Iterator[list[str]]:
    for place, pins in _assistant(baselines):
        if "R@1" in pins:
            n = f"{pins['R@1'][3]:.0f}"
            yield [place, n, *(_cell(pins.get(name), with_n=False) for name in RANKING)]


def _answer_rows(baselines: Sequence[Baseline]) -> Iterator[list[str]]:
    for place, pins in _assistant(baselines):
        yield [place, *(_cell(pins.get(name), with_n=True) for name in _ANSWER_FIGURES)]


def _systems(baselines: Sequence[Baseline], split: str) -> Iterator[str]:
    groups = (ALL, CROSS)
    names = [f"{name}, {group}" for group in groups for name in _SYSTEM_FIGURES]
    for baseline in baselines:
        pinned = baseline.figures.get(split, {})
        rows = [
            [
                system,
                *(
                    _value(pinned.get(group, {}).get(system, {}).get(name))
                    for group in groups
                    for name in _SYSTEM_FIGURES
                ),
            ]
            for system in pinned.get(ALL, {})
            if system != ASSISTANT
        ]
        yield f"\n`{baseline.suite}`\n"
        yield table(["system", *names], rows)


def _cell(pin: Sequence[float] | None, *, with_n: bool) -> str:
    if pin is None:
        return "–"
    n = f"; {pin[3]:.0f}" if with_n else ""
    return f"{pin[0]:.3f} ({pin[1]:.2f}–{pin[2]:.2f}{n})"


def _value(pin: Sequence[float] | None) -> str:
    return "–" if pin is None else f"{pin[0]:.3f}"
