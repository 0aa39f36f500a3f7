"""English ways of telling of what nobody has built here."""

from __future__ import annotations

import pytest

from assistant.evidence.relation import stance
from assistant.evidence.unbuilt import unbuilt


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("The owners' committee would like a siren at the east gate", "planned"),
        ("Cameras over the sandpit were suggested at the spring meeting", "planned"),
        ("Sirens ought to be heard in every stairwell", "required"),
        ("The tender calls for two reels of cable at each pump", "required"),
        ("The supplier's leaflet promises pictures in the dark", "advertised"),
        ("A neighbouring estate has a gate that reads plates", "elsewhere"),
    ],
)
def test_what_is_wished_asked_offered_or_had_by_others_is_not_built_here(
    text: str, way: str
) -> None:
    assert unbuilt(text) == way
    assert stance(text) == way


@pytest.mark.parametrize(
    "text",
    [
        "Cameras look over the sandpit and record for 30 days",
        "The consultant tested the siren at the east gate: passed",
        "The other gates have readers too",
        "Residents open the door from the handset",
        "业主建议加装摄像机",
    ],
)
def test_what_is_told_plainly_is_left_to_other_rules(text: str) -> None:
    assert unbuilt(text) is None
