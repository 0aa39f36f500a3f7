"""Tokens of accounts for programs, and the answers kept under their keys."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from corpus.accounts.account import Account
from corpus.accounts.errors import (
    AccountFieldsError,
    KeyReusedError,
    KeyUnderWayError,
    UnknownAccountError,
    UnknownTokenError,
)
from corpus.accounts.kept_answers import KeptAnswer, KeptAnswers
from corpus.accounts.store import AccountStore
from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.record.event import HOME
from corpus.record.tables import account_tokens
from tests.corpus.accounts.clock import Clock
from tests.corpus.accounts.conftest import PASSWORD


@pytest.fixture
def other(store: AccountStore, admin: Account) -> Account:
    return store.create("wang", "王工", ["expert"], given=PASSWORD)[0]


@pytest.fixture
def answers(store: AccountStore, clock: Clock) -> KeptAnswers:
    return KeptAnswers(store.home, url=store.url, clock=clock)


def test_a_token_acts_as_its_account_until_it_expires(
    store: AccountStore, admin: Account, clock: Clock
) -> None:
    token, secret = store.make_token(admin.id, " nightly  import ", 2)
    assert token.name == "nightly import"
    assert store.token_account(secret) == admin
    assert [store.token_account(other) for other in ("", "x", secret[:-1], secret + "x")] == [
        None, None, None, None,
    ]  # fmt: skip
    clock.later(days=2)
    assert store.token_account(secret) is None


def test_only_the_hash_of_a_token_is_kept_and_the_record_tells_its_name(
    store: AccountStore, admin: Account
) -> None:
    token, secret = store.make_token(admin.id, "import")
    with store._engine.reading() as connection:
        kept = connection.execute(select(account_tokens)).first()
    assert kept is not None
    assert secret not in str(kept)
    cases = CaseStore(store.home, url=store.url)
    last = cases.events(HOME)[-1]
    assert (last.what, last.basis["proof"]["name"]) == ("account.token-made", "import")
    assert secret not in str(last)
    store.revoke_token(admin.id, token.id)
    store.revoke_token(admin.id, token.id)
    said = [one.what for one in cases.events(HOME)]
    assert said.count("account.token-revoked") == 1
    assert RecordAudit(store.home, url=store.url).verify(HOME).findings == ()


def test_a_revoked_token_and_those_of_a_disabled_account_end(
    store: AccountStore, admin: Account, other: Account
) -> None:
    first, secret = store.make_token(other.id, "one")
    _, second = store.make_token(other.id, "two")
    store.revoke_token(other.id, first.id)
    assert store.token_account(secret) is None
    assert store.token_account(second) == other
    store.disable(other.id)
    store.enable(other.id)
    assert store.token_account(second) is None
    _, third = store.make_token(other.id, "three")
    store.reset_password(other.id)
    assert store.token_account(third) is None


def test_nobody_makes_tokens_of_others_and_an_admin_may_end_them(
    store: AccountStore, admin: Account, other: Account
) -> None:
    with pytest.raises(UnknownAccountError):
        store.acting(admin.id).make_token(other.id, "spy")
    token, secret = store.acting(other.id).make_token(other.id, "mine")
    assert [one.id for one in store.acting(admin.id).tokens(other.id)] == [token.id]
    with pytest.raises(UnknownTokenError):
        store.acting(admin.id).revoke_token(admin.id, token.id)
    store.acting(admin.id).revoke_token(other.id, token.id)
    assert store.token_account(secret) is None


@pytest.mark.parametrize(
    ("name", "days"), [("", 1), ("a" * 81, 1), ("a\0", 1), ("a", 0), ("a", 367)]
)
def test_what_a_token_cannot_be(store: AccountStore, admin: Account, name: str, days: int) -> None:
    with pytest.raises(AccountFieldsError):
        store.make_token(admin.id, name, days)
    assert store.tokens(admin.id) == ()


def test_an_answer_is_given_again_for_a_day(answers: KeptAnswers, clock: Clock) -> None:
    answer = KeptAnswer(201, {"location": "/x"}, "{}")
    assert answers.claim("u", "k", "asked") is None
    with pytest.raises(KeyUnderWayError):
        answers.claim("u", "k", "asked")
    answers.keep("u", "k", answer)
    assert answers.claim("u", "k", "asked") == answer
    with pytest.raises(KeyReusedError):
        answers.claim("u", "k", "asked otherwise")
    assert answers.claim("another", "k", "asked") is None
    clock.later(hours=24)
    assert answers.claim("u", "k", "asked otherwise") is None


def test_a_key_given_back_or_left_by_a_killed_process_is_free(
    answers: KeptAnswers, clock: Clock
) -> None:
    assert answers.claim("u", "k", "asked") is None
    answers.release("u", "k")
    assert answers.claim("u", "k", "other") is None
    clock.later(minutes=15)
    assert answers.claim("u", "k", "asked") is None


def test_one_of_many_who_claim_a_key_at_once_does_it(answers: KeptAnswers) -> None:
    told: list[str] = []
    start = threading.Barrier(6)

    def claim() -> None:
        start.wait()
        try:
            told.append("mine" if answers.claim("u", "k", "asked") is None else "kept")
        except KeyUnderWayError:
            told.append("wait")

    threads = [threading.Thread(target=claim) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["mine", *["wait"] * 5]
