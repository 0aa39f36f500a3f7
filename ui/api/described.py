"""How operations are described in the schema: what they answer, an example, what can go wrong."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from ui.api.problems import problem_responses

NOTHING = 204
_ALWAYS = (400, 401, 403, 422, 429, 500, 503)


def described(summary: str, example: Any, *more: int, status: int = 200) -> dict[str, Any]:
    """
    Return what a route is told: its summary, an example of its answer, the statuses of problems.

    more: statuses beside those that every operation has.
    """
    answer: dict[str, Any] = {"description": summary}
    if status != NOTHING:
        answer["content"] = {"application/json": {"example": example}}
    problems = problem_responses(*sorted({*_ALWAYS, *more}))
    return {
        "summary": summary,
        "status_code": status,
        "responses": {status: answer, **problems},
        **({"response_class": Response} if status == NOTHING else {}),
    }


def described_file(summary: str, media: tuple[str, ...], *more: int) -> dict[str, Any]:
    """Return what a route is told that answers with a file."""
    bytes_of = {"schema": {"type": "string", "format": "binary"}}
    content: dict[str, Any] = dict.fromkeys(media, bytes_of)
    if "application/json" in content:
        content["application/json"] = {"schema": {"type": "object"}}
    answer = {"description": summary, "content": content}
    problems = problem_responses(*sorted({*_ALWAYS, *more}))
    return {"summary": summary, "responses": {200: answer, **problems}}
