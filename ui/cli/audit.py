"""`anping audit`: the record of a case, verified and shown; judgements that became suspect."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

import click

from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit, Verification
from corpus.record.audit import Finding
from corpus.record.chain import Head
from corpus.record.event import HOME, Event, person_mark
from ui.cli.acting import own_services
from ui.cli.output import EXIT_NOT_DONE, print_json, print_table, reported_errors
from ui.services import Services
from ui.settings import Settings
from ui.wording import t

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_LANG = click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the lines.")
_STAGE = click.option("--stage", type=click.Choice(["pre", "formal"]), default="pre")


class HeadType(click.ParamType[Head]):
    """A head as it is printed."""

    name = "NUMBER:HASH"

    def convert(self, value: Any, param: Any, ctx: Any) -> Head:
        """Return the head as `anping audit head` and the reports print it."""
        found = re.fullmatch(r"(\d{1,9}):([0-9a-f]{64})", str(value).strip())
        if found is None:
            self.fail("a head is a number, a colon and 64 hex digits", param, ctx)
        return Head(int(found[1]), found[2])


@click.group()
def audit() -> None:
    """The record of a case: every act, and whether anything in it was changed since."""


@audit.command("verify")
@click.argument("case_id", required=False)
@click.option("--all", "of_all", is_flag=True, help="All cases, and the record of the home.")
@click.option("--head", type=HeadType(), help="A head from a report that the record must contain.")
@_LANG
@_JSON
@click.pass_obj
def verify(
    settings: Settings,
    case_id: str | None,
    head: Head | None,
    lang: str | None,
    *,
    of_all: bool,
    as_json: bool,
) -> None:
    """
    Verify the record of CASE_ID (or "home"): its hashes, the stored rows and the files.

    Names every event that was altered, moved, put in or taken away, and exits with 1 then.
    """
    if bool(case_id) == of_all or (head and of_all):
        raise click.UsageError("Name one case, or --all; --head goes with one case.")
    language = lang or settings.language
    records = RecordAudit(settings.home, url=settings.database_url, files_url=settings.files_url)
    with reported_errors():
        checked = records.verify_all() if of_all else (records.verify(str(case_id), head),)
    if as_json:
        print_json([_verification_json(one) for one in checked])
    else:
        for one in checked:
            print_verification(one, language)
        if not checked:
            click.echo(t("record_none", language))
    if any(one.findings for one in checked):
        raise SystemExit(EXIT_NOT_DONE)


@audit.command("log")
@click.argument("case_id")
@_LANG
@_JSON
@click.pass_obj
def log(settings: Settings, case_id: str, lang: str | None, *, as_json: bool) -> None:
    """List what was done to CASE_ID (or "home"), the first act first; nothing is checked here."""
    language = lang or settings.language
    store = own_services(settings).own_cases
    with reported_errors():
        events = _events(store, case_id)
    if as_json:
        print_json([asdict(event) for event in events])
        return
    names = _names(store, case_id) if case_id != HOME else _account_names(settings)
    columns = ("number", "at", "who", "what", "subject", "hash")
    print_table(
        [t(f"record_{name}", language) for name in columns],
        [
            (
                str(event.number), event.at, names.get(event.who) or event.who or "—",
                t(f"act_{event.what}", language), _of(event, names, language), event.hash[:12],
            )
            for event in events
        ],
    )  # fmt: skip


@audit.command("head")
@click.argument("case_id")
@click.pass_obj
def head_of(settings: Settings, case_id: str) -> None:
    """Print the head of the record of CASE_ID (or "home"): NUMBER:HASH, to be kept elsewhere."""
    store = own_services(settings).own_cases
    with reported_errors():
        if case_id != HOME:
            store.case(case_id)
        click.echo(str(store.head(case_id)))


@audit.command("suspect")
@click.argument("case_id")
@_LANG
@_JSON
@click.pass_obj
def suspect(settings: Settings, case_id: str, lang: str | None, *, as_json: bool) -> None:
    """List the judgements of CASE_ID whose rule, evidence or panel changed after them."""
    language = lang or settings.language
    store = own_services(settings).own_cases
    with reported_errors():
        found = store.suspects(case_id)
        names = _names(store, case_id)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    if not found:
        click.echo(t("suspect_none", language))
        return
    columns = ("row", "sheet", "stage", "since", "why")
    print_table(
        [t(f"suspect_{name}", language) for name in columns],
        [
            (
                one.indicator, _owner(one.person, names, language),
                t(f"stage_{one.stage}", language), f"{one.at} ({one.number})",
                ", ".join(t(f"cause_{cause}", language) for cause in one.causes),
            )
            for one in found
        ],
    )  # fmt: skip


@audit.command("confirm")
@click.argument("case_id")
@click.argument("rows", nargs=-1, required=True)
@_STAGE
@click.pass_obj
def confirm(settings: Settings, case_id: str, rows: tuple[str, ...], stage: Any) -> None:
    """Confirm that judgements of the case's own sheet on ROWS hold on what stands now."""
    store = own_services(settings).own_cases
    with reported_errors():
        for row in rows:
            store.confirm_judgement(case_id, row, stage=stage)
            click.echo(row)


