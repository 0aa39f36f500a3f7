"""Running suites: every question asked of every system, one record each, kept as it comes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from assistant.asking.conversation import Assistant
from assistant.asking.retrieval import ClauseIndex, Retriever
from corpus.encoder import Encoder
from corpus.index import StandardIndex
from corpus.norms.card import cards_standard
from corpus.norms.load import load_norm_cards
from evals.errors import RunError
from evals.overlap import known_word_for_word
from evals.record import Outcome, Record, record_from, record_json, record_of
from evals.suite import Question, Suite
from evals.system import (
    ASSISTANT,
    RETRIEVAL,
    VERBATIM,
    RememberingEncoder,
    RememberingIndex,
    System,
    ablated_systems,
    assistant_system,
    index_without,
    ranking_systems,
    retrieval_system,
)

RECORDS = "results.jsonl"
SUMMARY = "results.json"


@dataclass(frozen=True, slots=True)
class Conditions:
    """
    What a run was made with: suites by name and digest, clauses by standard, the encoder.

    known: of each suite and split, how many questions the product knows word for word.
    """

    suites: Mapping[str, str]
    clauses: Mapping[str, int]
    encoder: str
    known: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Run:
    """A run: its conditions and its records."""

    conditions: Conditions
    records: tuple[Record, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bench:
    """
    The systems of a run by name, and what they stand on.

    dev_only: systems that tell what to change next, so they are not asked the test half.
    """

    systems: Mapping[str, System]
    dev_only: frozenset[str]
    index: ClauseIndex
    encoder: Encoder

    def conditions(self, suites: Sequence[Suite]) -> Conditions:
        """Return what a run of these suites is made with."""
        return Conditions(
            suites={suite.name: suite.digest for suite in suites},
            clauses={
                standard.id: len(standard.clauses) for standard in self.index.standards.values()
            },
            encoder=self.encoder.fingerprint,
            known={suite.name: known_word_for_word(suite) for suite in suites},
        )


def set_up(
    encoder: Encoder, cache: Path, *, baselines: bool = False, ablations: bool = False
) -> Bench:
    """
    Build the systems: the assistant and its ranking; on demand those they are held against.

    Raises:
        NotInstalledError: `baselines` without the development dependencies.
    """
    remembering = RememberingEncoder(encoder)
    index = RememberingIndex(StandardIndex(remembering, cache))
    retriever = Retriever(index)
    cards = cards_standard(load_norm_cards())
    norms = StandardIndex(remembering, cache, standards=[cards], name="norms")
    systems = {
        ASSISTANT: assistant_system(Assistant(retriever, norm_index=lambda: norms), index, norms),
        RETRIEVAL: retrieval_system(retriever),
    }
    if baselines:
        # Brings LangChain and Chroma, which nothing else here needs.
        from evals.plain_chain import plain_chain  # noqa: PLC0415

        verbatim = index_without(index, VERBATIM, cache, remembering, name="verbatim")
        systems |= ranking_systems(index, verbatim)
        systems["LangChain, plain"] = plain_chain(index, remembering)
    ablated = ablated_systems(index, cache, remembering) if ablations else {}
    return Bench({**systems, **ablated}, frozenset(ablated), index, remembering)


def ask_all(suites: Sequence[Suite], bench: Bench, splits: Sequence[str]) -> Iterator[Record]:
    """Ask every question of the splits of every system; a failed call is a record of its error."""
    for suite in suites:
        for question in suite.questions:
            for name, system in bench.systems.items():
                if question.split in splits and not (
                    question.split == "test" and name in bench.dev_only
                ):
                    start = perf_counter()
                    outcome = _asked(system, question)
                    yield record_of(name, suite.name, question, outcome, perf_counter() - start)


def _asked(system: System, question: Question) -> Outcome | str:
    try:
        return system(question)
    except Exception as fault:  # noqa: BLE001 - a boundary: kept in the record and shown as failed
        return f"{type(fault).__name__}: {fault}"


def write_records(folder: Path, records: Iterator[Record]) -> tuple[Record, ...]:
    """
    Write records as they come, each line at once, and return them; a kill keeps what was asked.

    Raises:
        RunError: the folder holds a run already or cannot be written.
    """
    path = folder / RECORDS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = path.open("x", encoding="utf-8")
    except FileExistsError as fault:
        raise RunError(folder, "it holds a run already", "Name another folder.") from fault
    except OSError as fault:
        raise RunError(folder, fault.strerror or str(fault), "Name another folder.") from fault
    kept = []
    with stream:
        for record in records:
            line = json.dumps(record_json(record), ensure_ascii=False)
            stream.write(line + "\n")
            stream.flush()
            kept.append(record)
    return tuple(kept)


def read_run(folder: Path) -> Run:
    """
    Read a run's folder.

    Raises:
        RunError: the folder or a file of it is missing, or is not what `anping eval run` writes.
    """
    if not folder.is_dir():
        raise RunError(folder, "there is no such folder", "Name one of `anping eval run --out`.")
    records = []
    for number, line in enumerate(_text(folder, RECORDS).splitlines(), 1):
        try:
            records.append(record_from(json.loads(line)))
        except (ValueError, TypeError, AttributeError) as fault:
            raise RunError(
                folder, f"{RECORDS}, line {number}: {fault}", "Run the suites again."
            ) from fault
    try:
        conditions = Conditions(**json.loads(_text(folder, SUMMARY))["conditions"])
    except (ValueError, TypeError, KeyError) as fault:
        raise RunError(folder, f"{SUMMARY}: {fault}", "Run the suites again.") from fault
    return Run(conditions, tuple(records))


def _text(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except FileNotFoundError as fault:
        advice = "The run was broken off or this is no run's folder; run the suites again."
        raise RunError(folder, f"it has no {name}", advice) from fault
    except (OSError, UnicodeDecodeError) as fault:
        raise RunError(folder, f"{name}: {fault}", "Run the suites again.") from fault


def records_of(folder: Path, system: str) -> tuple[Record, ...]:
    """
    Return a run's records of one system.

    Raises:
        RunError: the folder is no whole run, or the system was not asked in it.
    """
    records = read_run(folder).records
    of_system = tuple(record for record in records if record.system == system)
    if not of_system:
        asked = ", ".join(dict.fromkeys(record.system for record in records)) or "none"
        raise RunError(folder, f"it did not ask {system!r}", f"Systems of the run: {asked}.")
    return of_system
