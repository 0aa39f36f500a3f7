"""Lints of what a new edition replaces: every unit that comes from another one says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ui.lint.corpus_lint import StandardData
from ui.lint.finding import Finding
from ui.lint.marked import Record

_JUDGED = ("gate", "item", "criterion")


def lint_succession(
    standard: StandardData, on_file: Mapping[str, StandardData]
) -> Iterator[Finding]:
    """
    Yield what is wrong with how an edition follows another; on_file: all editions by name.

    An edition that follows none may not say that its units replace others.
    """
    if standard.header is None:
        return
    before = standard.header.fields.get("replaces")
    if before is not None and before not in on_file:
        listed = ", ".join(on_file)
        yield standard.header.finding(
            "unknown-edition", f"replaces {before!r}, which is not on file ({listed})"
        )
        return
    claimed = {str(name) for record in standard.clauses.values() for name in _named(record) or ()}
    old = on_file[str(before)].clauses if before is not None else {}
    for name, record in standard.clauses.items():
        named = _named(record)
        if named is None:
            if name in old and name in claimed:
                yield record.finding(
                    "unclear-replaced",
                    f"{name}: another unit replaces the {name} of {before}; say with `replaces` "
                    "what this one comes from, [] for nothing",
                )
        elif before is None:
            yield record.finding(
                "replaces-nothing",
                f"{name} replaces others, but the header names no edition that this one follows",
            )
        else:
            yield from _faults(record, named, old, str(before))


def _named(record: Record) -> list[object] | None:
    named = record.fields.get("replaces")
    return named if isinstance(named, list) else None


def _faults(
    record: Record, named: list[object], old: Mapping[str, Record], before: str
) -> Iterator[Finding]:
    own = record.fields.get("id")
    for name in named:
        found = old.get(str(name))
        if found is None:
            yield record.finding("unknown-replaced", f"{own}: {before} has no unit {name!r}")
        elif _is_judged(found) != _is_judged(record):
            yield record.finding(
                "replaced-kind", f"{own} and {name} are not both rows or both headings"
            )


def _is_judged(record: Record) -> bool:
    return record.fields.get("kind") in _JUDGED
