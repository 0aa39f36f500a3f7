"""
How long evidence takes in a large case, and how much memory.

    python -m evals.bench_evidence [--pages 500]

Writes documents of so many pages of 1,000 characters, made of the words of the dev dossiers, and
adds them to a case of level A in a temporary home. Every step runs in a process of its own, so
that its peak of memory is its own; reading children are counted with the step that starts them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from assistant.evidence.indicator import case_evidence
from assistant.evidence.load_prototypes import tuning_file
from assistant.evidence.nearness import keep_nearness, near_documents
from corpus.cases.store import CaseStore
from corpus.encoder import load_tuned_encoder
from evals.dossier import DOSSIERS
from evals.evidence import DEV_DOSSIERS
from ui.settings import default_cache

PAGE = 1000
"""Characters of a page, as design descriptions have them."""
_FILE_PAGES = 50
_STEPS = ("read", "find", "near", "again")
_COUNTED = {"read": "passages", "near": "documents"}


def write_documents(folder: Path, pages: int) -> None:
    """Write text files of 50 pages each; every file differs, so that each is read."""
    words = _sentences()
    for number in range(-(-pages // _FILE_PAGES)):
        wanted = min(_FILE_PAGES, pages - number * _FILE_PAGES) * PAGE
        lines, size = [f"# 设计说明 {number + 1}"], 0
        while size < wanted:
            lines.append(next(words))
            size += len(lines[-1])
        text = "\n\n".join(lines) + "\n"
        (folder / f"设计说明-{number + 1:03}.md").write_text(text, encoding="utf-8")


def _sentences() -> Iterator[str]:
    sources = sorted(
        path for name in DEV_DOSSIERS for path in (DOSSIERS / name / "sources").glob("*.md")
    )
    lines = [line for path in sources for line in path.read_text(encoding="utf-8").splitlines()]
    return cycle([line for line in lines if line.strip() and not line.startswith(("---", "<<<"))])


def step(name: str, home: Path, documents: Path) -> dict[str, float]:
    """Run one step here; return its seconds, the peak of memory in MB and what it counted."""
    store = CaseStore(home)
    start = time.perf_counter()
    count = _RUN[name](store, documents)
    seconds = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"seconds": seconds, "MB": (own + children) / 1024, "count": count}


def _read(store: CaseStore, documents: Path) -> int:
    case_id = store.create_case("bench", "tcrea-2023", "A")
    for path in sorted(documents.iterdir()):
        store.add_document(case_id, path)
    return len(store.passages(case_id))


def _find(store: CaseStore, _: Path) -> int:
    (case,) = store.cases()
    return sum(len(entry.suggestions) for entry in case_evidence(store, case.id))


def _near(store: CaseStore, _: Path) -> int:
    (case,) = store.cases()
    keep_nearness(store, case.id, lambda: load_tuned_encoder(default_cache(), tuning_file()))
    return len(near_documents(store, case.id))


_RUN: dict[str, Callable[[CaseStore, Path], int]] = {
    "read": _read,
    "find": _find,
    "near": _near,
    "again": _find,
}


def main() -> int:
    """Print one line a step: seconds, peak of memory, what was counted."""
    parser = argparse.ArgumentParser(description="Measure evidence in a large case.")
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--step", choices=_STEPS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        home, documents = (Path(os.environ[name]) for name in ("BENCH_HOME", "BENCH_DOCUMENTS"))
        sys.stdout.write(json.dumps(step(options.step, home, documents)))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        home, documents = Path(temporary) / "home", Path(temporary) / "documents"
        documents.mkdir()
        write_documents(documents, options.pages)
        places = {"BENCH_HOME": str(home), "BENCH_DOCUMENTS": str(documents)}
        for name in _STEPS:
            command = [sys.executable, "-m", "evals.bench_evidence", "--step", name]
            done = subprocess.run(
                command, check=True, capture_output=True, env={**os.environ, **places}
            )
            found = json.loads(done.stdout)
            sys.stdout.write(
                f"{options.pages} pages, {name}: {found['seconds']:.2f} s, {found['MB']:.0f} MB,"
                f" {found['count']} {_COUNTED.get(name, 'suggestions')}\n"
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
