"""Drawing samples of a case (7.4), and looking whether stored ones are what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.cases.case import Stage
from corpus.cases.procedure import SampleDraw
from corpus.cases.store import CaseStore
from scoring.errors import SamplingError
from scoring.sampling import draw, population_hash

SAMPLING = ("sampling_boundary", "sampling_rounding", "sampling_steps")


def draw_sample(
    cases: CaseStore,
    case_id: str,
    stage: Stage,
    name: str,
    ids: Sequence[str],
    seed: str,
    readings: Mapping[str, str],
    reason: str = "",
) -> int:
    """
    Draw a sample from a population, keep it, and return its number.

    readings: the interpretations of 7.4 that decide its size.

    Raises:
        SamplingError: an empty population, ids that stand twice, or an empty seed.
        SampleDrawnError: the population was drawn from, and no reason for another draw is given.
        RecordWordsError: there are more than 20 000 ids, or words are too long.
        StageClosedError: the stage is reported on.
    """
    seed = seed.strip()
    used = {key: readings[key] for key in SAMPLING}
    plan = draw(ids, seed, used)
    drawn = SampleDraw(
        stage=stage,
        name=name,
        ids=tuple(ids),
        population=plan.population_hash,
        seed=seed,
        chosen=plan.chosen,
        clause=plan.size.clause,
        readings=used,
        reason=reason,
    )
    return cases.add_sample(case_id, drawn)


def is_as_drawn(sample: SampleDraw) -> bool:
    """Tell whether a stored sample is what its seed draws from its population by its readings."""
    try:
        plan = draw(sample.ids, sample.seed, sample.readings)
    except (SamplingError, KeyError):
        return False
    return sample.population == population_hash(sample.ids) and (plan.chosen, plan.size.clause) == (
        sample.chosen,
        sample.clause,
    )
