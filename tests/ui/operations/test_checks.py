"""`/health` and `/ready`: what whoever watches the server is told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from corpus.accounts.store import AccountStore
from tests.ui.served import visiting
from ui.operations import checks
from ui.operations.checks import CHECKS, Check, Checks
from ui.services import Services
from ui.settings import Settings, load_settings

SECRET = "postgresql://anping:hunter2@db/anping"


@pytest.fixture
def services(settings: Settings) -> Services:
    made = Services(settings)
    vars(made)["encoder"] = object()  # as if it had been loaded
    return made


class Ticking:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def fails(_services: Services) -> None:
    raise ConnectionError(SECRET)


def test_a_server_with_all_its_parts_is_ready(services: Services) -> None:
    found = Checks(services).look()
    assert found.is_ready
    assert list(found.parts)[:3] == ["database", "files", "encoder"]


def test_every_part_that_is_missing_is_named(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    parts = [*CHECKS, Check("queue", fails), Check("vectors", lambda _: None)]
    found = Checks(services, parts).look()
    assert not found.is_ready
    assert {name for name, is_there in found.parts.items() if not is_there} == {"queue"}


def test_a_server_whose_encoder_is_not_loaded_is_not_ready(settings: Settings) -> None:
    assert Checks(Services(settings)).look().parts["encoder"] is False


def test_a_home_that_cannot_be_written_is_missing(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    services = Services(load_settings({}, home=tmp_path / "file" / "home"))
    assert Checks(services).look().parts["files"] is False


def test_a_part_that_does_not_answer_holds_up_nothing(services: Services) -> None:
    never = threading.Event()
    parts = [Check("slow", lambda _: never.wait(30)), Check("quick", lambda _: None)]
    found = Checks(services, parts, longest_s=0.2).look()
    never.set()
    assert found.parts == {"slow": False, "quick": True}


def test_parts_are_looked_at_once_a_second_at_most(services: Services) -> None:
    clock, looks = Ticking(), list[int]()
    found = Checks(services, [Check("part", lambda _: looks.append(1))], clock=clock)
    for clock.now in (0.0, 0.5, 0.9, 2.0):
        found.look()
    assert len(looks) == 2


def test_both_are_answered_without_a_session_and_tell_no_secrets(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = AccountStore(settings.home)
    store.create("li", "李工", ["admin"], given="a good long password")
    monkeypatch.setattr(checks, "CHECKS", [*CHECKS, Check("queue", fails)])
    with visiting(settings, store) as client:
        assert client.get("/health").json() == {"ok": True}
        answer = client.get("/ready")
    assert answer.status_code == 503
    told = answer.json()
    missing = {name for name, state in told["parts"].items() if state == "missing"}
    assert missing == {"encoder", "queue"}
    assert told["parts"]["database"] == told["parts"]["files"] == "ok"
    assert told["ready"] is False
    assert "hunter2" not in answer.text
    assert str(settings.home) not in answer.text


def test_a_server_that_stops_is_not_ready(services: Services) -> None:
    parts = Checks(services)
    assert parts.look().is_ready
    services.stopping.begin()
    found = parts.look()
    assert (found.is_ready, found.is_stopping) == (False, True)
