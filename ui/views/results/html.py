"""The page of results: verdict, charts, readings, what is missing, derivation. All escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from scoring import SheetError, sentence
from scoring.number import exact_string
from ui.local_form import local_day
from ui.reports.body_facts import body_facts, suspect_facts
from ui.reports.case_result import CaseResult, SheetChoice
from ui.reports.decisive import DecisiveInterpretation, ReadingResult, decisive_interpretations
from ui.reports.derivation_parts import DerivationLevel, DerivationPart, derivation_levels
from ui.reports.result_charts import result_charts
from ui.reports.result_words import (
    choice_words,
    outcome_words,
    reading_gives,
    short_title,
    whose_words,
)
from ui.suspect import Suspect
from ui.views.page.acts import button_html
from ui.views.page.place import Place, place_link
from ui.views.results.missing import missing_html, way_html
from ui.views.results.suspects import suspects_html
from ui.wording import t

KINDS = ("report", "table", "gaps", "matrix", "package")
"""What can be downloaded."""


@dataclass(frozen=True, slots=True)
class Extra:
    """What stands on the page besides a result. rules: by what the case is judged, as HTML."""

    rules: str = ""
    suspects: Sequence[Suspect] = ()


def results_html(
    result: CaseResult,
    choices: Sequence[SheetChoice],
    place: Place,
    today: str,
    language: str,
    extra: Extra | None = None,
) -> str:
    """
    Return the whole page of a result.

    choices: the sheets that may be chosen. today: the day that stands on a print, ISO. extra: what
    the page says of the case besides the result.
    """
    extra = extra or Extra()
    charts = "".join(result_charts(result, language))
    return (
        f'<div class="ap-results">{_head(result, choices, place, today, language)}'
        f"{extra.rules}{suspects_html(extra.suspects, place, language)}{_verdict(result, language)}"
        f"{_section('result_charts', charts, language, 'ap-charts')}"
        f"{_section('ambiguous_clauses', _decisive(result, place, language), language)}"
        f"{way_html(result, place, language)}{missing_html(result, place, language)}"
        f"{_section('result_derivation', _derivation(result, language), language)}</div>"
    )


def no_result_html(
    result: CaseResult, choices: Sequence[SheetChoice], place: Place, language: str
) -> str:
    """Return what to do first when nothing is judged yet; the gap list is there with documents."""
    number = len(result.documents)
    steps = (
        place_link(place.to("files"), t("first_files", language, number=number)),
        place_link(place.to("evidence"), t("first_evidence", language)),
        place_link(place.to("score"), t("first_score", language)),
    )
    downloads = _buttons(("gaps", "matrix"), language) if number else ""
    return (
        f'<div class="ap-results"><h2>{escape(t("results_none", language))}</h2>'
        f"{_chooser(choices, result.whose.key, place, language)}"
        f'<div class="ap-note"><p>{escape(t("results_first", language))}</p>'
        f"<ol>{_items(steps)}</ol></div>{downloads}</div>"
    )


def covered_html(choices: Sequence[SheetChoice], place: Place, language: str) -> str:
    """Return that a sheet may not be opened now, and which may."""
    return (
        f'<div class="ap-results"><h2>{escape(t("view_results", language))}</h2>'
        f'{_chooser(choices, place.at, place, language)}<p class="ap-note" role="status">'
        f"{escape(t('result_covered', language))}</p></div>"
    )


def invalid_html(error: SheetError, place: Place, language: str) -> str:
    """Return every fault of a saved sheet that does not fit the rules, with the way to mend it."""
    items = _items(
        f"<code>{escape(fault.where)}</code> "
        f"{escape(fault.text_zh if language == 'zh' else fault.text_en)}"
        for fault in error.faults
    )
    return (
        f'<div class="ap-results"><h2>{escape(t("view_results", language))}</h2>'
        f'<div class="ap-fault" role="alert"><p>{escape(t("result_faults", language))}</p>'
        f'<ul class="ap-list">{items}</ul></div>'
        f"<p>{place_link(place.to('score'), t('view_score', language), look='ap-button ap-main')}</p></div>"
    )


# --- head ---


def _head(
    result: CaseResult, choices: Sequence[SheetChoice], place: Place, today: str, language: str
) -> str:
    whose = whose_words(result.whose, result.name, language)
    return (
        f'<header class="ap-result-head"><h2>{escape(t("result_of", language, whose=whose))}</h2>'
        f"{_chooser(choices, result.whose.key, place, language)}{_buttons(KINDS, language)}"
        f"{_basis(result, today, language)}</header>"
    )


def _chooser(choices: Sequence[SheetChoice], current: str, place: Place, language: str) -> str:
    if len(choices) < 2 and (not choices or choices[0].whose.key == current):
        return ""
    links = _items(
        place_link(
            place.to("results", one.whose.key), choice_words(one, language),
            **({"aria_current": "true"} if one.whose.key == current else {}),
        )
        for one in choices
    )  # fmt: skip
    label = escape(t("result_sheet", language))
    return f'<nav class="ap-sheets" aria-label="{label}"><ul>{links}</ul></nav>'


def _buttons(kinds: Iterable[str], language: str) -> str:
    made = [button_html("make", t(f"download_{kind}", language), of=kind) for kind in kinds]
    made.append(button_html("print", t("result_print", language), look="ap-print"))
    label = escape(t("result_downloads", language))
    return f'<p class="ap-buttons ap-result-acts" role="group" aria-label="{label}">{"".join(made)}</p>'


def _basis(result: CaseResult, today: str, language: str) -> str:
    rules = result.rules
    title = rules.title_zh if language == "zh" else rules.title_en
    version = result.saved.version if result.saved else 0
    level = f" · {t('level_named', language, level=result.case.level)}" if result.case.level else ""
    entries = (
        (t("case", language), result.case.name + level),
        (t("result_rules", language), t("result_edition", language, title=title, edition=rules.edition)),
        (t("result_hash", language), rules.scoring_hash),
        (t("result_sheet", language), f"{whose_words(result.whose, result.name, language)} · {t('result_version', language, version=version)}"),
        (t("result_date", language), local_day(today, language)),
        (t("record_head", language), result.record),
        *body_facts(result, language),
        *suspect_facts(result, language),
    )  # fmt: skip
    listed = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(words)}</dd></div>" for name, words in entries
    )
    is_self_check = not result.whose.number and not result.whose.is_panel
    warning = t("not_a_result", language) if is_self_check else ""
    return f'<dl class="ap-basis">{listed}</dl><p class="ap-small ap-basis-warning">{escape(warning)}</p>'


# --- verdict ---


def _verdict(result: CaseResult, language: str) -> str:
    outcome = result.assessment.outcome
    return (
        f'<section class="ap-result-verdict"><div class="ap-verdict ap-{outcome}">'
        f"<span>{escape(t('verdict', language))}</span> "
        f"<strong>{escape(outcome_words(outcome, language))}</strong>{_overall(result, language)}"
        f"{_prospect(result, language)}</div>"
        f"{_reasons(result, language)}</section>"
    )


def _prospect(result: CaseResult, language: str) -> str:
    """Return what can still come of open rows; nothing where all is judged."""
    reach = result.reach
    if reach is None or result.assessment.outcome != "incomplete":
        return ""
    return f" <span>{escape(t(f'prospect_{reach}', language))}</span>"


def _overall(result: CaseResult, language: str) -> str:
    if result.assessment.overall is None:
        return ""
    value, weight = result.assessment.overall
    words = t("overall_weighted", language, value=exact_string(value), weight=exact_string(weight))
    return f" <span>{escape(words)}</span>"


def _reasons(result: CaseResult, language: str) -> str:
    lines = [
        f"{escape(reason.text_zh if language == 'zh' else reason.text_en)}"
        for reason in result.deciding_reasons
    ]
    unjudged = len(result.open_rows)
    if unjudged:
        lines.append(escape(t("open_told", language, number=unjudged)))
    if not lines:
        lines.append(escape(t("nothing_against", language)))
    heading = escape(t("reasons", language))
    return f'<h3>{heading}</h3><ul class="ap-list">{_items(lines)}</ul>'


# --- readings ---


def _decisive(result: CaseResult, place: Place, language: str) -> str:
    found = decisive_interpretations(result)
    if not found:
        return f'<p class="ap-small">{escape(t("decisive_none", language))}</p>'
    has_levels = bool(result.assessment.levels)
    about = t("decisive_about" if has_levels else "decisive_about_values", language)
    tables = "".join(_interpretation(one, place, language) for one in found)
    return f'<p class="ap-small">{escape(about)}</p>{tables}'


def _interpretation(one: DecisiveInterpretation, place: Place, language: str) -> str:
    entry = one.entry
    question = entry.question_zh if language == "zh" else entry.question_en
    links = " ".join(place_link(place.to("clause", clause), clause) for clause in entry.clauses)
    rows = "".join(_reading(given, language) for given in one.readings)
    head = (
        f'<th scope="col">{escape(t("column_reading", language))}</th>'
        f'<th scope="col">{escape(t("column_gives", language))}</th>'
    )
    return (
        f'<div class="ap-card ap-decisive"><h4>{escape(question)}</h4><p class="ap-small">{links}</p>'
        f'<table class="ap-table"><caption class="ap-hidden">{escape(question)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _reading(given: ReadingResult, language: str) -> str:
    text = given.reading.text_zh if language == "zh" else given.reading.text_en
    used = f" <b>✓ {escape(t('reading_used', language))}</b>" if given.is_used else ""
    look = ' class="ap-reading-used"' if given.is_used else ""
    return f"<tr{look}><td>{escape(text)}{used}</td><td>{escape(reading_gives(given, language))}</td></tr>"


# --- derivation ---


def _derivation(result: CaseResult, language: str) -> str:
    about = f'<p class="ap-small">{escape(t("result_derivation_about", language))}</p>'
    levels = derivation_levels(result.assessment)
    return about + "".join(_derived_level(result, level, language) for level in levels)


def _derived_level(result: CaseResult, level: DerivationLevel, language: str) -> str:
    parts = "".join(_derived_part(result, part, language) for part in level.parts)
    closing = "".join(
        f"<p>{escape(sentence(step, 'zh' if language == 'zh' else 'en'))}</p>"
        for step in level.closing
    )
    if not level.id:
        return f'<div class="ap-parts">{parts}</div>{closing}'
    points = exact_string(result.assessment.levels[level.id].points)
    heading = t("result_derivation_level", language, level=level.id, points=points)
    return f'<h4>{escape(heading)}</h4><div class="ap-parts">{parts}</div>{closing}'


def _derived_part(result: CaseResult, part: DerivationPart, language: str) -> str:
    last = part.steps[-1]
    worth = f"{exact_string(last.kept)} / {exact_string(last.cap)}"
    title = f"{part.id} {short_title(result, part.id, language)}"
    lines = _items(
        escape(sentence(step, "zh" if language == "zh" else "en")) for step in part.steps
    )
    return (
        f'<details class="ap-fold"><summary>{escape(title)} <b>{escape(worth)}</b></summary>'
        f'<ul class="ap-list">{lines}</ul></details>'
    )


def _section(key: str, content: str, language: str, look: str = "") -> str:
    inside = f'<div class="{look}">{content}</div>' if look else content
    return f"<section><h3>{escape(t(key, language))}</h3>{inside}</section>"


def _items(lines: Iterable[str]) -> str:
    return "".join(f"<li>{line}</li>" for line in lines)
