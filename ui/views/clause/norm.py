"""A norm card or one of its facts as HTML. Everything is escaped."""

from __future__ import annotations

from html import escape

from assistant.norms.wording import say_norm
from corpus.norms.card import CONFIDENCE_WORDS, NormCard, NormFact, status_of, word
from corpus.norms.catalogue import NormCatalogue
from corpus.norms.load import load_norm_cards


def norm_html(name: str, language: str) -> str:
    """Return the card or fact with this id as HTML; "" when there is none."""
    catalogue = NormCatalogue(load_norm_cards())
    card = catalogue.cards.get(name)
    if card is not None:
        return _card_html(card, language)
    found = catalogue.fact(name)
    return _fact_html(*found, language) if found else ""


def _card_html(card: NormCard, language: str) -> str:
    status = f"{status_of(card, language)} · {word(CONFIDENCE_WORDS, card.confidence, language)}"
    texts = [card.status_text(language), card.advice(language), card.note(language)]
    return _article(card.number, card.title(language), status, texts, language)


def _fact_html(card: NormCard, fact: NormFact, language: str) -> str:
    sureness = f"{word(CONFIDENCE_WORDS, fact.confidence, language)} · {fact.source}"
    title = f"{card.title(language)} {fact.place(language)}"
    return _article(card.fact_id(fact), title, sureness, [fact.text(language)], language)


def _article(name: str, title: str, small: str, texts: list[str], language: str) -> str:
    quotes = "".join(f"<blockquote>{escape(text)}</blockquote>" for text in texts if text)
    return (
        f'<article class="ap-card"><header><h3><span class="ap-id">{escape(name)}</span> '
        f"{escape(title)}</h3></header>"
        f'<p class="ap-small">{escape(small)}</p>{quotes}'
        f'<p class="ap-note">{escape(say_norm("ours", "zh" if language == "zh" else "en"))}</p></article>'
    )
