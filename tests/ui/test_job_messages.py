"""Messages of jobs by each engine: heard by one, the urgent ones first, after a pause, as plain JSON."""

from __future__ import annotations

import pickle
import queue
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoRedis

from corpus.jobs.job import Asked, Job, Lane
from tests.corpus.cases.conftest import server_url
from ui.errors import QueueError, QueueUrlError
from ui.jobs.messages import Messages
from ui.settings import SettingsError, load_settings

__all__ = ["server_url"]
REDIS = "redis://127.0.0.1:6379/9"


@pytest.fixture(params=["memory", "sqlite", "redis", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'queue' / 'jobs.sqlite3'}"
    if request.param == "redis":
        try:
            with Redis.from_url(REDIS) as server:
                server.ping()
        except NoRedis:
            pytest.skip("no Redis answers at 127.0.0.1:6379")
        return REDIS
    if request.param == "postgresql":
        return str(request.getfixturevalue("server_url"))
    return ""


@pytest.fixture
def messages(engine: str) -> Iterator[Messages]:
    made = Messages(engine, f"test{secrets.token_hex(4)}")
    yield made
    made.stop(5)


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    """Leave nothing in the Redis of others."""
    yield
    with suppress(NoRedis), Redis.from_url(REDIS) as server:
        for key in server.scan_iter("huey.*.test*"):
            server.delete(key)


def job(name: str, priority: int = 0, lane: Lane = "quick") -> Job:
    return Job(Asked(name, "reading", "me", "c-1", lane), "waiting", priority)


def test_each_message_is_heard_once_in_its_lane(messages: Messages) -> None:
    heard: queue.Queue[str] = queue.Queue()
    messages.send(job("a"))
    messages.send(job("b", lane="long"))
    messages.work({"quick": 2, "long": 0}, heard.put)
    assert heard.get(timeout=10) == "a"
    with pytest.raises(queue.Empty):
        heard.get(timeout=0.6)
    messages.work({"long": 1}, heard.put)
    assert heard.get(timeout=10) == "b"
    messages.check()


def test_the_urgent_come_first_and_equals_in_order(messages: Messages) -> None:
    for name, priority in (("c", 1), ("a", 9), ("d", 1), ("b", 5)):
        messages.send(job(name, priority))
    heard: queue.Queue[str] = queue.Queue()
    messages.work({"quick": 1}, heard.put)
    assert [heard.get(timeout=10) for _ in range(4)] == ["a", "b", "c", "d"]


def test_a_message_may_come_after_a_pause(messages: Messages) -> None:
    heard: queue.Queue[str] = queue.Queue()
    messages.work({"quick": 1}, heard.put)
    messages.send(job("late"), delay_s=1.5)
    messages.send(job("now"))
    assert heard.get(timeout=10) == "now"
    assert heard.get(timeout=10) == "late"


def test_two_at_one_place_share_and_stop_leaves_the_rest(engine: str) -> None:
    if not engine:
        pytest.skip("a queue in memory is of one process")
    name = f"test{secrets.token_hex(4)}"
    one, two = Messages(engine, name), Messages(engine, name)
    heard: queue.Queue[str] = queue.Queue()

    def slowly(job_id: str) -> None:
        heard.put(job_id)
        time.sleep(0.05)

    for number in range(20):
        one.send(job(f"j{number}"))
    one.work({"quick": 1}, slowly)
    two.work({"quick": 1}, slowly)
    seen = [heard.get(timeout=10) for _ in range(10)]
    assert one.stop(5)
    assert two.stop(5)
    while not heard.empty():
        seen.append(heard.get())
    rest = Messages(engine, name)
    rest.work({"quick": 1}, heard.put)
    while len(seen) < 20:
        seen.append(heard.get(timeout=10))
    assert rest.stop(5)
    assert sorted(seen) == sorted(f"j{number}" for number in range(20))


def test_what_breaks_a_job_does_not_end_the_lane(messages: Messages) -> None:
    heard: queue.Queue[str] = queue.Queue()

    def do(job_id: str) -> None:
        heard.put(job_id)
        if job_id == "bad":
            raise OSError("broken")

    messages.work({"quick": 1}, do)
    messages.send(job("bad"))
    messages.send(job("good"))
    assert [heard.get(timeout=10), heard.get(timeout=10)] == ["bad", "good"]


class Trap:
    """A pickle that would make a file where it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def test_whoever_can_write_to_the_queue_runs_nothing_here(tmp_path: Path) -> None:
    messages = Messages(f"sqlite:///{tmp_path / 'jobs.sqlite3'}")
    storage = messages._lane("quick")._huey.storage
    storage.enqueue(pickle.dumps(Trap(tmp_path / "trapped")))
    storage.enqueue(b'["a", "os.system", null, 0, "touch trapped"]')
    messages.send(job("good"))
    heard: queue.Queue[str] = queue.Queue()
    messages.work({"quick": 1}, heard.put)
    assert heard.get(timeout=10) == "good"
    messages.stop(5)
    assert not (tmp_path / "trapped").exists()


@pytest.mark.parametrize(
    "url", ["amqp://host", "redis:", "redis:///0", "nothing", "file:///etc/passwd", "sqlite://"]
)
def test_a_url_of_no_queue_is_refused(url: str) -> None:
    with pytest.raises(QueueUrlError, match="ANPING_QUEUE_URL"):
        Messages(url).send(job("a"))
    with pytest.raises(SettingsError, match="queue_url"):
        load_settings({"ANPING_QUEUE_URL": url})


def test_an_engine_that_is_down_is_told_without_its_password() -> None:
    with pytest.raises(QueueError) as refusal:
        Messages("redis://user:secret@127.0.0.1:1/0").send(job("a"))
    assert "127.0.0.1:1/0" in str(refusal.value)
    assert "secret" not in str(refusal.value)
