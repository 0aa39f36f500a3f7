"""Samples of large populations as they were drawn (7.4); the drawing is done elsewhere."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Row, func, insert, select

from corpus.cases.case import Stage
from corpus.cases.inspections import CaseInspections
from corpus.cases.procedure import SampleDraw
from corpus.cases.record_words import kept_text
from corpus.cases.retention import require_open_stage
from corpus.errors import RecordWordsError, SampleDrawnError
from corpus.record.event import Subject
from corpus.record.procedure_tables import sample_draws
from corpus.record.tables import json_text

MOST_IDS, LONGEST_ID = 20_000, 200


class CaseSamples(CaseInspections):
    """Draws are only added; a new one of the same population takes the place of the one before."""

    def add_sample(self, case_id: str, given: SampleDraw) -> int:
        """
        Keep a draw and return its number. Hash, choice, clause and readings are the caller's.

        Raises:
            UnknownCaseError: there is no such case.
            RecordWordsError: there are too many ids, or words are empty or too long.
            SampleDrawnError: the population was drawn from already, and no reason is given.
            StageClosedError: the stage is reported on.
        """
        if len(given.ids) > MOST_IDS or any(len(one) > LONGEST_ID for one in given.ids):
            limits = f"{MOST_IDS} ids of {LONGEST_ID} characters are allowed"
            raise RecordWordsError("The population", limits)
        stage = given.stage
        named = kept_text("The name of the population", given.name, 200)
        words = {
            "stage": stage,
            "name": named,
            "ids": json_text(given.ids),
            "population": given.population,
            "seed": kept_text("The seed", given.seed, 200),
            "chosen": json_text(given.chosen),
            "size": given.size,
            "clause": given.clause,
            "readings": json_text(dict(given.readings)),
            "reason": kept_text("The reason", given.reason, 2000, may_be_empty=True),
        }
        table = sample_draws
        with self._writing() as connection:
            self._require_case(connection, case_id)
            require_open_stage(connection, case_id, stage)
            of_case = table.c.case_id == case_id
            drawn = connection.execute(
                select(func.max(table.c.at)).where(
                    of_case, table.c.stage == stage, table.c.name == named
                )
            ).scalar()
            if drawn is not None and not words["reason"]:
                raise SampleDrawnError(case_id, named, drawn)
            last = connection.execute(select(func.max(table.c.number)).where(of_case)).scalar()
            number = int(last or 0) + 1
            subject = Subject("sample", (str(number),))
            with self._recorded(connection, case_id, "sample.drawn", subject):
                connection.execute(
                    insert(table).values(case_id=case_id, number=number, **words, at=self._clock())
                )
        return number

    def samples(self, case_id: str, stage: Stage | None = None) -> tuple[SampleDraw, ...]:
        """Return the draws of a case, or of one stage of it, in their order; () for none."""
        self.case(case_id)
        query = select(sample_draws).where(sample_draws.c.case_id == case_id)
        if stage is not None:
            query = query.where(sample_draws.c.stage == stage)
        found = self._rows(query.order_by(sample_draws.c.number))
        newest = {(row.stage, row.name): row.number for row in found}
        return tuple(_draw(row, newest[(row.stage, row.name)]) for row in found)


def _draw(row: Row[Any], newest: int) -> SampleDraw:
    return SampleDraw(
        number=row.number,
        stage=row.stage,
        name=row.name,
        ids=tuple(json.loads(row.ids)),
        population=row.population,
        seed=row.seed,
        chosen=tuple(json.loads(row.chosen)),
        clause=row.clause,
        readings=json.loads(row.readings),
        reason=row.reason,
        at=row.at,
        superseded=row.number != newest,
    )
