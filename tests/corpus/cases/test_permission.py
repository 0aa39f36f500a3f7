"""What accounts may do and see in a real store: every role on every act, and what outsiders meet."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from corpus.accounts import password
from corpus.accounts.store import AccountStore
from corpus.cases.case import Stage
from corpus.cases.procedure import Part
from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.errors import (
    CaseThereError,
    NotAllowedError,
    RecordWordsError,
    SheetCoveredError,
    UnknownCaseError,
)
from corpus.record.event import HOME
from tests.corpus.cases.acts import ACTS, DECLARATION, DRAW, STEP, Do, document, read_two

PASSWORD = "correct horse battery"
SHEET: Mapping[str, Any] = {"judgements": {"B1.1.1": {"met": True}}}
OFFICE = {"clerk"}
PANEL = {"assessor", "expert"}


class Office:
    """A home with an account for each role, and a case in which each has their part."""

    def __init__(self, home: Path) -> None:
        self.accounts = AccountStore(home)
        self.machine = CaseStore(home, read=read_two)
        self.ids: dict[str, str] = {}
        for role in ("admin", "clerk", "applicant", "assessor", "expert", "reviewer"):
            account, _ = self.accounts.create(role, role.upper(), [role], given=PASSWORD)
            self.ids[role] = account.id
        self.case = self.of("applicant").create_case("甲小区", "tcrea-2023", "B")
        for role, part in (("assessor", "member"), ("expert", "member"), ("reviewer", "reviewer")):
            self.of("clerk").join_case(self.case, self.ids[role], role.upper())
            self.of("clerk").assign_part(self.case, self.ids[role], part)  # type: ignore[arg-type]

    def of(self, role: str) -> CaseStore:
        return self.machine.acting(self.ids[role])

    def prepare(self) -> None:
        """Have there be something of every kind, made by whoever works on the machine."""
        machine, case = self.machine, self.case
        first = machine.add_document(case, document(machine)).passages[0]
        machine.set_suggestion_decision(case, "B1.1.1", first.id, "accepted")
        machine.set_note(case, "B1.2.1", "缺图")
        machine.save_sheet(case, {"judgements": {}})
        machine.save_sheet(case, SHEET)
        machine.add_party(case, "builder", "甲安防工程有限公司")
        machine.join_case(case, "me", "王工")
        machine.set_rules(case, edition="V2.2", body=("细则.yaml", "body: 甲"))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(password, "_hasher", cheap)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path / "home")


def refused(do: Callable[..., object], *given: object, **named: object) -> str:
    """Return how an act is refused; "" for one that is done."""
    try:
        do(*given, **named)
    except (NotAllowedError, UnknownCaseError) as error:
        return type(error).__name__
    return ""


def _act(office: Office, what: str) -> Do:
    if what == "person.assigned":
        return lambda store, case: store.assign_part(case, office.ids["expert"], "reviewer")
    return ACTS[what]


ALLOWED: dict[str, set[str]] = {
    "case.created": {"applicant", *OFFICE},
    "case.renamed": {"applicant", *OFFICE},
    "case.stage-set": {"applicant", *OFFICE},
    "case.profile-set": {"applicant", *OFFICE},
    "person.joined": OFFICE,
    "person.named": OFFICE,
    "person.assigned": OFFICE,
    "document.added": {"applicant", *PANEL, *OFFICE},
    "document.removed": {"applicant", *OFFICE},
    "suggestion.decided": {"applicant", *PANEL},
    "suggestion.forgotten": {"applicant", *PANEL},
    "note.written": {"applicant", *PANEL},
    "party.added": {"applicant", *OFFICE},
    "party.removed": {"applicant", *OFFICE},
    "sample.drawn": {*PANEL, *OFFICE},
    "step.taken": {"applicant", *OFFICE},  # of an application
    "case.edition-set": OFFICE,
    "body-rules.set": OFFICE,
    "body-rules.removed": OFFICE,
    "hold.set": {"admin", *OFFICE},
    "hold.lifted": {"admin", *OFFICE},
}


@pytest.mark.parametrize("what", sorted(ALLOWED))
def test_each_role_does_what_is_its_right_and_nothing_else(tmp_path: Path, what: str) -> None:
    found = set()
    for number, role in enumerate(
        ("admin", "clerk", "applicant", "assessor", "expert", "reviewer")
    ):
        office = Office(tmp_path / f"home{number}")
        office.prepare()
        if what == "hold.lifted":
            office.machine.set_hold(office.case, "投诉调查")
        before = office.machine.head(office.case), office.machine.head(HOME)
        if not (fault := refused(_act(office, what), office.of(role), office.case)):
            found.add(role)
            continue
        assert fault == "NotAllowedError", role
        assert (office.machine.head(office.case), office.machine.head(HOME)) == before
        assert not any(one.findings for one in RecordAudit(office.machine.home).verify_all())
    assert found == ALLOWED[what]


def test_only_an_application_that_is_not_handed_in_is_the_applicant_s_to_change(
    office: Office,
) -> None:
    applicant = office.of("applicant")
    applicant.rename_case(office.case, "乙小区")
    applicant.add_step(office.case, STEP)
    assert refused(applicant.rename_case, office.case, "丙小区") == "NotAllowedError"
    assert refused(applicant.set_stage, office.case, "formal") == "NotAllowedError"
    assert refused(applicant.set_note, office.case, "B1.1.1", "改") == "NotAllowedError"
    assert refused(applicant.delete_case, office.case) == "NotAllowedError"
    assert not refused(applicant.take_document, office.case, document(office.machine))
    back = replace(STEP, number=2, step="return", before="applied", after="returned")
    office.of("clerk").add_step(office.case, back)
    applicant.rename_case(office.case, "丁小区")


@pytest.mark.parametrize("step", ["accept", "form_panel", "certify", "publish_notice"])
def test_applicants_and_members_take_no_step_of_the_office(office: Office, step: str) -> None:
    for role in ("applicant", "assessor", "expert", "reviewer", "admin"):
        given = replace(STEP, step=step)
        assert refused(office.of(role).add_step, office.case, given) == "NotAllowedError"


def test_the_reviewer_reviews_and_no_member_does(office: Office) -> None:
    review = replace(STEP, step="review")
    for role in ("assessor", "expert", "clerk", "applicant"):
        assert refused(office.of(role).add_step, office.case, review)
    office.of("reviewer").add_step(office.case, review)


def test_everybody_writes_their_own_sheet_only_and_the_panel_the_case_s(office: Office) -> None:
    for role in ("assessor", "expert", "applicant"):
        office.of(role).save_sheet(office.case, SHEET, person=office.ids[role])
    for role in ("reviewer", "clerk", "admin"):
        own = office.ids[role]
        assert refused(office.of(role).save_sheet, office.case, SHEET, person=own)
    other = office.ids["expert"]
    for role in ("assessor", "applicant", "clerk", "reviewer", "admin"):
        assert refused(office.of(role).save_sheet, office.case, SHEET, person=other)
        assert refused(office.of(role).submit_sheet, office.case, person=other)
    for role in ("applicant", "clerk", "reviewer", "admin"):
        assert refused(office.of(role).save_sheet, office.case, SHEET)
    office.of("assessor").save_sheet(office.case, SHEET)


def test_independence_is_declared_by_oneself(office: Office) -> None:
    for role in ("assessor", "expert", "reviewer"):
        own = replace(DECLARATION, person=office.ids[role])
        office.of(role).declare_independence(office.case, own)
    for role in ("clerk", "assessor", "applicant"):
        others = replace(DECLARATION, person=office.ids["expert"])
        assert refused(office.of(role).declare_independence, office.case, others)


def test_sheets_stay_blind_until_one_s_own_is_submitted(office: Office) -> None:
    expert, assessor = office.ids["expert"], office.ids["assessor"]
    office.of("expert").save_sheet(office.case, SHEET, person=expert)
    office.of("assessor").save_sheet(office.case, SHEET, person=assessor)
    office.of("expert").submit_sheet(office.case, person=expert)
    for role in ("assessor", "applicant"):
        with pytest.raises(SheetCoveredError):
            office.of(role).load_sheet(office.case, person=expert)
        with pytest.raises(SheetCoveredError):
            office.of(role).load_sheet(office.case)
    assert office.of("reviewer").load_sheet(office.case, person=expert)
    assert office.of("clerk").load_sheet(office.case, person=expert)
    with pytest.raises(SheetCoveredError):
        office.of("clerk").load_sheet(office.case, person=assessor)
    office.of("assessor").submit_sheet(office.case, person=assessor)
    assert office.of("assessor").load_sheet(office.case, person=expert)
    assert office.of("assessor").load_sheet(office.case) is None
    viewer_forged = office.of("applicant").sheets_for(office.case, office.ids["clerk"])
    assert {one.person for one in viewer_forged} <= {office.ids["applicant"]}


def test_findings_are_as_blind_as_sheets(office: Office) -> None:
    expert = office.ids["expert"]
    office.of("expert").set_inspection(office.case, "B1.1.1", ["site"], "完好", person=expert)
    office.of("expert").set_inspection(office.case, "B1.1.1", ["site"], "合议")
    for role in ("assessor", "applicant", "clerk"):
        seen = office.of(role).inspections(office.case, "pre")
        assert all(one.person != expert for one in seen), role
    assert [one.finding for one in office.machine.inspections(office.case, "pre")] == [
        "合议",
        "完好",
    ]


def test_the_applicant_reads_the_panel_s_sheet_with_the_report(office: Office) -> None:
    office.machine.save_sheet(office.case, SHEET)
    with pytest.raises(SheetCoveredError):
        office.of("applicant").load_sheet(office.case)
    notice = replace(STEP, step="publish_notice", before="reviewed", after="on_notice")
    office.of("clerk").add_step(office.case, notice)
    assert office.of("applicant").load_sheet(office.case)
    with pytest.raises(SheetCoveredError):
        office.of("applicant").load_sheet(office.case, stage="formal")


def outsiders(office: Office) -> Iterator[CaseStore]:
    """Somebody of every role without a part, an account that is disabled, a token, nobody."""
    for role in ("applicant", "assessor", "expert", "reviewer"):
        account, _ = office.accounts.create(f"{role}-elsewhere", "甲", [role], given=PASSWORD)
        yield office.machine.acting(account.id)
    account, _ = office.accounts.create("gone", "乙", ["clerk"], given=PASSWORD)
    office.accounts.disable(account.id)
    yield office.machine.acting(account.id)
    yield office.machine.acting("a-token-of-a-browser")
    yield office.machine.acting("")


_STAGE: Stage = "pre"
_GIVEN: dict[str, Any] = {
    "sha256": "0" * 64, "indicator": "B1.1.1", "stage": _STAGE, "viewer": "", "person": "me",
    "passage_id": "p", "decision": "accepted", "note": "n", "name": "名", "profile": {},
    "content": {}, "part": "member", "party": "builder", "organisation": "甲", "given": STEP,
    "methods": ["site"], "finding": "f", "reason": "r", "number": 1, "rows": (), "what": "case.renamed",
}  # fmt: skip
# Not about one case, or about who acts.
_NO_CASE = {
    "acting",
    "all_steps",
    "allows",
    "cases",
    "cases_of",
    "create_case",
    "one_state",
    "certified_case",
    "put_extract",
    "take_over",
}
# What the machine does by itself: with a document that somebody with the right to it added, and
# with what removals have left.
_OF_THE_MACHINE = {"withdraw_document", "check_files", "finish_removals"}


def _methods() -> list[str]:
    return [
        name
        for name, _ in inspect.getmembers(CaseStore, inspect.isfunction)
        if not name.startswith("_") and name not in _NO_CASE | _OF_THE_MACHINE
    ]


def tried(store: CaseStore, name: str, case_id: str, arguments: dict[str, Any]) -> None:
    """Do something, and take what is lent."""
    made = getattr(store, name)(case_id, **arguments)
    if isinstance(made, AbstractContextManager):
        with made:
            pass


@pytest.mark.parametrize("name", _methods())
def test_to_outsiders_a_case_is_as_if_it_were_not_there(office: Office, name: str) -> None:
    office.prepare()
    method = inspect.signature(getattr(CaseStore, name))
    wanted = [
        parameter.name
        for parameter in list(method.parameters.values())[2:]
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    ]
    given = {**_GIVEN, "path": document(office.machine)}
    if name == "declare_independence":
        given["given"] = DECLARATION
    if name == "add_sample":
        given["given"] = DRAW
    for store in outsiders(office):
        arguments = {parameter: given[parameter] for parameter in wanted}
        assert not store.allows(office.case, "case.renamed")
        with pytest.raises(UnknownCaseError) as error:
            tried(store, name, office.case, arguments)
        assert not error.value.nearest or office.case not in error.value.nearest


def test_outsiders_bring_no_case_in(office: Office, tmp_path: Path) -> None:
    package, extract = tmp_path / "case.zip", office.machine.extract(office.case)
    for store in (*outsiders(office), office.of("expert"), office.of("applicant")):
        with pytest.raises((UnknownCaseError, NotAllowedError)):
            store.put_extract(extract)
        with pytest.raises((UnknownCaseError, NotAllowedError)):
            store.take_over(extract, package, "0" * 64, lambda _: None)
    with pytest.raises(CaseThereError):
        office.of("clerk").take_over(extract, package, "0" * 64, lambda _: None)


def test_outsiders_list_no_case_and_those_of_the_office_all(office: Office) -> None:
    certified = replace(STEP, step="certify", certificate="2026-1")
    office.machine.add_step(office.case, certified)
    assert office.of("clerk").certified_case("2026-1") == office.case
    for store in outsiders(office):
        assert store.cases() == ()
        assert store.all_steps() == {}
        assert store.certified_case("2026-1") is None
    for role in office.ids:
        assert [one.id for one in office.of(role).cases()] == [office.case]
        assert [one.id for one in office.of(role).cases_of(office.ids[role])] == [office.case]


def test_a_case_that_was_made_on_the_machine_is_the_office_s_until_somebody_has_a_part(
    office: Office,
) -> None:
    other = office.machine.create_case("乙小区", "tcrea-2023", "C")
    assert other in {one.id for one in office.of("clerk").cases()}
    assert other not in {one.id for one in office.of("applicant").cases_of(office.ids["applicant"])}
    with pytest.raises(UnknownCaseError):
        office.of("expert").join_case(other, office.ids["expert"])


def test_roles_that_are_taken_away_are_gone_at_once(office: Office) -> None:
    office.accounts.set_roles(office.ids["clerk"], ["assessor"])
    with pytest.raises(UnknownCaseError):
        office.of("clerk").case(office.case)
    office.of("admin").case(office.case)


def test_whoever_opens_the_sample_may_do_all_with_it_but_take_steps(office: Office) -> None:
    for role in office.ids:
        store = office.of(role)
        sample = store.create_case("样例", "tcrea-2023", "B", is_sample=True)
        store.save_sheet(sample, SHEET)
        assert store.load_sheet(sample)
        assert refused(store.add_step, sample, STEP) == "NotAllowedError"
        store.delete_case(sample)
        with pytest.raises(UnknownCaseError):
            store.case(sample)
    assert not any(one.findings for one in RecordAudit(office.machine.home).verify_all())


def test_without_accounts_everybody_may_do_everything(tmp_path: Path) -> None:
    store = CaseStore(tmp_path / "home", read=read_two)
    case_id = store.acting("token").create_case("甲", "tcrea-2023", "B")
    store.acting("other").save_sheet(case_id, SHEET, person="other")
    store.acting("").rename_case(case_id, "乙")
    assert store.acting("third").case(case_id).name == "乙"


@pytest.mark.parametrize(
    ("role", "part"),
    [
        ("clerk", "member"),
        ("reviewer", "member"),
        ("assessor", "reviewer"),
        ("expert", "applicant"),
    ],
)
def test_a_part_needs_an_account_with_a_role_for_it(office: Office, role: str, part: Part) -> None:
    clerk = office.of("clerk")
    clerk.join_case(office.case, office.ids[role], role)
    with pytest.raises(RecordWordsError, match="with the role"):
        clerk.assign_part(office.case, office.ids[role], part)
