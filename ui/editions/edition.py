"""An edition of a standard: its text with its rules, installed or in a folder of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus import STANDARD_IDS, Standard, UnknownStandardError, load_standard
from corpus.errors import CorpusDataError
from corpus.load import editions
from corpus.load import load_edition as load_text
from scoring import RuleSet, load_rule_set
from scoring.load import load_edition as load_rules


@dataclass(frozen=True, slots=True)
class Edition:
    """The text of an edition and the rules that count in it."""

    standard: Standard
    rules: RuleSet


def find_edition(words: str) -> Edition:
    """
    Return the edition that is named: `tcrea-2023` (the newest), `tcrea-2023@V2.3`, or a folder
    that holds one in `text/` and `rules/`.

    Raises:
        UnknownStandardError: no such standard, edition or folder.
        CorpusDataError, RuleDataError: the folder's files cannot be used.
    """
    name, _, edition = words.partition("@")
    if name in STANDARD_IDS:
        standard = load_standard(name, edition or None)
        return Edition(standard, load_rule_set(name, standard.edition))
    folder = Path(words)
    if not folder.is_dir():
        known = [f"{one}@{entry}" for one in STANDARD_IDS for entry in editions(one)]
        raise UnknownStandardError(words, [*known, "or a folder with text/ and rules/"])
    return edition_in(folder)


def edition_in(folder: Path) -> Edition:
    """
    Return the edition in a folder of its own.

    Raises:
        CorpusDataError, RuleDataError: its files cannot be used, or are of two editions.
    """
    standard, rules = load_text(folder / "text"), load_rules(folder / "rules")
    if (standard.id, standard.edition) != (rules.id, rules.edition):
        fault = f"text is {standard.id} {standard.edition}, rules are {rules.id} {rules.edition}"
        raise CorpusDataError(folder, fault)
    return Edition(standard, rules)


def installed() -> tuple[Edition, ...]:
    """Return every edition on file, by standard, oldest first."""
    return tuple(
        find_edition(f"{name}@{edition}") for name in STANDARD_IDS for edition in editions(name)
    )
