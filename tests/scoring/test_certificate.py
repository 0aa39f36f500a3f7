"""Certificates: what they are worth on a day, and their check codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scoring import load_rule_set
from scoring.certificate import (
    Standing,
    awarded_level,
    check_code,
    issued,
    plain_code,
    standing,
    validity,
)
from scoring.procedure import Entry, Procedure, take

READINGS = load_rule_set("tcrea-2023").default_readings
ISSUED = date(2026, 3, 2)
REPORTED = date(2026, 2, 1)
LABEL = {"theme": "x", "level": "A", "body": "甲", "years": "2026–2031", "number": "Z-1"}
CASE = Procedure(
    "formal", "A", "certified",
    (
        Entry("report", REPORTED, "panel_formed", "reported", {}),
        Entry("certify", ISSUED, "on_notice", "certified", {"certificate": LABEL}),
    ),
)  # fmt: skip


def test_a_certificate_is_valid_on_its_first_and_last_day_and_expires_by_the_calendar() -> None:
    assert validity(CASE, READINGS) == (ISSUED, date(2031, 3, 2))
    assert standing(CASE, READINGS, ISSUED) == Standing("valid", "A")
    assert standing(CASE, READINGS, date(2031, 3, 2)) == Standing("valid", "A")
    gone = standing(CASE, READINGS, date(2031, 3, 3))
    assert gone == Standing("expired", "A", date(2031, 3, 2))
    assert not gone.holds


def test_the_years_begin_with_the_report_where_that_is_the_reading() -> None:
    other = {**READINGS, "validity_start": "report"}
    assert validity(CASE, other) == (REPORTED, date(2031, 2, 1))
    years = {**LABEL, "years": ["2026-03-01", "2031-03-01"]}
    entry = Entry("certify", ISSUED, "on_notice", "certified", {"certificate": years})
    printed = replace(CASE, history=(entry,))
    assert validity(printed, other) == (date(2026, 3, 1), date(2031, 3, 1))


def test_without_a_certificate_there_is_nothing_to_be_worth() -> None:
    bare = Procedure("formal", "B")
    assert issued(bare) is None
    assert validity(bare, READINGS) is None
    assert standing(bare, READINGS, ISSUED) is None
    assert awarded_level(bare) == "B"


def test_downgrade_and_withdrawal_say_since_when_and_the_awarded_level_stays() -> None:
    lower = take(CASE, "downgrade", date(2027, 1, 5), {"reason": "x", "level": "C"})
    assert standing(lower, READINGS, date(2027, 2, 1)) == Standing(
        "downgraded", "C", date(2027, 1, 5)
    )
    assert awarded_level(lower) == "A"
    ended = take(lower, "withdraw", date(2028, 1, 5), {"reason": "x"})
    state = Standing("withdrawn", "C", date(2028, 1, 5))
    assert standing(ended, READINGS, date(2028, 2, 1)) == state
    assert standing(ended, READINGS, date(2040, 2, 1)) == state  # not merely expired


@given(st.text(), st.text(), st.text())
def test_codes_differ_with_number_and_head_and_survive_how_people_type(
    number: str, head: str, other: str
) -> None:
    code = check_code(number, head)
    assert len(plain_code(code)) == 10
    typed = f" {code.lower().replace('0', 'o').replace('1', 'l').replace('-', ' ')}"
    assert plain_code(typed) == plain_code(code)
    if other != head:
        assert check_code(number, other) != code
