"""`anping user`, and the command line acting as an account."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus.accounts.store import AccountStore
from corpus.cases.store import CaseStore
from corpus.record.event import person_mark
from tests.corpus.accounts.conftest import PASSWORD, quick
from ui.cli.main import main

__all__ = ["quick"]
ADMIN = ("add", "li", "--name", "李工", "--role", "admin")


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), input=typed)


def user(*arguments: str, typed: str = "") -> Result:
    return run("user", *arguments, typed=typed)


@pytest.fixture
def store(tmp_path: Path) -> AccountStore:
    return AccountStore(tmp_path / "home")


@pytest.fixture
def with_admin(store: AccountStore) -> AccountStore:
    assert user(*ADMIN, typed=f"{PASSWORD}\n{PASSWORD}\n").exit_code == 0
    return store


def as_user(login: str, *arguments: str, typed: str = f"{PASSWORD}\n") -> Result:
    return run("--user", login, *arguments, typed=typed)


def shown(login: str) -> dict[str, Any]:
    result = user("show", login, "--json")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def test_the_first_account_is_an_admin(store: AccountStore) -> None:
    result = user("add", "wang", "--name", "王工", "--role", "expert", "--temporary")
    assert result.exit_code == 1
    assert "[accounts-first-admin]" in result.stderr
    assert "--role admin" in result.stderr
    made = user(*ADMIN, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert made.exit_code == 0, made.output
    assert PASSWORD not in made.output
    assert store.sign_in("li", PASSWORD).account.must_change is False


def test_a_password_comes_from_the_environment_too(
    store: AccountStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANPING_PASSWORD", PASSWORD)
    assert user(*ADMIN).exit_code == 0
    assert store.sign_in("li", PASSWORD).account.login == "li"
    assert PASSWORD not in run("settings").output


def test_a_password_that_is_too_short_makes_no_account(store: AccountStore) -> None:
    result = user(*ADMIN, typed="short\nshort\n")
    assert "[accounts-password]" in result.stderr
    assert not store.has_accounts()


def test_a_temporary_password_is_printed_once(with_admin: AccountStore) -> None:
    result = user("add", "wang", "--name", "王工", "--role", "expert", "--temporary")
    secret = result.stdout.splitlines()[1]
    assert with_admin.sign_in("wang", secret).account.must_change
    assert secret not in user("list", "--json").output


def test_accounts_are_listed_shown_and_changed(with_admin: AccountStore) -> None:
    user("add", "wang", "--name", "王工", "--role", "expert", "--employer", "甲院", "--temporary")
    assert user("roles", "wang", "expert", "reviewer").stdout.strip() == "expert, reviewer"
    assert user("rename", "wang", "--employer", "乙院").exit_code == 0
    assert user("disable", "wang").exit_code == 0
    found = shown("wang")
    assert (found["name"], found["employer"], found["is_disabled"]) == ("王工", "乙院", True)
    assert found["roles"] == ["expert", "reviewer"]
    assert "disabled" in user("list").stdout
    assert user("enable", "wang").exit_code == 0
    assert "password due" in user("list").stdout
    assert "employer: 乙院" in user("show", "wang").stdout


def test_a_reset_and_a_sign_out_end_sessions(with_admin: AccountStore) -> None:
    tokens = [with_admin.sign_in("li", PASSWORD).token]
    assert user("sign-out", "li").exit_code == 0
    tokens.append(with_admin.sign_in("li", PASSWORD).token)
    secret = user("reset-password", "li").stdout.strip()
    assert [with_admin.session_account(token) for token in tokens] == [None, None]
    assert with_admin.sign_in("li", secret).account.must_change


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("disable", "li"), "accounts-last-admin"), (("show", "lii"), "accounts-unknown"),
        (("roles", "li", "clerk"), "accounts-last-admin"),
        (("add", "li", "--name", "李四", "--role", "clerk", "--temporary"), "accounts-login-taken"),
        (("add", "a b", "--name", "李四", "--role", "clerk", "--temporary"), "accounts-fields"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(
    with_admin: AccountStore, arguments: tuple[str, ...], code: str
) -> None:
    result = user(*arguments)
    assert result.exit_code == 1
    assert f"[{code}]" in result.stderr


def test_a_command_acts_as_the_account_that_is_named(with_admin: AccountStore) -> None:
    account = with_admin.create("zhou", "周", ["clerk"], given=PASSWORD)[0]
    result = as_user("zhou", "case", "new", "甲", "--level", "B")
    assert result.exit_code == 0, result.output
    events = CaseStore(with_admin.home).events(result.stdout.strip())
    assert events[0].who == person_mark(account.id)
    plain = run("case", "new", "乙", "--level", "B")
    assert CaseStore(with_admin.home).events(plain.stdout.strip())[0].who == ""


def test_the_environment_names_the_account_too(
    with_admin: AccountStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANPING_USER", "li")
    monkeypatch.setenv("ANPING_PASSWORD", PASSWORD)
    assert run("case", "list").exit_code == 0
    monkeypatch.setenv("ANPING_PASSWORD", "not this one")
    result = run("case", "list")
    assert result.exit_code == 1
    assert "[accounts-sign-in]" in result.stderr


def test_who_is_named_and_is_not_let_in_does_nothing(with_admin: AccountStore) -> None:
    for login, typed in (("li", "not this one\n"), ("nobody", f"{PASSWORD}\n")):
        result = as_user(login, "case", "new", "甲", "--level", "B", typed=typed)
        assert result.exit_code == 1
        assert "[accounts-sign-in]" in result.stderr
    assert CaseStore(with_admin.home).cases() == ()


def test_a_temporary_password_has_to_be_changed_first(with_admin: AccountStore) -> None:
    made = user("add", "wang", "--name", "王工", "--role", "expert", "--temporary")
    secret = made.stdout.splitlines()[1]
    refused = as_user("wang", "case", "list", typed=f"{secret}\n")
    assert "[accounts-password-due]" in refused.stderr
    typed = f"{secret}\n{PASSWORD}\n{PASSWORD}\n"
    assert as_user("wang", "user", "password", typed=typed).exit_code == 0
    assert as_user("wang", "case", "list").exit_code == 0


def test_only_an_admin_keeps_accounts(with_admin: AccountStore) -> None:
    with_admin.create("wang", "王工", ["expert"], given=PASSWORD)
    for arguments in (("disable", "li"), ("roles", "wang", "admin"), ("reset-password", "li")):
        result = as_user("wang", "user", *arguments)
        assert "[accounts-admin-needed]" in result.stderr
    assert as_user("wang", "user", "sign-out", "wang").exit_code == 0
    made = as_user("li", "user", "add", "z1", "--name", "z", "--role", "clerk", "--temporary")
    assert made.exit_code == 0


ACT_FOR_A_PERSON = ("ProcedureDesk", "SheetDesk", "CertificateRegister")
"""What looks with the machine's store and says itself who sees and does what."""


