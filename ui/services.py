"""What commands and pages work with, built once from the settings and shared."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import Protocol

from assistant.answer import Answer
from assistant.asking.conversation import Assistant
from assistant.asking.dialogue import Dialogue
from assistant.asking.question import Turn
from assistant.asking.retrieval import Retriever
from assistant.evidence.kept_evidence import KeptEvidence
from assistant.evidence.load_expectations import load_expectations
from assistant.model.settings import ModelSettings, load_model_settings
from assistant.model.worded_assistant import WordedAssistant
from assistant.norms.text import NormTexts
from assistant.practice import PracticeRecord, practice_questions
from corpus.accounts.kept_answers import KeptAnswers
from corpus.accounts.store import AccountStore
from corpus.cases.store import CaseStore
from corpus.derived import DerivedFiles, DerivedInMemory
from corpus.encoder import DEFAULT, HASH, Encoder, load_encoder, load_tuned_encoder
from corpus.errors import EncoderError, UnknownCaseError
from corpus.index import Progress, StandardIndex
from corpus.jobs.board import JobBoard
from corpus.jobs.job import Lane
from corpus.norms.card import cards_standard
from corpus.norms.library import NormLibrary
from corpus.norms.load import load_norm_cards
from corpus.passage_index import PassageIndex
from corpus.record.event import Act
from corpus.vectors import open_vectors
from corpus.vectors.errors import VectorsDownError
from corpus.words import WordIndex
from scoring import RULE_SET_IDS
from ui.jobs.indexing import IndexingJobs
from ui.jobs.messages import Messages
from ui.jobs.reading import ReadingJobs
from ui.jobs.removals import RemovalJobs
from ui.jobs.workplace import NOBODY, ONE_EACH, Workplace
from ui.operations.figures import metrics_token
from ui.operations.rates import Rates
from ui.operations.stopping import Stopping
from ui.operations.watched import WatchedAssistant, WatchedRetriever
from ui.procedure.desk import ProcedureDesk
from ui.rule_stamp import rule_stamp
from ui.sample import decide
from ui.settings import VECTORS_TOKEN, Settings
from ui.verification.public import PublicRegister

# Statements whose vectors take a few seconds.
_FEW_STATEMENTS = 1500


_FIRST_QUESTION = "评价有哪些等级？"


class Notify(Protocol):
    """Told once, in words, that something slow begins."""

    def __call__(self, message: str) -> None:
        """Show the message."""


class Services:
    """
    Lazily built: the encoder, the index, the assistant, the case store.

    A command that needs none of them loads none of them. `environment` holds the ANPING_LLM_
    variables; without it there is no language model and nothing is sent anywhere. `person` is the
    account that a command acts as, "" for the machine itself; on a page everybody acts for himself.
    `keeps` says whether what is worked out from documents is kept in the home; else in memory.
    `threads` says how many work in the background in each lane; None where that depends on the queue.
    """

    def __init__(
        self,
        settings: Settings,
        notify: Notify | None = None,
        on_progress: Progress | None = None,
        environment: Mapping[str, str] | None = None,
        person: str = "",
        *,
        keeps: bool = True,
        threads: Mapping[Lane, int] | None = None,
    ) -> None:
        self.settings = settings
        self._keeps = keeps
        self._threads = threads
        self.person = person
        self._environment = environment or {}
        self._notify = notify
        self._on_progress = on_progress
        self.stopping = Stopping(settings.stop_s)

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder of the settings; the default one is built when it is missing."""
        from corpus.encoder_build import is_built  # noqa: PLC0415 - brings tokenizers

        if self._notify and self.settings.encoder == DEFAULT and not is_built(self.settings.cache):
            self._notify("Building the text encoder, once; this takes a few seconds …")
        return load_encoder(self.settings.encoder, self.settings.cache)

    @cached_property
    def evidence_encoder(self) -> Encoder:
        """The encoder of evidence, tuned from the default one; it is built when it is missing."""
        from assistant.evidence.load_prototypes import tuning_file  # noqa: PLC0415 - for cases only

        return load_tuned_encoder(self.settings.cache, tuning_file())

    @cached_property
    def index(self) -> StandardIndex:
        """The index over the standards; its vectors are made when they are missing."""
        return StandardIndex(self.encoder, self.settings.cache, self._on_progress)

    @cached_property
    def norm_index(self) -> StandardIndex:
        """The index over the norm cards; its vectors are made when they are missing."""
        cards = cards_standard(load_norm_cards())
        return StandardIndex(
            self.encoder, self.settings.cache, self._on_progress, standards=[cards], name="norms"
        )

    @cached_property
    def retriever(self) -> Retriever:
        """Ranks clauses."""
        return WatchedRetriever(self.index)

    @cached_property
    def assistant(self) -> Assistant:
        """Answers questions, without a model."""
        norm_texts = NormTexts(self.norms, lambda norm: self.norms.index(norm.number, self.encoder))
        return WatchedAssistant(self.retriever, norm_texts, lambda: self.norm_index)

    @cached_property
    def norms(self) -> NormLibrary:
        """The user's own copies of norms."""
        return NormLibrary(self.settings.home, self.settings.cache)

    @cached_property
    def model_settings(self) -> ModelSettings | None:
        """The settings of the language model; None when none is configured."""
        return load_model_settings(self._environment)

    @property
    def metrics_token(self) -> str:
        """What whoever reads the figures of the server shows; "" for none."""
        return metrics_token(self._environment)

    @cached_property
    def rates(self) -> Rates:
        """How often accounts may do what costs the server much."""
        return Rates(self.settings, self.accounts.has_accounts, self.settings.queue_url)

    def check_model(self) -> None:
        """
        Tell what is wrong with the settings of the language model before it is asked.

        Raises:
            ModelSettingsError: a setting is missing, unknown or has a value that is not allowed.
        """
        load_model_settings(self._environment)

    @cached_property
    def worded(self) -> WordedAssistant | None:
        """Answers questions in the words of the configured language model; None without one."""
        if self.model_settings is None:
            return None
        from assistant.model.client import ChatModelClient  # noqa: PLC0415 - only with a model

        # The check knows the scale of the default encoder only.
        nearness = self._nearness if self.settings.encoder == "default" else None
        return WordedAssistant(self.assistant, ChatModelClient(self.model_settings), nearness)

    @property
    def answerer(self) -> Assistant | WordedAssistant:
        """What answers: with the language model where one is configured."""
        return self.worded or self.assistant

    def _nearness(self, sentence: str, texts: Sequence[str]) -> list[float]:
        vectors = self.encoder.encode_passages([sentence, *texts])
        return [float(cosine) for cosine in vectors[1:] @ vectors[0]]

    def make_ready(self) -> None:
        """Load what the first visitors of a server would wait for, some seconds in all."""
        from assistant.asking.dialogue import Thread  # noqa: PLC0415 - the name is for this alone
        from corpus.vectors import load_vector_engine  # noqa: PLC0415 - for servers only

        self.assistant.ask(_FIRST_QUESTION)
        self.dialogue.exchanges(Thread("", ""))
        self.cases.cases()
        practice_questions()
        for rule_set in RULE_SET_IDS:
            load_expectations(rule_set)
        load_vector_engine(self.settings.vectors_url)

    @cached_property
    def dialogue(self) -> Dialogue:
        """Conversations, kept by case and user."""
        file = self.settings.home / "conversations.sqlite"
        return Dialogue(_Answers(self), file, self.settings.database_url)

    @cached_property
    def practice(self) -> PracticeRecord:
        """What each person has answered in practice."""
        file = self.settings.home / "practice.sqlite"
        return PracticeRecord(file, self.settings.database_url)

    @cached_property
    def cases(self) -> CaseStore:
        """Cases and their documents, for whoever works on the machine itself: it may do all."""
        settings = self.settings
        return CaseStore(
            settings.home,
            url=settings.database_url,
            files_url=settings.files_url,
            rules=rule_stamp,
        )

    @property
    def own_cases(self) -> CaseStore:
        """The cases as whoever runs a command may see and change them."""
        return self.cases_for(self.person) if self.person else self.cases

    @cached_property
    def accounts(self) -> AccountStore:
        """Who may sign in."""
        return AccountStore(self.settings.home, url=self.settings.database_url)

    @property
    def kept_answers(self) -> KeptAnswers:
        """The answers to requests of programs that may be sent again."""
        return KeptAnswers(self.settings.home, url=self.settings.database_url)

    def cases_for(self, person: str) -> CaseStore:
        """Return the cases as a person may see and change them."""
        return self.cases.acting(person)

    def procedure(self, today: Callable[[], date]) -> ProcedureDesk:
        """Return the desk of the procedure, which looks as the machine and acts as the person."""
        return ProcedureDesk(self.cases, today)

    @cached_property
    def certificates(self) -> PublicRegister:
        """The certificates as anybody may ask for them."""
        return PublicRegister(self.cases)

    def look_nearer(self, case_id: str) -> None:
        """
        Work out how near a case's evidence comes to what is asked, where that takes few seconds.

        Elsewhere the vectors made in the background serve, and words decide until they are there.

        Raises:
            UnknownCaseError: no such case.
        """
        from assistant.evidence.load_prototypes import tuning_file  # noqa: PLC0415 - for cases only
        from assistant.evidence.nearness import keep_nearness  # noqa: PLC0415
        from corpus.encoder_build import is_tuned_built  # noqa: PLC0415 - brings tokenizers

        if self.weighs_nearness and is_tuned_built(self.settings.cache, tuning_file()):
            with suppress(EncoderError):
                keep_nearness(
                    self.cases,
                    case_id,
                    lambda: self.evidence_encoder,
                    derived=self.derived,
                    most=_FEW_STATEMENTS,
                )

    def prepare_evidence(self) -> None:
        """
        Build the encoder of evidence where it is missing.

        Raises:
            EncoderError: it cannot be built.
        """
        from assistant.evidence.load_prototypes import tuning_file  # noqa: PLC0415 - for cases only
        from corpus.encoder_build import build_tuned_encoder  # noqa: PLC0415 - brings tokenizers

        if self.weighs_nearness:
            build_tuned_encoder(self.settings.cache, tuning_file())

    @property
    def weighs_nearness(self) -> bool:
        """Whether meaning is asked at all: without a model it is not."""
        return self.settings.encoder != HASH

    @cached_property
    def derived(self) -> DerivedFiles:
        """What was worked out from the documents of the home."""
        return (DerivedFiles if self._keeps else DerivedInMemory)(self.settings.home)

    @cached_property
    def evidence(self) -> KeptEvidence:
        """The evidence of the cases that are being looked at."""
        return KeptEvidence(self.cases, derived=self.derived)

    @cached_property
    def messages(self) -> Messages:
        """The queue of work in the background."""
        return Messages(self.settings.queue_url)

    @cached_property
    def workplace(self) -> Workplace:
        """
        Where work in the background is done: here where the queue is of this process alone, else by
        whoever runs `anping worker`.
        """
        threads = self._threads
        if threads is None:
            threads = ONE_EACH if self.messages.is_of_this_process else NOBODY
        place = Workplace(
            JobBoard(self.settings.home, url=self.settings.database_url), self.messages, threads
        )
        self.stopping.then("jobs", place.close)
        return place

    @cached_property
    def reading(self) -> ReadingJobs:
        """The files that are read in the background; vectors follow."""
        _ = self.indexing  # what follows a file is done by whoever reads it
        return ReadingJobs(self.cases, self.workplace, after=self._after_reading)

    def _after_reading(self, case_id: str) -> None:
        with suppress(UnknownCaseError):  # removed meanwhile
            decide(self.cases, case_id)
        self.indexing.want(case_id)

    @cached_property
    def passages(self) -> PassageIndex:
        """The passages of cases' documents, by words and by meaning."""
        settings, token = self.settings, os.environ.get(VECTORS_TOKEN, "")
        return PassageIndex(
            WordIndex(settings.home, settings.database_url),
            open_vectors(settings.home, settings.vectors_url, token),
        )

    @cached_property
    def indexing(self) -> IndexingJobs:
        """The vectors that are made in the background, and before them the first look."""
        return IndexingJobs(
            self.cases,
            self.workplace,
            lambda: self.encoder,
            lambda: self.workplace.is_busy("reading"),
            first=self.evidence.of,
            index=lambda: self.passages,
            near=(lambda: self.evidence_encoder) if self.weighs_nearness else None,
        )

    @cached_property
    def removals(self) -> RemovalJobs:
        """What removals by other servers leave to this one."""
        settings = self.settings
        is_shared = bool(settings.database_url or settings.files_url)
        return RemovalJobs(self.cases, self._forget_passages, is_shared=is_shared)

    def _forget_passages(self, case_id: str) -> None:
        self.passages.forget(case_id)

    def remove_document(self, case_id: str, sha256: str, person: str | None = None) -> None:
        """
        Remove a document from a case: its passages, its vectors and, if unused, its file.

        person: whose act it is on a page; None for whoever runs a command.

        Raises:
            UnknownCaseError: no such case.
            NotAllowedError: it is not the person's right.
            RecordsKeptError: its records must be kept (4.9), or a legal hold stands.
        """
        cases = self._removing(case_id, "document.removed", person)
        self.reading.forget(case_id, sha256)
        cases.remove_document(case_id, sha256)
        try:
            self.passages.forget(case_id, sha256)
        except VectorsDownError:
            self.indexing.want(case_id)  # what the case does not hold is forgotten with it

    def remove_case(self, case_id: str, person: str | None = None) -> None:
        """
        Remove a case: documents no other case holds, vectors, sheet, decisions, conversations.

        person: whose act it is on a page; None for whoever runs a command.

        Raises:
            UnknownCaseError: no such case.
            NotAllowedError: it is not the person's right.
            RecordsKeptError: its records must be kept (4.9), or a legal hold stands.
            VectorsDownError: the vector engine does not answer; the case is still there.
        """
        cases = self._removing(case_id, "case.removed", person)
        self.reading.forget(case_id)
        self.dialogue.clear_case(case_id)
        self.passages.forget(case_id)
        # Last: as long as the case is listed, a removal that was broken off can be repeated.
        cases.delete_case(case_id)

    def _removing(self, case_id: str, what: Act, person: str | None) -> CaseStore:
        """Return the cases as a person who may remove something; else as the removal would refuse."""
        cases = self.own_cases if person is None else self.cases_for(person)
        cases.require(case_id, what)
        cases.check_removal(case_id)
        return cases


class _Answers:
    """Answers with what the services have, loaded with the first question."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def ask(self, text: str, history: tuple[Turn, ...]) -> Answer:
        """Answer a question."""
        return self._services.answerer.ask(text, history)
