"""
The sample case: documents of an invented estate, and what was judged of them so far.

    case_id = open_sample(services.cases_for(person), services.reading, person, "zh")

`sources/` holds what the documents say; `python -m evals.dossier_files ui/sample` makes `files/` of
them. `sample.yaml` says the rest: names, profile, decisions and judgements.
"""

from __future__ import annotations

from ui.sample.load import Sample, SampleDecision, SampleDocument, load_sample
from ui.sample.opening import decide, open_sample

__all__ = [
    "Sample",
    "SampleDecision",
    "SampleDocument",
    "decide",
    "load_sample",
    "open_sample",
]
