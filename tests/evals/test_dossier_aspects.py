"""What quotes tell of single aspects: read as written, refused with every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.dossier import DOSSIERS, GoldIndicator, Status, load_dossier
from evals.dossier_aspects import ASPECTS, Telling, aspects_of, load_quoted_aspects
from evals.errors import DossierError

DOSSIER = load_dossier(DOSSIERS / "willow-court")
ROW = next(name for name, gold in DOSSIER.indicators.items() if len(gold.quotes) > 1)
COUNT = len(DOSSIER.indicators[ROW].quotes)


@pytest.mark.parametrize("folder", sorted(path.parent for path in DOSSIERS.glob(f"*/{ASPECTS}")))
def test_what_is_shipped_is_sound(folder: Path) -> None:
    told = load_quoted_aspects(load_dossier(folder), folder)
    assert told
    assert any("partly" in quote.values() for quotes in told.values() for quote in quotes)


def test_without_a_file_nothing_is_told(tmp_path: Path) -> None:
    assert load_quoted_aspects(DOSSIER, tmp_path) == {}


def test_every_fault_is_named(tmp_path: Path) -> None:
    lines = "".join("  - no-such-aspect+\n" for _ in range(COUNT + 1))
    (tmp_path / ASPECTS).write_text(f"{ROW}:\n{lines}Z9.9.9:\n  - ''\n", encoding="utf-8")
    with pytest.raises(DossierError) as refused:
        load_quoted_aspects(DOSSIER, tmp_path)
    told = str(refused.value)
    assert "'no-such-aspect+' must be one of" in told
    assert f"{ASPECTS} {ROW}: the gold has {COUNT} quotes" in told
    assert f"{ASPECTS} Z9.9.9: the gold has no such row" in told


@pytest.mark.parametrize(
    ("status", "told", "expected"),
    [
        # Of a supported row what no quote speaks of is open; what was mended since is shown.
        ("supported", [{"video": "denied"}, {"video": "shown"}], {"video": True}),
        ("partial", [{"video": "shown"}], {"video": True, "alarm": False}),
        ("partial", [{"video": "shown", "alarm": "partly"}], {"video": True, "alarm": False}),
        (
            "contradicted",
            [{"video": "shown"}, {"video": "denied"}],
            {"video": False, "alarm": False},
        ),
    ],
)
def test_what_quotes_tell_together_of_the_aspects_of_a_row(
    status: Status, told: list[dict[str, Telling]], expected: dict[str, bool]
) -> None:
    assert aspects_of(GoldIndicator("X", status), told, ("video", "alarm")) == expected
