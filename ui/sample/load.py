"""What the sample case is, read from `sample.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from corpus.cases.case import Decision, Stage

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """A document: where its file is, and what it is called in the case."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class SampleDecision:
    """A decision on the suggested passage that holds the quote."""

    indicator: str
    quote: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Sample:
    """
    The sample case.

    names: by language. profile: the words of a project profile. sheet: the words of a sheet that
    is filled in part.
    """

    names: Mapping[str, str]
    rule_set: str
    level: str
    stage: Stage
    profile: Mapping[str, Any]
    documents: tuple[SampleDocument, ...]
    decisions: tuple[SampleDecision, ...]
    sheet: Mapping[str, Any]

    def name(self, language: str) -> str:
        """Return what the case is called in a language."""
        return self.names["en" if language == "en" else "zh"]


@cache
def load_sample() -> Sample:
    """Return the sample that comes with the package."""
    words = yaml.safe_load((FOLDER / "sample.yaml").read_text(encoding="utf-8"))
    return Sample(
        names=words["names"],
        rule_set=words["rule_set"],
        level=words["level"],
        stage=words["stage"],
        profile=words["profile"],
        documents=tuple(
            SampleDocument(FOLDER / "files" / file, name)
            for file, name in words["documents"].items()
        ),
        decisions=tuple(SampleDecision(**one) for one in words["decisions"]),
        sheet={
            "rule_set": words["rule_set"],
            "target": words["level"],
            "stage": words["stage"],
            "judgements": words["judgements"],
        },
    )
