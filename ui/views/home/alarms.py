"""What falls due in the cases of whoever sits at the page (4.9, 4.10, 5.5.2). Everything is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from ui.local_form import local_day
from ui.procedure.due import Alarm
from ui.views.page.acts import button_html
from ui.views.page.place import Place, place_link
from ui.wording import t

_URGENT = ("clock_back", "expired", "review_overdue", "notice_over", "review_due", "expiring", "keep_over")  # fmt: skip
_LATE = ("clock_back", "expired", "review_overdue")


def alarms_html(alarms: Sequence[Alarm], names: Mapping[str, str], day: date, language: str) -> str:
    """
    Return what falls due, the most urgent first; "" for nothing.

    names: of the cases that are shown, by id; alarms of others are left out.
    """
    shown = [one for one in urgent_first(alarms) if one.case_id in names]
    if not shown:
        return ""
    items = "".join(f"<li>{_alarm(one, names[one.case_id], day, language)}</li>" for one in shown)
    button = button_html("calendar", t("pp_calendar", language), id="alarms-calendar")
    return (
        f'<section class="ap-card ap-pp-alarms"><h3>{escape(t("pp_alarms", language))}</h3>'
        f'<ul class="ap-pp-plain">{items}</ul>{button}</section>'
    )


def urgent_first(alarms: Sequence[Alarm]) -> list[Alarm]:
    """Return alarms in order of urgency, within one kind the earliest first."""
    return sorted(alarms, key=lambda one: (_URGENT.index(one.kind), one.day, one.case_id))


def _alarm(one: Alarm, name: str, day: date, language: str) -> str:
    days = (one.day - day).days
    key = "pp_alarm_in" if days > 0 else "pp_alarm_past" if days else "pp_alarm_today"
    when = t(key, language, day=local_day(one.day.isoformat(), language), days=abs(days))
    look, sign = ("ap-contradicted", "✕") if one.kind in _LATE else ("ap-warn", "!")
    link = place_link(Place("procedure", one.case_id, "due"), name)
    return (
        f'<span class="{look}"><span aria-hidden="true">{sign}</span> '
        f"{escape(t(f'alarm_{one.kind}', language))}</span> · {link} · {escape(when)}"
        f' <span class="ap-small">{escape(one.clause)}</span>'
    )
