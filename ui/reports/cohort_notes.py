"""What must be said beside the figures of a cohort, on screen and in the workbook."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.cohort import Cohort
from ui.wording import t


def cohort_notes(found: Cohort, language: str) -> Iterator[str]:
    """Yield the sentences: relative to whom, by which method, what was left out, who is tied."""
    yield t("cohort_relative", language, number=len(found.members))
    normalisation = t(f"cohort_{found.normalisation}", language)
    yield t("cohort_method", language, normalisation=normalisation)
    yield t("cohort_rounded", language)
    if len(found.members) == 2:
        yield t("cohort_two", language)
    if found.constant:
        yield t("cohort_constant", language, names=", ".join(found.constant))
    if found.left_out:
        yield t("cohort_left_out", language, names=", ".join(found.left_out))
    for names in found.ties:
        yield t("cohort_ties", language, names=", ".join(names))
