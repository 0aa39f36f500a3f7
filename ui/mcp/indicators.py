"""Everything about one id of the documents: what it is, how it counts, what must be shown."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, with_config
from typing_extensions import TypedDict

from assistant.evidence.expectation import Expectation
from assistant.evidence.load_expectations import load_expectations
from corpus import STANDARD_IDS, Clause, Standard, load_standard
from corpus.errors import UnknownClauseError
from corpus.norms.card import NormCard, status_of
from corpus.norms.load import load_norm_cards
from scoring import RuleSet, load_rule_set
from scoring.load import load_facts
from scoring.number import decimal_string
from scoring.rule_set import Interpretation, Row
from ui.cli.standards import clause_json
from ui.mcp.clauses import Standard as StandardChoice
from ui.mcp.clauses import clause_uri
from ui.mcp.quoted import OPEN, Language, QuoteNotice, quote_notice
from ui.wording import t

LONGEST_ID = 80
Indicator = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_ID,
        description="A canonical or printed id, such as B1.1.2, A1.4.3, 5.4 or SE11.",
    ),
]


@with_config(OPEN)
class NormNamed(TypedDict):
    """A norm that the clause names or should."""

    number: Annotated[str, Field(description="The number, as the draft prints it where it does.")]
    title: Annotated[str, Field(description="Its title.")]
    how: Annotated[str, Field(description="cited, or should_cite where the draft leaves it out.")]
    status: Annotated[str, Field(description="Whether it is in force; says when unconfirmed.")]
    status_text: Annotated[str, Field(description="What is known of that, in our words.")]
    advice: Annotated[str, Field(description="What to do about it in the draft; often empty.")]
    confidence: Annotated[
        str, Field(description="C1 source seen, C2 secondary source, GK unconfirmed.")
    ]
    is_confirmed: Annotated[bool, Field(description="False: general knowledge, check before use.")]
    unconfirmed: Annotated[list[str], Field(description="Fields that are not confirmed.")]


class ReadingOf(TypedDict):
    """An ambiguity that touches the row."""

    id: Annotated[str, Field(description="Its id; a score sheet may choose another reading.")]
    question: Annotated[str, Field(description="What is ambiguous.")]
    default: Annotated[str, Field(description="The id of the reading that is used.")]
    reading: Annotated[str, Field(description="That reading in words.")]
    why: Annotated[str, Field(description="Why it is the default.")]
    others: Annotated[dict[str, str], Field(description="The other readings by id.")]


class Explained(TypedDict):
    """One clause with everything known about it; also what `standards show --json` prints."""

    standard: Annotated[str, Field(description="The document.")]
    edition: Annotated[str, Field(description="Its edition.")]
    id: Annotated[str, Field(description="Canonical id. Cite this.")]
    printed_id: Annotated[str | None, Field(description="What the document prints there.")]
    kind: Annotated[str, Field(description="gate, item, criterion, clause, …")]
    level: Annotated[str | None, Field(description="A, B or C; null where it has none.")]
    place: Annotated[list[str], Field(description="Ids above it, outermost first.")]
    group: Annotated[str | None, Field(description="The heading it is summed under, with title.")]
    title: Annotated[str, Field(description="Short title in the language asked for.")]
    text: Annotated[str, Field(description="Verbatim words: quoted, to be cited.")]
    judged_as: Annotated[
        str | None,
        Field(description="gate, item, count, deduction, checklist; null if not judged."),
    ]
    points: Annotated[str | None, Field(description="Most points, a decimal; null if not judged.")]
    counts: Annotated[str, Field(description="How it counts, in a sentence.")]
    options: Annotated[list[str], Field(description="The listed things of a checklist.")]
    presupposes: Annotated[list[str], Field(description="What it takes for granted, as questions.")]
    readings: Annotated[list[ReadingOf], Field(description="Interpretations that touch it.")]
    faults: Annotated[list[str], Field(description="Known defects of the document here.")]
    identical: Annotated[list[str], Field(description="Rows that say the same word for word.")]
    same_requirement: Annotated[
        list[str], Field(description="Rows that ask for the same at other levels.")
    ]
    differences: Annotated[list[str], Field(description="How those rows differ.")]
    norms: Annotated[list[NormNamed], Field(description="Norms it names or should, with status.")]
    aspects: Annotated[list[str], Field(description="What documents must show for it.")]
    usual_places: Annotated[str, Field(description="Where that usually stands; may be empty.")]
    uri: Annotated[str, Field(description="The clause as a resource of this server.")]


@with_config(OPEN)
class Explanation(TypedDict):
    """Every row that an id stands for: misprinted ids stand for several."""

    asked: Annotated[str, Field(description="The id as it was asked for.")]
    rows: Annotated[list[Explained], Field(description="Every clause of this id.")]
    note: Annotated[str, Field(description="For a number that the document skips; else empty.")]
    quoted: QuoteNotice


class IndicatorTools:
    """The tools that explain one id."""

    def explain_indicator(
        self,
        id: Indicator,  # noqa: A002 - what callers name it
        standard: StandardChoice = None,
        language: Language = "zh",
    ) -> Explanation:
        """
        Return everything about an id; about every row of one that is printed several times.

        Raises:
            UnknownClauseError: no document has it; names the nearest ids.
        """
        wanted = wanted_id(id)
        names = [standard] if standard else list(STANDARD_IDS)
        rows, notes = [], []
        for found in map(load_standard, names):
            rules = load_rule_set(found.id)
            rows += [_explained(one, found, rules, language) for one in clauses_of(wanted, found)]
            gap = found.gap(wanted)
            if gap is not None:
                notes.append(gap.note_zh if language == "zh" else gap.note_en)
        if not rows and not notes:
            known = [clause.id for name in names for clause in load_standard(name)]
            raise UnknownClauseError(wanted, " / ".join(names), known)
        return {
            "asked": id,
            "rows": rows,
            "note": " ".join(notes),
            "quoted": quote_notice(language),
        }


def wanted_id(name: str) -> str:
    """Return an id as the documents write it."""
    return name.strip().upper() if name.strip()[:1].isalpha() else name.strip()


def clauses_of(wanted: str, standard: Standard) -> list[Clause]:
    """Return the clause with a canonical id, then those that print it; [] for none."""
    exact = [standard.clause(wanted)] if wanted in standard else []
    return exact + [one for one in standard.printing(wanted) if one not in exact]


def _explained(clause: Clause, standard: Standard, rules: RuleSet, language: str) -> Explained:
    zh = language == "zh"
    row = rules.row(clause.id) if clause.id in rules else None
    same = [one for one in standard.relations_of(clause.id) if one.kind == "same_requirement"]
    expected = load_expectations(standard.id).of(clause.id)
    known: dict[str, Any] = clause_json(clause, standard, rules)
    explained: Explained = {
        **known,  # type: ignore[typeddict-item]
        "edition": standard.edition,
        "title": standard.title(clause.id, language),
        "group": _group(row, standard, language),
        "counts": _counts(clause, row, language),
        "options": [f"{one.key}. {one.title_zh if zh else one.title_en}" for one in _options(row)],
        "presupposes": _presupposed(row, language),
        "readings": [
            _reading(one, language) for one in rules.interpretations if clause.id in one.clauses
        ],
        "faults": [
            f"[{one.id}] {one.text_zh if zh else one.text_en}"
            for one in standard.defects_of(clause.id)
        ],
        "identical": list(map(str, standard.identical_to(clause.id))),
        "same_requirement": [
            name
            for name in dict.fromkeys(n for one in same for n in one.clauses)
            if name != clause.id
        ],
        "differences": [note for one in same if (note := one.note_zh if zh else one.note_en)],
        "norms": _norms(clause, language),
        "aspects": _aspects(expected, language),
        "usual_places": expected.usual_places(language) if expected else "",
        "uri": clause_uri(clause),
    }
    return explained


def _options(row: Row | None) -> Any:
    return row.options if row else ()


def _group(row: Row | None, standard: Standard, language: str) -> str | None:
    if row is None:
        return None
    title = standard.title(row.group, language) if row.group in standard else ""
    return f"{row.group} {title}".strip()


def _counts(clause: Clause, row: Row | None, language: str) -> str:
    if clause.lost:
        return t("mcp_counts_lost", language)
    if row is None:
        return t("mcp_counts_none", language)
    unit = decimal_string(row.unit) if row.unit is not None else ""
    return t(f"mcp_counts_{row.kind}", language, points=decimal_string(row.points), unit=unit)


def _presupposed(row: Row | None, language: str) -> list[str]:
    facts = load_facts()
    return [facts[name].question(language) for name in (row.presupposes if row else ())]


def _reading(entry: Interpretation, language: str) -> ReadingOf:
    zh = language == "zh"
    words = {one.id: one.text_zh if zh else one.text_en for one in entry.readings}
    return {
        "id": entry.id,
        "question": entry.question_zh if zh else entry.question_en,
        "default": entry.default,
        "reading": words.pop(entry.default),
        "why": entry.why_zh if zh else entry.why_en,
        "others": words,
    }


def _aspects(expected: Expectation | None, language: str) -> list[str]:
    return [one.title(language) for one in expected.aspects] if expected else []


def _norms(clause: Clause, language: str) -> list[NormNamed]:
    if clause.standard != "tcrea-2023":
        return []
    found = []
    for card in load_norm_cards():
        if clause.id in card.cited_in:
            found.append(_norm(card, "cited", language))
        elif clause.id in card.should_cite:
            found.append(_norm(card, "should_cite", language))
    return found


def _norm(card: NormCard, how: str, language: str) -> NormNamed:
    return {
        "number": card.number,
        "title": card.title(language),
        "how": how,
        "status": status_of(card, language),
        "status_text": card.status_text(language),
        "advice": card.advice(language),
        "confidence": card.confidence,
        "is_confirmed": not card.is_unconfirmed("status"),
        "unconfirmed": list(card.unconfirmed),
    }
