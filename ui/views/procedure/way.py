"""The way as a line of stops, and the forms of the steps that come next. Everything is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from corpus.cases.case import CaseDocument
from corpus.cases.procedure import StepTaken
from scoring.procedure import LEVELS
from ui.procedure.desk import PossibleStep, Refusal, Standing
from ui.procedure.given import LONGEST, Wanted
from ui.views.page.place import Place, View, place_link
from ui.views.procedure.parts import (
    Sight,
    choice_html,
    clause_link,
    field_html,
    form_html,
    note_html,
)
from ui.wording import t

# Each stop with the steps that belong to it.
STOPS: Mapping[str, tuple[str, ...]] = {
    "apply": ("apply", "return"),
    "accept": ("accept",),
    "panel": ("form_panel",),
    "report": ("report", "rework"),
    "review": ("review",),
    "notice": ("publish_notice", "object", "settle"),
    "certificate": ("certify",),
    "years": ("yearly_review", "downgrade", "withdraw", "expire"),
}
# The stop at which a status waits for the next step.
_AT: Mapping[str, str] = {
    "prepared": "apply", "returned": "apply", "applied": "accept", "accepted": "panel",
    "panel_formed": "report", "reported": "review", "reviewed": "notice", "objected": "notice",
    "on_notice": "certificate",
    "certified": "years", "downgraded": "years", "withdrawn": "years", "expired": "years",
}  # fmt: skip
_SIGNS = {"done": "✓", "now": "●", "later": ""}
# Where what a clause asks for is mended: a view, or a part of this page.
_MEND_VIEWS: Mapping[str, View] = {
    "5.2.1": "score", "9.3": "score", "7.5": "score", "5.4.2": "score", "4.9": "score",
    "9.1": "results", "4.5": "files",
}  # fmt: skip
_MEND_PARTS = {"4.8": "people", "5.4.1": "people", "7.4": "samples", "9.5": "people"}
_SHORT = {
    "written_application",
    "written_notice",
    "body",
    "detailed_rules",
    "number",
    "signed_by_head",
}


def way_html(standing: Standing, names: Mapping[str, str], sight: Sight) -> str:
    """Return the way as a list: what is done by whom and when, where the case is, what is left."""
    at = list(STOPS).index(_AT[standing.procedure.status])
    ended = standing.procedure.status in ("withdrawn", "expired")
    items = []
    for number, (stop, steps) in enumerate(STOPS.items()):
        state = "done" if number < at or ended else "now" if number == at else "later"
        taken = [one for one in standing.steps if one.step in steps]
        current = ' aria-current="step"' if state == "now" else ""
        items.append(
            f'<li class="ap-pp-{state}"{current}><span class="ap-pp-sign" aria-hidden="true">'
            f"{_SIGNS[state]}</span><div><h4>{sight.say(f'pp_stop_{stop}')} "
            f"<small>{sight.say(f'pp_{state}')}</small></h4>{_entries(taken, names, sight)}</div></li>"
        )
    return f'<ol class="ap-pp-way">{"".join(items)}</ol>'


def _entries(taken: Sequence[StepTaken], names: Mapping[str, str], sight: Sight) -> str:
    lines = []
    for one in taken:
        who = names.get(one.by) or one.by or t("pp_machine", sight.language)
        told = sight.say("pp_by", day=sight.day(one.day), who=who)
        said = [
            str(one.facts[key])
            for key in ("reason", "objection", "settlement")
            if one.facts.get(key)
        ]
        why = "".join(f"<q>{escape(words[:300])}</q>" for words in said)
        lines.append(f"<li><b>{sight.say(f'step_{one.step}')}</b> <span>{told}</span>{why}</li>")
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def next_html(
    standing: Standing,
    documents: Sequence[CaseDocument],
    sight: Sight,
    *,
    closed_to: Mapping[str, str],
    given: Mapping[str, Mapping[str, str]],
    refused: Mapping[str, Sequence[Refusal]],
) -> str:
    """
    Return the steps that the status allows, each with what stands against it and its form.

    closed_to: steps that this person may not take, with who may, in words. given: what the forms
    held, by step, kept as it was. refused: what was said against a step that was tried just now.
    """
    cards = []
    for possible in standing.possible:
        step = possible.step
        against = [
            *possible.against,
            *(one for one in refused.get(step, ()) if one not in possible.against),
        ]
        body = _against(against, sight)
        if step in closed_to:
            body += f'<p class="ap-small">{sight.say("pp_not_yours", roles=closed_to[step])}</p>'
        elif sight.is_current and not standing.clock_back and not possible.against:
            body += _form(possible, standing, documents, given.get(step, {}), sight)
        state = sight.say("pp_stopped", number=len(against)) if against else sight.say("pp_ready")
        look = "ap-warn" if against else "ap-supported"
        cards.append(
            f'<article class="ap-card ap-pp-step"><header><h4>{sight.say(f"step_{step}")}</h4>'
            f' <span class="ap-badge {look}">{state}</span></header>{body}</article>'
        )
    return "".join(cards) or note_html(sight.say("pp_nothing_next"))


def _against(against: Sequence[Refusal], sight: Sight) -> str:
    items = "".join(
        f"<li>{clause_link(sight, clause)} {escape(zh if sight.language == 'zh' else en)}"
        f" {_mend(clause, sight)}</li>"
        for clause, zh, en in against
    )
    return f'<ul class="ap-pp-against">{items}</ul>' if items else ""


def _mend(clause: str, sight: Sight) -> str:
    """Return a link to where what is missing can be mended; "" where the form itself is the place."""
    case = sight.place.case
    if clause in _MEND_PARTS:
        part = _MEND_PARTS[clause]
        words = t("pp_see_below", sight.language, part=t(f"pp_part_{part}", sight.language))
        return place_link(Place("procedure", case, part), words)
    if clause in _MEND_VIEWS:
        view = _MEND_VIEWS[clause]
        words = t("pp_mend", sight.language, view=t(f"view_{view}", sight.language))
        return place_link(Place(view, case), words)
    return ""


def _form(
    possible: PossibleStep,
    standing: Standing,
    documents: Sequence[CaseDocument],
    given: Mapping[str, str],
    sight: Sight,
) -> str:
    step, language = possible.step, sight.language
    today = standing.on.isoformat()
    fields = [
        _wanted(one, step, standing, documents, given.get(one.key, ""), sight)
        for one in possible.wanted
    ]
    last = standing.procedure.last_date
    earliest = f' min="{last.isoformat()}"' if last else ""
    fields.append(
        f'<label for="pp-{step}-day">{sight.say("pp_day")}</label><input id="pp-{step}-day" name="day"'
        f' type="date" value="{escape(given.get("day", today))}" max="{today}"{earliest} required>'
    )
    return form_html(
        "".join(fields), "take", t("pp_take", language), of=step, id=f"pp-take-{step}",
        data_confirm=t("pp_take_sure", language),
    )  # fmt: skip


def _wanted(
    one: Wanted, step: str, standing: Standing, documents: Sequence[CaseDocument], value: str, sight: Sight
) -> str:  # fmt: skip
    language = sight.language
    words = t(f"step_word_{one.key}", language)
    words += t("pp_optional", language) if one.optional else ""
    needed, hint = not one.optional, t("pp_choose", language)
    if one.kind == "document":
        choices = [(each.sha256, each.file) for each in documents]
        return choice_html(
            step, one.key, f"{one.key} {words}", choices, value, is_needed=needed, hint=hint
        )
    if one.kind == "level":
        lower = LEVELS[LEVELS.index(standing.procedure.level) + 1 :]
        levels = [(each, t("level_named", language, level=each)) for each in lower]
        return choice_html(step, one.key, words, levels, value, is_needed=needed, hint=hint)
    if one.kind == "days":
        return field_html(sight, step, one.key, words, value, kind="number", longest=3)
    is_long = one.key not in _SHORT
    return field_html(
        sight, step, one.key, words, value, is_needed=needed,
        longest=LONGEST if is_long else 200,
    )  # fmt: skip
