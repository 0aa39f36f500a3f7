"""Data files to standards. The only module of `corpus` that parses YAML.

Data that ships with the package is trusted at run time and read fast; `corpus.lint` is what
proves it sound, with a file and a line for every fault.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import CorpusDataError, NotSuccessiveError, UnknownStandardError
from corpus.standard import Clause, ClauseId, Defect, Gap, Relation, Standard
from corpus.succession import Succession, succession

DATA = Path(str(files("corpus"))) / "data"
STANDARD_IDS = ("tcrea-2023", "scs-c1")
_NOT_CLAUSES = ("header.yaml", "defects.yaml", "relations.yaml")


def read_yaml(path: Path) -> Any:
    """
    Parse one trusted data file.

    Raises:
        CorpusDataError: the file is missing or is not YAML.
    """
    try:
        with path.open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as fault:
        raise CorpusDataError(path, str(fault)) from fault


def editions(standard_id: str) -> tuple[str, ...]:
    """Return the editions on file, oldest first by their dates; () for an unknown standard."""
    folder = DATA / standard_id
    if standard_id not in STANDARD_IDS or not folder.is_dir():
        return ()
    folders = [path for path in folder.iterdir() if path.is_dir()]
    dates = {path.name: str(read_yaml(path / "header.yaml").get("date", "")) for path in folders}
    return tuple(sorted(dates, key=lambda name: (dates[name], name)))


def clause_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of an edition that hold clauses, in document order."""
    names = sorted(path.name for path in folder.glob("*.yaml") if path.name not in _NOT_CLAUSES)
    return tuple(folder / name for name in sorted(names, key=lambda name: name != "chapters.yaml"))


@cache
def load_standard(standard_id: str, edition: str | None = None) -> Standard:
    """
    Load an edition of a standard; the newest when none is named.

    Raises:
        UnknownStandardError: no such standard or edition.
        CorpusDataError: a data file cannot be read.
    """
    available = editions(standard_id)
    chosen = edition or (available[-1] if available else "")
    if chosen not in available:
        known = [f"{name} {entry}" for name in STANDARD_IDS for entry in editions(name)]
        raise UnknownStandardError(f"{standard_id} {chosen}".strip(), known)
    return load_edition(DATA / standard_id / chosen)


def load_edition(folder: Path) -> Standard:
    """Load one edition from its folder; see docs/formats.md for the files in it."""
    header = read_yaml(folder / "header.yaml")
    records = [record for path in clause_files(folder) for record in read_yaml(path)]
    defects_path, relations_path = folder / "defects.yaml", folder / "relations.yaml"
    relations = read_yaml(relations_path) if relations_path.is_file() else ()
    try:
        return Standard(
            clauses=tuple(_clause(record, header["id"]) for record in records),
            defects=tuple(_defect(record) for record in read_yaml(defects_path)),
            relations=tuple(_relation(record) for record in relations),
            gaps=tuple(Gap(**gap) for gap in header.pop("gaps")),
            **header,
        )
    except (TypeError, KeyError) as fault:
        raise CorpusDataError(folder, f"a record has a wrong or missing key: {fault}") from fault


def load_succession(old: Standard, new: Standard) -> Succession:
    """
    Return what became of the units of an edition in a later one, over the editions between them.

    Two drafts of one edition correspond by their ids.

    Raises:
        NotSuccessiveError: they are of different standards, or the later one does not follow.
        UnknownStandardError: an edition between them is not on file.
    """
    chain = [new]
    while chain[0].edition != old.edition:
        before = chain[0].replaces
        if old.id != new.id or not before or before in {entry.edition for entry in chain}:
            raise NotSuccessiveError(f"{old.id} {old.edition}", f"{new.id} {new.edition}")
        chain.insert(0, old if before == old.edition else load_standard(new.id, before))
    return succession((old, *chain[1:]) if len(chain) > 1 else (old, new))


def _clause(record: dict[str, Any], standard_id: str) -> Clause:
    lines, replaces = record.get("lines"), record.get("replaces")
    return Clause(
        **{
            **record,
            "lines": (lines[0], lines[1]) if lines else None,
            "replaces": None if replaces is None else tuple(replaces),
        },
        standard=standard_id,
    )


def _defect(record: dict[str, Any]) -> Defect:
    return Defect(**{**record, "clauses": tuple(ClauseId(entry) for entry in record["clauses"])})


def _relation(record: dict[str, Any]) -> Relation:
    return Relation(**{**record, "clauses": tuple(ClauseId(entry) for entry in record["clauses"])})
