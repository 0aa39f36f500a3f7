"""The procedure of a case: where it is, what comes next, on what it stands, what follows."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any, get_args

import gradio as gr

from corpus.cases.case import Stage
from corpus.cases.procedure import INSPECTION_METHODS, PARTIES, PARTS
from corpus.cases.store import CaseStore
from corpus.errors import CorpusError
from corpus.record.event import person_mark
from scoring import load_rule_set
from scoring.compare import Comparison
from scoring.errors import ProcedureError, ScoringError
from scoring.procedure import STEPS
from ui.errors import DeskError, ReportError
from ui.fault_words import fault_words
from ui.local_form import today
from ui.procedure.desk import ProcedureDesk, Refusal, Standing
from ui.procedure.samples import draw_sample
from ui.reports.certificate import certificate_document
from ui.reports.pdf import pdf_of
from ui.services import Services
from ui.verification.register import CertificateRegister
from ui.views.files.view import no_case_html
from ui.views.page.acts import Act, act_of, acting_html
from ui.views.page.download import DOCX, download_html
from ui.views.page.place import Place
from ui.views.page.shell import Shell
from ui.views.procedure.page import More, procedure_html
from ui.views.procedure.parts import Sight, note_html
from ui.views.procedure.people import LineError, declaration_of
from ui.views.procedure.work import sample_csv
from ui.wording import t
from ui.words.procedure import STATEMENT_VERSION

_STAGES: tuple[Stage, ...] = get_args(Stage)
_PDF = "application/pdf"
_UNSAFE = re.compile(r"[^\w.-]+")
_FAULTS = (CorpusError, DeskError, ScoringError, ReportError)


@dataclass(frozen=True, slots=True)
class Said:
    """What an act led to: words for the top, and what the form of a refused step held."""

    words: str = ""
    is_fault: bool = False
    given: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    refused: Mapping[str, Sequence[Refusal]] = field(default_factory=dict)


class ProcedureHandlers:
    """What the view does: plain methods, tested without a browser."""

    def __init__(self, services: Services, day: Callable[[], str] = today) -> None:
        self._services = services
        self._day = day

    def arrived(self, place: Place, person: str, language: str) -> list[str]:
        """Show where the case of the place stands."""
        if not place.case:
            return [no_case_html(language), ""]
        return [self.page(place, person, language), ""]

    def page(self, place: Place, person: str, language: str, said: Said | None = None) -> str:
        """Return the page of a case; of one without levels why it has no procedure."""
        cases = self._services.cases_for(person)
        case = cases.case(place.case)
        stage = next((one for one in _STAGES if one == place.at), case.stage)
        if case.level is None:
            rules = t(f"rules_{case.rule_set.replace('-', '_')}", language)
            return note_html(t("pp_none", language, rules=rules))
        try:
            standing = self._desk().standing(place.case, stage, self._signed(person))
        except DeskError as fault:
            return f'<p class="ap-fault" role="alert">{escape(fault_words(fault, language))}</p>'
        sight = Sight(
            place, language, stage, stage == case.stage, f"{case.id}-{stage}-{len(standing.steps)}"
        )
        return procedure_html(
            standing, cases, person, sight,
            issued=CertificateRegister(cases).of_case(case.id, self._on),
            comparison=self._compared(standing, person),
            more=self._more(case.id, stage),
            said=said or Said(),
        )  # fmt: skip

    def act(self, act: Act, place: Place, person: str, language: str) -> list[Any]:
        """Do what a button asks for; return the page and a file to save."""
        if not place.case:
            return [gr.skip(), gr.skip()]
        try:
            if act.name in ("csv", "certificate"):
                return [gr.skip(), self._file(act, place, person, language)]
            said = self._done(act, place, person, language)
        except LineError as fault:
            told = t("pp_line_fault", language, line=fault.line[:60], form=fault.form)
            said = Said(told, is_fault=True)
        except ProcedureError as fault:
            said = Said(given={act.of: act.fields}, refused={act.of: fault.refusals})
        except _FAULTS as fault:
            said = Said(fault_words(fault, language), is_fault=True, given={act.of: act.fields})
        return [self.page(place, person, language, said), ""]

    # inside

    @property
    def _on(self) -> date:
        return date.fromisoformat(self._day())

    def _signed(self, person: str) -> str | None:
        """
        Return who takes a step: the account that is signed in.

        Where nobody has an account a browser's token says nothing of who sits there, so steps are
        those of whoever works on the machine, who plays all parts.
        """
        return person if self._services.accounts.has_accounts() else None

    def _desk(self) -> ProcedureDesk:
        return self._services.procedure(lambda: self._on)

    def _more(self, case_id: str, stage: Stage) -> More:
        done, accounts = self._desk().progress(case_id, stage), self._services.accounts
        logins = None
        if accounts.has_accounts():
            logins = tuple(
                (one.login, f"{one.name} ({one.login})")
                for one in accounts.accounts()
                if one.id not in done.joined and not one.is_disabled
            )
        url = self._services.settings.public_url
        return More(url, logins, done.inspected, done.submitted)

    def _done(self, act: Act, place: Place, person: str, language: str) -> Said:
        acts: Mapping[str, Callable[[Act, CaseStore, str, str, str], Said | None]] = {
            "take": self._take,
            "party_add": _add_party,
            "party_remove": _remove_party,
            "person_add": self._add_person,
            "assign": _assign,
            "declare": self._declare,
            "inspect": _inspect,
            "draw": self._draw,
            "hold_set": _set_hold,
            "hold_lift": _lift_hold,
        }
        if act.name not in acts:
            return Said()
        cases = self._services.cases_for(person)
        said = acts[act.name](act, cases, place.case, person, language)
        return said or Said(t("pp_saved", language))

    def _take(self, act: Act, _cases: CaseStore, case_id: str, person: str, language: str) -> Said:
        if act.of not in STEPS:
            return Said()
        given = {key: value for key, value in act.fields.items() if key != "day"}
        day = _day_of(act.fields.get("day", ""))
        self._desk().take(case_id, act.of, day or self._on, given, self._signed(person))
        return Said(t("pp_taken", language, step=t(f"step_{act.of}", language)))

    def _add_person(
        self, act: Act, cases: CaseStore, case_id: str, _person: str, _language: str
    ) -> Said | None:
        part = next((one for one in PARTS if one == act.fields.get("part")), None)
        if part is None:
            return None
        if self._services.accounts.has_accounts():
            account = self._services.accounts.find(act.fields.get("login", ""))
            token, name = account.id, account.name
        else:
            token, name = secrets.token_urlsafe(16), act.fields.get("name", "").strip()[:200]
        if name:
            cases.join_case(case_id, token, name)
            cases.assign_part(case_id, token, part)
        return None

    def _declare(
        self, act: Act, cases: CaseStore, case_id: str, _person: str, language: str
    ) -> Said | None:
        who = _of_mark(cases, case_id, act.of)
        statement = t("independence_statement", language)
        if who is not None:
            given = declaration_of(
                who, act.fields, statement, STATEMENT_VERSION, self._day(), language
            )
            cases.declare_independence(case_id, given)
        return None

    def _draw(
        self, act: Act, cases: CaseStore, case_id: str, person: str, _language: str
    ) -> Said | None:
        standing = self._desk().standing(case_id, person=person)
        readings = load_rule_set(standing.case.rule_set).default_readings
        ids = [line.strip() for line in act.fields.get("ids", "").splitlines() if line.strip()]
        name, seed = act.fields.get("name", ""), act.fields.get("seed", "")
        draw_sample(
            cases, case_id, standing.stage, name, ids, seed, readings, act.fields.get("reason", "")
        )
        return None

    def _compared(self, standing: Standing, person: str) -> Comparison | None:
        try:
            return self._desk().compare_stages(standing.case.id, person)
        except (CorpusError, DeskError, ValueError):
            return None

    def _file(self, act: Act, place: Place, person: str, language: str) -> str:
        cases = self._services.cases_for(person)
        case = cases.case(place.case)
        if act.name == "csv":
            drawn = next((one for one in cases.samples(case.id) if str(one.number) == act.of), None)
            if drawn is None:
                return ""
            return download_html(
                f"{_safe(drawn.name)}-{drawn.number}.csv", sample_csv(drawn), "text/csv"
            )
        found = CertificateRegister(cases).of_case(case.id, self._on)
        if found is None or act.of not in ("docx", "pdf"):
            return ""
        try:
            document = certificate_document(
                found.certificate, found.standing, load_rule_set(case.rule_set),
                public_url=self._services.settings.public_url, language=language,
            )  # fmt: skip
            data = document if act.of == "docx" else pdf_of(document)
        except ReportError as fault:
            return f'<p class="ap-fault" role="alert">{escape(fault_words(fault, language))}</p>'
        kind = DOCX if act.of == "docx" else _PDF
        return download_html(f"{_safe(found.certificate.number)}.{act.of}", data, kind)


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _safe(name: str) -> str:
    return _UNSAFE.sub("-", name).strip("-.")[:60] or "anping"


def _of_mark(cases: CaseStore, case_id: str, mark: str) -> str | None:
    """Return the person of a mark; the page knows nobody's token."""
    people = (one.person for one in cases.case_people(case_id))
    return next((one for one in people if person_mark(one) == mark), None)


