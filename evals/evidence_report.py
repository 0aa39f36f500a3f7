"""
A run over dossiers as rows of figures, as JSON and as Markdown. Pure.

Of test dossiers nothing leaves this module but figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.dossier import STATUSES, Status
from evals.evidence import PRODUCT, EvidenceRun, split_of
from evals.evidence_figures import FIGURES, KINDS, Figures, confusion_of, figures_of
from evals.evidence_judgement import LOOKED_AT, JudgedRow, Judgement
from evals.report import shown, table

POOLED = "dev dossiers"
TEST_DOSSIER_IS_CLOSED = "Of the test dossier only figures are shown: nobody may tune on its files."


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """
    The figures of one system on one dossier, or on all dev dossiers together.

    n: rows of the standard. confusion: the gold's status, then the one found.
    """

    group: str
    split: str
    system: str
    n: int
    figures: Figures
    confusion: Mapping[Status, Mapping[Status, int]]


def summarise_evidence(judgements: Sequence[Judgement]) -> tuple[EvidenceRow, ...]:
    """Return a row for each dossier and system, then for the dev dossiers pooled; () for none."""
    groups: dict[str, list[str]] = {entry.dossier: [entry.dossier] for entry in judgements}
    dev = [name for name in groups if split_of(name) == "dev"]
    if len(dev) > 1:
        groups[POOLED] = dev
    systems = dict.fromkeys(entry.system for entry in judgements)
    return tuple(
        _row(group, [e for e in judgements if e.system == system and e.dossier in names])
        for group, names in groups.items()
        for system in systems
    )


def _row(group: str, judgements: Sequence[Judgement]) -> EvidenceRow:
    system = judgements[0].system
    figures = figures_of(judgements)
    if system != PRODUCT:
        # A baseline shows three texts a row: how many quotes it finds of all says nothing.
        figures = {name: None if name in KINDS else found for name, found in figures.items()}
    return EvidenceRow(
        group=group,
        split="dev" if group == POOLED else split_of(group),
        system=system,
        n=sum(len(entry.rows) for entry in judgements),
        figures=figures,
        confusion=confusion_of(judgements),
    )


def evidence_report(run: EvidenceRun) -> dict[str, Any]:
    """Return the JSON object of a run; `wrong` and `lured` hold dev dossiers only."""
    product = [entry for entry in run.judgements if entry.system == PRODUCT]
    dev = [entry for entry in product if split_of(entry.dossier) == "dev"]
    return {
        "dossiers": {
            one.dossier.id: {"digest": one.digest, "split": split_of(one.dossier.id)}
            | asdict(one.cost)
            for one in run.dossiers
        },
        "encoder": run.encoder,
        "thresholds": dict(run.thresholds),
        "rows": [_row_json(row) for row in summarise_evidence(run.judgements)],
        "wrong": [
            _wrong_json(entry.dossier, row) for entry in dev for row in entry.rows if row.is_wrong
        ],
        "lured": [
            {
                "dossier": entry.dossier,
                "indicators": list(lure.lured),
                "quote": lure.quote.text,
                "why": lure.why,
            }
            for entry in dev
            for lure in entry.lures
            if lure.lured
        ],
    }


def _row_json(row: EvidenceRow) -> dict[str, Any]:
    return {
        "group": row.group,
        "split": row.split,
        "system": row.system,
        "n": row.n,
        "figures": {
            name: None if found is None else asdict(found) for name, found in row.figures.items()
        },
        "confusion": {status: dict(found) for status, found in row.confusion.items()},
    }


def _wrong_json(dossier: str, row: JudgedRow) -> dict[str, Any]:
    return {
        "dossier": dossier,
        "indicator": row.gold.id,
        "expected": row.gold.status,
        "found": row.found.status,
        "quote_among_first": row.hit,
        "why": row.gold.why,
        "missing": row.gold.missing,
        "unshown_aspects": [name for name, is_shown in row.found.aspects.items() if not is_shown],
        "quotes": [quote.text for quote in row.gold.quotes],
        "shown": [asdict(one) for one in row.found.shown],
    }


def evidence_tables(run: EvidenceRun) -> str:
    """Return the figures and the product's confusions as Markdown tables."""
    rows = summarise_evidence(run.judgements)
    product = [row for row in rows if row.system == PRODUCT]
    parts = [_figure_table(rows, FIGURES), _figure_table(product, KINDS)]
    parts += [f"{row.group}, gold by found:\n\n{_confusion_table(row)}" for row in product]
    return "\n\n".join([*parts, _cost_table(run)])


