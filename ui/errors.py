"""
What can go wrong in what goes out of a case, with its rules and in its procedure, and in calls of
other programs, by who must act.

    CaseRulesError             sheets of the case do not fit the rules given: their owners must act
    ReportError
    ├── ReportTemplateError    the body's template cannot be used: its author must act
    ├── ReportDetailsError     the details given for a report are wrong: their author must act
    ├── CertificateError       there is no certificate to write: none, withdrawn, or expired
    ├── UnknownCertificateError  number and check code do not belong together: compare with the paper
    └── PdfError               LibreOffice is missing or cannot make the PDF

    DeskError
    ├── NoProcedureError       the case is not evaluated by levels, so it has no procedure
    ├── StepHistoryError       the stored steps are not what the rules allow: look into the record
    └── StepWordsError         what was given for a step is not what it asks for

    JobsError
    ├── QueueUrlError          the setting names no queue that can be used: correct it
    └── QueueError             the queue cannot be reached: start it, or correct the setting

    McpError
    ├── CallSlowError          a call of a tool took too long: ask for less
    ├── CallBusyError          too many calls are under way: ask again
    ├── ArgumentError          a call gives a tool what it does not take
    ├── CaseRowError           the case is not judged by this row: name one that it is
    ├── TokenNeededError       a request over HTTP brings no token: bring one
    └── OtherHostError         a request over HTTP was meant for another machine

Every class carries a stable `code`, documented in docs/errors.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scoring.errors import Fault
from ui.jobs.queue_address import QUEUE_ADDRESSES


@dataclass(frozen=True, slots=True)
class SheetMisfit:
    """A sheet that rules do not fit: whose ("" for the case's own), and what is wrong in it."""

    name: str
    stage: str
    is_own: bool
    faults: tuple[Fault, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """Where the sheet does not fit, without what it says there."""
        places = (
            fault.where.removeprefix("judgements.").partition(":")[0] for fault in self.faults
        )
        return tuple(dict.fromkeys(places))


class CaseRulesError(Exception):
    """A case cannot be judged by the rules given, since its sheets do not fit them."""

    code = "case-rules"

    def __init__(self, misfits: Sequence[SheetMisfit]) -> None:
        self.misfits = tuple(misfits)
        listed = "".join(
            f"\n- {'the case' if one.is_own else one.name or 'a person'}, {one.stage}: "
            f"{', '.join(one.rows)}"
            for one in self.misfits
        )
        super().__init__(
            f"{len(self.misfits)} sheet(s) of the case do not fit these rules; nothing was changed. "
            "Judge the rows named so that they fit both, or take them back; a submitted sheet has "
            f"to be withdrawn first.{listed}"
        )


class ReportError(Exception):
    """The root of the errors of reports."""

    code = "report-error"


class ReportTemplateError(ReportError, ValueError):
    """A template of a report cannot be used."""

    code = "report-template"

    def __init__(self, name: str, fault: str) -> None:
        super().__init__(
            f"The template '{name}' cannot be used: {fault} "
            "docs/reports.md lists the fields; start from a template of ours (--copy-template)."
        )
        self.fault = fault


class ReportDetailsError(ReportError, ValueError):
    """The details of a report are wrong; `faults` lists everything."""

    code = "report-details"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        listed = "".join(f"\n- {fault}" for fault in self.faults)
        super().__init__(
            f"The details of the report have {len(self.faults)} fault(s); nothing was written:"
            f"{listed}\ndocs/reports.md lists the keys."
        )


class CertificateError(ReportError, LookupError):
    """There is no certificate that could be written."""

    code = "certificate"

    def __init__(self, number: str, state: str = "", since: date | None = None) -> None:
        if not state:
            told = f"Case '{number}' has no certificate; `anping procedure show` tells what is missing."
        else:
            told = (
                f"Certificate {number!r} is {state} ({since}) and is not written any more. Copies "
                "made while it was valid stay what they are; the record keeps every step."
            )
        super().__init__(told)


class UnknownCertificateError(ReportError, LookupError):
    """Number and check code do not belong together; the same for a number that there is not."""

    code = "certificate-unknown"

    def __init__(self) -> None:
        super().__init__(
            "Number and check code do not belong together, or there is no such certificate. "
            "Compare both with the paper; if they still fail, ask the body that issued it."
        )


class PdfError(ReportError, RuntimeError):
    """No PDF can be made."""

    code = "report-pdf"


class DeskError(Exception):
    """The root of the errors of the procedure."""

    code = "procedure-error"


class NoProcedureError(DeskError, LookupError):
    """The case has no procedure."""

    code = "procedure-none"

    def __init__(self, case_id: str, rule_set: str) -> None:
        super().__init__(
            f"Case {case_id!r} goes by {rule_set!r}, which has no levels and no labels; chapters 4"
            " to 9 of the draft do not apply. Create a case by 'tcrea-2023' for a procedure."
        )


class StepHistoryError(DeskError, RuntimeError):
    """The stored steps of a case do not follow from each other by the rules."""

    code = "procedure-history"

    def __init__(self, case_id: str, stage: str, number: int, fault: str) -> None:
        super().__init__(
            f"Step {number} of case {case_id!r}, stage {stage!r}, is not one that the rules allow:"
            f" {fault}. Nothing was changed; `anping audit verify {case_id}` says whether the record"
            " was altered."
        )
        self.number = number


class StepWordsError(DeskError, ValueError):
    """What was given for a step is not what it asks for; `faults` lists everything."""

    code = "procedure-words"

    def __init__(self, step: str, faults: Sequence[str]) -> None:
        self.step = step
        self.faults = tuple(faults)
        super().__init__(f"The step '{step}' was not taken: {'; '.join(self.faults)}.")


class McpError(Exception):
    """The root of what can go wrong in calls of other programs."""

    code = "mcp-error"


class CallSlowError(McpError, TimeoutError):
    """A call was given up."""

    code = "mcp-slow"

    def __init__(self, limit_s: float) -> None:
        super().__init__(
            f"The call took longer than {limit_s:g} seconds and was given up; nothing was changed. "
            "Ask for less at once (one indicator, a smaller page), or again in a while: what was "
            "worked out by then is held."
        )


class CallBusyError(McpError):
    """No more calls can begin."""

    code = "mcp-busy"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"{most} calls are under way, as many as there may be. Ask again when one has answered."
        )


class ArgumentError(McpError, ValueError):
    """A call gives a tool what it does not take. faults: by argument, what is allowed."""

    code = "mcp-argument"

    def __init__(self, tool: str, faults: Sequence[tuple[str, str]], known: Sequence[str]) -> None:
        listed = "".join(f"\n- {name[:80]}: {fault}" for name, fault in faults[:20])
        super().__init__(
            f"{tool} cannot be called so; nothing was done.{listed}\n"
            f"It takes: {', '.join(known) or 'nothing'}."
        )


class CaseRowError(McpError, LookupError):
    """A case is not judged by a row."""

    code = "mcp-case-row"

    def __init__(self, case_id: str, indicator: str, nearest: Sequence[str]) -> None:
        near = f" Nearest that it is: {', '.join(nearest)}." if nearest else ""
        super().__init__(
            f"Case {case_id!r} is not judged by {indicator[:40]!r}, or nothing of it is judged by "
            f"documents.{near} find_evidence without an indicator lists them all."
        )


class TokenNeededError(McpError, PermissionError):
    """A request brings no token of an account, or one that has ended."""

    code = "mcp-token"

    def __init__(self) -> None:
        super().__init__(
            "Send `Authorization: Bearer TOKEN` with a token that has not ended; `anping user token "
            "new LOGIN --name NAME` prints one."
        )


class OtherHostError(McpError, PermissionError):
    """A request names another host than this machine."""

    code = "mcp-host"

    def __init__(self) -> None:
        super().__init__("Only by this machine's own names: 127.0.0.1, localhost or [::1].")


class JobsError(Exception):
    """Base of what can go wrong with work in the background."""

    code = "jobs"


class QueueUrlError(JobsError):
    """The setting ANPING_QUEUE_URL names no queue that can be used."""

    code = "queue-url"

    def __init__(self, place: str) -> None:
        super().__init__(f"ANPING_QUEUE_URL cannot be {place!r}. Allowed: {QUEUE_ADDRESSES}.")


class QueueError(JobsError):
    """The queue cannot be reached."""

    code = "queue"

    def __init__(self, place: str, why: str) -> None:
        super().__init__(
            f"The queue at {place} cannot be reached ({why}). Nothing is lost: what was asked for is "
            "on record and goes on as soon as the queue answers. Start it, or correct "
            "ANPING_QUEUE_URL."
        )
