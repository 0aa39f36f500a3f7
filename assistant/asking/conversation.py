"""
Asking: question and history to a cited answer. Orchestration only; every step is a pure module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from typing import ClassVar

from assistant.answer import Answer
from assistant.asking.answerable import balance, is_far
from assistant.asking.asked_figure import figures_asked, gives_figure
from assistant.asking.comparison import compare_levels
from assistant.asking.compose import (
    Draft,
    describe,
    describe_group,
    describe_level,
    list_children,
    list_indicators,
    list_level,
    note_defects,
    note_same_elsewhere,
)
from assistant.asking.evidence_talk import asks_evidence, describe_evidence
from assistant.asking.points_talk import reckoned
from assistant.asking.profile_talk import (
    ProfileAnswer,
    asked_level,
    asks_what_applies,
    profile_said,
)
from assistant.asking.question import (
    Question,
    Turn,
    intent_of_found,
    is_follow_up,
    understand,
    without_documents,
)
from assistant.asking.retrieval import ClauseIndex, Filters, Retrieval, Retriever
from assistant.asking.sampling_talk import describe_sample, population_asked
from assistant.asking.subject import SubjectFinder
from assistant.asking.what_if import suppose, supposed
from assistant.norms.desk import NormDesk, NormReply
from assistant.norms.question import asks_norms
from assistant.norms.text import NormTexts
from assistant.wording import say
from corpus.load import DATA, load_standard, read_yaml
from corpus.norms.load import load_norm_cards
from corpus.notation import clause_ids, norm_numbers, unknown_ids
from corpus.standard import Clause, Standard
from corpus.traditional import simplified
from scoring import load_rule_set
from scoring.load import load_facts

_SHOWN = 3
_READ_FOR_FIGURES = 3
# A further clause is shown when it is nearly as good as the best one.
_CLOSE = 0.12
_JUDGED = ("gate", "item", "criterion")
_HEADINGS = ("chapter", "appendix", "group", "subgroup", "dimension", "indicator")


class Assistant:
    """
    Answers questions on the standards of a retriever.

    norm_texts: the user's own copies of norms. norm_index: builds the index over the norm cards; it
    is called when a question first asks what a norm demands. Without it such a question gets the
    card's status only.
    """

    def __init__(
        self,
        retriever: Retriever,
        norm_texts: NormTexts | None = None,
        norm_index: Callable[[], ClauseIndex] | None = None,
    ) -> None:
        self._retriever = retriever
        self._norm_texts = norm_texts
        self._standards = retriever.index.standards
        self._subject = SubjectFinder(retriever)
        self._norm_index = norm_index
        topics = [word for group in read_yaml(DATA / "lexicon" / "outside.yaml") for word in group]
        self._outside = re.compile(
            "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in topics),
            re.IGNORECASE,
        )

    @property
    def standards(self) -> Mapping[str, Standard]:
        """The standards that it answers from, by id."""
        return self._standards

    @cached_property
    def _norms(self) -> NormDesk:
        return NormDesk(load_norm_cards(), load_standard("tcrea-2023"), self._norm_index)

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        """
        Answer a question in its own language; `history` is the conversation so far, oldest first.

        Never raises for what is asked: an empty, endless or hostile question gets a harmless
        answer.
        """
        named = self._retriever.named(text)
        question = understand(text, history, names_clause=bool(named))
        draft = Draft(question.language)
        described = not named and self._describes_project(question)
        if described:
            question = replace(question, intent="applies")
        if question.was_cut:
            draft.note(say("was_cut", question.language))
        if question.intent in ("empty", "greeting", "help"):
            draft.lines.append(say(question.intent, question.language))
            return _finished(draft, question, (), answerable=question.intent != "empty")
        told = None if described else self._computed(draft, question, named)
        told = told or self._imported(question, names_clause=bool(named) or described)
        told = told or self._on_norms(draft, question, named, history)
        if not named:
            told = told or self._gap(question) or self._unknown_id(draft, question)
        if told:
            return told
        if not named:
            question = question if described else self._subject.resolved(question, history)
            if question.intent == "unclear":
                draft.lines.append(say("unclear", question.language))
                return _finished(draft, question, (), answerable=False, intent="lookup")
        if (
            question.both_documents
            and not named
            and question.intent in ("lookup", "compare_levels")
        ):
            return self._in_both(draft, question)
        filters = Filters(
            standard=question.standard, levels=question.levels if question.at_levels_only else ()
        )
        found = self._retriever.retrieve(question.search_text, k=20, filters=filters)
        if question.intent in ("lookup", "clause", "points") and asks_evidence(question.text):
            told = self._evidence(draft, question, found)
            if told:
                return told
        return self._writers[question.intent](self, draft, question, found)

    def _computed(self, draft: Draft, question: Question, named: Sequence[Clause]) -> Answer | None:
        """Answer what is reckoned from the rules: what-if, sums and counts, sizes of samples."""
        standard = self._standards["tcrea-2023"]
        supposition = supposed(question.text, named, question.levels)
        if supposition:
            clauses = suppose(draft, supposition, question.levels, standard)
            return _finished(draft, question, clauses, answerable=True, intent="what_if")
        intent, rests = (
            "points",
            reckoned(draft, question.text, named, question.levels, self._standards),
        )
        population = population_asked(question.text, question.search_text)
        if not rests and not named and population is not None:
            intent, rests = "procedure", describe_sample(draft, population, standard)
        if not rests:
            return None
        answer = _finished(draft, question, rests, answerable=True, intent=intent)
        return replace(answer, is_computed=True)

    def _in_both(self, draft: Draft, question: Question) -> Answer:
        """Answer a question that sets one document beside the other: the best rows of each."""
        topic = without_documents(question.search_text)
        shown: list[Clause] = []
        for name in self._standards:
            filters = Filters(standard=name, kinds=("gate", "item", "criterion"))
            best = self._retriever.retrieve(topic, k=_SHOWN, filters=filters)
            for clause in self._shown(best):
                describe(draft, clause, self._standard(clause))
                note_defects(draft, clause, self._standard(clause), most=1, question=question.text)
                shown.append(clause)
        return _finished(draft, question, shown, answerable=bool(shown), intent="compare_levels")

    def _evidence(self, draft: Draft, question: Question, found: Retrieval) -> Answer | None:
        """Answer what shows that an indicator is met: those named, else the best one found."""
        rows = found.named or tuple(c for c in _clauses(found)[:_SHOWN] if c.kind in _JUDGED)[:1]
        weight = balance(found, names_outside=self._outside.search(question.text) is not None)
        if not found.named and weight < 0:
            return None
        told = describe_evidence(draft, rows, tuple(self._standards.values()))
        if not told:
            return None
        ranked = (*told, *_clauses(found))
        answer = _finished(draft, question, ranked, answerable=True, intent="evidence")
        return replace(answer, is_computed=True)

    def _imported(self, question: Question, *, names_clause: bool) -> Answer | None:
        """Answer from the norms that the user imported: they come before what is known of norms."""
        if self._norm_texts is None:
            return None
        told = self._norm_texts.answer(question.text, question.language)
        if told is None and not names_clause:
            told = self._norm_texts.best(question.text, question.language, generic_only=True)
        return told

    # --- by intent ---

    def _clause(self, draft: Draft, question: Question, found: Retrieval) -> Answer:
        named = found.named
        names = {clause.printed_id for clause in named}
        if len(named) > 1 and len(names) == 1 and named[0].kind in ("gate", "item"):
            printed = named[0].printed_id
            draft.lines.append(say("several", question.language, number=len(named), id=printed))
        for clause in named[:8]:
            standard = self._standard(clause)
            if clause.kind == "appendix":
                describe_level(draft, clause, standard)
                continue
            if clause.kind in _HEADINGS and standard.children(clause.id) and not clause.text:
                describe_group(draft, clause, standard)
                continue
            describe(draft, clause, standard)
            note_defects(draft, clause, standard)
            note_same_elsewhere(draft, clause, standard)
            list_children(draft, clause, standard)
        return _finished(draft, question, _clauses(found), answerable=True)

    def _describes_project(self, question: Question) -> bool:
        if question.intent not in ("lookup", "points", "applies"):
            return False
        aim = question.levels or question.standard is not None
        return bool(aim) and asks_what_applies(question.search_text, load_facts())

    def _profile(self, draft: Draft, question: Question, found: Retrieval) -> Answer | None:
        """Answer for the project that the question describes; None when it describes none."""
        name = question.standard or "tcrea-2023"
        level, level_named = asked_level(question.levels, name)
        profile = profile_said(question.search_text, load_facts(), name, level)
        if profile is None or question.groups or question.kinds:
            return None
        writer = ProfileAnswer(draft, load_rule_set(name), self._standards[name], load_facts())
        rows = writer.write(profile, level_named=level_named)
        return _finished(draft, question, (*rows, *_clauses(found)), answerable=True)

    def _applies(self, draft: Draft, question: Question, found: Retrieval) -> Answer:
        if asks_what_applies(question.search_text, load_facts()):
            told = self._profile(draft, question, found)
            if told is not None:
                return told
        if question.standard == "scs-c1":
            indicators = list_indicators(draft, self._standards["scs-c1"])
            return _finished(draft, question, (*indicators, *_clauses(found)), answerable=True)
        standard = self._standards["tcrea-2023"]
        if not (question.levels or (question.groups and question.kinds)):
            return self._lookup(draft, question, found)
        rows: list[Clause] = []
        for level in question.levels or ("A", "B", "C"):
            rows += list_level(draft, level, standard, groups=question.groups, kinds=question.kinds)
        return _finished(draft, question, (*rows, *_clauses(found)), answerable=True)

    def _compare(self, draft: Draft, question: Question, _found: Retrieval) -> Answer:
        rows = self._retriever.retrieve(
            question.search_text, k=40, filters=Filters(levels=question.levels)
        )
        clauses = _clauses(rows)
        standard = self._standards["tcrea-2023"]
        shown = compare_levels(draft, clauses, question.levels, standard)
        ranked = (*shown, *(clause for clause in clauses if clause not in shown))
        return _finished(draft, question, ranked, answerable=bool(shown))

    def _lookup(self, draft: Draft, question: Question, found: Retrieval) -> Answer:
        clauses = _clauses(found)
        weight = balance(found, names_outside=self._outside.search(question.text) is not None)
        if weight < 0 and not is_follow_up(question.text):
            return self._not_said(draft, question, found, is_far=is_far(weight))
        if not _gives_what_is_asked(question, clauses):
            draft.lines.append(say("no_such_figure", question.language))
            return self._only_norms(draft, question, found)
        draft.lines.append(say("found", question.language))
        for clause in self._shown(found):
            standard = self._standard(clause)
            if clause.kind in _HEADINGS and not clause.text:
                describe_group(draft, clause, standard)
            else:
                describe(draft, clause, standard)
                list_children(draft, clause, standard)
            note_defects(draft, clause, standard, most=1, question=question.text)
        best = clauses[0]
        intent = intent_of_found(question.text, best.kind, best.id)
        beside = self._norms.beside(draft, question)
        answer = _finished(draft, question, clauses, answerable=True, intent=intent)
        shown = len(self._shown(found))
        ids = (*answer.clauses[:shown], *beside, *answer.clauses[shown:])
        return replace(answer, clauses=tuple(dict.fromkeys(ids)))

    def _not_said(
        self, draft: Draft, question: Question, found: Retrieval, *, is_far: bool
    ) -> Answer:
        told = self._norm_texts and self._norm_texts.best(question.text, question.language)
        if told:
            return told
        asked = simplified(question.text)
        if is_far and not asks_norms(asked) and not self._norms.is_near(asked):
            draft.lines.append(say("out_of_scope", question.language))
            return _finished(
                draft, question, _clauses(found), answerable=False, intent="out_of_scope"
            )
        draft.lines.append(say("not_in_documents", question.language))
        return self._only_norms(draft, question, found)

    def _only_norms(self, draft: Draft, question: Question, found: Retrieval) -> Answer:
        """Finish an answer that the documents do not give: with norm facts as far as they bear."""
        self._note_nearest(draft, found)
        beside = self._norms.beside(draft, question, alone=True)
        if beside:
            return self._norm(draft, question, NormReply(beside, answerable=True))
        return _finished(draft, question, _clauses(found), answerable=False)

    def _note_nearest(self, draft: Draft, found: Retrieval) -> None:
        nearest = [f"{entry.clause.id} {draft.title(entry.clause)}" for entry in found.ranked[:3]]
        joint = "；" if draft.language == "zh" else "; "
        draft.note(say("nearest", draft.language, ids=joint.join(nearest)))

    def _on_norms(
        self, draft: Draft, question: Question, named: Sequence[Clause], history: Sequence[Turn]
    ) -> Answer | None:
        """Answer a question that names a norm or asks what is wrong with the references."""
        if question.intent not in ("lookup", "clause", "points"):
            return None
        naming = self._norms.naming(question, history)
        if naming:
            return self._norm(draft, question, self._norms.answer(draft, naming))
        table = (
            None
            if any(clause.id != "2" for clause in named)
            else self._norms.table(draft, question)
        )
        return self._norm(draft, question, table) if table else None

    def _norm(self, draft: Draft, question: Question, reply: NormReply) -> Answer:
        found = self._retriever.retrieve(question.search_text, k=20)
        answer = _finished(
            draft, question, _clauses(found), answerable=reply.answerable, intent="norm"
        )
        # How sure each sentence is must stay with it, so no model words it anew.
        ids = tuple(dict.fromkeys((*reply.clauses, *answer.clauses)))
        return replace(answer, clauses=ids, is_computed=True)

    # --- what they share ---

    def _gap(self, question: Question) -> Answer | None:
        """Answer a question that names a number which the document's numbering skips."""
        for standard in self._standards.values():
            for name in clause_ids(question.text, {gap.id for gap in standard.gaps}):
                gap = standard.gap(name)
                if gap is not None:
                    draft = Draft(question.language)
                    note = gap.note_zh if question.language == "zh" else gap.note_en
                    draft.lines.append(say("gap", question.language, id=name, note=note))
                    parent = standard.clause(name.rsplit(".", 1)[0])
                    siblings = standard.children(parent.id)
                    describe_group(draft, parent, standard)
                    return _finished(
                        draft, question, (parent, *siblings), answerable=True, intent="clause"
                    )
        return None

    def _unknown_id(self, draft: Draft, question: Question) -> Answer | None:
        """Answer a question that names only ids which do not exist, with the ids near them."""
        known = sorted(clause.id for standard in self._standards.values() for clause in standard)
        unknown = unknown_ids(question.text, known)
        if not unknown or norm_numbers(question.text):
            return None
        joint = "、" if question.language == "zh" else ", "
        draft.lines.append(say("no_such_id", question.language, id=joint.join(unknown)))
        alike = [name for name in known if name[0] == unknown[0][0]]
        near = get_close_matches(unknown[0], alike, n=10, cutoff=0.3)
        if near:
            draft.note(say("nearest_ids", question.language, ids=joint.join(near[:3])))
        clauses = [
            standard.clause(name)
            for name in near
            for standard in self._standards.values()
            if name in standard
        ]
        return _finished(draft, question, clauses, answerable=False, intent="clause")

    def _shown(self, found: Retrieval) -> tuple[Clause, ...]:
        """Return the clauses worth showing: the best, and those nearly as good."""
        best = found.ranked[0].similarity
        near = [entry for entry in found.ranked if best - entry.similarity <= _CLOSE]
        return tuple(entry.clause for entry in near[:_SHOWN])

    def _standard(self, clause: Clause) -> Standard:
        return self._standards[clause.standard]

    _writers: ClassVar[dict[str, Callable[[Assistant, Draft, Question, Retrieval], Answer]]] = {
        "clause": _clause,
        "points": _clause,
        "applies": _applies,
        "compare_levels": _compare,
        "lookup": _lookup,
    }


def _gives_what_is_asked(question: Question, clauses: Sequence[Clause]) -> bool:
    """Whether the best clauses give every figure of the kind that the question asks for."""
    texts = [clause.quote for clause in clauses[:_READ_FOR_FIGURES]]
    return all(gives_figure(figure, texts) for figure in figures_asked(question.text))


def _clauses(found: Retrieval) -> tuple[Clause, ...]:
    return tuple(entry.clause for entry in found.ranked)


def _finished(
    draft: Draft,
    question: Question,
    clauses: Sequence[Clause],
    *,
    answerable: bool,
    intent: str | None = None,
) -> Answer:
    return Answer(
        text="\n".join(draft.lines),
        language=question.language,
        intent=intent or question.intent,  # type: ignore[arg-type]
        answerable=answerable,
        citations=tuple(draft.citations),
        clauses=tuple(dict.fromkeys(clause.id for clause in clauses)),
        notes=tuple(draft.notes),
        table=draft.table,
    )
