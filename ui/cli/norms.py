"""`anping norms`: cards of the norms that the draft cites, and the user's own copies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from corpus import load_standard
from corpus.norms.card import CONFIDENCE_WORDS, TYPE_WORDS, NormCard, NormFact, status_of, word
from corpus.norms.catalogue import NormCatalogue
from corpus.norms.load import load_norm_cards, source_words
from corpus.norms.status import FINDING_KINDS, KIND_WORDS, NormFinding, norm_findings
from ui.cli.norm_library import LIBRARY_COMMANDS
from ui.cli.output import print_json, print_table, reported_errors
from ui.settings import Settings

DRAFT = "tcrea-2023"


@click.group()
def norms() -> None:
    """The norms behind the draft: cards, state of its references, and your own copies."""


for _command in LIBRARY_COMMANDS:
    norms.add_command(_command)


def _language(settings: Settings, lang: str | None) -> str:
    return lang or settings.language


@norms.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the words.")
@click.pass_obj
def status(settings: Settings, *, as_json: bool, lang: str | None) -> None:
    """Show which references of the draft are wrong, superseded, missing, unused or undated."""
    with reported_errors():
        found = norm_findings(load_norm_cards(), load_standard(DRAFT))
    if as_json:
        print_json([finding_json(finding) for finding in found])
        return
    language = _language(settings, lang)
    for kind in FINDING_KINDS:
        rows = [finding for finding in found if finding.kind == kind]
        if rows:
            _print_findings(kind, rows, language)
    click.echo(
        "可信度：C1 已见公告或条文；C2 二手资料；text 草案自身可见；未证实的只是一般知识，引用前须核对。"
        if language == "zh"
        else "Confidence: C1 announcement or clause seen; C2 secondary source; text: the draft"
        " itself shows it; what is unconfirmed is general knowledge only, check before use."
    )


def _print_findings(kind: str, rows: Sequence[NormFinding], language: str) -> None:
    zh = language == "zh"
    click.echo(f"{'■' if zh else '#'} {word(KIND_WORDS, kind, language)} ({len(rows)})")
    for row in rows:
        clauses = ("、" if zh else ", ").join(row.clauses)
        printed = ("、" if zh else ", ").join(row.printed)
        place = (
            (f"印作 {printed}，在 {clauses}" if printed else f"应在 {clauses}")
            if zh
            else (f"printed as {printed} in {clauses}" if printed else f"belongs in {clauses}")
        )
        click.echo(f"  {row.number}  {place}  [{confidence_word(row.confidence, language)}]")
        click.echo(f"    {row.truth(language)}")
        if row.advice(language):
            click.echo(f"    → {row.advice(language)}")
    click.echo()


def confidence_word(confidence: str, language: str) -> str:
    """Return a confidence as it is shown: its code, but GK always in words."""
    return word(CONFIDENCE_WORDS, "GK", language) if confidence == "GK" else confidence


def finding_json(finding: NormFinding) -> dict[str, Any]:
    """Return the JSON object of a finding."""
    return {
        "kind": finding.kind,
        "number": finding.number,
        "clauses": list(finding.clauses),
        "printed": list(finding.printed),
        "truth_zh": finding.truth_zh,
        "truth_en": finding.truth_en,
        "advice_zh": finding.advice_zh,
        "advice_en": finding.advice_en,
        "confidence": finding.confidence,
        "is_confirmed": finding.confidence != "GK",
        "defects": list(finding.faults),
    }


@norms.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the words.")
@click.pass_obj
def list_norms(settings: Settings, *, as_json: bool, lang: str | None) -> None:
    """List the norm cards."""
    with reported_errors():
        cards = load_norm_cards()
    if as_json:
        print_json([card_json(card, with_facts=False) for card in cards])
        return
    language = _language(settings, lang)
    headings = (
        ("编号", "状态", "可信度", "草案引用处", "条文要点", "名称")
        if language == "zh"
        else ("number", "status", "confidence", "cited in", "facts", "title")
    )
    print_table(
        headings,
        [
            (card.number, status_of(card, language), confidence_word(card.confidence, language),
             " ".join(card.cited_in) or "-", str(len(card.facts)), card.title(language))
            for card in cards
        ],
    )  # fmt: skip


@norms.command("show")
@click.argument("number", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the words.")
@click.pass_obj
def show(settings: Settings, number: tuple[str, ...], *, as_json: bool, lang: str | None) -> None:
    """Show the card of NUMBER, in any notation (GB50045, "gb/t 35273-2020"), or of a title."""
    with reported_errors():
        card = NormCatalogue(load_norm_cards()).card(" ".join(number))
    if as_json:
        print_json(card_json(card))
    else:
        _print_card(card, _language(settings, lang))


def card_json(card: NormCard, *, with_facts: bool = True) -> dict[str, Any]:
    """Return a card as a JSON object; with the number of facts only, or with all of them."""
    facts: Any = [fact_json(card, fact) for fact in card.facts] if with_facts else len(card.facts)
    return {
        "number": card.number,
        "true_number": card.true_number,
        "title_zh": card.title_zh,
        "title_en": card.title_en,
        "type": card.type,
        "status": card.status,
        "status_zh": card.status_zh,
        "status_en": card.status_en,
        "issued": card.issued or None,
        "in_force": card.in_force or None,
        "replaces": list(card.replaces),
        "replaced_by": list(card.replaced_by),
        "listed_in_chapter_2": card.listed_in_chapter_2,
        "cited_as": list(card.cited_as),
        "cited_in": list(card.cited_in),
        "should_cite": list(card.should_cite),
        "defects": list(card.faults),
        "advice_zh": card.advice_zh,
        "advice_en": card.advice_en,
        "see": list(card.see),
        "confidence": card.confidence,
        "unconfirmed": list(card.unconfirmed),
        "sources": list(card.sources),
        "facts": facts,
    }


def fact_json(card: NormCard, fact: NormFact) -> dict[str, Any]:
    """Return a fact as a JSON object."""
    return {
        "id": card.fact_id(fact),
        "clause": fact.clause,
        "text_zh": fact.text_zh,
        "text_en": fact.text_en,
        "confidence": fact.confidence,
        "is_confirmed": fact.confidence != "GK",
        "source": fact.source,
    }


def _print_card(card: NormCard, language: str) -> None:
    zh = language == "zh"
    unsure = word(CONFIDENCE_WORDS, "GK", language)
    doubt = f"（{unsure}）" if zh else f" ({unsure})"

    def sure(text: str, field: str) -> str:
        return text + (doubt if text and card.is_unconfirmed(field) else "")

    click.echo(f"{card.number}  {sure(card.title(language), f'title_{language}')}")
    true_number = card.true_number if card.true_number != card.number else ""
    joint = "、" if zh else ", "
    lines = [
        ("类别", "type", word(TYPE_WORDS, card.type, language)),
        ("正确编号", "true number", sure(true_number or "", "true_number")),
        ("状态", "status", f"{status_of(card, language)}{'。' if zh else '. '}{card.status_text(language)}"),
        ("发布", "issued", sure(card.issued, "issued")),
        ("施行", "in force since", sure(card.in_force, "in_force")),
        ("代替", "replaces", sure(joint.join(card.replaces), "replaces")),
        ("被代替", "replaced by", joint.join(card.replaced_by)),
        ("草案引用处", "cited in", joint.join(card.cited_in)),
        ("应引而未引处", "should be cited in", joint.join(card.should_cite)),
        ("草案缺陷", "defects of the draft", joint.join(card.faults)),
        ("建议", "what to do", card.advice(language)),
        ("说明", "note", card.note(language)),
        ("参见", "see", joint.join(card.see)),
        ("可信度", "confidence", word(CONFIDENCE_WORDS, card.confidence, language)),
        ("来源", "sources", joint.join(card.sources)),
    ]  # fmt: skip
    for chinese, english, value in lines:
        if value:
            click.echo(f"  {chinese if zh else english}: {value}")
    if card.facts:
        click.echo(
            "  条文要点（我们的转述，非标准原文）:"
            if zh
            else "  what it says (our words, not the norm's):"
        )
    for fact in card.facts:
        sureness = confidence_word(fact.confidence, language)
        click.echo(f"    {fact.place(language)}  {fact.text(language)} [{sureness}; {fact.source}]")
    _print_sources(card, language)


def _print_sources(card: NormCard, language: str) -> None:
    words = source_words()
    cited = " ".join((*card.sources, *(fact.source for fact in card.facts)))
    tokens = {part.strip(",;") for part in cited.split()}
    for key, (chinese, english) in words.items():
        if key in tokens:
            click.echo(f"  {key}: {chinese if language == 'zh' else english}")
