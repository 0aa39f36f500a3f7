"""How many of a stated number must be sampled (7.4), reckoned by `scoring.sampling`. Pure."""

from __future__ import annotations

import re

from assistant.asking.compose import Draft
from assistant.wording import say
from corpus.numeral import written_numbers
from corpus.standard import Clause, Standard
from corpus.traditional import simplified
from scoring import load_rule_set
from scoring.sampling import sample_size

_SAMPLING = re.compile(
    r"抽(查|检|样|多少|几|取|看|测)|样本|采样|\bsampl\w*|spot[- ]check|\bhow many of (them|these|those)\b|"
    r"what share of|share of them",
    re.IGNORECASE,
)
_MOST = 1_000_000


def population_asked(text: str, context: str = "") -> int | None:
    """
    Return the number of things of which a question asks how many are sampled; None when it does
    not ask that. The largest whole number named is taken. `context`: what a follow-up takes over
    ("那八百个呢？").

    >>> population_asked("三百个摄像头要抽查几个"), population_asked("抽样比例是多少")
    (300, None)
    """
    asked = simplified(text)
    if not _SAMPLING.search(f"{asked} {context}"):
        return None
    counts = [int(n.value) for n in written_numbers(asked) if n.value == int(n.value)]
    # "抽一下" and "第7.4条" name no population.
    counts = [count for count in counts if 10 <= count <= _MOST]
    return max(counts, default=None)


def describe_sample(draft: Draft, population: int, standard: Standard) -> tuple[Clause, ...]:
    """Write the size of the sample, the bracket's clause and what is unclear about brackets."""
    rules = load_rule_set(standard.id)
    readings = {entry.id: entry.default for entry in rules.interpretations}
    size = sample_size(population, readings)
    bracket, above = standard.clause(size.clause), standard.clause("7.4")
    language = draft.language
    draft.lines.append(size.sentence(language) + draft.cite(bracket) + draft.cite(above))
    for name in ("sampling_boundary", "sampling_rounding"):
        entry = rules.interpretation(name)
        others = {
            sample_size(population, {**readings, name: reading.id}).size
            for reading in entry.readings
        }
        if len(others) > 1:
            sizes = ("、" if language == "zh" else ", ").join(map(str, sorted(others)))
            question = entry.question_zh if language == "zh" else entry.question_en
            draft.note(say("other_readings", language, question=question, values=sizes))
    return bracket, above
