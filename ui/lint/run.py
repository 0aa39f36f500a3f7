"""Running every lint."""

from __future__ import annotations

from pathlib import Path

from assistant.load_expectations import EXPECTATIONS
from corpus.load import DATA
from scoring.load import RULES
from ui.lint.corpus_lint import lint_standard
from ui.lint.cross_lint import lint_pair
from ui.lint.expectations_lint import lint_expectations
from ui.lint.facts_lint import lint_facts
from ui.lint.finding import Finding
from ui.lint.lexicon_lint import lint_lexicon
from ui.lint.marked import Record
from ui.lint.norm_lint import lint_norms
from ui.lint.rules_lint import lint_rule_set

# The standard whose references the norm cards are about.
CITING_STANDARD = "tcrea-2023"


def findings(
    data: Path = DATA, rules: Path = RULES, expectations: Path = EXPECTATIONS
) -> tuple[Finding, ...]:
    """Return every finding over all editions of all standards, in file order."""
    found: list[Finding] = []
    clauses: set[str] = set()
    rows: dict[str, Record] = {}
    judged: dict[str, set[str]] = {}
    for folder in sorted(path for path in rules.glob("*/*") if path.is_dir()):
        rule_data = lint_rule_set(folder)
        found += rule_data.findings
        rows |= rule_data.rows
        known = {name for name, row in rule_data.rows.items() if not row.fields.get("lost")}
        judged.setdefault(folder.parent.name, set()).update(known)
        text_folder = data / folder.parent.name / folder.name
        if not text_folder.is_dir():
            found.append(
                Finding(text_folder, 1, "no-corpus", "a rule set has no text of its edition")
            )
            continue
        standard = lint_standard(text_folder)
        found += standard.findings
        clauses |= standard.clauses.keys()
        found += lint_pair(standard, rule_data)
        if folder.parent.name == CITING_STANDARD:
            norms = lint_norms(data / "norms", standard)
            found += norms.findings
            clauses |= norms.ids
    found += lint_lexicon(data / "lexicon", clauses)
    found += lint_expectations(expectations, judged)
    found += lint_facts(rules / "facts.yaml", rows)
    return tuple(sorted(found))
