"""
A small client of the API.

    with ApiClient("http://127.0.0.1:7860", token="anping_…") as api:
        case = api.make_case("望江苑", level="C")
        api.add_document(case["id"], "设计说明.pdf", data)

It gives the JSON objects as they come; errors are `ApiProblemError` with their code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

Words = dict[str, Any]


class ApiProblemError(Exception):
    """What a server answered in place of what was asked for. words: as they came."""

    def __init__(self, status: int, words: Mapping[str, Any]) -> None:
        self.status = status
        self.words = dict(words)
        self.code = str(words.get("code", ""))
        super().__init__(f"[{self.code or status}] {words.get('detail', '')}")


class ApiClient:
    """
    Speaks with one server.

    http: a client of httpx to use in place of one's own, such as one that a test makes; its base
    address is the server's.
    """

    def __init__(self, server: str = "", token: str = "", http: httpx.Client | None = None) -> None:
        self._http = http or httpx.Client(base_url=server, timeout=60)
        self._headers = {"x-anping-api": "1", "accept": "application/json"}
        if token:
            self._headers["authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End its connections."""
        self._http.close()

    def send(
        self, method: str, path: str, *, key: str = "", headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> httpx.Response:  # fmt: skip
        """
        Send a request to a path under `/api/v1`. key: of `Idempotency-Key`.

        Raises:
            ApiProblemError: the server refuses it.
        """
        said = {**self._headers, **(headers or {}), **({"idempotency-key": key} if key else {})}
        answer = self._http.request(method, "/api/v1" + path, headers=said, **more)
        if answer.is_success:
            return answer
        try:
            words = answer.json()
        except ValueError:
            words = {"detail": answer.text[:200]}
        raise ApiProblemError(answer.status_code, words if isinstance(words, dict) else {})

    def get(self, path: str, **query: Any) -> Any:
        """Return what is under a path; values that are None are left out."""
        asked = {name: value for name, value in query.items() if value is not None}
        return self.send("GET", path, params=asked).json()

    def all(self, path: str, **query: Any) -> Iterator[Words]:
        """Yield a whole list, page after page."""
        cursor: str | None = None
        while True:
            part = self.get(path, cursor=cursor, **query)
            yield from part["items"]
            cursor = part["next"]
            if cursor is None:
                return

    def ask(self, question: str, **more: Any) -> Words:
        """Return the answer to a question. more: `history`, `case`, `model`."""
        return dict(self.send("POST", "/ask", json={"question": question, **more}).json())

    def ask_streamed(self, question: str, **more: Any) -> Iterator[tuple[str, Words]]:
        """Yield the events of an answer as they come: their names and what they say."""
        headers = {**self._headers, "accept": "text/event-stream"}
        words = {"question": question, **more}
        with self._http.stream("POST", "/api/v1/ask", json=words, headers=headers) as answer:
            if not answer.is_success:
                answer.read()
                raise ApiProblemError(answer.status_code, answer.json())
            name = ""
            for line in answer.iter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    yield name, json.loads(line.removeprefix("data: "))

    def make_case(
        self, name: str, rule_set: str = "tcrea-2023", level: str | None = None, *, key: str = "",
        **more: Any,
    ) -> Words:  # fmt: skip
        """Make a case and return it."""
        words = {"name": name, "rule_set": rule_set, "level": level, **more}
        return dict(self.send("POST", "/cases", json=words, key=key).json())

    def add_document(self, case: str, name: str, data: bytes, *, key: str = "") -> Words:
        """Send a file and return the job that reads it."""
        files = {"file": (name, data)}
        return dict(self.send("POST", f"/cases/{case}/documents", files=files, key=key).json())

    def assess(self, sheet: Mapping[str, Any]) -> Words:
        """Return what a sheet comes to."""
        return dict(self.send("POST", "/assess", json=dict(sheet)).json())

    def sheet(self, case: str, owner: str = "case", stage: str = "pre") -> Words:
        """Return a sheet of a case with its version."""
        return dict(self.get(f"/cases/{case}/sheets/{owner}/{stage}"))

    def save_sheet(
        self, case: str, sheet: Mapping[str, Any], version: int, owner: str = "case",
        stage: str = "pre",
    ) -> Words:  # fmt: skip
        """Replace a sheet of the version given, and return it as it is then."""
        path = f"/cases/{case}/sheets/{owner}/{stage}"
        headers = {"if-match": f'"{version}"'}
        return dict(self.send("PUT", path, json=dict(sheet), headers=headers).json())

    def take_step(self, case: str, step: str, *, key: str = "", **facts: str) -> Words:
        """Take a step of the procedure and return where the case then stands."""
        words = {"step": step, "facts": facts}
        path = f"/cases/{case}/procedure/steps"
        return dict(self.send("POST", path, json=words, key=key).json())

    def report(self, case: str, kind: str, **query: str) -> bytes:
        """Return a file about a case."""
        return self.send("GET", f"/cases/{case}/reports/{kind}", params=query).content

    def package(self, case: str, *, files: bool = True, language: str = "zh") -> bytes:
        """Return everything of a case as one ZIP file."""
        query = {"files": str(files).lower(), "language": language}
        return self.send("GET", f"/cases/{case}/package", params=query).content

    def add_person(self, case: str, part: str, *, key: str = "", **who: str) -> Words:
        """Take somebody into a case in a part. who: `login`, or `name` without accounts."""
        words = {"part": part, **who}
        return dict(self.send("POST", f"/cases/{case}/people", json=words, key=key).json())

    def give_part(self, case: str, person: str, part: str) -> Words:
        """Give somebody of a case another part. person: a mark or a name."""
        path = f"/cases/{case}/people/{quote(person, safe='')}"
        return dict(self.send("PATCH", path, json={"part": part}).json())

    def add_party(self, case: str, party: str, organisation: str, *, key: str = "") -> Words:
        """Name an organisation as a party."""
        words = {"party": party, "organisation": organisation}
        return dict(self.send("POST", f"/cases/{case}/parties", json=words, key=key).json())

    def remove_party(self, case: str, party: str, organisation: str) -> None:
        """Take an organisation from the parties."""
        query = {"party": party, "organisation": organisation}
        self.send("DELETE", f"/cases/{case}/parties", params=query)

    def declare(self, case: str, employer: str, *, key: str = "", **more: Any) -> Words:
        """Declare independence. more: `person`, `is_expert`, `ties`, `earlier`, `day`, `language`."""
        words = {"employer": employer, **more}
        return dict(self.send("POST", f"/cases/{case}/declarations", json=words, key=key).json())

    def write_finding(
        self, case: str, indicator: str, methods: Sequence[str], finding: str = ""
    ) -> Words:
        """Write how one looked at an indicator, and what one found."""
        words = {"methods": [*methods], "finding": finding}
        return dict(self.send("PUT", f"/cases/{case}/findings/{indicator}", json=words).json())

    def draw_sample(
        self, case: str, name: str, ids: Sequence[str], *, key: str = "", **more: str
    ) -> Words:
        """Draw a sample from a population. more: `seed`, `reason`, `stage`."""
        words = {"name": name, "ids": [*ids], **more}
        return dict(self.send("POST", f"/cases/{case}/samples", json=words, key=key).json())

    def set_hold(self, case: str, reason: str, *, key: str = "") -> Words:
        """Forbid that anything of a case is removed."""
        words = {"reason": reason}
        return dict(self.send("POST", f"/cases/{case}/holds", json=words, key=key).json())

    def lift_hold(self, case: str, number: int, reason: str) -> Words:
        """Lift a hold."""
        path = f"/cases/{case}/holds/{number}/lifting"
        return dict(self.send("POST", path, json={"reason": reason}).json())

    def decide(self, case: str, indicator: str, passage: str, decision: str | None) -> None:
        """Accept or reject a suggested passage, `accepted` or `rejected`; None takes it back."""
        path = f"/cases/{case}/decisions/{indicator}/{quote(passage, safe='')}"
        if decision is None:
            self.send("DELETE", path)
        else:
            self.send("PUT", path, json={"decision": decision})

    def write_note(self, case: str, indicator: str, note: str) -> None:
        """Write the note of a case on an indicator; "" takes it away."""
        path = f"/cases/{case}/notes/{indicator}"
        if note:
            self.send("PUT", path, json={"note": note})
        else:
            self.send("DELETE", path)

    def confirm(
        self, case: str, indicator: str, owner: str = "case", stage: str = "pre", *, key: str = ""
    ) -> Words:
        """Confirm that a suspect judgement holds on what stands now."""
        path = f"/cases/{case}/suspects/{owner}/{stage}/{indicator}/confirmation"
        return dict(self.send("POST", path, key=key).json())

    def certificate(self, case: str) -> Words:
        """Return the certificate of a case, and what it is worth today."""
        return dict(self.get(f"/cases/{case}/certificate"))

    def certificate_file(self, case: str, **query: str) -> bytes:
        """Return the certificate of a case as a file. query: `format`, `language`."""
        return self.send("GET", f"/cases/{case}/certificate/file", params=query).content

    def verify(self, number: str, code: str) -> Words:
        """Return what everybody is told of a certificate; needs no token."""
        return dict(self.get("/verification", number=number, code=code))

    def rules(self, case: str) -> tuple[Words, str]:
        """Return what a case is judged by, and the tag of that version."""
        answer = self.send("GET", f"/cases/{case}/rules")
        return dict(answer.json()), answer.headers["etag"]

    def set_rules(self, case: str, tag: str, **change: Any) -> Words:
        """Say what a case is judged by. change: `edition`; `body` as `file` and `text`, or None."""
        headers = {"if-match": tag}
        return dict(self.send("PATCH", f"/cases/{case}/rules", json=change, headers=headers).json())
