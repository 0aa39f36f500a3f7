"""How information was collected, what was sampled, and both stages side by side."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from html import escape

from corpus.cases.procedure import INSPECTION_METHODS, Inspection, SampleDraw
from scoring.compare import Comparison
from scoring.number import decimal_string
from ui.cli.score import OUTCOME_EN, OUTCOME_ZH
from ui.procedure.samples import is_as_drawn
from ui.views.page.acts import button_html
from ui.views.page.place import Place, place_link
from ui.views.procedure.parts import (
    Sight,
    clause_link,
    field_html,
    fold_html,
    form_html,
    note_html,
    table_html,
)
from ui.wording import t

_LONGEST_LIST = 40


def work_html(
    inspections: Sequence[Inspection],
    names: Mapping[str, str],
    sight: Sight,
    *,
    may: bool,
    is_covered: bool,
) -> str:
    """
    Return what members recorded, a row each.

    names: of people by their tokens. may: whether this person may record. is_covered: whether
    others' records are not shown yet.
    """
    rows = [
        [
            place_link(
                Place("score", sight.place.case, one.indicator), one.indicator, look="ap-id"
            ),
            escape(names.get(one.person) or t("pp_case_itself", sight.language)),
            "、".join(sight.say(f"inspected_by_{method}") for method in one.methods),
            escape(one.finding) or "—",
        ]
        for one in inspections
    ]
    heads = [sight.say(key) for key in ("pp_row", "pp_who", "pp_methods", "pp_finding")]
    listed = (
        table_html(heads, rows, t("pp_part_work", sight.language))
        if rows
        else note_html(sight.say("pp_no_findings"))
    )
    if is_covered:
        listed += f'<p class="ap-small">{sight.say("pp_findings_covered")}</p>'
    return listed + (_record(sight, is_open=not rows) if may else "")


def _record(sight: Sight, *, is_open: bool) -> str:
    language = sight.language
    ticks = "".join(
        f'<label><input type="checkbox" name="methods" value="{method}"> '
        f"{sight.say(f'inspected_by_{method}')}</label>"
        for method in INSPECTION_METHODS
    )
    fields = field_html(sight, "inspect", "row", t("pp_row", language), longest=40)
    fields += (
        f'<div class="ap-asked" role="group" aria-label="{sight.say("pp_methods")}">'
        f'<span class="ap-asked-words">{sight.say("pp_methods")}</span><span>{ticks}</span></div>'
    )
    fields += field_html(
        sight,
        "inspect",
        "finding",
        t("pp_finding", language),
        is_needed=False,
        longest=2000,
    )
    words = t("pp_add_finding", language)
    return fold_html(words, form_html(fields, "inspect", words), is_open=is_open)


def samples_html(samples: Sequence[SampleDraw], sight: Sight, *, may: bool) -> str:
    """Return the samples as drawn, each drawn again here to see whether it is what it says."""
    rows = [_sample(one, sight) for one in samples]
    heads = [
        sight.say(key)
        for key in ("pp_population", "pp_size", "pp_clause", "pp_seed", "pp_check", "pp_csv")
    ]
    listed = (
        table_html(heads, rows, t("pp_part_samples", sight.language))
        if rows
        else note_html(sight.say("pp_no_samples"))
    )
    return listed + (_draw(sight, is_open=not rows) if may else "")


def _sample(one: SampleDraw, sight: Sight) -> list[str]:
    name = escape(one.name)
    if one.superseded:
        name += f' <small class="ap-none">{sight.say("pp_superseded")}</small>'
    if one.reason:
        name += f"<br><small>{escape(one.reason)}</small>"
    shown = "、".join(map(escape, one.chosen[:_LONGEST_LIST])) + (
        " …" if len(one.chosen) > _LONGEST_LIST else ""
    )
    listed = fold_html(t("pp_chosen_list", sight.language, number=one.size), f"<p>{shown}</p>")
    sound = is_as_drawn(one)
    look, key = ("ap-supported", "pp_sound") if sound else ("ap-contradicted", "pp_unsound")
    button = button_html(
        "csv", t("pp_csv", sight.language), of=str(one.number),
        aria_label=f"{t('pp_csv', sight.language)} {one.name} {one.number}",
    )  # fmt: skip
    return [
        name, f"{one.size} / {len(one.ids)}{listed}", clause_link(sight, one.clause),
        f"<code>{escape(one.seed)}</code>", f'<span class="{look}">{sight.say(key)}</span>', button,
    ]  # fmt: skip


def _draw(sight: Sight, *, is_open: bool) -> str:
    language = sight.language
    fields = field_html(sight, "draw", "name", t("pp_population", language))
    fields += field_html(sight, "draw", "ids", t("pp_ids", language), longest=5000)
    fields += field_html(sight, "draw", "seed", t("pp_seed", language))
    fields += field_html(sight, "draw", "reason", t("pp_draw_reason", language), is_needed=False)
    words = t("pp_draw", language)
    return fold_html(words, form_html(fields, "draw", words), is_open=is_open)


def sample_csv(one: SampleDraw) -> bytes:
    """
    Return a sample as CSV with a byte order mark, so that spreadsheets read its Chinese.

    What could be a formula stands behind an apostrophe.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(("population", "population_sha256", "seed", "clause", "number", "id", "drawn"))
    chosen = set(one.chosen)
    for at, name in enumerate(one.ids, 1):
        drawn = "yes" if name in chosen else "no"
        row = (one.name, one.population, one.seed, one.clause, str(at), name, drawn)
        writer.writerow(tuple(_safe(cell) for cell in row))
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def stages_html(found: Comparison | None, sight: Sight) -> str:
    """Return both stages side by side, row by row where they differ; None where one has no sheet."""
    if found is None:
        return note_html(sight.say("pp_no_stages"))
    outcomes = OUTCOME_ZH if sight.language == "zh" else OUTCOME_EN
    rows = [[sight.say("pp_outcome"), *(escape(outcomes[one]) for one in found.outcome)]]
    rows += [
        [sight.say("pp_level_points", level=name), *map(_number, values)]
        for name, values in found.totals.items()
    ]
    rows += [
        [
            place_link(Place("score", sight.place.case, one.row), one.row, look="ap-id"),
            *(
                _judged(state, points, sight)
                for state, points in zip(one.state, one.points, strict=True)
            ),
        ]
        for one in found.rows
    ]
    heads = ["", sight.say("stage_pre"), sight.say("stage_formal")]
    same = "" if found.rows else f'<p class="ap-small">{sight.say("pp_same_rows")}</p>'
    return table_html(heads, rows, t("pp_part_stages", sight.language)) + same


def _number(value: object) -> str:
    return "—" if value is None else escape(decimal_string(value))  # type: ignore[arg-type]


def _judged(state: str | None, points: object, sight: Sight) -> str:
    if state is None:
        return "—"
    words = sight.say(f"state_{state}")
    return words if points is None else f"{words} · {_number(points)}"
