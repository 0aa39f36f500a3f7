"""A run as one self-contained page: figures of everything, questions of the dev half. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from evals.record import Record
from evals.report import GROUPS, KIND, TEST_IS_CLOSED, reasons
from evals.run import Conditions
from evals.summary import ANSWERING, PRECISION, RANKING, RECALL, Row
from evals.system import ASSISTANT

_ASSETS = Path(__file__).parent / "assets"
_MOST_IDS = 3
_ANSWERS = (PRECISION, RECALL, *ANSWERING)


def page(
    rows: Sequence[Row], records: Sequence[Record], conditions: Conditions, style: str, script: str
) -> str:
    """Return the page; style and script are put into it as they are, all else is escaped."""
    suites = list(dict.fromkeys(row.suite for row in rows))
    return "\n".join(
        [
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Anping evaluation</title><style>{style}</style></head><body>",
            "<header><h1>Evaluation</h1>",
            f"<p>{_conditions(conditions)}</p></header><main>",
            "<section><h2>Figures</h2>",
            "<p>Means with their 95% bootstrap intervals; a bar shows mean and interval. "
            "n of a ranking counts the questions with a gold.</p>",
            *(_figures(suite, rows) for suite in suites),
            "</section>",
            *_questions(suites, records),
            f"</main><script>{script}</script></body></html>",
        ]
    )


def asset(name: str) -> str:
    """Return a shipped file of the page, its style or its script."""
    return (_ASSETS / name).read_text(encoding="utf-8")


def _conditions(conditions: Conditions) -> str:
    clauses = ", ".join(f"{name} {number}" for name, number in conditions.clauses.items())
    suites = ", ".join(f"{name} {digest[:8]}" for name, digest in conditions.suites.items())
    known = ", ".join(
        f"{name} {split} {number}"
        for name, numbers in conditions.known.items()
        for split, number in numbers.items()
    )
    return escape(
        f"Encoder {conditions.encoder}. Clauses: {clauses}. Suites: {suites}. "
        f"Questions that the product knows word for word: {known}."
    )


def _figures(suite: str, rows: Sequence[Row]) -> str:
    parts = [f"<h3>{escape(suite)}</h3>"]
    for split in dict.fromkeys(row.split for row in rows if row.suite == suite):
        of_split = [row for row in rows if (row.suite, row.split) == (suite, split)]
        main = [row for row in of_split if row.group in GROUPS]
        kinds = [row for row in of_split if row.group.startswith(KIND) and row.system == ASSISTANT]
        answers = [row for row in main if row.system == ASSISTANT]
        parts += [
            f"<h4>{escape(split)}: ranking</h4>",
            _table(main, tuple(RANKING)),
            f"<h4>{escape(split)}: answers</h4>",
            _table(answers, _ANSWERS),
            f"<details><summary>{escape(split)}: by kind of question</summary>",
            _table(kinds, tuple(RANKING)),
            _table(kinds, _ANSWERS),
            "</details>",
        ]
    return "\n".join(parts)


def _table(rows: Sequence[Row], names: Sequence[str]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    lines = [
        '<div class="scroll"><table class="figures"><thead><tr><th scope="col">group</th>'
        f'<th scope="col">system</th><th scope="col">n</th>{head}</tr></thead><tbody>'
    ]
    previous = ""
    of_ranking = names[0] in RANKING
    for row in rows:
        failed = f' <b class="bad">{row.failed} failed</b>' if row.failed else ""
        group = row.group.removeprefix(KIND)
        first = ' class="first"' if group != previous else ""
        lines.append(
            f'<tr{first}><th scope="row">{escape(group) if group != previous else ""}</th>'
            f"<td>{escape(row.system)}</td><td>{row.ranked if of_ranking else row.n}{failed}</td>"
            f"{''.join(_cell(row, name) for name in names)}</tr>"
        )
        previous = group
    return "\n".join([*lines, "</tbody></table></div>"])


def _cell(row: Row, name: str) -> str:
    found = row.figures[name]
    if found is None:
        return '<td class="none">–</td>'
    title = f"{found.low:.3f} to {found.high:.3f}, n = {found.n}"
    bar = (
        f'<i class="bar"><i style="left:{found.low:.1%};right:{1 - found.high:.1%}"></i>'
        f'<b style="left:{found.value:.1%}"></b></i>'
    )
    span = f"<small>{found.low:.2f}–{found.high:.2f}</small>"
    return f'<td title="{title}">{found.value:.3f} {span}{bar}</td>'


def _questions(suites: Sequence[str], records: Sequence[Record]) -> Iterator[str]:
    shown = [record for record in records if record.shown is not None]
    by_question: dict[tuple[str, str, str], list[Record]] = {}
    for record in shown:
        by_question.setdefault(record.key, []).append(record)
    yield f"<section><h2>Questions of the dev half</h2><p>{TEST_IS_CLOSED}</p>"
    kinds = sorted({record.kind for record in shown})
    yield '<form class="filters" onsubmit="return false">'
    yield _choice("suite", suites)
    yield _choice("kind", kinds)
    yield _choice("language", ("zh", "en"))
    yield _choice("result", ("hit", "miss"))
    yield '<label>text <input name="text" type="search"></label> <output></output></form>'
    for entries in by_question.values():
        yield _question(entries)
    yield "</section>"


def _choice(name: str, values: Sequence[str]) -> str:
    options = "".join(f"<option>{escape(value)}</option>" for value in values)
    return (
        f'<label>{name} <select name="{name}"><option value="">all</option>{options}</select>'
        "</label>"
    )


def _question(entries: Sequence[Record]) -> str:
    main = next((entry for entry in entries if entry.system == ASSISTANT), entries[0])
    shown: Any = main.shown
    why = reasons(main)
    result = "miss" if why else "hit"
    data = " ".join(
        f'data-{name}="{escape(value)}"'
        for name, value in (
            ("suite", main.suite),
            ("kind", main.kind),
            ("language", main.language),
            ("result", result),
        )
    )
    why_text = f' <span class="why">{escape("; ".join(why))}</span>' if why else ""
    return "\n".join(
        [
            f'<details class="question {result}" {data}>',
            f"<summary><code>{escape(main.id)}</code> <span>{escape(shown['question'])}</span>"
            f"{why_text}</summary>",
            *_turns(shown["history"]),
            f"<p>Gold: {_gold(shown['gold'])}</p>",
            _rankings(entries, shown["gold"]),
            *_answer(main, shown),
            "</details>",
        ]
    )


def _turns(history: Sequence[dict[str, str]]) -> Iterator[str]:
    for turn in history:
        yield f'<p class="turn"><b>{escape(turn["role"])}:</b> {escape(turn["content"])}</p>'


def _gold(gold: dict[str, int]) -> str:
    if not gold:
        return "the documents do not answer"
    return " ".join(f'<span class="g{grade}">{escape(name)}</span>' for name, grade in gold.items())


def _rankings(entries: Sequence[Record], gold: dict[str, int]) -> str:
    lines = ['<div class="scroll"><table class="ranks">']
    for entry in entries:
        ranked: Any = entry.shown and entry.shown["ranked"]
        cells = "".join(f"<td>{_result(names, gold)}</td>" for names in ranked)
        failed = f'<td class="bad">{escape(entry.error)}</td>' if entry.error else cells
        lines.append(f'<tr><th scope="row">{escape(entry.system)}</th>{failed}</tr>')
    return "".join([*lines, "</table></div>"])


def _result(names: Sequence[str], gold: dict[str, int]) -> str:
    """Return what one result shows; of a chunk with many clauses the gold and how many more."""
    told = names if len(names) <= _MOST_IDS else [name for name in names if name in gold]
    more = len(names) - len(told)
    shown = " ".join(_ranked(name, gold) for name in told)
    return f"{shown} <small>{more} others</small>" if more else shown


def _ranked(name: str, gold: dict[str, int]) -> str:
    grade = gold.get(name)
    return escape(name) if grade is None else f'<span class="g{grade}">{escape(name)}</span>'


def _answer(main: Record, shown: dict[str, Any]) -> Iterator[str]:
    if shown["text"]:
        yield f'<pre class="answer">{escape(shown["text"][0])}</pre>'
    for fact in shown["missing_facts"]:
        yield f'<p class="bad">Missing fact: {escape(" or ".join(fact))}</p>'
    for citation in shown["broken_citations"]:
        yield (
            f'<p class="bad">Citation of {escape(citation["clause"])} does not hold: '
            f"{escape(citation['quote'])}</p>"
        )
    if main.abstained:
        yield "<p>Says that the documents do not answer.</p>"
