"""
Evidence on dossiers: each is read as a case of its own, looked through, and judged by its gold.

The case lives in a temporary home, so no run sees what another one kept.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from assistant.evidence.case_findings import document_statements
from assistant.evidence.indicator import IndicatorEvidence, case_evidence
from assistant.evidence.nearness import keep_nearness
from assistant.evidence.prototypes import Prototypes
from assistant.evidence.suggestion import Suggestion
from corpus.cases.store import CaseStore
from corpus.encoder import Encoder
from evals.dossier import DOSSIERS, Dossier, load_dossier
from evals.dossier_aspects import ASPECTS, QuotedAspects, load_quoted_aspects
from evals.errors import DossierError, DossierFault
from evals.evidence_baselines import Said, best_threshold, bm25, dense, found_by, ranked
from evals.evidence_judgement import LOOKED_AT, Found, Judgement, Shown, judge

PRODUCT = "evidence"
TEST_DOSSIERS = frozenset({"harbour-garden", "orchard-mews"})
DEV_DOSSIERS = (
    "birch-hollow",
    "brick-lane",
    "canal-yard",
    "cloud-terrace",
    "copper-mill",
    "ferry-landing",
    "granite-lane",
    "heron-quay",
    "lotus-court",
    "maple-grove",
    "north-gate",
    "osmanthus-yard",
    "pine-terrace",
    "plum-garden",
    "quarry-hill",
    "red-star",
    "reed-marsh",
    "salt-quay",
    "signal-hill",
    "station-square",
    "tide-lane",
    "willow-court",
)
"""Thresholds of the baselines are chosen on these, whichever dossiers are asked for."""


@dataclass(frozen=True, slots=True)
class Cost:
    """
    What a dossier took on this machine; seconds, each measured once.

    Attributes:
        read_s: to read all files, each in a process of its own.
        find_s: to look through them for the first time; near_s: to make the vectors of what was
            found; again_s: with what was kept of both.
        statements: sentences and table rows; refused: files that gave nothing.
    """

    read_s: float
    find_s: float
    near_s: float
    again_s: float
    files: int
    refused: int
    statements: int


@dataclass(frozen=True, slots=True)
class ReadDossier:
    """
    A dossier with what the product read and found in it; texts: the passages by file; told: of
    which aspects its gold's quotes speak.
    """

    dossier: Dossier
    digest: str
    found: tuple[Found, ...]
    said: tuple[Said, ...] = field(repr=False)
    texts: Mapping[str, Sequence[str]] = field(repr=False)
    cost: Cost
    told: QuotedAspects = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class EvidenceRun:
    """
    A run over dossiers.

    thresholds: of each baseline, the score from which on it calls a row supported. encoder: the
    fingerprint of the one that ranked, "" without baselines.
    """

    dossiers: tuple[ReadDossier, ...]
    judgements: tuple[Judgement, ...]
    thresholds: Mapping[str, float]
    encoder: str = ""


def split_of(dossier: str) -> str:
    """
    Return "test" for a dossier of which only figures may be shown, else "dev".

    >>> split_of("harbour-garden"), split_of("red-star")
    ('test', 'dev')
    """
    return "test" if dossier in TEST_DOSSIERS else "dev"


def find_dossiers(names: Sequence[str]) -> tuple[Path, ...]:
    """
    Return the folders of dossiers given by name or path; of every shipped one without any.

    Raises:
        DossierError: there is no such dossier; names the shipped ones.
    """
    shipped = sorted(path.parent.name for path in DOSSIERS.glob("*/gold.yaml"))
    found: dict[str, Path] = {}
    for name in names or shipped or [str(DOSSIERS)]:
        folder = next((path for path in (DOSSIERS / name, Path(name)) if _is_dossier(path)), None)
        if folder is None:
            fault = f"there is no such dossier; shipped: {', '.join(shipped) or 'none'}"
            raise DossierError(Path(name), [DossierFault(name, fault)])
        # The folder's own name says whether it is a test dossier, whatever way led to it.
        found.setdefault(folder.resolve().name, folder.resolve())
    return tuple(found.values())


def _is_dossier(folder: Path) -> bool:
    return (folder / "gold.yaml").is_file()


def evaluate(
    folders: Sequence[Path],
    near: Encoder | None = None,
    encoder: Encoder | None = None,
) -> EvidenceRun:
    """
    Read dossiers, find evidence in them and judge it.

    Args:
        folders: of the dossiers.
        near: the encoder of evidence; with None words decide alone.
        encoder: of the dense baseline; with None there are no baselines.

    Raises:
        DossierError: a dossier is not sound.
    """
    # Every gold is read before the first file: a fault in the last one must not cost a run.
    dossiers = [load_dossier(folder) for folder in folders]
    read = [read_dossier(one, folder, near) for one, folder in zip(dossiers, folders, strict=True)]
    judged = [judge(PRODUCT, one.dossier, one.found, one.texts, one.told) for one in read]
    if encoder is None:
        return EvidenceRun(tuple(read), tuple(judged), {})
    thresholds, by_baselines = _baselines(read, encoder)
    return EvidenceRun(tuple(read), (*judged, *by_baselines), thresholds, encoder.fingerprint)


def _baselines(
    read: Sequence[ReadDossier], encoder: Encoder
) -> tuple[dict[str, float], list[Judgement]]:
    known = {one.dossier.id: one for one in read}
    for name in DEV_DOSSIERS:
        if name not in known:
            known[name] = read_dossier(load_dossier(DOSSIERS / name), DOSSIERS / name)
    thresholds, judged = {}, []
    for system, ranking in (("BM25", bm25), ("dense", dense(encoder))):
        nearest = {name: ranked(one.dossier, one.said, ranking) for name, one in known.items()}
        thresholds[system] = best_threshold(
            [known[name].dossier for name in DEV_DOSSIERS],
            [nearest[name] for name in DEV_DOSSIERS],
        )
        for one in read:
            found = found_by(nearest[one.dossier.id], thresholds[system])
            judged.append(judge(system, one.dossier, found, one.texts))
    return thresholds, judged


def read_dossier(
    dossier: Dossier,
    folder: Path,
    near: Encoder | None = None,
    prototypes: Prototypes | None = None,
) -> ReadDossier:
    """
    Make a case of a dossier in a temporary home, and return what is read and found in it.

    near: the encoder of evidence; with None words decide alone. prototypes: others than those of
    the product.
    """
    with tempfile.TemporaryDirectory() as home:
        store = CaseStore(Path(home))
        case_id = store.create_case(dossier.case.name, dossier.case.rule_set, dossier.case.level)
        start = perf_counter()
        results = [store.add_document(case_id, path) for path in dossier.files]
        read = perf_counter()
        case_evidence(store, case_id)
        looked = perf_counter()
        if near is not None:
            keep_nearness(store, case_id, lambda: near, prototypes)
        nearer = perf_counter()
        evidence = case_evidence(store, case_id)
        again = perf_counter()
        said = _said(store, case_id)
    files = [path.name for path in dossier.files]
    return ReadDossier(
        dossier=dossier,
        digest=digest_of(folder),
        found=tuple(_found(entry, files) for entry in evidence),
        said=said,
        texts={one.file: [passage.text for passage in one.passages] for one in results},
        cost=Cost(
            read_s=read - start,
            find_s=looked - read,
            near_s=nearer - looked,
            again_s=again - nearer,
            files=len(results),
            refused=sum(one.status == "refused" for one in results),
            statements=len(said),
        ),
        told=load_quoted_aspects(dossier, folder),
    )


def digest_of(folder: Path) -> str:
    """Return 16 hexadecimal characters that change with a dossier's gold and its files."""
    names = ("gold.yaml", "files.lock", ASPECTS)
    parts = [(folder / name).read_bytes() for name in names if (folder / name).is_file()]
    return hashlib.sha256(b"\n".join(parts)).hexdigest()[:16]


def _said(store: CaseStore, case_id: str) -> tuple[Said, ...]:
    return tuple(
        Said(document.file, one.text, " ".join(one.passage.heading_path))
        for document in store.documents(case_id)
        for one in document_statements(store, case_id, document)
    )


def _found(entry: IndicatorEvidence, files: Sequence[str]) -> Found:
    shown = tuple(_shown(one, files) for one in entry.suggestions)
    bearing = tuple(one for one in shown if one.relation != "mentions")
    return Found(entry.indicator, entry.status, shown, bearing[:LOOKED_AT], entry.aspects)


def _shown(one: Suggestion, files: Sequence[str]) -> Shown:
    # The other places are given in words: the file's name, a space, the place in it.
    also = (file for file in files if any(place.startswith(f"{file} ") for place in one.also))
    return Shown(tuple(dict.fromkeys((one.file, *also))), one.quote, one.relation)
