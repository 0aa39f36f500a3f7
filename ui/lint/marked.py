"""YAML files read with the line of every record, and duplicate keys found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ui.lint.finding import Finding


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping of a file with its line."""

    file: Path
    line: int
    fields: dict[str, Any]

    def finding(self, code: str, text: str) -> Finding:
        """Return a finding at this record."""
        return Finding(self.file, self.line, code, text)


def read_marked(path: Path) -> tuple[Any, list[Finding]]:
    """
    Return the file's content, in which every mapping is a `Record`, and the faults of its form.

    A file that is no YAML gives None and one finding.
    """
    faults: list[Finding] = []
    try:
        with path.open(encoding="utf-8") as stream:
            node = yaml.compose(stream, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as fault:
        mark = getattr(fault, "problem_mark", None)
        return None, [Finding(path, mark.line + 1 if mark else 1, "yaml", str(fault))]
    return _Marking(path, faults).value(node), faults


class _Marking:
    """Makes values of the nodes of one file; one loader for all of its scalars."""

    def __init__(self, path: Path, faults: list[Finding]) -> None:
        self._path = path
        self._faults = faults
        self._scalar = yaml.CSafeLoader("").construct_object

    def value(self, node: yaml.Node | None) -> Any:
        if node is None:
            return None
        if isinstance(node, yaml.MappingNode):
            return self._record(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(entry) for entry in node.value]
        return self._scalar(node)

    def _record(self, node: yaml.MappingNode) -> Record:
        fields: dict[str, Any] = {}
        for key, value in node.value:
            if key.value in fields:
                line, told = key.start_mark.line + 1, f"key {key.value!r} stands twice"
                self._faults.append(Finding(self._path, line, "duplicate-key", told))
            fields[key.value] = self.value(value)
        return Record(self._path, node.start_mark.line + 1, fields)


def records(content: Any) -> Iterator[Record]:
    """Yield the records of a list; nothing for other content."""
    if isinstance(content, list):
        yield from (entry for entry in content if isinstance(entry, Record))


def check_keys(
    record: Record, required: frozenset[str], optional: frozenset[str]
) -> Iterator[Finding]:
    """Yield a finding for every unknown and every missing or empty required key."""
    for key in record.fields:
        if key not in required and key not in optional:
            allowed = ", ".join(sorted(required | optional))
            yield record.finding("unknown-key", f"key {key!r} is not known; allowed: {allowed}")
    for key in sorted(required):
        if record.fields.get(key) in (None, "", []):
            yield record.finding(
                "missing-key", f"{record.fields.get('id')}: {key!r} is missing or empty"
            )
