"""The texts by which a clause is found: by meaning and by words. Pure."""

from __future__ import annotations

from corpus.lexicon import EverydayWords
from corpus.parts import ALL_PARTS, Parts
from corpus.standard import Clause, Standard

_LEAD = 120  # characters of the words above an item that speak for it


def clause_passages(
    clause: Clause, standard: Standard, parts: Parts = ALL_PARTS
) -> tuple[str, str]:
    """
    Return the texts by which a clause is found by meaning, Chinese and English.

    The document's own words stand with the title in their language; in the other language the
    titles alone speak for the clause. A norm of the user has titles in its own language only, and
    where its clauses have none, the words above an item say what it is about; the text of the
    other language is then empty.
    """
    above = standard.ancestors(clause.id)[-1:] if parts.headings else ()
    is_chinese = standard.language == "zh"
    has_chinese = parts.own_titles if is_chinese else parts.other_titles
    has_english = parts.other_titles if is_chinese else parts.own_titles
    chinese = [entry.title_zh for entry in (*above, clause)] if has_chinese else []
    english = [entry.title_en for entry in (*above, clause)] if has_english else []
    own = chinese if is_chinese else english
    if clause.kind == "norm_clause":
        own[:0] = [entry.text[:_LEAD] for entry in above if not entry.heading]
    own += [part for part in (clause.text, clause.note) if part]
    return "。".join(filter(None, chinese)), ". ".join(filter(None, english))


def clause_fields(
    clause: Clause, standard: Standard, everyday: EverydayWords, parts: Parts = ALL_PARTS
) -> list[tuple[str, float]]:
    """Return the texts by whose words a clause is found, with what a word of each counts."""
    above = standard.ancestors(clause.id) if parts.headings else ()
    place = " ".join(entry.heading for entry in above)
    if clause.kind == "norm_clause":
        place += " ".join(entry.text[:_LEAD] for entry in above[-1:] if not entry.heading)
    titles = (clause.title_zh, clause.title_en)
    own, other = titles if standard.language == "zh" else titles[::-1]
    return [
        (clause.text, 1.0),
        (clause.note, 0.5),
        (clause.heading, 1.0),
        (own if parts.own_titles else "", 1.0),
        (other if parts.other_titles else "", 1.0),
        (everyday.zh, 0.7),
        (everyday.en, 0.7),
        (place, 0.3),
    ]