def _add_party(act: Act, cases: CaseStore, case_id: str, *_: str) -> None:
    party = next((one for one in PARTIES if one == act.fields.get("party")), None)
    if party:
        cases.add_party(case_id, party, act.fields.get("organisation", ""))


def _remove_party(act: Act, cases: CaseStore, case_id: str, *_: str) -> None:
    said, _bar, organisation = act.of.partition("|")
    party = next((one for one in PARTIES if one == said), None)
    if party:
        cases.remove_party(case_id, party, organisation)


def _assign(act: Act, cases: CaseStore, case_id: str, *_: str) -> None:
    who = _of_mark(cases, case_id, act.of)
    part = next((one for one in PARTS if one == act.fields.get("part")), None)
    if who is not None and part is not None:
        cases.assign_part(case_id, who, part)


def _inspect(act: Act, cases: CaseStore, case_id: str, person: str, language: str) -> Said | None:
    case = cases.case(case_id)
    wanted = act.fields.get("row", "").strip().upper()
    if wanted not in {str(row.id) for row in load_rule_set(case.rule_set).rows}:
        return Said(t("pp_row_fault", language, row=wanted[:40]), is_fault=True)
    ticked = act.fields.get("methods", "").split(",")
    methods = [one for one in INSPECTION_METHODS if one in ticked]
    finding = act.fields.get("finding", "")
    known = any(one.person == person for one in cases.case_people(case_id))
    cases.set_inspection(
        case_id, wanted, methods, finding, person=person if known else "", stage=case.stage
    )
    return None


def _set_hold(act: Act, cases: CaseStore, case_id: str, *_: str) -> None:
    cases.set_hold(case_id, act.fields.get("reason", ""))


def _lift_hold(act: Act, cases: CaseStore, case_id: str, *_: str) -> None:
    if act.of.isascii() and act.of.isdigit() and len(act.of) < 7:
        cases.lift_hold(case_id, int(act.of), act.fields.get("reason", ""))


def build_procedure_view(shell: Shell) -> None:
    """Lay out the view and wire it."""
    act = ProcedureHandlers(shell.services)
    page = acting_html("", "procedure")
    file = acting_html("", "procedure-file")
    shell.on_arrive("procedure", act.arrived, [page, file])

    def acted(place: Place, person: str, language: str, event: gr.EventData) -> list[Any]:
        return act.act(act_of(event), place, person, language)

    here = [shell.place, shell.person, shell.language]
    page.click(acted, here, [page, file], show_progress="hidden")
