"""What the questions on one standard are drawn from, and the look-ups that they share. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assistant.evidence.expectation import Expectations
from assistant.practice.question import Choice, Worded, by_chance
from assistant.practice.wording import say
from corpus.standard import Clause, Standard
from scoring.number import decimal_string
from scoring.rule_set import Row, RuleSet


@dataclass(frozen=True)
class Source:
    """
    A standard with its rules and expectations.

    seed: decides everything that looks like chance; another one gives other wrong choices.
    """

    standard: Standard
    rules: RuleSet
    expectations: Expectations
    seed: str = ""

    @property
    def id(self) -> str:
        """The id of the rule set, which is the standard's."""
        return self.rules.id

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows whose text is known: of a lost row nothing can be asked."""
        return tuple(row for row in self.rules.rows if not row.lost)

    def clause(self, name: str) -> Clause:
        """Return the clause with this id."""
        return self.standard.clause(name)

    def title(self, name: str) -> Worded:
        """Return our short wording of a clause."""
        clause = self.clause(name)
        return Worded(clause.title_zh, clause.title_en)

    def words(self, name: str) -> Worded:
        """Return a row's own words in the language of its standard, else our short wording."""
        clause = self.clause(name)
        if self.standard.language == "zh":
            return Worded(clause.text, clause.title_en)
        return Worded(clause.title_zh, clause.text)

    def same_words(self, name: str) -> tuple[Row, ...]:
        """Return the other rows that say the same word for word."""
        return tuple(self.rules.row(other) for other in self.standard.identical_to(name))

    def like(self, name: str) -> tuple[Row, ...]:
        """Return the rows of other levels that ask for the same matter in other words."""
        same = {name, *self.standard.identical_to(name)}
        level = self.rules.row(name).level
        found = [
            self.rules.row(other)
            for relation in self.standard.relations_of(name)
            if relation.kind == "same_requirement"
            for other in relation.clauses
            if other not in same
        ]
        return tuple(dict.fromkeys(row for row in found if row.level != level and not row.lost))

    def chance(self, items: Sequence[Row], *seed: str) -> list[Row]:
        """Return rows in an order that looks like chance."""
        return by_chance(items, " ".join((self.seed, *seed)), lambda row: row.id)

    def misnumbered(self, name: str) -> Worded:
        """Return what is wrong with the number of a row; empty where nothing is."""
        clause = self.clause(name)
        if not clause.is_misnumbered:
            return Worded()
        return say("printed_as", printed=clause.printed_id, id=clause.id)

    def defect(self, *kinds: str, of: str) -> Worded:
        """Return the first known defect of these kinds of a unit, in words; empty for none."""
        for defect in self.standard.defects_of(of):
            if defect.kind in kinds:
                return say("defect", text=Worded(defect.text_zh, defect.text_en))
        return Worded()


def adds_up(row: Row) -> bool:
    """Whether the things that a row lists reach its value; False for a row without a list."""
    return row.unit is not None and row.unit * len(row.options) == row.points


def points_words(points: Decimal) -> Worded:
    """Return an amount of points in words."""
    return say("point" if points == 1 else "points", points=decimal_string(points))


def related_words(row: Row, *, same: bool) -> Worded:
    """Return what a row that says the same, or asks for the same matter, is worth."""
    if row.level is None:
        return say("same_words_table", id=row.id, points=points_words(row.points))
    kind = "same_words" if same else "like"
    if row.kind == "gate":
        return say(f"{kind}_gate", id=row.id, level=row.level)
    return say(f"{kind}_points", id=row.id, level=row.level, points=points_words(row.points))


def by_size(
    right: Decimal, wrong: Sequence[Decimal], known: Mapping[Decimal, Worded]
) -> tuple[tuple[Choice, ...], int]:
    """Return amounts of points from the least to the most, and the place of the right one."""
    ranked = sorted([right, *wrong])
    choices = tuple(
        Choice(points_words(value), Worded() if value == right else known.get(value, Worded()))
        for value in ranked
    )
    return choices, ranked.index(right)


def mixed(right: Choice, wrong: Sequence[Choice], seed: str) -> tuple[tuple[Choice, ...], int]:
    """Return the choices in an order that looks like chance, and the place of the right one."""
    choices = tuple(by_chance([right, *wrong], seed, lambda one: one.text.zh))
    return choices, choices.index(right)
