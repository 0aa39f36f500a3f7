"""
`make pictures`: the pictures of the guide and the README, shot from the sample case.

A server on a home that goes afterwards, the sample opened as a user opens it, every picture in
Chinese and in English, 1280 × 720. What they show changes with the views and, on the home and the
results, with the date. `tests/docs/test_pictures.py` checks that names here and in the documents
agree.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "docs" / "images" / "guide"
LANGUAGES = ("zh", "en")
LARGEST = 150 * 1024
"""Bytes of a picture."""
SIZE = {"width": 1280, "height": 720}
QUESTIONED = "level-tcrea-2023-C1.2.1-among-A1.2.1"
_COLOURS = (256, 128, 64)
_QUESTIONS = {"zh": "周界报警要联动什么？", "en": "What must a perimeter alarm switch on?"}
_SLOW_MS = 120_000


class Walk:
    """A walk through the workbench in one language, with the sample opened on the way."""

    def __init__(self, page: Any, address: str, language: str) -> None:
        self.page = page
        self.address = address
        self.language = language
        self.case_id = ""

    def to(self, view: str, at: str = "", **more: str) -> None:
        """Go to a place of the sample and wait until it is drawn."""
        words = {"view": view, "case": self.case_id, "at": at, **more}
        query = "&".join(f"{key}={value}" for key, value in words.items() if value)
        self.page.goto(f"{self.address}?{query}&lang={self.language}")
        self.page.wait_for_selector(f"#view-{view} h2, #view-{view} h3", timeout=_SLOW_MS)

    def first_run(self) -> None:
        """The empty home."""
        self.to("home")
        self.page.wait_for_selector("#open-sample")

    def files(self) -> None:
        """The sample's documents as they are read."""
        self.page.click("#open-sample")
        self.page.wait_for_url("**view=files**")
        found = re.search(r"case=(c-\w+)", self.page.url)
        self.case_id = found[1] if found else ""
        self.page.wait_for_function(
            "document.querySelectorAll('#documents .ap-supported').length === 5", timeout=_SLOW_MS
        )

    def home(self) -> None:
        """The home with a case."""
        self.to("home")
        self.page.wait_for_selector("#remove-sample")

    def tour(self) -> None:
        """A step of the tour."""
        self.to("applies", tour="2")
        self.page.wait_for_selector(".ap-toured")

    def applies(self) -> None:
        """What the project is, and what that makes."""
        self.to("applies")
        self.page.wait_for_selector("#profile-result .ap-card")

    def evidence(self) -> None:
        """A row that its documents contradict, with the page beside it."""
        self.to("evidence", "C1.4.1")
        self.page.wait_for_selector(".ap-mark", timeout=_SLOW_MS)

    def score(self) -> None:
        """The same row on the sheet."""
        self.to("score", "C1.4.1")
        self.page.wait_for_selector("#view-score .ap-judge", timeout=_SLOW_MS)

    def results(self) -> None:
        """The result of the half-filled sheet."""
        self.to("results")
        self.page.wait_for_selector("#view-results .ap-verdict", timeout=_SLOW_MS)

    def ask(self) -> None:
        """A question, its answer, and the clause beside it."""
        self.to("ask")
        self.page.fill("#question", _QUESTIONS[self.language])
        self.page.click("#send")
        self.page.wait_for_selector(".ap-sources", timeout=_SLOW_MS)
        self.page.wait_for_selector("#clause article", timeout=_SLOW_MS)

    def clause(self) -> None:
        """The page of a clause."""
        self.to("clause", "C1.2.1")
        self.page.wait_for_selector("#clause-page article", timeout=_SLOW_MS)

    def practice(self) -> None:
        """A question answered wrongly, and its explanation."""
        self.to("practice", QUESTIONED)
        self.page.click("#choice-2", timeout=_SLOW_MS)
        self.page.wait_for_selector("#practice-asked", timeout=_SLOW_MS)


PICTURES: dict[str, Callable[[Walk], None]] = {
    "first-run": Walk.first_run,
    "files": Walk.files,
    "home": Walk.home,
    "tour": Walk.tour,
    "applies": Walk.applies,
    "evidence": Walk.evidence,
    "score": Walk.score,
    "results": Walk.results,
    "ask": Walk.ask,
    "clause": Walk.clause,
    "practice": Walk.practice,
}
"""The pictures by name, in the order of the walk."""


def file_names() -> set[str]:
    """Return the names of all files that a run makes."""
    return {f"{name}.{language}.png" for name in PICTURES for language in LANGUAGES}


def small(picture: bytes) -> bytes:
    """
    Return a picture with as many colours as make it small enough.

    Raises:
        ValueError: it is too large with the fewest.
    """
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in _COLOURS:
        stream = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(stream, "png", optimize=True)
        if stream.tell() <= LARGEST:
            return stream.getvalue()
    raise ValueError(f"a picture has {stream.tell()} bytes with {_COLOURS[-1]} colours")


def main() -> int:
    """Make all pictures, or those named as arguments; "files" opens the sample and is always made."""
    from tests.browser.conftest import chromium, served

    wanted = set(sys.argv[1:]) or set(PICTURES)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        with (
            tempfile.TemporaryDirectory() as home,
            served(Path(home)) as address,
            chromium() as browser,
        ):
            walk = Walk(browser.new_page(viewport=SIZE, reduced_motion="reduce"), address, language)
            for name, goes in PICTURES.items():
                if name in wanted | {"first-run", "files"}:
                    goes(walk)
                    _shoot(walk.page, FOLDER / f"{name}.{language}.png")
    return 0


def _shoot(page: Any, made: Path) -> None:
    page.mouse.move(1279, 719)
    page.evaluate("document.activeElement?.blur()")
    page.wait_for_timeout(1000)
    made.write_bytes(small(page.screenshot()))
    sys.stdout.write(f"{made.name}\n")


if __name__ == "__main__":
    sys.exit(main())
