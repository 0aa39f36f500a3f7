"""
A case by one of its sheets as OSCAL assessment results (NIST, JSON), for other programs. Pure.

Rows are controls, judgements findings, quotes observations, documents resources with their
SHA-256. Nothing is read from a clock, and every UUID is derived from what it names, so equal
input gives equal bytes. OSCAL knows only satisfied and not satisfied: rows that nobody has judged,
and those left out as not applicable, have no finding and are named instead.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from assistant.evidence.suggestion import Suggestion
from corpus.cases.case import CaseDocument
from scoring import Row, sentence
from scoring.award import Award
from scoring.judgement import NOT_ASSESSED
from scoring.number import exact_string
from ui.local_form import local_place
from ui.reports.case_result import CaseResult
from ui.reports.report_evidence import quotes_of, source_words
from ui.reports.result_words import outcome_words, state_words, whose_words
from ui.row_words import row_text
from ui.wording import t

OSCAL_VERSION = "1.1.3"
NAMESPACE = "urn:anping:oscal"
_ROOM = uuid5(NAMESPACE_URL, NAMESPACE)
Json = dict[str, Any]


def oscal_json(result: CaseResult, language: str) -> str:
    """
    Return the assessment results as JSON text, ready to be written as a file.

    Titles and descriptions are in the language; ids, quotes and properties are the same in both.
    """
    return json.dumps(_Results(result, language).document(), ensure_ascii=False, indent=2) + "\n"


class _Results:
    def __init__(self, result: CaseResult, language: str) -> None:
        self.result, self.language = result, language
        self.key = _key(result)
        self.files = {one.file: one for one in result.documents}
        awards = result.assessment.awards
        self.left_out = [row for row in result.rows if awards[row.id].excluded]
        self.judged = [
            row for row in result.rows if not awards[row.id].is_open and row not in self.left_out
        ]
        self.quotes = {
            entry.indicator: [one for one in quotes_of(entry)[0] if one.file in self.files]
            for entry in result.found
        }

    def uuid(self, *names: str) -> str:
        """Return the UUID of a thing of this result."""
        return str(uuid5(_ROOM, "\n".join((self.key, *names))))

    def document(self) -> Json:
        result, rules = self.result, self.result.rules
        title = rules.title_zh if self.language == "zh" else rules.title_en
        metadata = {
            "title": f"{_line(result.case.name)} · {title}",
            "last-modified": max(_moments(result)),
            "version": str(result.saved.version if result.saved else 0),
            "oscal-version": OSCAL_VERSION,
            "props": [_prop("case", result.case.id), _prop("language", self.language)],
        }
        return {
            "assessment-results": {
                "uuid": self.uuid("results", self.language),
                "metadata": metadata,
                # There is no OSCAL plan: the rules themselves say what is assessed.
                "import-ap": {"href": f"#{self.uuid('rules')}"},
                "results": [self._result(title)],
                "back-matter": {"resources": [self._rules(title), *self._documents()]},
            }
        }

    def _result(self, title: str) -> Json:
        result, assessment = self.result, self.result.assessment
        whose = whose_words(result.whose, result.name, self.language)
        made: Json = {
            "uuid": self.uuid("result"),
            "title": _line(whose),
            "description": f"{title}: {outcome_words(assessment.outcome, self.language)}",
            "start": result.case.created,
            "props": [*self._figures()],
            "reviewed-controls": self._reviewed(),
        }
        if result.saved and result.saved.submitted:
            made["end"] = result.saved.submitted
        observations = [
            self._observation(row, one) for row, ones in self.quotes.items() for one in ones
        ]
        if observations:
            made["observations"] = observations
        if self.judged:
            made["findings"] = [self._finding(row) for row in self.judged]
        reasons = [
            one.text_zh if self.language == "zh" else one.text_en for one in result.deciding_reasons
        ]
        if reasons:
            made["remarks"] = "\n\n".join(reasons)
        return made

    def _figures(self) -> Iterator[Json]:
        """The numbers of the result as properties; `class` names level, group or indicator."""
        assessment = self.result.assessment
        yield _prop("outcome", assessment.outcome)
        if assessment.target:
            yield _prop("target", assessment.target)
        yield _prop("stage", self.result.whose.stage)
        yield _prop("scoring-hash", assessment.scoring_hash)
        if self.result.record:
            yield _prop("record-head", self.result.record)
        if self.result.suspect:
            yield _prop("suspect-judgements", str(self.result.suspect))
        if assessment.body is not None:
            rules = assessment.body.rules
            yield _prop("body-rules", f"{rules.name.told(self.language)} {rules.version}")
            yield _prop("body-rules-hash", rules.content_hash)
        for name, level in assessment.levels.items():
            yield _prop("points", exact_string(level.points), name)
            yield _prop("level-outcome", level.outcome, name)
            for group, points in level.groups.items():
                yield _prop("group-points", exact_string(points), group)
        if not assessment.levels:
            for name, value in assessment.indicators.items():
                if value is not None:
                    yield _prop("points", exact_string(value), name)
        if assessment.overall is not None:
            yield _prop("weighted-mean", exact_string(assessment.overall[0]))
        for name, reading in assessment.used.items():
            kind = "decisive-reading" if name in assessment.decisive else "reading"
            yield _prop(kind, reading, name)
        yield _prop("rows-not-assessed", str(len(self.result.open_rows)))

    def _reviewed(self) -> Json:
        """The rows with a finding; those without one are named in words."""
        remarks = []
        for key, rows in (
            ("oscal_open", self.result.open_rows), ("oscal_left_out", self.left_out)
        ):  # fmt: skip
            if rows:
                names = " ".join(row.id for row in rows)
                remarks.append(t(key, self.language, number=len(rows), names=names))
        selection: Json = {"description": t("oscal_selection", self.language)}
        # An empty selection means every control in OSCAL; nothing judged must not look so.
        if self.judged:
            selection["include-controls"] = [{"control-id": row.id} for row in self.judged]
        else:
            selection["include-all"] = {}
            selection["exclude-controls"] = [{"control-id": row.id} for row in self.result.rows]
        made: Json = {"control-selections": [selection]}
        if remarks:
            made["remarks"] = "\n\n".join(remarks)
        return made

    def _finding(self, row: Row) -> Json:
        result = self.result
        award = result.assessment.awards[row.id]
        judgement = result.sheet.judgements.get(row.id, NOT_ASSESSED)
        state = "satisfied" if _is_satisfied(award) else "not-satisfied"
        props = [_prop("state", award.state), _prop("kind", row.kind)]
        if row.level:
            props.append(_prop("level", row.level))
        if row.kind != "gate":
            props += [
                _prop("points", exact_string(award.kept)),
                _prop("points-possible", exact_string(row.points)),
            ]
        steps = [one for one in result.assessment.trace if one.subject == row.id]
        told = sentence(steps[0], "zh" if self.language == "zh" else "en")
        made: Json = {
            "uuid": self.uuid("finding", row.id),
            "title": _line(f"{row.id} {result.title(row.id, self.language)}"),
            "description": told,
            "props": props,
            "target": {
                "type": "objective-id",
                "target-id": row.id,
                "description": row_text(result.rules, result.standard, row.id) or row.id,
                "status": {
                    "state": state,
                    "reason": {"met": "pass", "not_met": "fail"}.get(award.state, "other"),
                    "remarks": state_words(award, self.language),
                },
            },
        }
        related = [
            {"observation-uuid": self._quote_uuid(row.id, one)}
            for one in self.quotes.get(row.id, ())
        ]
        if related:
            made["related-observations"] = related
        if judgement.reason.strip():
            made["remarks"] = judgement.reason
        return made

    def _quote_uuid(self, row: str, one: Suggestion) -> str:
        return self.uuid("quote", row, self.files[one.file].sha256, one.passage, one.quote)

    def _observation(self, row: str, one: Suggestion) -> Json:
        document = self.files[one.file]
        props = [
            _prop("row", row), _prop("relation", one.relation),
            _prop("decision", one.decision or "undecided"), _prop("sha256", document.sha256),
        ]  # fmt: skip
        if one.page is not None:
            props.append(_prop("page", str(one.page)))
        if one.is_ocr:
            props.append(_prop("recognised", "ocr"))
        resource = f"#{self._document_uuid(document)}"
        return {
            "uuid": self._quote_uuid(row, one),
            "title": _line(f"{row} · {one.file} {local_place(one.locator, self.language)}"),
            "description": one.quote,
            "props": props,
            "methods": ["EXAMINE"],
            "types": ["finding" if one.decision == "accepted" else "discovery"],
            "relevant-evidence": [
                {"href": resource, "description": source_words(one, self.language)}
            ],
            "collected": document.added,
        }

    def _document_uuid(self, document: CaseDocument) -> str:
        return self.uuid("document", document.sha256)

    def _rules(self, title: str) -> Json:
        rules = self.result.rules
        return {
            "uuid": self.uuid("rules"),
            "title": title,
            "description": rules.issuing_body_zh
            if self.language == "zh"
            else rules.issuing_body_en,
            "props": [
                _prop("rule-set", rules.id), _prop("edition", rules.edition),
                _prop("scoring-hash", rules.scoring_hash),
                _prop("content-hash", rules.content_hash),
            ],
        }  # fmt: skip

    def _documents(self) -> Iterable[Json]:
        for one in self.result.documents:
            yield {
                "uuid": self._document_uuid(one),
                "title": _line(one.file),
                "rlinks": [
                    {
                        "href": quote(one.file),
                        "hashes": [{"algorithm": "SHA-256", "value": one.sha256}],
                    }
                ],
            }


def _key(result: CaseResult) -> str:
    """Return what tells this result from every other: case, sheet, rules, evidence."""
    content = json.dumps(
        result.saved.content if result.saved else {}, sort_keys=True, ensure_ascii=False
    )
    parts = (
        result.case.id, result.whose.key, result.rules.scoring_hash,
        *([result.rules.body.content_hash] if result.rules.body else []),
        hashlib.sha256(content.encode()).hexdigest(),
        *sorted(one.sha256 for one in result.documents),
    )  # fmt: skip
    return "\n".join(parts)


def _moments(result: CaseResult) -> Iterator[str]:
    yield result.case.created
    if result.saved and result.saved.submitted:
        yield result.saved.submitted
    for one in result.documents:
        yield one.added


def _is_satisfied(award: Award) -> bool:
    if award.state in ("met", "not_applicable"):
        return True
    return award.state == "counted" and award.kept == award.row.points


def _prop(name: str, value: str, of: str = "") -> Json:
    made = {"name": name, "ns": NAMESPACE, "value": value}
    if of:
        made["class"] = of
    return made


def _line(words: str) -> str:
    """Return words as one line, which titles are in OSCAL."""
    return " ".join(words.split()) or "—"
