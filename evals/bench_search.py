"""
How searching the passages of cases grows: `python -m evals.bench_search` (docs/performance.md).

Passages are put together from the words of the standards and norm cards, always the same ones;
vectors are drawn around 500 centres, since nobody would wait for a million to be encoded. Each
engine and size is measured in a process of its own, so that its memory can be told.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from statistics import median
from typing import Any
from unittest import mock

import numpy as np

from corpus.encoder import Vectors
from corpus.load import STANDARD_IDS, load_standard
from corpus.norms.load import load_norm_cards
from corpus.passage_index import PassageIndex, highest
from corpus.vectors import StoredPassage, VectorStore, open_vectors
from corpus.words import IndexedPassage, WordIndex
from corpus.words.posting import counted
from evals.bench_engines import chroma_server, empty_database, resident_mib, size_mib

DOCUMENT = 300
"""Passages in a document."""
_DIMENSION, _CENTRES, _SEED = 384, 500, 20260301
_QUESTIONS, _UNLIKE, _MORE = 60, 200, 100_000
_ENGINES = ("sqlite", "postgresql", "chroma", "chroma-server", "whole")
_PHRASE = re.compile(r"[\u4e00-\u9fff]{2,12}|[A-Za-z]{3,}(?: [A-Za-z]{3,}){0,3}")


@cache
def phrases() -> tuple[str, ...]:
    """Return the phrases of the standards and of the norm cards, the commonest first."""
    texts = [clause.text for name in STANDARD_IDS for clause in load_standard(name)]
    texts += [f"{card.title_zh} {card.title_en}" for card in load_norm_cards()]
    found: dict[str, int] = {}
    for text in texts:
        for phrase in _PHRASE.findall(text):
            found[phrase] = found.get(phrase, 0) + 1
    return tuple(sorted(found, key=lambda phrase: (-found[phrase], phrase)))


def passages(case: int, document: int, number: int = DOCUMENT) -> list[IndexedPassage]:
    """
    Return a document's passages: some 40 characters each, a heading above every ten.

    There are 200 documents with words of their own; all others repeat them under other ids.
    """
    alike = (case * 17 + document) % _UNLIKE if document < _MORE else document
    drawn = random.Random(f"{_SEED} {alike}")  # noqa: S311 - figures, no secrets
    known, name = phrases(), f"{case}-{document}"
    said, heading = [], ""
    for place in range(number):
        if place % 10 == 0:
            heading = _some(drawn, known, 1)
        text = f"{_some(drawn, known, drawn.randint(4, 9))}{drawn.randint(1, 400)}个。"
        said.append(IndexedPassage(f"{name}:{place}#0", name, text, heading, 1 + place // 30, "段"))
    return said


def _some(drawn: random.Random, known: Sequence[str], number: int) -> str:
    # Few phrases are common and most are rare, as in what people write.
    return "，".join(known[int(len(known) * drawn.random() ** 2)] for _ in range(number))


def questions() -> list[str]:
    """Return questions of two or three phrases."""
    drawn = random.Random(_SEED)  # noqa: S311 - figures, no secrets
    return [f"{_some(drawn, phrases(), drawn.randint(2, 3))}有没有？" for _ in range(_QUESTIONS)]


def vectors(seed: int, number: int) -> Vectors:
    """Return vectors of length one around centres that are always the same."""
    centres = np.random.default_rng(_SEED).normal(size=(_CENTRES, _DIMENSION))
    drawn = np.random.default_rng([_SEED, seed])
    found = centres[drawn.integers(_CENTRES, size=number)]
    found = found + 0.7 * drawn.normal(size=(number, _DIMENSION))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


class DrawnEncoder:
    """Gives a drawn vector for each question, always the same."""

    fingerprint, dimension = "drawn", _DIMENSION

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return one vector a question."""
        return np.concatenate([vectors(sum(map(ord, text)), 1) for text in texts])

    encode_passages = encode_queries


def of_cases(size: int, cases: int) -> Iterator[tuple[int, int, int]]:
    """Yield case, document and number of passages until there are so many in all."""
    for case in range(cases):
        left = size // cases
        for document in range(-(-left // DOCUMENT)):
            yield case, document, min(DOCUMENT, left - document * DOCUMENT)


def timed(acts: Sequence[Callable[[], object]]) -> dict[str, float]:
    """
    Return the median and the 95th percentile of some acts, in milliseconds; cpu: of what this
    process worked, which others on the machine do not stretch.
    """
    taken, worked = [], []
    for act in acts:
        start, cpu = time.perf_counter(), time.process_time()
        act()
        taken.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - cpu) * 1000)
    return {
        "p50": round(median(taken), 1), "p95": round(float(np.percentile(taken, 95)), 1),
        "cpu_p50": round(median(worked), 1), "cpu_p95": round(float(np.percentile(worked, 95)), 1),
    }  # fmt: skip


@contextmanager
def words_cut_once() -> Iterator[None]:
    """While an index is filled, cut the words of documents that are alike only once."""
    cut: dict[tuple[str, ...], list[dict[str, int]]] = {}

    def once(said: Sequence[IndexedPassage]) -> list[dict[str, int]]:
        key = (str(len(said)), *(one.text for one in said[:3]))
        if key not in cut:
            cut[key] = counted(said)
        return cut[key]

    with mock.patch("corpus.words.index.counted", once):
        yield


