"""Parties, people in their parts, declarations of independence and what follows from them (4.8)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from corpus.cases.case import CasePerson
from corpus.cases.procedure import (
    PARTIES,
    PARTS,
    CaseParty,
    Declaration,
    DeclaredTie,
    EarlierRole,
    PartyName,
)
from corpus.record.event import person_mark
from scoring.panel import Finding
from ui.procedure.people import CasePanelView
from ui.views.page.acts import button_html
from ui.views.procedure.parts import (
    Sight,
    choice_html,
    clause_link,
    field_html,
    fold_html,
    form_html,
    note_html,
    table_html,
)
from ui.wording import t

_LINE = re.compile(r"[:：]")
_UNTIL = re.compile(r"^(.*?)[,，]\s*(\d{4}-\d{2}-\d{2})$")


class LineError(ValueError):
    """A line of a form is not understood. form: how it should be written."""

    def __init__(self, line: str, form: str) -> None:
        super().__init__(line)
        self.line = line
        self.form = form


def people_html(
    panel: CasePanelView,
    parties: Sequence[CaseParty],
    people: Sequence[CasePerson],
    declared: Mapping[str, Declaration],
    submitted: frozenset[str],
    sight: Sight,
    *,
    may: frozenset[str],
    logins: Sequence[tuple[str, str]] | None = None,
) -> str:
    """
    Return the part on parties and people.

    submitted: marks of those whose sheet of the stage is handed in. may: what is offered: `party`,
    `person`, `declare:MARK`. logins: accounts that can be added, None where people are names alone.
    """
    seats = (*panel.members, *panel.reviewers)
    experts = {one.person.person for one in seats if one.member.is_expert}
    rows = [
        _person(at, one, declared, submitted, experts, sight, may)
        for at, one in enumerate(people, 1)
    ]
    heads = [sight.say(key) for key in ("pp_name", "pp_part", "pp_declare", "pp_sheet")]
    listed = (
        table_html(heads, rows, t("pp_part_people", sight.language))
        if rows
        else note_html(sight.say("pp_no_people"))
    )
    return (
        f"{_parties(parties, sight, may)}{listed}{_findings(panel, sight)}"
        f"{_add_person(sight, logins) if 'person' in may else ''}"
    )


def _parties(parties: Sequence[CaseParty], sight: Sight, may: frozenset[str]) -> str:
    items = []
    for one in parties:
        button = (
            button_html(
                "party_remove", t("pp_remove", sight.language), of=f"{one.party}|{one.organisation}",
                aria_label=f"{t('pp_remove', sight.language)} {one.organisation}",
            )
            if "party" in may
            else ""
        )  # fmt: skip
        items.append(
            f"<li><b>{sight.say(f'party_{one.party}')}</b> {escape(one.organisation)} {button}</li>"
        )
    listed = (
        f'<ul class="ap-pp-plain">{"".join(items)}</ul>'
        if items
        else note_html(sight.say("pp_no_parties"))
    )
    if "party" not in may:
        return listed
    kinds = [(name, t(f"party_{name}", sight.language)) for name in PARTIES]
    fields = choice_html("party", "party", t("pp_party", sight.language), kinds)
    fields += field_html(sight, "party", "organisation", t("pp_organisation", sight.language))
    words = t("pp_add_party", sight.language)
    return listed + fold_html(words, form_html(fields, "party_add", words), is_open=not items)


def _person(
    at: int,
    one: CasePerson,
    declared: Mapping[str, Declaration],
    submitted: frozenset[str],
    experts: set[str],
    sight: Sight,
    may: frozenset[str],
) -> list[str]:
    mark, declaration = person_mark(one.person), declared.get(one.person)
    name = escape(one.name or f"#{at}")
    if one.person in experts:
        name += f' <span class="ap-badge ap-supported">{sight.say("pp_expert")}</span>'
    part = sight.say(f"part_{one.part}")
    if "person" in may:
        choices = [(each, t(f"part_{each}", sight.language)) for each in PARTS]
        part = (
            f'<form class="ap-pp-line"><label class="ap-hidden" for="pp-part-{at}">{sight.say("pp_part")}'
            f' {escape(one.name)}</label><select id="pp-part-{at}" name="part" data-act="assign"'
            f' data-of="{mark}">'
            + "".join(
                f'<option value="{each}"{" selected" if each == one.part else ""}>{escape(told)}</option>'
                for each, told in choices
            )
            + "</select></form>"
        )
    if declaration:
        told = sight.say(
            "pp_declared", day=sight.day(declaration.made), employer=declaration.employer
        )
    else:
        told = sight.say("pp_not_declared")
    if f"declare:{mark}" in may and one.part in ("member", "reviewer"):
        told += _declare(at, mark, declaration, sight)
    handed = "pp_submitted" if mark in submitted else "pp_not_submitted"
    return [name, part, told, sight.say(handed) if one.part == "member" else "—"]


def _declare(at: int, mark: str, before: Declaration | None, sight: Sight) -> str:
    language, form = sight.language, f"declare-{at}"
    employer = before.employer if before else ""
    expert = " checked" if before and before.is_expert else ""
    ties = "\n".join(
        f"{t(f'party_{one.party}', language)}：{one.nature}"
        for one in (before.ties if before else ())
    )
    earlier = "\n".join(
        f"{one.organisation}：{one.what}" + (f"，{one.until}" if one.until else "")
        for one in (before.earlier if before else ())
    )
    fields = f'<p class="ap-small">{sight.say("independence_statement")}</p>'
    fields += field_html(sight, form, "employer", t("pp_employer", language), employer)
    fields += f'<label><input type="checkbox" name="expert" value="yes"{expert}> {sight.say("pp_expert")}</label>'
    fields += field_html(
        sight,
        form,
        "ties",
        t("pp_ties", language),
        ties,
        is_needed=False,
        longest=4000,
    )
    fields += field_html(
        sight, form, "earlier", t("pp_earlier", language), earlier, is_needed=False,
        longest=4000,
    )  # fmt: skip
    words = t("pp_declare_again" if before else "pp_declare", language)
    return fold_html(words, form_html(fields, "declare", words, of=mark))


def _findings(panel: CasePanelView, sight: Sight) -> str:
    blocks = []
    for findings, fit in ((panel.findings, "pp_fit"), (panel.reviewer_findings, "pp_reviewer_fit")):
        if findings:
            items = "".join(f"<li>{_finding(one, sight)}</li>" for one in findings)
            blocks.append(f'<ul class="ap-pp-against">{items}</ul>')
        else:
            blocks.append(f'<p class="ap-supported">✓ {sight.say(fit)}</p>')
    return f'<div class="ap-pp-findings">{"".join(blocks)}</div>'


def _finding(one: Finding, sight: Sight) -> str:
    words = one.text_zh if sight.language == "zh" else one.text_en
    return f"{clause_link(sight, one.clause)} {escape(words)}"


def _add_person(sight: Sight, logins: Sequence[tuple[str, str]] | None) -> str:
    language = sight.language
    parts = [(each, t(f"part_{each}", language)) for each in PARTS if each]
    fields = f'<p class="ap-small">{sight.say("pp_person_hint")}</p>'
    if logins is None:
        fields += f'<p class="ap-small">{sight.say("pp_names_alone")}</p>'
        fields += field_html(sight, "person", "name", t("pp_name", language))
    else:
        fields += choice_html(
            "person", "login", t("pp_account", language), logins, hint=t("pp_choose", language)
        )
    fields += choice_html("person", "part", t("pp_part", language), parts, "member")
    words = t("pp_add_person", language)
    return fold_html(words, form_html(fields, "person_add", words))


def declaration_of(
    person: str, fields: Mapping[str, str], statement: str, version: str, day: str, language: str
) -> Declaration:
    """
    Return a declaration as a form gives it.

    Raises:
        LineError: a line is not written as it should be.
    """
    return Declaration(
        person=person,
        employer=fields.get("employer", ""),
        is_expert=fields.get("expert") == "yes",
        statement=statement,
        statement_version=version,
        made=day,
        ties=tuple(_tie(line, language) for line in _lines(fields.get("ties", ""))),
        earlier=tuple(_earlier(line, language) for line in _lines(fields.get("earlier", ""))),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _tie(line: str, language: str) -> DeclaredTie:
    said, *rest = _LINE.split(line, maxsplit=1)
    known: dict[str, PartyName] = {
        words.casefold(): name
        for name in PARTIES
        for words in (name, t(f"party_{name}", "zh"), t(f"party_{name}", "en"))
    }
    party = known.get(said.strip().casefold())
    if party is None or not rest or not rest[0].strip():
        form = f"{t('party_builder', language)}: …"
        raise LineError(line, form)
    return DeclaredTie(party, rest[0].strip())


def _earlier(line: str, language: str) -> EarlierRole:
    organisation, *rest = _LINE.split(line, maxsplit=1)
    if not organisation.strip() or not rest or not rest[0].strip():
        form = f"{t('pp_organisation', language)}: …, 2024-12-31"
        raise LineError(line, form)
    dated = _UNTIL.match(rest[0].strip())
    what, until = (dated[1], dated[2]) if dated else (rest[0].strip(), "")
    return EarlierRole(organisation.strip(), what.strip(), until)
