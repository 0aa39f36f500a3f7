"""
Answers worded by a language model: what retrieval found, said in sentences that are checked.

The deterministic answer is made first and is what remains when the model fails. Scores, lists of
rows, norms, and "the documents do not say" are never worded by a model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.answer import Answer, WordedSentence
from assistant.asking.conversation import Assistant
from assistant.asking.question import MAX_QUESTION, Turn, is_follow_up
from assistant.errors import ModelError
from assistant.model.given_clause import GivenClause, given_clauses
from assistant.model.language_model import Cancelled, ModelClient
from assistant.model.prompts import fitting, prompt
from assistant.model.reply import ModelSentence, read_reply
from assistant.model.sentence_check import Nearness, check_sentence
from assistant.wording import say

WORDED_INTENTS = ("lookup", "compare_levels", "procedure", "definition")
OnToken = Callable[[str], None]
# Of the prompt's budget, what rules and question may take.
_RULES_TOKENS = 900


class WordedAssistant:
    """
    An assistant whose answers a language model words.

    `nearness` compares sentences with clauses by meaning; only with the default encoder, whose
    scale the check knows.
    """

    def __init__(
        self, assistant: Assistant, model: ModelClient, nearness: Nearness | None = None
    ) -> None:
        self._assistant = assistant
        self._model = model
        self._nearness = nearness

    def ask(
        self,
        text: str,
        history: Sequence[Turn] = (),
        on_token: OnToken | None = None,
        cancelled: Cancelled | None = None,
    ) -> Answer:
        """
        Answer a question; `on_token` receives each checked sentence with its marks as it comes.

        When the model fails, or nothing that it says is supported, the deterministic answer is
        returned with a note that says why; what `on_token` received is then void. Never raises
        for what the model does.
        """
        answer = self._assistant.ask(text, history)
        if not is_worded(answer):
            return answer
        given = self._given(answer, text)
        if not given:
            return answer
        checked: list[WordedSentence] = []
        try:
            for sentence in self._sentences(text, history, given, answer, cancelled):
                entry = check_sentence(sentence, given, answer.language, self._nearness)
                checked.append(entry)
                if on_token is not None:
                    on_token(_line(entry, answer) + "\n")
        except ModelError as error:
            detail = " ".join(
                str(part) for part in (error.code, getattr(error, "status", None)) if part
            )
            return self._fallen_back(answer, f"failed_{error.failure}", checked, detail)
        if not checked:
            return self._fallen_back(answer, "failed_empty", checked)
        if not any(entry.is_supported for entry in checked):
            return self._fallen_back(answer, "failed_unsupported", checked)
        return self._worded(answer, checked)

    def _given(self, answer: Answer, text: str) -> tuple[GivenClause, ...]:
        taken = _RULES_TOKENS + min(len(text), MAX_QUESTION)
        budget = max(self._model.prompt_tokens - taken, self._model.prompt_tokens // 4)
        return fitting(given_clauses(answer, self._assistant.standards), budget)

    def _sentences(
        self,
        text: str,
        history: Sequence[Turn],
        given: Sequence[GivenClause],
        answer: Answer,
        cancelled: Cancelled | None,
    ) -> Iterator[ModelSentence]:
        """Yield the sentences of the reply, each as soon as nothing can change it."""
        asked = [turn.content for turn in history if turn.role == "user"]
        previous = asked[-1][:MAX_QUESTION] if asked and is_follow_up(text) else ""
        messages = prompt(text[:MAX_QUESTION], previous, given, answer.language)
        reply, told = "", 0
        for piece in self._model.stream(messages, cancelled):
            reply += piece
            for sentence in read_reply(reply, is_complete=False)[told:]:
                told += 1
                yield sentence
        yield from read_reply(reply)[told:]

    def _worded(self, answer: Answer, checked: Sequence[WordedSentence]) -> Answer:
        language = answer.language
        joint = "；" if language == "zh" else "; "
        notes = [say("worded_by", language, model=self._model.name)]
        notes += [
            say("unsupported_note", language, number=number, why=joint.join(entry.why))
            for number, entry in enumerate(checked, 1)
            if not entry.is_supported
        ]
        return replace(
            answer,
            text="\n".join(
                (*(_line(entry, answer) for entry in checked), _sources(answer, checked))
            ),
            notes=(*notes, *answer.notes),
            mode="model",
            sentences=tuple(checked),
            model=self._model.name,
        )

    def _fallen_back(
        self, answer: Answer, reason: str, checked: Sequence[WordedSentence], detail: str = ""
    ) -> Answer:
        why = say(reason, answer.language, number=len(checked)) + (detail and f" [{detail}]")
        note = say("fell_back", answer.language, why=why)
        return replace(
            answer,
            notes=(note, *answer.notes),
            sentences=tuple(checked),
            model=self._model.name,
        )


def is_worded(answer: Answer) -> bool:
    """Whether a model may word an answer: it says something, cites it, and computes nothing."""
    return (
        answer.answerable
        and bool(answer.citations)
        and answer.intent in WORDED_INTENTS
        and not answer.is_computed
    )


def _line(sentence: WordedSentence, answer: Answer) -> str:
    marks = "".join(f"[{number}]" for number in sentence.citations)
    flag = "" if sentence.is_supported else " " + say("unsupported_mark", answer.language)
    return f"{sentence.text}{marks}{flag}"


def _sources(answer: Answer, checked: Sequence[WordedSentence]) -> str:
    """Name the cited clauses; a follow-up such as "how many points is it?" leans on their ids."""
    used = {number for entry in checked for number in entry.citations}
    cited = [citation for citation in answer.citations if citation.number in used]
    named = [f"[{c.number}] {c.clause} {c.title}".rstrip() for c in cited]
    joint = "；" if answer.language == "zh" else "; "
    return say("worded_from", answer.language, sources=joint.join(named))
