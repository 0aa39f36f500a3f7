"""
What a step of the procedure stands on: what people give, and what the case itself says.

What can be known is looked up here and nowhere taken from anybody's word: documents, fitness of the
panel, sheets, outcome, samples, the end of a notice, the content of the label.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from corpus.cases.case import Case, CaseDocument, Stage
from corpus.cases.store import CaseStore
from corpus.record.event import person_mark
from scoring import RuleSet
from scoring.certificate import THEME
from scoring.panel import check_consensus
from scoring.procedure import VALID_YEARS, Procedure, plus_years
from ui.errors import StepWordsError
from ui.procedure.given import DOCUMENTS, WANTED, Wanted, days_of
from ui.procedure.own_sheet import OwnSheet, own_sheet, self_check
from ui.procedure.people import CasePanelView, case_panel, finding_words, seat_words
from ui.procedure.samples import is_as_drawn
from ui.reports.panel_record import SubmittedSheet, submitted_sheets

Words = Mapping[str, str]


@dataclass(frozen=True)
class Ground:
    """
    A case in one stage on a day, for whoever wants to take a step; looked up once, on demand.

    cases: the machine's store, which sees everything. person: None for the machine itself.
    """

    cases: CaseStore
    case: Case
    stage: Stage
    rules: RuleSet
    procedure: Procedure
    on: date
    person: str | None = None

    @cached_property
    def own(self) -> OwnSheet:
        """The case's own sheet."""
        return own_sheet(self.cases, self.case, self.stage, self.rules)

    @cached_property
    def self_check(self) -> OwnSheet:
        """The applicant's self-check."""
        return self_check(self.cases, self.case, self.stage, self.rules)

    @cached_property
    def readings(self) -> Mapping[str, str]:
        """How the ambiguities are read: as the case's own sheet says, else by default."""
        return self.own.sheet.readings if self.own.sheet else self.rules.default_readings

    @cached_property
    def panel(self) -> CasePanelView:
        """Panel and reviewer."""
        return case_panel(self.cases, self.case.id, self.on, self.readings)

    @cached_property
    def documents(self) -> tuple[CaseDocument, ...]:
        """The documents that the case holds and that are not still being read."""
        found = self.cases.documents(self.case.id)
        return tuple(one for one in found if one.status != "reading")

    @cached_property
    def submitted(self) -> dict[str, SubmittedSheet]:
        """The valid sheets that members of the panel have submitted, by person."""
        members = {one.person.person for one in self.panel.members}
        found = submitted_sheets(self.cases, self.case, self.stage, self.rules)
        return {one.person: one for one in found if one.person in members}

    @property
    def missing_sheets(self) -> list[str]:
        """The members who have not submitted a valid sheet."""
        return [
            one.known.name for one in self.panel.members if one.person.person not in self.submitted
        ]

    @property
    def suspects(self) -> list[str]:
        """The rows of the case's own sheet and of the members' that are suspect."""
        marks = {"", *(one.mark for one in self.panel.members)}
        found = self.cases.suspects(self.case.id)
        return sorted(
            {one.indicator for one in found if one.stage == self.stage and one.person in marks}
        )

    def said(self, step: str, key: str) -> Any:
        """Return a fact of the newest step of a name; None where it was never taken."""
        entries = reversed(self.procedure.history)
        return next((one.facts.get(key) for one in entries if one.step == step), None)


def wanted_of(ground: Ground, step: str) -> tuple[Wanted, ...]:
    """Return what a step asks people for; not the body and its rules where the case keeps them."""
    if step == "form_panel" and ground.rules.body is not None:
        return ()
    return WANTED[step]


def step_facts(ground: Ground, step: str, words: Words) -> dict[str, Any]:
    """
    Return all that a step stands on, as JSON can hold it: what was given, and what is known.

    Raises:
        StepWordsError: what was given names no document of the case, or is no number of days.
    """
    known = _KNOWN.get(step)
    given = {key: value for key, value in words.items() if key not in DOCUMENTS}
    return {**given, **(known(ground, words) if known else {})}


def _apply(ground: Ground, words: Words) -> dict[str, Any]:
    own = ground.self_check
    done = None if own.open_rows else {**own.words, "outcome": own.outcome}
    return {"self_check": done, "documents": _assigned(ground, words)}


def _assigned(ground: Ground, words: Words) -> dict[str, str]:
    """Return the hashes of the documents given for 4.5, by clause; named by hash or file name."""
    found, faults = {}, []
    for clause in DOCUMENTS:
        wanted = words.get(clause)
        if wanted is None:
            continue
        matching = {one.sha256 for one in ground.documents if wanted in (one.file, one.sha256)}
        if len(matching) == 1:
            found[clause] = matching.pop()
            continue
        listed = ", ".join(f"{one.file} ({one.sha256[:12]})" for one in ground.documents) or "none"
        many = "stands for several documents; give its hash" if matching else "is no document"
        faults.append(f"'{clause}': '{wanted[:80]}' {many} of the case; it holds {listed}")
    if faults:
        raise StepWordsError("apply", faults)
    return found


