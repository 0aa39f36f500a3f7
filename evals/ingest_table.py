"""
Read every file of a folder and print what became of it, as a Markdown table.

    python -m evals.ingest_table FOLDER [--write docs/ingest.md]

With --write, the table replaces what stands between the markers of that file.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from corpus.document import ReadResult
from corpus.reading import read_document

BEGIN = "<!-- table: python -m evals.ingest_table FOLDER --write docs/ingest.md -->"
END = "<!-- end of table -->"
_NOT_DOCUMENTS = ("manifest.tsv",)


@dataclass(frozen=True, slots=True)
class Row:
    """One file of the table. seconds: wall clock, the start of the reading process included."""

    result: ReadResult
    seconds: float


def rows_of(folder: Path) -> list[Row]:
    """Read the regular files of a folder, by name; [] for an empty folder."""
    rows = []
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        if path.name in _NOT_DOCUMENTS:
            continue
        start = time.perf_counter()
        rows.append(Row(read_document(path), time.perf_counter() - start))
    return rows


def table(rows: list[Row]) -> str:
    """Return the Markdown table with a line of sums."""
    lines = [
        "| file | kind | status | pages | passages | seconds | reason | notes |",
        "|---|---|---|---:|---:|---:|---|---|",
    ]
    for row in rows:
        result = row.result
        kind = result.file.rpartition(".")[2].lower()
        codes = ", ".join(dict.fromkeys(note.code for note in result.notes))
        pages = "" if result.pages is None else str(result.pages)
        lines.append(
            f"| {result.file} | {kind} | {result.status} | {pages} | {len(result.passages)}"
            f" | {row.seconds:.2f} | {_reason(result)} | {codes} |"
        )
    counts = dict.fromkeys(("read", "partly", "refused"), 0)
    for row in rows:
        counts[row.result.status] += 1
    slowest = max((row.seconds for row in rows), default=0.0)
    summary = ", ".join(f"{count} {status}" for status, count in counts.items())
    lines += ["", f"{len(rows)} files: {summary}; the slowest took {slowest:.1f} s."]
    return "\n".join(lines)


def _reason(result: ReadResult) -> str:
    if result.reason is None:
        return ""
    faults = dict.fromkeys(fault.reason.code for fault in result.page_faults)
    is_list = result.reason.code in ("pages-unread", "no-text")
    return ", ".join(faults) if is_list and faults else result.reason.code


def main() -> int:
    """Print or write the table; 1 when a file took longer than a minute."""
    parser = argparse.ArgumentParser(description="Read every file of a folder; print a table.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", type=Path, help="the Markdown file that holds the table")
    options = parser.parse_args()
    rows = rows_of(options.folder)
    text = table(rows)
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        _, _, after = rest.partition(END)
        options.write.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")
    else:
        sys.stdout.write(text + os.linesep)
    return int(any(row.seconds > 60 for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
