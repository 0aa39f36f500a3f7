"""
Where a body's own rules bear on a row or a mark, for derivations and reasons. Pure.

Without such rules everything here is empty, so that nothing else has to ask.
"""

from __future__ import annotations

from scoring.assessment import Step
from scoring.award import Award
from scoring.body_rules import BodyRules, Wording
from scoring.rule_set import RuleSet

NOTHING = Wording("", "")
# The interpretations that say how the mark is read.
_OF_THE_MARK = ("pass_mark", "own_mark")


def body_names(rules: BodyRules) -> dict[str, str]:
    """Return whose rules they are, for the sentences of a derivation."""
    return {"body_zh": rules.name.zh, "body_en": rules.name.en}


def body_steps(rule_set: RuleSet, entry: Award) -> tuple[Step, ...]:
    """Return the steps that say what of the body's rules a judged row stands on; () for nothing."""
    rules, row = rule_set.body, entry.row
    if rules is None or entry.is_open or entry.state == "lost":
        return ()
    found = []
    if row.id in rules.supplied:
        found.append(("body_supplied", dict[str, str]()))
    if row.steps and entry.state == "partial":
        found.append(("body_steps", {"steps": " / ".join(str(one) for one in row.steps)}))
    return tuple(
        Step(
            row.id, rule, "4.6", {**body_names(rules), **inputs}, entry.raw, entry.cap, entry.kept,
            None,
        )
        for rule, inputs in found
    )  # fmt: skip


def row_note(rule_set: RuleSet, row_id: str) -> Wording:
    """Return where a row comes from when the document does not hold it; empty words otherwise."""
    rules = rule_set.body
    if rules is not None and row_id in rules.supplied:
        return Wording(
            f"（条文由{rules.name.zh}的细则补充，4.6）",
            f" (Its text is supplied by the rules of {rules.name.en}, 4.6.)",
        )
    if rules is not None and rules.extra_row(row_id):
        return Wording(
            f"（{rules.name.zh}细则的增项，4.2）",
            f" (An extra indicator of the rules of {rules.name.en}, 4.2.)",
        )
    return NOTHING


def mark_note(rule_set: RuleSet) -> Wording:
    """Return that the body reads the mark its own way; empty words where it does not."""
    rules, base = rule_set.body, rule_set.base
    if rules is None or base is None:
        return NOTHING
    defaults = base.default_readings
    chosen = [
        f"{name} = {rules.readings[name].reading}"
        for name in _OF_THE_MARK
        if name in rules.readings and rules.readings[name].reading != defaults[name]
    ]
    if not chosen:
        return NOTHING
    return Wording(
        f"（分数线按{rules.name.zh}的细则读：{'，'.join(chosen)}）",
        f" (The mark is read by the rules of {rules.name.en}: {', '.join(chosen)}.)",
    )
