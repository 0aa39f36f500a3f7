"""How what a result holds is said, on the page and in reports alike."""

from __future__ import annotations

import re

from assistant.evidence.indicator import IndicatorEvidence
from assistant.evidence.load_expectations import load_expectations
from scoring import Row
from scoring.assessment import Outcome
from scoring.award import Award
from scoring.number import exact_string
from scoring.plan import LevelPlan
from ui.cli.score import OUTCOME_EN, OUTCOME_ZH
from ui.reports.case_result import CaseResult, SheetChoice, Whose
from ui.reports.decisive import ReadingResult
from ui.wording import t

_LEVEL_FIRST = re.compile(r"^(?:[ABC] 级 |Level [ABC] )")
_OURS_LAST = re.compile(r"(?:（本项目命名）| \(our name\))$")


def outcome_words(outcome: Outcome, language: str) -> str:
    """Return an outcome in words."""
    return (OUTCOME_ZH if language == "zh" else OUTCOME_EN)[outcome]


def short_title(result: CaseResult, clause: str, language: str) -> str:
    """Return a title without what stands beside it anyway: its level, and whose name it is."""
    title = _OURS_LAST.sub("", _LEVEL_FIRST.sub("", result.title(clause, language)))
    return title[:1].upper() + title[1:]


def heads(language: str, *columns: str) -> list[str]:
    """Return the heads of a table's columns."""
    return [t(f"column_{column}", language) for column in columns]


def whose_words(whose: Whose, name: str, language: str, *, is_own: bool = False) -> str:
    """Return whose sheet it is and of which stage."""
    if not whose.number:
        owner = t("whose_panel" if whose.is_panel else "whose_self", language)
    else:
        owner = name or t("whose_numbered", language, number=whose.number)
    own = t("whose_own", language) if is_own else ""
    return f"{owner}{own} · {t(f'stage_{whose.stage}', language)}"


def choice_words(choice: SheetChoice, language: str) -> str:
    """Return a sheet that may be opened in words."""
    submitted = f" · {t('whose_submitted', language)}" if choice.submitted else ""
    return whose_words(choice.whose, choice.name, language, is_own=choice.is_own) + submitted


def kind_words(row: Row, language: str) -> str:
    """Return what kind of row it is, with what it can give."""
    if row.kind == "gate":
        return t("result_gate", language)
    return t("result_worth", language, points=exact_string(row.points))


def state_words(award: Award, language: str) -> str:
    """Return how a row stands by its judgement."""
    if award.state in ("partial", "counted"):
        return t(
            "state_kept", language, kept=exact_string(award.kept),
            points=exact_string(award.row.points),
        )  # fmt: skip
    return t(f"award_{award.state}", language)


def aspect_words(
    result: CaseResult, entry: IndicatorEvidence, language: str, *, shown: bool
) -> str:
    """Return the aspects that are shown, or those that are not; "" for none."""
    expectation = load_expectations(result.case.rule_set).of(entry.indicator)
    titles = {one.id: one.title(language) for one in expectation.aspects} if expectation else {}
    names = [titles.get(name, name) for name, is_so in entry.aspects.items() if is_so == shown]
    return ("；" if language == "zh" else "; ").join(names)


def usual_places(result: CaseResult, indicator: str, language: str) -> str:
    """Return where evidence usually stands; "" where nothing is noted."""
    expectation = load_expectations(result.case.rule_set).of(indicator)
    return expectation.usual_places(language) if expectation else ""


def way_words(level: LevelPlan, language: str) -> str:
    """Return how far a level is from its mark in one sentence."""
    before, after = exact_string(level.before), exact_string(level.after)
    if not level.feasible:
        return t("plan_infeasible", language, level=level.level, after=after)
    if not level.gates and not level.gains:
        return t("way_done", language, level=level.level, after=after)
    return t(
        "plan_line", language, level=level.level, before=before, after=after,
        gates=len(level.gates), rows=len(level.gains),
    )  # fmt: skip


def reading_gives(given: ReadingResult, language: str) -> str:
    """Return what a reading gives in words: outcome and points."""
    if given.outcome is None:
        return t("reading_needs", language)
    points = []
    for name, value in given.points.items():
        written = "—" if value is None else exact_string(value)
        if len(name) == 1:
            points.append(t("gives_level", language, level=name, points=written))
        else:
            points.append(f"{name} {written}")
    sign = "；" if language == "zh" else "; "
    # Table C-1 knows no verdict: only its values tell readings apart.
    verdict = (
        [outcome_words(given.outcome, language)] if len(next(iter(given.points), "A")) == 1 else []
    )
    return sign.join([*verdict, *points])
