"""
What can go wrong in `assistant`, split by who must act.

    AssistantError
    ├── HistoryError              the conversation given to us cannot be read: the caller must act
    ├── DialogueError             a conversation cannot be kept under this name: the caller must act
    ├── ExpectationDataError      a record of our expectations is wrong: we must act
    ├── PracticeDataError         a record of our practice questions is wrong: we must act
    ├── PracticeRecordError       answers cannot be kept under this name: the caller must act
    ├── ModelSettingsError        an ANPING_LLM_ variable cannot be used: who runs us must act
    └── ModelError                no usable words from the language model; the answer falls back
        ├── ModelUnavailableError the endpoint cannot be reached or refuses (`retryable`)
        ├── ModelSlowError        it took longer than the settings allow
        ├── ModelTooLongError     it said more than the settings allow
        ├── ModelProtocolError    what it sent is not what the protocol says
        └── ModelCancelledError   the caller stopped it

No message holds the key, the question or what the endpoint sent.
"""

from __future__ import annotations

from typing import Literal

ModelFailure = Literal["unavailable", "slow", "too_long", "broken", "cancelled"]


class AssistantError(Exception):
    """The root of every error of this package."""

    code = "assistant-error"


class HistoryError(AssistantError, ValueError):
    """A conversation's history is not a list of turns."""

    code = "assistant-history"

    def __init__(self, fault: str) -> None:
        super().__init__(
            f"The history cannot be read: {fault}. It is a list of "
            '{"role": "user" | "assistant", "content": "…"}, oldest first.'
        )


class DialogueError(AssistantError, ValueError):
    """A conversation's owner or case cannot be used as a name."""

    code = "assistant-dialogue"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"A conversation cannot be kept under {name!r}: names of users and cases are at most "
            "200 characters long and hold no line feed. Use the case id that `anping case list` "
            "prints."
        )


class ModelSettingsError(AssistantError, ValueError):
    """A setting of the language model is unknown, missing or has a value that is not allowed."""

    code = "assistant-model-settings"

    def __init__(self, variable: str, fault: str, allowed: str) -> None:
        self.variable = variable
        super().__init__(f"The setting {variable} cannot be used: {fault}. Allowed: {allowed}.")


class ModelError(AssistantError, RuntimeError):
    """The language model gave nothing that can be used; `failure` says in what way."""

    code = "assistant-model"
    failure: ModelFailure = "broken"


class ModelUnavailableError(ModelError):
    """
    The endpoint cannot be reached or refuses.

    status: the HTTP status, None where there was no response. retryable: whether asking again
    may help; retry_after_s: the wait that the endpoint asks for, None when it asks for none.
    """

    code = "assistant-model-unavailable"
    failure: ModelFailure = "unavailable"

    def __init__(
        self,
        reason: str,
        *,
        status: int | None = None,
        retryable: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        self.status = status
        self.retryable = retryable
        self.retry_after_s = retry_after_s
        again = "Asking again may help" if retryable else "Check the ANPING_LLM_ settings"
        super().__init__(f"The language model cannot be used: {reason}. {again}.")


class ModelSlowError(ModelError):
    """The model was silent, or not finished, for longer than allowed."""

    code = "assistant-model-slow"
    failure: ModelFailure = "slow"

    def __init__(self, what: str, limit_s: float, variable: str) -> None:
        self.limit_s = limit_s
        super().__init__(
            f"The language model {what} within {limit_s:g} s. {variable} sets this time."
        )


class ModelTooLongError(ModelError):
    """The model said more than its budget."""

    code = "assistant-model-too-long"
    failure: ModelFailure = "too_long"

    def __init__(self, max_tokens: int) -> None:
        self.max_tokens = max_tokens
        super().__init__(
            f"The language model said more than {max_tokens} tokens and was cut off. "
            "ANPING_LLM_MAX_TOKENS sets this budget."
        )


class ModelProtocolError(ModelError):
    """What the endpoint sent is not a chat completion."""

    code = "assistant-model-protocol"
    failure: ModelFailure = "broken"

    def __init__(self, fault: str) -> None:
        super().__init__(
            f"The language model's endpoint does not answer as a chat completion: {fault}. "
            "Check that ANPING_LLM_BASE_URL is the base of an OpenAI-compatible interface."
        )


class ModelCancelledError(ModelError):
    """The caller stopped the model."""

    code = "assistant-model-cancelled"
    failure: ModelFailure = "cancelled"

    def __init__(self) -> None:
        super().__init__("The language model was stopped on request.")


class ExpectationDataError(AssistantError, ValueError):
    """A record of our expectations cannot be used: our data is at fault."""

    code = "assistant-expectations"

    def __init__(self, file: object, indicator: str, fault: str) -> None:
        super().__init__(
            f"The expectation of {indicator!r} in {file} cannot be used: {fault}. "
            "`anping check` lists every fault with its line."
        )


class PracticeDataError(AssistantError, ValueError):
    """A record of our practice questions cannot be used: our data is at fault."""

    code = "assistant-practice"

    def __init__(self, file: object, record: str, fault: str) -> None:
        super().__init__(
            f"The practice question {record!r} in {file} cannot be used: {fault}. Mend the record, "
            "whose words must stand in its clause."
        )


class PracticeRecordError(AssistantError, ValueError):
    """Answers of practice cannot be kept under a person's name."""

    code = "assistant-practice-record"

    def __init__(self, person: str) -> None:
        super().__init__(
            f"Answers cannot be kept under {person!r}: a person's name has 1 to 200 characters. "
            "In the workbench it is the random token that the browser keeps."
        )