def _events(store: CaseStore, case_id: str) -> tuple[Event, ...]:
    if case_id != HOME:
        store.case(case_id)
    return store.events(case_id)


def _names(store: CaseStore, case_id: str) -> dict[str, str]:
    """Return people's names by their marks; who gave none stays a mark."""
    return {mark: name for mark, name in store.names_by_mark(case_id).items() if name}


def _account_names(settings: Settings) -> dict[str, str]:
    """Return the names of accounts by the marks that the record has for them."""
    found = Services(settings).accounts.accounts()
    return {person_mark(account.id): account.name for account in found}


def _owner(mark: str, names: dict[str, str], language: str) -> str:
    return names.get(mark, mark) if mark else t("suspect_own", language)


def _of(event: Event, names: dict[str, str], language: str) -> str:
    words = {name: value for name, value in event.subject.items() if name != "kind"}
    if event.chain != HOME:
        words.pop("case", None)
    if "person" in words:
        words["person"] = _owner(words["person"], names, language)
    if "sha256" in words:
        words["sha256"] = words["sha256"][:12]
    return " ".join(map(str, words.values()))


def print_verification(one: Verification, language: str, *, err: bool = False) -> None:
    """Print what came of verifying one chain."""
    values = {"chain": one.chain, "events": one.events, "head": one.head}
    if one.removed is not None:
        proof = one.removed.basis["proof"]
        told = {"at": one.removed.at, "record": proof["record"]}
        documents = len(proof["documents"])
        click.echo(
            t("record_removed", language, chain=one.chain, documents=documents, **told), err=err
        )
    elif one.findings:
        click.echo(t("record_faults", language, number=len(one.findings), **values), err=err)
    else:
        click.echo(t("record_sound", language, **values), err=err)
    for finding in one.findings:
        click.echo(f"  {_finding_words(finding, language)}", err=err)
    for number in one.backwards:
        click.echo(f"  {t('record_backwards', language, number=number)}", err=err)


def _finding_words(finding: Finding, language: str) -> str:
    told = {**finding.told, "number": finding.number}
    if "fields" in told:
        place = told.get("not_in")
        fields = [t(f"fault_not_in_{place}", language)] if place else told["fields"]
        told["fields"] = ", ".join(fields)
    words = t(f"fault_{finding.fault}", language, **told)
    if "at" in told and finding.fault != "unknown-act":
        words += t("fault_event", language, at=told["at"], what=told["what"])
    return words


def _verification_json(one: Verification) -> dict[str, Any]:
    return {
        "chain": one.chain,
        "head": str(one.head),
        "events": one.events,
        "sound": not one.findings,
        "findings": [
            {"fault": each.fault, "number": each.number, **each.told} for each in one.findings
        ],
        "backwards": list(one.backwards),
        "removed": asdict(one.removed) if one.removed else None,
    }
