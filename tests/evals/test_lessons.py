"""Lessons for the encoder of evidence: what is known of texts, and what is lost by not heeding it."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from evals.dossier import DOSSIERS, load_dossier
from evals.evidence_baselines import Said
from evals.evidence_judgement import Found, Shown
from evals.lessons import Lesson, Tone, aspects, quotes, wordings
from evals.wording_bank import load_bank

NAMES = aspects()
PLACES = {name: at for at, name in enumerate(NAMES)}


def test_every_aspect_has_wordings_of_its_own() -> None:
    told = {place for one in wordings(PLACES) for place in one.about or () if not one.is_far}
    assert told == set(range(len(NAMES)))


def test_the_test_half_of_the_bank_teaches_nothing() -> None:
    texts = {one.text for one in wordings(PLACES)}
    unseen = {one.text for one in load_bank() if one.half == "test"}
    phrases = {one.text for one in wordings(PLACES) if one.tone is None}
    assert not (texts - phrases) & unseen


RED_STAR = load_dossier(DOSSIERS / "red-star")
INDICATOR, GOLD = next((name, one) for name, one in RED_STAR.indicators.items() if one.quotes)
QUOTED = GOLD.quotes[0].text
OWN = {at for at, name in enumerate(NAMES) if name[:2] == ("tcrea-2023", INDICATOR)}


def told(said: list[Said], found: list[Found]) -> list[Lesson]:
    return list(quotes(RED_STAR, said, found, PLACES))


def test_what_a_dossier_never_quotes_is_about_nothing() -> None:
    said = [Said("a.pdf", QUOTED, "标题"), Said("a.pdf", "今天食堂吃面。", "")]
    *others, idle = told(said, [])
    assert (idle.text, idle.about, idle.tone) == ("今天食堂吃面。", (), Tone.IDLE)
    assert any(set(one.about or ()) == OWN for one in others)
    assert {one.text for one in others} == {QUOTED, f"标题 {QUOTED}"}


def test_of_what_lures_and_of_what_words_find_nobody_is_taught_that_it_is_about_nothing() -> None:
    lure = RED_STAR.distractors[0].quote.text
    same = Shown(("a.pdf",), "同样的话在别处又说了一遍。", "supports")
    found = [Found(INDICATOR, "supported", (same,), (same,))]
    said = [Said("a.pdf", lure, ""), Said("a.pdf", same.text, "")]
    assert [(one.text, one.about, one.tone) for one in told(said, found)] == [
        (lure, None, Tone.IDLE)
    ]


@pytest.fixture
def lost() -> Any:
    """What is lost by a lesson where a text lies near the aspect at a place, and has a tone."""
    from evals.tune_encoder import Teacher, Tuned

    tuned, teacher = Tuned(torch.nn.ModuleList(), 8, len(NAMES)), Teacher(NAMES)

    def of(lesson: Lesson, near: int, tone: Tone = Tone.SHOWS) -> float:
        nearness = torch.full((1, len(NAMES)), -0.1)
        nearness[0, near] = 0.9
        tones = torch.zeros(1, len(Tone))
        tones[0, tone] = 3
        return float(teacher.loss(tuned, nearness, tones, [lesson]).detach())

    return of


def test_a_lesson_is_heeded_near_its_aspect(lost: Any) -> None:
    lesson = Lesson("x", NAMES[0][0], (0,))
    assert lost(lesson, near=0) < lost(lesson, near=1)


def test_what_only_sounds_near_is_to_lie_elsewhere(lost: Any) -> None:
    lesson = Lesson("x", NAMES[0][0], (0,), is_far=True)
    assert lost(lesson, near=1) < lost(lesson, near=0)


def test_aspects_of_another_rule_set_do_not_matter(lost: Any) -> None:
    other = next(at for at, name in enumerate(NAMES) if name[0] != NAMES[0][0])
    third = max(at for at, name in enumerate(NAMES) if name[0] != NAMES[0][0])
    lesson = Lesson("x", NAMES[0][0], (0,))
    assert lost(lesson, near=other) == pytest.approx(lost(lesson, near=third))


def test_a_tone_is_heard(lost: Any) -> None:
    lesson = Lesson("x", NAMES[0][0], (0,), tone=Tone.DENIES)
    assert lost(lesson, 0, Tone.DENIES) < lost(lesson, 0, Tone.SHOWS)
