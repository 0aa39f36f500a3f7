"""The project profile as fields of a report: what it has and lacks, and how high it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.errors import ProfileError
from scoring.load import load_facts
from scoring.number import exact_string
from scoring.profile_file import profile_of_words
from ui.wording import t


def profile_fields(words: Mapping[str, Any], language: str) -> list[dict[str, str]]:
    """
    Return what is known of a project as names and values; [] where nothing is, or the words are
    no valid profile.
    """
    if not words:
        return []
    try:
        profile = profile_of_words(words)
    except ProfileError:
        return []
    found = []
    if profile.building_height_m is not None:
        height = f"{exact_string(profile.building_height_m)} m"
        found.append({"name": t("er_height", language), "state": height})
    for fact in load_facts().values():
        state = profile.facts.get(fact.id, "unknown")
        if state != "unknown":
            said = t("er_has" if state == "yes" else "er_has_not", language)
            found.append(
                {"name": fact.name_zh if language == "zh" else fact.name_en, "state": said}
            )
    return found
