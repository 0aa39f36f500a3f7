"""What falls due as a calendar that other programs read (RFC 5545)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from ui.procedure.due import Alarm
from ui.views.home.alarms import urgent_first
from ui.wording import t


def calendar_file(
    alarms: Sequence[Alarm], names: Mapping[str, str], day: date, language: str
) -> bytes:
    """
    Return alarms as a calendar of whole days; an empty one for no alarms.

    names: of the cases that may be named, by id; alarms of others are left out. day: today, the
    moment that entries are marked with. What is past stands on its own day.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Anping//anping//EN")
    calendar.add("version", "2.0")
    moment = datetime.combine(day, time(), UTC)
    for one in urgent_first(alarms):
        if one.case_id not in names:
            continue
        entry = Event()
        entry.add("uid", f"{one.case_id}-{one.kind}-{one.day.isoformat()}@anping")
        entry.add("dtstamp", moment)
        entry.add("dtstart", one.day)
        entry.add("dtend", one.day + timedelta(days=1))
        words = t(f"alarm_{one.kind}", language)
        entry.add(
            "summary",
            f"{words}：{names[one.case_id]}"
            if language == "zh"
            else f"{words}: {names[one.case_id]}",
        )
        entry.add("description", one.clause)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
