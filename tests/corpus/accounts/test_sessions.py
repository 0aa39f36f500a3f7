"""Signing in and out, the lock, passwords, and how long a session lasts."""

from __future__ import annotations

import threading

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from corpus.accounts import password
from corpus.accounts.account import Account
from corpus.accounts.errors import AccountLockedError, PasswordRefusedError, SignInError
from corpus.accounts.store import AccountStore
from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.record.event import HOME
from corpus.record.tables import account_sessions, accounts
from tests.corpus.accounts.clock import Clock
from tests.corpus.accounts.conftest import PASSWORD


def wrong(store: AccountStore, times: int) -> None:
    for _ in range(times):
        with pytest.raises(SignInError):
            store.sign_in("li", "not this one")


def kept(store: AccountStore) -> str:
    with store._engine.reading() as connection:
        return str(connection.execute(select(accounts.c.password)).scalar())


def test_a_session_says_whose_it_is_until_it_ends(store: AccountStore, admin: Account) -> None:
    session = store.sign_in("LI", PASSWORD)
    assert session.account == admin
    assert store.session_account(session.token) == admin
    assert store.session_account(session.token + "x") is None
    store.sign_out(session.token)
    assert store.session_account(session.token) is None


def test_the_store_keeps_neither_tokens_nor_passwords(store: AccountStore, admin: Account) -> None:
    session = store.sign_in("li", PASSWORD)
    with store._engine.reading() as connection:
        rows = [
            *connection.execute(select(account_sessions)),
            *connection.execute(select(accounts)),
        ]
    assert session.token not in str(rows)
    assert PASSWORD not in str(rows)
    assert kept(store).startswith("$argon2id$")


@pytest.mark.parametrize("login", ["li", "nobody", "", "<script>", "x" * 5000])
def test_a_wrong_login_and_a_wrong_password_are_one_error(
    store: AccountStore, admin: Account, login: str
) -> None:
    with pytest.raises(SignInError) as fault:
        store.sign_in(login, "not this one")
    assert str(fault.value) == str(SignInError())


