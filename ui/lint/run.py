"""Running every lint."""

from __future__ import annotations

from pathlib import Path

import yaml

from corpus.load import DATA
from scoring.load import RULES
from ui.lint.corpus_lint import lint_standard
from ui.lint.cross_lint import lint_pair
from ui.lint.finding import Finding
from ui.lint.rules_lint import lint_rule_set


def findings(data: Path = DATA, rules: Path = RULES) -> tuple[Finding, ...]:
    """Return every finding over all editions of all standards, in file order."""
    found: list[Finding] = []
    for folder in sorted(path for path in rules.glob("*/*") if path.is_dir()):
        rule_data = lint_rule_set(folder)
        found += rule_data.findings
        text_folder = data / folder.parent.name / folder.name
        if not text_folder.is_dir():
            found.append(
                Finding(text_folder, 1, "no-corpus", "a rule set has no text of its edition")
            )
            continue
        standard = lint_standard(text_folder)
        found += standard.findings
        found += lint_pair(standard, rule_data)
    found += _synonym_faults(data / "lexicon" / "synonyms.yaml")
    return tuple(sorted(found))


def _synonym_faults(path: Path) -> list[Finding]:
    if not path.is_file():
        return []
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Finding(path, 1, "synonyms", f"group {number} has fewer than two different words")
        for number, group in enumerate(groups, 1)
        if len({str(word).lower() for word in group}) < 2
    ]
