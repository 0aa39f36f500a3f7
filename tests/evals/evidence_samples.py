"""A dossier of four rows and what was found in it, to test with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.dossier import Case, Distractor, Dossier, GoldIndicator, Quote, Status
from evals.dossier_source import Paragraph, Source
from evals.evidence import Cost, EvidenceRun, ReadDossier
from evals.evidence_judgement import Found, Judgement, Relation, Shown, judge

FENCE, LIGHT, LIFT, LURE = (
    "围墙装红外对射 18 对",
    "夜间报警后无照明联动",
    "轿厢内装半球 12 台",
    "二期拟装电子巡查系统",
)
TEXTS = {"01-design.docx": [f"1.1 {FENCE}。{LIGHT}。", f"{LURE}。"], "02-list.pdf": [f"{LIFT}。"]}
CASE = Case("示例小区", "tcrea-2023", "C")


def dossier(name: str = "sample") -> Dossier:
    sources = (
        Source("01-design", "docx", "设计", (Paragraph(f"{FENCE}。{LIGHT}。"), Paragraph(LURE))),
        Source("02-list", "scan", "清单", (Paragraph(f"{LIFT}。"),)),
    )
    design, scan = (source.file for source in sources)
    golds = (
        GoldIndicator("C1.1.2", "supported", (Quote(FENCE, (design,)),)),
        GoldIndicator("C1.2.1", "contradicted", (Quote(LIGHT, (design,)),), "absent"),
        GoldIndicator("C1.3.5", "partial", (Quote(LIFT, (scan,)),), missing="录像"),
        GoldIndicator("C1.5.1", "none"),
    )
    return Dossier(
        id=name,
        about="四行",
        case=CASE,
        files=tuple(Path("files") / source.file for source in sources),
        sources=sources,
        indicators={gold.id: gold for gold in golds},
        distractors=(Distractor(Quote(LURE, (design,)), "planned", ("C1.5.1", "C1.1.2")),),
    )


def shown(text: str, relation: Relation = "supports", file: str = "01-design.docx") -> Shown:
    return Shown((file,), text, relation)


def found(indicator: str, status: Status, *texts: Shown) -> Found:
    bearing = tuple(one for one in texts if one.relation != "mentions")
    return Found(indicator, status, texts, bearing[:3])


RIGHT = (
    found("C1.1.2", "supported", shown(f"1.1 {FENCE}。")),
    found("C1.2.1", "contradicted", shown(f"{LIGHT}。", "contradicts")),
    found("C1.3.5", "partial", shown(f"{LIFT}。", file="02-list.pdf")),
    found("C1.5.1", "none"),
)
WRONG = (
    found("C1.1.2", "supported", shown(f"{LURE}。")),
    found("C1.2.1", "supported"),
    found("C1.3.5", "contradicted", shown(f"{LIFT}。", "mentions", "02-list.pdf")),
    found("C1.5.1", "supported", shown(f"{LURE}。")),
)


def judgement(
    entries: Sequence[Found] = RIGHT, name: str = "sample", system: str = "evidence"
) -> Judgement:
    return judge(system, dossier(name), entries, TEXTS)


def run(entries: Sequence[Found] = RIGHT, names: Sequence[str] = ("sample",)) -> EvidenceRun:
    cost = Cost(read_s=1.0, find_s=0.5, near_s=0.2, again_s=0.1, files=2, refused=0, statements=4)
    return EvidenceRun(
        tuple(ReadDossier(dossier(name), "digest", tuple(entries), (), {}, cost) for name in names),
        tuple(judgement(entries, name) for name in names),
        {},
    )