def _figure_table(rows: Sequence[EvidenceRow], names: Sequence[str]) -> str:
    cells = [
        [
            f"{row.group} ({row.split}): {row.system}",
            *(shown(row.figures[name], with_n=True) for name in names),
        ]
        for row in rows
    ]
    return table(["dossier: system", *names], cells)


def _confusion_table(row: EvidenceRow) -> str:
    cells = [
        [expected, *(str(found[status]) for status in STATUSES)]
        for expected, found in row.confusion.items()
    ]
    return table(["gold", *STATUSES], cells)


def _cost_table(run: EvidenceRun) -> str:
    headings = [
        "dossier",
        "files",
        "refused",
        "statements",
        "read s",
        "find s",
        "near s",
        "again s",
    ]
    cells = [
        [
            one.dossier.id,
            *map(str, (one.cost.files, one.cost.refused, one.cost.statements)),
            *(
                f"{took:.2f}"
                for took in (one.cost.read_s, one.cost.find_s, one.cost.near_s, one.cost.again_s)
            ),
        ]
        for one in run.dossiers
    ]
    return table(headings, cells)


def wrong_lines(run: EvidenceRun) -> list[str]:
    """Return a line for each wrong row of the dev dossiers; [] where there is none."""
    return [
        f"{entry['dossier']} {entry['indicator']}: {_wrong_words(entry)}"
        for entry in evidence_report(run)["wrong"]
    ]


def _wrong_words(entry: Mapping[str, Any]) -> str:
    words = [f"{entry['expected']}, found {entry['found']}"]
    if entry["quote_among_first"] is False:
        words.append(f"no quote of the gold among the first {LOOKED_AT}")
    if entry["unshown_aspects"]:
        words.append(f"not seen: {', '.join(entry['unshown_aspects'])}")
    return "; ".join(words)


def evidence_markdown(run: EvidenceRun) -> str:
    """Return the whole report of a run; every wrong row of the dev dossiers with its quotes."""
    return "\n".join([*_sections(run), ""])


def _sections(run: EvidenceRun) -> Iterator[str]:
    report = evidence_report(run)
    yield "# Evidence\n"
    yield "Means with 95% bootstrap intervals and n; docs/evals.md defines every figure.\n"
    yield evidence_tables(run)
    for system, threshold in run.thresholds.items():
        yield f"\n{system} calls a row supported from a score of {threshold:.4f} on."
    yield "\n## Wrong rows of the dev dossiers\n"
    for entry in report["wrong"]:
        yield f"- **{entry['dossier']} {entry['indicator']}** {_wrong_words(entry)}"
        if entry["missing"]:
            yield f"  - missing by the gold: {entry['missing']}"
        yield from (f"  - gold: {text}" for text in entry["quotes"])
        yield from (
            f"  - {one['relation']}: {one['text']} ({', '.join(one['files'])})"
            for one in entry["shown"]
        )
    yield "" if report["wrong"] else "None."
    yield "## Distractors shown as support, dev dossiers\n"
    for lure in report["lured"]:
        rows = ", ".join(lure["indicators"])
        yield f"- {lure['dossier']} {rows}: {lure['quote']} ({lure['why']})"
    yield "" if report["lured"] else "None."
    yield TEST_DOSSIER_IS_CLOSED