def _accept(ground: Ground, _words: Words) -> dict[str, Any]:
    return {"failed_gates": list(ground.self_check.failed_gates)}


def _panel(ground: Ground, _words: Words) -> dict[str, Any]:
    panel = ground.panel
    return {
        "panel": [seat_words(one) for one in panel.members],
        "panel_findings": finding_words(panel.findings),
        "parties": [[one.party, one.organisation] for one in ground.cases.parties(ground.case.id)],
    }


def _form_panel(ground: Ground, words: Words) -> dict[str, Any]:
    body = ground.rules.body
    if body is None:
        return _panel(ground, words)
    kept = {"name": body.name.zh, "version": body.version, "hash": body.content_hash}
    return {**_panel(ground, words), "body": body.name.zh, "detailed_rules": kept}


def _report(ground: Ground, words: Words) -> dict[str, Any]:
    own = ground.own
    inspections = ground.cases.inspections(ground.case.id, ground.stage)
    drawn = [
        one for one in ground.cases.samples(ground.case.id, ground.stage) if not one.superseded
    ]
    facts = _panel(ground, words)
    parties = {party for party, _ in facts["parties"]}
    parts = [one for one in ("overview", "summary", "improvements", "conclusion") if one in words]
    if "applicant" in parties and ground.said("form_panel", "body"):
        parts.append("parties")
    return {
        **facts,
        "methods": sorted({method for one in inspections for method in one.methods}),
        "report": parts,
        "sample_findings": [one.number for one in drawn if not is_as_drawn(one)],
        "samples": [one.number for one in drawn],
        "missing_sheets": ground.missing_sheets,
        "sheets": {person_mark(one.person): one.submitted for one in ground.submitted.values()},
        "open_rows": list(own.open_rows),
        "consensus_findings": _consensus(ground),
        "suspects": ground.suspects,
        "sheet": own.words,
        "outcome": own.outcome,
    }


def _consensus(ground: Ground) -> list[dict[str, Any]]:
    """
    Return which rows of the consensus lack a reason.

    While a sheet is missing nothing is said of rows: it would tell what others judged.
    """
    sheet, assessment = ground.own.sheet, ground.own.assessment
    if ground.missing_sheets or sheet is None or assessment is None:
        return [
            {
                "code": "not_compared", "clause": "5.4.2",
                "zh": "评分表未齐，尚不能比较。", "en": "Sheets are missing; nothing is compared yet.",
            }
        ]  # fmt: skip
    reasons = {row: one.reason for row, one in sheet.judgements.items()}
    by_member = {mark: one.sheet for mark, one in ground.submitted.items()}
    found = check_consensus(ground.rules, sheet, reasons, by_member)
    return finding_words(tuple(one for one in found if one.clause in assessment.awards))


def _review(ground: Ground, _words: Words) -> dict[str, Any]:
    panel = ground.panel
    findings = finding_words(panel.reviewer_findings)
    reviewers = {one.person.person for one in panel.reviewers}
    if ground.person is not None and ground.person not in reviewers:
        findings.append(
            {
                "code": "not_the_reviewer", "clause": "5.5.1",
                "zh": "复核只能由指派的复核专家作出。",
                "en": "Only the expert assigned to review can give the review.",
            }
        )  # fmt: skip
    return {
        "reviewer": [seat_words(one) for one in panel.reviewers],
        "reviewer_findings": findings,
        "suspects": ground.suspects,
        "sheet": ground.own.words,
        "outcome": ground.own.outcome,
    }


def _publish_notice(ground: Ground, words: Words) -> dict[str, Any]:
    days = days_of("publish_notice", words)
    until = (ground.on + timedelta(days)).isoformat() if days else None
    return {"notice_days": days, "notice_until": until}


def _certify(ground: Ground, words: Words) -> dict[str, Any]:
    until = ground.said("publish_notice", "notice_until")
    begins = ground.on
    if ground.readings["validity_start"] == "report":
        begins = ground.procedure.date_of("report") or begins
    label: dict[str, Any] = {
        "theme": THEME["zh"],
        "level": ground.procedure.level,
        "body": ground.said("form_panel", "body"),
        "years": [begins.isoformat(), plus_years(begins, VALID_YEARS).isoformat()],
        "number": words.get("number"),
    }
    applicants = [
        one.organisation for one in ground.cases.parties(ground.case.id) if one.party == "applicant"
    ]
    label |= {"project": ground.case.name, "applicant": "、".join(applicants)}
    periods = ("validity_start", "retention_start")
    return {
        "readings": {name: ground.readings[name] for name in periods},
        "notice_closed": bool(until) and ground.on >= date.fromisoformat(until),
        "notice_until": until,
        "certificate": {key: value for key, value in label.items() if value},
    }


_KNOWN: Mapping[str, Callable[[Ground, Words], dict[str, Any]]] = {
    "apply": _apply,
    "accept": _accept,
    "form_panel": _form_panel,
    "report": _report,
    "review": _review,
    "publish_notice": _publish_notice,
    "certify": _certify,
}
