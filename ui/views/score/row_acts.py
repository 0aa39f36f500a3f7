"""What is done with single rows: going to them, judging them, reading their rules otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import get_args

from scoring.sheet import rules_for
from ui.views.page.acts import Act
from ui.views.score.desk import SheetDesk
from ui.views.score.fields import FIELDS, Choice, left_choice, words_of
from ui.views.score.form import RowAround, draft_key
from ui.views.score.page import ScorePage, Step, beside, next_open, relisted, row_at, sheet_of
from ui.views.score.rows import FILTERS
from ui.views.score.said import Said
from ui.wording import t

Do = Callable[[ScorePage, Act, str], Step]


class RowActs:
    """The acts on rows by name; each returns the page after it and what to say."""

    def __init__(self, desk: SheetDesk) -> None:
        self._desk = desk

    def by_name(self) -> Mapping[str, Do]:
        """Return the acts that buttons can ask for."""
        return {
            "go": self._go,
            "previous": lambda page, act, language: self._leave(page, act, language, -1),
            "next": lambda page, act, language: self._leave(page, act, language, 1),
            "next_open": lambda page, act, language: self._leave(page, act, language, 0),
            "save": lambda page, act, language: self._leave(page, act, language, 0),
            "keep": self._keep,
            "judge": self._judge,
            "reading": self._reading,
            "filter": self._filter,
        }

    def _go(self, page: ScorePage, act: Act, _language: str) -> Step:
        sheet = sheet_of(page)
        return Step(replace(page, at=row_at(sheet, act.of)))

    def _leave(self, page: ScorePage, act: Act, language: str, by: int) -> Step:
        """Save what was typed for a row and go on: by 1 or -1 lines, 0 for the next open row."""
        kept = self._keep(page, act, language)
        after = kept.page
        at = beside(after, by) if by else next_open(after)
        said = kept.said
        if not by and not sheet_of(after).open_rows:
            said = replace(said, text=f"{said.text} {t('said_all_judged', language)}".strip())
        return Step(replace(after, at=at), said, kept.around)

    def _keep(self, page: ScorePage, act: Act, language: str) -> Step:
        """Save what was typed in the form of a row; nothing typed changes nothing."""
        sheet = sheet_of(page)
        if act.of not in sheet.rules or not act.fields or sheet.is_locked:
            return Step(page)
        row = sheet.rules.row(act.of)
        before = sheet.judgements.get(act.of)
        kind = rules_for(row, sheet.rules, sheet.sheet.readings).kind
        return self._judged(page, act, left_choice(row, kind, before, act.fields), language)

    def _judge(self, page: ScorePage, act: Act, language: str) -> Step:
        row, _, choice = act.of.partition("=")
        if row not in sheet_of(page).rules or choice not in get_args(Choice):
            return Step(page)
        judged = self._judged(page, act, choice, language)  # type: ignore[arg-type]
        return replace(judged, page=replace(judged.page, at=row))

    def _judged(self, page: ScorePage, act: Act, choice: Choice, language: str) -> Step:
        sheet, row = sheet_of(page), act.of.partition("=")[0]
        fresh = self._desk.judge(sheet, row, words_of(choice, act.fields))
        done = tuple(draft_key(sheet, row, name) for name in FIELDS)
        if fresh.judgements.get(row) == sheet.judgements.get(row):
            return Step(replace(page, sheet=fresh), around=RowAround(done=done))
        state = t(f"state_{fresh.assessment.awards[row].state}", language)
        said = Said(t("said_judged", language, row=row, state=state))
        return Step(replace(page, sheet=fresh), said, RowAround(done=done))

    def _reading(self, page: ScorePage, act: Act, language: str) -> Step:
        name, _, reading = act.of.partition("=")
        fresh = self._desk.read_as(sheet_of(page), name, reading)
        chosen = fresh.rules.interpretation(name).reading(reading)
        words = chosen.text_zh if language == "zh" else chosen.text_en
        said = Said(t("said_reading", language, name=name, reading=words))
        return Step(relisted(replace(page, sheet=fresh)), said)

    def _filter(self, page: ScorePage, act: Act, _language: str) -> Step:
        kept = act.fields.get("kept", "all")
        fresh = relisted(replace(page, kept=kept if kept in FILTERS else "all"))
        at = page.at if page.at in fresh.rows or not fresh.rows else fresh.rows[0]
        return Step(replace(fresh, at=at))
