"""
How evidence and questions of a case grow with its documents: `python -m evals.bench_documents`.

Documents of 60 paragraphs, read as uploads are; vectors are left out (evals.bench_search).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.asking.case_search import keep_words, search_case
from assistant.evidence.indicator import case_evidence
from corpus.cases.store import CaseStore
from corpus.encoder import HashEncoder
from corpus.passage_index import open_passage_index
from evals.bench_search import passages, questions, timed

_PARAGRAPHS = 60


def once(act: Callable[[], object]) -> float:
    """Return how many milliseconds an act takes."""
    start = time.perf_counter()
    act()
    return round((time.perf_counter() - start) * 1000, 1)


def document(folder: Path, number: int) -> Path:
    """Write a document and return where it is."""
    said = passages(1, number, _PARAGRAPHS)
    path = folder / f"文件{number}.md"
    path.write_text("\n\n".join(["# 说明", *(one.text for one in said)]), encoding="utf-8")
    return path


def measured(home: Path, number: int) -> dict[str, Any]:
    """Return the figures of a case with so many documents, and of one more."""
    store = CaseStore(home)
    case_id = store.create_case("多文件", "tcrea-2023", "B")
    for at in range(number):
        store.add_document(case_id, document(home, at))
    index = open_passage_index(home)

    def ask(question: str) -> object:
        return search_case(store, case_id, HashEncoder(), question, may_index=False, index=index)

    told: dict[str, Any] = {
        "documents": number,
        "words_first_ms": once(lambda: keep_words(store, case_id, index)),
        "evidence_first_ms": once(lambda: case_evidence(store, case_id)),
        "evidence_again_ms": once(lambda: case_evidence(store, case_id)),
        "question_ms": timed([lambda q=q: ask(q) for q in questions()]),  # type: ignore[misc]
    }
    store.add_document(case_id, document(home, number))
    told["words_of_one_more_ms"] = once(lambda: keep_words(store, case_id, index))
    told["evidence_with_one_more_ms"] = once(lambda: case_evidence(store, case_id))
    return told


def main() -> None:
    """Measure and print a line for each number of documents."""
    for number in [int(one) for one in sys.argv[1:]] or [1, 10]:
        with tempfile.TemporaryDirectory() as folder:
            print(measured(Path(folder), number), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