def words_measured(index: WordIndex, size: int, cases: int) -> dict[str, Any]:
    """Fill a word index, ask it, add a document and remove it."""
    start = time.perf_counter()
    with words_cut_once():
        for case, document, number in of_cases(size, cases):
            said = passages(case, document, number)
            index.add(f"c-{case}", f"{case}-{document}", "1", said)
    built = time.perf_counter() - start

    def ask(number: int, question: str) -> None:
        found = index.search(f"c-{number % cases}", question)
        index.passages(found, highest(found.lexical.scores, 5))

    asked = list(enumerate(questions()))
    for number, question in asked[:5]:
        ask(number, question)
    more = [passages(0, _MORE + n) for n in range(5)]
    return {
        "built_s": round(built, 1),
        "search_ms": timed([partial(ask, n, q) for n, q in asked]),
        "add_ms": timed(
            [lambda s=s: index.add("c-0", s[0].document, "1", s) for s in more]  # type: ignore[misc]
        ),
        "remove_ms": timed(
            [lambda s=s: index.forget("c-0", s[0].document) for s in more]  # type: ignore[misc]
        ),
    }


def vectors_measured(store: VectorStore, size: int, cases: int) -> dict[str, Any]:
    """Fill an engine of vectors, ask it, add a document and remove it."""
    start = time.perf_counter()
    for case, document, number in of_cases(size, cases):
        kept = store.of(f"c-{case}", "drawn", _DIMENSION)
        said = [
            StoredPassage(f"{case}-{document}:{place}#0", f"{case}-{document}")
            for place in range(number)
        ]
        rows = vectors(case * _MORE + document, number)
        kept.add(said, rows)
    built = time.perf_counter() - start
    asked = vectors(-1 % 2**32, _QUESTIONS)

    def ask(number: int) -> None:
        kept = store.of(f"c-{number % cases}", "drawn", _DIMENSION)
        kept.vectors(kept.nearest(asked[number], 100))

    for number in range(5):
        ask(number)
    first = store.of("c-0", "drawn", _DIMENSION)
    more = [
        ([StoredPassage(f"0-{n}:{place}#0", f"0-{n}") for place in range(DOCUMENT)],
         vectors(n, DOCUMENT))
        for n in range(_MORE, _MORE + 5)
    ]  # fmt: skip
    return {
        "built_s": round(built, 1),
        "search_ms": timed([partial(ask, n) for n in range(_QUESTIONS)]),
        "add_ms": timed([lambda m=m: first.add(*m) for m in more]),  # type: ignore[misc]
        "remove_ms": timed(
            [lambda m=m: store.forget("c-0", m[0][0].document) for m in more]  # type: ignore[misc]
        ),
    }


def whole_measured(index: PassageIndex, cases: int) -> dict[str, Any]:
    """Ask by words and meaning what was filled before; a question's own vector is drawn."""
    from assistant.asking.case_search import best_passages

    def ask(number: int, question: str) -> None:
        found = index.search(f"c-{number % cases}", DrawnEncoder(), question)
        best_passages(index, found, 5)

    for number, question in enumerate(questions()[:5]):
        ask(number, question)
    acts = [partial(ask, number, question) for number, question in enumerate(questions())]
    return {"search_ms": timed(acts)}


def measured(engine: str, size: int, cases: int, home: Path, url: str) -> dict[str, Any]:
    """Return the figures of one engine and size. url: of the server, where there is one."""
    told: dict[str, Any] = {"engine": engine, "passages": size, "cases": cases}
    if engine in ("sqlite", "postgresql"):
        told |= words_measured(WordIndex(home, url), size, cases)
    elif engine == "whole":
        told |= whole_measured(PassageIndex(WordIndex(home), open_vectors(home, url)), cases)
    else:
        told |= vectors_measured(open_vectors(home, url), size, cases)
    told["process_mib"] = resident_mib(os.getpid())
    return told


def apart(engine: str, size: int, cases: int, home: Path) -> dict[str, Any]:
    """Measure in a process of its own, with the server that the engine needs."""

    def run(url: str = "") -> dict[str, Any]:
        command = [sys.executable, "-m", "evals.bench_search", "--one", engine, str(size)]
        command += [str(cases), str(home), url]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        return dict(json.loads(done.stdout.splitlines()[-1]))

    if engine == "postgresql":
        with empty_database() as database:
            told = run(database.url)
            return {**told, **database.figures()}
    if engine == "chroma-server":
        with chroma_server(home) as server:
            told = run(server.url)
            told["server_mib"] = resident_mib(server.pid)
            return {**told, "disk_mib": size_mib(home / "chroma")}
    if engine == "whole":
        with chroma_server(home) as server:
            return {**run(server.url), "server_mib": resident_mib(server.pid)}
    told = run()
    folder = home / ("words" if engine == "sqlite" else "vectors")
    return {**told, "disk_mib": size_mib(folder)}


def main() -> None:
    """Measure and print one line of JSON for each engine and size."""
    if sys.argv[1:2] == ["--one"]:
        engine, size, cases, home, url = sys.argv[2:]
        print(json.dumps(measured(engine, int(size), int(cases), Path(home), url)))  # noqa: T201
        return
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    asked.add_argument("--engines", nargs="+", choices=_ENGINES, default=list(_ENGINES))
    asked.add_argument("--cases", type=int, default=1, help="over how many cases they spread")
    asked.add_argument(
        "--folder", type=Path, help="where to work; else in a folder that is removed"
    )
    given = asked.parse_args()
    for size in given.sizes:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            for engine in given.engines:
                try:
                    told = apart(engine, size, given.cases, Path(folder))
                except LookupError as fault:
                    told = {"engine": engine, "passages": size, "left_out": str(fault)}
                print(json.dumps(told), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
