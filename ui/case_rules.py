"""
The rules that a stored case is judged by: its edition with the body's own rules over it.

What a case keeps is checked before it is kept: its sheets have to fit it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any

from corpus.cases.case import BodyFile, Case, CaseRules, SheetState
from corpus.cases.store import CaseStore
from corpus.reading import safe_name
from scoring import RuleSet, SheetError, load_rule_set, parse_sheet
from scoring.body_file import read_body_rules
from scoring.errors import BodyRulesError, Fault
from scoring.overlay import with_body_rules
from scoring.sheet_file import MAX_BYTES
from ui.case_sheet import sheet_words
from ui.errors import CaseRulesError, SheetMisfit


def effective_rules(kept: CaseRules) -> RuleSet:
    """
    Return the rules that a case is judged by.

    Raises:
        UnknownRuleSetError: the rule set or its edition is not on file.
        BodyRulesError: the body's rules cannot be used by this version of the program.
        ValueError: they are for another edition.
    """
    if kept.body is None or kept.body.text is None:
        return load_rule_set(kept.rule_set, kept.edition)
    return _overlaid(kept.rule_set, kept.edition, kept.body.text)


@lru_cache(maxsize=64)
def _overlaid(rule_set: str, edition: str | None, body: str) -> RuleSet:
    return with_body_rules(load_rule_set(rule_set, edition), read_body_rules(body))


def change_rules(
    cases: CaseStore,
    case_id: str,
    *,
    edition: str | None = None,
    body: tuple[str, bytes] | None = None,
    without_body: bool = False,
) -> RuleSet:
    """
    Say what a case is judged by from now on, and return those rules.

    Judgements of rows that then count or read otherwise become suspect.

    Args:
        cases: the store, acting for whoever changes the rules.
        case_id: the case.
        edition: of the rules; None leaves it.
        body: name and bytes of a file of the body's own rules; None leaves them.
        without_body: the document alone counts from now on.

    Raises:
        UnknownCaseError: no such case.
        UnknownRuleSetError: no such edition.
        BodyRulesError: the body's rules are faulty or for other rules; every fault with its line.
        CaseRulesError: sheets of the case do not fit the rules.
    """
    kept = cases.rules(case_id)
    wanted, file = edition or kept.edition, kept.body
    if body is not None:
        file = BodyFile(0, safe_name(body[0]), body_text(body[1]), "")
    elif without_body:
        file = None
    meant = CaseRules(kept.rule_set, wanted, file)
    _require_same_edition(meant)
    rules = effective_rules(meant)
    given = (file.file, file.text or "") if body is not None and file is not None else None
    fits = partial(_require_fit, cases.case(case_id), rules)
    cases.set_rules(case_id, edition=edition, body=given, without_body=without_body, fits=fits)
    return rules


def rules_json(store: CaseStore, case_id: str) -> dict[str, Any]:
    """Return the JSON object of a case's rules (docs/formats.md)."""
    kept = store.rules(case_id)
    found = effective_rules(kept)
    own = found.body
    return {
        "case": case_id,
        "rule_set": found.id,
        "edition": found.edition,
        "is_set": kept.edition is not None,
        "scoring_hash": found.scoring_hash,
        "content_hash": found.content_hash,
        "body": None
        if own is None or kept.body is None
        else {
            "number": kept.body.number,
            "file": kept.body.file,
            "sha256": kept.body.sha256,
            "since": kept.body.since,
            "name_zh": own.name.zh,
            "name_en": own.name.en,
            "version": own.version,
            "date": own.date,
            "content_hash": own.content_hash,
            "scoring_hash": own.scoring_hash,
        },
        "body_versions": [_version(one) for one in store.body_files(case_id)],
        "suspect": len(store.suspects(case_id)),
    }


def _version(one: BodyFile) -> dict[str, Any]:
    return {
        "number": one.number,
        "file": one.file or None,
        "sha256": one.sha256,
        "since": one.since,
    }


def body_text(given: bytes) -> str:
    """
    Return the text of a file of a body's own rules, every character as it is.

    Raises:
        BodyRulesError: it is too large or not UTF-8.
    """
    if len(given) > MAX_BYTES:
        raise BodyRulesError(
            [
                Fault(
                    "file_too_large",
                    "file",
                    f"文件有 {len(given)} 字节，细则最多 {MAX_BYTES} 字节。",
                    f"The file has {len(given)} bytes; a body's rules have at most {MAX_BYTES}.",
                )
            ]
        )
    try:
        return given.decode("utf-8")
    except UnicodeDecodeError as fault:
        told = Fault(
            "file_encoding",
            "file",
            "文件不是 UTF-8 编码；请另存为 UTF-8。",
            "The file is not UTF-8; save it as UTF-8.",
            given[: fault.start].count(b"\n") + 1,
        )
        raise BodyRulesError([told]) from fault


def _require_same_edition(meant: CaseRules) -> None:
    if meant.body is None or meant.body.text is None:
        return
    rules, edition = read_body_rules(meant.body.text), load_rule_set(meant.rule_set, meant.edition)
    if (rules.rule_set, rules.edition) != (edition.id, edition.edition):
        fault = Fault(
            "wrong_edition",
            "edition",
            f"细则针对 {rules.rule_set} {rules.edition}，案卷按 {edition.id} {edition.edition} 评价。",
            f"The rules are for {rules.rule_set} {rules.edition}, the case is judged by {edition.id} "
            f"{edition.edition}.",
        )
        raise BodyRulesError([fault])


def _require_fit(
    case: Case, rules: RuleSet, sheets: Sequence[tuple[SheetState, dict[str, Any]]]
) -> None:
    misfits = []
    for state, content in sheets:
        try:
            parse_sheet(sheet_words(case, state.stage, content, rules), rules)
        except SheetError as error:
            is_own = not state.person
            misfits.append(SheetMisfit(state.name, state.stage, is_own, tuple(error.faults)))
    if misfits:
        raise CaseRulesError(misfits)
