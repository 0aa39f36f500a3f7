"""`python -m evals.bench`: how fast the parts are on this machine, against their targets."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from assistant.asking.conversation import Assistant
from assistant.asking.retrieval import Retriever
from corpus.encoder import load_encoder
from corpus.index import StandardIndex
from evals.suite import SUITES, load_suite
from scoring import assess, load_rule_set, parse_sheet
from scoring.plan import plan
from ui.settings import load_settings


def milliseconds(run: Callable[[], object], times: int) -> list[float]:
    """Return the wall time of each call, in milliseconds, ascending."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def main() -> None:
    """Print one line a measurement: what, figure, target."""
    rules = load_rule_set("tcrea-2023")
    rows = [row.id for row in rules.rows if not row.lost]
    full = {"rule_set": rules.id, "target": "A", "judgements": {row: {"met": True} for row in rows}}
    sheet = parse_sheet(full, rules)
    empty = parse_sheet({"rule_set": rules.id, "target": "A"}, rules)
    _line(
        "assess, full three-level sheet, p50 ms", milliseconds(lambda: assess(rules, sheet), 50), 5
    )
    _line(
        "gap plan from an empty sheet, p50 ms", milliseconds(lambda: plan(rules, empty), 10), 1000
    )
    settings = load_settings({})
    encoder = load_encoder(settings.encoder, settings.cache)
    assistant = Assistant(Retriever(StandardIndex(encoder, settings.cache)))
    suite = load_suite(SUITES / "first-questions.yaml")
    questions = [question.question for question in suite.questions]
    asked = iter(questions * 2)
    taken = milliseconds(lambda: assistant.ask(next(asked)), len(questions))
    _line("warm question, p50 ms", taken, 100)
    _say(f"{'warm question, p95 ms':44} {taken[int(len(taken) * 0.95)]:9.1f}   target 300")
    command = [sys.executable, "-c", "from ui.cli.main import main; main()", "ask", "9.1", "--json"]
    cold = milliseconds(lambda: subprocess.run(command, check=True, capture_output=True), 5)
    _line("cold command-line question, p50 ms", cold, 3000)


def _line(what: str, taken: list[float], target: float) -> None:
    _say(f"{what:44} {statistics.median(taken):9.1f}   target {target:g}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
