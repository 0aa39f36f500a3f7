"""
The rule sets as data and the exact, explained, deterministic scoring of a sheet.

    >>> from scoring import assess, load_rule_set, parse_sheet
    >>> rules = load_rule_set("tcrea-2023")
    >>> sheet = parse_sheet({"rule_set": "tcrea-2023", "target": "C"}, rules)
    >>> assess(rules, sheet).outcome
    'incomplete'

Refuses to clamp, to round, to average people's judgements, and to take an unjudged row for
"not met". The core reads nothing; only `load`, `sheet_file` and `sheet_workbook` touch files.
"""

from scoring.assess import assess
from scoring.assessment import Assessment, Bounds, LevelResult, Reason, Step
from scoring.derivation import sentence
from scoring.errors import Fault, RuleDataError, ScoringError, SheetError, UnknownRuleSetError
from scoring.judgement import Judgement
from scoring.load import RULE_SET_IDS, editions, load_rule_set
from scoring.report import assessment_json, invalid_json
from scoring.rule_set import Interpretation, Row, RuleSet
from scoring.sheet import Sheet, parse_sheet

__all__ = [
    "RULE_SET_IDS",
    "Assessment",
    "Bounds",
    "Fault",
    "Interpretation",
    "Judgement",
    "LevelResult",
    "Reason",
    "Row",
    "RuleDataError",
    "RuleSet",
    "ScoringError",
    "Sheet",
    "SheetError",
    "Step",
    "UnknownRuleSetError",
    "assess",
    "assessment_json",
    "editions",
    "invalid_json",
    "load_rule_set",
    "parse_sheet",
    "sentence",
]
