"""Which accounts there are, who may change them, and what the record says of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update

from corpus.accounts.account import ROLES, Account
from corpus.accounts.errors import (
    AccountFieldsError,
    AdminNeededError,
    FirstAdminError,
    LastAdminError,
    LoginTakenError,
    PasswordRefusedError,
    UnknownAccountError,
)
from corpus.accounts.store import AccountStore
from corpus.cases.store import CaseStore
from corpus.cases.verification import RecordAudit
from corpus.record.event import HOME, person_mark
from corpus.record.tables import accounts
from tests.corpus.accounts.conftest import PASSWORD

Do = Callable[[AccountStore, str], object]
CHANGES: dict[str, Do] = {
    "create accounts": lambda store, _: store.create("new", "新", ["clerk"]),
    "roles-set": lambda store, other: store.set_roles(other, ["reviewer"]),
    "renamed": lambda store, other: store.rename(other, "王五", "乙院"),
    "disabled": lambda store, other: store.disable(other),
    "enabled": lambda store, other: store.enable(other),
    "reset passwords": lambda store, other: store.reset_password(other),
    "sign out others": lambda store, other: store.sign_out_everywhere(other),
}


def what(store: AccountStore) -> list[str]:
    return [event.what for event in CaseStore(store.home, url=store.url).events(HOME)]


def faults(store: AccountStore) -> list[tuple[str, object]]:
    checked = RecordAudit(store.home, url=store.url).verify(HOME)
    return [(one.fault, one.told.get("fields")) for one in checked.findings]


def test_a_home_without_accounts_has_none(store: AccountStore) -> None:
    assert not store.has_accounts()
    assert store.accounts() == ()
    assert not store.home.exists()


def test_the_first_account_has_to_be_an_admin(store: AccountStore) -> None:
    with pytest.raises(FirstAdminError):
        store.create("li", "李工", ["expert", "clerk"])
    assert not store.has_accounts()
    assert what(store) == []
    store.create("li", "李工", ["admin"])
    store.create("wang", "王工", ["expert"])
    assert [one.login for one in store.accounts()] == ["li", "wang"]


def test_an_account_is_found_by_login_and_id(store: AccountStore, admin: Account) -> None:
    assert store.find(" LI ") == store.find("ｌｉ") == store.find(admin.id) == admin
    assert store.account(admin.id).roles == frozenset({"admin"})
    assert store.names([admin.id, "u-none"]) == {admin.id: "李工"}
    with pytest.raises(UnknownAccountError, match="'li'"):
        store.find("lii")
    with pytest.raises(UnknownAccountError):
        store.account("u-none")


def test_one_login_is_one_account(store: AccountStore, admin: Account) -> None:
    with pytest.raises(LoginTakenError):
        store.create("Li", "李四", ["expert"])


@pytest.mark.parametrize(
    ("login", "name", "roles", "field"),
    [
        ("a", "甲", ["admin"], "login"), ("a b", "甲", ["admin"], "login"),
        ("<b>", "甲", ["admin"], "login"), ("x" * 65, "甲", ["admin"], "login"),
        ("li", " ", ["admin"], "name"), ("li", "x" * 81, ["admin"], "name"),
        ("li", "a\u202eb", ["admin"], "name"), ("li", "甲", [], "roles"),
        ("li", "甲", ["root"], "roles"),
    ],
)  # fmt: skip
def test_what_an_account_cannot_be_called_is_said(
    store: AccountStore, login: str, name: str, roles: list[str], field: str
) -> None:
    with pytest.raises(AccountFieldsError) as fault:
        store.create(login, name, roles)
    assert fault.value.field == field


def test_a_password_that_is_given_has_ten_characters_and_is_not_the_login(
    store: AccountStore,
) -> None:
    for given, reason in (("short one", "short"), ("li.gong.2026", "login"), ("x" * 201, "long")):
        with pytest.raises(PasswordRefusedError) as fault:
            store.create("li.gong.2026", "李工", ["admin"], given=given)
        assert fault.value.reason == reason


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", ROLES)
def test_only_an_admin_changes_accounts(
    store: AccountStore, admin: Account, change: str, role: str
) -> None:
    other = store.create("other", "他", ["expert"])[0]
    actor = store.create("actor", "甲", [role])[0]
    if role == "admin":
        CHANGES[change](store.acting(actor.id), other.id)
        return
    with pytest.raises(AdminNeededError):
        CHANGES[change](store.acting(actor.id), other.id)


def test_an_admin_that_is_disabled_changes_nothing(store: AccountStore, admin: Account) -> None:
    other = store.create("wang", "王工", ["admin"])[0]
    store.disable(other.id)
    with pytest.raises(AdminNeededError):
        store.acting(other.id).disable(admin.id)


@pytest.mark.parametrize("role", ROLES)
def test_admins_and_clerks_list_accounts(store: AccountStore, admin: Account, role: str) -> None:
    actor = store.create("actor", "甲", [role])[0]
    if role in ("admin", "clerk"):
        assert len(store.acting(actor.id).accounts()) == 2
        return
    with pytest.raises(AdminNeededError):
        store.acting(actor.id).accounts()


def test_the_last_admin_stays_one(store: AccountStore, admin: Account) -> None:
    with pytest.raises(LastAdminError):
        store.disable(admin.id)
    with pytest.raises(LastAdminError):
        store.set_roles(admin.id, ["expert"])
    assert store.account(admin.id) == admin
    other = store.create("wang", "王工", ["admin"])[0]
    store.disable(admin.id)
    with pytest.raises(LastAdminError):
        store.set_roles(other.id, ["clerk"])


def test_every_change_is_an_event_without_a_password(store: AccountStore, admin: Account) -> None:
    other, first = store.create("wang", "王工", ["expert"], employer="甲院")
    acting = store.acting(admin.id)
    acting.rename(other.id, "王五", "乙院")
    acting.set_roles(other.id, ["expert", "reviewer"])
    acting.disable(other.id)
    acting.enable(other.id)
    second = acting.reset_password(other.id)
    store.change_password(other.id, second, PASSWORD)
    acting.sign_out_everywhere(other.id)
    names = ["created", "created", "renamed", "roles-set", "disabled", "enabled", "password-reset",
             "password-changed", "signed-out"]  # fmt: skip
    assert what(store) == [f"account.{name}" for name in names]
    events = CaseStore(store.home, url=store.url).events(HOME)
    assert events[2].before == {"name": "王工", "employer": "甲院"}
    assert events[3].after == {"roles": ["expert", "reviewer"]}
    assert {event.who for event in events[2:7]} == {person_mark(admin.id)}
    assert events[7].who == person_mark(other.id)
    told = str(events)
    assert not any(secret in told for secret in (first, second, PASSWORD, "argon2"))
    assert faults(store) == []


def test_what_changes_nothing_is_no_event(store: AccountStore, admin: Account) -> None:
    before = what(store)
    store.rename(admin.id, "李工")
    store.set_roles(admin.id, ["admin", "admin"])
    store.enable(admin.id)
    assert what(store) == before


def test_verification_finds_what_was_changed_behind_the_record(
    store: AccountStore, admin: Account
) -> None:
    store.create("wang", "王工", ["expert"])
    CaseStore(store.home, url=store.url).create_case("甲", "scs-c1")
    assert faults(store) == []
    wang = accounts.c.login == "wang"
    with store._writing() as connection:
        connection.execute(update(accounts).where(wang).values(roles='["admin"]'))
    assert faults(store) == [("rows-disagree", ["roles"])]
    with store._writing() as connection:
        connection.execute(accounts.delete().where(wang))
    assert faults(store) == [("rows-disagree", [])]
