"""
Suites: questions with graded gold, read strictly; every fault of a file is found at once.

The format is described in docs/evals.md. Asking the questions belongs to `evals.system`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from assistant.asking.question import Turn, parse_history
from assistant.errors import HistoryError
from corpus.load import STANDARD_IDS, load_standard
from corpus.notation import has_chinese, norm_numbers
from evals.errors import SuiteError
from ui.lint.marked import Record, read_marked

SUITES = Path(__file__).parent / "suites"
SPLITS = ("dev", "test")
MAX_SUITE_BYTES = 4 * 1024 * 1024
_HEADER = ("questions", "about", "author", "licence", "source")
_REQUIRED = ("id", "split", "language", "question", "gold")
_OPTIONAL = ("kind", "history", "facts")
_KIND = re.compile(r"[a-z0-9_-]+")

# Each fact: the alternatives of which one must be found.
Fact = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """
    One question of a suite.

    gold: grade by clause id, 2 answers it, 1 helps; empty where the documents do not answer.
    facts: what the answer must say, each as its alternatives.
    """

    id: str
    split: str
    language: str
    question: str
    gold: Mapping[str, int]
    kind: str = "plain"
    history: tuple[Turn, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def is_cross_language(self) -> bool:
        """Whether every gold clause stands in the document of the other language."""
        in_english = [name.startswith("SE") for name in self.gold]
        return bool(in_english) and (
            all(in_english) if has_chinese(self.question) else not any(in_english)
        )


@dataclass(frozen=True, slots=True)
class Suite:
    """A named set of questions; `digest` changes with its file."""

    name: str
    digest: str
    questions: tuple[Question, ...]


def find_suites(names: Sequence[str]) -> list[Path]:
    """
    Return the files of suites given by name or by path; of every shipped one when none is given.

    Raises:
        SuiteError: there is no such suite.
    """
    shipped = {path.stem: path for path in sorted(SUITES.glob("*.yaml"))}
    if not names:
        return list(shipped.values())
    found = []
    for name in names:
        path = shipped.get(name, Path(name))
        if not path.is_file():
            near = get_close_matches(name, shipped, n=3, cutoff=0.4) or sorted(shipped)
            raise SuiteError(path, [f"there is no such file or suite; near it: {', '.join(near)}"])
        found.append(path)
    return found


def load_suite(path: Path) -> Suite:
    """
    Read a suite.

    Raises:
        SuiteError: the file is missing, is not UTF-8 or YAML, or breaks the format; all faults.
    """
    content = _read(path)
    try:
        marked, findings = read_marked(path)
    except (yaml.YAMLError, RecursionError) as fault:
        raise SuiteError(path, [f"it is not plain YAML: {fault}"]) from fault
    faults = [f"line {finding.line}: {finding.text}" for finding in findings]
    if not faults and not isinstance(marked, Record):
        faults.append('line 1: it must hold a mapping with the key "questions"')
    questions: list[Question] = []
    if isinstance(marked, Record):
        faults += _key_faults(marked, ("questions",), _HEADER)
        questions = _questions(marked.fields.get("questions"), faults)
    if faults:
        raise SuiteError(path, faults)
    return Suite(path.stem, sha256(content).hexdigest()[:16], tuple(questions))


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise SuiteError(path, [f"it cannot be read: {fault.strerror or fault}"]) from fault
    if len(content) > MAX_SUITE_BYTES:
        raise SuiteError(path, [f"it has {len(content)} bytes; at most {MAX_SUITE_BYTES}"])
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise SuiteError(path, [f"line {line}: it is not UTF-8; save it as UTF-8"]) from fault
    return content


def _questions(content: Any, faults: list[str]) -> list[Question]:
    if not isinstance(content, list) or not content:
        faults.append('"questions" must be a list with at least one question')
        return []
    questions: list[Question] = []
    lines: dict[str, int] = {}
    for number, entry in enumerate(content, 1):
        if not isinstance(entry, Record):
            faults.append(f"question {number} is {entry!r:.60}; it must be a mapping")
            continue
        wrong = [f"line {entry.line}: {fault}" for fault in _faults_of(entry.fields)]
        wrong += _key_faults(entry, _REQUIRED, (*_REQUIRED, *_OPTIONAL))
        name = str(entry.fields.get("id"))
        if name in lines:
            wrong.append(f"line {entry.line}: the id {name!r} stands in line {lines[name]} already")
        lines.setdefault(name, entry.line)
        faults += wrong
        if not wrong:
            questions.append(_question(entry.fields))
    return questions


def _key_faults(record: Record, required: Sequence[str], allowed: Sequence[str]) -> Iterator[str]:
    for key in record.fields:
        if key not in allowed:
            near = get_close_matches(key, allowed, n=1, cutoff=0.6)
            hint = f"did you mean {near[0]!r}?" if near else f"allowed: {', '.join(allowed)}"
            yield f"line {record.line}: the key {key!r} is not known; {hint}"
    for key in required:
        if key not in record.fields:
            yield f"line {record.line}: the key {key!r} is missing"


def _faults_of(fields: Mapping[str, Any]) -> Iterator[str]:
    for key in fields:
        check = _CHECKS.get(key)
        if check is not None:
            for fault in check(fields[key]):
                yield f"{fields.get('id')}: {key} {fault}"


def _text_faults(value: Any) -> Iterator[str]:
    if not isinstance(value, str) or not value.strip():
        yield f"is {value!r:.60}; it must be text, in quotes where it looks like a number"


def _one_of(*allowed: str) -> Callable[[Any], Iterator[str]]:
    def faults(value: Any) -> Iterator[str]:
        if value not in allowed:
            yield f"is {value!r:.60}; allowed: {', '.join(allowed)}"

    return faults


def _kind_faults(value: Any) -> Iterator[str]:
    if not isinstance(value, str) or not _KIND.fullmatch(value):
        yield f"is {value!r:.60}; it must be a word of a-z, 0-9, _ and -"


def _gold_faults(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        graded = [(name, 2) for name in value]
    elif isinstance(value, Record):
        graded = list(value.fields.items())
    else:
        yield "must be {clause: 2 or 1}, or a list of clauses; {} where nothing answers"
        return
    for name, grade in graded:
        if not isinstance(name, str):
            yield f"names {name!r}; a clause id must be in quotes"
        elif name not in _clause_ids() and not _is_norm_clause(name):
            near = get_close_matches(name, _clause_ids(), n=3, cutoff=0.6)
            yield f"names {name!r}, which no document has; nearest: {', '.join(near) or 'none'}"
        if grade not in (1, 2) or isinstance(grade, bool):
            yield f"gives {name} the grade {grade!r}; allowed: 2 (answers), 1 (helps)"


def _is_norm_clause(name: str) -> bool:
    return any(name.startswith(str(norm)) for norm in norm_numbers(name))


@cache
def _clause_ids() -> frozenset[str]:
    return frozenset(clause.id for name in STANDARD_IDS for clause in load_standard(name))


def _history_faults(value: Any) -> Iterator[str]:
    try:
        parse_history(_plain(value))
    except HistoryError as fault:
        yield str(fault)


def _fact_faults(value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield "must be a list of texts, or of lists of alternatives"
        return
    for fact in value:
        alternatives = fact if isinstance(fact, list) else [fact]
        if not alternatives or not all(isinstance(part, str) and part for part in alternatives):
            yield f"hold {fact!r:.60}; each must be text in quotes, or a list of such"


_CHECKS: Mapping[str, Callable[[Any], Iterator[str]]] = {
    "id": _text_faults,
    "split": _one_of(*SPLITS),
    "language": _one_of("zh", "en"),
    "question": _text_faults,
    "kind": _kind_faults,
    "gold": _gold_faults,
    "history": _history_faults,
    "facts": _fact_faults,
}


def _question(fields: Mapping[str, Any]) -> Question:
    gold = _plain(fields["gold"])
    return Question(
        id=fields["id"],
        split=fields["split"],
        language=fields["language"],
        question=fields["question"],
        gold=dict.fromkeys(gold, 2) if isinstance(gold, list) else gold,
        kind=fields.get("kind", "plain"),
        history=parse_history(_plain(fields.get("history"))),
        facts=tuple(
            tuple(fact) if isinstance(fact, list) else (fact,) for fact in fields.get("facts", [])
        ),
    )


def _plain(value: Any) -> Any:
    """Return the value without the marks of lines."""
    if isinstance(value, Record):
        return {key: _plain(entry) for key, entry in value.fields.items()}
    return [_plain(entry) for entry in value] if isinstance(value, list) else value
