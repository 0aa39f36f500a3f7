"""Questions and norms."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import BaseModel, ConfigDict, Field, with_config
from typing_extensions import TypedDict

from assistant.answer import answer_json
from assistant.asking.question import Turn
from corpus import load_standard
from corpus.norms.catalogue import NormCatalogue
from corpus.norms.load import load_norm_cards
from corpus.norms.status import norm_findings
from ui.cli.norms import DRAFT, card_json, finding_json
from ui.mcp.quoted import OPEN, Language, QuoteNotice, quote_notice
from ui.services import Services

MOST_TURNS = 20
LONGEST_TURN = 8000


class TurnGiven(BaseModel):
    """One turn of a conversation."""

    model_config = ConfigDict(extra="forbid")
    role: Literal["user", "assistant"] = Field(description="Who said it.")
    content: str = Field(max_length=LONGEST_TURN, description="What was said.")


Question = Annotated[
    str, Field(min_length=1, max_length=2000, description="A question in Chinese or English.")
]
History = Annotated[
    list[TurnGiven] | None,
    Field(max_length=MOST_TURNS, description="The turns before, oldest first, for follow-ups."),
]
NormName = Annotated[
    str | None,
    Field(max_length=120, description="A norm in any notation, such as GB50116, or its title."),
]


@with_config(OPEN)
class CitationGiven(TypedDict):
    """A citation of an answer."""

    n: Annotated[int, Field(description="The number of its mark [n] in the answer.")]
    standard: Annotated[str, Field(description="The document.")]
    clause: Annotated[str, Field(description="Canonical id.")]
    printed_id: Annotated[str | None, Field(description="What the document prints there.")]
    quote: Annotated[str, Field(description="Verbatim words: quoted, to be cited.")]
    check: Annotated[str, Field(description="Whether the quote stands in the stored text.")]
    title: Annotated[str, Field(description="Short title, in our words.")]


@with_config(OPEN)
class AnswerGiven(TypedDict):
    """What `ask --json` prints; see docs/formats.md."""

    id: Annotated[str | None, Field(description="Always null here.")]
    answer: Annotated[str, Field(description="The answer, with marks [1] for its citations.")]
    language: Annotated[str, Field(description="The language of the question.")]
    intent: Annotated[str, Field(description="What kind of question it was taken for.")]
    answerable: Annotated[bool, Field(description="Whether the documents say something on it.")]
    mode: Annotated[
        str, Field(description="extractive, or model where a language model worded it.")
    ]
    citations: Annotated[list[CitationGiven], Field(description="Checked citations.")]
    clauses: Annotated[list[str], Field(description="Ids of what was found, best first.")]
    notes: Annotated[list[str], Field(description="Misprints, contradictions, near misses.")]
    table: NotRequired[Annotated[dict[str, Any], Field(description="A comparison at a glance.")]]
    quoted: QuoteNotice


@with_config(OPEN)
class NormState(TypedDict):
    """What is known of norms; see docs/formats.md for cards and findings."""

    card: Annotated[
        dict[str, Any] | None,
        Field(description="The card of the norm asked for, with its status; null without one."),
    ]
    findings: Annotated[
        list[dict[str, Any]],
        Field(description="What is wrong with the draft's references: of this norm, or all."),
    ]
    quoted: QuoteNotice


class QuestionTools:
    """The tools that answer."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def ask(self, question: Question, history: History = None) -> AnswerGiven:
        """
        Answer a question in its own language, with verified citations.

        Raises:
            CorpusError: the index cannot be used.
        """
        turns = tuple(Turn(one.role, one.content) for one in history or ())
        answer = self._services.answerer.ask(question, turns)
        given: AnswerGiven = {
            **answer_json(answer),  # type: ignore[typeddict-item]
            "quoted": quote_notice(answer.language),
        }
        return given

    def norm_status(self, number: NormName = None, language: Language = "zh") -> NormState:
        """
        Return the card of a norm and what is wrong with the draft's references to it, or to all.

        Raises:
            UnknownNormError: no card has this number or name; names the nearest.
        """
        cards = load_norm_cards()
        found = norm_findings(cards, load_standard(DRAFT))
        card = NormCatalogue(cards).card(number) if number else None
        return {
            "card": card_json(card) if card else None,
            "findings": [
                finding_json(one) for one in found if card is None or one.number == card.number
            ],
            "quoted": quote_notice(language),
        }
