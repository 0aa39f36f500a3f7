"""The form by which a row is judged, for every kind of row."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from assistant.evidence.indicator import IndicatorEvidence
from scoring import Row, SheetError
from scoring.number import decimal_string
from scoring.sheet import rules_for
from ui.views.page.acts import button_html
from ui.views.score.faults import faults_html
from ui.views.score.fields import NUMBERS, Choice, choice_of, choices, fields_of
from ui.views.score.sheet import OpenSheet
from ui.wording import t

_KEYS: dict[Choice, str] = {
    "met": "m", "not_met": "n", "not_applicable": "a", "not_assessed": "c",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowAround:
    """
    What stands around the row that is judged.

    evidence: what the case's documents hold; None where nobody looked for it yet. place: of the
    list, as (number, of how many); (0, n) for a row that the list does not show. error: what is
    wrong with what was to be saved, with the fields as they were sent. done: fields whose drafts
    were saved.
    """

    evidence: IndicatorEvidence | None = None
    place: tuple[int, int] = (0, 0)
    error: SheetError | None = None
    fields: dict[str, str] | None = None
    done: tuple[str, ...] = ()


def draft_key(sheet: OpenSheet, row_id: str, field: str) -> str:
    """Return the name under which a browser keeps what is typed in a field of a row."""
    whose = "own" if sheet.owner else "case"
    return f"{sheet.case.id}:{whose}:{sheet.stage}:{row_id}:{field}"


def form_html(sheet: OpenSheet, row: Row, around: RowAround, language: str) -> str:
    """Return the fields and buttons by which a row is judged. Everything is escaped."""
    words = sheet.judgements.get(row.id)
    judging = rules_for(row, sheet.rules, sheet.sheet.readings)
    fields = around.fields or fields_of(words)
    is_locked = sheet.is_locked
    may_be_excused = judging.not_applicable != "refused"
    ways = choices(
        judging.kind, may_be_excused=may_be_excused, may_be_recognised=bool(judging.recognised)
    )
    save = button_html(
        "save", t("save_next", language), of=row.id, look="ap-main", id="score-save",
        data_keys="s", formnovalidate="", data_keep_focus="", **_locked(is_locked=is_locked),
    )  # fmt: skip
    parts = [_choices(row, ways, choice_of(words), language, is_locked=is_locked)]
    if judging.kind in NUMBERS:
        parts.append(_number(sheet, row, NUMBERS[judging.kind], fields, language))
    if judging.kind == "checklist":
        parts.append(_options(sheet, row, fields, language, is_open_list=judging.open_list))
    parts.append(_text(sheet, row, "reason", fields, language, words=_reason_words(row)))
    if judging.recognised:
        parts.append(_line_field(sheet, row, "recognised", fields, language))
    if may_be_excused:
        parts.append(_line_field(sheet, row, "approved_by", fields, language))
    fault = faults_html(around.error, language) if around.error else ""
    locked = f'<p class="ap-note">{escape(t("sheet_locked", language))}</p>' if is_locked else ""
    return f'<div class="ap-judging">{locked}{fault}{"".join(parts)}<p class="ap-buttons">{save}</p></div>'


def _locked(*, is_locked: bool) -> dict[str, str]:
    return {"disabled": ""} if is_locked else {}


def _choices(
    row: Row, ways: tuple[Choice, ...], chosen: Choice, language: str, *, is_locked: bool
) -> str:
    buttons = "".join(
        button_html(
            "judge", t(f"judge_{way}", language), of=f"{row.id}={way}", id=f"judge-{way}",
            look={"met": "ap-yes", "not_met": "ap-no"}.get(way, ""),
            aria_pressed="true" if way == chosen else "false", formnovalidate="",
            data_keep_focus="", **({"data_keys": _KEYS[way]} if way in _KEYS else {}),
            **_locked(is_locked=is_locked),
        )
        for way in ways
    )  # fmt: skip
    label = escape(t("judgement", language))
    return f'<div class="ap-ways" role="group" aria-label="{label}">{buttons}</div>'


def _number(
    sheet: OpenSheet, row: Row, choice: Choice, fields: dict[str, str], language: str
) -> str:
    own = f"number-{row.id}"
    if choice == "points":
        step = "0.01" if sheet.sheet.readings.get("partial_points") == "hundredths" else "0.1"
        limits = f'step="{step}" min="0" max="{row.points}"'
        told = t("points_of", language, most=decimal_string(row.points), step=step)
        if row.steps:
            steps = " / ".join(decimal_string(one) for one in row.steps)
            limits = f'step="any" min="0" max="{row.points}"'
            told = t("points_by_steps", language, steps=steps)
    else:
        limits = 'step="1" min="0"'
        unit = decimal_string(row.unit) if row.unit is not None else decimal_string(row.points)
        told = t(f"{choice}_of", language, unit=unit, most=decimal_string(row.points))
    return (
        f'<p class="ap-field"><label for="{own}">{escape(told)}</label>'
        f'<input type="number" inputmode="decimal" id="{own}" name="number" {limits}'
        f' value="{escape(fields["number"])}" data-draft="{escape(draft_key(sheet, row.id, "number"))}"'
        f' data-keys="p" autocomplete="off"{_read_only(sheet)}></p>'
    )


def _options(
    sheet: OpenSheet, row: Row, fields: dict[str, str], language: str, *, is_open_list: bool
) -> str:
    ticked = fields["options"].split(",")
    unit = decimal_string(row.unit) if row.unit is not None else ""
    boxes = "".join(
        f'<label><input type="checkbox" name="options" id="option-{row.id}-{escape(option.key)}"'
        f' value="{escape(option.key)}" data-act="judge" data-of="{row.id}=options" data-keep-focus'
        f"{' checked' if option.key in ticked else ''}{' disabled' if sheet.is_locked else ''}>"
        f" {escape(option.key)}. {escape(option.title_zh if language == 'zh' else option.title_en)}</label>"
        for option in row.options
    )
    told = t("options_of", language, unit=unit, most=decimal_string(row.points))
    others = _text(sheet, row, "others", fields, language, words="others") if is_open_list else ""
    return f'<fieldset class="ap-options"><legend>{escape(told)}</legend>{boxes}</fieldset>{others}'


def _reason_words(row: Row) -> str:
    return "reason_for_points" if row.kind == "item" else "reason"


def _text(
    sheet: OpenSheet, row: Row, name: str, fields: dict[str, str], language: str, *, words: str
) -> str:
    own = f"{name}-{row.id}"
    keys = ' data-keys="r"' if name == "reason" else ' data-keys="o"'
    return (
        f'<p class="ap-field"><label for="{own}">{escape(t(words, language))}</label>'
        f'<textarea id="{own}" name="{name}" rows="2" maxlength="2000"{keys}'
        f' data-draft="{escape(draft_key(sheet, row.id, name))}"{_read_only(sheet)}>'
        f"{escape(fields[name])}</textarea></p>"
    )


def _line_field(
    sheet: OpenSheet, row: Row, name: str, fields: dict[str, str], language: str
) -> str:
    own = f"{name}-{row.id}"
    return (
        f'<p class="ap-field"><label for="{own}">{escape(t(name, language))}</label>'
        f'<input type="text" id="{own}" name="{name}" maxlength="200" value="{escape(fields[name])}"'
        f' data-draft="{escape(draft_key(sheet, row.id, name))}" autocomplete="off"{_read_only(sheet)}></p>'
    )


def _read_only(sheet: OpenSheet) -> str:
    return " readonly" if sheet.is_locked else ""
