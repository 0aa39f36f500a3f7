"""Running every lint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.evidence.load_expectations import EXPECTATIONS
from corpus.load import DATA
from scoring.load import RULES
from ui.lint.corpus_lint import StandardData, lint_standard
from ui.lint.cross_lint import lint_pair
from ui.lint.expectations_lint import lint_expectations
from ui.lint.facts_lint import lint_facts
from ui.lint.finding import Finding
from ui.lint.lexicon_lint import lint_lexicon
from ui.lint.marked import Record
from ui.lint.norm_lint import lint_norms
from ui.lint.rules_lint import RuleData, lint_rule_set
from ui.lint.succession_lint import lint_succession

# The standard whose references the norm cards are about.
CITING_STANDARD = "tcrea-2023"


@dataclass(frozen=True, slots=True)
class _Edition:
    """One edition as linted."""

    standard: StandardData
    rules: RuleData

    @property
    def name(self) -> str:
        return str(_header(self.standard).get("edition", self.standard.folder.name))

    @property
    def age(self) -> tuple[str, str]:
        """What the newest edition has the most of."""
        return (str(_header(self.standard).get("date", "")), self.name)


def _header(standard: StandardData) -> dict[str, object]:
    return standard.header.fields if standard.header else {}


def findings(
    data: Path = DATA, rules: Path = RULES, expectations: Path = EXPECTATIONS
) -> tuple[Finding, ...]:
    """
    Return every finding over all editions of all standards, in file order.

    What stands beside the editions (questions, norm cards, expectations, facts) is about the newest
    of each.
    """
    found: list[Finding] = []
    clauses: set[str] = set()
    rows: dict[str, Record] = {}
    judged: dict[str, set[str]] = {}
    for name in sorted({folder.parent.name for folder in rules.glob("*/*") if folder.is_dir()}):
        on_file = _editions(data / name, rules / name, found)
        if not on_file:
            continue
        newest = max(on_file, key=lambda one: one.age)
        rows |= newest.rules.rows
        judged[name] = {
            row for row, record in newest.rules.rows.items() if not record.fields.get("lost")
        }
        clauses |= newest.standard.clauses.keys()
        if name == CITING_STANDARD:
            norms = lint_norms(data / "norms", newest.standard)
            found += norms.findings
            clauses |= norms.ids
    found += lint_lexicon(data / "lexicon", clauses)
    found += lint_expectations(expectations, judged)
    found += lint_facts(rules / "facts.yaml", rows)
    return tuple(sorted(found))


def edition_findings(folder: Path, data: Path = DATA) -> tuple[Finding, ...]:
    """
    Return every finding over an edition in a folder of its own (`text/`, `rules/`), in file order.

    What it replaces is looked up among the editions on file.
    """
    edition = _Edition(lint_standard(folder / "text"), lint_rule_set(folder / "rules"))
    before = data / str(_header(edition.standard).get("id"))
    others = [lint_standard(path) for path in sorted(before.glob("*")) if path.is_dir()]
    found = [*edition.standard.findings, *edition.rules.findings]
    found += lint_pair(edition.standard, edition.rules)
    found += lint_succession(edition.standard, {one.folder.name: one for one in others})
    return tuple(sorted(found))


def _editions(data: Path, rules: Path, found: list[Finding]) -> list[_Edition]:
    """Lint the editions of a standard; those without a text are found and left out."""
    on_file: list[_Edition] = []
    for folder in sorted(path for path in rules.glob("*") if path.is_dir()):
        rule_data = lint_rule_set(folder)
        found += rule_data.findings
        text = data / folder.name
        if not text.is_dir():
            found.append(Finding(text, 1, "no-corpus", "a rule set has no text of its edition"))
            continue
        edition = _Edition(lint_standard(text), rule_data)
        found += edition.standard.findings
        found += lint_pair(edition.standard, rule_data)
        found += _place_faults(edition)
        on_file.append(edition)
    by_name = {one.name: one.standard for one in on_file}
    for edition in on_file:
        found += lint_succession(edition.standard, by_name)
    return on_file


def _place_faults(edition: _Edition) -> Iterable[Finding]:
    header = edition.standard.header
    folder = edition.standard.folder
    if header is not None and (folder.parent.name, folder.name) != (
        header.fields.get("id"),
        header.fields.get("edition"),
    ):
        place = f"{folder.parent.name}/{folder.name}"
        yield header.finding(
            "edition-place", f"the edition stands in {place}, not in its own place"
        )
