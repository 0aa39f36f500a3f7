"""
How long the workbench keeps a person waiting: first paint, and every kind of click.

    python -m evals.bench_workbench [--times 20] [--json FILE]

Starts a server on a temporary home with a real case (the documents of a dev dossier, read before
the clock starts) and works in Chromium: each time is from the click, or the start of the loading,
to the drawn change. Reports the machine's load, since what else runs on it counts too.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.cases.store import CaseStore
from evals.dossier import DOSSIERS

DOSSIER = "willow-court"
FIRST_PAINT_MS, CLICK_MS = 3000, 300
"""The targets: first paint at most, and the 95th of 100 clicks."""
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_QUESTIONS = (
    "重点位置的录像要保存多久？",
    "B级有哪些基本要求？",
    "专家组要几个人？",
    "充电区 A级和C级有什么区别？",
)
# When the top and the home are drawn, by the page's own clock.
_FIRST_PAINT = """(() => {
  const look = () => {
    if (document.querySelector('.ap-top') && document.querySelector('#home h2')) window.drawnAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
# Clicks, and tells after how long what was waited for is drawn.
_CLICK = """([selector, drawn]) => new Promise((resolve, reject) => {
  const isDrawn = new Function(`return ${drawn}`);
  const start = performance.now();
  document.querySelector(selector).click();
  const look = () => {
    const taken = performance.now() - start;
    if (isDrawn()) requestAnimationFrame(() => resolve(performance.now() - start));
    else if (taken > 60000) reject(new Error(`nothing was drawn after ${selector}`));
    else requestAnimationFrame(look);
  };
  look();
})"""
_MOVES = "Number(document.querySelector('#router [data-move]').dataset.move)"


class Visit:
    """A tab at work; `times` holds what was measured, in milliseconds, by kind of click."""

    def __init__(self, tab: Any, address: str, case_id: str) -> None:
        self._tab = tab
        self._address = address
        self._case = case_id
        self.times: dict[str, list[float]] = {}

    def _click(self, kind: str, selector: str, drawn: str) -> None:
        self._tab.wait_for_selector(selector, state="attached")
        taken = self._tab.evaluate(_CLICK, [selector, drawn])
        self.times.setdefault(kind, []).append(taken)

    def _move(self, kind: str, selector: str, drawn: str = "true") -> None:
        """Click what moves the page; its answer is known by its number."""
        number = self._tab.evaluate(_MOVES)
        self._click(kind, selector, f"{_MOVES} > {number} && {drawn}")

    def open(self, view: str, at: str = "") -> None:
        """Open a view of the case by its address, unmeasured."""
        place = f"?view={view}&case={self._case}&lang=zh" + (f"&at={at}" if at else "")
        self._tab.goto(self._address + place)
        self._tab.wait_for_selector(f"#view-{view} h2", state="attached", timeout=60_000)
        self._tab.wait_for_timeout(500)

    def views(self) -> None:
        """Go from view to view by the links at the top."""
        for view in ("ask", "practice", "applies", "files", "evidence", "score", "results", "home"):
            self._move(f"to {view}", f".ap-top nav a[href*='view={view}']")

    def indicators(self, number: int) -> None:
        """Open the indicator of a cell of the map."""
        cells = self._tab.locator(".ap-cell").count()
        name = self._tab.locator(".ap-cell").nth(number * 7 % cells).get_attribute("data-of")
        self._click(
            "open an indicator",
            f'.ap-cell[data-of="{name}"]',
            f"document.querySelector('.ap-review-head')?.dataset.of === '{name}'",
        )

    def decisions(self) -> None:
        """Accept what is first suggested, and take it back."""
        button = "#indicator [data-act=accept]"
        self._tab.wait_for_selector(button)
        pressed = f"document.querySelector('{button}').getAttribute('aria-pressed')"
        self._click("accept, undo", button, f"{pressed} === 'true'")
        self._click("accept, undo", "#indicator [data-act=undo]", f"{pressed} === 'false'")

    def _change(self, kind: str, selector: str, where: str) -> None:
        """Click what changes a block of the page; gradio's own marks around it do not count."""
        self._tab.wait_for_selector(f"{where} > *", state="attached")
        part = f"document.querySelector('{where} .html-container').innerHTML"
        self._tab.evaluate(f"window.before = {part}")
        self._click(kind, selector, f"{part} !== window.before")

    def questions(self, number: int) -> None:
        """Ask, without a model."""
        answers = self._tab.locator("#chat .ap-answer").count()
        self._tab.fill("#question", _QUESTIONS[number % len(_QUESTIONS)])
        self._click(
            "ask without a model",
            "#send",
            f"document.querySelectorAll('#chat .ap-answer').length > {answers}",
        )

    def languages(self) -> None:
        """Switch to English and back."""
        for tongue in ("en", "zh"):
            self._move(
                "switch language",
                f".ap-tongues [data-of={tongue}]",
                f"document.documentElement.lang.startsWith('{tongue}')",
            )

    def judgements(self) -> None:
        """Judge the open row as met, and then as not met; the verdict beside it follows."""
        for way in ("met", "not_met"):
            self._change("judge a row", f"#judge-{way}", "#score-side")


@contextmanager
def served(home: Path) -> Iterator[str]:
    """A server on a home; gives its address."""
    command = [sys.executable, "-c", "from ui.cli.main import main; main()", "serve", "--port", "0"]
    environment = {**os.environ, "ANPING_HOME": str(home)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stderr is not None
        found = next((m for m in map(re.compile(r"http://\S+").search, server.stderr) if m), None)
        assert found is not None, "the server ended before it told its address"
        yield found[0]
        server.terminate()


def first_paints(browser: Any, address: str, times: int) -> dict[str, list[float]]:
    """Return the times to the drawn home: with nothing kept in the browser, and loaded again."""
    taken: dict[str, list[float]] = {"first paint, cold browser": [], "first paint, again": []}
    for _ in range(times):
        context = browser.new_context(locale="zh-CN")
        tab = context.new_page()
        tab.add_init_script(_FIRST_PAINT)
        for own in taken.values():
            tab.goto(address)
            tab.wait_for_function("window.drawnAt")
            own.append(tab.evaluate("window.drawnAt"))
        context.close()
    return taken


def clicks(browser: Any, address: str, case_id: str, times: int) -> dict[str, list[float]]:
    """Return the times of the clicks in a case, by kind."""
    tab = browser.new_page(viewport={"width": 1280, "height": 720})
    visit = Visit(tab, address, case_id)
    visit.open("evidence")  # looked through once before anything is measured
    steps: tuple[tuple[str, str, Callable[[int], None]], ...] = (
        ("home", "", lambda _: visit.views()),
        ("evidence", "", visit.indicators),
        ("evidence", "B1.2.1", lambda _: visit.decisions()),
        ("ask", "", visit.questions),
        ("evidence", "B1.2.1", lambda _: visit.languages()),
        ("score", "B1.2.1", lambda _: visit.judgements()),
    )
    for view, at, step in steps:
        visit.open(view, at)
        for number in range(times):
            step(number)
    tab.close()
    return visit.times


def report(times: dict[str, list[float]]) -> list[dict[str, Any]]:
    """Return a row for each kind: how often, median, 95th percentile, target, in milliseconds."""
    return [
        {
            "what": kind,
            "times": len(taken),
            "p50_ms": round(statistics.median(taken)),
            "p95_ms": round(sorted(taken)[min(len(taken) - 1, int(len(taken) * 0.95))]),
            "target_ms": FIRST_PAINT_MS if kind.startswith("first") else CLICK_MS,
        }
        for kind, taken in times.items()
    ]


def main() -> int:
    """Print a line for each kind of click, and the machine's load; 0 whatever the figures."""
    parser = argparse.ArgumentParser(description="Measure first paint and clicks of the workbench.")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--json", type=Path, help="a file for the figures")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        home = Path(temporary)
        store = CaseStore(home)
        case_id = store.create_case("柳岸雅苑", "tcrea-2023", "B")
        for file in sorted((DOSSIERS / DOSSIER / "files").iterdir()):
            store.add_document(case_id, file)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        before, start = os.getloadavg()[0], time.perf_counter()
        with served(home) as address:
            rest = address.rstrip("/") + "/"
            times = first_paints(browser, rest, max(3, options.times // 4))
            times |= clicks(browser, rest, case_id, options.times)
        seconds = time.perf_counter() - start
        browser.close()
    figures = report(times)
    for row in figures:
        sys.stdout.write(
            f"{row['what']:28} {row['times']:4} times  p50 {row['p50_ms']:6} ms"
            f"  p95 {row['p95_ms']:6} ms  target {row['target_ms']} ms\n"
        )
    load = [round(before, 1), round(os.getloadavg()[0], 1)]
    sys.stdout.write(f"load before and after {load} on {os.cpu_count()} cores, {seconds:.0f} s\n")
    if options.json:
        told = {"figures": figures, "load": load, "cores": os.cpu_count()}
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