def test_commands_reach_cases_as_whoever_runs_them() -> None:
    for path in sorted((Path(__file__).parents[2] / "ui" / "cli").glob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        given = [
            one for call in calls if ast.unparse(call.func) in ACT_FOR_A_PERSON for one in call.args
        ]
        for node in nodes:
            if isinstance(node, ast.Attribute) and node.attr == "cases" and node not in given:
                value = ast.unparse(node.value)
                is_machine = value == "services" or value.startswith("Services(")
                assert not is_machine, f"{path.name}: use own_services(settings).own_cases"


def test_a_token_is_shown_once_listed_and_revoked(with_admin: AccountStore) -> None:
    made = user("token", "new", "li", "--name", "import", "--days", "3")
    secret = made.stdout.strip()
    account = with_admin.token_account(secret)
    assert account is not None
    assert account.login == "li"
    listed = json.loads(user("token", "list", "li", "--json").stdout)
    assert [(one["name"], one["revoked"]) for one in listed] == [("import", None)]
    assert secret not in str(listed)
    assert user("token", "revoke", "li", listed[0]["id"]).exit_code == 0
    assert with_admin.token_account(secret) is None
    assert "import" in user("token", "list", "li").stdout
    assert "[accounts-unknown-token]" in user("token", "revoke", "li", "t-none").stderr
