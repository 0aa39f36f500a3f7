"""The procedure of a case as JSON, for commands, pages and other programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from corpus.cases.procedure import LegalHold, SampleDraw, StepTaken
from ui.procedure.desk import PossibleStep, Standing
from ui.procedure.due import Alarm, CaseDue
from ui.procedure.people import CasePanelView, Seat, finding_words, seat_words
from ui.procedure.samples import is_as_drawn

Words = dict[str, Any]


def standing_json(standing: Standing) -> Words:
    """Return where a case stands; days as ISO, persons by their marks and names."""
    return {
        "case": standing.case.id,
        "name": standing.case.name,
        "stage": standing.stage,
        "level": standing.procedure.level,
        "status": standing.procedure.status,
        "on": standing.on.isoformat(),
        "clock_back": standing.clock_back,
        "steps": [_step(one) for one in standing.steps],
        "possible": [_possible(one) for one in standing.possible],
        "panel": panel_json(standing.panel),
        "due": due_json(standing.due),
    }


def panel_json(panel: CasePanelView) -> Words:
    """Return who judges and reviews, with what stands against them."""
    return {
        "members": [_seat(one) for one in panel.members],
        "reviewers": [_seat(one) for one in panel.reviewers],
        "findings": finding_words(panel.findings),
        "reviewer_findings": finding_words(panel.reviewer_findings),
    }


def due_json(due: CaseDue) -> Words:
    """Return what falls due; null for what does not."""
    return {
        "notice_until": _day(due.notice_until),
        "valid_until": _day(due.valid_until),
        "keep_until": _day(due.keep_until),
        "reviews": [
            {"day": one.day.isoformat(), "state": one.state, "done": _day(one.done)}
            for one in due.reviews
        ],
    }


def alarm_json(alarm: Alarm) -> Words:
    """Return one alarm."""
    return {**asdict(alarm), "day": alarm.day.isoformat()}


def sample_json(sample: SampleDraw) -> Words:
    """Return a sample with its population, and whether it is what its seed draws."""
    return {**asdict(sample), "size": sample.size, "sound": is_as_drawn(sample)}


def hold_json(hold: LegalHold) -> Words:
    """Return a legal hold."""
    return asdict(hold)


def _step(step: StepTaken) -> Words:
    told = asdict(step)
    told.pop("stage")
    return told


def _possible(step: PossibleStep) -> Words:
    return {
        "step": step.step,
        "after": step.after,
        "against": [{"clause": clause, "zh": zh, "en": en} for clause, zh, en in step.against],
        "wanted": [asdict(one) for one in step.wanted],
    }


def _seat(seat: Seat) -> Words:
    ties = [
        {"party": one.party, "zh": one.nature, "en": one.told("en")} for one in seat.member.ties
    ]
    return {**seat_words(seat), "ties": ties}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
