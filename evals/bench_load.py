"""
How a server stands many users at once: `python -m evals.bench_load [--users 50] [--seconds 300]`.

Starts `anping serve` and `anping worker` on a temporary home with an account for each user, and has
every user, in a thread with a connection of its own, ask (half of them in Chinese, a quarter about
the own case), judge rows, look at results and evidence, and upload, each with pauses. Every upload
is a document of a development dossier made different, so that it is read anew. Loopback only; the
users' own processor time is part of what the machine has to bear, and told.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import httpx

from corpus.accounts.store import AccountStore
from evals.dossier import DOSSIERS
from evals.suite import find_suites, load_suite
from ui.api.client import ApiClient, ApiProblemError

DOSSIER = "willow-court"
ASK_P95_S = 1.0
"""The target, without a language model."""
_ANPING = (sys.executable, "-c", "from ui.cli.main import main; main()")
_PASSWORD = "only for this measurement"  # noqa: S105 - of accounts that end with it
_SHARES = {"ask": 45, "ask about the case": 15, "judge": 25, "look at evidence": 5,
           "look at the case": 7, "upload": 3}  # fmt: skip
_ROWS = ("C1.1.1", "C1.1.2", "C1.2.1", "C1.2.2", "C1.3.1")


@dataclass
class Seen:
    """What happened: seconds by act, and what was answered in place of what was asked for."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, act: str, seconds: float, fault: str = "") -> None:
        """Note one act."""
        with self.lock:
            self.taken[act].append(seconds)
            if fault:
                self.faults[f"{act}: {fault}"] += 1


class User:
    """One person with an account and a case."""

    def __init__(self, number: int, api: ApiClient, questions: Sequence[str]) -> None:
        self._chance = random.Random(number)  # noqa: S311 - what a user does next
        self._api = api
        self._questions = questions
        self._case = str(api.make_case(f"小区 {number}", level="C")["id"])
        self._files = sorted(
            path for path in (DOSSIERS / DOSSIER / "files").iterdir()
            if path.suffix in (".pdf", ".txt", ".md")
        )  # fmt: skip

    def work(self, until: float, think_s: float, seen: Seen) -> None:
        """Do one thing after the other until a time, with pauses between."""
        time.sleep(self._chance.random() * think_s)
        acts: dict[str, Callable[[], object]] = {
            "ask": lambda: self._api.ask(self._question()),
            "ask about the case": lambda: self._api.ask(self._question(), case=self._case),
            "judge": self._judge,
            "look at evidence": lambda: self._api.get(f"/cases/{self._case}/evidence"),
            "look at the case": lambda: self._api.get(f"/cases/{self._case}"),
            "upload": self._upload,
        }
        while time.monotonic() < until:
            (act,) = self._chance.choices(list(_SHARES), list(_SHARES.values()))
            began = time.monotonic()
            fault = ""
            try:
                acts[act]()
            except ApiProblemError as problem:
                fault = f"{problem.status} {problem.code}"
            except httpx.HTTPError as problem:
                fault = type(problem).__name__
            seen.note(act, time.monotonic() - began, fault)
            time.sleep(self._chance.expovariate(1 / think_s))

    def _question(self) -> str:
        return self._chance.choice(self._questions)

    def _judge(self) -> None:
        sheet = self._api.sheet(self._case, "own")
        words = dict(sheet["sheet"])
        judged = dict(words.get("judgements", {}))
        judged[self._chance.choice(_ROWS)] = {"met": self._chance.random() < 0.8}
        self._api.save_sheet(
            self._case, {**words, "judgements": judged}, int(sheet["version"]), "own"
        )

    def _upload(self) -> None:
        path = self._chance.choice(self._files)
        mark = f"\n%{self._chance.random()}\n".encode()  # a comment to PDF, a line to the others
        self._api.add_document(self._case, path.name, path.read_bytes() + mark)


@contextmanager
def running(log: Path, words: str, *command: str, env: dict[str, str]) -> Iterator[re.Match[str]]:
    """Run a command of Anping; give what it told when it was ready."""
    with log.open("w", encoding="utf-8") as told:
        process = subprocess.Popen([*_ANPING, *command], stdout=told, stderr=told, env=env)
        try:
            while not (found := re.search(words, log.read_text(encoding="utf-8"))):
                if process.poll() is not None:
                    raise SystemExit(log.read_text(encoding="utf-8"))
                time.sleep(0.1)
            yield found
        finally:
            process.terminate()
            process.wait(60)


def measured(users: int, seconds: float, think_s: float) -> tuple[Seen, dict[str, int]]:
    """Return what all users saw, and how many jobs were left in which state at the end."""
    questions = [
        one.question
        for path in find_suites([])
        for one in load_suite(path).questions
        if one.split == "dev" and not one.history
    ]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder) / "home"
        tokens = _accounts(home, users)
        env = {
            **os.environ,
            "ANPING_HOME": str(home),
            "ANPING_QUEUE_URL": f"sqlite:///{folder}/queue.sqlite3",
        }
        server = running(Path(folder) / "serve.log", r"http://\S+", "serve", "--port", "0", env=env)
        address = stack.enter_context(server)[0].rstrip("/")
        stack.enter_context(running(Path(folder) / "worker.log", "Working:", "worker", env=env))
        apis = [stack.enter_context(ApiClient(address, token)) for token in tokens]
        people = [User(number, api, questions) for number, api in enumerate(apis)]
        seen = Seen()
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=one.work, args=(until, think_s, seen), daemon=True)
            for one in people
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        left = json.loads(
            subprocess.run(
                [*_ANPING, "jobs", "list", "--json"], env=env, check=True, capture_output=True
            ).stdout
        )
        waiting = {lane: sum(states.values()) for lane, states in left["lanes"].items()}
        for job in left["set_aside"]:
            seen.faults[f"set aside: {job['fault']}"] += 1
        return seen, waiting


def _accounts(home: Path, users: int) -> list[str]:
    store = AccountStore(home)
    store.create("admin", "管理员", ["admin"], given=_PASSWORD)
    tokens = []
    for number in range(users):
        made, _ = store.create(f"u{number}", f"用户 {number}", ["applicant"], given=_PASSWORD)
        tokens.append(store.make_token(made.id, "load")[1])
    return tokens


def main() -> None:
    """Measure and print; the exit status is 1 where there were faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--think", type=float, default=5, help="seconds between acts, on average")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    seen, left = measured(given.users, given.seconds, given.think)
    own = resource.getrusage(resource.RUSAGE_SELF)
    parts = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(  # noqa: T201 - a report
        f"{given.users} users, {given.seconds:.0f} s, pauses of {given.think:g} s on average; "
        f"{os.cpu_count()} cores, load {load:.1f} before"
    )
    for act in _SHARES:
        taken = seen.taken[act]
        if len(taken) > 1:
            cut = quantiles(taken, n=100)
            print(  # noqa: T201
                f"{act:20} {len(taken):6} times  p50 {cut[49] * 1000:6.0f} ms  "
                f"p95 {cut[94] * 1000:6.0f} ms  longest {max(taken) * 1000:6.0f} ms"
            )
    print(f"faults: {dict(seen.faults) or 'none'}; jobs left: {left}")  # noqa: T201
    print(  # noqa: T201
        f"processor: users {own.ru_utime + own.ru_stime:.0f} s, server and worker "
        f"{parts.ru_utime + parts.ru_stime:.0f} s; largest process {parts.ru_maxrss // 1024} MiB"
    )
    raise SystemExit(1 if seen.faults else 0)


if __name__ == "__main__":
    main()