def test_an_unknown_login_reckons_as_much_as_a_wrong_password(
    store: AccountStore, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002
            verified.append(str(hash).split("$")[3])
            return super().verify(hash, password)

    monkeypatch.setattr(password, "_hasher", Counting(time_cost=1, memory_cost=8, parallelism=1))
    for login in ("li", "nobody"):
        with pytest.raises(SignInError):
            store.sign_in(login, "not this one")
    assert verified == ["m=8,t=1,p=1"] * 2


def test_a_disabled_account_does_not_sign_in(store: AccountStore, admin: Account) -> None:
    other = store.create("wang", "王工", ["expert"], given=PASSWORD)[0]
    token = store.sign_in("wang", PASSWORD).token
    store.disable(other.id)
    assert store.session_account(token) is None
    with pytest.raises(SignInError):
        store.sign_in("wang", PASSWORD)
    store.enable(other.id)
    assert store.session_account(token) is None
    assert store.sign_in("wang", PASSWORD).account == other


def test_five_wrong_passwords_in_a_row_lock_for_a_quarter_of_an_hour(
    store: AccountStore, admin: Account, clock: Clock
) -> None:
    wrong(store, 4)
    store.sign_in("li", PASSWORD)
    wrong(store, 4)
    with pytest.raises(AccountLockedError) as fault:
        store.sign_in("li", "not this one")
    assert fault.value.until == "2026-03-04T09:15:00+00:00"
    assert "until 2026-03-04T09:15:00+00:00" in str(fault.value)
    assert "admin" in str(fault.value)
    clock.later(minutes=14, seconds=59)
    with pytest.raises(AccountLockedError):
        store.sign_in("li", PASSWORD)
    clock.later(seconds=1)
    wrong(store, 4)
    assert store.sign_in("li", PASSWORD).account.id == admin.id
    events = CaseStore(store.home, url=store.url).events(HOME)
    assert [event.what for event in events] == ["account.created", "account.locked"]
    assert events[-1].after == {"locked_until": "2026-03-04T09:15:00+00:00"}
    assert RecordAudit(store.home, url=store.url).verify(HOME).findings == ()


def test_two_servers_count_together(store: AccountStore, admin: Account, clock: Clock) -> None:
    other = AccountStore(store.home, url=store.url, clock=clock)
    wrong(store, 2)
    wrong(other, 2)
    with pytest.raises(AccountLockedError):
        store.sign_in("li", "not this one")
    with pytest.raises(AccountLockedError):
        other.sign_in("li", PASSWORD)


def test_many_at_once_get_no_more_answers_than_five(store: AccountStore, admin: Account) -> None:
    answers = []
    together = threading.Barrier(12)

    def guess(given: str) -> None:
        together.wait()
        try:
            store.sign_in("li", given)
        except (SignInError, AccountLockedError) as fault:
            answers.append(fault.code)

    threads = [threading.Thread(target=guess, args=(f"guess number {n}",)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["accounts-locked"] * 8 + ["accounts-sign-in"] * 4


def test_a_reset_unlocks_ends_sessions_and_has_to_be_changed(
    store: AccountStore, admin: Account
) -> None:
    token = store.sign_in("li", PASSWORD).token
    wrong(store, 4)
    with pytest.raises(AccountLockedError):
        store.sign_in("li", "not this one")
    given = store.reset_password(admin.id)
    assert store.session_account(token) is None
    session = store.sign_in("li", given)
    assert session.account.must_change
    store.change_password(admin.id, given, "another password", keep=session.token)
    account = store.session_account(session.token)
    assert account is not None
    assert not account.must_change
    with pytest.raises(SignInError):
        store.sign_in("li", given)


def test_changing_a_password_asks_for_the_old_one_and_ends_other_sessions(
    store: AccountStore, admin: Account
) -> None:
    here, there = (store.sign_in("li", PASSWORD).token for _ in range(2))
    with pytest.raises(SignInError):
        store.change_password(admin.id, "not this one", "another password")
    for new, reason in (("short", "short"), ("LI", "login"), (PASSWORD, "same")):
        with pytest.raises(PasswordRefusedError) as fault:
            store.change_password(admin.id, PASSWORD, new)
        assert fault.value.reason == reason
    store.change_password(admin.id, PASSWORD, "another password", keep=here)
    assert store.session_account(here) is not None
    assert store.session_account(there) is None


def test_one_signs_oneself_out_everywhere(store: AccountStore, admin: Account) -> None:
    other = store.create("wang", "王工", ["expert"], given=PASSWORD)[0]
    tokens = [store.sign_in("wang", PASSWORD).token for _ in range(2)]
    kept = store.sign_in("li", PASSWORD).token
    store.acting(other.id).sign_out_everywhere(other.id)
    assert [store.session_account(token) for token in tokens] == [None, None]
    assert store.session_account(kept) == admin


def test_a_session_ends_twelve_hours_after_its_last_use(
    store: AccountStore, admin: Account, clock: Clock
) -> None:
    token = store.sign_in("li", PASSWORD).token
    clock.later(hours=11, minutes=59)
    assert store.session_account(token) is not None
    clock.later(hours=11, minutes=59)
    assert store.session_account(token, is_use=False) is not None
    clock.later(minutes=1)
    assert store.session_account(token) is None


def test_a_session_ends_after_seven_days_whatever_is_done(
    store: AccountStore, admin: Account, clock: Clock
) -> None:
    token = store.sign_in("li", PASSWORD).token
    for _ in range(7 * 4 - 1):
        clock.later(hours=6)
        assert store.session_account(token) is not None
    clock.later(hours=6)
    assert store.session_account(token) is None
    store.sign_in("li", PASSWORD)
    with store._engine.reading() as connection:
        assert len(connection.execute(select(account_sessions)).all()) == 1


def test_a_clock_that_goes_back_ends_no_session(
    store: AccountStore, admin: Account, clock: Clock
) -> None:
    token = store.sign_in("li", PASSWORD).token
    clock.later(days=-30)
    assert store.session_account(token) is not None


def test_a_password_is_hashed_anew_when_the_parameters_change(
    store: AccountStore, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept(store)
    store.sign_in("li", PASSWORD)
    assert kept(store) == before
    monkeypatch.setattr(
        password, "_hasher", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    )
    store.sign_in("li", PASSWORD)
    assert "m=16,t=2" in kept(store)
    assert store.sign_in("li", PASSWORD).account == admin


def test_passwords_for_once_differ_and_can_be_chosen() -> None:
    made = {password.temporary() for _ in range(50)}
    assert len(made) == 50
    for one in made:
        password.check_new(one, "li")
